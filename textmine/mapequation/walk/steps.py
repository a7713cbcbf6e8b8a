"""The walk on links in rows: where it comes to rest, and the network of its flow; without numpy."""

from __future__ import annotations

from textmine.buffers import Doubles, Ints, Longs, copied, doubles, ints, longs
from textmine.lightclasses import Pending
from textmine.mapequation.links import Rows, turned
from textmine.mapequation.network import LEAST_FLOW, ROWS, FlowNetwork
from textmine.mapequation.walk import _kernels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from textmine.arraytypes import Floats

__all__ = [
    "directed_network",
    "ends_of",
    "filled",
    "followed",
    "out_strength",
    "shares",
    "stationary",
    "undirected_network",
]

_STATIONARY = 1e-15  # the walk is stationary if the relative L1 distance between two sweeps is at most this
_MOST_STEPS = 2000


def ends_of(rows: Rows) -> tuple[int, float]:
    """Return how many ends all links have, and the weights at them; a self-link has one end.

    Examples
    --------
    >>> from textmine.mapequation.links import read_links, rows_by_source
    >>> ends_of(rows_by_source(read_links([0, 1], [1, 1], [2.0, 3.0], 2, directed=False), 2))
    (3, 7.0)
    """
    return _ends(rows, _kernels.count_selves(rows.starts, rows.targets))


def _ends(rows: Rows, n_selves: int) -> tuple[int, float]:
    n_links = len(rows.targets)
    if not n_selves:
        return 2 * n_links, 2.0 * _kernels.add_up(rows.weights)
    selves, others = doubles(n_selves), doubles(n_links - n_selves)
    _kernels.part_selves(*rows, selves, others)
    return 2 * n_links - n_selves, 2.0 * _kernels.add_up(others) + _kernels.add_up(selves)


def undirected_network(rows: Rows, markov_time: float, total: float | None = None) -> FlowNetwork:
    """Return the network of the flow on undirected links.

    Where links are not all that the walk follows, `total` is the sum of all weights at both ends.
    """
    n_nodes = len(rows.starts) - 1

    def links() -> tuple[Longs, Ints, Doubles]:
        place, found = longs(n_nodes + 2), longs(2)
        _kernels.place_undirected(*rows, place, found)
        same = not (found[0] or found[1])
        neighbours = ints(place[-1])
        flow = doubles(1 if same else len(neighbours))
        _kernels.fill_undirected(*rows, total, markov_time, LEAST_FLOW, place, neighbours, flow, same)
        return place[:-1], neighbours, flow

    total = ends_of(rows)[1] if total is None else total
    indptr, neighbours, flow = links()
    crossing, visits = doubles(n_nodes), doubles(n_nodes)
    _kernels.add_undirected(*rows, total, markov_time, indptr, flow, len(flow) == 1, crossing, visits)
    pending = Pending(ROWS, links, (indptr, neighbours, flow))
    parts: tuple[Any, ...] = visits, crossing, crossing, *pending.fields(), *rows, total, False
    return FlowNetwork(*parts)


def out_strength(rows: Rows) -> Doubles:
    """Return the sum of the weights of the links out of each node, float64[n]."""
    strength = doubles(len(rows.starts) - 1)
    _kernels.add_rows(rows.starts, rows.weights, strength)
    return strength


def shares(values: Doubles | Floats, found: Doubles | None = None) -> Doubles:
    """Return each value over the sum of all, in `found`, which may be `values`.

    Examples
    --------
    >>> shares(filled(4, 3.0)).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    found = doubles(len(values)) if found is None else found
    _kernels.divide(values, _kernels.add_up(values), found)
    return found


def filled(n: int, number: float) -> Doubles:
    """Return float64[n] of one number."""
    values = doubles(n)
    _kernels.fill(values, number)
    return values


def stationary(
    rows: Rows,
    strength: Doubles | Floats,
    landing: Doubles | Floats,
    teleportation: float,
    stay: Floats | None = None,
) -> tuple[Doubles, tuple[Longs, Ints]]:
    """Solve ``x = (a + (1 - a) D) t + (1 - a) P'x``, where D is the flow on dangling nodes.

    Jumps from dangling nodes land like all other jumps, so they only scale the solution of ``y = t + (1 - a) P'y``.
    Gauss-Seidel sweeps find it in a fraction of the steps of the walk itself. Self-links go to the left side, and so
    does the share of the visits of each node that is held back from jumps that land on it.

    Parameters
    ----------
    rows
        Directed links.
    strength
        float64[n]: what the weights of links out of each node are shares of.
    landing
        float64[n]: the share of jumps that lands on each node (t).
    teleportation
        The probability of a jump (a).
    stay
        float64[n]: one, and the share held back from jumps to each node; it is used up. None means one.

    Returns
    -------
    Doubles
        float64[n]: the share of visits of each node.
    tuple of Longs and Ints
        Rows of the links by target, as `turned` returns them.
    """
    n, follow = len(landing), 1.0 - teleportation
    left = filled(n, 1.0) if stay is None else stay
    place = longs(n + 2)
    _kernels.place_by_target(rows.starts, rows.targets, place)
    _kernels.take_selves(*rows, strength, follow, left)
    sources, share = ints(place[-1]), doubles(place[-1])
    # The sweeps solve for y (1 - (1 - a) P_vv). A link carries this times its weight over that of the source.
    _kernels.turn_shares(*rows, strength, left, place, sources, share)
    visits = copied(landing)
    _kernels.settle(place[:-1], sources, share, landing, visits, follow, _MOST_STEPS, _STATIONARY)
    _kernels.divide_each(visits, left)
    return shares(visits, visits), (place[:-1], sources)


def followed(rows: Rows, strength: Doubles | Floats, visits: Doubles, follow: float = 1.0) -> Doubles:
    """Return the flow on each link: its share of the strength of its source, times visits there, times `follow`."""
    flows = doubles(len(rows.targets))
    _kernels.follow_links(rows.starts, rows.weights, strength, visits, follow, flows)
    return flows


def directed_network(
    rows: Rows, flows: Doubles, times: float | Floats, by_target: tuple[Longs, Ints] | None = None
) -> FlowNetwork:
    """Return the network of the flow on directed links.

    Parameters
    ----------
    rows
        The links; their weights are not read.
    flows
        float64[k]: the flow on each.
    times
        The Markov time, one for all or float64[k].
    by_target
        What `turned` returns for the links, where that is known.
    """
    n_nodes, room = len(rows.starts) - 1, 2 * len(flows)
    time = filled(1, times) if isinstance(times, float) else times
    starts, targets, known = rows.starts, rows.targets, [] if by_target is None else [by_target]

    def links(*of_nodes: Doubles) -> tuple[Longs, Ints, Doubles]:
        ends = known.pop() if known else turned(Rows(starts, targets, flows))
        indptr, neighbours, weight = longs(n_nodes + 1), ints(room), doubles(room)
        count = _kernels.join_rows(
            starts, targets, flows, time, LEAST_FLOW, *ends, copied(starts), indptr, neighbours, weight, *of_nodes
        )
        return indptr, neighbours[:count], weight[:count]

    visits, enter, exit_ = doubles(n_nodes), doubles(n_nodes), doubles(n_nodes)
    made = links(visits, enter, exit_)
    pending = Pending(ROWS, lambda: links(doubles(n_nodes), doubles(n_nodes), doubles(n_nodes)), made)
    parts: tuple[Any, ...] = visits, enter, exit_, *pending.fields(), starts, targets, flows, 0.0, True
    return FlowNetwork(*parts)
