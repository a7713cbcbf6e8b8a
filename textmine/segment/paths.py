"""The best segmentation of a corpus by a lexicon."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.segment import _kernels
from textmine.segment.lexicon import Lexicon
from textmine.text.arrays import release
from textmine.text.breaks import INSIDE, clause_ranges

__all__ = ["INSIDE", "best_path", "clause_room", "word_marks"]

_STRETCH = 1 << 20  # units segmented at a time where only the word edges are wanted


def best_path(units: NDArray[np.int32], lexicon: Lexicon) -> NDArray[np.int32]:
    """Cut each clause into the words that cost fewest bits in all.

    Parameters
    ----------
    units
        int32[n]: unit ids, negative where a break is.
    lexicon
        Words and their costs.

    Returns
    -------
    int32[n]
        The lexicon's node of the word that begins at each place (its unit where it is unknown), INSIDE (-4) within a
        word, breaks as they are.

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


def word_marks(units: NDArray[np.int32], lexicon: Lexicon) -> NDArray[np.uint8]:
    """Return uint8[n + 1]: 1 where `best_path` has the beginning of a word or a break stands, and behind the end.

    Takes a byte a unit, and not the four of the path, because it segments a stretch of text at a time.

    Examples
    --------
    >>> from textmine.segment.lexicon import Spelling, build_lexicon
    >>> words = Spelling(np.array([0, 0, 1], np.int32), np.array([0, 1]), np.array([1, 3]))
    >>> lexicon = build_lexicon(words, np.array([1.0, 3.0]), 2)
    >>> word_marks(np.array([0, 0, 1, -1], np.int32), lexicon).tolist()
    [1, 1, 0, 1, 1]
    """
    marks = np.ones(len(units) + 1, dtype=np.uint8)
    for begin, end in clause_ranges(units, _STRETCH):
        marks[begin:end] = best_path(units[begin:end], lexicon) != INSIDE
        release(units)
    return marks


def clause_room(units: NDArray[np.int32]) -> int:
    """Return one more than the units of the longest clause."""
    breaks = np.concatenate(([-1], np.flatnonzero(units < 0), [len(units)]))
    return int(np.diff(breaks).max())
