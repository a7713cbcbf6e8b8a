"""Level-wise exact counting.

An n-gram can be frequent only if all its parts are (the apriori property; Agrawal & Srikant 1994). So level k + 1 reads
only the places where a frequent k-gram begins. One sort of (k-gram, next unit) gives the right neighbours of all
k-grams and the counts of the next level. A second sort, of (k-gram, unit before), gives the left neighbours.

The n-grams of a level are divided into ranges that fit into the allowed memory. Each range is collected from the whole
corpus, so its counts are final and need no merging. Threads work on different ranges. The number of ranges and the
number of threads do not change the result by a byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from operator import itemgetter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from textmine.engine import LocalEngine
from textmine.errors import InputError, OptionError
from textmine.ngrams import _kernels
from textmine.ngrams.levels import Level, LevelPlaces, first_places, in_threads, join_levels
from textmine.ngrams.partitioned import PartitionedCount
from textmine.ngrams.places import places_by_length
from textmine.ngrams.table import NgramTable
from textmine.options import check_threads, given
from textmine.progress import SILENT, Progress
from textmine.text import Corpus
from textmine.text.arrays import array_limit
from textmine.text.partitions import PARTITION

__all__ = ["CountOptions", "count_in", "count_ngrams"]

_MAX_GRAMS = 2**31 - 1
_MOST_UNITS = 1 << 22  # of a partition
_LEAST_RANGE = 1 << 16  # occurrences; a smaller range costs more to collect than to sort


@dataclass(frozen=True, slots=True, kw_only=True)
class CountOptions:
    """Options for counting n-grams.

    Attributes
    ----------
    min_count
        Least number of occurrences of an n-gram.
    max_length
        Length of the longest n-gram, in units.
    threads
        Number of ranges counted in parallel. It changes the time, never the result.
    memory
        Bytes for the arrays of the corpus and for sorting; None means a quarter of the machine's memory.
    counts_only
        Count occurrences only, in half the time. Entropies, documents and marks stay 0.
    """

    min_count: int = 5
    max_length: int = 8
    threads: int = 1
    memory: int | None = None
    counts_only: bool = False

    def __post_init__(self) -> None:
        if self.min_count < 1:
            raise OptionError("the least count is below 1", "use `min_count=1` or more")
        if not 1 <= self.max_length <= 64:
            raise OptionError("the greatest length is not between 1 and 64 units", "use `max_length=8`")
        check_threads(self.threads)


def count_ngrams(
    corpus: Corpus,
    options: CountOptions | None = None,
    *,
    marks: NDArray[np.uint8] | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> NgramTable:
    """Count all n-grams that occur at least `min_count` times.

    Parameters
    ----------
    corpus
        The text.
    options
        Least count, greatest length, threads and memory.
    marks
        uint8[n + 1], optional: bit 0 if a term may begin here, bit 1 if one may end before; see `NgramTable.marked`.
    progress
        Receives a report for each length.
    **keywords
        Options by name, in place of `options`: `min_count=2`.

    Raises
    ------
    InputError
        More than 2^31 n-grams are frequent, or the temporary directory is full.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网，电网，电力"])
    >>> table = count_ngrams(corpus, CountOptions(min_count=2))
    >>> [(corpus.alphabet.render(table.units(g)), int(table.counts[g])) for g in range(len(table))]
    [('电', 3), ('网', 2), ('力', 1), ('电网', 2)]
    """
    options = given(CountOptions, options, keywords)
    engine = corpus.engine or LocalEngine(options.threads)
    if engine.apart or isinstance(corpus.units, np.memmap):
        size = PARTITION if engine.apart else _partition(options)
        passes: _Passes = PartitionedCount(corpus, marks, options.min_count, options.counts_only, engine, size)
    else:
        passes = _WholeCount(corpus, marks, options)
    try:
        return _counted(passes, options, progress)
    finally:
        passes.close()


class _Passes(Protocol):
    """The passes over a text: of the units, then of one length after the other."""

    length: int

    def count_units(self) -> tuple[NDArray[np.int64], int]: ...

    def count_level(self, level: Level) -> tuple[NDArray[np.uint64], NDArray[np.int64]]: ...

    def descend(self, below: Level, level: Level) -> None: ...

    def store(self, level: Level) -> None: ...

    def close(self) -> None: ...


def _counted(passes: _Passes, options: CountOptions, progress: Progress) -> NgramTable:
    counts, n_units = passes.count_units()
    nothing = np.full(len(counts), -1, dtype=np.int32)
    levels = [Level.of(nothing, nothing, np.arange(len(counts), dtype=np.int32), counts)]
    while True:
        pairs, pair_counts = passes.count_level(levels[-1])
        progress.advance(passes.length, options.max_length, "lengths")
        if passes.length == options.max_length or len(pairs) == 0:
            break
        if sum(map(len, levels)) + len(pairs) > _MAX_GRAMS:
            raise InputError("corpus", None, "more than 2^31 frequent n-grams", "raise `min_count`")
        below = levels[-2] if len(levels) > 1 else None
        levels.append(levels[-1].extend(pairs, pair_counts, below))
        del pairs, pair_counts  # before the next level is counted
        passes.descend(levels[-2], levels[-1])
        passes.store(levels[-2])
    passes.close()  # frees its arrays before the levels are joined
    return join_levels(levels, n_units, counts_only=options.counts_only)


def _partition(options: CountOptions) -> int:
    """Return the number of units that a thread sorts at a time."""
    return min(max(array_limit(options.memory) // (16 * options.threads), _LEAST_RANGE), _MOST_UNITS)


class _WholeCount:
    """The levels of a text in memory: ranges of n-grams, each collected from the whole text."""

    def __init__(self, corpus: Corpus, marks: NDArray[np.uint8] | None, options: CountOptions) -> None:
        self._corpus, self._marks, self._options = corpus, marks, options
        self._places: LevelPlaces | None = None
        self.length = 1

    def count_units(self) -> tuple[NDArray[np.int64], int]:
        units, limit = self._corpus.units, array_limit(self._options.memory)
        counts = np.zeros(len(self._corpus.alphabet.units), dtype=np.int64)
        n_units = first_places(units, np.ones(len(counts), dtype=np.int64), 1, limit).count(counts)
        self._places = first_places(units, counts, self._options.min_count, limit)
        return counts, n_units

    def count_level(self, level: Level) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        assert self._places is not None
        return _count_level(self._places, level, self._corpus.documents[1:], self._marks, self._options)

    def descend(self, below: Level, level: Level) -> None:
        assert self._places is not None
        self._places.descend(below.first_child, level.last, self._options.threads)
        self.length += 1

    def store(self, level: Level) -> None:
        """Leave the level in memory."""

    def close(self) -> None:
        self._places = None


def _count_level(
    places: LevelPlaces,
    level: Level,
    document_ends: NDArray[np.int64],
    marks: NDArray[np.uint8] | None,
    options: CountOptions,
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Fill in what is to be known of a level; return the sorted keys of the next one and their counts."""
    counting = _LevelCount(places, level, options)
    parts = _parts(counting.live, options)
    tasks = [partial(counting.right, *part) for part in parts]
    if not options.counts_only:
        tasks += [partial(counting.left, *part) for part in parts]
        shares = _document_shares(document_ends, options.threads)
        tasks += [partial(counting.documents, document_ends, *share) for share in shares]
        if marks is not None:
            tasks.append(partial(places.count_marked, marks, level))
    in_threads(tasks, options.threads)
    for counted in counting.in_documents:
        level.documents += counted
    return counting.next_level()


class _LevelCount:
    """What is counted of one level, in tasks that may run at the same time: no two write to the same place.

    Attributes
    ----------
    live
        int64[g]: occurrences of each n-gram, 0 where those are too few.
    in_documents
        int64[g] of each share of the documents: how many of them have each n-gram.
    """

    def __init__(self, places: LevelPlaces, level: Level, options: CountOptions) -> None:
        self.places, self.level, self.options = places, level, options
        self.live = np.where(level.counts >= options.min_count, level.counts, 0)
        self.in_documents: list[NDArray[np.int64]] = []
        nothing: tuple[int, NDArray[np.uint64], NDArray[np.int64]] = (-1, *_pairs(0))
        self._pairs = [nothing]  # the first n-gram of a range, its frequent pairs, their counts
        self._right = level.right_entropy, level.right_breaks
        if options.counts_only:  # the kernel wants room for them all the same
            self._right = np.zeros(len(level)), np.zeros(len(level), dtype=np.int64)

    def right(self, low: int, high: int) -> None:
        """Count the right neighbours of n-grams low to high - 1, and so the n-grams of the next level."""
        keys = self.places.sorted_keys(self.places.length, low, high, int(self.live[low:high].sum()))
        pairs, counts = _pairs(len(keys) // self.options.min_count)
        n = _kernels.count_runs(keys, self.options.min_count, self.level.counts, *self._right, pairs, counts)
        self._pairs.append((low, pairs[:n].copy(), counts[:n].copy()))
        self.places.done(keys)

    def left(self, low: int, high: int) -> None:
        """Count the left neighbours of n-grams low to high - 1."""
        level = self.level
        keys = self.places.sorted_keys(-1, low, high, int(self.live[low:high].sum()))
        _kernels.count_runs(keys, len(keys) + 1, level.counts, level.left_entropy, level.left_breaks, *_pairs(0))
        self.places.done(keys)

    def documents(self, ends: NDArray[np.int64], first: int, last: int) -> None:
        """Count in how many of the documents first to last - 1 each n-gram occurs."""
        self.in_documents.append(self.places.count_documents(ends, first, last, self.level))

    def next_level(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Return the keys of the next level in order, and their counts."""
        _, pairs, counts = zip(*sorted(self._pairs, key=itemgetter(0)), strict=True)
        return np.concatenate(pairs), np.concatenate(counts)


def _pairs(size: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    return np.empty(size, dtype=np.uint64), np.empty(size, dtype=np.int64)


def _document_shares(ends: NDArray[np.int64], n: int) -> list[tuple[int, int]]:
    """Divide the documents into `n` ranges with about the same number of units."""
    if len(ends) == 0:
        return []
    cuts = np.searchsorted(ends, ends[-1] * np.arange(1, n) // n)
    return list(pairwise(np.unique(np.concatenate(([0], cuts, [len(ends)]))).tolist()))


def _parts(live: NDArray[np.int64], options: CountOptions) -> list[tuple[int, int]]:
    """Divide the n-grams of a level into ranges with about the same number of occurrences, small enough for the memory.

    Each range is two tasks: its left and its right neighbours (one task with `counts_only`). There are at least as many
    tasks as threads.
    """
    sums = np.cumsum(live)
    total = int(sums[-1]) if len(sums) else 0
    tasks = 1 if options.counts_only else 2
    room = max(array_limit(options.memory) // (8 * options.threads), _LEAST_RANGE)
    n_parts = max(-(-total // room), min(-(-options.threads // tasks), -(-total // _LEAST_RANGE)))
    cuts = np.searchsorted(sums, total * np.arange(1, n_parts) // n_parts, side="right")
    bounds = np.unique(np.concatenate(([0], cuts, [len(live)])))
    return list(pairwise(bounds.tolist()))


def count_in(table: NgramTable, corpus: Corpus, *, memory: int | None = None) -> NDArray[np.int64]:
    """Count the n-grams of a table in another corpus that shares its unit ids.

    Returns
    -------
    int64[G]
        Exact occurrences in `corpus` of each n-gram of `table`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网，电网"])
    >>> table = count_ngrams(corpus, CountOptions(min_count=2))
    >>> count_in(table, build_corpus(["电网和电力"], share=corpus)).tolist()
    [2, 1, 1]
    """
    counts = np.zeros(len(table), dtype=np.int64)
    for begin, end, places in places_by_length(corpus, table, memory):
        if places.count(counts[begin:end]) == 0:
            break
    return counts
