"""Arrays that may be larger than memory: above a limit they lie in a memory-mapped file of the spool."""

from __future__ import annotations

import contextlib
import math
import mmap
import os
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from textmine.text.spool import DiskErrors, new_spool_file

__all__ = [
    "GrowingArray",
    "Handle",
    "array_limit",
    "default_memory",
    "give_back",
    "handle",
    "map_array",
    "new_array",
    "ranges",
    "release",
    "spooled",
]

_RANGE = 1 << 20  # items of a mapped array that are read before their pages are released
# Items of a part in memory. The C library gives back blocks of this size as soon as they are free; smaller ones it
# may keep. The first part is small, because most texts are.
_FIRST_PART, _PART = 1 << 16, (1 << 23) + 1024

# The mappings of this process by the path of their file: mapped twice, a page would count twice as memory.
_MAPPINGS: weakref.WeakValueDictionary[str, mmap.mmap] = weakref.WeakValueDictionary()


def default_memory() -> int:
    """Return a quarter of the machine's memory, in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 if hasattr(os, "sysconf") else 1 << 30


def array_limit(memory: int | None) -> int:
    """Return the greatest size in bytes of a corpus array that stays in memory: an eighth of `memory`.

    There are three: a corpus, a copy of it without repeats, and the n-grams at its places. Sorting needs memory too.
    """
    return (default_memory() if memory is None else memory) // 8


class GrowingArray:
    """An array that grows at its end.

    Parameters
    ----------
    limit
        Greatest size in bytes that stays in memory; a larger array goes to a file of the spool.
    dtype
        Type of the items.
    """

    def __init__(self, limit: int, dtype: DTypeLike = np.int32) -> None:
        self._limit = limit
        self._dtype = np.dtype(dtype)
        self._parts: list[NDArray[Any]] = []  # all full, except the last
        self._size = self._used = 0
        self._file: IO[bytes] | None = None

    def __len__(self) -> int:
        return self._size

    def append(self, part: NDArray[Any]) -> None:
        """Add items.

        Raises
        ------
        InputError
            The spool is full or cannot be written.
        """
        self._size += len(part)
        if self._file is None and self._dtype.itemsize * self._size > self._limit:
            self._file = new_spool_file()
            waiting = self._filled()
            self._parts = []
            with DiskErrors(self._file):
                for each in waiting:
                    self._file.write(each.data)
        if self._file is None:
            self._keep(part)
            return
        with DiskErrors(self._file):
            self._file.write(np.ascontiguousarray(part, self._dtype).data)

    def finish(self) -> NDArray[Any]:
        """Return the whole array. Nothing can be appended afterwards."""
        if self._file is not None:
            with DiskErrors(self._file):
                self._file.flush()
            return _mapped(self._file, self._dtype, (self._size,))
        if len(self._parts) <= 1:
            return self._parts[0][: self._size] if self._parts else np.empty(0, dtype=self._dtype)
        whole, at = np.empty(self._size, dtype=self._dtype), 0
        parts = self._filled()[::-1]
        self._parts = []
        while parts:
            # Each part is freed when it is copied: no more than one is in memory twice.
            part = parts.pop()
            whole[at : at + len(part)] = part
            at += len(part)
        return whole

    def _filled(self) -> list[NDArray[Any]]:
        return [*self._parts[:-1], *(part[: self._used] for part in self._parts[-1:])]

    def _keep(self, part: NDArray[Any]) -> None:
        """Copy items to the parts in memory."""
        while len(part):
            if not self._parts or self._used == len(self._parts[-1]):
                self._parts.append(np.empty(_PART if self._parts else _FIRST_PART, dtype=self._dtype))
                self._used = 0
            fits = min(len(part), len(self._parts[-1]) - self._used)
            self._parts[-1][self._used : self._used + fits] = part[:fits]
            self._used += fits
            part = part[fits:]


def new_array(size: int, limit: int, dtype: DTypeLike = np.int32) -> NDArray[Any]:
    """Return an uninitialised array, in a file of the spool (and then of zeros) if it is larger than `limit` bytes.

    Raises
    ------
    InputError
        The spool is full or cannot be written.
    """
    dtype = np.dtype(dtype)
    n_bytes = dtype.itemsize * size
    if n_bytes <= limit or size == 0:
        return np.empty(size, dtype=dtype)
    file = new_spool_file()
    with DiskErrors(file):
        # The space is reserved now: writing to a mapped page without space on the disk kills the process.
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, n_bytes)
        else:
            file.truncate(n_bytes)
    return _mapped(file, dtype, (size,))


def spooled(array: NDArray[Any], limit: int = 0) -> NDArray[Any]:
    """Return an array of one or more axes in a file of the spool, if it is larger than `limit` bytes and in memory.

    Examples
    --------
    >>> stored = spooled(np.arange(3))
    >>> stored.tolist(), handle(stored).path is not None
    ([0, 1, 2], True)
    """
    if array.nbytes <= limit or array.size == 0 or _mapping(array) is not None:
        return array
    file = new_spool_file()
    with DiskErrors(file):
        file.write(np.ascontiguousarray(array).data)
        file.flush()
    return _mapped(file, array.dtype, array.shape)


@dataclass(frozen=True, slots=True)
class Handle:
    """An array that can be sent to another process: where it lies in a file, or its content.

    Attributes
    ----------
    dtype, shape
        Type of the items, and size of each axis.
    path, offset
        The file, and where the array begins there, in bytes; None for an array in memory.
    content
        An array in memory; None for one in a file.
    """

    dtype: str
    shape: tuple[int, ...]
    path: str | None = None
    offset: int = 0
    content: NDArray[Any] | None = None

    def open(self) -> NDArray[Any]:
        """Return the array. In the process that made it, this is the same memory.

        Raises
        ------
        InputError
            The file cannot be read.
        """
        if self.path is not None:
            return map_array(self.path, self.dtype, self.shape, self.offset)
        content = np.asarray(self.content)
        # One that came from another process may be read-only, and kernels want arrays that can be written.
        return content if content.flags.writeable else content.copy()


def handle(array: NDArray[Any]) -> Handle:
    """Return what stands for an array in other processes: the place of a mapped one, else the array itself.

    The file of an array lives as long as the array does in the process that made it.

    Examples
    --------
    >>> part = spooled(np.arange(10, dtype=np.int32))[2:5]
    >>> handle(part).offset, handle(part).open().tolist(), handle(np.arange(2)).open().tolist()
    (8, [2, 3, 4], [0, 1])
    """
    pages = _mapping(array)
    if pages is None or not array.flags.c_contiguous:
        return Handle(array.dtype.str, array.shape, content=np.asarray(array))
    path = next(path for path, mapped in _MAPPINGS.items() if mapped is pages)
    begin = np.frombuffer(pages, dtype=np.uint8).ctypes.data
    return Handle(array.dtype.str, array.shape, path, array.ctypes.data - begin)


def map_array(path: str, dtype: DTypeLike, shape: tuple[int, ...] | None = None, offset: int = 0) -> NDArray[Any]:
    """Return an array that lies in a file, mapped once for each file and process.

    Parameters
    ----------
    path
        The file.
    dtype
        Type of the items.
    shape
        Size of each axis; None for one axis to the end of the file.
    offset
        Where the array begins, in bytes.

    Raises
    ------
    InputError
        The file cannot be read.
    """
    dtype = np.dtype(dtype)
    pages = _MAPPINGS.get(path)
    if pages is None:
        with DiskErrors(), open(path, "r+b") as file:
            if os.fstat(file.fileno()).st_size == 0:  # an empty file cannot be mapped
                return np.empty(shape or 0, dtype=dtype)
            pages = _MAPPINGS[path] = mmap.mmap(file.fileno(), 0)
    return _view(pages, dtype, shape or ((len(pages) - offset) // dtype.itemsize,), offset)


def ranges(array: NDArray[Any], begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield consecutive ranges of an array to work on. An array in memory is one range."""
    end = len(array) if end is None else end
    step = _RANGE if isinstance(array, np.memmap) else max(end - begin, 1)
    for start in range(begin, end, step):
        yield start, min(start + step, end)


def release(*arrays: NDArray[Any]) -> None:
    """Release the memory of mapped arrays; their content stays in the file."""
    for array in arrays:
        pages = getattr(array, "_mmap", None)
        if isinstance(pages, mmap.mmap) and hasattr(pages, "madvise"):
            pages.madvise(mmap.MADV_DONTNEED)


def give_back(memory: int | None) -> None:
    """Give memory that is free back to the system where `memory` bounds it: the C library keeps most of it.

    Without a bound nothing is done, because memory that is kept need not be asked for again.
    """
    if memory is not None:
        import ctypes

        with contextlib.suppress(AttributeError, OSError, TypeError):  # only one C library can
            ctypes.CDLL(None).malloc_trim(0)


def _mapped(file: IO[bytes], dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """Map a new file of the spool, which is removed when no array lies in it any more."""
    path = file.name
    with DiskErrors(file), file:
        pages = mmap.mmap(file.fileno(), math.prod(shape) * dtype.itemsize)
    _MAPPINGS[path] = pages
    weakref.finalize(pages, _unlink, path, os.getpid())
    return _view(pages, dtype, shape, 0)


def _view(pages: mmap.mmap, dtype: np.dtype[Any], shape: tuple[int, ...], offset: int) -> NDArray[Any]:
    """Return a `memmap` over a mapping that is there already, as `numpy.memmap` makes one for a new mapping."""
    found: NDArray[Any] = np.ndarray.__new__(np.memmap, shape, dtype=dtype, buffer=pages, offset=offset)
    found._mmap = pages  # type: ignore[attr-defined]
    return found


def _mapping(array: Any) -> mmap.mmap | None:
    """Return the mapping that an array lies in; None for an array in memory."""
    while isinstance(array, np.ndarray):
        array = array.base
    if isinstance(array, memoryview):
        array = array.obj
    return array if isinstance(array, mmap.mmap) and array in _MAPPINGS.values() else None


def _unlink(path: str, owner: int) -> None:
    # A forked process has the mapping too, and must not remove the file.
    if os.getpid() == owner:
        with contextlib.suppress(OSError):
            os.unlink(path)
