"""Saved counts in which the counts of several spellings of a term add up to those of the form that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.background import CountsBackground
from textmine.ngrams.table import NgramTable
from textmine.text import Corpus
from textmine.text.units import UnitTable, read_block

__all__ = ["SpelledBackground"]

_Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class SpelledBackground(CountsBackground):
    """Saved counts, with the counts of other spellings added to those of each n-gram that holds a shown form.

    Attributes
    ----------
    shown
        The form that each spelling is shown as.

    Examples
    --------
    >>> from textmine.backgrounds import count_background
    >>> from textmine.ngrams import CountOptions, count_ngrams
    >>> from textmine.text import build_corpus
    >>> saved = count_background(build_corpus(["old wifi, old wifi, old wireless lan, old wireless lan"]))
    >>> corpus = build_corpus(["old wifi, old wifi"])
    >>> table = count_ngrams(corpus, CountOptions(min_count=2))
    >>> SpelledBackground(saved, {"wireless lan": "wifi"}).counts_of(table, corpus).tolist()  # old, wifi, old wifi
    [4.0, 4.0, 4.0]
    """

    shown: Mapping[str, str] = field(default_factory=dict)

    def counts_of(self, table: NgramTable, corpus: Corpus) -> NDArray[np.float64]:
        """Return float64[G]: the count of each n-gram in all its spellings."""
        found = CountsBackground.counts_of(self, table, corpus)
        texts, ids = corpus.alphabet.units, {unit: number for number, unit in enumerate(self.counts.units())}
        for form, others in self._spellings():
            for gram in _holding(table, form, texts).tolist():
                written = tuple(texts[unit] for unit in table.units(gram))
                at = next(i for i in range(len(written)) if written[i : i + len(form)] == form)
                for other in others:
                    found[gram] += self._saved((*written[:at], *other, *written[at + len(form) :]), ids)
        return found

    def unit_counts(self, corpus: Corpus) -> NDArray[np.int64]:
        """Return int64[A]: the count of each unit in all its spellings."""
        counts = CountsBackground.unit_counts(self, corpus)
        ids = {unit: number for number, unit in enumerate(self.counts.units())}
        number = {unit: place for place, unit in enumerate(corpus.alphabet.units)}
        for form, others in self._spellings():
            if len(form) == 1 and form[0] in number:
                counts[number[form[0]]] += sum(self._saved(other, ids) for other in others)
        return counts

    def _spellings(self) -> list[tuple[_Gram, list[_Gram]]]:
        """Return the units of each form, and those of its other spellings."""
        found: dict[_Gram, list[_Gram]] = {}
        table = UnitTable()
        for spelling, form in self.shown.items():
            one, other = _units(form, table), _units(spelling, table)
            if one != other and other not in found.setdefault(one, []):
                found[one].append(other)
        return list(found.items())

    def _saved(self, gram: _Gram, ids: Mapping[str, int]) -> int:
        """Return the saved count of an n-gram, 0 where there is none."""
        node = ids.get(gram[0], -1)
        for unit in gram[1:]:
            if node < 0 or unit not in ids:
                return 0
            node = self.counts.child(node, ids[unit])
        return 0 if node < 0 else int(self.counts.counts[node])


def _units(text: str, table: UnitTable) -> _Gram:
    return tuple(table.units[unit] for unit in read_block(text, table).units.tolist() if unit >= 0)


def _holding(table: NgramTable, form: Sequence[str], texts: Sequence[str]) -> NDArray[np.intp]:
    """Return the n-grams that hold a form."""
    number = {unit: place for place, unit in enumerate(texts)}
    units = [number.get(unit, -1) for unit in form]
    if min(units) < 0:
        return np.empty(0, dtype=np.intp)
    prefix = np.maximum(table.prefix, 0)
    ends = table.last == units[0]  # with the first unit of the form, then with two of them, ...
    for unit in units[1:]:
        ends = (table.last == unit) & ends[prefix] & (table.prefix >= 0)
    for length in range(2, int(table.lengths.max(initial=1)) + 1):
        level = table.lengths == length
        ends[level] |= ends[table.prefix[level]]
    return np.flatnonzero(ends)
