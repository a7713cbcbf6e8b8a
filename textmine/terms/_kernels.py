# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels for the company of units, sums over all pairs of a unit and its neighbour, and for falling averages.

units int32[n] is a corpus; breaks are negative. kinds int32[A + 1] holds the kind of each unit as a neighbour; the last
entry is the kind of a break. `step` is -1 for the neighbour before and 1 for the neighbour after. Outside the corpus
there are breaks. The caller owns all arrays and has checked that ids and kinds fit.
"""

import cython


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def kind_at(
    units: cython.int[::1], kinds: cython.int[::1], place: cython.Py_ssize_t, n_alphabet: cython.Py_ssize_t
) -> cython.int:
    """Return the kind of the unit or break at a place."""
    if place < 0 or place >= units.shape[0] or units[place] < 0:
        return kinds[n_alphabet]
    return kinds[units[place]]


def sum_by_kind(
    units: cython.int[::1],
    kinds: cython.int[::1],
    step: cython.Py_ssize_t,
    weights: cython.double[::1],
    total: cython.double[::1],
) -> None:
    """Add to total float64[k], for each kind, the weights float64[A] of the units that have it as neighbour."""
    i: cython.Py_ssize_t
    n_alphabet: cython.Py_ssize_t = weights.shape[0]
    with cython.nogil:
        for i in range(units.shape[0]):
            if units[i] >= 0 and weights[units[i]] != 0.0:
                total[kind_at(units, kinds, i + step, n_alphabet)] += weights[units[i]]


def sum_by_unit(
    units: cython.int[::1],
    kinds: cython.int[::1],
    step: cython.Py_ssize_t,
    values: cython.double[::1],
    total: cython.double[::1],
) -> None:
    """Add to total float64[A], for each unit, the values float64[k] of the kinds of its neighbours."""
    i: cython.Py_ssize_t
    n_alphabet: cython.Py_ssize_t = total.shape[0]
    with cython.nogil:
        for i in range(units.shape[0]):
            if units[i] >= 0:
                total[units[i]] += values[kind_at(units, kinds, i + step, n_alphabet)]


def average_rises(means: cython.double[::1], sizes: cython.longlong[::1], blocks: cython.longlong[::1]) -> int:
    """Merge neighbours until the means float64[n] fall; return how many blocks are left, at the front of all arrays.

    `sizes` int64[n] are the weights, and `blocks` int64[n] gets how many of the values each block holds.
    """
    at: cython.Py_ssize_t
    last: cython.Py_ssize_t = -1
    with cython.nogil:
        for at in range(means.shape[0]):
            last += 1
            means[last], sizes[last], blocks[last] = means[at], sizes[at], 1
            while last > 0 and means[last - 1] <= means[last]:
                means[last - 1] = (means[last - 1] * sizes[last - 1] + means[last] * sizes[last]) / (
                    sizes[last - 1] + sizes[last]
                )
                sizes[last - 1] += sizes[last]
                blocks[last - 1] += blocks[last]
                last -= 1
    return last + 1
