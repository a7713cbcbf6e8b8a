"""Rows of text made of columns by a kernel: no object is made for a field."""

from __future__ import annotations

import io
from itertools import chain

from textmine.buffers import Doubles, Flags, Ints, Longs, flags, longs
from textmine.communities import _kernels
from textmine.communities.decimals import Decimals
from textmine.graph.naming import Names
from textmine.ordering import numbered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Column", "Numbers", "blocks", "floats", "heads", "in_lines", "lines_of", "numbers"]

_BLOCK = 1 << 16  # rows that are made at a time


class Column:
    """A column of texts.

    Parameters
    ----------
    lines
        The texts in UTF-8, each once with a line feed after it.
    at
        int32[n]: the text of each row.
    after
        What follows it there.
    begins
        int64[k + 1]: where each text begins, and the end of the last; None where they are to be looked for.
    """

    def __init__(self, lines: bytes | Flags, at: Ints, after: str, begins: Longs | None = None) -> None:
        self._lines = memoryview(lines)
        self._begins = _begins(self._lines) if begins is None else begins
        self._at = at
        self._after = memoryview(after.encode())

    def __len__(self) -> int:
        return len(self._at)

    def measure(self, here: slice, sizes: Longs) -> None:
        """Add the bytes of some rows to their sizes."""
        _kernels.measure(self._begins, self._at[here], len(self._after), sizes)

    def put(self, here: slice, out: Flags, cursor: Longs) -> None:
        """Write them where the cursor of each row is, and move it on."""
        _kernels.put(self._lines, self._begins, self._at[here], self._after, out, cursor)


class Numbers:
    """A column of whole numbers of 0 or more, int64[n], and what follows each."""

    def __init__(self, values: Longs, after: str) -> None:
        self._values = values
        self._after = memoryview(after.encode())

    def __len__(self) -> int:
        return len(self._values)

    def measure(self, here: slice, sizes: Longs) -> None:
        """Add the bytes of some rows to their sizes."""
        _kernels.measure_numbers(self._values[here], len(self._after), sizes)

    def put(self, here: slice, out: Flags, cursor: Longs) -> None:
        """Write them where the cursor of each row is, and move it on."""
        _kernels.put_numbers(self._values[here], self._after, out, cursor)


def blocks(columns: Sequence[Column | Numbers | Decimals]) -> Iterator[str]:
    r"""Yield rows of columns, many in a piece of text; the last column ends the line.

    Examples
    --------
    >>> import numpy as np
    >>> at = np.array([1, 0], np.int32)
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


def _block(columns: Sequence[Column | Numbers | Decimals], here: slice) -> str:
    cursor = longs(here.stop - here.start)
    for column in columns:
        column.measure(here, cursor)
    out = flags(_kernels.row_begins(cursor))
    for column in columns:
        column.put(here, out, cursor)
    return str(out, "utf-8", "surrogatepass")


def _begins(lines: Flags) -> Longs:
    begins = longs(_kernels.count_lines(lines) + 1)
    _kernels.line_begins(lines, begins)
    return begins


def heads(parent: Ints, rank: Ints, at: Ints, after: str) -> Column:
    r"""Return a column of paths of modules, each rank with a colon after it.

    Parameters
    ----------
    parent
        int32[k]: the parent of each module, which comes before it; -1 for the root.
    rank
        int32[k]: the rank of each module among those of its parent.
    at
        int32[n]: the module of each row.
    after
        What follows there.

    Examples
    --------
    >>> import numpy as np
    >>> parent, rank = np.array([-1, 0, 1, 1], np.int32), np.array([0, 1, 1, 2], np.int32)
    >>> list(blocks([heads(parent, rank, np.array([2, 3], np.int32), "\n")]))
    ['1:1:\n1:2:\n']
    """
    begins = longs(len(parent) + 1)
    _kernels.head_begins(parent, rank, begins)
    lines = flags(begins[len(parent)])
    _kernels.put_heads(parent, rank, begins, lines)
    return Column(lines, at, after, begins)


def numbers(values: Longs, after: str, order: Ints | None = None) -> Column | Numbers:
    """Return a column of whole numbers: all, or those at the places in `order`, int32[n]."""
    if order is not None:
        given, values = values, longs(len(order))
        _kernels.take(given, order, values)
    if _kernels.least(values) >= 0:
        return Numbers(values, after)
    return Column(lines_of(map(str, values.tolist())), numbered(len(values)), after)


def floats(values: Doubles, after: str, order: Ints | None = None) -> Column | Decimals:
    """Return a column of numbers with all their digits: all, or those at the places in `order`, int32[n]."""
    order = numbered(len(values)) if order is None else order
    column = Decimals(values, order, after, _BLOCK)
    return column if column.finite else Column(lines_of(map(repr, values.tolist())), order, after)


def lines_of(texts: Iterable[str] | Names) -> bytes:
    """Return texts in UTF-8, none of which has a line feed, each with one after it."""
    if isinstance(texts, Names):
        return texts.lines
    text = "\n".join(texts)
    return (text + "\n").encode("utf-8", "surrogatepass")
