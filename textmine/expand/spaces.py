"""What a word is compared with when seeds are expanded: a mean, the words of the last depth, or the links of a graph.

Each space answers two questions at every depth: how similar each word is to the words added so far, and to which of
them it is most similar. Words are numbers, the rows of the vectors or the nodes of the graph.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.graph import Graph

__all__ = ["GraphSpace", "LayerSpace", "MeanSpace", "Space", "unit_vector"]

_ROOM = 1 << 23  # similarities in memory at a time


class Space(Protocol):
    """A space in which words have similarities."""

    def similarities(self, layer: Longs, weight: float) -> Floats:
        """Add the words of a depth, and return the similarity of every word to those added so far.

        Parameters
        ----------
        layer
            int64[k]: the words of the last depth.
        weight
            Weight of each of them, where the space takes a mean.

        Returns
        -------
        float64[n]
        """

    def parents(self, words: Longs) -> Longs:
        """Return, for each word, the earlier word to which it is most similar."""


class MeanSpace:
    """Similarity to the mean of all words added so far.

    Parameters
    ----------
    directions
        float64[n, d]: vectors of length 1, one for each word.

    Examples
    --------
    >>> space = MeanSpace(np.array([[1.0, 0.0], [0.6, 0.8]]))
    >>> space.similarities(np.array([0]), 1.0).tolist(), space.parents(np.array([1])).tolist()
    ([1.0, 0.6], [0])
    """

    def __init__(self, directions: Floats) -> None:
        self.directions = directions
        self.total = np.zeros(directions.shape[1])
        self.reached = np.empty(0, dtype=np.int64)

    def similarities(self, layer: Longs, weight: float) -> Floats:
        """See `Space`."""
        self.total += weight * self.directions[layer].sum(axis=0)
        self.reached = np.concatenate((self.reached, layer))
        return self.directions @ unit_vector(self.total)

    def parents(self, words: Longs) -> Longs:
        """See `Space`."""
        return _most_similar(self.directions, words, self.reached)[1]


class LayerSpace:
    """Greatest similarity to a word of the last depth; `directions` as in `MeanSpace`.

    Words of earlier depths are left out: all words were compared with them before, with a lower bar.
    """

    def __init__(self, directions: Floats) -> None:
        self.directions = directions
        self.layer = np.empty(0, dtype=np.int64)

    def similarities(self, layer: Longs, weight: float) -> Floats:
        """See `Space`."""
        self.layer = layer
        return _most_similar(self.directions, np.arange(len(self.directions)), layer)[0]

    def parents(self, words: Longs) -> Longs:
        """See `Space`."""
        return _most_similar(self.directions, words, self.layer)[1]


class GraphSpace:
    """Weight of the heaviest link from a word of the last depth; minus infinity for words without such a link."""

    def __init__(self, graph: Graph) -> None:
        sources, targets, self.weights = graph.sources, graph.targets, graph.weights
        if not graph.directed:
            sources, targets = np.concatenate((sources, targets)), np.concatenate((targets, sources))
            self.weights = np.tile(graph.weights, 2)
        self.sources, self.targets = sources.astype(np.int64), targets.astype(np.int64)
        self.n_nodes = graph.n_nodes
        self.best = np.zeros(0, dtype=np.int64)

    def similarities(self, layer: Longs, weight: float) -> Floats:
        """See `Space`."""
        in_layer = np.zeros(self.n_nodes, dtype=bool)
        in_layer[layer] = True
        links = np.flatnonzero(in_layer[self.sources])
        # The last write stays: ascending weights, and for equal weights descending nodes.
        links = links[np.lexsort((-self.sources[links], self.weights[links]))]
        similarity, self.best = np.full(self.n_nodes, -np.inf), np.full(self.n_nodes, -1, dtype=np.int64)
        similarity[self.targets[links]] = self.weights[links]
        self.best[self.targets[links]] = self.sources[links]
        return similarity

    def parents(self, words: Longs) -> Longs:
        """See `Space`."""
        return self.best[words]


def _most_similar(directions: Floats, words: Longs, others: Longs) -> tuple[Floats, Longs]:
    """Return the greatest cosine of each word with any of `others`, and the number of that other word."""
    cosines, nearest = np.empty(len(words)), np.empty(len(words), dtype=np.int64)
    rows = max(1, _ROOM // max(len(others), 1))
    for begin in range(0, len(words), rows):
        block = directions[words[begin : begin + rows]] @ directions[others].T
        best = block.argmax(axis=1)
        cosines[begin : begin + rows] = block[np.arange(len(block)), best]
        nearest[begin : begin + rows] = others[best]
    return cosines, nearest


def unit_vector(vector: Floats) -> Floats:
    """Return a vector with length 1; zeros stay as they are."""
    length = float(np.sqrt(vector @ vector))
    return vector / length if length > 0 else vector
