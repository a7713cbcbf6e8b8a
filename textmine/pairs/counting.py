"""Counts pairs of terms that are near each other; how they are counted in bounded memory is in rows.py."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Ids, Longs
from textmine.engine import Engine
from textmine.pairs import _kernels
from textmine.pairs.rows import count_ends, count_rows
from textmine.text.arrays import ranges, release

__all__ = ["PairCounts", "Reach", "count_near"]


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
    engine: Engine | None = None,
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
    engine
        Where pairs are counted, if that is in other processes.

    Examples
    --------
    >>> found = count_near(np.array([0, 1, -9, 0, -2, 1], np.int32), 2, Reach(2, -2, False))
    >>> found.sources.tolist(), found.targets.tolist(), found.counts.tolist()
    ([0], [1], [2])
    """
    pairing = _TermPairs(n_terms, reach)
    first, second = count_ends(words, pairing, threads=threads, engine=engine)
    found = list(count_rows(words, pairing, first, min_count, threads=threads, memory=memory, engine=engine))
    sources, targets = (np.concatenate([part[i] for part in found]).astype(np.int32) for i in (0, 1))
    counts = np.concatenate([part[2] for part in found])
    return PairCounts(sources, targets, counts, first, second, reach.directed)


@dataclass(frozen=True, slots=True)
class _TermPairs:
    """Pairs of different terms; see `Pairing`."""

    n_rows: int
    reach: Reach

    @property
    def n_columns(self) -> int:
        return self.n_rows

    def ends(self, words: Ids, begin: int, end: int) -> tuple[Longs, Longs]:
        first, second = np.zeros(self.n_rows, dtype=np.int64), np.zeros(self.n_rows, dtype=np.int64)
        reach = self.reach
        for low, high in ranges(words, begin, end):
            _kernels.count_ends(words, low, high, reach.window, reach.stop, reach.directed, first, second)
            release(words)
        return first, second

    def sizes(self, first: Longs, second: Longs) -> Longs:
        return first

    def gather(self, words: Ids, begin: int, end: int, low: int, high: int, places: Longs, partners: Ids) -> None:
        reach = self.reach
        _kernels.gather_rows(words, begin, end, reach.window, reach.stop, reach.directed, low, high, places, partners)
