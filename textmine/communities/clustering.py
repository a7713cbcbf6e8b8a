"""Find the communities of a graph with the map equation, and measure their stability."""

from __future__ import annotations

from textmine.communities import _kernels
from textmine.communities.communities import GraphCommunities
from textmine.errors import GraphError, OptionError
from textmine.graph.graph import Graph
from textmine.graph.naming import Names, natural_order
from textmine.lightclasses import buffer_of, field_names, replace
from textmine.mapequation.codelength import check_flow
from textmine.mapequation.flow import flow_of, flow_of_rows
from textmine.mapequation.network import FlowNetwork, FlowOptions
from textmine.mapequation.options import SearchOptions
from textmine.mapequation.search import score, search
from textmine.options import given, parted, require
from textmine.ordering import numbered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from textmine.arraytypes import Ids
    from textmine.communities.stability import BootstrapOptions
    from textmine.graph.states import StateNetwork
    from textmine.mapequation.communities import Communities

__all__ = ["bootstrap", "cluster"]


def cluster(
    graph: Any,
    options: SearchOptions | None = None,
    flow: FlowOptions | None = None,
    initial: Sequence[tuple[int, ...] | None] | None = None,
    *,
    search_on: bool = True,
    directed: bool | None = None,
    metadata: Sequence[Any] | None = None,
    **keywords: Any,
) -> GraphCommunities:
    r"""Find the communities of a graph: the modules that make a random walk on it cheapest to describe.

    The search sees the nodes in order of their names, so the order of links in a file changes nothing.

    Parameters
    ----------
    graph
        A `Graph`, a networkx graph, a scipy sparse matrix or a square array; see `as_graph`. Or a `StateNetwork`: then
        the nodes below are its states, and a physical node may stand in several modules.
    options
        Options of the search.
    flow
        Options of the random walk. By default, directed graphs get directed flow with unrecorded teleportation to
        links, and other graphs undirected flow.
    initial
        The partition to start from: for each node the path of its module, as `read_partition` returns it, or None.
    search_on
        If False, `initial` is scored as it is, without a search.
    directed
        If True, links lead from source to target only. None means as the graph says.
    metadata
        A category for each node, in the order of the graph, or None for a node that has none; as `load_metadata` reads
        them. A module then also has a codebook for the categories of its nodes, so that nodes of a category rather
        belong together; `metadata_rate` says how often it is used, in steps of the walk (Emmons & Mucha 2019). States
        have the category of their physical node.
    **keywords
        Options of the search and of the flow by name, in place of `options` and `flow`: `trials=10, markov_time=2`.

    Returns
    -------
    GraphCommunities
        Nodes are numbered as in `graph`. `codelength` is in bits; `modules()` returns the communities.

    Raises
    ------
    GraphError
        The graph has no link, its flow is degenerate (no link leads from one node to another, all flow ends at one
        node, or its weights are too large or small to add up), or `initial` or `metadata` does not fit it.
    TypeError
        `graph` is of another type, or there is no option with one of the names.

    References
    ----------
    Rosvall & Bergstrom 2008, Maps of random walks on complex networks reveal community structure, PNAS 105; 2011,
    Multilevel compression of random walks on networks, PLoS ONE 6:e18209.

    Examples
    --------
    >>> from textmine.graph import read_graph
    >>> found = cluster(read_graph("a b\nb c\nc a\nc d\nd e\ne f\nf d\n", "triangles"))
    >>> found.modules(), round(found.codelength, 9)
    ([['c', 'a', 'b'], ['d', 'e', 'f']], 2.320730357)

    A sparse matrix, whose nodes are the numbers of its rows:

    >>> import scipy.sparse
    >>> ends = [0, 1, 2, 2, 3, 4, 5], [1, 2, 0, 3, 4, 5, 3]
    >>> matrix = scipy.sparse.coo_array(([1.0] * 7, ends), shape=(6, 6))
    >>> cluster(matrix, directed=False).modules()
    [[2, 0, 1], [3, 4, 5]]

    Two triangles that share a node, which each has a state of:

    >>> from textmine.graph import multilayer_network
    >>> links = [(1, "i", 1, "a"), (1, "a", 1, "b"), (1, "b", 1, "i")]
    >>> links += [(2, "i", 2, "c"), (2, "c", 2, "d"), (2, "d", 2, "i")]
    >>> [sorted(module) for module in cluster(multilayer_network(links)).modules()]
    [['a', 'b', 'i'], ['c', 'd', 'i']]
    """
    of_search, of_flow = parted(keywords, SearchOptions, FlowOptions)
    options = given(SearchOptions, options, of_search)
    graph, nodes, states = _adopted(graph, directed)
    if len(buffer_of(graph, "targets")) == 0:
        raise GraphError("the graph has no link", "give links with a weight above 0")
    order = _order(graph, states)
    if flow is None:
        of_flow = {"model": "directed" if graph.directed else "undirected"} | of_flow
    flow = given(FlowOptions, flow, of_flow)
    _check(graph, states, flow)
    if graph.node_weights is not None and (flow.to_nodes or flow.weights_as_flow) and flow.landing is None:
        flow = replace(flow, landing=_in(order, graph.node_weights))
    if metadata is not None:
        flow = replace(flow, categories=_in(order, _categories(metadata, graph, states)))
    network = _flow(graph, order, flow)
    check_flow(network)
    network = _on_nodes(network, graph, states, order, flow)
    called = graph.names if states is None else states.state_nodes
    names, start = called, initial
    if order is not None:
        names = [called[node] for node in order.tolist()]
        if initial is not None and len(initial) == graph.n_nodes:  # otherwise the search says what is wrong
            start = [initial[node] for node in order.tolist()]
    found = search(network, names, options, start) if search_on else score(network, start or [], names)
    tree = _as_called(found, order) | {"names": called}
    by_name: Any = numbered(graph.n_nodes) if order is None else order
    return GraphCommunities(
        **tree, graph=graph, nodes=nodes, by_name=by_name, network=network, options=options, flow=flow, states=states
    )


def _check(graph: Graph, states: StateNetwork | None, flow: FlowOptions) -> None:
    """Refuse options of the walk that do not go with the network."""
    if states is not None and states.relaxed and flow.weight_threshold:
        reason = "the links of this multilayer network were made, so those of low weight are not dropped"
        raise OptionError(reason, "give `weight_threshold` in LayerOptions")
    if states is None and graph.first_kind is not None and flow.weights_as_flow and not flow.both_kinds:
        raise OptionError("weights are not the flow of one kind of nodes", "use `both_kinds=True`")


def _on_nodes(
    network: FlowNetwork, graph: Graph, states: StateNetwork | None, order: Ids | None, flow: FlowOptions
) -> FlowNetwork:
    """Return the walk on links with what its nodes are, in their order: states of physical nodes, or of two kinds."""
    if states is not None:
        return replace(network, physical=_in(order, states.physical))
    if graph.first_kind is None or flow.both_kinds:
        return network
    from textmine.mapequation.kinds import on_first_kind

    return on_first_kind(network, _in(order, graph.first_kind), flow.model)


def _order(graph: Graph, states: StateNetwork | None) -> Any:
    """Return the nodes in order of their names; None where they stand in that order."""
    if states is not None:
        return states.order()
    if isinstance(graph.names, Names):
        return None
    order = natural_order(graph.names)
    if order == list(range(len(order))):
        return None
    import numpy as np

    return np.array(order, dtype=np.int32)


def _in(order: Ids | None, values: Any) -> Any:
    """Return an array with a value for each node with the nodes in an order."""
    return values if order is None else values[order]


def _flow(graph: Graph, order: Ids | None, options: FlowOptions) -> FlowNetwork:
    """Return the walk on a graph, the nodes in an order."""
    if order is None:
        indptr, targets, weights = (buffer_of(graph, name) for name in ("indptr", "targets", "weights"))
        typed = indptr.format in ("l", "q") and targets.format == "i" and weights.format == "d"
        if typed and _kernels.are_sound(indptr, targets, weights, graph.n_nodes):
            return flow_of_rows(indptr, targets, weights, options)
        # A graph made by hand, whose rows may be of other types, not in order, or wrong.
        return flow_of(graph.sources, graph.targets, graph.weights, graph.n_nodes, options)
    place = _places(order)
    return flow_of(place[graph.sources], place[graph.targets], graph.weights, graph.n_nodes, options)


def _as_called(found: Communities, order: Ids | None) -> dict[str, Any]:
    """Return the fields of communities of nodes in an order, but with the nodes as the graph has them."""
    fields = {name: vars(found)[name] for name in field_names(found)}  # buffers as they are
    if order is None:
        return fields
    place = _places(order)
    return fields | {"node_module": found.node_module[place], "node_flow": found.node_flow[place]}


def _adopted(graph: Any, directed: bool | None) -> tuple[Graph, Sequence[Any], StateNetwork | None]:
    """Return a graph, its nodes as the caller knows them, and the network of states that it is the links of, if any."""
    if isinstance(graph, Graph) and directed in (None, graph.directed):
        return graph, graph.names, None
    from textmine.graph.adopting import as_graph
    from textmine.graph.states import StateNetwork

    if not isinstance(graph, StateNetwork):
        return *as_graph(graph, directed=directed), None
    nodes = [graph.nodes[node] for node in graph.physical.tolist()]
    links = graph.graph if graph.relaxed else as_graph(graph.graph, directed=directed)[0]
    return links, nodes, graph


def bootstrap(found: GraphCommunities, options: BootstrapOptions | None = None, **keywords: Any) -> GraphCommunities:
    r"""Measure how stable communities are: how often they are found again if the weights of links are drawn anew.

    Parameters
    ----------
    found
        Communities, as `cluster` returns them.
    options
        Number of replicas, seed, threads. If links have counts, these are drawn anew; see `expected_events`.
    **keywords
        Options by name, in place of `options`: `replicas=100`.

    Returns
    -------
    GraphCommunities
        The same communities with `stability`.

    Raises
    ------
    OptionError
        An option is out of range.
    TypeError
        `found` is of another type, or there is no option with one of the names.

    References
    ----------
    Rosvall & Bergstrom 2010, Mapping change in large networks, PLoS ONE 5:e8694.

    Examples
    --------
    >>> from textmine.graph import read_graph
    >>> links = "a b 90\nb c 90\nc a 90\nc d 1\nd e 90\ne f 90\nf d 90\n"
    >>> found = bootstrap(cluster(read_graph(links, "triangles")), replicas=20)
    >>> found.stability.together.tolist(), found.stability.matched.tolist()
    ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0])
    """
    import numpy as np

    from textmine.communities.stability import BootstrapOptions, expected_events, resample
    from textmine.mapequation.links import Links

    options = given(BootstrapOptions, options, keywords)
    require(found, GraphCommunities, "cluster")
    if found.states is not None and found.states.relaxed:
        raise GraphError(
            "the links of this multilayer network were made, not counted", "give the links of the walk: *Multilayer"
        )
    graph, place = found.graph, _places(found.by_name)
    sources, targets = place[graph.sources], place[graph.targets]
    if not graph.directed:
        sources, targets = np.minimum(sources, targets), np.maximum(sources, targets)
    order = np.lexsort((targets, sources))  # so that the order of the links in the file changes nothing
    expected, scaled = expected_events(graph.weights, graph.counts, options.events)
    tree = replace(
        found,
        node_module=found.node_module[found.by_name],
        node_flow=found.node_flow[found.by_name],
        names=[found.names[node] for node in found.by_name.tolist()],
    )
    links = Links(sources[order], targets[order], graph.weights[order])

    def on_nodes(walk: FlowNetwork) -> FlowNetwork:
        return _on_nodes(walk, graph, found.states, found.by_name, found.flow)

    drawn = resample(tree, links, expected[order], (found.options, found.flow), options, on_nodes)
    stability = replace(drawn, together=drawn.together[place], core=drawn.core[place], scaled=scaled)
    return replace(found, stability=stability)


def _categories(metadata: Sequence[Any], graph: Graph, states: StateNetwork | None) -> Ids:
    """Return the number of the category of each node; states have that of their physical node."""
    from textmine.communities.metadata import categories_of

    if states is None:
        return categories_of(metadata, graph.n_nodes)
    return categories_of(metadata, len(states.names))[states.physical]


def _places(order: Ids) -> Ids:
    """Return the place of each node in an order."""
    import numpy as np

    place = np.empty_like(order)
    place[order] = np.arange(len(order), dtype=np.int32)
    return place
