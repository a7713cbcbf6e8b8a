# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernel of co-occurrence: which terms stand near one another.

labels int32[n] are the words of a corpus in order: the index of a term, OTHER (-9) for a word that is no term, or a
break (-1 the end of a clause, -2 of a sentence, -3 of a document). A pair is a key uint64: first << 32 | second, the
smaller index first where order does not matter. The caller owns all arrays.
"""

import cython

OTHER = cython.declare(cython.int, -9)


def near_pairs(
    labels: cython.int[::1],
    begin: cython.longlong,
    window: cython.longlong,
    stop: cython.int,
    directed: cython.bint,
    keys: cython.ulonglong[::1],
) -> tuple:
    """Write the pairs of terms at most `window` words apart with no break of `stop` or below between them.

    Starts at the word `begin`; stops where keys uint64[k] (k at least `window`) may be full. Returns (where to go on,
    number of keys written). A term beside itself is no pair.
    """
    n: cython.Py_ssize_t = labels.shape[0]
    room: cython.Py_ssize_t = keys.shape[0]
    at: cython.Py_ssize_t = begin
    ahead: cython.Py_ssize_t
    distance: cython.longlong
    written: cython.Py_ssize_t = 0
    first: cython.ulonglong
    second: cython.ulonglong
    with cython.nogil:
        while at < n and written + window <= room:
            if labels[at] >= 0:
                ahead = at + 1
                distance = 1
                while ahead < n and distance <= window:
                    if labels[ahead] >= 0:
                        if labels[ahead] != labels[at]:
                            first = labels[at]
                            second = labels[ahead]
                            if second < first and not directed:
                                first, second = second, first
                            keys[written] = (first << 32) | second
                            written += 1
                    elif labels[ahead] != OTHER:
                        if labels[ahead] <= stop:
                            break
                        distance -= 1  # a break that may be stepped over is not a word
                    distance += 1
                    ahead += 1
            at += 1
    return at, written
