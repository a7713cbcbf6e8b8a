"""Computes the flow of a random walk on weighted links."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.errors import GraphError
from textmine.lightclasses import replace
from textmine.mapequation import _kernels
from textmine.mapequation.links import Links, both_ways, read_links, sort_by, starts_of
from textmine.mapequation.network import LEAST_FLOW, FlowNetwork, FlowOptions

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["directed_flow", "flow_of", "undirected_flow"]


_STATIONARY = 1e-15  # the walk is stationary if the relative L1 distance between two sweeps is at most this
_MOST_STEPS = 2000


def flow_of(
    sources: npt.ArrayLike,
    targets: npt.ArrayLike,
    weights: npt.ArrayLike,
    n_nodes: int,
    options: FlowOptions | None = None,
) -> FlowNetwork:
    """Return the flow on links by the model in `options`; `undirected_flow` describes the arrays of links.

    Raises
    ------
    GraphError
        If ids or weights are out of range, no link has a positive weight, or the options leave no link.

    Examples
    --------
    >>> flow_of([0, 1, 1], [1, 0, 1], [1.0, 2.0, 1.0], 2, FlowOptions(model="rawdir")).node_flow.tolist()
    [0.5, 0.5]
    """
    options = options or FlowOptions()
    directed = options.model != "undirected"
    first, second, weight = np.asarray(sources), np.asarray(targets), np.asarray(weights, np.float64)
    keep = ~(weight < options.weight_threshold)  # NaN stays, and is rejected later
    if not options.self_links:
        keep &= first != second
    if not keep.all():
        keep |= weight < 0.0  # negative weights are rejected, too, not dropped
        _check_left(keep, weight, first == second, options)
        first, second, weight = first[keep], second[keep], weight[keep]
    links = read_links(first, second, weight, n_nodes, directed=directed)
    if options.regularization:
        network = _regularized(links, n_nodes, options)
    elif options.recorded:
        network = _recorded(links, n_nodes, options)
    elif not directed:
        network = _undirected(links, n_nodes, options)
    else:
        flows = _FLOWS[options.model](links, n_nodes, options)
        network = _timed(links, flows, n_nodes, options)
    if options.weights_as_flow and options.landing is None:
        raise GraphError("the nodes have no weights to take as their flow", "a Pajek file may have them")
    if options.weights_as_flow:
        network = replace(network, node_flow=_on_nodes(n_nodes, options))
    if options.categories is not None:
        if len(options.categories) != n_nodes:
            raise GraphError(
                f"{len(options.categories)} categories do not fit {n_nodes} nodes", "give one for each node"
            )
        numbers = np.unique(options.categories, return_inverse=True)[1].astype(np.int32)  # room is made for each
        network = replace(network, categories=numbers, metadata_rate=options.metadata_rate)
    if not options.entropy_correction:
        return network
    return replace(network, module_price=options.entropy_correction / (2.0 * _ends(links) * math.log(2.0)))


def _check_left(
    keep: npt.NDArray[np.bool_], weight: Floats, selves: npt.NDArray[np.bool_], options: FlowOptions
) -> None:
    """Refuse options that leave no link, and name those that do."""
    if keep.any():
        return
    least = f"has a weight of {options.weight_threshold:g} or more"
    if (weight < options.weight_threshold).all():
        raise GraphError(f"no link {least}", "lower `weight_threshold`")
    if selves.all():
        raise GraphError("all links lead from a node to itself", "leave out `self_links=False`")
    hint = "lower `weight_threshold`, or leave out `self_links=False`"
    raise GraphError(f"no link from a node to another {least}", hint)


def undirected_flow(
    sources: npt.ArrayLike, targets: npt.ArrayLike, weights: npt.ArrayLike, n_nodes: int
) -> FlowNetwork:
    """Return the flow on undirected links: the flow of a node is proportional to its strength.

    Parameters
    ----------
    sources, targets : int32 or int64[k]
        Node ids in ``range(n_nodes)``. A link and its reverse are the same link; duplicates add up.
    weights : float64[k]
        Finite and not negative. Links with weight zero are dropped. A self-link counts once.
    n_nodes : int
        Nodes without links have no flow.

    Raises
    ------
    GraphError
        If ids or weights are out of range, or no link has a positive weight.

    Notes
    -----
    ``p_u = strength_u / W``, where W is the sum of strengths (Rosvall & Bergstrom 2008).

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
    """Return the flow of a random surfer on directed links, with unrecorded teleportation to links.

    Parameters
    ----------
    sources, targets : int32 or int64[k]
        Node ids in ``range(n_nodes)``; duplicates add up.
    weights : float64[k]
        Finite and not negative. Links with weight zero are dropped.
    n_nodes : int
        Nodes without links have no flow.
    teleportation : float
        Probability of a jump at each step, in ``(0, 1)``. The surfer lands on nodes in proportion to their
        out-strength. From nodes without out-links it always jumps.

    Raises
    ------
    GraphError
        If ids or weights are out of range, or no link has a positive weight.
    OptionError
        If `teleportation` is not between 0 and 1.

    Notes
    -----
    Smart unrecorded teleportation (Lambiotte & Rosvall 2012): the stationary state is computed with teleportation. One
    more step without teleportation gives the flow on links and nodes.

    Examples
    --------
    >>> directed_flow([0, 1, 2], [1, 2, 0], [1.0, 1.0, 1.0], 3).flows.round(12).tolist()
    [0.333333333333, 0.333333333333, 0.333333333333]
    """
    return flow_of(sources, targets, weights, n_nodes, FlowOptions(model="directed", teleportation=teleportation))


def _ends(links: Links) -> float:
    """Return how many ends of links were seen: the weights are counts, but a link was seen once at least on average."""
    ends = np.where(links.sources == links.targets, 1.0, 2.0)
    return max(float(ends.sum()), float((ends * links.weights).sum()))


def _undirected(
    links: Links, n_nodes: int, options: FlowOptions, total: float | None = None, visits: Floats | None = None
) -> FlowNetwork:
    """Return the flow on undirected links, in Markov time.

    Where links are not all that the walk follows, `total` is the sum of all weights at both ends, and `visits` the flow
    of nodes.
    """
    if total is None:
        own = links.sources == links.targets
        weights = links.weights
        total = float(2.0 * weights[~own].sum() + weights[own].sum()) if own.any() else float(2.0 * weights.sum())
    if not options.variable_markov_time:
        return _both_ways(links, n_nodes, options.markov_time, total)
    visits = _strength(links, n_nodes) / total if visits is None else visits
    longer = links._replace(weights=links.weights * _times(links, visits, options))
    return replace(_both_ways(longer, n_nodes, 1.0, total), node_flow=visits, weights=links.weights)


def _both_ways(links: Links, n_nodes: int, markov_time: float, total: float) -> FlowNetwork:
    _, targets, weights = links
    starts = starts_of(links.sources, n_nodes)
    out, into, kept = np.zeros((3, n_nodes))
    place = np.zeros(n_nodes + 2, np.int64)
    how = starts, targets, weights, total, markov_time, LEAST_FLOW
    alike = _kernels.share_flow(*how, out, into, kept, place)
    neighbours = np.empty(int(place[-1]), np.int32)
    flow = np.empty(1 if alike else len(neighbours))
    _kernels.fill_undirected(*how, place, neighbours, flow)
    flow = np.broadcast_to(flow, len(neighbours)) if alike else flow
    crossing = 0.5 * (out + into)
    visits = crossing / markov_time + kept
    return FlowNetwork(visits, crossing, crossing, place[:-1], neighbours, flow, starts, targets, weights, total, False)


def _directed(links: Links, n_nodes: int, options: FlowOptions) -> Floats:
    strength = np.bincount(links.sources, links.weights, n_nodes)
    share = links.weights / strength[links.sources]
    landing = _on_nodes(n_nodes, options) if options.to_nodes else strength / strength.sum()
    visits = _stationary(links, share, landing, options.teleportation)
    flows = visits[links.sources] * share
    return np.asarray(flows / flows.sum())


def _on_nodes(n_nodes: int, options: FlowOptions) -> Floats:
    """Return the share of jumps that lands on each node, where they land on nodes."""
    if options.landing is None:
        return np.full(n_nodes, 1.0 / n_nodes)
    total = float(options.landing.sum())
    if not (len(options.landing) == n_nodes and 0.0 < total < math.inf and np.min(options.landing) >= 0.0):
        raise GraphError("the weights of the nodes are no weights", "give one of 0 or more for each, not all of them 0")
    return np.asarray(options.landing / total)


def _recorded(links: Links, n_nodes: int, options: FlowOptions) -> FlowNetwork:
    """Return the flow of a walk whose jumps count as steps."""
    into = np.bincount(links.targets, links.weights, n_nodes)
    strength = np.bincount(links.sources, links.weights, n_nodes)
    share = links.weights / strength[links.sources]
    landing = _on_nodes(n_nodes, options) if options.to_nodes else into / into.sum()
    visits = _stationary(links, share, landing, options.teleportation)
    follow = 1.0 - options.teleportation
    network = _timed(links, follow * visits[links.sources] * share, n_nodes, options, visits)
    return _jumping(network, visits, visits * np.where(strength > 0.0, options.teleportation, 1.0), landing)


def _regularized(links: Links, n_nodes: int, options: FlowOptions) -> FlowNetwork:
    """Return the flow of a walk on links and the prior network together; a step on the prior network is a jump."""
    from textmine.mapequation.prior import prior_of

    directed = options.model == "directed"
    prior = prior_of(links, n_nodes, options.regularization, directed=directed, self_links=options.self_links)
    if directed:
        strength = np.bincount(links.sources, links.weights, n_nodes) + prior.strength - prior.left_out
        share = links.weights / strength[links.sources]
        visits = _stationary(links, share, prior.landing, 0.0, prior.left_out / strength)
        network = _timed(links, visits[links.sources] * share, n_nodes, options, visits)
        leaving = visits * (prior.strength / strength)
    else:  # the walk can be turned around, so that its flow is proportional to strength
        strength = _strength(links, n_nodes) + prior.strength - prior.left_out
        total = float(strength.sum())
        visits, leaving = strength / total, prior.strength / total
        network = _undirected(links, n_nodes, options, total, visits)
    return _jumping(network, visits, leaving, prior.landing)


def _strength(links: Links, n_nodes: int) -> Floats:
    """Return the sum of the weights of undirected links at each node; a self-link counts once."""
    other = links.sources != links.targets
    return _sum_by(links.sources, links.weights, n_nodes) + _sum_by(links.targets[other], links.weights[other], n_nodes)


def _jumping(network: FlowNetwork, visits: Floats, leaving: Floats, landing: Floats) -> FlowNetwork:
    """Return the network with its jumps recorded: the flow that leaves each node, and the share that lands on it."""
    enter = network.node_enter + (leaving.sum() - leaving) * landing
    exit_ = network.node_exit + leaving * (landing.sum() - landing)
    jumps = np.column_stack((leaving, landing))
    return replace(network, node_flow=visits, node_enter=enter, node_exit=exit_, jumps=jumps)


def _timed(
    links: Links, flows: Floats, n_nodes: int, options: FlowOptions, visits: Floats | None = None
) -> FlowNetwork:
    """Return the network of the flow on directed links in Markov time; `visits` of nodes where jumps are in them."""
    if not options.variable_markov_time:
        return _network(links, flows, n_nodes, options.markov_time)
    if visits is None:
        visits = _sum_by(links.targets, flows, n_nodes)
    return replace(_network(links, flows, n_nodes, _times(links, visits, options)), node_flow=visits)


def _times(links: Links, visits: Floats, options: FlowOptions) -> Floats:
    """Return the variable Markov time of each link."""
    from textmine.mapequation.markovtime import link_times

    return link_times(
        links,
        visits,
        directed=options.model != "undirected",
        markov_time=options.markov_time,
        damping=options.variable_markov_damping,
        least_scale=options.variable_markov_min_scale,
    )


def _raw(links: Links, n_nodes: int, options: FlowOptions) -> Floats:
    return np.asarray(links.weights / links.weights.sum())


_FLOWS: dict[str, Callable[[Links, int, FlowOptions], Floats]] = {
    "directed": _directed,
    "rawdir": _raw,
    "undirdir": _raw,
    "outdirdir": _raw,
}


def _stationary(
    links: Links, share: Floats, landing: Floats, teleportation: float, held_back: Floats | None = None
) -> Floats:
    """Solve ``x = (a + (1 - a) D) t + (1 - a) P'x``, where D is the flow on dangling nodes.

    Jumps from dangling nodes land like all other jumps, so they only scale the solution of ``y = t + (1 - a) P'y``.
    Gauss-Seidel sweeps find it in a fraction of the steps of the walk itself. Self-links go to the left side, and so
    does the share of the visits of each node that is `held_back` from jumps that land on it.
    """
    n, follow = len(landing), 1.0 - teleportation
    own = links.sources == links.targets
    stay = np.ones(n) if held_back is None else 1.0 + held_back
    stay[links.sources[own]] -= follow * share[own]
    other = ~own
    order, indptr = sort_by(links.targets[other], None, n)
    sources, share = links.sources[other][order], share[other][order]
    # The sweeps solve for y (1 - (1 - a) P_vv). A link carries this times its weight over that of the source.
    visits = landing.copy()
    _kernels.settle(
        indptr, sources, share / stay[sources], landing, visits, follow, _MOST_STEPS, _STATIONARY
    )  # fmt: skip
    visits /= stay
    return np.asarray(visits / visits.sum())


def _network(links: Links, flows: Floats, n_nodes: int, markov_time: float | Floats) -> FlowNetwork:
    """Return the network of the flow on directed links; `markov_time` is one for all, or that of each link."""
    crossing = flows * np.where(links.sources != links.targets, markov_time, 0.0)
    out = _sum_by(links.sources, crossing, n_nodes)
    into = _sum_by(links.targets, crossing, n_nodes)
    visits = _sum_by(links.targets, flows, n_nodes)
    rows = both_ways(links, np.maximum(crossing, LEAST_FLOW), n_nodes)
    return FlowNetwork(visits, into, out, *rows, starts_of(links.sources, n_nodes), links.targets, flows, 0.0, True)


def _sum_by(ids: Ids, values: Floats, n: int) -> Floats:
    return np.bincount(ids, values, n).astype(np.float64, copy=False)  # bincount returns integers if there are no ids
