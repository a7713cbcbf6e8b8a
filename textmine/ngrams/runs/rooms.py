"""Arrays that the tasks of a thread use one after the other: new memory costs a page fault for each page."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

__all__ = ["free_rooms", "room"]

_LARGE = 1 << 20  # bytes; smaller arrays cost less than they would keep


class _Rooms(threading.local):
    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}


_ROOMS = _Rooms()


def room(name: str, size: int, dtype: DTypeLike) -> NDArray[Any]:
    """Return an uninitialised array, the same memory each time that this thread asks for the name.

    Examples
    --------
    >>> room("keys", 3, np.uint64).shape
    (3,)
    """
    dtype = np.dtype(dtype)
    if size * dtype.itemsize < _LARGE:
        return np.empty(size, dtype=dtype)
    kept = _ROOMS.arrays.get(name)
    if kept is None or kept.nbytes < size * dtype.itemsize:
        _ROOMS.arrays.pop(name, None)
        kept = None  # freed before the new one is made
        kept = _ROOMS.arrays[name] = np.empty(size * dtype.itemsize, dtype=np.uint8)
    return kept[: size * dtype.itemsize].view(dtype)


def free_rooms() -> None:
    """Give back the arrays of this thread."""
    _ROOMS.arrays.clear()
