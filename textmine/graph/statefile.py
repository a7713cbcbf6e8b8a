"""Writes networks of states in the format of Infomap: a Pajek file with the section *States."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.graph.quoting import quoted
from textmine.graph.states import StateNetwork

__all__ = ["state_lines"]


def state_lines(network: StateNetwork) -> Iterator[str]:
    r"""Yield the lines of a file: nodes, states with the node of each, links; names in quotes with the escapes of JSON.

    *Arcs lead one way, *Edges both ways.

    Examples
    --------
    >>> from textmine.graph.states import state_network
    >>> walk = state_network([(("a", "b"), ("b", "a")), (("b", "a"), ("a", "b"))])
    >>> list(state_lines(walk))[:3]
    ['*Vertices 2\n', '0 "b"\n', '1 "a"\n']
    >>> list(state_lines(walk))[3:]
    ['*States\n', '0 0 "(\'a\', \'b\')"\n', '1 1 "(\'b\', \'a\')"\n', '*Arcs\n', '0 1 1.0\n', '1 0 1.0\n']
    """
    graph, states, nodes = network.graph, network.state_ids.tolist(), network.node_ids.tolist()
    yield f"*Vertices {len(nodes)}\n"
    for number, name in zip(nodes, network.names, strict=True):
        yield f"{number} {quoted(name)}\n"
    yield "*States\n"
    for state, node, name in zip(states, network.physical.tolist(), graph.names, strict=True):
        yield f"{state} {nodes[node]} {quoted(name)}\n"
    yield "*Arcs\n" if graph.directed else "*Edges\n"
    ends = graph.sources.tolist(), graph.targets.tolist()
    for source, target, weight in zip(*ends, graph.weights.tolist(), strict=True):
        yield f"{states[source]} {states[target]} {weight!r}\n"
