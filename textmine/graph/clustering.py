"""Communities of a graph: the map equation's view of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from textmine.errors import GraphError
from textmine.graph.graph import Graph, natural_order
from textmine.mapequation import Communities, FlowOptions, SearchOptions, flow_of, score, search

__all__ = ["cluster"]


def cluster(
    graph: Graph,
    options: SearchOptions | None = None,
    flow: FlowOptions | None = None,
    initial: Sequence[tuple[int, ...] | None] | None = None,
    *,
    search_on: bool = True,
) -> Communities:
    r"""Find the communities of a graph: the modules that make a random walk on it cheapest to describe.

    The search sees the nodes in order of their names, so the order of links in a file changes nothing.

    Parameters
    ----------
    graph
        Directed graphs get directed flow, with unrecorded teleportation to links, where `flow` does not say otherwise.
    options
        How to search.
    flow
        What walks on the graph.
    initial
        The path of each node's module, as `read_partition` returns them, to begin with.
    search_on
        Whether to search; without it, `initial` is scored as it is.

    Returns
    -------
    Communities
        Nodes numbered as in `graph`.

    Raises
    ------
    GraphError
        The graph has no link, or `initial` does not fit it.

    References
    ----------
    Rosvall & Bergstrom 2008, 2011; see `textmine.mapequation`.

    Examples
    --------
    >>> from textmine.graph import read_graph
    >>> triangles = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"
    >>> communities = cluster(read_graph(triangles, "triangles"))
    >>> communities.top_module.tolist(), round(communities.codelength.total, 9)
    ([1, 1, 1, 2, 2, 2], 2.320730357)
    """
    if graph.n_links == 0:
        raise GraphError("the graph has no link", "give links with a weight above 0")
    order = np.array(natural_order(graph.names), dtype=np.int32)
    place = np.empty_like(order)
    place[order] = np.arange(len(order), dtype=np.int32)
    flow = flow or FlowOptions("directed" if graph.directed else "undirected")
    network = flow_of(place[graph.sources], place[graph.targets], graph.weights, graph.n_nodes, flow)
    names = [graph.names[node] for node in order.tolist()]
    start = initial
    if initial is not None and len(initial) == graph.n_nodes:  # otherwise the search says what is wrong
        start = [initial[node] for node in order.tolist()]
    found = search(network, names, options, start) if search_on else score(network, start or [], names)
    return dataclasses.replace(
        found, node_module=found.node_module[place], node_flow=found.node_flow[place], names=graph.names
    )
