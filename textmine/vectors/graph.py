"""Builds a graph of nearest neighbours from word vectors."""

from __future__ import annotations

from textmine.graph.graph import Graph, build_graph
from textmine.vectors.neighbours import nearest_neighbours
from textmine.vectors.vectors import Vectors

__all__ = ["neighbour_graph"]


def neighbour_graph(vectors: Vectors, k: int = 10, *, mutual: bool = False) -> Graph:
    """Return the graph that links each word to its `k` nearest words, with cosines as weights.

    Parameters
    ----------
    vectors, k, mutual
        As in `nearest_neighbours`.

    Raises
    ------
    GraphError
        Two words have the same name.
    OptionError
        `k` is below 1.

    Examples
    --------
    >>> import numpy as np
    >>> places = Vectors("abc", np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]))
    >>> [(source, target, round(float(weight), 9)) for source, target, weight in neighbour_graph(places, 1).rows()]
    [('a', 'b', 0.6), ('b', 'c', 0.8)]
    """
    found = nearest_neighbours(vectors, k, mutual=mutual)
    return build_graph(vectors.names, found.sources, found.targets, found.similarities)
