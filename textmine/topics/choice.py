"""Which terms make topics: the best of those that several documents have."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Longs
from textmine.terms import Terms

__all__ = ["enough_documents", "topic_terms"]

_MIN_DOCUMENTS = 3
_MOST = 10_000
_FEW = 100  # documents; below, occurrences count in their place, for the text is cut into pieces


def topic_terms(terms: Terms, n_documents: int, most: int = _MOST) -> Longs:
    """Return the places of the terms that make topics, best first.

    Give it all terms (`discover` with `top=0`): in a small text most of the best occur once. Such terms tell nothing
    about other documents, and as long ones they would hide the shorter ones inside them from segmentation.

    Parameters
    ----------
    terms
        What `discover` found.
    n_documents
        Number of documents of the corpus.
    most
        Greatest number of terms.

    Examples
    --------
    >>> from textmine.terms import discover
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["变压器的绕组过热。检修变压器和绕组。新变压器有新绕组。"])
    >>> found = discover(corpus, min_count=2, top=0)
    >>> sorted(found.terms[place] for place in topic_terms(found, corpus.n_documents))
    ['变压器', '绕组']
    """
    return enough_documents(terms.count, terms.documents, n_documents)[:most]


def enough_documents(counts: Longs, documents: Longs, n_documents: int) -> Longs:
    """Return the places of the terms that stand in documents enough to tell something about others.

    Parameters
    ----------
    counts, documents
        int64[t]: occurrences of each term, and documents that have it.
    n_documents
        Number of documents of the corpus.

    Examples
    --------
    >>> enough_documents(np.array([5, 3]), np.array([2, 3]), 100).tolist()
    [1]
    """
    return np.flatnonzero((documents if n_documents >= _FEW else counts) >= _MIN_DOCUMENTS)
