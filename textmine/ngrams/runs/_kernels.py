# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of counting by partitions: runs of sorted keys, written as bytes, and merged from many partitions.

A run is a key (n-gram << 32 | neighbour + 1, as in ngrams/_kernels.py) and how often it occurs in a partition. Runs in
ascending order are a stream of bytes. A number is written in groups of seven bits, the lowest first, and a byte above
127 says that more follow. Of a run there are

    difference << 2 | other n-gram << 1 | once      difference of the n-grams if there is another one, else of the keys
    neighbour + 1                                   if there is another n-gram
    count                                           unless it is 1

A stream is cut into slices by ranges of n-grams; the first run of a slice counts from the first n-gram of its range. A
second kind of stream holds what is known of the n-grams themselves:

    difference of the n-grams
    documents << 2 | continued << 1 | continues
    marked

documents is the number of documents of the partition that have the n-gram. `continued` says that one of them is the
document that began in an earlier partition, `continues` that one is the document that ends in a later one.

bytes uint8[b] has 16 bytes for each key or n-gram, which is more than is ever written. Counts are 64-bit, entropies are
in bits. The caller owns all arrays. Streams come from the functions below, so nothing in them is checked.
"""

import cython

if cython.compiled:
    from cython.cimports.libc.math import log2
else:
    from math import log2

LOW_32 = cython.declare(cython.ulonglong, 0xFFFFFFFF)
# Greater than every key: an n-gram has 31 bits.
END = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def put(data: cython.uchar[::1], at: cython.Py_ssize_t, number: cython.ulonglong) -> cython.Py_ssize_t:
    """Write a number; return the place behind it."""
    while number > 127:
        data[at] = cython.cast(cython.uchar, (number & 127) | 128)
        number >>= 7
        at += 1
    data[at] = cython.cast(cython.uchar, number)
    return at + 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def take(data: cython.uchar[::1], at: cython.longlong[::1], stream: cython.Py_ssize_t) -> cython.ulonglong:
    """Read the next number of a stream."""
    place: cython.longlong = at[stream]
    byte: cython.ulonglong = data[place]
    number: cython.ulonglong = byte & 127
    shift: cython.int = 7
    place += 1
    while byte > 127:
        byte = data[place]
        place += 1
        number |= (byte & 127) << shift
        shift += 7
    at[stream] = place
    return number


def write_runs(
    keys: cython.ulonglong[::1],
    bounds: cython.longlong[::1],
    data: cython.uchar[::1],
    cuts: cython.longlong[::1],
) -> int:
    """Write sorted keys as runs, in slices of the n-grams bounds[r] to bounds[r + 1] - 1; return the number of bytes.

    bounds, cuts int64[R + 1]; all n-grams are below the last bound. Slice r is data[cuts[r] : cuts[r + 1]].
    """
    m: cython.Py_ssize_t = keys.shape[0]
    n_slices: cython.Py_ssize_t = bounds.shape[0] - 1
    place: cython.Py_ssize_t = 0
    end: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    piece: cython.Py_ssize_t
    edge: cython.ulonglong
    key: cython.ulonglong
    before: cython.ulonglong
    once: cython.ulonglong
    with cython.nogil:
        for piece in range(n_slices):
            cuts[piece] = at
            edge = cython.cast(cython.ulonglong, bounds[piece + 1]) << 32
            before = cython.cast(cython.ulonglong, bounds[piece]) << 32
            # Whatever the first run of a slice is, its n-gram is written.
            end = -1
            while place < m and keys[place] < edge:
                key = keys[place]
                if end < 0 or key >> 32 != before >> 32:
                    end = place + 1
                    while end < m and keys[end] == key:
                        end += 1
                    once = end - place == 1
                    at = put(data, at, ((key >> 32) - (before >> 32)) << 2 | 2 | once)
                    at = put(data, at, key & LOW_32)
                else:
                    end = place + 1
                    while end < m and keys[end] == key:
                        end += 1
                    once = end - place == 1
                    at = put(data, at, (key - before) << 2 | once)
                if not once:
                    at = put(data, at, end - place)
                before = key
                place = end
        cuts[n_slices] = at
    return at


def write_documents(
    documents: cython.longlong[::1],
    latest: cython.int[::1],
    last: cython.longlong,
    continued: cython.uchar[::1],
    marked: cython.longlong[::1],
    bounds: cython.longlong[::1],
    data: cython.uchar[::1],
    cuts: cython.longlong[::1],
) -> int:
    """Write documents int64[G] and marked int64[G] of the n-grams that occur, in slices; return the number of bytes.

    latest int32[G] is the last document that has each n-gram; `last` is the one that ends in a later partition, or -1.
    continued uint8[G] says which n-grams the document has that began in an earlier one. The rest as in `write_runs`.
    """
    n_slices: cython.Py_ssize_t = bounds.shape[0] - 1
    gram: cython.longlong
    before: cython.longlong
    at: cython.Py_ssize_t = 0
    piece: cython.Py_ssize_t
    flags: cython.ulonglong
    with cython.nogil:
        for piece in range(n_slices):
            cuts[piece] = at
            before = bounds[piece]
            for gram in range(bounds[piece], bounds[piece + 1]):
                if documents[gram] > 0:
                    flags = (continued[gram] << 1) | (last >= 0 and latest[gram] == last)
                    at = put(data, at, gram - before)
                    at = put(data, at, (cython.cast(cython.ulonglong, documents[gram]) << 2) | flags)
                    at = put(data, at, marked[gram])
                    before = gram
        cuts[n_slices] = at
    return at


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def advance(
    data: cython.uchar[::1],
    at: cython.longlong[::1],
    ends: cython.longlong[::1],
    keys: cython.ulonglong[::1],
    counts: cython.longlong[::1],
    stream: cython.Py_ssize_t,
) -> cython.ulonglong:
    """Read the next run of a stream; return its key, END where there is none."""
    head: cython.ulonglong
    key: cython.ulonglong = END
    if at[stream] < ends[stream]:
        head = take(data, at, stream)
        key = keys[stream] + (head >> 2)
        if head & 2:
            key = (((keys[stream] >> 32) + (head >> 2)) << 32) | take(data, at, stream)
        counts[stream] = 1
        if head & 1 == 0:
            counts[stream] = take(data, at, stream)
    keys[stream] = key
    return key


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def replay(
    keys: cython.ulonglong[::1], losers: cython.int[::1], n_leaves: cython.Py_ssize_t, stream: cython.int
) -> cython.int:
    """Let a stream, whose key is new, play on its way to the root of the tree; return the stream with the least key."""
    node: cython.Py_ssize_t = (stream + n_leaves) >> 1
    other: cython.int
    while node > 0:
        other = losers[node]
        if keys[other] < keys[stream]:
            losers[node] = stream
            stream = other
        node >>= 1
    return stream


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def first_winner(
    keys: cython.ulonglong[::1], winners: cython.int[::1], losers: cython.int[::1], n_leaves: cython.Py_ssize_t
) -> cython.int:
    """Play all matches once; return the stream with the least key."""
    node: cython.Py_ssize_t
    left: cython.int
    right: cython.int
    for node in range(n_leaves):
        winners[n_leaves + node] = cython.cast(cython.int, node)
    for node in range(n_leaves - 1, 0, -1):
        left = winners[2 * node]
        right = winners[2 * node + 1]
        if keys[right] < keys[left]:
            winners[node] = right
            losers[node] = left
        else:
            winners[node] = left
            losers[node] = right
    return winners[1]


def merge_runs(
    data: cython.uchar[::1],
    at: cython.longlong[::1],
    ends: cython.longlong[::1],
    keys: cython.ulonglong[::1],
    counts: cython.longlong[::1],
    winners: cython.int[::1],
    losers: cython.int[::1],
    low: cython.longlong,
    min_count: cython.longlong,
    totals: cython.longlong[::1],
    entropy: cython.double[::1],
    breaks: cython.longlong[::1],
    pairs: cython.ulonglong[::1],
    pair_counts: cython.longlong[::1],
) -> int:
    """Merge the streams of one range of n-grams; find entropies, breaks and frequent pairs as `count_runs` does.

    The sums are made in the same order, so the entropies have the same bits.

    Stream s is data[at[s] : ends[s]]; at, ends int64[S], of which `at` is used up. S is a power of two; empty streams
    fill it. keys uint64[S], counts int64[S], winners int32[2 S] and losers int32[S] are scratch, the keys low << 32 at
    first. totals, entropy and breaks begin with the n-gram `low`.
    """
    n_streams: cython.Py_ssize_t = at.shape[0]
    stream: cython.int
    i: cython.Py_ssize_t
    n_pairs: cython.Py_ssize_t = 0
    key: cython.ulonglong
    gram: cython.longlong
    count: cython.longlong
    total: cython.double
    bits: cython.double
    with cython.nogil:
        for i in range(n_streams):
            advance(data, at, ends, keys, counts, i)
        stream = first_winner(keys, winners, losers, n_streams)
        while keys[stream] != END:
            gram = cython.cast(cython.longlong, keys[stream] >> 32)
            total = totals[gram - low]
            bits = 0.0
            while cython.cast(cython.longlong, keys[stream] >> 32) == gram:
                key = keys[stream]
                count = 0
                while keys[stream] == key:
                    count += counts[stream]
                    advance(data, at, ends, keys, counts, stream)
                    stream = replay(keys, losers, n_streams, stream)
                if key & LOW_32 == 0:
                    breaks[gram - low] = count
                    continue
                if count > 1:
                    bits += count * log2(count)
                if count >= min_count:
                    pairs[n_pairs] = key
                    pair_counts[n_pairs] = count
                    n_pairs += 1
            entropy[gram - low] = log2(total) - bits / total
    return n_pairs


def add_documents(
    data: cython.uchar[::1],
    at: cython.longlong[::1],
    ends: cython.longlong[::1],
    first: cython.longlong[::1],
    last: cython.longlong[::1],
    opened: cython.int[::1],
    documents: cython.longlong[::1],
    marked: cython.longlong[::1],
) -> None:
    """Add the documents and marked occurrences of one range of n-grams, from the streams of all partitions in order.

    first, last int64[S] are the first and the last document of each partition. opened int32[g] (-1 at first) holds the
    last document in which each n-gram occurs and which continues in the next partition: it must not count twice.
    """
    stream: cython.Py_ssize_t
    place: cython.longlong
    head: cython.ulonglong
    with cython.nogil:
        for stream in range(at.shape[0]):
            place = 0
            while at[stream] < ends[stream]:
                place += cython.cast(cython.longlong, take(data, at, stream))
                head = take(data, at, stream)
                documents[place] += cython.cast(cython.longlong, head >> 2)
                marked[place] += cython.cast(cython.longlong, take(data, at, stream))
                if head & 2 and opened[place] == first[stream]:
                    documents[place] -= 1
                if head & 1:
                    opened[place] = cython.cast(cython.int, last[stream])
