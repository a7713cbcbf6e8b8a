"""Plain memory for numbers, which kernels read and write, without numpy.

Loading numpy takes two thirds of the time in which `textmine cluster` starts. So what that command computes on are
buffers: memoryviews of C numbers, zero at first. `numpy.asarray` shares their memory, and a numpy array becomes a
buffer the same way.
"""

from __future__ import annotations

from textmine.buffers import _kernels

__all__ = [
    "Doubles",
    "Flags",
    "Ints",
    "Longs",
    "as_buffer",
    "as_ints",
    "copied",
    "doubles",
    "flags",
    "ints",
    "longs",
    "written",
]

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
_LONG = "l" if memoryview(bytes(8)).cast("l").itemsize == 8 else "q"  # what numpy calls int64


_LARGE = 1 << 18  # bytes


def _zeros(n: int, size: int, form: str) -> memoryview[Any]:
    """Return n zeros of a size in bytes and a format of `struct`.

    Large memory goes back to the system as soon as nobody uses it, where the C library would keep it: a tenth of the
    peak of a search.
    """
    if n * size >= _LARGE:
        pages = _pages(n * size)
        if pages is not None:
            found: memoryview[Any] = memoryview(pages).cast(form)  # type: ignore[call-overload]
            return found
    return memoryview(_Memory(n, size, form.encode()))


def _pages(size: int) -> Any:
    """Return memory of its own from the system; None where that cannot be had."""
    import mmap

    private = getattr(mmap, "MAP_PRIVATE", None)
    if private is None:  # as on Windows
        return None
    try:
        return mmap.mmap(-1, size, flags=private | mmap.MAP_ANONYMOUS)
    except (OSError, OverflowError) as error:
        raise MemoryError from error


def ints(n: int) -> Ints:
    """Return int32[n], all zero.

    Examples
    --------
    >>> ints(3).tolist()
    [0, 0, 0]
    """
    return _zeros(n, 4, "i")


def longs(n: int) -> Longs:
    """Return int64[n], all zero."""
    return _zeros(n, 8, _LONG)


def doubles(n: int) -> Doubles:
    """Return float64[n], all zero."""
    return _zeros(n, 8, "d")


def flags(n: int) -> Flags:
    """Return uint8[n], all zero."""
    return _zeros(n, 1, "B")


def as_buffer(values: Any) -> Any:
    """Return a numpy array or another buffer as a buffer of the same memory.

    Examples
    --------
    >>> import numpy as np
    >>> as_buffer(np.array([0.5, 2.0])).tolist()
    [0.5, 2.0]
    """
    return memoryview(values)


def as_ints(values: Any) -> Ints:
    """Return ids as a buffer int32[n] that kernels take, the same memory where they are that already.

    Examples
    --------
    >>> as_ints([1, 2]).tolist()
    [1, 2]
    """
    fits = isinstance(values, memoryview) and values.format == "i" and values.c_contiguous and not values.readonly
    if not fits:
        import numpy as np

        values = np.require(values, np.int32, ["C", "W"]).data
    found: Ints = values
    return found


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
    new = _zeros(len(view), view.itemsize, view.format)
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
