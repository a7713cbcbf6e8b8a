"""From what the user named to bytes: files, directories, globs, `-`, and compression by magic bytes."""

from __future__ import annotations

import bz2
import glob
import gzip
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from textmine.errors import InputError
from textmine.progress import SILENT, Progress

__all__ = ["COMPRESSION_SUFFIXES", "STDIN", "TEXT_SUFFIXES", "bare_suffix", "expand_sources", "read_bytes"]

STDIN = "-"
TEXT_SUFFIXES = frozenset({".csv", ".jsonl", ".md", ".text", ".tsv", ".txt"})
COMPRESSION_SUFFIXES = frozenset({".bz2", ".gz", ".xz", ".zst"})


def expand_sources(names: Iterable[str], progress: Progress = SILENT) -> list[str]:
    """Return the files behind `names` in a fixed order.

    A directory stands for the text files below it, sorted by path; a pattern for what it matches, sorted; `-` and
    plain files for themselves. Files of a directory that do not look like text are left out and counted in a note.

    Parameters
    ----------
    names
        Files, directories, patterns with `*`, `?` or `[`, or `-` for standard input.
    progress
        Told of files that were left out.

    Raises
    ------
    InputError
        A name that does not exist, a pattern without a match, a directory without text.

    Examples
    --------
    >>> expand_sources(["-"])
    ['-']
    """
    return [file for name in names for file in _expand(name, progress)]


def _expand(name: str, progress: Progress) -> list[str]:
    if name == STDIN:
        return [name]
    if os.path.isdir(name):
        return _text_files(name, progress)
    if os.path.exists(name):
        return [name]
    if glob.has_magic(name):
        matches = sorted(match for match in glob.glob(name, recursive=True) if os.path.isfile(match))
        if matches:
            return matches
        raise InputError(name, None, "the pattern matches no file", "check the pattern, or quote it for textmine")
    raise InputError(name, None, "no such file", "check the path")


def _text_files(directory: str, progress: Progress) -> list[str]:
    found: list[str] = []
    others = 0
    for folder, subfolders, files in os.walk(directory):
        subfolders[:] = [sub for sub in subfolders if not sub.startswith(".")]
        for file in files:
            path = os.path.join(folder, file)
            if file.startswith(".") or not os.path.isfile(path):
                continue
            if bare_suffix(file) in TEXT_SUFFIXES:
                found.append(path)
            else:
                others += 1
    kinds = " ".join(sorted(TEXT_SUFFIXES))
    if not found:
        raise InputError(directory, None, f"the directory holds no text ({kinds})", "name the files themselves")
    if others:
        progress.note(f"{directory}: {others} files that are not {kinds} were left out; name them to read them")
    return sorted(found)


def bare_suffix(path: str) -> str:
    """Return the suffix of `path` in lower case, without that of a compression.

    Examples
    --------
    >>> bare_suffix("news/2024.JSONL.gz")
    '.jsonl'
    """
    bare = Path(path)
    if bare.suffix.lower() in COMPRESSION_SUFFIXES:
        bare = bare.with_suffix("")
    return bare.suffix.lower()


def read_bytes(source: str) -> bytes:
    """Return the content of a file or of standard input, decompressed where its first bytes say so.

    Raises
    ------
    InputError
        The file cannot be read, or its compressed stream is damaged.
    """
    try:
        if source == STDIN:
            raw = sys.stdin.buffer.read()
        else:
            with open(source, "rb") as file:
                raw = file.read()
    except OSError as error:
        raise InputError(source, None, _reason(error), "check the path and its permissions") from error
    return _decompress(raw, source)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _open_zstd(file: IO[bytes]) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    opened: IO[bytes] = zstd.open(file)
    return opened


_OPENERS: dict[bytes, Callable[[IO[bytes]], IO[bytes]]] = {
    b"\x1f\x8b": lambda file: gzip.open(file),
    b"BZh": lambda file: bz2.open(file),
    b"\xfd7zXZ\x00": lambda file: lzma.open(file),
    b"\x28\xb5\x2f\xfd": _open_zstd,
}


def _decompress(raw: bytes, source: str) -> bytes:
    from io import BytesIO

    for magic, opener in _OPENERS.items():
        if raw.startswith(magic):
            try:
                with opener(BytesIO(raw)) as stream:
                    return stream.read()
            # A zstd error is an exception class of its own package, imported only where such a file is read.
            except (OSError, EOFError, zlib.error, lzma.LZMAError, Exception) as error:
                reason = f"the compressed stream is damaged or cut short ({error})"
                raise InputError(source, None, reason, "decompress it by hand to see how much is left") from error
    return raw
