"""Graphs of terms: co-occurrence, edge weights, formats, communities."""

from textmine.graph.clustering import cluster
from textmine.graph.formats import load_graph, read_graph
from textmine.graph.graph import Graph, build_graph
from textmine.graph.neighbours import neighbour_graph
from textmine.graph.pairs import CooccurrenceOptions, cooccurrence, default_nodes, label_terms
from textmine.graph.weights import WEIGHTS

__all__ = [
    "WEIGHTS",
    "CooccurrenceOptions",
    "Graph",
    "build_graph",
    "cluster",
    "cooccurrence",
    "default_nodes",
    "label_terms",
    "load_graph",
    "neighbour_graph",
    "read_graph",
]
