"""Documents as sparse rows of terms: how often each term occurs in each document, or in each piece of a long one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from textmine.arraytypes import Bools, Ids, Longs
from textmine.text.arrays import release
from textmine.text.breaks import OTHER, document_ranges

__all__ = ["DocumentTerms", "count_terms", "count_words", "cut_documents"]

_STRETCH = 1 << 20  # places that are looked at together
_BLOCK = 1 << 18  # entries of rows that are looked at together


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """How often each term occurs in each document, as sparse rows.

    Attributes
    ----------
    indptr
        int64[D + 1]: where the row of each document begins.
    terms
        int32[m]: numbers of terms, ascending within a row.
    counts
        int64[m]: occurrences, 1 or more.
    n_terms
        Number of terms, V; also those that occur nowhere count.
    """

    indptr: Longs
    terms: Ids
    counts: Longs
    n_terms: int

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def __repr__(self) -> str:
        return f"<DocumentTerms of {len(self)} documents, {self.n_terms} terms>"

    def rows(self) -> Longs:
        """Return the document of each entry, int64[m]."""
        return np.repeat(np.arange(len(self)), np.diff(self.indptr))

    def spread(self) -> Longs:
        """Return the number of documents with each term, int64[V]."""
        return np.bincount(self.terms, minlength=self.n_terms)

    def of_terms(self, chosen: Longs) -> DocumentTerms:
        """Return the same documents with some of the terms, numbered anew in the order they are given in."""
        number = np.full(self.n_terms, -1, np.int32)
        number[chosen] = np.arange(len(chosen), dtype=np.int32)
        sizes, terms, counts = [np.zeros(1, np.int64)], [np.empty(0, np.int32)], [np.empty(0, np.int64)]
        for first, last in self.blocks():
            part = slice(self.indptr[first], self.indptr[last])
            kept = np.flatnonzero(number[self.terms[part]] >= 0)
            rows = np.repeat(np.arange(last - first), np.diff(self.indptr[first : last + 1]))[kept]
            found = number[self.terms[part][kept]]
            order = np.argsort(rows * max(len(chosen), 1) + found)
            sizes.append(np.bincount(rows, minlength=last - first))
            terms.append(found[order])
            counts.append(self.counts[part][kept[order]])
        indptr = np.cumsum(np.concatenate(sizes))
        return DocumentTerms(indptr, np.concatenate(terms), np.concatenate(counts), len(chosen))

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Yield ranges of documents, in order, of about a quarter of a million entries: temporary arrays stay small."""
        edges = np.unique(np.searchsorted(self.indptr, range(0, len(self.terms), _BLOCK)))
        yield from pairwise([0, *edges[edges > 0].tolist(), len(self)])

    def joined(self, group: Longs, n_groups: int) -> DocumentTerms:
        """Return a row for each group: the sum of the rows of its members, int64[D] being the group of each."""
        return _counted(group[self.rows()], self.terms, self.counts, n_groups, self.n_terms)


def count_terms(labels: Ids, starts: Longs, n_terms: int) -> DocumentTerms:
    """Count the terms of each document.

    Parameters
    ----------
    labels
        int32[n]: the term that stands at each place, as `label_terms` returns it; negative where there is none.
    starts
        int64[D + 1]: where each document begins in `labels`, as `Corpus.documents`; n at the end.
    n_terms
        Number of terms.

    Examples
    --------
    >>> found = count_terms(np.array([2, 0, 2, -3, -9, 1, -3], np.int32), np.array([0, 4, 7]), 3)
    >>> found.indptr.tolist(), found.terms.tolist(), found.counts.tolist()
    ([0, 2, 3], [0, 2, 1], [1, 2, 1])
    """
    ends, terms, counts = [np.zeros(1, np.int64)], [np.empty(0, np.int32)], [np.empty(0, np.int64)]
    for first, last in document_ranges(starts, _STRETCH):
        begin = int(starts[first])
        part = np.asarray(labels[begin : int(starts[last])])
        places = np.flatnonzero(part >= 0)
        rows = np.searchsorted(starts[first : last + 1], places + begin, side="right") - 1
        found = _counted(rows, part[places], None, last - first, n_terms)
        ends.append(found.indptr[1:] + ends[-1][-1])
        terms.append(found.terms)
        counts.append(found.counts)
        release(labels, starts)
    return DocumentTerms(np.concatenate(ends), np.concatenate(terms), np.concatenate(counts), n_terms)


def count_words(labels: Ids) -> int:
    """Return the number of words, terms and others, in labels as in `count_terms`."""
    return sum(int(np.count_nonzero(part)) for _, part in _words(labels))


def cut_documents(labels: Ids, starts: Longs, n_words: int) -> tuple[Longs, Longs]:
    """Cut documents into pieces of equal length, so that a long one counts for more and is about less.

    Parameters
    ----------
    labels, starts
        As in `count_terms`.
    n_words
        About how many words a piece has; a document of less than one and a half times as many stays whole.

    Returns
    -------
    int64[P + 1], int64[P]
        Where each piece begins, and the document that it is of.

    Examples
    --------
    >>> text = np.array([0, 1, -9, 2, -3, 1, -3], np.int32)
    >>> [array.tolist() for array in cut_documents(text, np.array([0, 5, 7]), 2)]
    [[0, 2, 5, 7], [0, 0, 1]]
    """
    before, n_before = np.zeros(len(starts), np.int64), 0  # words before each document
    for begin, part in _words(labels):
        first, last = np.searchsorted(starts, (begin, begin + len(part)), side="right")
        sums = np.cumsum(part, dtype=np.int32)
        inside = starts[first:last] - begin
        before[first:last] = n_before + sums[inside - 1]
        n_before += int(sums[-1])
    sizes = np.diff(before)
    pieces = np.maximum((2 * sizes + n_words) // (2 * n_words), 1)
    document = np.repeat(np.arange(len(sizes)), pieces)
    number = np.arange(len(document)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    begins = starts[document]
    # The word that each piece begins with; the first begins where the document does.
    later = np.flatnonzero(number)
    of = document[later]
    begins[later] = _word_places(labels, before[of] + sizes[of] * number[later] // pieces[of])
    return np.concatenate((begins, starts[-1:])), document


def _words(labels: Ids) -> Iterator[tuple[int, Bools]]:
    """Yield the begin of one stretch after the other, and where a word begins in it."""
    for begin in range(0, len(labels), _STRETCH):
        part = np.asarray(labels[begin : begin + _STRETCH])
        yield begin, (part >= 0) | (part == OTHER)
        release(labels)


def _word_places(labels: Ids, numbers: Longs) -> Longs:
    """Return the places of words by their numbers, counted from 0 and ascending."""
    found, n_before = [np.empty(0, np.int64)], 0
    for begin, part in _words(labels):
        places = np.flatnonzero(part)
        first, last = np.searchsorted(numbers, (n_before, n_before + len(places)))
        found.append(begin + places[numbers[first:last] - n_before])
        n_before += len(places)
    return np.concatenate(found)


def _counted(rows: Longs, terms: Ids, counts: Longs | None, n_rows: int, n_terms: int) -> DocumentTerms:
    keys = rows * max(n_terms, 1) + terms
    if counts is None:
        keys, sums = np.unique(keys, return_counts=True)
    else:
        keys, inverse = np.unique(keys, return_inverse=True)
        sums = np.zeros(len(keys), np.int64)
        np.add.at(sums, inverse, counts)
    found, terms_of = keys // max(n_terms, 1), keys % max(n_terms, 1)
    indptr = np.searchsorted(found, np.arange(n_rows + 1))
    return DocumentTerms(indptr, terms_of.astype(np.int32), sums.astype(np.int64), n_terms)
