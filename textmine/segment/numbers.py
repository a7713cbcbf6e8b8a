"""Numbers in digits are joined by rule, not by statistics: most numbers are too rare for statistics."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, release
from textmine.text.breaks import clause_ranges
from textmine.text.units import UnitTable

__all__ = ["Numbers"]

_MAGNITUDES = "百千万亿"
_DATES = "月日时"
_YEAR = "年"
_STRETCH = 1 << 20  # units whose numbers are joined at a time


class Numbers:
    """The rule: 百 千 万 亿 after a number, 月 日 时 after a number, and 年 after a four-digit number are part of it.

    Up to two magnitudes join (`5 万亿`). A unit is a number if it begins with a digit and has no letter.

    Parameters
    ----------
    table
        The complete table of units. Units that are added later are ignored.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["1998年12月31日的15年，3.5万亿元"])
    >>> Numbers(corpus.table).joined(corpus.units).astype(int).tolist()
    [0, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0]
    """

    def __init__(self, table: UnitTable) -> None:
        units = table.units
        digits = [unit[0].isdigit() and not any(map(str.isalpha, unit)) for unit in units]
        self._number = np.array(digits, dtype=bool)
        self._year_number = self._number & np.array([len(unit) == 4 for unit in units], dtype=bool)
        self._magnitude = np.array([unit in _MAGNITUDES for unit in units], dtype=bool)
        self._date = np.array([unit in _DATES for unit in units], dtype=bool)
        self._year = np.array([unit == _YEAR for unit in units], dtype=bool)

    def joined(self, units: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Return bool[n]: True for a unit that is part of the number before it."""
        joined = np.zeros(len(units), dtype=bool)
        if len(units) == 0 or not self._number.any():
            return joined
        # A break (negative) would index from the end. It looks up unit 0 instead, and `real` masks the result.
        real, at = units >= 0, np.maximum(units, 0)
        number = self._number[at] & real
        magnitude, date = self._magnitude[at[1:]] & real[1:], self._date[at[1:]] & real[1:]
        year = self._year[at[1:]] & self._year_number[at[:-1]] & real[1:] & real[:-1]
        joined[1:] = number[:-1] & (magnitude | date) | year
        joined[2:] |= joined[1:-1] & number[:-2] & magnitude[:-1] & magnitude[1:]
        return joined

    def join_corpus(self, corpus: Corpus, memory: int | None = None) -> Corpus:
        """Return the corpus with only the first unit of each number; `memory` as in `build_corpus`."""
        units, documents = GrowingArray(array_limit(memory)), corpus.documents.copy()
        # No number goes over a break, so each stretch of whole clauses can be joined by itself.
        for begin, end in clause_ranges(corpus.units, _STRETCH):
            part = corpus.units[begin:end]
            joined = self.joined(part)
            gone = np.concatenate(([0], np.cumsum(joined)))
            first, last = np.searchsorted(corpus.documents, [begin, end])
            documents[first:last] = len(units) + corpus.documents[first:last] - begin
            documents[first:last] -= gone[corpus.documents[first:last] - begin]
            units.append(part[~joined])
            release(corpus.units)
        if len(units) == len(corpus.units):
            return corpus
        documents[-1] = len(units)
        return dataclasses.replace(corpus, units=units.finish(), documents=documents)
