"""Words in capitals: `IT` and `US` are names, `it` and `us` are function words, and both are one unit."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import NgramTable
from textmine.terms.boundaries import Boundaries
from textmine.terms.spelling import count_spellings, near_places
from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, ranges, release
from textmine.text.corpus import WrittenForms

__all__ = ["capital_edges"]


def capital_edges(
    counted: Corpus,
    corpus: Corpus,
    table: NgramTable,
    boundaries: Boundaries,
    min_count: int,
    memory: int | None = None,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the n-grams whose first unit is mostly in capitals, and those whose last one is; bool[G] each.

    Only n-grams are looked at that begin or end with a unit that is poor or loose there. Where all of an n-gram is in
    capitals, it is a heading, which tells nothing.

    Parameters
    ----------
    counted
        The text that `table` counted.
    corpus
        The same text before forms were merged: its places are the same.
    table
        N-grams.
    boundaries
        Units that rarely begin or end terms.
    min_count
        Least count of an n-gram.
    memory
        Bytes to use; None means a quarter of the machine's memory.

    Examples
    --------
    >>> from textmine.ngrams import CountOptions, count_ngrams
    >>> from textmine.text import build_corpus
    >>> text = build_corpus(["it is the IT desk, it is an IT desk"])
    >>> table = count_ngrams(text, CountOptions(min_count=2))
    >>> poor, none = np.array([True, True, False, False, False]), np.zeros(5, dtype=bool)
    >>> first, last = capital_edges(text, text, table, Boundaries(poor, poor, none, none, none), 2)
    >>> [text.alphabet.render(table.units(gram)) for gram in np.flatnonzero(first).tolist()]
    ['it desk']
    """
    written = _capitals(corpus, array_limit(memory))
    edges = np.zeros((2, len(table)), dtype=bool)
    looked_at = np.zeros(len(counted.alphabet.units), dtype=bool)
    for begin, end in near_places(written.places):
        units = counted.units[written.places[begin:end]]
        looked_at[units[units >= 0]] = True
        release(written.places, counted.units)
    looked_at &= boundaries.poor_first | boundaries.poor_last | boundaries.loose
    often = (table.counts >= min_count) & (table.lengths > 1)
    table.release()
    grams = np.flatnonzero(often & (looked_at[table.first_unit()] | looked_at[table.last]))
    table.release()
    if not len(grams):
        return edges[0], edges[1]
    corpus = dataclasses.replace(corpus, written=written)
    for gram, spellings in count_spellings(counted, corpus, table, grams).items():
        n_first = n_last = 0
        for forms, count in spellings.items():
            if min(forms) < 0:
                n_first += count * (forms[0] >= 0)
                n_last += count * (forms[-1] >= 0)
        edges[:, gram] = 2 * n_first > table.counts[gram], 2 * n_last > table.counts[gram]
    return edges[0], edges[1]


def _capitals(corpus: Corpus, limit: int) -> WrittenForms:
    """Return the places of the words in capitals, two letters or more."""
    written = corpus.written
    if not len(written.places):
        return written
    in_capitals = np.array([len(form) > 1 and form.isupper() for form in corpus.table.forms], dtype=bool)
    places, forms = GrowingArray(limit, np.int64), GrowingArray(limit)
    for begin, end in ranges(written.forms):
        chosen = np.flatnonzero(in_capitals[written.forms[begin:end]])
        places.append(written.places[begin:end][chosen])
        forms.append(written.forms[begin:end][chosen])
        release(written.places, written.forms)
    return WrittenForms(places.finish(), forms.finish())
