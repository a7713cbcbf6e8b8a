# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of level-wise n-gram counting.

The n-grams found so far form a trie. The ids 0 to A - 1 are the units themselves; longer n-grams follow level by level,
sorted by (id of the first k - 1 units, last unit), so the children of n-gram g are the ids first_child[g] to
first_child[g + 1] - 1 and their last units ascend: a child is found by binary search in `last`.

units int32[n] are a corpus, negative where a break is; its last item is a break, so the unit behind an n-gram exists.
positions int64[m] ascending and grams int32[m] say where the n-grams of one length k stand. A key is
gram << 32 | neighbour + 1, neighbour + 1 = 0 for a break. Counts are 64-bit, entropies are in bits. The caller owns all
arrays and has checked that ids fit 32 bits.
"""

import cython

if cython.compiled:
    from cython.cimports.libc.math import log2
else:
    from math import log2

LOW_32 = cython.declare(cython.ulonglong, 0xFFFFFFFF)
FNV_OFFSET = cython.declare(cython.ulonglong, 14695981039346656037)
FNV_PRIME = cython.declare(cython.ulonglong, 1099511628211)
MIX = cython.declare(cython.ulonglong, 0xFF51AFD7ED558CCD)
# Compiled, products wrap by themselves; interpreted, Python's integers need the mask.
MASK_64 = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)


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


def neighbour_keys(
    units: cython.int[::1],
    positions: cython.longlong[::1],
    grams: cython.int[::1],
    offset: cython.longlong,
    keys: cython.ulonglong[::1],
) -> None:
    """Fill keys uint64[m] with each n-gram and the unit `offset` places from its first (-1: before it)."""
    i: cython.Py_ssize_t
    at: cython.longlong
    neighbour: cython.longlong
    gram: cython.ulonglong
    with cython.nogil:
        for i in range(positions.shape[0]):
            at = positions[i] + offset
            neighbour = units[at] if at >= 0 else -1
            if neighbour < -1:
                neighbour = -1
            gram = grams[i]
            keys[i] = (gram << 32) | (neighbour + 1)


def count_runs(
    keys: cython.ulonglong[::1],
    min_count: cython.longlong,
    totals: cython.longlong[::1],
    entropy: cython.double[::1],
    pairs: cython.ulonglong[::1],
    pair_counts: cython.longlong[::1],
) -> int:
    """Read sorted keys: neighbour entropies of each n-gram, and the pairs that are frequent.

    entropy float64[G] is filled for the n-grams met: H = log2 c - (1/c) sum c_i log2 c_i over the neighbours i, where
    each break counts as a neighbour never seen before (its c_i log2 c_i is 0); totals int64[G] holds their counts c.
    Keys with min_count occurrences or more and a unit as neighbour go to pairs and pair_counts; returns their number.
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
                    continue
                if count > 1:
                    bits += count * log2(count)
                if count >= min_count:
                    pairs[n_pairs] = key
                    pair_counts[n_pairs] = count
                    n_pairs += 1
            entropy[gram] = log2(total) - bits / total
    return n_pairs


def descend(
    units: cython.int[::1],
    positions: cython.longlong[::1],
    grams: cython.int[::1],
    length: cython.longlong,
    first_child: cython.longlong[::1],
    last: cython.int[::1],
    next_positions: cython.longlong[::1],
    next_grams: cython.int[::1],
) -> int:
    """Go from the n-grams of `length` units to those of one more; returns how many there are.

    next_positions int64[m] and next_grams int32[m] are filled from the front and may be the inputs themselves.
    """
    i: cython.Py_ssize_t
    n_next: cython.Py_ssize_t = 0
    unit: cython.int
    gram: cython.longlong
    with cython.nogil:
        for i in range(positions.shape[0]):
            unit = units[positions[i] + length]
            if unit < 0:
                continue
            gram = child(first_child, last, grams[i], unit)
            if gram >= 0:
                next_positions[n_next] = positions[i]
                next_grams[n_next] = cython.cast(cython.int, gram)
                n_next += 1
    return n_next


def count_documents(
    positions: cython.longlong[::1],
    grams: cython.int[::1],
    document_ends: cython.longlong[::1],
    latest: cython.int[::1],
    documents: cython.longlong[::1],
) -> None:
    """Add to documents int64[G] in how many documents each n-gram occurs.

    document_ends int64[d] ascend; latest int32[G] (-1 at first) holds the last document in which each was met.
    """
    i: cython.Py_ssize_t
    document: cython.int = 0
    with cython.nogil:
        for i in range(positions.shape[0]):
            while positions[i] >= document_ends[document]:
                document += 1
            if latest[grams[i]] != document:
                latest[grams[i]] = document
                documents[grams[i]] += 1


def count_marked(
    positions: cython.longlong[::1],
    grams: cython.int[::1],
    length: cython.longlong,
    marks: cython.uchar[::1],
    marked: cython.longlong[::1],
) -> None:
    """Add to marked int64[G] how many occurrences have a mark both at their first unit and behind their last.

    marks uint8[n + 1]: 1 where a word begins or a break stands.
    """
    i: cython.Py_ssize_t
    with cython.nogil:
        for i in range(positions.shape[0]):
            if marks[positions[i]] and marks[positions[i] + length]:
                marked[grams[i]] += 1


def link_suffixes(
    begin: cython.longlong,
    end: cython.longlong,
    prefix: cython.int[::1],
    last: cython.int[::1],
    first_child: cython.longlong[::1],
    suffix: cython.int[::1],
) -> None:
    """Fill suffix int32[G] for the n-grams begin to end - 1, all of one length: the id without the first unit.

    The suffix of g.u is the child u of the suffix of g; every part of a frequent n-gram is frequent, so it exists.
    """
    gram: cython.longlong
    with cython.nogil:
        for gram in range(begin, end):
            if suffix[prefix[gram]] < 0:
                suffix[gram] = last[gram]
            else:
                suffix[gram] = cython.cast(cython.int, child(first_child, last, suffix[prefix[gram]], last[gram]))


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

    log_counts float64[G] = log2 c, log_total = log2 N; chain float64[longest] is scratch for the counts of the
    beginnings of one n-gram. Single units (the first n_alphabet ids) are left alone.
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
            # chain[0] is the longest beginning; the ends shrink as the beginnings grow.
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
    """Fill largest int64[G] (0 at first): the count of the most frequent n-gram one unit longer that holds each."""
    gram: cython.longlong
    with cython.nogil:
        for gram in range(n_alphabet, counts.shape[0]):
            if counts[gram] > largest[prefix[gram]]:
                largest[prefix[gram]] = counts[gram]
            if counts[gram] > largest[suffix[gram]]:
                largest[suffix[gram]] = counts[gram]


def hash_clauses(
    units: cython.int[::1],
    min_length: cython.longlong,
    starts: cython.longlong[::1],
    ends: cython.longlong[::1],
    hashes: cython.ulonglong[::1],
) -> int:
    """Find the clauses of min_length units or more: where they start and end, and a 64-bit hash of each.

    A clause is what stands between two breaks. Returns how many there are. Hash: FNV-1a over unit ids, finished with
    the mixer of MurmurHash3 so that all its bits depend on all units.
    """
    n: cython.Py_ssize_t = units.shape[0]
    at: cython.Py_ssize_t = 0
    start: cython.Py_ssize_t
    n_clauses: cython.Py_ssize_t = 0
    key: cython.ulonglong
    with cython.nogil:
        while at < n:
            if units[at] < 0:
                at += 1
                continue
            start = at
            key = FNV_OFFSET
            while at < n and units[at] >= 0:
                key = ((key ^ units[at]) * FNV_PRIME) & MASK_64
                at += 1
            if at - start >= min_length:
                key = ((key ^ (key >> 33)) * MIX) & MASK_64
                starts[n_clauses] = start
                ends[n_clauses] = at
                hashes[n_clauses] = key ^ (key >> 33)
                n_clauses += 1
    return n_clauses
