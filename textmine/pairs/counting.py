"""Counts pairs of terms, in bounded memory and with several threads.

A row is all pairs with the same first term. Rows are counted in ranges that fit into the memory, at least one range per
thread. Each range reads all words, so its counts are final and need no merging. Memory and threads do not change the
result by a byte.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Longs
from textmine.pairs import _kernels
from textmine.text.arrays import default_memory, ranges, release

__all__ = ["PairCounts", "Reach", "count_near"]

_BYTES_A_PAIR = 16  # in a range: a partner, a row and a count


@dataclass(frozen=True, slots=True)
class Reach:
    """Definition of a pair: two terms at most `window` words apart, without a break of `stop` or below between them."""

    window: int
    stop: int
    directed: bool


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Pairs that reach the least count, sorted by first, then second term; and the totals over all pairs.

    Attributes
    ----------
    sources, targets
        int32[m]: the two terms. In pairs without an order the smaller index comes first.
    counts
        int64[m]: number of occurrences of each pair.
    first, second
        int64[n]: number of pairs, including rare ones, in which each term comes first, and second.
    directed
        True if pairs have an order.
    """

    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    counts: Longs
    first: Longs
    second: Longs
    directed: bool

    @property
    def total(self) -> int:
        """Number of occurrences of all pairs."""
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
    """Count the pairs of terms that are near each other.

    Parameters
    ----------
    words
        int32[n]: index of a term, -9 for another word, -1 to -3 for a break; nothing else.
    n_terms
        Number of terms.
    reach
        Definition of a pair.
    min_count
        Least number of occurrences of a pair.
    threads
        Number of ranges counted in parallel.
    memory
        Bytes to use for pairs; None means a quarter of the machine's memory.

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


def _row_ranges(pairs: Longs, budget: int) -> list[int]:
    """Cut the rows into ranges of at most `budget` pairs, or of one row; return the first rows and the end."""
    bounds, room = [0], 0
    for row, size in enumerate(pairs.tolist()):
        if room + size > budget and row > bounds[-1]:
            bounds.append(row)
            room = 0
        room += size
    return [*bounds, len(pairs)]


def _ends(words: NDArray[np.int32], n_terms: int, reach: Reach, begin: int, end: int) -> tuple[Longs, Longs]:
    first, second = np.zeros(n_terms, dtype=np.int64), np.zeros(n_terms, dtype=np.int64)
    for low, high in ranges(words, begin, end):
        _kernels.count_ends(words, low, high, reach.window, reach.stop, reach.directed, first, second)
        release(words)
    return first, second


def _rows(
    words: NDArray[np.int32], sizes: Longs, reach: Reach, min_count: int, low: int, high: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], Longs]:
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
