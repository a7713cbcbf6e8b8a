"""Graphs of terms: co-occurrence, edge weights, formats, communities."""

from textmine.graph.adopting import as_graph
from textmine.graph.clustering import bootstrap, cluster
from textmine.graph.communities import GraphCommunities
from textmine.graph.formats import GRAPH_FORMATS, graph_lines, load_graph, read_graph
from textmine.graph.graph import Graph, build_graph
from textmine.graph.neighbours import neighbour_graph
from textmine.graph.nodelink import from_networkx
from textmine.graph.pairs import CooccurrenceOptions, cooccurrence, default_nodes, label_terms
from textmine.graph.partitions import load_partition, read_partition
from textmine.graph.weights import WEIGHTS

__all__ = [
    "GRAPH_FORMATS",
    "WEIGHTS",
    "CooccurrenceOptions",
    "Graph",
    "GraphCommunities",
    "as_graph",
    "bootstrap",
    "build_graph",
    "cluster",
    "cooccurrence",
    "default_nodes",
    "from_networkx",
    "graph_lines",
    "label_terms",
    "load_graph",
    "load_partition",
    "neighbour_graph",
    "read_graph",
    "read_partition",
]
