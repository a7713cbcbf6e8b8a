# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels of the company that units keep: sums over all pairs of a unit and the unit beside it.

units int32[n] are a corpus, negative where a break is. kinds int32[A + 1] say of what kind each unit is as a
neighbour; its last entry is that of a break. `step` is -1 for the neighbour before and 1 for the one behind; beyond
the ends of the corpus breaks stand. The caller owns all arrays and has checked that ids and kinds fit.
"""

import cython


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def kind_at(
    units: cython.int[::1], kinds: cython.int[::1], place: cython.Py_ssize_t, n_alphabet: cython.Py_ssize_t
) -> cython.int:
    """Return the kind of what stands at a place."""
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
    """Add to total float64[k] the weights float64[A] of the units beside which each kind stands."""
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
    """Add to total float64[A] the values float64[k] of the kinds that stand beside each unit."""
    i: cython.Py_ssize_t
    n_alphabet: cython.Py_ssize_t = total.shape[0]
    with cython.nogil:
        for i in range(units.shape[0]):
            if units[i] >= 0:
                total[units[i]] += values[kind_at(units, kinds, i + step, n_alphabet)]
