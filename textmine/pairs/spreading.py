"""Counts the pairs of a text on an engine: runs of each partition, then sums of each range of rows."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from textmine.arraytypes import Ids, Longs
from textmine.engine import Engine
from textmine.pairs.rows import Counted, Pairing, add_rows, count_part, row_ranges
from textmine.text.arrays import Handle, handle, release, spooled
from textmine.text.spool import DiskErrors, work_folder

__all__ = ["part_ends", "spread_ends", "spread_rows", "sum_rows", "write_rows"]

_PART = 1 << 20  # items of a partition
_PAIRS = 1 << 20  # pairs that a task counts at a time, 48 bytes each
_LEAST_PAIRS = 1 << 14  # a smaller range of rows costs more to open than to add up


def spread_ends(words: Ids, pairing: Pairing, engine: Engine) -> tuple[Longs, Longs]:
    """Return what `count_ends` does."""
    shared = spooled(words)
    first, second = pairing.ends(words, 0, 0)
    for some in engine.run(part_ends, ((handle(shared), pairing, *part) for _, *part in _parts(words))):
        first += some[0]
        second += some[1]
    return first, second


def spread_rows(words: Ids, pairing: Pairing, sizes: Longs, min_count: int, engine: Engine) -> Iterator[Counted]:
    """Yield what `count_rows` does."""
    shared, parts = spooled(words), _parts(words)
    with work_folder("pairs") as folder:
        for _ in engine.run(write_rows, ((folder, handle(shared), pairing, *part) for part in parts)):
            pass
        total = int(sizes.sum())
        budget = min(_PAIRS, max(-(-total // (2 * engine.size)), _LEAST_PAIRS))
        bounds = row_ranges(sizes, budget)
        tasks = (
            (folder, len(parts), low, sizes[low:high], pairing.n_rows, pairing.n_columns, min_count)
            for low, high in pairwise(bounds)
        )
        for low, written in zip(bounds, engine.run(sum_rows, tasks), strict=False):
            yield _read_sums(folder, low, written)


def _parts(words: Ids) -> list[tuple[int, int, int]]:
    """Return number, begin and end of the partitions of a text."""
    starts = range(0, max(len(words), 1), _PART)
    return [(number, start, min(start + _PART, len(words))) for number, start in enumerate(starts)]


def part_ends(words: Handle, pairing: Pairing, begin: int, end: int) -> tuple[Longs, Longs]:
    """Return what `Pairing.ends` does for a partition."""
    return pairing.ends(words.open(), begin, end)


def write_rows(folder: str, words: Handle, pairing: Pairing, number: int, begin: int, end: int) -> None:
    """Count the pairs of a partition and write them, row by row, to a file: ends of the rows, partners, counts."""
    opened = words.open()
    sizes = pairing.sizes(*pairing.ends(opened, begin, end))
    parts = list(count_part(opened, pairing, begin, end, sizes, _PAIRS))
    n_of_row = sum((np.bincount(rows, minlength=pairing.n_rows) for rows, *_ in parts), np.zeros(pairing.n_rows, int))
    columns = [np.cumsum(n_of_row), *(columns for _, columns, _ in parts), *(counts for *_, counts in parts)]
    _write(folder, f"rows-{number}", columns)
    release(opened)


def sum_rows(folder: str, n_parts: int, low: int, sizes: Longs, n_rows: int, n_columns: int, min_count: int) -> int:
    """Add up a range of rows of all partitions and write what occurs often enough; return the number of pairs.

    Parameters
    ----------
    folder, n_parts
        Where the partitions are, and how many.
    low
        First row of the range.
    sizes
        int64[r]: how often pairs of each of its rows occur.
    n_rows, n_columns
        Numbers of first and of second items.
    min_count
        Least number of occurrences of a pair.
    """
    parts = (_read_rows(os.path.join(folder, f"rows-{i}"), n_rows, low, low + len(sizes)) for i in range(n_parts))
    found = add_rows(parts, sizes, min_count, n_columns, low)
    _write(folder, f"sums-{low}", found)
    return len(found[0])


def _read_rows(path: str, n_rows: int, low: int, high: int) -> tuple[Longs, Ids, Longs]:
    """Return ends, partners and counts of some rows of a partition."""
    ends = _read(path, np.int64, high - low, 8 * low)
    before = int(_read(path, np.int64, 1, 8 * (low - 1))[0]) if low else 0
    size = int(_read(path, np.int64, 1, 8 * (n_rows - 1))[0])
    n = int(ends[-1]) - before
    partners = _read(path, np.int32, n, 8 * n_rows + 4 * before)
    return ends - before, partners, _read(path, np.int64, n, 8 * n_rows + 4 * size + 8 * before)


def _read_sums(folder: str, low: int, size: int) -> Counted:
    """Return rows, columns and counts of a range of rows, and remove its file."""
    path = os.path.join(folder, f"sums-{low}")
    rows, columns = _read(path, np.int32, size, 0), _read(path, np.int32, size, 4 * size)
    counts = _read(path, np.int64, size, 8 * size)
    os.unlink(path)
    return rows, columns, counts


def _read(path: str, dtype: DTypeLike, size: int, offset: int) -> NDArray[Any]:
    with DiskErrors(folder=path):
        return np.fromfile(path, dtype, size, offset=offset)


def _write(folder: str, name: str, arrays: list[NDArray[Any]] | Counted) -> None:
    """Write arrays one behind the other; the file appears whole, whichever of two equal tasks writes it."""
    path = os.path.join(folder, name)
    unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}"
    with DiskErrors(folder=folder):
        with open(unfinished, "wb") as file:
            for array in arrays:
                file.write(np.ascontiguousarray(array).data)
        os.replace(unfinished, path)
