"""Counts the pairs of a text row by row, in bounded memory and with several threads.

A row is all pairs with the same first item. Where all pairs fit into the memory, the rows are counted in ranges, one a
thread, each of which reads the whole text. Where they do not, the text is cut into partitions: the pairs of each are
counted and stored row by row, and the rows of all partitions are then added up, a range of rows at a time. So the cost
is linear in the text however little memory there is. Counts are whole numbers: neither memory nor threads change the
result by a byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from typing import Any, TypeVar

import numpy as np

from textmine.arraytypes import Ids, Longs
from textmine.pairs import _kernels
from textmine.text.arrays import GrowingArray, default_memory, ranges, release

__all__ = ["Counted", "RowPairs", "count_rows", "row_sizes"]

_BYTES_A_PAIR = 48  # in a range: a partner, a row and a count, the same in order, and the keys they are sorted by
_SHARE = 6  # of the memory, the part that the pairs counted at a time take
_STRETCH = 1 << 18  # items of the text whose pairs are numbered at a time when it is cut into partitions
_LARGE = 1 << 31

Counted = tuple[Ids, Ids, Longs]
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class RowPairs:
    """The pairs of a text.

    Attributes
    ----------
    words
        int32[n]: the text.
    n_rows, n_columns
        Numbers of first and of second items.
    sizes
        Function that returns int64[n_rows]: the pairs of each row whose first place is in a range, given as (begin,
        end).
    gather
        Function that writes the partners of some rows in a range: gather(begin, end, low, high, places, partners), as
        `gather_rows` of the kernels does.
    """

    words: Ids
    n_rows: int
    n_columns: int
    sizes: Callable[[int, int], Longs]
    gather: Callable[[int, int, int, int, Longs, Ids], None]


def row_sizes(pairs: RowPairs, sizes: Callable[[int, int], Any], pool: Executor, threads: int) -> list[Any]:
    """Return the results of `sizes`, a function of a range of the text, for as many ranges as there are threads."""
    return list(pool.map(sizes, *zip(*_parts(len(pairs.words), threads), strict=True)))


def count_rows(
    pairs: RowPairs, sizes: Longs, min_count: int = 1, *, threads: int = 1, memory: int | None = None
) -> Iterator[Counted]:
    """Yield rows, columns and counts of the pairs that occur `min_count` times or more, by row, then column.

    Parameters
    ----------
    pairs
        The pairs.
    sizes
        int64[n_rows]: number of pairs of each row in the whole text.
    min_count
        Least number of occurrences.
    threads
        Number of ranges counted in parallel.
    memory
        Bytes to use; None means a quarter of the machine's memory. A sixth of it goes to pairs.
    """
    budget = (default_memory() if memory is None else memory) // (_SHARE * _BYTES_A_PAIR * threads)
    with ThreadPoolExecutor(threads) as pool:
        if int(sizes.sum()) <= budget * threads:
            bounds = _row_ranges(sizes, -(-int(sizes.sum()) // threads))
            yield from pool.map(partial(_range, pairs, 0, len(pairs.words), sizes, min_count), *_edges(bounds))
            return
        stored = _store(pairs, max(budget, 4 * pairs.n_rows), int(sizes.max()), pool, threads)
        bounds = _row_ranges(stored.sizes, budget)
        yield from _few_at_a_time(
            pool, threads, partial(_sum, stored, min_count, pairs.n_columns), zip(*_edges(bounds), strict=True)
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


def _store(pairs: RowPairs, budget: int, largest: int, pool: Executor, threads: int) -> _Stored:
    partners, counts = GrowingArray(0), GrowingArray(0, np.int32 if largest < _LARGE else np.int64)
    ends, sizes, at = GrowingArray(0, np.int64), np.zeros(pairs.n_rows, dtype=np.int64), 0
    for parts in _few_at_a_time(pool, threads, partial(_partition, pairs, budget), _partitions(pairs, budget)):
        n_of_row = np.zeros(pairs.n_rows, dtype=np.int64)
        for rows, columns, numbers in parts:
            n_of_row += np.bincount(rows, minlength=pairs.n_rows)
            partners.append(columns)
            counts.append(numbers)
        sizes += n_of_row
        ends.append(at + np.cumsum(n_of_row))
        at = len(partners)
    return _Stored(partners.finish(), counts.finish(), ends.finish().reshape(-1, pairs.n_rows), sizes)


def _partitions(pairs: RowPairs, budget: int) -> Iterator[tuple[int, int, Longs]]:
    """Yield begin and end of partitions of at most `budget` pairs, or of one stretch, and the sizes of their rows."""
    begin, sizes, n_pairs = 0, np.zeros(pairs.n_rows, dtype=np.int64), 0
    for low in range(0, len(pairs.words), _STRETCH):
        more = pairs.sizes(low, min(low + _STRETCH, len(pairs.words)))
        release(pairs.words)
        if n_pairs and n_pairs + int(more.sum()) > budget:
            yield begin, low, sizes
            begin, sizes, n_pairs = low, np.zeros(pairs.n_rows, dtype=np.int64), 0
        sizes += more
        n_pairs += int(more.sum())
    yield begin, len(pairs.words), sizes


def _partition(pairs: RowPairs, budget: int, part: tuple[int, int, Longs]) -> list[Counted]:
    """Return the counted pairs of a partition, range by range of its rows."""
    begin, end, sizes = part
    bounds = _row_ranges(sizes, budget)
    return [_range(pairs, begin, end, sizes, 1, low, high) for low, high in pairwise(bounds)]


def _range(pairs: RowPairs, begin: int, end: int, sizes: Longs, min_count: int, low: int, high: int) -> Counted:
    """Return rows, columns and counts of the pairs of a range of rows in a range of the text, in order."""
    ends = np.cumsum(sizes[low:high])
    places = ends - sizes[low:high]
    size = int(ends[-1]) if len(ends) else 0
    partners, rows, counts = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64)
    for first, last in ranges(pairs.words, begin, end):
        pairs.gather(first, last, low, high, places, partners)
        release(pairs.words)
    seen = np.zeros(pairs.n_columns, np.int64)
    written, _ = _kernels.count_rows(ends, min_count, seen, partners, rows, counts)
    return _in_order(rows[:written], partners[:written], counts[:written], low)


def _sum(stored: _Stored, min_count: int, n_columns: int, edges: tuple[int, int]) -> Counted:
    """Return rows, columns and counts of the pairs of a range of rows, all partitions added up, in order."""
    low, high = edges
    ends = np.cumsum(stored.sizes[low:high])
    places = ends - stored.sizes[low:high]
    size = int(ends[-1])
    partners, rows, counts = np.empty(size, np.int32), np.empty(size, np.int32), np.empty(size, np.int64)
    for number in range(len(stored.ends)):
        ends_here = np.ascontiguousarray(stored.ends[number, low:high])
        first = int(stored.ends[number, low - 1]) if low else int(stored.ends[number - 1, -1]) if number else 0
        last = int(ends_here[-1])
        here = stored.partners[first:last], stored.counts[first:last].astype(np.int64)
        _kernels.place_rows(*here, ends_here - first, places, partners, counts)
        release(stored.partners, stored.counts, stored.ends)
    written = _kernels.sum_rows(ends, min_count, np.zeros(n_columns, np.int64), partners, rows, counts)
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


def _parts(size: int, n: int) -> list[tuple[int, int]]:
    return list(pairwise([size * i // n for i in range(n + 1)]))


def _edges(bounds: list[int]) -> tuple[list[int], list[int]]:
    return bounds[:-1], bounds[1:]


def _row_ranges(sizes: Longs, budget: int) -> list[int]:
    """Cut the rows into ranges of at most `budget` pairs, or of one row; return the first rows and the end."""
    bounds, room = [0], 0
    for row, size in enumerate(sizes.tolist()):
        if room + size > budget and row > bounds[-1]:
            bounds.append(row)
            room = 0
        room += size
    return [*bounds, len(sizes)]
