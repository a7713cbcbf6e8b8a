"""From weighted links to the flow of a random walk over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.errors import OptionError
from textmine.mapequation import _kernels
from textmine.mapequation.links import Links, both_ways, read_links, rows_of, sort_by

__all__ = ["FlowNetwork", "FlowOptions", "directed_flow", "flow_of", "undirected_flow"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_STATIONARY = 1e-15  # relative L1 distance between two sweeps at which the walk counts as stationary
_MOST_STEPS = 2000
_MODELS = ("undirected", "directed", "rawdir")


@dataclass(frozen=True, slots=True)
class FlowNetwork:
    """A network as a random walker sees it: how often it visits nodes and follows links.

    Attributes
    ----------
    node_flow : float64[n]
        Share of steps that end at each node; they add up to one.
    node_enter, node_exit : float64[n]
        Flow into and out of each node over links to other nodes (self-links excluded), times the Markov time.
    indptr : int64[n + 1]
    neighbours : int32[m]
    link_flow : float64[m]
        Rows of links without self-links, each link in the rows of both its ends with the flow of both directions,
        times the Markov time. This is all the search needs.
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


@dataclass(frozen=True, slots=True)
class FlowOptions:
    """What walks, and how.

    Attributes
    ----------
    model : {"undirected", "directed", "rawdir"}
        Links both ways; links one way, followed by a random surfer; or links whose weights are the flow itself.
    teleportation : float
        Probability of a jump at each step of directed flow, in ``(0, 1)``.
    to_nodes : bool
        Jumps land on all nodes alike, not in proportion to their out-strength.
    markov_time : float
        Steps between two looks at the walker, above 0: below 1 modules get smaller, above 1 larger
        (Kheirkhahzadeh et al. 2016).
    self_links : bool
        Whether links from a node to itself count.
    weight_threshold : float
        Links of less weight are dropped, each as it was given.

    Raises
    ------
    OptionError
        If a value is out of range.
    """

    model: str = "undirected"
    teleportation: float = 0.15
    to_nodes: bool = False
    markov_time: float = 1.0
    self_links: bool = True
    weight_threshold: float = 0.0

    def __post_init__(self) -> None:
        if self.model not in _MODELS:
            raise OptionError(f"no flow model is called {self.model!r}", f"choose {', '.join(_MODELS)}")
        if not 0.0 < self.teleportation < 1.0:
            reason = f"teleportation must lie between 0 and 1, not {self.teleportation}"
            raise OptionError(reason, "the usual value is 0.15")
        if not 0.0 < self.markov_time < np.inf:
            raise OptionError(f"the Markov time must be above 0, not {self.markov_time}", "the usual value is 1")
        if not 0.0 <= self.weight_threshold < np.inf:
            raise OptionError(f"the weight threshold is {self.weight_threshold}, below 0", "use 0 or more")


def flow_of(
    sources: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike,
    n_nodes: int,
    options: FlowOptions | None = None,
) -> FlowNetwork:
    """Return the flow on links, as `options` say; see `undirected_flow` for what links are.

    Raises
    ------
    GraphError
        If ids or weights are out of range, or no link is left that has a positive weight.

    Examples
    --------
    >>> flow_of([0, 1, 1], [1, 0, 1], [1.0, 2.0, 1.0], 2, FlowOptions("rawdir")).node_flow.tolist()
    [0.5, 0.5]
    """
    options = options or FlowOptions()
    directed = options.model != "undirected"
    first, second, weight = np.asarray(sources), np.asarray(targets), np.asarray(weights, np.float64)
    keep = ~(weight < options.weight_threshold)  # what is not a number stays, to be refused
    if not options.self_links:
        keep &= first != second
    if not keep.all():
        first, second, weight = first[keep], second[keep], weight[keep]
    links = read_links(first, second, weight, n_nodes, directed=directed)
    flows = _FLOWS[options.model](links, n_nodes, options)
    return _network(links, flows, n_nodes, directed=directed, markov_time=options.markov_time)


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
    return flow_of(sources, targets, weights, n_nodes)


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
    return flow_of(sources, targets, weights, n_nodes, FlowOptions("directed", teleportation))


def _undirected(links: Links, n_nodes: int, options: FlowOptions) -> Floats:
    own = links.sources == links.targets
    total = float(2.0 * links.weights[~own].sum() + links.weights[own].sum())
    return np.asarray(links.weights * (np.where(own, 1.0, 2.0) / total))


def _directed(links: Links, n_nodes: int, options: FlowOptions) -> Floats:
    strength = np.bincount(links.sources, links.weights, n_nodes)
    share = links.weights / strength[links.sources]
    landing = np.full(n_nodes, 1.0 / n_nodes) if options.to_nodes else strength / strength.sum()
    visits = _stationary(links, share, landing, options.teleportation)
    flows = visits[links.sources] * share
    return np.asarray(flows / flows.sum())


def _raw(links: Links, n_nodes: int, options: FlowOptions) -> Floats:
    return np.asarray(links.weights / links.weights.sum())


_FLOWS: dict[str, Callable[[Links, int, FlowOptions], Floats]] = {
    "undirected": _undirected,
    "directed": _directed,
    "rawdir": _raw,
}


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


def _network(links: Links, flows: Floats, n_nodes: int, *, directed: bool, markov_time: float) -> FlowNetwork:
    other = links.sources != links.targets
    crossing = flows * np.where(other, markov_time, 0.0)
    out = _sum_by(links.sources, crossing, n_nodes)
    into = _sum_by(links.targets, crossing, n_nodes)
    visits = _sum_by(links.targets, flows, n_nodes)
    if not directed:
        out = into = 0.5 * (out + into)
        visits = into / markov_time + _sum_by(links.targets, flows - crossing / markov_time, n_nodes)
    if directed:
        rows = both_ways(links, crossing, n_nodes)
    elif other.all():
        rows = rows_of(links.sources, links.targets, crossing, n_nodes)
    else:
        rows = rows_of(links.sources[other], links.targets[other], crossing[other], n_nodes)
    return FlowNetwork(visits, into, out, *rows, links.sources, links.targets, flows, directed)


def _sum_by(ids: Ids, values: Floats, n: int) -> Floats:
    return np.bincount(ids, values, n).astype(np.float64, copy=False)  # counts are integers where there is no id
