"""What speaks for the topic of a document: its terms, and the topic that comes next."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.topics.rows import DocumentTerms

__all__ = ["second_topics", "speaking_terms"]


def second_topics(rows: DocumentTerms, values: Floats, topic: Ids, home: Ids) -> tuple[Ids, Floats]:
    """Find, for each document with a topic, the other topic whose terms have most of its weight.

    Parameters
    ----------
    rows, values
        The terms of D documents, and the weight of each entry, as `weighted` returns it.
    topic
        int32[D]: the topic of each document, or -1.
    home
        int32[V]: the topic that each term is at home in, or -1.

    Returns
    -------
    int32[D], float64[D]
        That topic, or -1 where no term is at home in another; and its share of the document's weight, 0 to 1.

    Examples
    --------
    >>> rows = DocumentTerms(np.array([0, 3, 4]), np.array([0, 1, 2, 2], np.int32), np.ones(4, np.int64), 3)
    >>> found = second_topics(rows, np.array([2.0, 1, 1, 1]), np.array([0, 1], np.int32), np.array([0, 0, 1], np.int32))
    >>> [each.tolist() for each in found]
    [[1, -1], [0.25, 0.0]]
    """
    document = rows.rows()
    other = home[rows.terms]
    counted = (other >= 0) & (topic[document] >= 0) & (other != topic[document])
    k = int(home.max(initial=0)) + 1
    keys, places = np.unique(document[counted] * k + other[counted], return_inverse=True)
    sums = np.bincount(places, values[counted], len(keys))
    order = np.lexsort((keys, -sums, keys // k))
    best = order[np.unique(keys[order] // k, return_index=True)[1]]
    second, share = np.full(len(rows), -1, np.int32), np.zeros(len(rows))
    totals = np.bincount(document, values, len(rows))
    at = keys[best] // k
    second[at] = keys[best] % k
    share[at] = np.divide(sums[best], totals[at], out=np.zeros(len(best)), where=totals[at] > 0)
    return second, share


def speaking_terms(rows: DocumentTerms, values: Floats, topic: Ids, home: Ids, n: int) -> Ids:
    """Return int32[D, n]: the terms that speak most for the topic of each document, the best first; -1 for none.

    They are the terms at home in the topic that have the greatest weight in the document. Parameters are as in
    `second_topics`.

    Examples
    --------
    >>> rows = DocumentTerms(np.array([0, 3, 4]), np.array([0, 1, 2, 2], np.int32), np.ones(4, np.int64), 3)
    >>> values, home = np.array([1.0, 2, 3, 1]), np.array([0, 0, 1], np.int32)
    >>> speaking_terms(rows, values, np.array([0, 0], np.int32), home, 2).tolist()
    [[1, 0], [-1, -1]]
    """
    document = rows.rows()
    own: Longs = np.flatnonzero((home[rows.terms] == topic[document]) & (topic[document] >= 0))
    own = own[np.lexsort((rows.terms[own], -values[own], document[own]))]
    first = np.searchsorted(document[own], document[own])
    rank = np.arange(len(own)) - first
    kept = rank < n
    found = np.full((len(rows), n), -1, np.int32)
    found[document[own[kept]], rank[kept]] = rows.terms[own[kept]]
    return found
