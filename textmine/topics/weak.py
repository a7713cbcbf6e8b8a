"""Topics of documents that have none of the used terms: by their other units and by the documents beside them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs

__all__ = ["by_weak_evidence"]

_LEAST_BITS = 2.0
_PRIOR = 10.0  # occurrences; a unit counts as if it had occurred so often more, everywhere in proportion
_ROUNDS = 2  # the second for documents beside those that the first finds a topic for
_STRETCH = 1 << 20  # units


def by_weak_evidence(topic: Ids, starts: Longs, units: Ids) -> Ids:
    """Give documents without a topic the one that their units and the documents beside them speak for most.

    A unit speaks for a topic by log2(f / e) bits, f being the share of its occurrences that are there and e that of all
    units. A document beside speaks for its own topic by log2(s / c) bits, s being how often documents beside each other
    have the same topic and c what chance gives: in a text that goes on from line to line it is much, in a collection
    nothing. A document for which less than two bits speak stays without.

    Parameters
    ----------
    topic
        int32[D]: the topic of each document, or -1.
    starts
        int64[D + 1]: where each document begins in `units`.
    units
        int32[n]: the unit at each place, as in `Corpus`; negative numbers are breaks.

    Examples
    --------
    >>> topic = np.append(np.tile(np.arange(8, dtype=np.int32), 20), [-1, -1])
    >>> units = np.append(topic[:-2], [5, 99]).astype(np.int32)  # each topic has a unit of its own
    >>> by_weak_evidence(topic, np.arange(163), units)[-2:].tolist()
    [5, -1]
    """
    missing = np.flatnonzero(topic < 0)
    if len(missing) in (0, len(topic)):
        return topic
    evidence = _of_units(topic, starts, units, missing)
    beside = _same_beside(topic)
    found = topic.copy()
    rows = np.arange(len(missing))
    for _ in range(_ROUNDS):
        total = evidence.copy()
        for neighbour in (missing - 1, missing + 1):
            inside = (neighbour >= 0) & (neighbour < len(topic))
            other = np.where(inside, found[np.where(inside, neighbour, 0)], -1)
            total[rows[other >= 0], other[other >= 0]] += beside
        best = total.argmax(axis=1)
        found[missing] = np.where(total[rows, best] >= _LEAST_BITS, best, -1)
    return found


def _of_units(topic: Ids, starts: Longs, units: Ids, missing: Longs) -> Floats:
    """Return how much the units of each document without a topic speak for each topic, in bits, float64[m, k]."""
    k = int(topic.max()) + 1
    row = np.full(len(topic), -1, np.int64)
    row[missing] = np.arange(len(missing))
    wanted = np.zeros(int(units.max(initial=-1)) + 2, bool)
    for documents, part in _stretches(starts, units):
        wanted[part[topic[documents] < 0]] = True
    number = np.where(wanted, np.cumsum(wanted) - 1, -1)
    n_wanted = int(wanted.sum())
    counts, of_topics = np.zeros(n_wanted * k, np.int64), np.zeros(k, np.int64)
    for documents, part in _stretches(starts, units):
        known = topic[documents] >= 0
        of_topics += np.bincount(topic[documents[known]], minlength=k)
        known &= wanted[part]
        counts += np.bincount(number[part[known]] * k + topic[documents[known]], minlength=n_wanted * k)
    table = counts.reshape(n_wanted, k)
    expected = of_topics / max(of_topics.sum(), 1)
    expected = np.where(expected > 0, expected, 1.0)
    share = (table + _PRIOR * expected) / (table.sum(axis=1, keepdims=True) + _PRIOR)
    bits = np.log2(share / expected)
    sums = np.zeros((len(missing), k))
    for documents, part in _stretches(starts, units):
        mine = topic[documents] < 0
        np.add.at(sums, row[documents[mine]], bits[number[part[mine]]])
    return sums


def _same_beside(topic: Ids) -> float:
    """Return how many bits the topic of a document tells for the same topic of the next one; 0 if it tells nothing."""
    both = (topic[1:] >= 0) & (topic[:-1] >= 0)
    same = int(np.count_nonzero(topic[1:][both] == topic[:-1][both]))
    if same == 0:
        return 0.0
    shares = np.bincount(topic[topic >= 0]) / np.count_nonzero(topic >= 0)
    return max(float(np.log2(same / np.count_nonzero(both) / (shares**2).sum())), 0.0)


def _stretches(starts: Longs, units: Ids) -> Iterator[tuple[Longs, Ids]]:
    """Yield the units of the text without breaks, a stretch at a time, and the document that each is of."""
    begin, n_documents = 0, len(starts) - 1
    while begin < n_documents:
        end = max(int(np.searchsorted(starts, starts[begin] + _STRETCH, side="right")) - 1, begin + 1)
        part = units[starts[begin] : starts[end]]
        documents = np.repeat(np.arange(begin, end), np.diff(starts[begin : end + 1]))
        kept = part >= 0
        yield documents[kept], part[kept]
        begin = end
