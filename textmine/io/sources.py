"""From what the user named to files: directories, globs, `-`."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path

from textmine.errors import InputError
from textmine.progress import SILENT, Progress

__all__ = ["COMPRESSION_SUFFIXES", "STDIN", "TEXT_SUFFIXES", "bare_suffix", "expand_sources"]

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
    reason = f"cannot be listed: {(error.strerror or str(error)).lower()}"
    raise InputError(str(error.filename), None, reason, "check its permissions")


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
