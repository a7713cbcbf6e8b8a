"""Positions of the n-grams of a table in a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams.levels import first_places
from textmine.ngrams.table import NgramTable
from textmine.text import Corpus
from textmine.text.arrays import array_limit

__all__ = ["grams_at"]


def grams_at(
    corpus: Corpus, table: NgramTable, *, memory: int | None = None
) -> Iterator[tuple[int, int, NDArray[np.intp], NDArray[np.int32]]]:
    """Yield, for each length, the places where n-grams of a table begin, and their ids.

    Yields
    ------
    length, first
        Length of the n-grams in units, and the id of the first n-gram of that length.
    places
        int64[m]: positions in `corpus.units` where an n-gram begins, ascending.
    numbers
        int32[m]: id of that n-gram minus `first`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.ngrams import CountOptions, count_ngrams
    >>> corpus = build_corpus(["电网，电网"])
    >>> table = count_ngrams(corpus, CountOptions(min_count=2))
    >>> [(length, first, places.tolist()) for length, first, places, _ in grams_at(corpus, table)]
    [(1, 0, [0, 1, 3, 4]), (2, 2, [0, 3])]
    """
    places = first_places(corpus.units, np.ones(table.n_alphabet, dtype=np.int64), 1, array_limit(memory))
    bounds = table.level_bounds()
    for level, (begin, end) in enumerate(pairwise(bounds)):
        found = np.flatnonzero(places.grams >= 0)
        yield level + 1, begin, found, places.grams[found]
        if level + 2 < len(bounds):
            places.descend(table.first_child[begin : end + 1] - end, table.last[end : bounds[level + 2]])
            table.release()
