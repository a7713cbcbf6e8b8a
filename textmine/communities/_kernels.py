# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Columns of text into rows of text. Every array is the caller's, who has checked lengths; nothing takes the GIL."""

import cython


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
