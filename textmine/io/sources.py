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

from textmine.errors import InputError
from textmine.progress import SILENT, Progress

__all__ = ["COMPRESSION_SUFFIXES", "STDIN", "TEXT_SUFFIXES", "bare_suffix", "expand_sources", "read_bytes"]

STDIN = "-"
TEXT_SUFFIXES = frozenset({".csv", ".jsonl", ".md", ".text", ".tsv", ".txt"})
COMPRESSION_SUFFIXES = frozenset({".bz2", ".gz", ".xz", ".zst"})


def expand_sources(names: Iterable[str], progress: Progress = SILENT) -> list[str]:
    """Return the files behind `names` in a fixed order.

    A directory stands for the text files below it, sorted by path, hidden ones apart; a pattern for the files it
    matches, sorted; `-` and plain files for themselves. Files of a directory that do not look like text are left out
    and counted in a note.

    Parameters
    ----------
    names
        Files, directories, patterns with `*`, `?` or `[`, or `-` for standard input.
    progress
        Told of files that were left out.

    Raises
    ------
    InputError
        A name that does not exist, a pattern without a match, a directory without text or that cannot be listed.

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
    for folder, subfolders, files in os.walk(directory, onerror=_refuse_folder):
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
        total = others + len(found)
        progress.note(f"{directory}: {others} of {total} files left out, not {kinds}; name them to read them")
    return sorted(found)


def _refuse_folder(error: OSError) -> None:
    """Stop `os.walk`, which would pass over the folder in silence."""
    raise InputError(str(error.filename), None, f"cannot be listed: {_reason(error)}", "check its permissions")


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
            raw = _read_stdin()
        else:
            with open(source, "rb") as file:
                raw = file.read()
    except OSError as error:
        raise InputError(source, None, _reason(error), "check the path and its permissions") from error
    return _decompress(raw, source)


def _read_stdin() -> bytes:
    if sys.stdin is None:  # closed by the shell: <&-
        raise InputError(STDIN, None, "standard input is closed", "name a file")
    return sys.stdin.buffer.read()


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _decompress(raw: bytes, source: str) -> bytes:
    for magic, opener in _OPENERS.items():
        if raw.startswith(magic):
            return opener(raw, source)
    return raw


def _gunzip(raw: bytes, source: str) -> bytes:
    try:
        return gzip.decompress(raw)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _damaged(source, error) from error


def _bunzip2(raw: bytes, source: str) -> bytes:
    try:
        return bz2.decompress(raw)
    except (OSError, ValueError) as error:
        raise _damaged(source, error) from error


def _unxz(raw: bytes, source: str) -> bytes:
    try:
        return lzma.decompress(raw)
    except lzma.LZMAError as error:
        raise _damaged(source, error) from error


def _unzstd(raw: bytes, source: str) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    try:
        content: bytes = zstd.decompress(raw)
    except zstd.ZstdError as error:
        raise _damaged(source, error) from error
    return content


def _damaged(source: str, error: Exception) -> InputError:
    reason = f"the compressed stream is damaged or cut short ({error})"
    return InputError(source, None, reason, "compress the file again, or decompress by hand what is left")


_OPENERS: dict[bytes, Callable[[bytes, str], bytes]] = {
    b"\x1f\x8b": _gunzip,
    b"BZh": _bunzip2,
    b"\xfd7zXZ\x00": _unxz,
    b"\x28\xb5\x2f\xfd": _unzstd,
}
