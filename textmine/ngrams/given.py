"""Counting a given list of n-grams, rare ones too, with the same statistics as frequent n-grams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import _kernels
from textmine.ngrams.levels import Level, LevelPlaces, first_places, join_levels
from textmine.ngrams.table import NgramTable
from textmine.text import Corpus
from textmine.text.arrays import array_limit

__all__ = ["GivenCounts", "count_given"]

_Gram = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GivenCounts:
    """The given n-grams and all their parts, counted.

    Attributes
    ----------
    table
        Their counts, entropies, documents and marks; zeros for single units that are not part of a given n-gram.
    ids
        int64[w]: id in the table of each given n-gram.
    extensions
        int64[G]: count of the most frequent n-gram (of any count) that contains it and is one unit longer.
    """

    table: NgramTable
    ids: NDArray[np.int64]
    extensions: NDArray[np.int64]

    def without(self, table: NgramTable, grams: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the `ids` whose n-grams are not among `grams` of another table over the same units."""
        nodes = _places_in(table, self.table)[self.ids]
        among = np.zeros(len(table) + 1, dtype=bool)  # the last item stands for -1, no n-gram
        among[grams] = True
        return self.ids[~among[nodes]]


def count_given(
    corpus: Corpus, grams: Iterable[_Gram], *, marks: NDArray[np.uint8], memory: int | None = None
) -> GivenCounts:
    """Count given n-grams, without a least count.

    Parameters
    ----------
    corpus
        The text.
    grams
        Unit ids of each n-gram, of any length. All units occur in the alphabet of the corpus.
    marks
        uint8[n + 1]: bit 0 if a term may begin at this place, bit 1 if one may end before it; see `NgramTable.marked`.
    memory
        Bytes to use; None means a quarter of the machine's memory.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网，电网，电力"])
    >>> found = count_given(corpus, [(0, 1), (0, 2)], marks=np.ones(len(corpus.units) + 1, np.uint8))
    >>> found.table.counts[found.ids].tolist()
    [2, 1]
    """
    grams = list(grams)
    size = len(corpus.alphabet.units)
    parts = {gram[start:end] for gram in grams for start in range(len(gram)) for end in range(start + 1, len(gram) + 1)}
    levels, ids = _levels(parts, size)
    extensions = [np.zeros(len(level), dtype=np.int64) for level in levels]
    wanted = np.zeros(size, dtype=np.int64)
    wanted[[part[0] for part in parts if len(part) == 1]] = 1
    places = first_places(corpus.units, wanted, 1, array_limit(memory))
    for level, above, largest in zip(levels, [*levels[1:], None], extensions, strict=True):
        _count_level(places, level, largest, corpus.documents[1:])
        places.count_marked(marks, level)
        if above is not None:
            places.descend(level.first_child, above.last)
    table = join_levels(levels, corpus.n_units)
    bounds = table.level_bounds()
    numbers = [bounds[len(gram) - 1] + ids[gram] for gram in grams]
    return GivenCounts(table, np.array(numbers, dtype=np.int64), np.concatenate(extensions))


def _levels(parts: set[_Gram], size: int) -> tuple[list[Level], dict[_Gram, int]]:
    """Return the levels of the parts, not yet counted, and the number of each part within its level."""
    ids: dict[_Gram, int] = {(unit,): unit for unit in range(size)}
    nothing = np.full(size, -1, dtype=np.int32)
    levels = [Level.of(nothing, nothing, np.arange(size, dtype=np.int32), np.zeros(size, dtype=np.int64))]
    for length in range(2, max(map(len, parts), default=0) + 1):
        # The order of the tuples is the order of (prefix, last unit), because the prefixes are numbered in order.
        level = sorted(part for part in parts if len(part) == length)
        ids.update((part, number) for number, part in enumerate(level))
        prefix = np.array([ids[part[:-1]] for part in level], dtype=np.int32)
        suffix = np.array([ids[part[1:]] for part in level], dtype=np.int32)
        last = np.array([part[-1] for part in level], dtype=np.int32)
        below = levels[-1]
        below.first_child[1:] = np.cumsum(np.bincount(prefix, minlength=len(below)))
        levels.append(Level.of(prefix, suffix, last, np.zeros(len(level), dtype=np.int64)))
    return levels, ids


def _count_level(
    places: LevelPlaces, level: Level, largest: NDArray[np.int64], document_ends: NDArray[np.int64]
) -> None:
    """Fill in counts, documents and entropies of a level, and the count of each n-gram's most frequent extension."""
    n_places = places.count(level.counts)
    level.documents += places.count_documents(document_ends, 0, len(document_ends), level)
    left = (-1, level.left_entropy, level.left_breaks)
    for offset, entropy, breaks in (left, (places.length, level.right_entropy, level.right_breaks)):
        keys = places.sorted_keys(offset, 0, len(level), n_places)
        pairs, counts = np.empty(len(keys), dtype=np.uint64), np.empty(len(keys), dtype=np.int64)
        n = _kernels.count_runs(keys, 1, level.counts, entropy, breaks, pairs, counts)
        np.maximum.at(largest, (pairs[:n] >> np.uint64(32)).astype(np.int64), counts[:n])
        places.done(keys)


def _places_in(table: NgramTable, other: NgramTable) -> NDArray[np.int64]:
    """Return int64[G]: the id in `table` of each n-gram of `other`, or -1. Both tables have the same units."""
    found = np.full(len(other), -1, dtype=np.int64)
    found[: other.n_alphabet] = np.arange(other.n_alphabet)
    for gram in range(other.n_alphabet, len(other)):
        parent = found[other.prefix[gram]]
        if parent < 0:
            continue
        begin, end = table.first_child[parent : parent + 2]
        at = begin + np.searchsorted(table.last[begin:end], other.last[gram])
        if at < end and table.last[at] == other.last[gram]:
            found[gram] = at
    return found
