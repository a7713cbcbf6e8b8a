"""Topics of documents that have none of the used terms: by their other units and by the documents beside them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.text.arrays import GrowingArray, new_array, ranges, release
from textmine.text.breaks import document_ranges

__all__ = ["by_weak_evidence"]

_LEAST_BITS = 2.0
_PRIOR = 10.0  # occurrences; a unit counts as if it had occurred so often more, everywhere in proportion
_ROUNDS = 2  # the second for documents beside those that the first finds a topic for
_STRETCH = 1 << 18  # units
_CELLS = 1 << 21  # of the table of units and topics that is in memory
_ROWS = 1 << 13  # documents


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
    for _ in range(_ROUNDS):
        before = found.copy()
        for first in range(0, len(missing), _ROWS):
            some = missing[first : first + _ROWS]
            found[some] = _most_likely(evidence[:, first : first + _ROWS].T.copy(), some, before, beside)
            release(evidence)
    return found


def _most_likely(total: Floats, documents: Longs, topic: Ids, beside: float) -> Ids:
    """Return the topic with most evidence, or -1, of documents; `total` float64[r, k] is that of their units."""
    rows = np.arange(len(documents))
    for neighbour in (documents - 1, documents + 1):
        inside = (neighbour >= 0) & (neighbour < len(topic))
        other = np.where(inside, topic[np.where(inside, neighbour, 0)], -1)
        total[rows[other >= 0], other[other >= 0]] += beside
    best = total.argmax(axis=1)
    return np.where(total[rows, best] >= _LEAST_BITS, best, -1).astype(np.int32)


def _of_units(topic: Ids, starts: Longs, units: Ids, missing: Longs) -> Floats:
    """Return how much the units of each document without a topic speak for each topic, in bits, float64[k, m]."""
    k, limit = int(topic.max()) + 1, _limit(units)
    n_units = 0
    for begin, end in ranges(units):
        n_units = max(n_units, int(units[begin:end].max()) + 1)
        release(units)
    totals, of_topics = np.zeros(n_units, np.int64), np.zeros(k, np.int64)
    rows, told = GrowingArray(limit), GrowingArray(limit)  # the units of documents without a topic
    row = np.full(len(topic), -1, np.int32)
    row[missing] = np.arange(len(missing), dtype=np.int32)
    for first, sizes, part in _stretches(starts, units):
        of = np.repeat(topic[first : first + len(sizes)], sizes)
        known, unknown = (of >= 0) & (part >= 0), (of < 0) & (part >= 0)
        of_topics += np.bincount(of[known], minlength=k)
        totals += np.bincount(part[known], minlength=n_units)
        rows.append(np.repeat(row[first : first + len(sizes)], sizes)[unknown])
        told.append(part[unknown])
    expected = of_topics / max(of_topics.sum(), 1)
    expected = np.where(expected > 0, expected, 1.0)
    of_rows, numbers = rows.finish(), told.finish()
    wanted = np.zeros(n_units, bool)
    for begin, end in ranges(numbers):
        wanted[numbers[begin:end]] = True
    number = np.where(wanted, np.cumsum(wanted) - 1, -1)
    evidence = new_array(k * len(missing), limit, np.float64).reshape(k, len(missing))
    if not isinstance(evidence, np.memmap):
        evidence[:] = 0.0  # as a new file is
    n_topics = max(_CELLS // max(int(wanted.sum()), 1), 1)
    # Some topics at a time: what speaks for one does not depend on the others.
    for first in range(0, k, n_topics):
        some = range(first, min(first + n_topics, k))
        bits = _counts_in(some, topic, starts, units, number)
        for each, counts in zip(some, bits, strict=True):
            share = (counts + _PRIOR * expected[each]) / (totals[wanted] + _PRIOR)
            counts[:] = np.log2(share / expected[each])
        for begin, end in _whole_rows(of_rows):
            low, high = int(of_rows[begin]), int(of_rows[end - 1]) + 1
            row_here, here = of_rows[begin:end] - low, number[numbers[begin:end]]
            for each, told_by in zip(some, bits, strict=True):
                evidence[each, low:high] = np.bincount(row_here, told_by[here])
            release(evidence, of_rows, numbers)
    return evidence


def _whole_rows(of_rows: Ids) -> Iterator[tuple[int, int]]:
    """Yield ranges of ascending numbers that end where a number does."""
    begin = 0
    while begin < len(of_rows):
        end = min(begin + _STRETCH, len(of_rows))
        if end < len(of_rows):
            start = int(np.searchsorted(of_rows, of_rows[end]))
            end = start if start > begin else int(np.searchsorted(of_rows, of_rows[end], side="right"))
        yield begin, end
        begin = end


def _counts_in(some: range, topic: Ids, starts: Longs, units: Ids, number: Longs) -> Floats:
    """Return how often each unit that has a number occurs in documents of some topics, float64[len(some), n]."""
    n = int(number.max(initial=-1)) + 1
    counts = np.zeros(len(some) * n)
    row = np.where((topic >= some.start) & (topic < some.stop), topic - some.start, -1).astype(np.int64) * n
    for first, sizes, part in _stretches(starts, units):
        rows = np.repeat(row[first : first + len(sizes)], sizes)
        inside = np.flatnonzero((rows >= 0) & (part >= 0))
        numbers = number[part[inside]]
        np.add.at(counts, (rows[inside] + numbers)[numbers >= 0], 1.0)
    return counts.reshape(len(some), n)


def _limit(units: Ids) -> int:
    """Return the size in bytes above which an array goes to the spool: that of a text in memory never does."""
    return _CELLS if isinstance(units, np.memmap) else sys.maxsize


def _same_beside(topic: Ids) -> float:
    """Return how many bits the topic of a document tells for the same topic of the next one; 0 if it tells nothing."""
    both = (topic[1:] >= 0) & (topic[:-1] >= 0)
    same = int(np.count_nonzero(topic[1:][both] == topic[:-1][both]))
    if same == 0:
        return 0.0
    shares = np.bincount(topic[topic >= 0]) / np.count_nonzero(topic >= 0)
    return max(float(np.log2(same / np.count_nonzero(both) / (shares**2).sum())), 0.0)


def _stretches(starts: Longs, units: Ids) -> Iterator[tuple[int, Longs, Ids]]:
    """Yield the first document of each stretch of the text, the sizes of its documents, and the units."""
    for first, last in document_ranges(starts, _STRETCH):
        edges: Longs = np.asarray(starts[first : last + 1], np.int64)
        yield first, edges[1:] - edges[:-1], np.asarray(units[int(edges[0]) : int(edges[-1])])
        release(units, starts)
