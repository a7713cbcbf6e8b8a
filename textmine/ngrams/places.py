"""Positions of the n-grams of a table in a corpus."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams.levels import LevelPlaces, first_places
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
    for begin, _, places in places_by_length(corpus, table, memory):
        found = np.flatnonzero(places.grams >= 0)
        yield places.length, begin, found, places.grams[found]


def places_by_length(
    corpus: Corpus, table: NgramTable, memory: int | None = None
) -> Iterator[tuple[int, int, LevelPlaces]]:
    """Yield, for each length, the ids of its n-grams (first, and one behind the last), and their places in a text."""
    places = first_places(corpus.units, np.ones(table.n_alphabet, dtype=np.int64), 1, array_limit(memory))
    bounds = table.level_bounds()
    for begin, end, above in zip(bounds, bounds[1:], [*bounds[2:], None], strict=False):
        yield begin, end, places
        if above is not None:
            places.descend(table.first_child[begin : end + 1] - end, table.last[end:above])
            table.release()
