"""Counts of pairs of terms, in bounded memory and by several threads.

The pairs of a row (all with the same first term) are counted by themselves, so rows are taken a range at a time: as
many as fit the memory, at least one range a thread. Each range reads all words. A range's counts are final; there is
nothing to merge, and neither memory nor threads can change a byte.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.pairs import _kernels
from textmine.text.arrays import default_memory, ranges, release

__all__ = ["PairCounts", "Reach", "count_near"]

_BYTES_A_PAIR = 16  # of a range: a partner, a row and a count
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """What pairs are: terms at most `window` words apart, no break of `stop` or below between them, in order or not."""

    window: int
    stop: int
    directed: bool


@dataclass(frozen=True, slots=True)
class PairCounts:
    """The pairs that were met often enough, by first, then second term, and what all pairs come to.

    Attributes
    ----------
    sources, targets
        int32[m]: the terms; of pairs without an order the smaller index first.
    counts
        int64[m]: how often each pair was met.
    first, second
        int64[n]: in how many pairs, rare ones included, each term comes first and second.
    directed
        Whether pairs have an order.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    counts: Ints
    first: Ints
    second: Ints
    directed: bool

    @property
    def total(self) -> int:
        """How many pairs were met in all."""
        return int(self.first.sum())


def count_near(
    words: NDArray[np.int32],
    n_terms: int,
    reach: Reach,
    min_count: int = 1,
    *,
    threads: int = 1,
    memory: int | None = None,
) -> PairCounts:
    """Count the pairs of terms that stand near one another.

    Parameters
    ----------
    words
        int32[n]: terms by index, -9 for other words, negative for breaks; nothing else.
    n_terms
        How many terms there are.
    reach
        What a pair is.
    min_count
        Pairs met less often are left out.
    threads
        Ranges counted at a time.
    memory
        Bytes to use for pairs; a quarter of the machine's where None.

    Examples
    --------
    >>> found = count_near(np.array([0, 1, -9, 0, -2, 1], np.int32), 2, Reach(2, -2, False))
    >>> found.sources.tolist(), found.targets.tolist(), found.counts.tolist()
    ([0], [1], [2])
    """
    first, second = np.zeros(n_terms, dtype=np.int64), np.zeros(n_terms, dtype=np.int64)
    with ThreadPoolExecutor(threads) as pool:
        for some in pool.map(partial(_ends, words, n_terms, reach), *zip(*_parts(len(words), threads), strict=True)):
            first += some[0]
            second += some[1]
        budget = (default_memory() if memory is None else memory) // (_BYTES_A_PAIR * threads)
        bounds = _row_ranges(first, min(budget, -(-int(first.sum()) // threads)))
        tasks = pool.map(partial(_rows, words, first, reach, min_count), bounds[:-1], bounds[1:])
        found = list(tasks)
    sources, targets = (np.concatenate([part[i] for part in found]).astype(np.int32) for i in (0, 1))
    counts = np.concatenate([part[2] for part in found])
    return PairCounts(sources, targets, counts, first, second, reach.directed)


def _parts(size: int, n: int) -> list[tuple[int, int]]:
    edges = [size * i // n for i in range(n + 1)]
    return list(pairwise(edges))


def _row_ranges(pairs: Ints, budget: int) -> list[int]:
    """Cut the rows into ranges of at most `budget` pairs, or of one row; return where they begin, and the end."""
    bounds, room = [0], 0
    for row, size in enumerate(pairs.tolist()):
        if room + size > budget and row > bounds[-1]:
            bounds.append(row)
            room = 0
        room += size
    return [*bounds, len(pairs)]


def _ends(words: NDArray[np.int32], n_terms: int, reach: Reach, begin: int, end: int) -> tuple[Ints, Ints]:
    first, second = np.zeros(n_terms, dtype=np.int64), np.zeros(n_terms, dtype=np.int64)
    for low, high in ranges(words, begin, end):
        _kernels.count_ends(words, low, high, reach.window, reach.stop, reach.directed, first, second)
        release(words)
    return first, second


def _rows(
    words: NDArray[np.int32], sizes: Ints, reach: Reach, min_count: int, low: int, high: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], Ints]:
    """Return sources, targets and counts of the pairs of a range of rows, in order."""
    ends = np.cumsum(sizes[low:high])
    places = ends - sizes[low:high]
    size = int(ends[-1]) if len(ends) else 0
    partners, rows, counts = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64)
    for begin, end in ranges(words):
        _kernels.gather_rows(words, begin, end, reach.window, reach.stop, reach.directed, low, high, places, partners)
        release(words)
    written, _ = _kernels.count_rows(ends, min_count, np.zeros(len(sizes), np.int64), partners, rows, counts)
    keys = rows[:written].astype(np.int64) << 32 | partners[:written]
    order = np.argsort(keys)
    return rows[:written][order] + np.int32(low), partners[:written][order], counts[:written][order]
