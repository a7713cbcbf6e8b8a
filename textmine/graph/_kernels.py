# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of co-occurrence: which terms stand near one another, and how often.

count(u, v) = number of pairs of places i < j with the words u and v, at most `window` words apart and no break of
`stop` or below between them; where order does not matter (not `directed`), of places with u and v or v and u, u < v.
A term beside itself is no pair.

words int32[n] are the words of a corpus in order: the index of a term (below N, the number of terms), OTHER (-9) for a
word that is no term, or a break (-1 the end of a clause, -2 of a sentence, -3 of a document). A row is all pairs with
one u. Three steps, each over any part of the work, so that parts can run side by side: count the pairs of each row,
write the partners v of each row side by side, count equal ones. Cost: a step a pair each, no sorting.

The caller owns all arrays; nothing is checked here. count_ends and gather_rows look at pairs that begin at a place from
`begin` to `end` - 1.
"""

import cython

OTHER = cython.declare(cython.int, -9)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def is_word(item: cython.int) -> cython.bint:
    """Tell a word, which adds to the distance, from a break, which does not."""
    return item >= 0 or item == OTHER


def count_ends(
    words: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    window: cython.longlong,
    stop: cython.int,
    directed: cython.bint,
    first: cython.longlong[::1],
    second: cython.longlong[::1],
) -> None:
    """Add to first, second int64[N] in how many pairs each term is u, and v."""
    n: cython.Py_ssize_t = words.shape[0]
    at: cython.Py_ssize_t
    ahead: cython.Py_ssize_t
    distance: cython.longlong
    word: cython.int
    other: cython.int
    with cython.nogil:
        for at in range(begin, end):
            word = words[at]
            if word < 0:
                continue
            ahead = at + 1
            distance = 1
            while ahead < n and distance <= window:
                other = words[ahead]
                ahead += 1
                if other <= stop and not is_word(other):
                    break
                distance += is_word(other)
                if other >= 0 and other != word:
                    if directed or word < other:
                        first[word] += 1
                        second[other] += 1
                    else:
                        first[other] += 1
                        second[word] += 1


def gather_rows(
    words: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    window: cython.longlong,
    stop: cython.int,
    directed: cython.bint,
    low: cython.int,
    high: cython.int,
    places: cython.longlong[::1],
    partners: cython.int[::1],
) -> None:
    """Write the partners of the rows low to high - 1 to partners int32; places int64[high - low] move on."""
    n: cython.Py_ssize_t = words.shape[0]
    at: cython.Py_ssize_t
    ahead: cython.Py_ssize_t
    distance: cython.longlong
    word: cython.int
    other: cython.int
    u: cython.int
    v: cython.int
    with cython.nogil:
        for at in range(begin, end):
            word = words[at]
            if word < 0 or (directed and not low <= word < high):
                continue
            ahead = at + 1
            distance = 1
            while ahead < n and distance <= window:
                other = words[ahead]
                ahead += 1
                if other <= stop and not is_word(other):
                    break
                distance += is_word(other)
                if other >= 0 and other != word:
                    u = word if directed or word < other else other
                    v = other if u == word else word
                    if low <= u < high:
                        partners[places[u - low]] = v
                        places[u - low] += 1


def count_rows(
    ends: cython.longlong[::1],
    min_count: cython.longlong,
    seen: cython.longlong[::1],
    partners: cython.int[::1],
    rows: cython.int[::1],
    counts: cython.longlong[::1],
) -> tuple:
    """Replace the partners of each row by the different ones that occur min_count times or more, all one after another.

    ends int64[R] is where each row ends in partners int32[k]; seen int64[N] is 0 before and after. Writes to
    rows int32[k] and counts int64[k] the number of the row from 0 and how often the partner occurs in it. Partners are
    in order of their first occurrence. Returns (how many were written, how many different ones there were).
    """
    n_rows: cython.Py_ssize_t = ends.shape[0]
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t
    begin: cython.Py_ssize_t = 0
    n_met: cython.Py_ssize_t
    written: cython.Py_ssize_t = 0
    different: cython.Py_ssize_t = 0
    v: cython.int
    with cython.nogil:
        for row in range(n_rows):
            n_met = begin
            for at in range(begin, ends[row]):
                v = partners[at]
                if seen[v] == 0:
                    partners[n_met] = v
                    n_met += 1
                seen[v] += 1
            different += n_met - begin
            for at in range(begin, n_met):
                v = partners[at]
                if seen[v] >= min_count:
                    partners[written] = v
                    rows[written] = cython.cast(cython.int, row)
                    counts[written] = seen[v]
                    written += 1
                seen[v] = 0
            begin = ends[row]
    return written, different
