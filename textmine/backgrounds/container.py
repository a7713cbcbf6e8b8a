"""A file of named arrays: a header, then little-endian arrays that are memory-mapped, with one checksum.

Layout, all numbers little-endian:

    16 bytes  magic
    uint32    format version
    uint32    CRC-32 of everything after it: it detects any flipped bit and any burst of up to 32
    uint64    length of the file
    uint64    length of the header
    header    JSON: what the writer says about itself, and for each array dtype, shape, offset and length in bytes
    arrays    each at a multiple of 64 bytes; in a packed file the differences of neighbours, the first byte of all
              of them, then the second ..., compressed by zstd: a fifth of the size, and decompressed when opened
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, system_reason
from textmine.io.output import open_binary_output
from textmine.text.arrays import release

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["FORMAT_VERSION", "MAGIC", "Container", "has_magic", "read_container", "write_container"]

MAGIC = b"textmine counts\n"
FORMAT_VERSION = 1
_FRONT = struct.Struct("<16sIIQQ")
_CHECKED_FROM = 24  # after the checksum
_ALIGN = 64
_CHUNK = 1 << 20
_PACK_LEVEL = 19
_COUNT_AGAIN = "count the text again with textmine count"


@dataclass(frozen=True, slots=True)
class Container:
    """Content of a file: `about`, a dictionary from its writer, and arrays by name."""

    about: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def has_magic(path: str) -> bool:
    """Return True if a file begins like these files, even if it is cut short or has a flipped bit there."""
    if not os.path.isfile(path):  # reading from a pipe would consume it
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(len(MAGIC))
    except OSError:
        return False
    half = len(MAGIC) // 2
    return bool(head) and (head[:half] == MAGIC[: len(head)][:half] or head[half:] == MAGIC[half:])


def write_container(path: str, about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], *, packed: bool) -> None:
    """Write one-dimensional arrays of integers to a temporary file next to `path`, then rename it to `path`.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    stored = {name: _pack(array) if packed else _little(array).data.cast("B") for name, array in arrays.items()}
    entries: dict[str, Any] = {}
    # The length of the header moves the arrays, so offsets count from the first array, and the reader adds its place.
    offset = 0
    for name, array in arrays.items():
        kind = _little(array).dtype.str
        entries[name] = {"dtype": kind, "shape": [len(array)], "offset": offset, "bytes": len(stored[name])}
        offset = _aligned(offset + len(stored[name]))
    header = json.dumps({"about": dict(about), "packed": packed, "arrays": entries}, ensure_ascii=False).encode()
    start = _aligned(_FRONT.size + len(header))
    lengths = struct.pack("<QQ", start + offset, len(header))
    parts: list[bytes | memoryview] = [lengths, header, bytes(start - _FRONT.size - len(header))]
    for content in stored.values():
        parts += [content, bytes(_aligned(len(content)) - len(content))]
    checksum = 0
    for chunk in _chunks(parts, arrays):
        checksum = zlib.crc32(chunk, checksum)
    with open_binary_output(path) as stream:
        stream.write(struct.pack("<16sII", MAGIC, FORMAT_VERSION, checksum))
        stream.writelines(_chunks(parts, arrays))


def _chunks(parts: list[bytes | memoryview], arrays: Mapping[str, NDArray[Any]]) -> Iterator[bytes | memoryview]:
    """Yield the parts a chunk at a time; of an array in the spool, no more than one is in memory."""
    for part in parts:
        for begin in range(0, len(part), _CHUNK):
            yield part[begin : begin + _CHUNK]
            release(*arrays.values())


def read_container(path: str) -> Container:
    """Open a file written by `write_container`. Its arrays are read-only memory maps, or in memory if packed.

    Raises
    ------
    InputError
        The file cannot be read, is of another kind or version, is cut short, or is damaged.
    """
    try:
        with open(path, "rb") as file:
            header_length = _check(file, path)
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise InputError(path, None, system_reason(error), "check the path and its permissions") from error
    try:
        header = json.loads(content[_FRONT.size : _FRONT.size + header_length])
        stored = memoryview(content)[_aligned(_FRONT.size + header_length) :]
        read = _unpack if header["packed"] else _map
        return Container(header["about"], {name: read(stored, entry) for name, entry in header["arrays"].items()})
    except (KeyError, TypeError, ValueError, zstd.ZstdError) as error:  # written like this: the checksum is right
        raise InputError(path, None, f"its header is invalid ({error})", _COUNT_AGAIN) from error


def _check(file: BinaryIO, path: str) -> int:
    """Check version, length and checksum of a file; return the length of its header."""
    front = file.read(_FRONT.size)
    if front[: len(MAGIC)] != MAGIC[: len(front)]:
        raise InputError(path, None, "not a count file", "name one that textmine count wrote")
    if len(front) < _FRONT.size:
        raise InputError(path, None, f"cut short: {len(front)} bytes are left of it", _COUNT_AGAIN)
    _, version, expected, length, header_length = _FRONT.unpack(front)
    if version != FORMAT_VERSION:
        reason = f"a count file of version {version}; this textmine reads version {FORMAT_VERSION}"
        raise InputError(path, None, reason, _COUNT_AGAIN)
    size = os.fstat(file.fileno()).st_size
    if size < length:
        raise InputError(path, None, f"cut short: {size} of {length} bytes are left of it", _COUNT_AGAIN)
    checksum = zlib.crc32(front[_CHECKED_FROM:])
    while chunk := file.read(_CHUNK):  # not from the memory map: its pages would count as memory of the process
        checksum = zlib.crc32(chunk, checksum)
    if checksum != expected or size != length:
        raise InputError(path, None, "damaged: the checksum does not match the content", _COUNT_AGAIN)
    return int(header_length)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


def _little(array: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def _pack(array: NDArray[Any]) -> bytes:
    """Compress the differences of neighbours, which are often small, as planes of bytes of the same weight."""
    differences = np.diff(array, prepend=array.dtype.type(0))  # unsigned: wraps round, and back when summed
    planes = _little(differences).view(np.uint8).reshape(len(array), array.itemsize).T
    return bytes(zstd.compress(planes.tobytes(), _PACK_LEVEL))


def _map(stored: memoryview, entry: dict[str, Any]) -> NDArray[Any]:
    (size,) = entry["shape"]
    if size == 0:  # numpy cannot map an empty array
        return np.empty(0, entry["dtype"])
    return np.frombuffer(stored, entry["dtype"], size, entry["offset"])


def _unpack(stored: memoryview, entry: dict[str, Any]) -> NDArray[Any]:
    dtype, (size,) = np.dtype(entry["dtype"]), entry["shape"]
    packed = stored[entry["offset"] : entry["offset"] + entry["bytes"]]
    planes = np.frombuffer(zstd.decompress(packed), np.uint8).reshape(dtype.itemsize, size)
    differences = np.ascontiguousarray(planes.T).reshape(-1).view(dtype)
    return np.cumsum(differences, dtype=dtype)
