"""Counting a text that does not fit the memory, or on several machines: partition by partition, level by level.

Each partition sorts the keys of its own places and writes them as runs of equal keys. Runs are merged by ranges of
n-grams, and what is frequent is the next level, as in `counting`. So the cost is linear in the text, and no more than a
partition is in memory. The counts are sums of integers and the entropies are sums in the order of the keys: the result
has the same bytes as counting in memory, wherever the partitions end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.ngrams.levels import EVIDENCE, Level
from textmine.ngrams.runs import (
    LevelColumns,
    LevelText,
    RunFile,
    RunRange,
    merge_range,
    read_pairs,
    run_path,
    unit_counts,
    write_level,
)
from textmine.ngrams.runs.rooms import free_rooms
from textmine.text import Corpus
from textmine.text.arrays import Handle, give_back, handle, new_array, release, spooled
from textmine.text.spool import work_folder

__all__ = ["PartitionedCount", "count_units", "parts_of", "sent"]

_RANGE_PLACES = 1 << 22  # occurrences of the n-grams that are merged at a time
_LARGE = 1 << 20  # bytes of a column that is put on the disk
_LEAST_PLACES = 1 << 16  # a smaller range costs more to open than to merge


class PartitionedCount:
    """The levels of a text, counted one after the other.

    Parameters
    ----------
    corpus
        The text.
    marks
        uint8[n + 1], or None; see `count_ngrams`.
    min_count
        Least number of occurrences.
    counts_only
        Count occurrences only.
    engine
        Where the partitions are counted.
    size
        Units of a partition.
    """

    def __init__(
        self,
        corpus: Corpus,
        marks: NDArray[np.uint8] | None,
        min_count: int,
        counts_only: bool,
        engine: Engine,
        size: int,
    ) -> None:
        self._corpus, self._engine, self._min_count, self._size = corpus, engine, min_count, size
        # Arrays that others work on exist as long as this does.
        self._units = _shared(corpus.units, engine)
        self._ends = None if counts_only else _shared(corpus.documents[1:], engine)
        self._marks = None if counts_only or marks is None else _shared(marks, engine)
        self._counts = np.empty(0, dtype=np.int64)
        self._grams: list[NDArray[np.int32]] = []
        self._tree: tuple[NDArray[np.int64], NDArray[np.int32]] | None = None
        self.parts = parts_of(corpus.units, size)
        self._work = work_folder("runs")
        self._folder = self._work.name
        self.length = 1

    def count_units(self) -> tuple[NDArray[np.int64], int]:
        """Return int64[A], the count of each unit of the alphabet, and their sum."""
        known = self._corpus.known_counts()
        if known is None:
            counts = count_units(self._units, len(self._corpus.alphabet.units), self._engine, self._size)
        else:
            counts = known.copy()  # those of a corpus cannot be written, and kernels want arrays that can
        self._counts = _shared(counts, self._engine)
        return counts.copy(), int(counts.sum())

    def count_level(self, level: Level) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Fill in what is to be known of a level; return the sorted keys of the next one and their counts."""
        if not self.parts:
            return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
        text = self._level_text(_bounds(np.where(level.counts >= self._min_count, level.counts, 0), self._engine.size))
        files = list(self._engine.run(write_level, ((text, *part) for part in self.parts)))
        _free()
        tasks = ((runs, self._columns(level)) for runs in _ranges(text, files, level.counts))
        for _ in self._engine.run(merge_range, tasks):
            pass
        for number, *_ in self.parts:
            os.unlink(run_path(self._folder, self.length, number))
        _free()
        found = [read_pairs(self._folder, self.length, number) for number in range(len(text.bounds) - 1)]
        if len(found) == 1:
            return found[0]
        return np.concatenate([pairs for pairs, _ in found]), np.concatenate([counts for _, counts in found])

    def _columns(self, level: Level) -> LevelColumns | None:
        """Return the columns of a level as tasks open them."""
        if self._ends is None:
            return None
        for name in EVIDENCE:
            setattr(level, name, spooled(getattr(level, name), 0 if self._engine.apart else _LARGE))
        return LevelColumns(**{name: handle(getattr(level, name)) for name in EVIDENCE})

    def descend(self, below: Level, level: Level) -> None:
        """Go on with the level above. Its parts are on the disk already: only `extend` reads them."""
        level.prefix, level.suffix = (spooled(column, _LARGE) for column in (level.prefix, level.suffix))
        self._tree = _shared(below.first_child, self._engine), _shared(level.last, self._engine)
        self.length += 1

    def store(self, level: Level) -> None:
        """Put a level that has been counted on the disk."""
        names = Level.__slots__ if self._ends is not None else set(Level.__slots__) - EVIDENCE
        for name in names:
            setattr(level, name, spooled(getattr(level, name), _LARGE))
            release(getattr(level, name))
        give_back(0)

    def close(self) -> None:
        """Remove what was written."""
        self._work.cleanup()
        _free()

    def _level_text(self, bounds: NDArray[np.int64]) -> LevelText:
        # The n-grams one unit shorter are read again where the task of a killed worker is repeated: both are kept.
        self._grams = [*self._grams[-1:], new_array(len(self._units), 0)]
        before = handle(self._grams[0]) if self.length > 2 else None
        return LevelText(
            folder=self._folder,
            length=self.length,
            units=handle(self._units),
            unit_counts=handle(self._counts),
            grams_before=before,
            grams=handle(self._grams[-1]),
            first_child=None if self._tree is None else handle(self._tree[0]),
            last=None if self._tree is None else handle(self._tree[1]),
            bounds=bounds,
            document_ends=None if self._ends is None else handle(self._ends),
            marks=None if self._marks is None else handle(self._marks),
            min_count=self._min_count,
        )


def _free() -> None:
    """Give back what tasks of this thread kept for the next ones."""
    free_rooms()
    give_back(0)


def parts_of(units: NDArray[np.int32], size: int) -> list[tuple[int, int, int]]:
    """Return number, begin and end of the partitions of a text; they end anywhere."""
    n = len(units)
    return [(number, begin, min(begin + size, n)) for number, begin in enumerate(range(0, n, size))]


def count_units(units: NDArray[np.int32], n_units: int, engine: Engine, size: int) -> NDArray[np.int64]:
    """Return int64: how often each of the first `n_units` units occurs; `size` is that of a partition."""
    counts = np.zeros(n_units, dtype=np.int64)
    opened, _kept = sent(units, engine)
    for found in engine.run(unit_counts, ((opened, n_units, begin, end) for _, begin, end in parts_of(units, size))):
        counts += found
    return counts


def _shared(array: NDArray[Any], engine: Engine) -> NDArray[Any]:
    """Return an array that tasks can open."""
    return spooled(array) if engine.apart else array


def sent(array: NDArray[Any], engine: Engine) -> tuple[Handle, NDArray[Any]]:
    """Return what tasks open an array by, and the array that must exist as long as they run."""
    kept = _shared(array, engine)
    return handle(kept), kept


def _bounds(live: NDArray[np.int64], tasks: int) -> NDArray[np.int64]:
    """Divide the n-grams of a level into ranges with about the same number of occurrences.

    If several tasks run at a time there are twice as many ranges, for the last ones to end at about the same time.
    """
    sums = np.cumsum(live)
    total = int(sums[-1]) if len(sums) else 0
    n_ranges = max(-(-total // _RANGE_PLACES), min(2 * tasks, -(-total // _LEAST_PLACES)) if tasks > 1 else 1)
    cuts = np.searchsorted(sums, total * np.arange(1, n_ranges) // n_ranges, side="right")
    return np.unique(np.concatenate(([0], cuts, [len(live)]))).astype(np.int64)


def _ranges(text: LevelText, files: list[RunFile], counts: NDArray[np.int64]) -> Iterator[RunRange]:
    """Yield the ranges of n-grams of a level."""
    cuts = np.array([file.cuts for file in files])
    first, last = np.array([file.first for file in files]), np.array([file.last for file in files])
    for number, (low, high) in enumerate(pairwise(text.bounds.tolist())):
        slices, totals = cuts[:, :, number : number + 2], counts[low:high]
        yield RunRange(text.folder, text.length, number, slices, first, last, low, totals, text.min_count)
