"""Merges the forms of a word into one unit, and lists the forms of each term."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, CountsBackground, TextBackground, merged_counts
from textmine.ngrams import NgramTable, grams_at
from textmine.terms.forms import form_classes, is_content, learn_alternations, neighbours
from textmine.terms.spelling import commonest_spelling, spell_terms
from textmine.text import Alphabet, Corpus, Spellings, build_corpus
from textmine.text.scripts import merged_units
from textmine.text.translating import translated
from textmine.text.units import UnitTable

__all__ = ["MergedForms", "form_spellings", "merge_forms"]


@dataclass(frozen=True, slots=True)
class MergedForms:
    """A corpus with merged forms, and the corpus it was made from.

    Attributes
    ----------
    corpus
        The text with one unit for all forms of a word. Counts, documents and entropies of its n-grams are exact.
    background
        The background, with the same units.
    written
        The original text.
    classes
        int32[A]: the unit that replaces each unit.
    """

    corpus: Corpus
    background: Background | None
    written: Corpus
    classes: NDArray[np.int32]

    def after(self, first: MergedForms) -> MergedForms:
        """Return both mergers as one: this one merged what `first` had made of the original text."""
        classes = np.arange(len(first.classes), dtype=np.int32)
        classes[: len(self.classes)] = self.classes
        return MergedForms(self.corpus, self.background, first.written, classes[first.classes])

    def names(self, tables: Sequence[NgramTable], grams: NDArray[np.int64]) -> list[str]:
        """Return how each n-gram is mostly written. For n-grams with several forms, use `surfaces`.

        Parameters
        ----------
        tables, grams
            As in `surfaces`.
        """
        # One of the units that became each unit. Where there was but one, it is the unit that the text has.
        original = np.zeros(int(self.classes.max(initial=-1)) + 1, dtype=np.int32)
        original[self.classes[::-1]] = np.arange(len(self.classes), dtype=np.int32)[::-1]
        return spell_terms(self.corpus, self.written, tables, grams, original)

    def surfaces(self, tables: Sequence[NgramTable], grams: NDArray[np.int64]) -> dict[int, list[str]]:
        """Return the forms of each n-gram with several forms, the most frequent first, ties by code points.

        Parameters
        ----------
        tables
            N-grams of the merged corpus.
        grams
            int64[n]: ids of some of them, counted across the tables.
        """
        found: dict[int, list[str]] = {}
        base = 0
        for table in tables:
            mine = grams[(grams >= base) & (grams < base + len(table))] - base
            found |= {base + gram: forms for gram, forms in self._surfaces(table, mine).items()}
            base += len(table)
        return found

    def _surfaces(self, table: NgramTable, grams: NDArray[np.int64]) -> dict[int, list[str]]:
        varied = np.bincount(self.classes, minlength=len(self.classes)) > 1
        wanted = np.zeros(len(table), dtype=bool)
        wanted[[gram for gram in grams.tolist() if varied[table.units(gram)].any()]] = True
        written: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for length, begin, places, numbers in grams_at(self.corpus, table):
            chosen = wanted[begin + numbers]
            at = places[chosen, np.newaxis] + np.arange(length)
            columns = (begin + numbers[chosen], self.written.units[at], self.written.written.at(at))
            rows, counts = np.unique(np.column_stack(columns), axis=0, return_counts=True)
            spellings: dict[tuple[int, ...], Counter[tuple[int, ...]]] = defaultdict(Counter)
            for row, count in zip(rows.tolist(), counts.tolist(), strict=True):
                spellings[tuple(row[: length + 1])][tuple(row[length + 1 :])] += count
            for (gram, *units), found in spellings.items():
                written[gram].append((-found.total(), commonest_spelling(self.written, units, found)))
        return {gram: [form for _, form in sorted(forms)] for gram, forms in written.items()}


def merge_forms(corpus: Corpus, background: Background | None, memory: int | None = None) -> MergedForms:
    """Learn the forms of words, and merge them in a corpus and its background.

    In a saved background, n-grams that were not saved are missing from the sums of the forms.

    Parameters
    ----------
    corpus, background
        The texts, which are not changed.
    memory
        Bytes to use; None means a quarter of the machine's memory.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> merged = merge_forms(build_corpus(["co-ordinate a coordinate"]), None)
    >>> merged.corpus.units.tolist()
    [0, 1, 0, -3]
    """
    alternations = learn_alternations(corpus, neighbours(corpus, background), is_content(corpus, background))
    classes = form_classes(corpus, alternations)
    merged = dataclasses.replace(merged_units(corpus, classes, memory), alphabet=_shown(corpus, classes))
    world = _merged_background(background, corpus, classes, merged.table, memory)
    return MergedForms(merged, world, corpus, classes)


def form_spellings(texts: Sequence[str], memory: int | None = None) -> Spellings:
    """Return the forms of words that are learned from texts, each to be written as the most frequent one of its word.

    `memory` is in bytes, as in `build_corpus`.

    Examples
    --------
    >>> form_spellings(["co-ordinate a coordinate and co-ordinate"]).rewritten("a coordinate")
    'a co-ordinate'
    """
    forms = merge_forms(build_corpus(texts, memory=memory), None, memory)
    written, shown = forms.written.alphabet.surfaces, forms.corpus.alphabet.surfaces
    merged = [(unit, number) for unit, number in enumerate(forms.classes.tolist()) if written[unit] != shown[number]]
    return Spellings({written[unit]: shown[number] for unit, number in merged})


def _shown(corpus: Corpus, classes: NDArray[np.int32]) -> Alphabet:
    """Return the alphabet in which each merged unit is shown in its most frequent form; of equal ones the first."""
    counts = corpus.unit_counts()
    surfaces = list(corpus.alphabet.surfaces)
    written = corpus.alphabet.surfaces
    for unit in np.lexsort((-np.arange(len(classes)), counts[: len(classes)])).tolist():
        surfaces[classes[unit]] = written[unit]
    return dataclasses.replace(corpus.alphabet, surfaces=tuple(surfaces))


def _merged_background(
    background: Background | None, corpus: Corpus, classes: NDArray[np.int32], table: UnitTable, memory: int | None
) -> Background | None:
    if isinstance(background, TextBackground):
        text = translated(background.text, corpus, memory)
        return TextBackground(merged_units(text, classes, memory, table), background.memory)
    if isinstance(background, CountsBackground):
        return dataclasses.replace(background, counts=merged_counts(background.counts, corpus.alphabet.units, classes))
    return background
