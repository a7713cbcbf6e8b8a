# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of co-occurrence: counts of the pairs of terms that are near each other.

count(u, v) = number of pairs of places i < j with the words u and v, at most `window` words apart, without a break of
`stop` or below between them. If not `directed`, the order does not matter: the words are u and v or v and u, with u <
v. A term and itself are not a pair.

words int32[n] holds the words of a corpus in order: the index of a term (below N, the number of terms), OTHER (-9) for
another word, or a break (-1 the end of a clause, -2 of a sentence, -3 of a document). A row is all pairs with the same
u. There are three steps, and each can run on parts of the work in parallel: count the pairs of each row, write the
partners v of each row together, count equal partners. Cost: one operation per pair and step, no sorting.

The caller owns all arrays; nothing is checked here. count_ends and gather_rows handle pairs whose first place is
between `begin` and `end` - 1.
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
    """Add to first, second int64[N] the number of pairs in which each term is u, and v."""
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
    """Write the partners of the rows low to high - 1 to partners int32; places int64[high - low] is advanced."""
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
    """Replace the partners of each row by its distinct partners that occur min_count times or more, without gaps.

    ends int64[R] holds the end of each row in partners int32[k]; seen int64[N] is 0 before and after. Writes the number
    of the row (from 0) to rows int32[k], and the count of the partner in the row to counts int64[k]. Partners are in
    order of their first occurrence. Returns (number of partners written, number of distinct partners).
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


def place_rows(
    partners: cython.const[cython.int][::1],
    numbers: cython.const[cython.longlong][::1],
    ends: cython.longlong[::1],
    places: cython.longlong[::1],
    all_partners: cython.int[::1],
    all_numbers: cython.longlong[::1],
) -> None:
    """Copy the rows of a partition behind those of the partitions before it; places int64[R] is advanced.

    ends int64[R] holds the end of each row in partners int32[k] and numbers int64[k], which count them.
    """
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t = 0
    with cython.nogil:
        for row in range(ends.shape[0]):
            while at < ends[row]:
                all_partners[places[row]] = partners[at]
                all_numbers[places[row]] = numbers[at]
                places[row] += 1
                at += 1


def sum_rows(
    begins: cython.longlong[::1],
    ends: cython.longlong[::1],
    min_count: cython.longlong,
    seen: cython.longlong[::1],
    partners: cython.int[::1],
    rows: cython.int[::1],
    counts: cython.longlong[::1],
) -> int:
    """Do what `count_rows` does for partners that come with a number, in counts int64[k], which is replaced.

    begins int64[R] holds where each row begins; behind its end there may be room. No number is 0. Returns the number of
    partners written.
    """
    row: cython.Py_ssize_t
    at: cython.Py_ssize_t
    n_met: cython.Py_ssize_t
    written: cython.Py_ssize_t = 0
    v: cython.int
    with cython.nogil:
        for row in range(ends.shape[0]):
            n_met = begins[row]
            for at in range(begins[row], ends[row]):
                v = partners[at]
                if seen[v] == 0:
                    partners[n_met] = v
                    n_met += 1
                seen[v] += counts[at]
            for at in range(begins[row], n_met):
                v = partners[at]
                if seen[v] >= min_count:
                    partners[written] = v
                    rows[written] = cython.cast(cython.int, row)
                    counts[written] = seen[v]
                    written += 1
                seen[v] = 0
    return written
