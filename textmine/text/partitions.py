"""Partitions: ranges of a corpus that are worked on one by one, so that no more than one need be in memory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["PARTITION", "partitions"]

PARTITION = 1 << 21  # units
_STRETCH = 1 << 16  # units in which a break is looked for


def partitions(units: NDArray[np.int32], documents: NDArray[np.int64], size: int = PARTITION) -> NDArray[np.int64]:
    """Return where the partitions of a text begin, and its length at the end.

    A partition ends where a document does, and has at most `size` units. A document that is longer is cut behind a
    break, and where there is none for so long, the partition is longer.

    Parameters
    ----------
    units
        int32[n]: unit ids, with negative numbers for breaks.
    documents
        int64[d + 1]: begin of each document; n at the end.
    size
        Greatest number of units of a partition, 1 or more.

    Examples
    --------
    >>> partitions(np.array([0, 1, -3, 2, -3, 3, -1, 4, 5, -3], np.int32), np.array([0, 3, 5, 10]), 5).tolist()
    [0, 5, 10]
    >>> partitions(np.array([0, 1, -1, 3, -1, 4, -3], np.int32), np.array([0, 7]), 4).tolist()
    [0, 3, 7]
    """
    bounds = [0]
    while (begin := bounds[-1]) < len(units):
        end = int(documents[np.searchsorted(documents, begin + size, side="right") - 1])
        bounds.append(end if end > begin else _cut(units, begin, size))
    return np.array(bounds, dtype=np.int64)


def _cut(units: NDArray[np.int32], begin: int, size: int) -> int:
    """Return the end of a partition within a document: behind the last break that fits, or the first one after it."""
    end = min(begin + size, len(units))
    while end > begin:
        start = max(begin, end - _STRETCH)
        found = np.flatnonzero(units[start:end] < 0)
        if len(found):
            return start + int(found[-1]) + 1
        end = start
    end = begin + size
    while end < len(units):
        found = np.flatnonzero(units[end : end + _STRETCH] < 0)
        if len(found):
            return end + int(found[0]) + 1
        end += _STRETCH
    return len(units)
