"""From what the user named to files: directories, globs, `-`."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from textmine.errors import SURROGATE, InputError
from textmine.progress import SILENT, Progress

__all__ = [
    "COMPRESSION_SUFFIXES",
    "STDIN",
    "TEXT_SUFFIXES",
    "bare_suffix",
    "expand_sources",
    "plain_name",
    "plain_stem",
]

STDIN = "-"
TEXT_SUFFIXES = frozenset({".csv", ".jsonl", ".md", ".text", ".tsv", ".txt"})
_DEEP, _LAST_DEEP = re.compile(r"(?:^|(?<=/))\*\*/"), re.compile(r"(?:^|(?<=/))\*\*$")
COMPRESSION_SUFFIXES = frozenset({".bz2", ".gz", ".xz", ".zst"})


def expand_sources(names: Iterable[str], progress: Progress = SILENT) -> list[str]:
    """Return the files behind `names` in a fixed order.

    A directory stands for the text files below it, sorted by path, hidden ones apart; a pattern for the files it
    matches, sorted; `-` and plain files for themselves. What a directory has of links, which could lead anywhere, of
    pipes and sockets, and of files that do not look like text, is left out and counted in a note; `**` of a pattern
    follows no link either.

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
        matches = sorted({match for match in _matches(name) if os.path.isfile(match)})
        if matches:
            return matches
        raise InputError(name, None, "the pattern matches no file", "check the pattern, or quote it for textmine")
    raise InputError(name, None, "no such file", "check the path")


def _matches(pattern: str) -> Iterator[str]:
    """Yield what a pattern matches; glob alone would go round in links that lead back, once for each way round."""
    before, *rest = _DEEP.split(_LAST_DEEP.sub("**/*", pattern), maxsplit=1)
    if not rest:
        yield from glob.glob(pattern)
        return
    for top in glob.glob(before) if before else [""]:
        for folder, _ in _walk(top or os.curdir):
            below = os.path.relpath(folder, top or os.curdir)
            yield from _matches(glob.escape(top if below == os.curdir else f"{top}{below}/") + rest[0])


def _walk(directory: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder below a directory and its entries, hidden ones apart; links to folders are entries."""
    for folder, subfolders, files in os.walk(directory, onerror=_refuse_folder):
        links = [sub for sub in subfolders if os.path.islink(os.path.join(folder, sub))]
        subfolders[:] = [sub for sub in subfolders if not sub.startswith(".")]
        yield folder, [name for name in (*files, *links) if not name.startswith(".")]


def _text_files(directory: str, progress: Progress) -> list[str]:
    found: list[str] = []
    others = 0
    for folder, names in _walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            if bare_suffix(name) in TEXT_SUFFIXES and stat.S_ISREG(os.lstat(path).st_mode):
                found.append(path)
            else:
                others += 1
    kinds = " ".join(sorted(TEXT_SUFFIXES))
    if not found:
        raise InputError(directory, None, f"the directory holds no text ({kinds})", "name the files themselves")
    if others:
        total = others + len(found)
        progress.note(f"{directory}: {others} of {total} files left out, links or not {kinds}; name them to read them")
    return sorted(found)


def _refuse_folder(error: OSError) -> None:
    """Stop `os.walk`, which would pass over the folder in silence."""
    reason = f"cannot be listed: {(error.strerror or str(error)).lower()}"
    raise InputError(str(error.filename), None, reason, "check its permissions")


def plain_name(path: str) -> str:
    r"""Return a path as text that UTF-8 can hold, whatever the locale: bytes that are no text become `\xe9`.

    Examples
    --------
    >>> plain_name("corpus.txt")
    'corpus.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace") if SURROGATE.search(path) else path


def plain_stem(path: str) -> str:
    """Return the name of a file without folders, its suffix and that of a compression.

    Examples
    --------
    >>> plain_stem("news/2024.jsonl.gz"), plain_stem("graph")
    ('2024', 'graph')
    """
    bare = Path(path)
    return Path(bare.stem).stem if bare.suffix.lower() in COMPRESSION_SUFFIXES else bare.stem


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
