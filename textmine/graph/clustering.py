"""Communities of a graph: the map equation's view of it."""

from __future__ import annotations

import dataclasses

import numpy as np

from textmine.errors import GraphError
from textmine.graph.graph import Graph, natural_order
from textmine.mapequation import Communities, SearchOptions, directed_flow, search, undirected_flow

__all__ = ["cluster"]


def cluster(graph: Graph, options: SearchOptions | None = None) -> Communities:
    r"""Find the communities of a graph: the modules that make a random walk on it cheapest to describe.

    The search sees the nodes in order of their names, so the order of links in a file changes nothing.

    Parameters
    ----------
    graph
        Directed graphs get directed flow, with unrecorded teleportation to links.
    options
        How to search.

    Returns
    -------
    Communities
        Nodes numbered as in `graph`.

    Raises
    ------
    GraphError
        The graph has no link.

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
    flow = directed_flow if graph.directed else undirected_flow
    network = flow(place[graph.sources], place[graph.targets], graph.weights, graph.n_nodes)
    found = search(network, [graph.names[node] for node in order.tolist()], options)
    return dataclasses.replace(
        found, node_module=found.node_module[place], node_flow=found.node_flow[place], names=graph.names
    )
