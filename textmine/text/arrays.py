"""Arrays that may be larger than memory: above a limit they are stored in an unnamed, memory-mapped temporary file."""

from __future__ import annotations

import contextlib
import mmap
import os
import tempfile
from collections.abc import Iterator
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, system_reason

__all__ = ["GrowingArray", "array_limit", "default_memory", "new_array", "ranges", "release"]

_RANGE = 1 << 20  # items of a mapped array that are read before their pages are released


def default_memory() -> int:
    """Return a quarter of the machine's memory, in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 if hasattr(os, "sysconf") else 1 << 30


def array_limit(memory: int | None) -> int:
    """Return the greatest size in bytes of a corpus array that stays in memory: an eighth of `memory`.

    There are three: a corpus, a copy of it without repeats, and the n-grams at its places. Sorting needs memory too.
    """
    return (default_memory() if memory is None else memory) // 8


class GrowingArray:
    """An int32 array that grows at its end.

    Parameters
    ----------
    limit
        Greatest size in bytes that stays in memory; a larger array goes to a temporary file.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[NDArray[np.int32]] = []
        self._size = 0
        self._file: IO[bytes] | None = None

    def __len__(self) -> int:
        return self._size

    def append(self, part: NDArray[np.int32]) -> None:
        """Add items.

        Raises
        ------
        InputError
            The temporary directory is full or cannot be written.
        """
        self._size += len(part)
        self._parts.append(part)
        if self._file is None and 4 * self._size > self._limit:
            self._file = _temporary_file()
        if self._file is not None:
            with _DiskErrors(self._file):
                for waiting in self._parts:
                    self._file.write(waiting.tobytes())
            self._parts.clear()

    def finish(self) -> NDArray[np.int32]:
        """Return the whole array. Nothing can be appended afterwards."""
        if self._file is None:
            return np.concatenate(self._parts) if self._parts else np.empty(0, dtype=np.int32)
        with _DiskErrors(self._file):
            self._file.flush()
        return _mapped(self._file, self._size)


def new_array(size: int, limit: int) -> NDArray[np.int32]:
    """Return an uninitialised int32 array, in a temporary file if it is larger than `limit` bytes.

    Raises
    ------
    InputError
        The temporary directory is full or cannot be written.
    """
    if 4 * size <= limit or size == 0:
        return np.empty(size, dtype=np.int32)
    file = _temporary_file()
    with _DiskErrors(file):
        # The space is reserved now: writing to a mapped page without space on the disk kills the process.
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, 4 * size)
        else:
            file.truncate(4 * size)
    return _mapped(file, size)


def ranges(array: NDArray[np.int32], begin: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
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


def _temporary_file() -> IO[bytes]:
    with _DiskErrors():
        return tempfile.TemporaryFile(prefix="textmine-")


def _mapped(file: IO[bytes], size: int) -> NDArray[np.int32]:
    with _DiskErrors(file), file:
        return np.memmap(file, dtype=np.int32, mode="r+", shape=(size,))


class _DiskErrors:
    """Turn an OSError into an InputError that names the temporary directory, and close the damaged file."""

    def __init__(self, file: IO[bytes] | None = None) -> None:
        self._file = file

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            if self._file is not None:
                # Closing writes the rest of the buffer, which fails again.
                with contextlib.suppress(OSError):
                    self._file.close()
            reason = f"the temporary directory cannot be used: {system_reason(error)}"
            hint = "free some space, set TMPDIR to another folder, or raise `memory`"
            raise InputError(_directory(), None, reason, hint) from error


def _directory() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:
        return os.environ.get("TMPDIR", "/tmp")
