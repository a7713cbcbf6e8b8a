# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels for the company of units, from counts of each unit's neighbours by kind, and for falling averages.

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


def count_neighbours(
    units: cython.int[::1],
    begin: cython.longlong,
    end: cython.longlong,
    kinds: cython.int[::1],
    n_kinds: cython.longlong,
    step: cython.longlong,
    rows: cython.longlong[::1],
    filled: cython.longlong[::1],
    cells: cython.longlong[::1],
) -> None:
    """Add the neighbours of the units at the places `begin` to `end` - 1 to the rows of these units.

    The row of unit u is cells[rows[u] : rows[u + 1]]. A row of n_kinds cells holds the count of each kind. A unit with
    fewer occurrences than kinds has a cell for each of them, which holds its kind; filled int64[A] says how many of
    these cells are in use. So there are no more cells than occurrences, nor than units times kinds.
    """
    i: cython.Py_ssize_t
    unit: cython.int
    kind: cython.int
    n_alphabet: cython.Py_ssize_t = rows.shape[0] - 1
    with cython.nogil:
        for i in range(begin, end):
            unit = units[i]
            if unit < 0:
                continue
            kind = kind_at(units, kinds, i + step, n_alphabet)
            if rows[unit + 1] - rows[unit] == n_kinds:
                cells[rows[unit] + kind] += 1
            else:
                cells[rows[unit] + filled[unit]] = kind
                filled[unit] += 1


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def read_row(
    rows: cython.longlong[::1],
    cells: cython.longlong[::1],
    unit: cython.Py_ssize_t,
    row: cython.longlong[::1],
) -> cython.Py_ssize_t:
    """Write the counts of the kinds beside one unit to row int64[k], from either form of `count_neighbours`.

    Returns the length of the row: a function without a value cannot be called without Python's lock.
    """
    i: cython.Py_ssize_t
    if rows[unit + 1] - rows[unit] == row.shape[0]:
        for i in range(row.shape[0]):
            row[i] = cells[rows[unit] + i]
        return row.shape[0]
    for i in range(row.shape[0]):
        row[i] = 0
    for i in range(rows[unit], rows[unit + 1]):
        row[cells[i]] += 1
    return row.shape[0]


def sum_by_kind(
    rows: cython.longlong[::1],
    cells: cython.longlong[::1],
    weights: cython.double[::1],
    row: cython.longlong[::1],
    total: cython.double[::1],
) -> None:
    """Add to total float64[k], for each kind, the weights float64[A] of the units beside it; row int64[k] is scratch.

    The sum runs over the units by id, so it does not depend on the order of the text.
    """
    unit: cython.Py_ssize_t
    kind: cython.Py_ssize_t
    with cython.nogil:
        for unit in range(weights.shape[0]):
            if weights[unit] != 0.0 and rows[unit + 1] > rows[unit]:
                read_row(rows, cells, unit, row)
                for kind in range(row.shape[0]):
                    total[kind] += weights[unit] * row[kind]


def sum_by_unit(
    rows: cython.longlong[::1],
    cells: cython.longlong[::1],
    values: cython.double[::1],
    row: cython.longlong[::1],
    total: cython.double[::1],
) -> None:
    """Add to total float64[A], for each unit, the values float64[k] of the kinds beside it; row int64[k] is scratch."""
    unit: cython.Py_ssize_t
    kind: cython.Py_ssize_t
    with cython.nogil:
        for unit in range(total.shape[0]):
            if rows[unit + 1] > rows[unit]:
                read_row(rows, cells, unit, row)
                for kind in range(row.shape[0]):
                    total[unit] += values[kind] * row[kind]


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
