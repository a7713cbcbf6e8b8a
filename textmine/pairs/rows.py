"""Counts the pairs of a text row by row, in bounded memory, with several threads or on workers.

A row is all pairs with the same first item. Where all pairs fit into the memory, the rows are counted in ranges, one a
thread, each of which reads the whole text. Where they do not, the text is cut into partitions: the pairs of each are
counted and stored row by row, and the rows of all partitions are then added up, a range of rows at a time. So the cost
is linear in the text however little memory there is. Workers do the latter (spreading.py). Counts are whole numbers:
neither memory nor threads nor workers change the result by a byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from typing import Any, Protocol, TypeVar

import numpy as np

from textmine.arraytypes import Ids, Longs
from textmine.engine import Engine
from textmine.pairs import _kernels
from textmine.text.arrays import GrowingArray, default_memory, ranges, release

__all__ = ["Counted", "Pairing", "add_rows", "count_ends", "count_part", "count_rows", "row_ranges"]

_BYTES_A_PAIR = 48  # in a range: a partner, a row and a count, the same in order, and the keys they are sorted by
_SHARE = 6  # of the memory, the part that the pairs counted at a time take
_STRETCH = 1 << 18  # items of the text whose pairs are numbered at a time when it is cut into partitions
_LARGE = 1 << 31

Counted = tuple[Ids, Ids, Longs]
_Result = TypeVar("_Result")


class Pairing(Protocol):
    """What a pair of items of a text is; it is sent to workers."""

    @property
    def n_rows(self) -> int:
        """Number of first items."""

    @property
    def n_columns(self) -> int:
        """Number of second items."""

    def ends(self, words: Ids, begin: int, end: int) -> tuple[Longs, Longs]:
        """Return how many of the pairs whose first place is in a range have each item as their first, and second."""

    def sizes(self, first: Longs, second: Longs) -> Longs:
        """Return int64[n_rows]: the pairs of each row, from what `ends` returned."""

    def gather(self, words: Ids, begin: int, end: int, low: int, high: int, places: Longs, partners: Ids) -> None:
        """Write the partners of some rows in a range, as `gather_rows` of the kernels does."""


def count_ends(words: Ids, pairing: Pairing, *, threads: int = 1, engine: Engine | None = None) -> tuple[Longs, Longs]:
    """Return int64[n] twice: how many pairs of a text have each item as their first, and as their second.

    Parameters
    ----------
    words
        int32[n]: the text.
    pairing
        What a pair is.
    threads
        Number of ranges counted in parallel.
    engine
        Where they are counted, if that is in other processes.
    """
    if engine is not None and engine.apart:
        from textmine.pairs.spreading import spread_ends

        return spread_ends(words, pairing, engine)
    with ThreadPoolExecutor(threads) as pool:
        edges = [len(words) * i // threads for i in range(threads + 1)]
        found = list(pool.map(partial(pairing.ends, words), *_edges(edges)))
    return sum((first for first, _ in found[1:]), found[0][0]), sum((second for _, second in found[1:]), found[0][1])


def count_rows(
    words: Ids,
    pairing: Pairing,
    sizes: Longs,
    min_count: int = 1,
    *,
    threads: int = 1,
    memory: int | None = None,
    engine: Engine | None = None,
) -> Iterator[Counted]:
    """Yield rows, columns and counts of the pairs that occur `min_count` times or more, by row, then column.

    Parameters
    ----------
    words
        int32[n]: the text.
    pairing
        What a pair is.
    sizes
        int64[n_rows]: number of pairs of each row in the whole text.
    min_count
        Least number of occurrences.
    threads
        Number of ranges counted in parallel.
    memory
        Bytes to use; None means a quarter of the machine's memory. A sixth of it goes to pairs.
    engine
        Where they are counted, if that is in other processes.
    """
    if engine is not None and engine.apart:
        from textmine.pairs.spreading import spread_rows

        yield from spread_rows(words, pairing, sizes, min_count, engine)
        return
    budget = (default_memory() if memory is None else memory) // (_SHARE * _BYTES_A_PAIR * threads)
    with ThreadPoolExecutor(threads) as pool:
        if int(sizes.sum()) <= budget * threads:
            bounds = row_ranges(sizes, -(-int(sizes.sum()) // threads))
            yield from pool.map(partial(_range, words, pairing, 0, len(words), sizes, min_count), *_edges(bounds))
            return
        stored = _store(words, pairing, max(budget, 4 * pairing.n_rows), int(sizes.max()), pool, threads)
        bounds = row_ranges(stored.sizes, budget)
        yield from _few_at_a_time(
            pool, threads, partial(_sum, stored, min_count, pairing.n_columns), zip(*_edges(bounds), strict=True)
        )


@dataclass(frozen=True, slots=True)
class _Stored:
    """Counted pairs of each partition, row by row, one partition behind the other.

    Attributes
    ----------
    partners, counts
        Column and count of each pair.
    ends
        int64[p, n_rows]: where each row of each partition ends.
    sizes
        int64[n_rows]: number of stored pairs of each row, of all partitions.
    """

    partners: Ids
    counts: Any
    ends: Longs
    sizes: Longs


def _store(words: Ids, pairing: Pairing, budget: int, largest: int, pool: Executor, threads: int) -> _Stored:
    partners, counts = GrowingArray(0), GrowingArray(0, np.int32 if largest < _LARGE else np.int64)
    ends, sizes, at = GrowingArray(0, np.int64), np.zeros(pairing.n_rows, dtype=np.int64), 0
    partitions = _partitions(words, pairing, budget)
    for parts in _few_at_a_time(pool, threads, partial(_partition, words, pairing, budget), partitions):
        n_of_row = np.zeros(pairing.n_rows, dtype=np.int64)
        for rows, columns, numbers in parts:
            n_of_row += np.bincount(rows, minlength=pairing.n_rows)
            partners.append(columns)
            counts.append(numbers)
        sizes += n_of_row
        ends.append(at + np.cumsum(n_of_row))
        at = len(partners)
    return _Stored(partners.finish(), counts.finish(), ends.finish().reshape(-1, pairing.n_rows), sizes)


def _partitions(words: Ids, pairing: Pairing, budget: int) -> Iterator[tuple[int, int, Longs]]:
    """Yield begin and end of partitions of at most `budget` pairs, or of one stretch, and the sizes of their rows."""
    begin, sizes, n_pairs = 0, np.zeros(pairing.n_rows, dtype=np.int64), 0
    for low in range(0, len(words), _STRETCH):
        more = pairing.sizes(*pairing.ends(words, low, min(low + _STRETCH, len(words))))
        if n_pairs and n_pairs + int(more.sum()) > budget:
            yield begin, low, sizes
            begin, sizes, n_pairs = low, np.zeros(pairing.n_rows, dtype=np.int64), 0
        sizes += more
        n_pairs += int(more.sum())
    yield begin, len(words), sizes


def _partition(words: Ids, pairing: Pairing, budget: int, part: tuple[int, int, Longs]) -> list[Counted]:
    """Return the counted pairs of a partition, range by range of its rows."""
    return list(count_part(words, pairing, *part, budget))


def count_part(words: Ids, pairing: Pairing, begin: int, end: int, sizes: Longs, budget: int) -> Iterator[Counted]:
    """Yield rows, columns and counts of all pairs of a partition in order, at most `budget` pairs or one row at a time.

    Parameters
    ----------
    words, pairing
        The text, and what a pair is.
    begin, end
        Where the partition begins and ends.
    sizes
        int64[n_rows]: number of pairs of each row in the partition.
    budget
        Number of pairs.
    """
    for low, high in pairwise(row_ranges(sizes, budget)):
        yield _range(words, pairing, begin, end, sizes, 1, low, high)


def _range(
    words: Ids, pairing: Pairing, begin: int, end: int, sizes: Longs, min_count: int, low: int, high: int
) -> Counted:
    """Return rows, columns and counts of the pairs of a range of rows in a range of the text, in order."""
    ends = np.cumsum(sizes[low:high])
    places = ends - sizes[low:high]
    size = int(ends[-1]) if len(ends) else 0
    partners, rows, counts = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64)
    for first, last in ranges(words, begin, end):
        pairing.gather(words, first, last, low, high, places, partners)
        release(words)
    seen = np.zeros(pairing.n_columns, np.int64)
    written, _ = _kernels.count_rows(ends, min_count, seen, partners, rows, counts)
    return _in_order(rows[:written], partners[:written], counts[:written], low)


def _sum(stored: _Stored, min_count: int, n_columns: int, edges: tuple[int, int]) -> Counted:
    """Return rows, columns and counts of the pairs of a range of rows, all partitions added up, in order."""
    low, high = edges
    return add_rows(_slices(stored, low, high), stored.sizes[low:high], min_count, n_columns, low)


def _slices(stored: _Stored, low: int, high: int) -> Iterator[tuple[Longs, Ids, Longs]]:
    for number in range(len(stored.ends)):
        first = int(stored.ends[number, low - 1]) if low else int(stored.ends[number - 1, -1]) if number else 0
        ends = stored.ends[number, low:high] - first
        here = slice(first, first + int(ends[-1]))
        yield ends, stored.partners[here], stored.counts[here].astype(np.int64)
        release(stored.partners, stored.counts, stored.ends)


def add_rows(
    parts: Iterable[tuple[Longs, Ids, Longs]], sizes: Longs, min_count: int, n_columns: int, low: int
) -> Counted:
    """Return rows, columns and counts of the pairs of a range of rows, all partitions added up, in order.

    Parameters
    ----------
    parts
        Of each partition: int64[r], where each row ends, and the partners and counts of these rows.
    sizes
        int64[r]: room for the pairs of each row, as many as all partitions have together or more.
    min_count
        Least number of occurrences.
    n_columns
        Number of second items.
    low
        First row of the range.
    """
    begins = np.cumsum(sizes) - sizes
    places, size = begins.copy(), int(sizes.sum())
    partners, rows, counts = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64)
    for ends, columns, numbers in parts:
        _kernels.place_rows(columns, numbers, ends, places, partners, counts)
    written = _kernels.sum_rows(begins, places, min_count, np.zeros(n_columns, np.int64), partners, rows, counts)
    return _in_order(rows[:written], partners[:written], counts[:written], low)


def _in_order(rows: Ids, columns: Ids, counts: Longs, low: int) -> Counted:
    keys = rows.astype(np.int64)
    keys <<= 32
    keys |= columns
    order = np.argsort(keys)
    keys = keys[order]
    columns = keys.astype(np.int32)  # the low half
    keys >>= 32
    keys += low
    return keys.astype(np.int32), columns, counts[order]


def _few_at_a_time(
    pool: Executor, threads: int, task: Callable[[Any], _Result], arguments: Iterable[Any]
) -> Iterator[_Result]:
    """Yield results in order; `pool.map` would begin all of them, and hold those that nobody has asked for."""
    arguments = iter(arguments)
    while some := list(islice(arguments, threads)):
        yield from pool.map(task, some)


def _edges(bounds: list[int]) -> tuple[list[int], list[int]]:
    return bounds[:-1], bounds[1:]


def row_ranges(sizes: Longs, budget: int) -> list[int]:
    """Cut the rows into ranges of at most `budget` pairs, or of one row; return the first rows and the end."""
    bounds, room = [0], 0
    for row, size in enumerate(sizes.tolist()):
        if room + size > budget and row > bounds[-1]:
            bounds.append(row)
            room = 0
        room += size
    return [*bounds, len(sizes)]
