"""Two tasks that drop repeated clauses: those within a partition, then, by ranges of hashes, those between partitions.

Both write to the copy of the text that is to be without repeats. A task that runs twice writes the same.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams.clauses import _kernels
from textmine.text.arrays import Handle, release
from textmine.text.partitions import PARTITION
from textmine.text.spool import DiskErrors

__all__ = ["ClauseText", "drop_later", "write_clauses"]

_STRETCH = 1 << 16  # units in which a break is looked for


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A text whose repeated clauses are dropped.

    Attributes
    ----------
    folder
        Where the hashes are written.
    units
        int32[n]: the text.
    compared
        int32[n]: the same with one unit for the spellings of a character in two scripts; clauses are compared by it.
    kept
        int32[n]: filled with the text without repeats.
    min_length
        Least length of a clause that is counted once.
    n_ranges
        Number of ranges of hashes.
    """

    folder: str
    units: Handle
    compared: Handle
    kept: Handle
    min_length: int
    n_ranges: int


def write_clauses(text: ClauseText, number: int, begin: int, end: int) -> NDArray[np.int64]:
    """Copy a partition without the clauses that stood before in it; write hashes and places of the others to a file.

    A clause belongs to the partition in which it begins.

    Returns
    -------
    int64[R + 1]
        Where each range of hashes begins among those of the partition.
    """
    units, compared, kept = text.units.open(), text.compared.open(), text.kept.open()
    begin, end = _clause_begin(compared, begin), _clause_begin(compared, end)
    kept[begin:end] = units[begin:end]
    size = max(end - begin, 0) // text.min_length + 1
    hashes, places = np.empty(size, dtype=np.uint64), np.empty(size, dtype=np.int64)
    n = _kernels.find_clauses(compared, begin, end, text.min_length, hashes, places)
    order = np.argsort(hashes[:n], kind="stable")
    hashes, places = hashes[order], places[order]
    again = np.zeros(n, dtype=bool)
    again[1:] = hashes[1:] == hashes[:-1]
    _kernels.blank_clauses(kept, np.sort(places[again]))
    release(units, compared, kept)
    hashes, places = hashes[~again], places[~again]
    path = _path(text.folder, number)
    unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}"
    with DiskErrors():
        with open(unfinished, "wb") as file:
            file.write(hashes.data)
            file.write(places.data)
        os.replace(unfinished, path)
    edges = np.array([(at << 64) // text.n_ranges for at in range(1, text.n_ranges)], dtype=np.uint64)
    return np.concatenate(([0], np.searchsorted(hashes, edges), [len(hashes)])).astype(np.int64)


def drop_later(text: ClauseText, cuts: NDArray[np.int64], sizes: NDArray[np.int64]) -> None:
    """Drop the clauses, of one range of hashes, that an earlier partition has too.

    Parameters
    ----------
    text
        The text.
    cuts
        int64[p, 2]: begin and end of the range among the hashes of each partition.
    sizes
        int64[p]: number of hashes of each partition.
    """
    read = [
        _read(_path(text.folder, number), begin, end, size)
        for number, ((begin, end), size) in enumerate(zip(cuts.tolist(), sizes.tolist(), strict=True))
    ]
    hashes, places = (np.concatenate(column) for column in zip(*read, strict=True))
    # Within equal hashes the order of the partitions stays.
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    later = np.zeros(len(hashes), dtype=bool)
    later[1:] = hashes[1:] == hashes[:-1]
    kept, places = text.kept.open(), np.sort(places[order[later]])
    for begin in range(0, len(kept), PARTITION):
        low, high = np.searchsorted(places, [begin, begin + PARTITION])
        if low < high:
            _kernels.blank_clauses(kept, places[low:high])
            release(kept)


def _path(folder: str, number: int) -> str:
    return os.path.join(folder, f"{number}.clauses")


def _read(path: str, begin: int, end: int, size: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return some of the hashes of a partition, and the places of their clauses."""
    with DiskErrors(), open(path, "rb") as file:
        file.seek(8 * begin)
        hashes = np.frombuffer(file.read(8 * (end - begin)), dtype=np.uint64)
        file.seek(8 * (size + begin))
        return hashes, np.frombuffer(file.read(8 * (end - begin)), dtype=np.int64)


def _clause_begin(units: NDArray[np.int32], at: int) -> int:
    """Return the first place from `at` on where no clause is cut."""
    if at == 0:
        return 0
    while at < len(units):
        found = np.flatnonzero(units[at - 1 : at - 1 + _STRETCH] < 0)
        if len(found):
            return at + int(found[0])
        at += _STRETCH
    return len(units)
