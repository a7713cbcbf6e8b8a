"""The n-grams of one length: their counts, and their positions in the corpus."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import _kernels
from textmine.ngrams.table import NgramTable
from textmine.text.arrays import new_array, ranges, release

__all__ = ["EVIDENCE", "Level", "LevelPlaces", "first_places", "in_threads", "join_levels"]


# Statistics of n-grams other than their counts.
EVIDENCE = frozenset({"documents", "left_breaks", "left_entropy", "marked", "right_breaks", "right_entropy"})


@dataclass(slots=True)
class Level:
    """The n-grams of k units, in order of (prefix, last unit); ids count from 0 within each level.

    Attributes
    ----------
    prefix, suffix
        int32[g]: ids, in the level below, without the last and without the first unit.
    last
        int32[g]: last unit.
    first_child
        int64[g + 1]: the n-grams of the level above that begin with n are first_child[n] to first_child[n + 1] - 1.
    counts, documents, marked
        int64[g]: occurrences, documents that contain the n-gram, occurrences with a mark at both boundaries.
    left_breaks, right_breaks
        int64[g]: occurrences after a break, and before a break.
    left_entropy, right_entropy
        float64[g]: entropy of the unit before and of the unit after, in bits.
    """

    prefix: NDArray[np.int32]
    suffix: NDArray[np.int32]
    last: NDArray[np.int32]
    counts: NDArray[np.int64]
    first_child: NDArray[np.int64]
    documents: NDArray[np.int64]
    marked: NDArray[np.int64]
    left_breaks: NDArray[np.int64]
    right_breaks: NDArray[np.int64]
    left_entropy: NDArray[np.float64]
    right_entropy: NDArray[np.float64]

    @classmethod
    def of(
        cls, prefix: NDArray[np.int32], suffix: NDArray[np.int32], last: NDArray[np.int32], counts: NDArray[np.int64]
    ) -> Level:
        """Return a level with these counts and zeros for everything else."""
        size = len(counts)
        zeros, bits = np.zeros((4, size), dtype=np.int64), np.zeros((2, size))
        return cls(prefix, suffix, last, counts, np.zeros(size + 1, dtype=np.int64), *zeros, *bits)

    def __len__(self) -> int:
        return len(self.counts)

    def extend(self, pairs: NDArray[np.uint64], counts: NDArray[np.int64], below: Level | None) -> Level:
        """Return the level above, made of the sorted keys `pairs`; set `first_child` of this level."""
        prefix = (pairs >> np.uint64(32)).astype(np.int32)
        last = (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32) - np.int32(1)
        self.first_child[1:] = np.cumsum(np.bincount(prefix, minlength=len(self)))
        suffix = last
        if below is not None:
            suffix = np.empty(len(pairs), dtype=np.int32)
            _kernels.link_suffixes(prefix, last, self.suffix, below.first_child, self.last, suffix)
            release(self.suffix, below.first_child, self.last)
        return Level.of(prefix, suffix, last, counts)


@dataclass(slots=True)
class LevelPlaces:
    """Places of the n-grams of one length: grams int32[n] is the id of the n-gram that begins at each unit, or -1.

    `buffers` are arrays for keys that are free at the moment.
    """

    units: NDArray[np.int32]
    grams: NDArray[np.int32]
    length: int
    buffers: list[NDArray[np.uint64]] = field(default_factory=list)

    def done(self, keys: NDArray[np.uint64]) -> None:
        """Take back the buffer of sorted keys, for reuse: new memory costs a page fault for each page."""
        if isinstance(keys.base, np.ndarray):
            self.buffers.append(keys.base)

    def descend(self, first_child: NDArray[np.int64], last: NDArray[np.int32], threads: int = 1) -> None:
        """Replace the n-grams by those that are one unit longer."""

        def work(begin: int, end: int) -> None:
            _kernels.descend(self.units, self.grams, begin, end, self.length, first_child, last)

        for begin, end in ranges(self.units):
            bounds = np.linspace(begin, end, threads + 1).astype(np.int64).tolist()
            in_threads([partial(work, *share) for share in pairwise(bounds)], threads)
            release(self.units, self.grams)
        self.length += 1

    def count(self, counts: NDArray[np.int64]) -> int:
        """Add the occurrences of each n-gram to `counts`; return their total."""
        found = 0
        for begin, end in ranges(self.grams):
            found += _kernels.count_grams(self.grams, begin, end, counts)
            release(self.grams)
        return found

    def sorted_keys(self, offset: int, low: int, high: int, n_places: int) -> NDArray[np.uint64]:
        """Return sorted keys (n-gram, neighbour) of the `n_places` occurrences of the n-grams low to high - 1.

        The neighbour is `offset` units after the first unit (-1: before it). Give the keys back with `done`.
        """
        buffer = self.buffers.pop() if self.buffers else np.empty(0, dtype=np.uint64)
        if len(buffer) <= n_places:
            buffer = np.empty(n_places + 1, dtype=np.uint64)
        n_keys = 0
        for begin, end in ranges(self.units):
            n_keys = _kernels.collect_keys(self.units, self.grams, begin, end, offset, low, high, buffer, n_keys)
            release(self.units, self.grams)
        keys = buffer[:n_keys]
        keys.sort()
        return keys

    def count_documents(self, ends: NDArray[np.int64], first: int, last: int, level: Level) -> NDArray[np.int64]:
        """Return the number of documents, among first to last - 1, in which each n-gram of a level occurs."""
        documents, latest = np.zeros(len(level), dtype=np.int64), np.full(len(level), -1, dtype=np.int32)
        for begin, end in ranges(self.grams, int(ends[first - 1]) if first else 0, int(ends[last - 1])):
            first = _kernels.count_documents(self.grams, begin, end, ends, first, latest, documents)
            release(self.grams)
        return documents

    def count_marked(self, marks: NDArray[np.uint8], level: Level) -> None:
        """Count the occurrences of each n-gram of a level that have marks at both boundaries."""
        for begin, end in ranges(self.grams):
            _kernels.count_marked(self.grams, begin, end, self.length, marks, level.marked)
            release(self.grams)


def first_places(units: NDArray[np.int32], counts: NDArray[np.int64], min_count: int, limit: int) -> LevelPlaces:
    """Return the positions of the units whose count in `counts` int64[A] is at least `min_count`."""
    grams = new_array(len(units), limit)
    for begin, end in ranges(units):
        _kernels.start(units, begin, end, counts, min_count, grams)
        release(units, grams)
    return LevelPlaces(units, grams, 1)


def in_threads(tasks: Sequence[Callable[[], None]], threads: int) -> None:
    """Run the tasks, `threads` at a time. Kernels and numpy's sort release the GIL, so they run in parallel."""
    if threads == 1 or len(tasks) == 1:
        for task in tasks:
            task()
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()


def join_levels(levels: list[Level], n_units: int, *, counts_only: bool = False) -> NgramTable:
    """Write the levels one after the other, ids counted through; the levels are used up."""
    sizes = list(map(len, levels))
    bases = np.cumsum([0, *sizes]).tolist()
    for level, base in zip(levels[1:], bases, strict=False):
        level.prefix += np.int32(base)
        if level.suffix is level.last:  # as of pairs
            level.suffix = level.suffix.copy()
        level.suffix += np.int32(base)
        release(level.prefix, level.suffix)
    for level, above in zip(levels, [*bases[1:], bases[-1]], strict=False):
        level.first_child += above
        release(level.first_child)
        level.first_child = level.first_child[:-1]
    levels[-1].first_child = np.append(levels[-1].first_child, bases[-1])
    return NgramTable(
        n_alphabet=sizes[0],
        n_units=n_units,
        lengths=np.repeat(np.arange(1, len(sizes) + 1, dtype=np.uint8), sizes),
        **{name: _joined(levels, name, empty=counts_only and name in EVIDENCE) for name in Level.__slots__},
    )


def _joined(levels: list[Level], name: str, *, empty: bool) -> Any:
    """Join a column of all levels and drop it there, so that no more than one column is in memory twice."""
    columns = [getattr(level, name) for level in levels]
    size, dtype = sum(map(len, columns)), columns[0].dtype
    if empty:
        # Zeros that nobody writes to are promised by the system, not given.
        column = np.zeros(size, dtype=dtype)
    elif any(isinstance(column, np.memmap) for column in columns):
        column = _joined_on_disk(columns, size)
    else:
        column = np.concatenate(columns)
    for level in levels:
        setattr(level, name, None)
    return column


def _joined_on_disk(columns: list[NDArray[Any]], size: int) -> NDArray[Any]:
    whole = new_array(size, 0, columns[0].dtype)
    at = 0
    for column in columns:
        for begin, end in ranges(column):
            whole[at + begin : at + end] = column[begin:end]
            release(whole, column)
        at += len(column)
    return whole
