# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of level-wise n-gram counting.

The n-grams of k units are a level, numbered from 0 in order of (id of their first k - 1 units in the level below, their
last unit). So the children of n-gram g are the ids first_child[g] to first_child[g + 1] - 1 of the next level, whose
last units `last` ascend among them: a child is found by binary search.

units int32[n] is a corpus; breaks are negative. Its last item is a break, so there is always an item after an n-gram.
grams int32[n] holds, for each place, the id of the n-gram of the current level that begins there, or -1. A key is gram
<< 32 | neighbour + 1, and neighbour + 1 = 0 for a break. Counts are 64-bit, entropies are in bits. The caller owns all
arrays and has checked that ids fit 32 bits. Work is divided by ranges of n-grams (low to high - 1) or of places (begin
to end - 1): calls on disjoint ranges touch disjoint items, so threads need no locks and their number changes no result.
"""

import cython

if cython.compiled:
    from cython.cimports.libc.math import log2
else:
    from math import log2

LOW_32 = cython.declare(cython.ulonglong, 0xFFFFFFFF)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def child(
    first_child: cython.longlong[::1], last: cython.int[::1], gram: cython.int, unit: cython.int
) -> cython.longlong:
    """Return the id of `gram` followed by `unit`, -1 where there is none."""
    low: cython.longlong = first_child[gram]
    end: cython.longlong = first_child[gram + 1]
    high: cython.longlong = end
    middle: cython.longlong
    while low < high:
        middle = (low + high) >> 1
        if last[middle] < unit:
            low = middle + 1
        else:
            high = middle
    if low < end and last[low] == unit:
        return low
    return -1


def collect_keys(
    units: cython.int[::1],
    grams: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    offset: cython.longlong,
    low: cython.int,
    high: cython.int,
    keys: cython.ulonglong[::1],
    n_keys: cython.longlong,
) -> int:
    """Append to keys uint64 the n-grams low to high - 1, each with the unit at `offset` from its first (-1: before).

    Returns the new number of keys (n_keys before). The array has room for one more: each place writes its key, and the
    end moves only if the key counts. That is four times as fast as a branch.
    """
    i: cython.Py_ssize_t
    n: cython.longlong = units.shape[0]
    at: cython.longlong
    neighbour: cython.longlong
    gram: cython.ulonglong
    with cython.nogil:
        for i in range(begin, end):
            at = i + offset
            # Where no n-gram begins, the unit may lie outside the array. Its value is not used then.
            neighbour = units[at] if 0 <= at < n else -1
            if neighbour < -1:
                neighbour = -1
            gram = grams[i] & 0x7FFFFFFF
            keys[n_keys] = (gram << 32) | (neighbour + 1)
            n_keys += (grams[i] >= low) & (grams[i] < high)
    return n_keys


def count_runs(
    keys: cython.ulonglong[::1],
    min_count: cython.longlong,
    totals: cython.longlong[::1],
    entropy: cython.double[::1],
    breaks: cython.longlong[::1],
    pairs: cython.ulonglong[::1],
    pair_counts: cython.longlong[::1],
) -> int:
    """Read sorted keys: find the neighbour entropies and breaks of each n-gram, and the frequent pairs.

    entropy float64[G] is filled for the n-grams that occur: H = log2 c - (1/c) sum c_i log2 c_i over the neighbours i.
    Each break counts as a new neighbour (its c_i log2 c_i is 0). totals int64[G] holds the counts c. breaks int64[G]
    gets the number of breaks. Keys with at least min_count occurrences and a unit as neighbour go to pairs and
    pair_counts; returns their number.
    """
    m: cython.Py_ssize_t = keys.shape[0]
    at: cython.Py_ssize_t = 0
    end: cython.Py_ssize_t
    n_pairs: cython.Py_ssize_t = 0
    key: cython.ulonglong
    gram: cython.ulonglong
    count: cython.longlong
    total: cython.double
    bits: cython.double
    with cython.nogil:
        while at < m:
            gram = keys[at] >> 32
            total = totals[gram]
            bits = 0.0
            while at < m and keys[at] >> 32 == gram:
                key = keys[at]
                end = at + 1
                while end < m and keys[end] == key:
                    end += 1
                count = end - at
                at = end
                if key & LOW_32 == 0:
                    breaks[gram] = count
                    continue
                if count > 1:
                    bits += count * log2(count)
                if count >= min_count:
                    pairs[n_pairs] = key
                    pair_counts[n_pairs] = count
                    n_pairs += 1
            entropy[gram] = log2(total) - bits / total
    return n_pairs


def start(
    units: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    counts: cython.longlong[::1],
    min_count: cython.longlong,
    grams: cython.int[::1],
) -> None:
    """Fill grams with the units that occur at least min_count times; units outside counts int64[A] are unknown."""
    i: cython.Py_ssize_t
    with cython.nogil:
        for i in range(begin, end):
            if units[i] >= 0 and units[i] < counts.shape[0] and counts[units[i]] >= min_count:
                grams[i] = units[i]
            else:
                grams[i] = -1


def descend(
    units: cython.int[::1],
    grams: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    length: cython.longlong,
    first_child: cython.longlong[::1],
    last: cython.int[::1],
) -> None:
    """Replace the n-grams of `length` units by those that are one unit longer, in place."""
    i: cython.Py_ssize_t
    unit: cython.int
    with cython.nogil:
        for i in range(begin, end):
            if grams[i] >= 0:
                unit = units[i + length]
                if unit < 0:
                    grams[i] = -1
                else:
                    grams[i] = cython.cast(cython.int, child(first_child, last, grams[i], unit))


def count_grams(
    grams: cython.int[::1], begin: cython.longlong, end: cython.longlong, counts: cython.longlong[::1]
) -> int:
    """Add the occurrences of each n-gram of a level to counts int64[G]; returns their total."""
    i: cython.Py_ssize_t
    found: cython.longlong = 0
    with cython.nogil:
        for i in range(begin, end):
            if grams[i] >= 0:
                counts[grams[i]] += 1
                found += 1
    return found


def count_documents(
    grams: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    document_ends: cython.longlong[::1],
    document: cython.longlong,
    latest: cython.int[::1],
    documents: cython.longlong[::1],
) -> int:
    """Add to documents int64[G] the number of documents in which each n-gram occurs.

    document_ends int64[d] ascends. `document` is the document that contains `begin`. latest int32[G] (-1 at first)
    holds the last document in which each n-gram was found. Returns the document that contains `end` - 1.
    """
    i: cython.Py_ssize_t
    with cython.nogil:
        for i in range(begin, end):
            while i >= document_ends[document]:
                document += 1
            if grams[i] >= 0 and latest[grams[i]] != document:
                latest[grams[i]] = cython.cast(cython.int, document)
                documents[grams[i]] += 1
    return document


def count_marked(
    grams: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    length: cython.longlong,
    marks: cython.uchar[::1],
    marked: cython.longlong[::1],
) -> None:
    """Add to marked int64[G] the number of occurrences that begin where a term may begin and end where one may end.

    marks uint8[n + 1]: bit 0 says that a term may begin at this place, bit 1 that one may end before it.
    """
    i: cython.Py_ssize_t
    with cython.nogil:
        for i in range(begin, end):
            if grams[i] >= 0 and marks[i] & 1 and marks[i + length] & 2:
                marked[grams[i]] += 1


def link_suffixes(
    prefix: cython.int[::1],
    last: cython.int[::1],
    suffix_below: cython.int[::1],
    first_child_below: cython.longlong[::1],
    last_below: cython.int[::1],
    suffix: cython.int[::1],
) -> None:
    """Fill suffix int32[G] for one level: the id, in the level below, of each n-gram without its first unit.

    The suffix of g.u is the child u of the suffix of g. It exists, because every part of a frequent n-gram is frequent.
    suffix_below holds the suffixes of the level below, which are ids two levels down; first_child_below gives their
    children, which are n-grams of the level below, and last_below the last units of these children.
    """
    gram: cython.Py_ssize_t
    with cython.nogil:
        for gram in range(suffix.shape[0]):
            suffix[gram] = cython.cast(
                cython.int, child(first_child_below, last_below, suffix_below[prefix[gram]], last[gram])
            )


def least_split_information(
    n_alphabet: cython.longlong,
    prefix: cython.int[::1],
    suffix: cython.int[::1],
    log_counts: cython.double[::1],
    log_total: cython.double,
    chain: cython.double[::1],
    cohesion: cython.double[::1],
) -> None:
    """Fill cohesion float64[G]: min over splits w = ab of log2 (N c(w) / (c(a) c(b))), in bits.

    log_counts float64[G] = log2 c, log_total = log2 N; chain float64[longest] is scratch for the counts of the prefixes
    of one n-gram. Single units (the first n_alphabet ids) are not changed.
    """
    gram: cython.longlong
    part: cython.int
    length: cython.Py_ssize_t
    at: cython.Py_ssize_t
    least: cython.double
    parts: cython.double
    with cython.nogil:
        for gram in range(n_alphabet, cohesion.shape[0]):
            part = prefix[gram]
            length = 0
            while part >= 0:
                chain[length] = log_counts[part]
                length += 1
                part = prefix[part]
            # chain[0] is the longest prefix. The suffixes shrink as the prefixes grow.
            part = suffix[gram]
            at = length - 1
            least = chain[at] + log_counts[part]
            while at > 0:
                part = suffix[part]
                at -= 1
                parts = chain[at] + log_counts[part]
                if parts > least:
                    least = parts
            cohesion[gram] = log_total + log_counts[gram] - least


def largest_extension(
    n_alphabet: cython.longlong,
    prefix: cython.int[::1],
    suffix: cython.int[::1],
    counts: cython.longlong[::1],
    largest: cython.longlong[::1],
) -> None:
    """Fill largest int64[G] (0 at first): the count of the most frequent n-gram that extends each by one unit."""
    gram: cython.longlong
    with cython.nogil:
        for gram in range(n_alphabet, counts.shape[0]):
            if counts[gram] > largest[prefix[gram]]:
                largest[prefix[gram]] = counts[gram]
            if counts[gram] > largest[suffix[gram]]:
                largest[suffix[gram]] = counts[gram]
