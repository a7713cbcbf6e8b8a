"""Plain memory for numbers, which kernels read and write, without numpy.

Loading numpy takes two thirds of the time in which `textmine cluster` starts. So what that command computes on are
buffers: memoryviews of C numbers, zero at first. `numpy.asarray` shares their memory, and a numpy array becomes a
buffer the same way.
"""

from __future__ import annotations

from textmine.buffers import _kernels

__all__ = ["Doubles", "Flags", "Ints", "Longs", "copied", "doubles", "flags", "ints", "longs", "written"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Ints = memoryview[int]  # int32: ids of nodes and modules
    Longs = memoryview[int]  # int64: offsets and counts
    Doubles = memoryview[float]  # float64: weights, flows, bits
    Flags = memoryview[int]  # uint8
else:  # memoryview takes no parameters when it runs
    Ints = Longs = Doubles = Flags = memoryview

_Memory: Any = _kernels.Memory
_LONG = b"l" if memoryview(bytes(8)).cast("l").itemsize == 8 else b"q"  # what numpy calls int64


def ints(n: int) -> Ints:
    """Return int32[n], all zero.

    Examples
    --------
    >>> ints(3).tolist()
    [0, 0, 0]
    """
    return memoryview(_Memory(n, 4, b"i"))


def longs(n: int) -> Longs:
    """Return int64[n], all zero."""
    return memoryview(_Memory(n, 8, _LONG))


def doubles(n: int) -> Doubles:
    """Return float64[n], all zero."""
    return memoryview(_Memory(n, 8, b"d"))


def flags(n: int) -> Flags:
    """Return uint8[n], all zero."""
    return memoryview(_Memory(n, 1, b"B"))


def copied(values: Any) -> Any:
    """Return a buffer with the same numbers, which a buffer or a numpy array has in a row.

    Examples
    --------
    >>> first = ints(2)
    >>> second = copied(first)
    >>> second[0] = 7
    >>> first.tolist(), second.tolist()
    ([0, 0], [7, 0])
    """
    view = memoryview(values)
    new = memoryview(_Memory(len(view), view.itemsize, view.format.encode()))
    new[:] = view
    return new


def written(new: Any, numbers: Iterable[float]) -> Any:
    """Write numbers one after another into a new buffer, and return it.

    Examples
    --------
    >>> written(ints(2), [3, 4]).tolist()
    [3, 4]
    """
    for place, number in enumerate(numbers):
        new[place] = number
    return new
