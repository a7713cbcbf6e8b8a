"""What the room offers; its names load when one is first used."""

from textmine.graph.adopting import as_graph
from textmine.graph.formats import GRAPH_FORMATS, graph_lines, known_formats, load_graph, load_network, read_graph
from textmine.graph.graph import Graph, build_graph, natural_order
from textmine.graph.kinds import two_kinds
from textmine.graph.layers import LayerOptions, multilayer_network
from textmine.graph.nodelink import from_networkx
from textmine.graph.reading import GraphFormat
from textmine.graph.statefile import state_lines
from textmine.graph.states import StateNetwork, build_states, state_network

__all__ = [
    "GRAPH_FORMATS",
    "Graph",
    "GraphFormat",
    "LayerOptions",
    "StateNetwork",
    "as_graph",
    "build_graph",
    "build_states",
    "from_networkx",
    "graph_lines",
    "known_formats",
    "load_graph",
    "load_network",
    "multilayer_network",
    "natural_order",
    "read_graph",
    "state_lines",
    "state_network",
    "two_kinds",
]
