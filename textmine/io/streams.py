"""Reads the bytes of a file, whole or in chunks. Compressed files are recognised by their first bytes."""

from __future__ import annotations

import os
import stat
import sys
from io import BufferedReader

from textmine.errors import InputError, system_reason
from textmine.io.sources import STDIN, is_address
from textmine.lightclasses import contextmanager
from textmine.progress import SILENT, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any, Protocol

    class _Readable(Protocol):
        def read(self, size: int = -1, /) -> bytes: ...


__all__ = ["is_compressed", "open_source", "read_bytes", "read_chunks", "source_size", "zstd"]

_LONGEST_MAGIC = 6
_CHUNK = 1 << 20
# Text compresses to a tenth, the same line repeated to a thousandth. Such a file is rejected above 256 MB.
_BOMB_RATIO, _BOMB_SIZE = 250, 1 << 28


def read_bytes(source: str) -> bytes:
    """Return the content of a file or of standard input, decompressed if its first bytes show a compression.

    Raises
    ------
    InputError
        The file cannot be read, its compressed stream is damaged, or it expands more than any text.
    """
    with _open(source, SILENT) as stream:
        return stream.read()


def read_chunks(source: str, size: int, progress: Progress = SILENT) -> Iterator[bytes]:
    """Yield the content of a file or of standard input in chunks of `size` bytes; the last one may be shorter.

    Parameters
    ----------
    source
        A file, or `-` for standard input.
    size
        Size of each chunk in bytes, after decompression.
    progress
        Receives the number of bytes read.

    Raises
    ------
    InputError
        As `read_bytes`. The content before a damaged place has already been yielded.
    """
    with _open(source, progress) as stream:
        while chunk := _filled(stream, size):
            yield chunk


def _filled(stream: _Readable, size: int) -> bytes:
    """Read `size` bytes, fewer only at the end. Several reads are needed for pipes and decompressors."""
    first = stream.read(size)
    if not first or len(first) == size:
        return first
    parts, missing = [first], size - len(first)
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


@contextmanager
def _open(source: str, progress: Progress) -> Iterator[_Readable]:
    """Open a source for reading. Errors while reading in the block become InputErrors."""
    try:
        with _raw(source) as file:
            raw = _Counted(file, progress)
            opener = next((opener for magic, opener in _OPENERS.items() if raw.head.startswith(magic)), None)
            yield raw if opener is None else _Swelling(opener(raw), raw, source)
    except _damages() as error:
        raise _damaged(source, error) from error
    except OSError as error:
        if error.errno is None:  # an error of a decompressor, not of the system
            raise _damaged(source, error) from error
        raise InputError(source, None, system_reason(error), "check the path and its permissions") from error


@contextmanager
def open_source(source: str) -> Iterator[IO[bytes]]:
    """Open a file as it is, compressed or not.

    Raises
    ------
    InputError
        It cannot be read.
    """
    try:
        with _file(source) as file:
            yield file
    except OSError as error:
        raise InputError(source, None, system_reason(error), "check the path and its permissions") from error


def source_size(source: str) -> int | None:
    """Return the size of a plain file in bytes; None for anything else, also for what does not exist."""
    if is_address(source):
        from textmine.io.addresses import address_size

        return address_size(source)
    try:
        status = os.stat(source)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def is_compressed(head: bytes) -> bool:
    """Tell by the first bytes of a file whether it is in a compression that is read here.

    Examples
    --------
    >>> is_compressed(b"BZh9"), is_compressed("电网".encode())
    (True, False)
    """
    return head.startswith(tuple(_OPENERS))


def _file(source: str) -> Any:
    if is_address(source):
        from textmine.io.addresses import open_address

        return open_address(source)
    return open(source, "rb")


@contextmanager
def _raw(source: str) -> Iterator[IO[bytes]]:
    if source != STDIN:
        with _file(source) as file:
            yield file
    elif sys.stdin is None:  # closed by the shell: <&-
        raise InputError(STDIN, None, "standard input is closed", "name a file")
    else:
        yield sys.stdin.buffer


class _Counted:
    """A file that gives its first bytes again after they were inspected, and counts the bytes read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self._total = _size(file)
        self._begin = file.tell() if self._total is not None and isinstance(file, BufferedReader) else None
        self.done = 0
        self.head = self._unread = _filled(file, _LONGEST_MAGIC)

    def read(self, size: int = -1, /) -> bytes:
        if size < 0 and self._begin is not None and len(self._unread) == len(self.head):
            data, self._unread = self._whole(self._begin), b""
        elif self._unread:
            data, self._unread = (self._unread, b"") if size < 0 else (self._unread[:size], self._unread[size:])
            if size < 0:
                data += self._file.read()
        else:
            data = self._file.read(size)
        self.done += len(data)
        self._progress.advance(self.done, self._total)
        return data

    def _whole(self, begin: int) -> bytes:
        """Read a plain file in one piece: what was inspected, joined to the rest, would be a copy of all."""
        assert isinstance(self._file, BufferedReader)
        self._file.raw.seek(begin)
        return self._file.raw.read() or b""


class _Swelling:
    """A decompressed stream that raises an error if it expands too much."""

    def __init__(self, stream: _Readable, raw: _Counted, source: str) -> None:
        self._stream, self._raw, self._source = stream, raw, source
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        if size < 0:
            return b"".join(iter(lambda: self.read(_CHUNK), b""))
        data = self._stream.read(size)
        self._given += len(data)
        if self._given > _BOMB_SIZE and self._given > _BOMB_RATIO * self._raw.done:
            reason = f"{self._raw.done} bytes expand to more than {self._given} when decompressed"
            raise InputError(self._source, None, reason, "decompress the file by hand if it is what it should be")
        return data


def _size(file: IO[bytes]) -> int | None:
    """Return the size of a plain file in bytes; None for a pipe, a device, or another stream."""
    try:
        status = os.fstat(file.fileno())
    except (OSError, AttributeError):  # a file that is not the system's
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def zstd() -> Any:
    """Return the module of the standard library, or the same for older Pythons."""
    import importlib

    return importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


def _damages() -> tuple[type[Exception], ...]:
    """Return the errors that say that a compressed stream is damaged."""
    import lzma
    import zlib

    loaded = sys.modules.get("compression.zstd") or sys.modules.get("backports.zstd")
    return EOFError, ValueError, lzma.LZMAError, zlib.error, *(() if loaded is None else (loaded.ZstdError,))


def _damaged(source: str, error: Exception) -> InputError:
    reason = f"the compressed stream is damaged or cut short ({error})"
    return InputError(source, None, reason, "compress the file again, or decompress by hand what is left")


# Loaded when a file needs them: most are not compressed.
def _gzip(raw: Any) -> _Readable:
    import gzip

    return gzip.GzipFile(fileobj=raw, mode="rb")


def _bzip2(raw: Any) -> _Readable:
    import bz2

    return bz2.BZ2File(raw)


def _xz(raw: Any) -> _Readable:
    import lzma

    return lzma.LZMAFile(raw)


_OPENERS: dict[bytes, Callable[[Any], _Readable]] = {
    b"\x1f\x8b": _gzip,
    b"BZh": _bzip2,
    b"\xfd7zXZ\x00": _xz,
    b"\x28\xb5\x2f\xfd": lambda raw: zstd().ZstdFile(raw),
}
