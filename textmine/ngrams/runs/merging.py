"""The part of counting that reads runs: one range of n-grams of a level, from the files of all partitions."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams.runs import _kernels
from textmine.ngrams.runs.rooms import room
from textmine.ngrams.runs.writing import run_path
from textmine.text.arrays import Handle, release
from textmine.text.spool import DiskErrors

__all__ = ["LevelColumns", "RunRange", "merge_range", "read_pairs"]


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """The columns of a level that its runs fill, by the names of `Level`; each task writes to its range of n-grams."""

    right_entropy: Handle
    right_breaks: Handle
    left_entropy: Handle
    left_breaks: Handle
    documents: Handle
    marked: Handle


@dataclass(frozen=True, slots=True)
class RunRange:
    """A range of n-grams of a level in the files of all partitions.

    Attributes
    ----------
    folder, length
        Where the runs are, and of which level.
    number
        Number of the range.
    slices
        int64[p, s, 2]: begin and end of the range in each stream of each partition.
    first, last
        int64[p]: the first and the last document of each partition.
    low
        First n-gram of the range.
    totals
        int64[g]: counts of the n-grams of the range.
    min_count
        Least count of n-grams that are one unit longer.
    """

    folder: str
    length: int
    number: int
    slices: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    low: int
    totals: NDArray[np.int64]
    min_count: int


def merge_range(runs: RunRange, columns: LevelColumns | None) -> None:
    """Merge the runs of a range of n-grams, and fill their columns; write the frequent pairs to a file.

    Parameters
    ----------
    runs
        The range.
    columns
        Where to write; None if only the frequent pairs are wanted.
    """
    size = len(runs.totals)
    entropies, integers = np.zeros((2, size)), np.zeros((4, size), dtype=np.int64)
    pairs, counts = _merge(runs, 0, runs.min_count, entropies[0], integers[0])
    _write_pairs(runs, pairs, counts)
    if columns is None:
        return
    never = int(runs.totals.sum()) + 1
    _merge(runs, 1, never, entropies[1], integers[1])
    data, at, ends = _read(runs, 2)
    opened = np.full(size, -1, dtype=np.int32)
    _kernels.add_documents(data, at, ends, runs.first, runs.last, opened, integers[2], integers[3])
    names = ("right_entropy", "left_entropy", "right_breaks", "left_breaks", "documents", "marked")
    for name, values in zip(names, (*entropies, *integers), strict=True):
        column = getattr(columns, name).open()
        column[runs.low : runs.low + size] = values
        release(column)


def read_pairs(folder: str, length: int, number: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the frequent pairs of a range as sorted keys, and their counts."""
    with DiskErrors(), open(_pairs_path(folder, length, number), "rb") as file:
        n = os.fstat(file.fileno()).st_size // 16
        return np.fromfile(file, dtype=np.uint64, count=n), np.fromfile(file, dtype=np.int64, count=n)


def _write_pairs(runs: RunRange, pairs: NDArray[np.uint64], counts: NDArray[np.int64]) -> None:
    path = _pairs_path(runs.folder, runs.length, runs.number)
    unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}"
    with DiskErrors():
        with open(unfinished, "wb") as file:
            file.write(pairs.data)
            file.write(counts.data)
        os.replace(unfinished, path)


def _pairs_path(folder: str, length: int, number: int) -> str:
    return os.path.join(folder, f"{length}.{number}.pairs")


def _merge(
    runs: RunRange, stream: int, min_count: int, entropy: NDArray[np.float64], breaks: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Fill in entropies and breaks of one side; return the frequent pairs and their counts."""
    data, at, ends = _read(runs, stream)
    n_streams = 1 << (len(at) - 1).bit_length()
    empty = np.zeros(n_streams - len(at), dtype=np.int64)
    at, ends = np.append(at, empty), np.append(ends, empty)
    keys = np.full(n_streams, runs.low << 32, dtype=np.uint64)
    counts = np.zeros(n_streams, dtype=np.int64)
    winners, losers = np.zeros(2 * n_streams, dtype=np.int32), np.zeros(n_streams, dtype=np.int32)
    most = min(int(runs.totals.sum()) // min_count, len(data)) + 1
    pairs, pair_counts = room("pairs", most, np.uint64), room("pair counts", most, np.int64)
    n = _kernels.merge_runs(
        data,
        at,
        ends,
        keys,
        counts,
        winners,
        losers,
        runs.low,
        min_count,
        runs.totals,
        entropy,
        breaks,
        pairs,
        pair_counts,
    )
    return pairs[:n], pair_counts[:n]


def _read(runs: RunRange, stream: int) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Return the bytes of one stream of all partitions, and where each begins and ends in them."""
    slices = runs.slices[:, stream]
    sizes = slices[:, 1] - slices[:, 0]
    ends = np.cumsum(sizes)
    data = room("bytes", int(ends[-1]), np.uint8)
    for number, (begin, end) in enumerate(zip((ends - sizes).tolist(), ends.tolist(), strict=True)):
        if end > begin:
            with DiskErrors(), open(run_path(runs.folder, runs.length, number), "rb") as file:
                file.seek(int(slices[number, 0]))
                if file.readinto(data[begin:end].data) != end - begin:
                    raise OSError(0, "a file of counts was cut short")
    return data, ends - sizes, ends
