"""Expands some terms to similar terms, by word vectors or a graph."""

from textmine.expand.expansion import Expansion, ExpansionOptions, expand_graph, expand_vectors, find_seeds
from textmine.expand.reranking import rerank

__all__ = [
    "Expansion",
    "ExpansionOptions",
    "expand_graph",
    "expand_vectors",
    "find_seeds",
    "rerank",
]
