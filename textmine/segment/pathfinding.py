"""How a block of text is cut into words: by a dictionary, or by words that were learned from the text."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from textmine.segment.lexicon import Lexicon
from textmine.segment.numbers import Numbers
from textmine.segment.paths import best_path
from textmine.text.breaks import INSIDE
from textmine.text.scripts import SimpleIds
from textmine.text.units import UnitTable

__all__ = ["DictionaryPath", "LearnedPath", "Path"]


class Path(Protocol):
    """Cuts a block of text into words.

    Attributes
    ----------
    lexicon
        The words.
    """

    lexicon: Lexicon

    def __call__(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return word boundaries as `best_path` does, from unit ids."""


class DictionaryPath:
    """Cuts by a dictionary in simplified characters.

    Parameters
    ----------
    lexicon
        The words.
    table
        Numbers the units of the text, and those of the lexicon first.
    """

    def __init__(self, lexicon: Lexicon, table: UnitTable) -> None:
        self.lexicon, self._simple = lexicon, SimpleIds(table)

    def __call__(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return word boundaries as `best_path` does, from unit ids."""
        return best_path(self._simple.of(units), self.lexicon)


class LearnedPath:
    """Cuts by words that were learned from the text, in which numbers are joined; parameters as above."""

    def __init__(self, lexicon: Lexicon, table: UnitTable) -> None:
        self.lexicon, self._numbers = lexicon, Numbers(table)

    def __call__(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return word boundaries as `best_path` does, from unit ids."""
        joined = self._numbers.joined(units)
        words = np.full(len(units), INSIDE, dtype=np.int32)
        words[~joined] = best_path(units[~joined], self.lexicon)
        return words
