"""Counting a given list of n-grams, rare ones too, with the same statistics as frequent n-grams."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import _kernels
from textmine.ngrams.levels import Level, LevelPlaces, first_places, join_levels
from textmine.ngrams.table import NgramTable
from textmine.text import Corpus
from textmine.text.arrays import array_limit

__all__ = ["GivenCounts", "count_given", "given_documents", "given_table"]

_LEAST_PLACES = 1 << 16  # occurrences that are sorted together; fewer cost more to collect than to sort

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
    given = _Given(corpus, grams)
    extensions = [np.zeros(len(level), dtype=np.int64) for level in given.levels]
    for (places, level), largest in zip(given.places(corpus, memory), extensions, strict=True):
        _count_level(places, level, largest, corpus.documents[1:], memory)
        places.count_marked(marks, level)
    return GivenCounts(*given.table(corpus), np.concatenate(extensions))


def given_table(corpus: Corpus, grams: Iterable[_Gram]) -> tuple[NgramTable, NDArray[np.int64]]:
    """Return given n-grams and all their parts as a table that nothing was counted for, and the id of each of them.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网，电力"])
    >>> table, ids = given_table(corpus, [(0, 2), (0, 1)])
    >>> [corpus.alphabet.render(table.units(gram)) for gram in ids.tolist()]
    ['电力', '电网']
    """
    return _Given(corpus, grams).table(corpus)


def given_documents(corpus: Corpus, grams: Iterable[_Gram], memory: int | None = None) -> NDArray[np.int64]:
    r"""Return int64[w]: the number of documents that have each given n-gram.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> given_documents(build_corpus(["电网，电网\n电力"]), [(0,), (0, 1)]).tolist()
    [2, 1]
    """
    given = _Given(corpus, grams)
    ends = corpus.documents[1:]
    for places, level in given.places(corpus, memory):
        level.documents += places.count_documents(ends, 0, len(ends), level)
    table, ids = given.table(corpus)
    return table.documents[ids]


class _Given:
    """Given n-grams and all their parts, by length, not yet counted."""

    def __init__(self, corpus: Corpus, grams: Iterable[_Gram]) -> None:
        self._grams = list(grams)
        parts = {
            gram[start:end]
            for gram in self._grams
            for start in range(len(gram))
            for end in range(start + 1, len(gram) + 1)
        }
        size = len(corpus.alphabet.units)
        self.levels, self._ids = _levels(parts, size)
        self._wanted = np.zeros(size, dtype=np.int64)
        self._wanted[[part[0] for part in parts if len(part) == 1]] = 1

    def places(self, corpus: Corpus, memory: int | None) -> Iterator[tuple[LevelPlaces, Level]]:
        """Yield the places of each length, and what is known of their n-grams."""
        places = first_places(corpus.units, self._wanted, 1, array_limit(memory))
        for level, above in zip(self.levels, [*self.levels[1:], None], strict=True):
            yield places, level
            if above is not None:
                places.descend(level.first_child, above.last)

    def table(self, corpus: Corpus) -> tuple[NgramTable, NDArray[np.int64]]:
        """Return the table, and the id of each given n-gram; the levels are used up."""
        table = join_levels(self.levels, corpus.n_units)
        bounds = table.level_bounds()
        numbers = [bounds[len(gram) - 1] + self._ids[gram] for gram in self._grams]
        return table, np.array(numbers, dtype=np.int64)


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
    places: LevelPlaces,
    level: Level,
    largest: NDArray[np.int64],
    document_ends: NDArray[np.int64],
    memory: int | None,
) -> None:
    """Fill in counts, documents and entropies of a level, and the count of each n-gram's most frequent extension."""
    places.count(level.counts)
    level.documents += places.count_documents(document_ends, 0, len(document_ends), level)
    left = (-1, level.left_entropy, level.left_breaks)
    for low, high in _parts(level.counts, max(array_limit(memory) // 24, _LEAST_PLACES)):
        for offset, entropy, breaks in (left, (places.length, level.right_entropy, level.right_breaks)):
            keys = places.sorted_keys(offset, low, high, int(level.counts[low:high].sum()))
            pairs, counts = np.empty(len(keys), dtype=np.uint64), np.empty(len(keys), dtype=np.int64)
            n = _kernels.count_runs(keys, 1, level.counts, entropy, breaks, pairs, counts)
            np.maximum.at(largest, (pairs[:n] >> np.uint64(32)).astype(np.int64), counts[:n])
            places.done(keys)


def _parts(counts: NDArray[np.int64], room: int) -> list[tuple[int, int]]:
    """Divide the n-grams of a level into ranges with about `room` occurrences at most."""
    sums = np.cumsum(counts)
    total = int(sums[-1]) if len(sums) else 0
    n_parts = -(-total // room)
    cuts = np.searchsorted(sums, total * np.arange(1, n_parts) // max(n_parts, 1), side="right")
    return list(pairwise(np.unique(np.concatenate(([0], cuts, [len(counts)]))).tolist()))


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
