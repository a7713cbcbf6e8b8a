"""The best segmentation of a corpus by a lexicon."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.segment import _kernels
from textmine.segment.lexicon import Lexicon
from textmine.text.arrays import array_limit, new_array, release
from textmine.text.breaks import INSIDE, clause_ranges

__all__ = ["INSIDE", "best_path", "clause_room", "word_marks"]

_STRETCH = 1 << 20  # units segmented at a time if only the word boundaries are needed


def best_path(units: NDArray[np.int32], lexicon: Lexicon) -> NDArray[np.int32]:
    """Cut each clause into the words with the least total cost in bits.

    Parameters
    ----------
    units
        int32[n]: unit ids, with negative numbers for breaks.
    lexicon
        Words and their costs.

    Returns
    -------
    int32[n]
        At the first unit of a word its node in the lexicon (the unit id if the unit is unknown); INSIDE (-4) within a
        word. Breaks stay.

    Examples
    --------
    >>> from textmine.segment.lexicon import Spelling, build_lexicon
    >>> words = Spelling(np.array([0, 0, 1], np.int32), np.array([0, 1]), np.array([1, 3]))
    >>> lexicon = build_lexicon(words, np.array([1.0, 3.0]), 2)
    >>> best_path(np.array([0, 0, 1, -1], np.int32), lexicon).tolist()
    [0, 2, -4, -1]
    """
    room = clause_room(units)
    words = np.empty(len(units), dtype=np.int32)
    _kernels.best_path(
        units,
        lexicon.first_child,
        lexicon.last,
        lexicon.costs,
        lexicon.unknown,
        np.empty(room),
        np.empty(room, dtype=np.int64),
        np.empty(room, dtype=np.int32),
        words,
    )
    return words


def word_marks(units: NDArray[np.int32], lexicon: Lexicon, memory: int | None = None) -> NDArray[np.uint8]:
    """Return uint8[n + 1]: 1 where a word of `best_path` begins, at breaks, and after the end.

    This needs one byte per unit and not the four bytes of a path, because it segments a part of the text at a time.
    The array is in the spool if it is larger than an eighth of `memory` (bytes; None means a quarter of the machine's).

    Examples
    --------
    >>> from textmine.segment.lexicon import Spelling, build_lexicon
    >>> words = Spelling(np.array([0, 0, 1], np.int32), np.array([0, 1]), np.array([1, 3]))
    >>> lexicon = build_lexicon(words, np.array([1.0, 3.0]), 2)
    >>> word_marks(np.array([0, 0, 1, -1], np.int32), lexicon).tolist()
    [1, 1, 0, 1, 1]
    """
    marks: NDArray[np.uint8] = new_array(len(units) + 1, array_limit(memory), np.uint8)
    marks[-1] = 1
    for begin, end in clause_ranges(units, _STRETCH):
        marks[begin:end] = best_path(units[begin:end], lexicon) != INSIDE
        release(units, marks)
    return marks


def clause_room(units: NDArray[np.int32]) -> int:
    """Return the length of the longest clause in units, plus one."""
    breaks = np.concatenate(([-1], np.flatnonzero(units < 0), [len(units)]))
    return int(np.diff(breaks).max())
