"""Merges the forms of a word into one unit, and lists the forms of each term."""

from __future__ import annotations

import copy
import dataclasses
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, CountsBackground, TextBackground, merged_counts
from textmine.ngrams import NgramTable, grams_at
from textmine.terms.forms import form_classes, is_content, learn_alternations, neighbours
from textmine.terms.spelling import commonest_spelling
from textmine.text import Corpus
from textmine.text.arrays import array_limit, new_array, ranges, release
from textmine.text.translating import translated
from textmine.text.units import UnitTable

__all__ = ["MergedForms", "merge_forms"]


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
    merged = _merged(corpus, classes, memory)
    world = _merged_background(background, corpus, classes, merged.table, memory)
    return MergedForms(merged, world, corpus, classes)


def _merged(corpus: Corpus, classes: NDArray[np.int32], memory: int | None, table: UnitTable | None = None) -> Corpus:
    """Return a corpus of merged units. Words of lists and dictionaries are merged too when they are read with it."""
    units = new_array(len(corpus.units), array_limit(memory))
    for begin, end in ranges(corpus.units):
        part = corpus.units[begin:end]
        inside = (part >= 0) & (part < len(classes))
        units[begin:end] = np.where(inside, classes[np.where(inside, part, 0)], part)
        release(units, corpus.units)
    if table is None:
        table = copy.deepcopy(corpus.table)
        table.merge(classes)
    return dataclasses.replace(corpus, units=units, table=table)


def _merged_background(
    background: Background | None, corpus: Corpus, classes: NDArray[np.int32], table: UnitTable, memory: int | None
) -> Background | None:
    if isinstance(background, TextBackground):
        text = translated(background.text, corpus, memory)
        return TextBackground(_merged(text, classes, memory, table), background.memory)
    if isinstance(background, CountsBackground):
        return CountsBackground(merged_counts(background.counts, corpus.alphabet.units, classes))
    return background
