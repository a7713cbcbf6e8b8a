"""The order of the terms of a topic: first those that many of its documents have, and have together."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Hashes, Ids, Longs
from textmine.topics.rows import DocumentTerms

__all__ = ["term_ranks"]

_COHERENT = 10  # terms chosen one by one; a reader looks at no more
_CANDIDATES = 60
_PARTS = 5
_OF_FREQUENCY = 0.1  # what twice as many documents are worth, beside NPMI: 0.1 ln 2


def term_ranks(rows: DocumentTerms, topic: Ids, home: Ids, keys: Hashes) -> Ids:
    """Return the rank of each term among those of its topic, from 0; -1 for a term without one.

    The first ten are chosen one by one: the term for which 0.1 ln f + c is greatest, f being the documents of the topic
    with it, and c the mean NPMI with those chosen before. Terms after these are in order of f. NPMI is the mean of
    those in five parts of the documents, apart, and of 0: pairs that meet in all parts will meet in other documents,
    too. It is -1 in a part with both terms but not together (Bouma 2009).

    Parameters
    ----------
    rows
        Documents, or pieces of them.
    topic
        int32[D]: the topic of each, or -1.
    home
        int32[V]: the topic of each term, or -1.
    keys
        uint64[D]: random numbers, which draw the parts.

    Examples
    --------
    >>> rows = DocumentTerms(np.arange(0, 41, 2), np.tile(np.array([0, 1, 0, 2], np.int32), 10), np.ones(40), 3)
    >>> keys = np.arange(20, dtype=np.uint64)
    >>> term_ranks(rows, np.zeros(20, np.int32), np.array([0, 0, -1], np.int32), keys).tolist()
    [0, 1, -1]
    """
    own = np.flatnonzero((home[rows.terms] == topic[rows.rows()]) & (home[rows.terms] >= 0))
    frequency = np.bincount(rows.terms[own], minlength=rows.n_terms)
    order = np.lexsort((-frequency, home))
    order = order[np.searchsorted(home[order], 0) :]
    parts = _parts(rows, keys)
    ranks = np.full(rows.n_terms, -1, np.int32)
    for members in np.split(order, np.cumsum(np.bincount(home[order]))[:-1]) if len(order) else []:
        first = members[:_CANDIDATES]
        chosen = first[_coherent(_mean_npmi(parts, first), np.log(np.maximum(frequency[first], 1)))]
        ranks[chosen] = np.arange(len(chosen))
        others = members[ranks[members] < 0]
        ranks[others] = np.arange(len(chosen), len(members))
    return ranks


def _parts(rows: DocumentTerms, keys: Hashes) -> list[Any]:
    """Return which terms the documents of each part have, as sparse matrices by column."""
    from scipy.sparse import csr_array

    ones = np.ones(len(rows.terms), np.int32)
    has = csr_array((ones, rows.terms, rows.indptr), shape=(len(rows), rows.n_terms))
    part = keys % np.uint64(_PARTS)
    return [has[part == number].tocsc() for number in range(_PARTS)]


def _mean_npmi(parts: list[Any], terms: Longs) -> Floats:
    """Return the NPMI of each pair of terms: the mean over the parts with both, and 0."""
    total, met = np.zeros((len(terms),) * 2), np.ones((len(terms),) * 2)
    for has in parts:
        some = has[:, terms]
        together = (some.T @ some).toarray()
        spread, n = together.diagonal(), has.shape[0]
        expected = spread[:, None] * (spread / max(n, 1))
        # A pair that all documents of a part have tells nothing: the last one makes it 0, for both logarithms are.
        ratio = np.log(np.maximum(together, 1) / np.where(expected > 0, expected, 1.0))
        npmi = ratio / np.log(np.maximum(n / np.maximum(together, 1), 1 + 1e-9))
        total += np.where(expected > 0, np.where(together > 0, npmi, -1.0), 0.0)
        met += expected > 0
    return total / met


def _coherent(npmi: Floats, worth: Floats) -> list[int]:
    """Choose up to ten places, one by one: the greatest worth and mean NPMI with those chosen before."""
    chosen: list[int] = []
    sums, free = np.zeros(len(worth)), _OF_FREQUENCY * worth
    while len(chosen) < min(_COHERENT, len(worth)):
        best = int(np.argmax(free + sums / max(len(chosen), 1)))
        chosen.append(best)
        sums += npmi[best]
        free[best] = -np.inf
    return chosen
