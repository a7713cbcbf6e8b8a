"""The part of counting that reads runs: one range of n-grams of a level, from the files of all partitions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams.runs import _kernels
from textmine.ngrams.runs.rooms import room
from textmine.ngrams.runs.writing import run_path
from textmine.text.spool import DiskErrors

__all__ = ["MergedRange", "merge_range"]


@dataclass(frozen=True, slots=True)
class MergedRange:
    """What is known of a range of n-grams; arrays over these n-grams, with the names of `Level`.

    Attributes
    ----------
    pairs, pair_counts
        uint64[m] and int64[m]: sorted keys of the n-grams that are one unit longer, and their counts.
    """

    right_entropy: NDArray[np.float64]
    right_breaks: NDArray[np.int64]
    left_entropy: NDArray[np.float64]
    left_breaks: NDArray[np.int64]
    documents: NDArray[np.int64]
    marked: NDArray[np.int64]
    pairs: NDArray[np.uint64]
    pair_counts: NDArray[np.int64]


def merge_range(
    folder: str,
    length: int,
    slices: NDArray[np.int64],
    documents_of: NDArray[np.int64],
    low: int,
    totals: NDArray[np.int64],
    min_count: int,
) -> MergedRange:
    """Merge the runs of one range of n-grams.

    Parameters
    ----------
    folder, length
        Where the runs are, and of which level.
    slices
        int64[p, s, 2]: begin and end of the range in each stream of each partition.
    documents_of
        int64[2, p]: the first and the last document of each partition.
    low
        First n-gram of the range.
    totals
        int64[g]: counts of the n-grams of the range.
    min_count
        Least count of n-grams that are one unit longer.
    """
    size = len(totals)
    entropies, integers = np.zeros((2, size)), np.zeros((4, size), dtype=np.int64)
    n_live = int(totals[totals >= min_count].sum())
    pairs, pair_counts = _merge(folder, length, slices[:, 0], low, totals, min_count, n_live, entropies[0], integers[0])
    if slices.shape[1] > 1:
        _merge(folder, length, slices[:, 1], low, totals, n_live + 1, n_live, entropies[1], integers[1])
        data, at, ends = _read(folder, length, slices[:, 2])
        opened = np.full(size, -1, dtype=np.int32)
        first, last = documents_of
        _kernels.add_documents(data, at, ends, first, last, opened, integers[2], integers[3])
    return MergedRange(
        right_entropy=entropies[0],
        right_breaks=integers[0],
        left_entropy=entropies[1],
        left_breaks=integers[1],
        documents=integers[2],
        marked=integers[3],
        pairs=pairs,
        pair_counts=pair_counts,
    )


def _merge(
    folder: str,
    length: int,
    slices: NDArray[np.int64],
    low: int,
    totals: NDArray[np.int64],
    min_count: int,
    n_live: int,
    entropy: NDArray[np.float64],
    breaks: NDArray[np.int64],
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Fill in entropies and breaks of one side; return the frequent pairs and their counts."""
    data, at, ends = _read(folder, length, slices)
    n_streams = 1 << (len(at) - 1).bit_length()
    empty = np.zeros(n_streams - len(at), dtype=np.int64)
    at, ends = np.append(at, empty), np.append(ends, empty)
    keys = np.full(n_streams, low << 32, dtype=np.uint64)
    counts = np.zeros(n_streams, dtype=np.int64)
    winners, losers = np.zeros(2 * n_streams, dtype=np.int32), np.zeros(n_streams, dtype=np.int32)
    most = min(n_live // min_count, len(data)) + 1
    pairs, pair_counts = room("pairs", most, np.uint64), room("pair counts", most, np.int64)
    n = _kernels.merge_runs(
        data, at, ends, keys, counts, winners, losers, low, min_count, totals, entropy, breaks, pairs, pair_counts
    )
    return pairs[:n].copy(), pair_counts[:n].copy()


def _read(
    folder: str, length: int, slices: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]:
    """Return the bytes of one stream of all partitions, and where each begins and ends in them."""
    sizes = slices[:, 1] - slices[:, 0]
    ends = np.cumsum(sizes)
    data = room("bytes", int(ends[-1]), np.uint8)
    for number, (begin, end) in enumerate(zip((ends - sizes).tolist(), ends.tolist(), strict=True)):
        if end == begin:
            continue
        with DiskErrors(), open(run_path(folder, length, number), "rb") as file:
            file.seek(int(slices[number, 0]))
            if file.readinto(data[begin:end]) != end - begin:  # type: ignore[arg-type]
                raise OSError(0, "a file of counts was cut short")
    return data, ends - sizes, ends
