# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Columns of text into rows of text. Every array is the caller's, who has checked lengths; nothing takes the GIL."""

import cython


@cython.locals(row=cython.Py_ssize_t)
def measure(
    begins: cython.longlong[::1], at: cython.longlong[::1], after: cython.longlong, sizes: cython.longlong[::1]
) -> None:  # fmt: skip
    """Add to the size of each row the bytes of the line that `at` names, without its end, and those after it."""
    with cython.nogil:
        for row in range(at.shape[0]):
            sizes[row] += begins[at[row] + 1] - begins[at[row]] - 1 + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, begin=cython.longlong, end=cython.longlong, place=cython.longlong
)  # fmt: skip
def put(
    lines: cython.const[cython.uchar][::1], begins: cython.longlong[::1], at: cython.longlong[::1],
    after: cython.const[cython.uchar][::1], out: cython.uchar[::1], cursor: cython.longlong[::1]
) -> None:  # fmt: skip
    """Append to each row the line that `at` names, without its end, and then `after`.

    Line k is the bytes of `lines` from ``begins[k]`` to ``begins[k + 1] - 1``. Row r goes on at ``cursor[r]`` of `out`.
    """
    with cython.nogil:
        for row in range(at.shape[0]):
            begin = begins[at[row]]
            end = begins[at[row] + 1] - 1
            place = cursor[row]
            for k in range(begin, end):
                out[place] = lines[k]
                place += 1
            for k in range(after.shape[0]):
                out[place] = after[k]
                place += 1
            cursor[row] = place


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(n=cython.longlong)
def _digits(value: cython.longlong) -> cython.longlong:
    """Return the number of digits of a whole number of 0 or more."""
    n = 1
    while value >= 10:
        value = value // 10
        n += 1
    return n


@cython.locals(row=cython.Py_ssize_t)
def measure_numbers(values: cython.longlong[::1], after: cython.longlong, sizes: cython.longlong[::1]) -> None:
    """Add to the size of each row the bytes of a whole number of 0 or more, and those after it."""
    with cython.nogil:
        for row in range(values.shape[0]):
            sizes[row] += _digits(values[row]) + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, rest=cython.longlong, place=cython.longlong, digits=cython.longlong
)  # fmt: skip
def put_numbers(
    values: cython.longlong[::1], after: cython.const[cython.uchar][::1], out: cython.uchar[::1],
    cursor: cython.longlong[::1]
) -> None:  # fmt: skip
    """Append to each row a whole number of 0 or more, and then `after`."""
    with cython.nogil:
        for row in range(values.shape[0]):
            digits = _digits(values[row])
            place = cursor[row]
            rest = values[row]
            for k in range(place + digits - 1, place - 1, -1):
                out[k] = 48 + rest % 10
                rest = rest // 10
            place += digits
            for k in range(after.shape[0]):
                out[place] = after[k]
                place += 1
            cursor[row] = place
