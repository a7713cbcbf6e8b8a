"""What the room offers; its names load when one is first used."""

from textmine.graph.adopting import as_graph
from textmine.graph.formats import GRAPH_FORMATS, graph_lines, known_formats, load_graph, read_graph
from textmine.graph.graph import Graph, build_graph, natural_order
from textmine.graph.nodelink import from_networkx
from textmine.graph.reading import GraphFormat

__all__ = [
    "GRAPH_FORMATS",
    "Graph",
    "GraphFormat",
    "as_graph",
    "build_graph",
    "from_networkx",
    "graph_lines",
    "known_formats",
    "load_graph",
    "natural_order",
    "read_graph",
]
