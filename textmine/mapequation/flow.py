"""From weighted links to the flow of a random walk over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.errors import OptionError
from textmine.mapequation import _kernels
from textmine.mapequation.links import Links, both_ways, read_links, rows_of, sort_by

__all__ = ["FlowNetwork", "directed_flow", "undirected_flow"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_STATIONARY = 1e-15  # relative L1 distance between two sweeps at which the walk counts as stationary
_MOST_STEPS = 2000


@dataclass(frozen=True, slots=True)
class FlowNetwork:
    """A network as a random walker sees it: how often it visits nodes and follows links.

    Attributes
    ----------
    node_flow : float64[n]
        Share of steps that end at each node; they add up to one.
    node_enter, node_exit : float64[n]
        Flow into and out of each node over links to other nodes (self-links excluded).
    indptr : int64[n + 1]
    neighbours : int32[m]
    link_flow : float64[m]
        Rows of links without self-links, each link in the rows of both its ends with the flow of both directions.
        This is all the search needs.
    sources, targets : int32[k]
    flows : float64[k]
        The unique links, self-links included. In an undirected network ``source <= target`` and the flow is that of
        both directions.
    directed : bool
    """

    node_flow: Floats
    node_enter: Floats
    node_exit: Floats
    indptr: npt.NDArray[np.int64]
    neighbours: Ids
    link_flow: Floats
    sources: Ids
    targets: Ids
    flows: Floats
    directed: bool

    @property
    def n_nodes(self) -> int:
        """Number of nodes, those without links included."""
        return len(self.node_flow)


def undirected_flow(
    sources: npt.ArrayLike, targets: npt.ArrayLike, weights: npt.ArrayLike, n_nodes: int
) -> FlowNetwork:
    """Return the flow on undirected links: every node is visited in proportion to its strength.

    Parameters
    ----------
    sources, targets : int32 or int64[k]
        Node ids in ``range(n_nodes)``. A link and its reverse are the same link; duplicates add up.
    weights : float64[k]
        Not negative, finite. Links of weight zero are dropped. A self-link counts once.
    n_nodes : int
        Nodes without links have no flow.

    Raises
    ------
    GraphError
        If ids or weights are out of range, or no link has a positive weight.

    Notes
    -----
    ``p_u = strength_u / W`` with W the sum of strengths (Rosvall & Bergstrom 2008).

    Examples
    --------
    >>> undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3).node_flow.tolist()
    [0.25, 0.5, 0.25]
    """
    links = read_links(sources, targets, weights, n_nodes, directed=False)
    own = links.sources == links.targets
    total = float(2.0 * links.weights[~own].sum() + links.weights[own].sum())
    flows = links.weights * (np.where(own, 1.0, 2.0) / total)
    return _network(links, flows, n_nodes, directed=False)


def directed_flow(
    sources: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike,
    n_nodes: int,
    *,
    teleportation: float = 0.15,
) -> FlowNetwork:
    """Return the flow of a random surfer on directed links, teleporting to links, teleportation not recorded.

    Parameters
    ----------
    sources, targets : int32 or int64[k]
        Node ids in ``range(n_nodes)``; duplicates add up.
    weights : float64[k]
        Not negative, finite. Links of weight zero are dropped.
    n_nodes : int
        Nodes without links have no flow.
    teleportation : float
        Probability of a jump at each step, in ``(0, 1)``; the surfer lands on nodes in proportion to their
        out-strength, and always jumps from nodes without links out.

    Raises
    ------
    GraphError
        If ids or weights are out of range, or no link has a positive weight.
    OptionError
        If `teleportation` is not between 0 and 1.

    Notes
    -----
    Smart unrecorded teleportation (Lambiotte & Rosvall 2012): the walk is iterated to its stationary state with
    teleportation, and one more step without it gives the flow on links and nodes.

    Examples
    --------
    >>> directed_flow([0, 1, 2], [1, 2, 0], [1.0, 1.0, 1.0], 3).flows.round(12).tolist()
    [0.333333333333, 0.333333333333, 0.333333333333]
    """
    if not 0.0 < teleportation < 1.0:
        raise OptionError(f"teleportation must lie between 0 and 1, not {teleportation}", "the usual value is 0.15")
    links = read_links(sources, targets, weights, n_nodes, directed=True)
    strength = np.bincount(links.sources, links.weights, n_nodes)
    share = links.weights / strength[links.sources]
    landing = strength / strength.sum()
    visits = _stationary(links, share, landing, teleportation)
    flows = visits[links.sources] * share
    return _network(links, flows / flows.sum(), n_nodes, directed=True)


def _stationary(links: Links, share: Floats, landing: Floats, teleportation: float) -> Floats:
    """Solve ``x = (a + (1 - a) D) t + (1 - a) P'x``, with D the flow on dangling nodes.

    The jumps from dangling nodes land where all jumps land, so they only scale the solution of
    ``y = t + (1 - a) P'y``, which Gauss-Seidel sweeps find in a fraction of the steps of the walk itself. Self-links
    go to the left side.
    """
    n, follow = len(landing), 1.0 - teleportation
    own = links.sources == links.targets
    stay = np.ones(n)
    stay[links.sources[own]] -= follow * share[own]
    other = ~own
    order, indptr = sort_by(links.targets[other], None, n)
    sources, share = links.sources[other][order], share[other][order]
    # y (1 - (1 - a) P_vv) is what the sweeps solve for; its shares are those of y over that of the source.
    visits = landing.copy()
    _kernels.settle(
        indptr, sources, share / stay[sources], landing, visits, follow, _MOST_STEPS, _STATIONARY
    )  # fmt: skip
    visits /= stay
    return np.asarray(visits / visits.sum())


def _network(links: Links, flows: Floats, n_nodes: int, *, directed: bool) -> FlowNetwork:
    other = links.sources != links.targets
    out = _sum_by(links.sources[other], flows[other], n_nodes)
    into = _sum_by(links.targets[other], flows[other], n_nodes)
    own = _sum_by(links.sources[~other], flows[~other], n_nodes)
    if not directed:
        out = into = 0.5 * (out + into)
    if directed:
        indptr, neighbours, link_flow = both_ways(links, flows, n_nodes)
    else:
        indptr, neighbours, link_flow = rows_of(links.sources[other], links.targets[other], flows[other], n_nodes)
    return FlowNetwork(
        into + own, into, out, indptr, neighbours, link_flow, links.sources, links.targets, flows, directed
    )


def _sum_by(ids: Ids, values: Floats, n: int) -> Floats:
    return np.bincount(ids, values, n).astype(np.float64, copy=False)  # counts are integers where there is no id
