"""Expands the names that a user gives to files: directories, patterns, `-`."""

from __future__ import annotations

import os
import stat

from textmine.errors import InputError, has_half_character, system_reason
from textmine.progress import SILENT, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

__all__ = [
    "COMPRESSION_SUFFIXES",
    "STDIN",
    "TEXT_SUFFIXES",
    "PathName",
    "PathNames",
    "as_path",
    "as_paths",
    "bare_suffix",
    "expand_sources",
    "is_address",
    "plain_name",
    "plain_stem",
]

PathName = str | os.PathLike[str]
PathNames: TypeAlias = "PathName | Iterable[PathName]"

STDIN = "-"
TEXT_SUFFIXES = frozenset({".csv", ".jsonl", ".md", ".text", ".tsv", ".txt"})
_DEEP, _LAST_DEEP = r"(?:^|(?<=/))\*\*/", r"(?:^|(?<=/))\*\*$"
_ADDRESS = r"[a-z][a-z0-9+.-]+://."
COMPRESSION_SUFFIXES = frozenset({".bz2", ".gz", ".xz", ".zst"})


def as_path(path: PathName) -> str:
    """Return a path as a string.

    Raises
    ------
    TypeError
        It is neither a string nor a `Path`.

    Examples
    --------
    >>> from pathlib import Path
    >>> as_path(Path("data/power.txt"))
    'data/power.txt'
    """
    if isinstance(path, (str, os.PathLike)):
        name = os.fspath(path)
        return name if isinstance(name, str) else os.fsdecode(name)
    raise TypeError(f"a path is a string or a Path, and this is of type {type(path).__name__}")


def as_paths(paths: PathNames) -> list[str]:
    """Return one path or many as a list of strings.

    Raises
    ------
    TypeError
        One is neither a string nor a `Path`.

    Examples
    --------
    >>> from pathlib import Path
    >>> as_paths("power.txt"), as_paths([Path("a.txt"), "b.txt"])
    (['power.txt'], ['a.txt', 'b.txt'])
    """
    if isinstance(paths, (str, os.PathLike)):
        return [as_path(paths)]
    from collections.abc import Iterable, Mapping

    if not isinstance(paths, Iterable) or isinstance(paths, (bytes, Mapping)) or hasattr(paths, "columns"):
        raise TypeError(f"paths are strings or Paths, one or a list, and this is of type {type(paths).__name__}")
    return [as_path(path) for path in paths]


def is_address(name: str) -> bool:
    """Tell whether a name is an address, and no file of this name exists.

    Examples
    --------
    >>> is_address("s3://bucket/power.txt"), is_address("data/power.txt")
    (True, False)
    """
    if "://" not in name:
        return False
    import re  # takes longer to load than a small file to read

    return re.match(_ADDRESS, name) is not None and not os.path.exists(name)


def expand_sources(names: PathNames, progress: Progress = SILENT) -> list[str]:
    """Return the files that `names` stand for, in a fixed order.

    A directory stands for the text files below it, sorted by path, without hidden ones. A pattern stands for the files
    it matches, sorted; `-` and plain files stand for themselves. In a directory, links (which could lead anywhere),
    pipes, sockets and files with another suffix are left out and counted in a note. `**` in a pattern does not follow
    links.

    Parameters
    ----------
    names
        Files, directories, patterns with `*`, `?` or `[`, `-` for standard input, or addresses that fsspec knows
        (`s3://bucket/*.txt`); one or many.
    progress
        Receives notes about files that were left out.

    Raises
    ------
    InputError
        A name does not exist, a pattern has no match, or a directory has no text or cannot be listed.

    Examples
    --------
    >>> expand_sources(["-"])
    ['-']
    """
    return [file for name in as_paths(names) for file in _expand(name, progress)]


def _expand(name: str, progress: Progress) -> list[str]:
    if name == STDIN:
        return [name]
    if is_address(name):
        from textmine.io.addresses import expand_address

        return expand_address(name)
    if os.path.isdir(name):
        return _text_files(name, progress)
    if os.path.exists(name):
        return [name]
    if any(sign in name for sign in "*?["):
        matches = sorted({match for match in _matches(name) if os.path.isfile(match)})
        if matches:
            return matches
        raise InputError(name, None, "the pattern matches no file", "check the pattern, or quote it for textmine")
    raise InputError(name, None, "no such file", "check the path")


def _matches(pattern: str) -> Iterator[str]:
    """Yield the files that a pattern matches. Unlike glob alone, this does not follow links in circles."""
    import glob
    import re

    before, *rest = re.split(_DEEP, re.sub(_LAST_DEEP, "**/*", pattern), maxsplit=1)
    if not rest:
        yield from glob.glob(pattern)
        return
    for top in glob.glob(before) if before else [""]:
        for folder, _ in _walk(top or os.curdir):
            below = os.path.relpath(folder, top or os.curdir)
            yield from _matches(glob.escape(top if below == os.curdir else f"{top}{below}/") + rest[0])


def _walk(directory: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder below a directory and its entries, without hidden ones; links to folders are entries."""
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
        why = f"(links, or not {kinds})"
        progress.note(f"{directory}: {others} of {total} files left out {why}; name them to read them")
    return sorted(found)


def _refuse_folder(error: OSError) -> None:
    """Raise an error: `os.walk` alone would skip the folder silently."""
    reason = f"cannot be listed: {system_reason(error)}"
    raise InputError(str(error.filename), None, reason, "check its permissions")


def plain_name(path: str) -> str:
    r"""Return a path as text that UTF-8 can encode, in any locale: bytes that are not text become `\xe9`.

    Examples
    --------
    >>> plain_name("corpus.txt")
    'corpus.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace") if has_half_character(path) else path


def plain_stem(path: str) -> str:
    """Return the name of a file without folders, its suffix and that of a compression.

    Examples
    --------
    >>> plain_stem("news/2024.jsonl.gz"), plain_stem("graph")
    ('2024', 'graph')
    """
    bare = _bare(path)
    return bare.removesuffix(_suffix(bare))


def bare_suffix(path: str) -> str:
    """Return the suffix of `path` in lower case, without a suffix of compression.

    Examples
    --------
    >>> bare_suffix("news/2024.JSONL.gz")
    '.jsonl'
    """
    return _suffix(_bare(path)).lower()


def _bare(path: str) -> str:
    """Return the name of a file without folders and without a suffix of compression."""
    name = os.path.basename(path.rstrip("/"))
    return name.removesuffix(_suffix(name)) if _suffix(name).lower() in COMPRESSION_SUFFIXES else name


def _suffix(name: str) -> str:
    """Return the suffix of a name as pathlib has it, which takes longer to load than a small graph to search."""
    at = name.rfind(".")
    return name[at:] if 0 < at < len(name) - 1 else ""
