# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of word vectors: the neighbours of words, and products with a sparse matrix, a range of rows at a time.

near(u, v) = number of pairs of places i < j with the words u and v, in either order, at most `window` words apart,
without a break of `stop` or below between them. A pair of places adds one to the row of each of its words. With
`sides`, column v is the word v before the word of the row, and column N + v the word v after it; N is the number of
words. A word may be near itself: its two rows are the same then.

words int32[n] holds the words of a corpus in order: a number from 0 to N - 1, OTHER (-9) for another word, or a break
(-1 the end of a clause, -2 of a sentence, -3 of a document). count_sides and gather_near handle pairs whose first place
is between `begin` and `end` - 1.

A matrix has the entries of row i at indptr[i] to indptr[i + 1] - 1 of indices int32 and values float64. Sums are added
up in the order of scipy's csr_array, entry by entry, so that the result is the same to the last bit.

The caller owns all arrays; nothing is checked here.
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


def count_sides(
    words: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    window: cython.longlong,
    stop: cython.int,
    earlier: cython.longlong[::1],
    later: cython.longlong[::1],
) -> None:
    """Add to earlier, later int64[N] the number of pairs in which each word is the first, and the second."""
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
                if other >= 0:
                    earlier[word] += 1
                    later[other] += 1


def gather_near(
    words: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    window: cython.longlong,
    stop: cython.int,
    shift: cython.int,
    low: cython.int,
    high: cython.int,
    places: cython.longlong[::1],
    columns: cython.int[::1],
) -> None:
    """Write the columns of the rows low to high - 1 to columns int32; places int64[high - low] is advanced.

    shift is N with sides, else 0.
    """
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
                if other >= 0:
                    if low <= other < high:
                        columns[places[other - low]] = word
                        places[other - low] += 1
                    if low <= word < high:
                        columns[places[word - low]] = other + shift
                        places[word - low] += 1


def times(
    indptr: cython.longlong[::1],
    indices: cython.const[cython.int][::1],
    values: cython.const[cython.double][::1],
    begin: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    x: cython.const[cython.double][::1],
    y: cython.double[::1],
) -> None:
    """Write rows begin to end - 1 of the product of the matrix and x to y."""
    row: cython.Py_ssize_t
    at: cython.longlong
    total: cython.double
    with cython.nogil:
        for row in range(begin, end):
            total = 0.0
            for at in range(indptr[row], indptr[row + 1]):
                total += values[at] * x[indices[at]]
            y[row] = total


def add_transposed(
    indptr: cython.longlong[::1],
    indices: cython.const[cython.int][::1],
    values: cython.const[cython.double][::1],
    begin: cython.Py_ssize_t,
    end: cython.Py_ssize_t,
    x: cython.const[cython.double][::1],
    y: cython.double[::1],
) -> None:
    """Add to y the product of the transposed rows begin to end - 1 and those entries of x."""
    row: cython.Py_ssize_t
    at: cython.longlong
    factor: cython.double
    with cython.nogil:
        for row in range(begin, end):
            factor = x[row]
            for at in range(indptr[row], indptr[row + 1]):
                y[indices[at]] += values[at] * factor
