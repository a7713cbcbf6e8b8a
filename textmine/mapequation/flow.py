"""Computes the flow of a random walk on weighted links."""

from __future__ import annotations

import math

from textmine.errors import GraphError
from textmine.lightclasses import replace
from textmine.mapequation.links import Rows, chosen, folded, links_of, read_links, rows_by_source
from textmine.mapequation.network import FlowNetwork, FlowOptions
from textmine.mapequation.walk.steps import (
    directed_network,
    ends_of,
    filled,
    followed,
    out_strength,
    shares,
    stationary,
    undirected_network,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from textmine.arraytypes import Floats, Ids
    from textmine.buffers import Doubles, Ints, Longs

__all__ = ["directed_flow", "flow_of", "flow_of_rows", "undirected_flow"]


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
    import numpy as np

    options = options or FlowOptions()
    first, second, weight = np.asarray(sources), np.asarray(targets), np.asarray(weights, np.float64)
    keep = ~(weight < options.weight_threshold)  # NaN stays, and is rejected later
    if not options.self_links:
        keep &= first != second
    if not keep.all():
        keep |= weight < 0.0  # negative weights are rejected, too, not dropped
        _check_left(keep, weight, first == second, options)
        first, second, weight = first[keep], second[keep], weight[keep]
    links = read_links(first, second, weight, n_nodes, directed=options.model != "undirected")
    del first, second, weight, keep
    return _flow(rows_by_source(links, n_nodes), options)


def flow_of_rows(indptr: Longs, targets: Ints, weights: Doubles, options: FlowOptions | None = None) -> FlowNetwork:
    r"""Return the flow on links that stand in rows already, as those of a `Graph`; most options do without numpy.

    Parameters
    ----------
    indptr
        int64[n + 1]: the links of node u are ``indptr[u]`` to ``indptr[u + 1]``.
    targets
        int32[k]: where each leads, ascending in a row.
    weights
        float64[k], above 0.
    options
        As in `flow_of`, which returns the same network.

    Raises
    ------
    GraphError
        If there is no link, or the options leave none.

    Examples
    --------
    >>> from textmine.graph import read_graph
    >>> from textmine.lightclasses import buffer_of
    >>> graph = read_graph("a b 1\nb c 3\n", "links")
    >>> network = flow_of_rows(*(buffer_of(graph, name) for name in ("indptr", "targets", "weights")))
    >>> network.node_flow.tolist()
    [0.125, 0.5, 0.375]
    """
    options = options or FlowOptions()
    rows = Rows(indptr, targets, weights)
    if options.weight_threshold or not options.self_links:
        rows = chosen(rows, options.weight_threshold, self_links=options.self_links)
    if not len(rows.targets):  # this says which option leaves none, or that there is none
        return flow_of(*links_of(Rows(indptr, targets, weights)), len(indptr) - 1, options)
    if options.model == "undirected":
        rows = folded(rows)
    return _flow(rows, options)


def _flow(rows: Rows, options: FlowOptions) -> FlowNetwork:
    network = _walk(rows, options)
    if options.weights_as_flow and options.landing is None:
        raise GraphError("the nodes have no weights to take as their flow", "a Pajek file may have them")
    if options.weights_as_flow:
        network = replace(network, node_flow=landing_on_nodes(network.n_nodes, options))
    if options.categories is not None:
        network = replace(network, categories=_numbered(options, network), metadata_rate=options.metadata_rate)
    if not options.entropy_correction:
        return network
    # Weights are counts, but a link was seen once at least on average.
    seen = max(ends_of(rows))
    return replace(network, module_price=options.entropy_correction / (2.0 * seen * math.log(2.0)))


def _walk(rows: Rows, options: FlowOptions) -> FlowNetwork:
    """Return the network of the flow by the model."""
    if options.regularization or options.recorded:
        from textmine.mapequation.jumps import recorded, regularized

        return regularized(rows, options) if options.regularization else recorded(rows, options)
    if options.model == "undirected":
        return timed_undirected(rows, options)
    if options.model != "directed":
        return timed(rows, shares(rows.weights), options)
    strength = out_strength(rows)
    landing = landing_on_nodes(len(strength), options) if options.to_nodes else shares(strength)
    visits, by_target = stationary(rows, strength, landing, options.teleportation)
    flows = followed(rows, strength, visits)
    del strength, landing, visits  # before the rows with both ends take memory
    return timed(rows, shares(flows, flows), options, by_target)


def _numbered(options: FlowOptions, network: FlowNetwork) -> Ids:
    """Return the categories as numbers from 0, since room is made for each."""
    import numpy as np

    categories, n_nodes = np.asarray(options.categories), network.n_nodes
    if len(categories) != n_nodes:
        raise GraphError(f"{len(categories)} categories do not fit {n_nodes} nodes", "give one for each node")
    return np.unique(categories, return_inverse=True)[1].astype(np.int32)


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


def landing_on_nodes(n_nodes: int, options: FlowOptions) -> Doubles | Floats:
    """Return the share of jumps that lands on each node, where they land on nodes."""
    landing = options.landing
    if landing is None:
        return filled(n_nodes, 1.0 / n_nodes)
    import numpy as np

    total = float(landing.sum())
    if not (len(landing) == n_nodes and 0.0 < total < math.inf and float(landing.min()) >= 0.0):
        raise GraphError("the weights of the nodes are no weights", "give one of 0 or more for each, not all of them 0")
    return np.asarray(landing / total)


def timed_undirected(
    rows: Rows, options: FlowOptions, total: float | None = None, visits: Floats | None = None
) -> FlowNetwork:
    """Return the flow on undirected links, in Markov time.

    Where links are not all that the walk follows, `total` is the sum of all weights at both ends, and `visits` the flow
    of nodes.
    """
    if not options.variable_markov_time:
        return undirected_network(rows, options.markov_time, total)
    from textmine.mapequation.jumps import strength_of

    total = ends_of(rows)[1] if total is None else total
    visits = strength_of(rows) / total if visits is None else visits
    longer = links_of(rows).weights * _times(rows, visits, options)
    network = undirected_network(rows._replace(weights=longer), 1.0, total)
    return replace(network, node_flow=visits, weights=rows.weights)


def timed(
    rows: Rows,
    flows: Doubles,
    options: FlowOptions,
    by_target: tuple[Longs, Ints] | None = None,
    visits: Floats | None = None,
) -> FlowNetwork:
    """Return the network of the flow on directed links in Markov time; `visits` of nodes where jumps are in them."""
    if not options.variable_markov_time:
        return directed_network(rows, flows, options.markov_time, by_target)
    import numpy as np

    if visits is None:
        visits = np.asarray(np.bincount(np.asarray(rows.targets), np.asarray(flows), len(rows.starts) - 1), np.float64)
    return replace(directed_network(rows, flows, _times(rows, visits, options), by_target), node_flow=visits)


def _times(rows: Rows, visits: Floats, options: FlowOptions) -> Floats:
    """Return the variable Markov time of each link."""
    from textmine.mapequation.markovtime import link_times

    return link_times(
        links_of(rows),
        visits,
        directed=options.model != "undirected",
        markov_time=options.markov_time,
        damping=options.variable_markov_damping,
        least_scale=options.variable_markov_min_scale,
    )
