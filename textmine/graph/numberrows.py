"""Reads rows of numbers, as sections of links are, all at once; what is written in another way is left to others."""

from __future__ import annotations

import warnings

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.lightclasses import dataclass

__all__ = ["NumberRows", "read_numbers"]

_BLANKS, _DIGITS, _OF_WEIGHTS = b" \t\r\n", b"0123456789", b"0123456789.eE+-"
_EXACT = float(1 << 53)  # below it each whole number is one float


@dataclass(frozen=True)
class NumberRows:
    """Rows of whole numbers with a weight each.

    Attributes
    ----------
    keys : int64[m, width]
    weights : float64[m]
    lines : int64[m]
        The line of each row, from 0.
    """

    keys: Longs
    weights: Floats
    lines: Longs


def read_numbers(text: str, width: int, *, weighted: bool = True) -> NumberRows | None:
    r"""Return rows of `width` whole numbers, and perhaps a weight of 0 or more in all of them; else None.

    Blank lines are left out. None means that a row has another form, so that it must be read by itself. Without
    `weighted`, so has one with a weight.

    Examples
    --------
    >>> rows = read_numbers("1 2 .5\n\n3 4 2\n", 2)
    >>> rows.keys.tolist(), rows.weights.tolist(), rows.lines.tolist()
    ([[1, 2], [3, 4]], [0.5, 2.0], [0, 2])
    >>> read_numbers("1 2\n3 4 5\n", 2), read_numbers("1 x\n", 2), read_numbers("1.5 2\n", 2), read_numbers("1 -2\n", 1)
    (None, None, None, None)
    """
    if not text.isascii():
        return None
    signs = np.frombuffer(text.encode("ascii"), np.uint8)
    blank = _among(signs, _BLANKS)
    begins = ~blank
    begins[1:] &= blank[:-1]
    begin = np.flatnonzero(begins)
    if not len(begin):
        return None
    line = np.searchsorted(np.flatnonzero(signs == ord("\n")), begin)
    each = int(np.searchsorted(line, line[0], side="right"))  # fields of the first row
    if each not in (width, width + weighted) or len(begin) % each:
        return None
    of_rows = line.reshape(-1, each)
    firsts = of_rows[:, 0]
    if (of_rows != firsts[:, None]).any() or (firsts[1:] == firsts[:-1]).any():
        return None
    other = np.flatnonzero(~blank & ~_among(signs, _DIGITS))
    if len(other):
        field = (np.searchsorted(begin, other, side="right") - 1) % each
        if (field != width).any() or not _among(signs[other], _OF_WEIGHTS).all():
            return None
    return _checked(text, width, each, firsts)


def _checked(text: str, width: int, each: int, lines: Longs) -> NumberRows | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            table = np.fromstring(text, np.float64, sep=" ")
        except (ValueError, DeprecationWarning):
            return None
    if len(table) != len(lines) * each:
        return None
    table = table.reshape(-1, each)
    keys, weights = table[:, :width], table[:, width] if each > width else np.ones(len(table))
    if not ((keys < _EXACT).all() and np.isfinite(weights).all() and (weights >= 0.0).all()):
        return None
    return NumberRows(keys.astype(np.int64), np.ascontiguousarray(weights), lines)


def _among(
    signs: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], some: bytes
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which signs are among some."""
    table = np.zeros(256, np.bool_)
    table[np.frombuffer(some, np.uint8)] = True
    return table[signs]
