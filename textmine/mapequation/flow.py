"""From weighted links to the flow of a random walk over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.errors import OptionError
from textmine.mapequation import _kernels
from textmine.mapequation.links import Links, link_rows, read_links

__all__ = ["FlowNetwork", "directed_flow", "undirected_flow"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_STATIONARY = 1e-15  # L1 distance between two steps at which the walk counts as stationary
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
    visits = _stationary(links, share, landing, strength == 0.0, teleportation)
    flows = visits[links.sources] * share
    return _network(links, flows / flows.sum(), n_nodes, directed=True)


def _stationary(
    links: Links, share: Floats, landing: Floats, dangling: npt.NDArray[np.bool_], teleportation: float
) -> Floats:
    """Iterate ``x <- (a + (1 - a) D) t + (1 - a) P'x`` until it stands still; D is the flow on dangling nodes."""
    by_target = np.argsort(links.targets, kind="stable")
    indptr = np.zeros(len(landing) + 1, np.int64)
    np.cumsum(np.bincount(links.targets, minlength=len(landing)), out=indptr[1:])
    sources, share = links.sources[by_target], share[by_target]
    visits, arrived = landing.copy(), np.empty_like(landing)
    loose = np.flatnonzero(dangling)
    for _ in range(_MOST_STEPS):
        _kernels.step(indptr, sources, share, visits, arrived)
        jumps = teleportation + (1.0 - teleportation) * float(visits[loose].sum())
        arrived *= 1.0 - teleportation
        arrived += jumps * landing
        arrived /= arrived.sum()  # rounding would let the total drift
        distance = float(np.abs(arrived - visits).sum())
        visits, arrived = arrived, visits
        if distance < _STATIONARY:
            break
    return visits


def _network(links: Links, flows: Floats, n_nodes: int, *, directed: bool) -> FlowNetwork:
    other = links.sources != links.targets
    out = _sum_by(links.sources[other], flows[other], n_nodes)
    into = _sum_by(links.targets[other], flows[other], n_nodes)
    own = _sum_by(links.sources[~other], flows[~other], n_nodes)
    if not directed:
        out = into = 0.5 * (out + into)
    indptr, neighbours, link_flow = link_rows(links.sources[other], links.targets[other], flows[other], n_nodes)
    return FlowNetwork(
        into + own, into, out, indptr, neighbours, link_flow, links.sources, links.targets, flows, directed
    )


def _sum_by(ids: Ids, values: Floats, n: int) -> Floats:
    return np.bincount(ids, values, n).astype(np.float64, copy=False)  # counts are integers where there is no id
