"""The part of counting that reads text: the runs of one level in one partition, written to a file."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import _kernels
from textmine.ngrams.runs import _kernels as run_kernels
from textmine.ngrams.runs.rooms import room
from textmine.text.arrays import Handle, release
from textmine.text.spool import DiskErrors

__all__ = ["LevelText", "RunFile", "run_path", "unit_counts", "write_level"]

_BYTES = 16  # of a run, at most


@dataclass(frozen=True, slots=True)
class LevelText:
    """A text and the n-grams of one length in it: all that a partition needs to find its own.

    Attributes
    ----------
    folder
        Where the runs are written.
    length
        Units of an n-gram.
    units
        int32[n]: the text.
    unit_counts
        int64[A]: how often each unit occurs.
    grams_before, grams
        int32[n]: the n-gram at each place, one unit shorter and of this length; the second is filled. The first is
        None for the shortest two lengths.
    first_child, last
        The n-grams of this length as children of those before; None for single units.
    bounds
        int64[R + 1]: where the ranges of n-grams begin that are merged apart from each other.
    document_ends, marks
        int64[d] and uint8[n + 1], as `count_ngrams` has them; None where they are not counted.
    min_count
        Least number of occurrences.
    """

    folder: str
    length: int
    units: Handle
    unit_counts: Handle
    grams_before: Handle | None
    grams: Handle
    first_child: Handle | None
    last: Handle | None
    bounds: NDArray[np.int64]
    document_ends: Handle | None
    marks: Handle | None
    min_count: int


@dataclass(frozen=True, slots=True)
class RunFile:
    """What is in the file of a partition.

    Attributes
    ----------
    cuts
        int64[s, R + 1]: where the slices of each stream begin: right neighbours, left neighbours, documents.
    first, last
        The first and the last document of the partition.
    """

    cuts: NDArray[np.int64]
    first: int
    last: int


def run_path(folder: str, length: int, number: int) -> str:
    """Return the file of a partition."""
    return os.path.join(folder, f"{length}.{number}.runs")


def unit_counts(units: Handle, size: int, begin: int, end: int) -> NDArray[np.int64]:
    """Return int64[size]: how often each of the first units occurs from `begin` to `end` - 1."""
    text = units.open()
    grams = np.ascontiguousarray(text[begin:end])
    release(text)
    return np.bincount(grams[(grams >= 0) & (grams < size)], minlength=size)


def write_level(text: LevelText, number: int, begin: int, end: int) -> RunFile:
    """Find the n-grams of a level from `begin` to `end` - 1, and write their runs to the file of partition `number`.

    An n-gram belongs to the partition in which it begins; its neighbours may lie in others.

    Raises
    ------
    InputError
        The disk is full.
    """
    units, grams = text.units.open(), text.grams.open()
    _find(text, units, grams, begin, end)
    ends = None if text.document_ends is None else text.document_ends.open()
    path = run_path(text.folder, text.length, number)
    # Two workers may have the same task, if one was believed to be dead.
    unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}"
    cuts, at = [], 0
    with DiskErrors():
        with open(unfinished, "wb") as file:
            for data, pieces in _streams(text, units, grams, ends, begin, end):
                file.write(data.data)
                cuts.append(at + pieces)
                at += len(data)
        os.replace(unfinished, path)
    first, last = (0, 0) if ends is None else _documents_of(ends, begin, end)
    return RunFile(np.array(cuts), first, last)


def _find(text: LevelText, units: NDArray[np.int32], grams: NDArray[np.int32], begin: int, end: int) -> None:
    """Fill in the n-grams of the partition."""
    if text.grams_before is None:
        _kernels.start(units, begin, end, text.unit_counts.open(), text.min_count, grams)
    else:
        before = text.grams_before.open()
        grams[begin:end] = before[begin:end]
        release(before)
    if text.first_child is not None and text.last is not None:
        _kernels.descend(units, grams, begin, end, text.length - 1, text.first_child.open(), text.last.open())


def _streams(
    text: LevelText,
    units: NDArray[np.int32],
    grams: NDArray[np.int32],
    ends: NDArray[np.int64] | None,
    begin: int,
    end: int,
) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.int64]]]:
    """Yield the streams of a partition, and where their slices begin; each is used before the next is made."""
    yield _runs(text, units, grams, text.length, begin, end)
    if ends is not None:
        yield _runs(text, units, grams, -1, begin, end)
        release(units)
        yield _documents(text, grams, ends, begin, end)
    release(units, grams)


def _runs(
    text: LevelText, units: NDArray[np.int32], grams: NDArray[np.int32], offset: int, begin: int, end: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    keys = room("keys", end - begin + 1, np.uint64)
    n_keys = _kernels.collect_keys(units, grams, begin, end, offset, 0, 2**31 - 1, keys, 0)
    keys = keys[:n_keys]
    keys.sort()
    cuts = np.empty(len(text.bounds), dtype=np.int64)
    data = room("bytes", _BYTES * n_keys, np.uint8)
    return data[: run_kernels.write_runs(keys, text.bounds, data, cuts)], cuts


def _documents(
    text: LevelText, grams: NDArray[np.int32], ends: NDArray[np.int64], begin: int, end: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return documents and marked occurrences of the n-grams of a partition."""
    size = int(text.bounds[-1])
    counted: list[NDArray[Any]] = []
    for name, dtype, value in (("documents", np.int64, 0), ("marked", np.int64, 0), ("latest", np.int32, -1)):
        counted.append(room(name, size, dtype))
        counted[-1].fill(value)
    documents, marked, latest = counted
    continued = np.zeros(size, dtype=np.uint8)
    first, last = _documents_of(ends, begin, end)
    place = begin
    if begin > (int(ends[first - 1]) if first else 0):
        place = min(end, int(ends[first]))
        _kernels.count_documents(grams, begin, place, ends, first, latest, documents)
        continued[latest == first] = 1
    _kernels.count_documents(grams, place, end, ends, first, latest, documents)
    if text.marks is not None:
        marks = text.marks.open()
        _kernels.count_marked(grams, begin, end, text.length, marks, marked)
        release(marks)
    open_document = last if ends[last] > end else -1
    cuts = np.empty(len(text.bounds), dtype=np.int64)
    data = room("bytes", _BYTES * int(np.count_nonzero(documents)) + _BYTES, np.uint8)
    n_bytes = run_kernels.write_documents(documents, latest, open_document, continued, marked, text.bounds, data, cuts)
    return data[:n_bytes], cuts


def _documents_of(ends: NDArray[np.int64], begin: int, end: int) -> tuple[int, int]:
    """Return the documents in which a partition begins and ends."""
    return int(np.searchsorted(ends, begin, side="right")), int(np.searchsorted(ends, end, side="left"))
