"""Rows of text made of columns by a kernel: no object is made for a field."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np

from textmine.arraytypes import Bytes, Floats, Longs
from textmine.communities import _kernels
from textmine.graph.naming import Names

__all__ = ["Column", "Numbers", "blocks", "floats", "in_lines", "lines_of", "numbers"]

_BLOCK = 1 << 16  # rows that are made at a time


class Column:
    """A column of texts.

    Parameters
    ----------
    lines
        The texts in UTF-8, each once with a line feed after it.
    at
        int64[n]: the text of each row.
    after
        What follows it there.
    """

    def __init__(self, lines: bytes, at: Longs, after: str) -> None:
        self._lines = np.frombuffer(lines, np.uint8)
        self._begins = np.concatenate(([0], np.flatnonzero(self._lines == ord("\n")) + 1))
        self._at = at.astype(np.int64, copy=False)
        self._after = np.frombuffer(after.encode(), np.uint8)

    def __len__(self) -> int:
        return len(self._at)

    def measure(self, here: slice, sizes: Longs) -> None:
        """Add the bytes of some rows to their sizes."""
        _kernels.measure(self._begins, self._at[here], len(self._after), sizes)

    def put(self, here: slice, out: Bytes, cursor: Longs) -> None:
        """Write them where the cursor of each row is, and move it on."""
        _kernels.put(self._lines, self._begins, self._at[here], self._after, out, cursor)


class Numbers:
    """A column of whole numbers of 0 or more, int64[n], and what follows each."""

    def __init__(self, values: Longs, after: str) -> None:
        self._values = values.astype(np.int64, copy=False)
        self._after = np.frombuffer(after.encode(), np.uint8)

    def __len__(self) -> int:
        return len(self._values)

    def measure(self, here: slice, sizes: Longs) -> None:
        """Add the bytes of some rows to their sizes."""
        _kernels.measure_numbers(self._values[here], len(self._after), sizes)

    def put(self, here: slice, out: Bytes, cursor: Longs) -> None:
        """Write them where the cursor of each row is, and move it on."""
        _kernels.put_numbers(self._values[here], self._after, out, cursor)


def blocks(columns: Sequence[Column | Numbers]) -> Iterator[str]:
    r"""Yield rows of columns, many in a piece of text; the last column ends the line.

    Examples
    --------
    >>> at = np.array([1, 0])
    >>> list(blocks([Column(b"a\nbc\n", at, " "), numbers(np.array([7, 10]), "\n")]))
    ['bc 7\na 10\n']
    """
    n = len(columns[0])
    for at in range(0, n, _BLOCK):
        yield _block(columns, slice(at, min(at + _BLOCK, n)))


def in_lines(pieces: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines in pieces of text, each of which ends with a line.

    Examples
    --------
    >>> list(in_lines(["a\nb\n", "c\n"]))
    ['a\n', 'b\n', 'c\n']
    """
    return chain.from_iterable(io.StringIO(piece, newline="\n") for piece in pieces)


def _block(columns: Sequence[Column | Numbers], here: slice) -> str:
    sizes = np.zeros(here.stop - here.start, np.int64)
    for column in columns:
        column.measure(here, sizes)
    cursor = np.cumsum(sizes) - sizes
    out = np.empty(int(sizes.sum()), np.uint8)
    for column in columns:
        column.put(here, out, cursor)
    return out.tobytes().decode("utf-8", "surrogatepass")


def numbers(values: Longs, after: str) -> Column | Numbers:
    """Return a column of whole numbers."""
    if values.min(initial=0) >= 0:
        return Numbers(values, after)
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
