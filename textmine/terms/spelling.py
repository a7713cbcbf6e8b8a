"""How terms are written: each as it mostly is in the text, counted over its own occurrences."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import NgramTable, grams_at
from textmine.text import Corpus
from textmine.text.arrays import release
from textmine.text.breaks import CLAUSE_END
from textmine.text.partitions import PARTITION

__all__ = ["commonest_spelling", "count_spellings", "near_places", "spell_terms"]

_AT_A_TIME = 1 << 15  # places that are written otherwise than plain, whose surroundings are looked at together
_Spelling = tuple[int, ...]  # the form of each unit, -1 for its plain text


def spell_terms(
    counted: Corpus,
    corpus: Corpus,
    tables: Sequence[NgramTable],
    grams: NDArray[np.int64],
    original: NDArray[np.int32] | None = None,
) -> list[str]:
    """Return how each term is mostly written: `A股账户` although most other texts have `a股`.

    Only places that are not in plain lower case are looked at; all other occurrences of a term are plain. Of equally
    frequent spellings the one of the commonest forms of its units wins, then the first by code points.

    Parameters
    ----------
    counted
        The text that `tables` counted.
    corpus
        The same text before repeats were dropped or forms merged: its places are the same.
    tables
        N-grams.
    grams
        int64[n]: ids of the terms, counted across the tables.
    original
        int32[A]: for each unit of `counted`, the unit of `corpus` that it was; None if they have the same units.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.ngrams import CountOptions, count_ngrams
    >>> text = build_corpus(["a组，a类，a级。A股账户，A股账户，a股账户"])
    >>> table = count_ngrams(text, CountOptions(min_count=3))
    >>> spell_terms(text, text, [table], np.array([len(table) - 1]))
    ['A股账户']
    """
    names: dict[int, str] = {}
    base = 0
    for table in tables:
        mine = grams[(grams >= base) & (grams < base + len(table))] - base
        found = count_spellings(counted, corpus, table, mine)
        for gram in mine.tolist():
            units, written = table.units(gram), found.get(gram, Counter())
            plain = int(table.counts[gram]) - written.total()
            written[(-1,) * len(units)] += plain
            before = units if original is None else original[units].tolist()
            names[base + gram] = commonest_spelling(corpus, before, written)
        base += len(table)
    return [names[gram] for gram in grams.tolist()]


def commonest_spelling(corpus: Corpus, units: Sequence[int], written: Mapping[_Spelling, int]) -> str:
    """Return the commonest of the spellings of some units, which `written` counts: tuples of forms, -1 for plain text.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> text = build_corpus(["it, it, it. IT department"])
    >>> text.table.forms, commonest_spelling(text, [0, 1], {(1, -1): 1})
    (['it', 'IT', 'department'], 'IT department')
    """
    alphabet, forms = corpus.alphabet, corpus.table.forms
    usual = alphabet.render(units)
    best = (0, False, "")
    for spelling, count in written.items():
        text = alphabet.join(
            units,
            [forms[form] if form >= 0 else alphabet.units[unit] for unit, form in zip(units, spelling, strict=True)],
        )
        rank = (-count, text != usual, text)
        if count and (rank < best or not best[0]):
            best = rank
    return best[2] or usual


def count_spellings(
    counted: Corpus, corpus: Corpus, table: NgramTable, grams: NDArray[np.int64]
) -> dict[int, Counter[_Spelling]]:
    """Return, for each n-gram of a table by its id, the spellings that are not plain, counted."""
    wanted = np.zeros(len(table), dtype=bool)
    wanted[grams] = True
    in_term = np.zeros(len(counted.table.units) + 1, dtype=bool)  # the last entry is looked up by breaks
    longest = int(table.lengths[grams].max(initial=1))
    parts: NDArray[np.integer[Any]] = grams
    while len(parts):
        in_term[table.last[parts]] = True
        parts = table.prefix[parts]
        parts = parts[parts >= 0]
    table.release()
    found: dict[int, Counter[_Spelling]] = defaultdict(Counter)
    places = corpus.written.places
    for first, last in near_places(places):
        part = np.asarray(places[first:last])
        part = part[in_term[np.maximum(counted.units[part], -1)]]
        for gram, forms, count in _written_at(counted, corpus, table, part, longest, wanted):
            found[gram][forms] += count
        release(places, corpus.written.forms, counted.units)
    table.release()
    return found


def near_places(places: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield ranges of some places, not too many each, and in no more than a partition of the text.

    Examples
    --------
    >>> list(near_places(np.array([5, 7, 3_000_000])))
    [(0, 2), (2, 3)]
    """
    begin = 0
    while begin < len(places):
        end = min(begin + _AT_A_TIME, len(places))
        end = begin + int(np.searchsorted(places[begin:end], places[begin] + PARTITION))
        yield begin, end
        begin = end


def _written_at(
    counted: Corpus,
    corpus: Corpus,
    table: NgramTable,
    places: NDArray[np.int64],
    longest: int,
    wanted: NDArray[np.bool_],
) -> Iterator[tuple[int, _Spelling, int]]:
    """Yield the wanted n-grams whose first form that is not plain stands at one of the places, with forms and count."""
    if not len(places):
        return
    around = _around(places, longest, len(counted.units))
    nearby = dataclasses.replace(counted, units=np.where(around < 0, np.int32(CLAUSE_END), counted.units[around]))
    for length, begin, found, numbers in grams_at(nearby, table):
        chosen = wanted[begin + numbers]
        at = around[found[chosen], np.newaxis] + np.arange(length)
        forms = corpus.written.at(at)
        other = forms >= 0
        first = at[np.arange(len(at)), other.argmax(axis=1)]
        # The places that were left out hold units of no term, so they are in none.
        mine = other.any(axis=1) & (first >= places[0]) & (first <= places[-1])
        keys = np.column_stack((begin + numbers[chosen][mine], forms[mine]))
        rows, counts = np.unique(keys, axis=0, return_counts=True)
        for (gram, *spelling), count in zip(rows.tolist(), counts.tolist(), strict=True):
            yield gram, tuple(spelling), count


def _around(places: NDArray[np.int64], longest: int, n: int) -> NDArray[np.int64]:
    """Return the places near some places, where n-grams of `longest` units may cover one; -1 between ranges."""
    begins = np.maximum(places - longest + 1, 0)
    ends = np.minimum(places + longest, n)
    opens = np.concatenate(([True], begins[1:] > ends[:-1]))
    starts, stops = begins[opens], ends[np.concatenate((opens[1:], [True]))]
    sizes = stops - starts + 1
    offsets = np.cumsum(sizes) - sizes
    around = np.repeat(starts - offsets, sizes) + np.arange(int(sizes.sum()))
    around[offsets + sizes - 1] = -1
    return around
