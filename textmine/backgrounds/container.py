"""A file of named arrays: header, then raw little-endian arrays that are opened by memory map, under one checksum.

Layout, all numbers little-endian:

    16 bytes  magic
    uint32    format version
    uint32    CRC-32 of everything behind it: it finds every single flipped bit and every burst of up to 32
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
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, system_reason
from textmine.io.output import open_binary_output

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["FORMAT_VERSION", "MAGIC", "Container", "has_magic", "read_container", "write_container"]

MAGIC = b"textmine counts\n"
FORMAT_VERSION = 1
_FRONT = struct.Struct("<16sIIQQ")
_CHECKED_FROM = 24  # behind the checksum
_ALIGN = 64
_CHUNK = 1 << 20
_PACK_LEVEL = 19
_COUNT_AGAIN = "count the text again with textmine count"


@dataclass(frozen=True, slots=True)
class Container:
    """What a file holds: `about`, which its writer chose, and arrays by name."""

    about: dict[str, Any]
    arrays: dict[str, NDArray[Any]]


def has_magic(path: str) -> bool:
    """Tell whether a file begins as these files do; one that is cut short or has a flipped bit there does, too."""
    if not os.path.isfile(path):  # what is read from a pipe is gone
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(len(MAGIC))
    except OSError:
        return False
    half = len(MAGIC) // 2
    return bool(head) and (head[:half] == MAGIC[: len(head)][:half] or head[half:] == MAGIC[half:])


def write_container(path: str, about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], *, packed: bool) -> None:
    """Write arrays of integers of one dimension, beside `path` and renamed over it.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    stored = {name: _pack(array) if packed else _little(array).data.cast("B") for name, array in arrays.items()}
    entries: dict[str, Any] = {}
    # The header's own length moves the arrays: they are laid out from 0, and the reader adds where the first begins.
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
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    with open_binary_output(path) as stream:
        stream.write(struct.pack("<16sII", MAGIC, FORMAT_VERSION, checksum))
        stream.writelines(parts)


def read_container(path: str) -> Container:
    """Open a file that `write_container` wrote: its arrays are a read-only memory map, or decompressed if packed.

    Raises
    ------
    InputError
        The file cannot be read, is something else, of another version, cut short or damaged.
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
    except (KeyError, TypeError, ValueError, zstd.ZstdError) as error:  # its checksum is right: it was made so
        raise InputError(path, None, f"its header makes no sense ({error})", _COUNT_AGAIN) from error


def _check(file: BinaryIO, path: str) -> int:
    """Compare version, length and checksum with what the file has; return the length of its header."""
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
    while chunk := file.read(_CHUNK):  # not the memory map: pages read there would count as memory of the process
        checksum = zlib.crc32(chunk, checksum)
    if checksum != expected or size != length:
        raise InputError(path, None, "damaged: its checksum is not that of its content", _COUNT_AGAIN)
    return int(header_length)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


def _little(array: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def _pack(array: NDArray[Any]) -> bytes:
    """Compress by differences, which are small where neighbours are alike, and planes of bytes of one weight."""
    differences = np.diff(array, prepend=array.dtype.type(0))  # of unsigned numbers: wraps, and back when added up
    planes = _little(differences).view(np.uint8).reshape(len(array), array.itemsize).T
    return bytes(zstd.compress(planes.tobytes(), _PACK_LEVEL))


def _map(stored: memoryview, entry: dict[str, Any]) -> NDArray[Any]:
    (size,) = entry["shape"]
    if size == 0:  # numpy maps no empty array
        return np.empty(0, entry["dtype"])
    return np.frombuffer(stored, entry["dtype"], size, entry["offset"])


def _unpack(stored: memoryview, entry: dict[str, Any]) -> NDArray[Any]:
    dtype, (size,) = np.dtype(entry["dtype"]), entry["shape"]
    packed = stored[entry["offset"] : entry["offset"] + entry["bytes"]]
    planes = np.frombuffer(zstd.decompress(packed), np.uint8).reshape(dtype.itemsize, size)
    differences = np.ascontiguousarray(planes.T).reshape(-1).view(dtype)
    return np.cumsum(differences, dtype=dtype)
