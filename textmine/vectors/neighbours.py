"""The nearest neighbours of every word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import OptionError
from textmine.vectors.vectors import Vectors

__all__ = ["Neighbours", "nearest_neighbours"]

_ROOM = 1 << 23  # similarities in memory at a time


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Pairs of words in which one word is among the nearest neighbours of the other.

    Attributes
    ----------
    sources, targets
        int32[m]: numbers of the two words, the smaller first. Each pair occurs once, in ascending order.
    similarities
        float64[m]: cosine of the angle between the two, above 0.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    similarities: NDArray[np.float64]


def nearest_neighbours(vectors: Vectors, k: int = 10, *, mutual: bool = False) -> Neighbours:
    """Link each word to its `k` nearest words.

    Parameters
    ----------
    vectors
        The words.
    k
        Greatest number of neighbours of each word; only those at an angle below 90 degrees count.
    mutual
        Keep only pairs in which each word is among the nearest of the other, so that no word has more than `k` links.

    Raises
    ------
    OptionError
        `k` is below 1.

    Examples
    --------
    >>> places = Vectors("abc", np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]]))
    >>> found = nearest_neighbours(places, 1)
    >>> found.sources.tolist(), found.targets.tolist(), found.similarities.round(9).tolist()
    ([0, 1], [1, 2], [0.6, 0.8])
    >>> nearest_neighbours(places, 1, mutual=True).similarities.round(9).tolist()
    [0.8]
    """
    if k < 1:
        raise OptionError("the number of neighbours is below 1", "use `neighbours=1` or more")
    directions = vectors.directions()
    n, k = len(vectors), min(k, len(vectors) - 1)
    words, others = np.repeat(np.arange(n), max(k, 0)), np.empty(n * max(k, 0), dtype=np.int64)
    rows = max(1, _ROOM // max(n, 1))
    for begin in range(0, n if k > 0 else 0, rows):
        end = min(begin + rows, n)
        cosines = directions[begin:end] @ directions.T
        cosines[np.arange(end - begin), np.arange(begin, end)] = -np.inf
        others[begin * k : end * k] = _greatest(cosines, k).ravel()
    keys = np.minimum(words, others) * n + np.maximum(words, others)
    pairs, times = np.unique(keys, return_counts=True)
    pairs = pairs[times == 2] if mutual else pairs
    sources, targets = pairs // max(n, 1), pairs % max(n, 1)
    # Computed again pair by pair: the last bits of a matrix product depend on the position of a row in its block.
    similarities = np.einsum("ij,ij->i", directions[sources], directions[targets])
    near = similarities > 0
    return Neighbours(sources[near].astype(np.int32), targets[near].astype(np.int32), similarities[near])


def _greatest(values: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """Return the indices of the `k` greatest values of each row."""
    first = values.shape[1] - k
    return np.argpartition(values, first, axis=1)[:, first:]
