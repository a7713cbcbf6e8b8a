"""The few places of each term that show many documents, without all places of all terms in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Longs
from textmine.text.arrays import release
from textmine.text.breaks import INSIDE, document_ranges

__all__ = ["rank", "spread_places"]

_STRETCH = 1 << 20  # units that are looked at together, or a longer document


def spread_places(
    labels: NDArray[np.int32], documents: Longs, n_terms: int, each: int
) -> tuple[Longs, tuple[Longs, Longs, Longs]]:
    """Return how often each term occurs, and those places among which `find_contexts` with `spread` chooses.

    Of a term in more than `each` documents these are the first places in `each` of them, at equal steps from the first
    to the last; of another term the first `each` places in every document.

    Parameters
    ----------
    labels
        int32[n]: labels as for `labelled_places`; those of `n_terms` or more are other words.
    documents
        int64[d + 1]: begin of each document.
    n_terms
        Number of terms.
    each
        Number of places wanted of each term.

    Returns
    -------
    counts
        int64[n_terms].
    terms, starts, ends
        int64: term, begin and end of each place, in order of places.
    """
    counts, n_documents = np.zeros((2, n_terms), dtype=np.int64)
    for terms, found, _, _ in _stretches(labels, documents, n_terms):
        counts += np.bincount(terms, minlength=n_terms)
        n_documents += np.bincount(np.unique(terms.astype(np.int64) << 32 | found) >> 32, minlength=n_terms)
    chosen = [np.empty((3, 0), dtype=np.int64)]
    done = np.zeros(n_terms, dtype=np.int64)  # documents of each term before the stretch
    for terms, found, starts, ends in _stretches(labels, documents, n_terms):
        order = np.argsort(terms, kind="stable")
        terms, found = terms[order], found[order]
        within = rank(terms, found)
        first = within == 0
        number = done[terms] + rank(terms[first])[np.cumsum(first) - 1] if len(terms) else within
        among = np.maximum(n_documents[terms], 1)
        kept = np.where(
            n_documents[terms] > each,
            first & ((number + 1) * each // among > number * each // among),
            within < each,
        )
        chosen.append(np.stack((terms, starts[order], ends[order]))[:, kept])
        done += np.bincount(terms[first], minlength=n_terms)
    terms, starts, ends = np.concatenate(chosen, axis=1)
    order = np.argsort(starts, kind="stable")
    return counts, (terms[order], starts[order], ends[order])


def rank(*keys: NDArray[np.signedinteger]) -> NDArray[np.intp]:
    """Return the number of each item, from 0, in its run of consecutive items with the same keys.

    Examples
    --------
    >>> rank(np.array([7, 7, 3, 7])).tolist()
    [0, 1, 0, 0]
    """
    number = np.arange(len(keys[0]))
    is_first = np.ones(len(number), dtype=bool)
    is_first[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return number - np.maximum.accumulate(np.where(is_first, number, 0))


def _stretches(
    labels: NDArray[np.int32], documents: Longs, n_terms: int
) -> Iterator[tuple[Longs, Longs, NDArray[np.intp], NDArray[np.intp]]]:
    """Yield term, document, begin and end of the places in one stretch of whole documents after the other."""
    for first, last in document_ranges(documents, _STRETCH):
        begin = int(documents[first])
        part = np.asarray(labels[begin : int(documents[last])])
        starts = np.flatnonzero((part >= 0) & (part < n_terms))
        begins = np.append(np.flatnonzero(part != INSIDE), len(part))
        ends = begins[np.searchsorted(begins, starts, side="right")]
        found = np.searchsorted(documents, starts + begin, side="right") - 1
        yield part[starts].astype(np.int64), found, starts + begin, ends + begin
        release(labels, documents)
