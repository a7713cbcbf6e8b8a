"""Rows of text made of columns by a kernel: no object is made for a row or a field."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.communities import _kernels
from textmine.graph.naming import Names
from textmine.lightclasses import dataclass

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Column", "floats", "lines_of", "numbers", "rows"]


@dataclass(frozen=True)
class Column:
    """A column: texts in UTF-8, each once with a line feed after it; the text of each row; what follows it there."""

    lines: bytes
    at: Longs
    after: str


def rows(columns: Sequence[Column]) -> Iterator[str]:
    r"""Return rows of columns, one after another; the last of them ends the line.

    Examples
    --------
    >>> at = np.array([1, 0])
    >>> list(rows([Column(b"a\nbc\n", at, " "), numbers(np.array([7, 10]), "\n")]))
    ['bc 7\n', 'a 10\n']
    """
    begins = [_begins(column.lines) for column in columns]
    sizes = np.zeros(len(columns[0].at), np.int64)
    for column, begin in zip(columns, begins, strict=True):
        sizes += (np.diff(begin) - 1 + len(column.after.encode()))[column.at]
    cursor = np.cumsum(sizes) - sizes
    out = np.empty(int(sizes.sum()), np.uint8)
    for column, begin in zip(columns, begins, strict=True):
        texts, after = np.frombuffer(column.lines, np.uint8), np.frombuffer(column.after.encode(), np.uint8)
        _kernels.put(texts, begin, column.at.astype(np.int64, copy=False), after, out, cursor)
    return io.StringIO(out.tobytes().decode("utf-8", "surrogatepass"), newline="\n")


def numbers(values: npt.NDArray[np.int64], after: str) -> Column:
    """Return a column of whole numbers."""
    least, most = (int(values.min()), int(values.max())) if len(values) else (0, -1)
    if most - least < 2 * len(values):
        return Column(lines_of(map(str, range(least, most + 1))), values - least, after)
    return Column(lines_of(map(str, values.tolist())), np.arange(len(values)), after)


def floats(values: Floats, after: str) -> Column:
    """Return a column of numbers with all their digits; those that are alike are written once."""
    order = np.argsort(values, kind="stable")
    new = np.ones(len(values), np.bool_)
    new[1:] = np.diff(values[order]) != 0
    at = np.empty(len(values), np.int64)
    at[order] = np.cumsum(new) - 1
    return Column(lines_of(map(repr, values[order[new]].tolist())), at, after)


def lines_of(texts: Iterable[str] | Names) -> bytes:
    """Return texts in UTF-8, none of which has a line feed, each with one after it."""
    if isinstance(texts, Names):
        return texts.lines
    text = "\n".join(texts)
    return (text + "\n").encode("utf-8", "surrogatepass")


def _begins(lines: bytes) -> Longs:
    ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
    return np.concatenate(([0], ends + 1))
