# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Columns of text into rows of text. Every array is the caller's, who has checked lengths; nothing takes the GIL."""

import cython

_MASK_32 = cython.declare(cython.ulonglong, 0xFFFFFFFF)
# Large primes below 2 ** 31: a sum of products of them and numbers below 2 ** 32 is below 2 ** 64.
_MIX_LOW = cython.declare(cython.ulonglong, 2147483629)
_MIX_HIGH = cython.declare(cython.ulonglong, 1610612741)


@cython.locals(row=cython.Py_ssize_t)
def measure(
    begins: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1], after: cython.longlong,
    sizes: cython.longlong[::1]
) -> None:  # fmt: skip
    """Add to the size of each row the bytes of the line that `at` names, without its end, and those after it."""
    with cython.nogil:
        for row in range(at.shape[0]):
            sizes[row] += begins[at[row] + 1] - begins[at[row]] - 1 + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, begin=cython.longlong, end=cython.longlong, place=cython.longlong
)  # fmt: skip
def put(
    lines: cython.const[cython.uchar][::1], begins: cython.const[cython.longlong][::1],
    at: cython.const[cython.int][::1], after: cython.const[cython.uchar][::1], out: cython.uchar[::1],
    cursor: cython.longlong[::1]
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
def measure_numbers(
    values: cython.const[cython.longlong][::1], after: cython.longlong, sizes: cython.longlong[::1]
) -> None:
    """Add to the size of each row the bytes of a whole number of 0 or more, and those after it."""
    with cython.nogil:
        for row in range(values.shape[0]):
            sizes[row] += _digits(values[row]) + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, rest=cython.longlong, place=cython.longlong, digits=cython.longlong
)  # fmt: skip
def put_numbers(
    values: cython.const[cython.longlong][::1], after: cython.const[cython.uchar][::1], out: cython.uchar[::1],
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


@cython.locals(k=cython.Py_ssize_t)
def count_lines(lines: cython.const[cython.uchar][::1]) -> int:
    """Return the number of line feeds."""
    count: cython.Py_ssize_t = 0
    with cython.nogil:
        for k in range(lines.shape[0]):
            count += lines[k] == 10
    return count


@cython.locals(k=cython.Py_ssize_t, line=cython.Py_ssize_t)
def line_begins(lines: cython.const[cython.uchar][::1], begins: cython.longlong[::1]) -> None:
    """Write where each line begins, and the end of the last; every line ends with a line feed."""
    with cython.nogil:
        begins[0] = 0
        line = 0
        for k in range(lines.shape[0]):
            if lines[k] == 10:
                line += 1
                begins[line] = k + 1


@cython.locals(row=cython.Py_ssize_t, total=cython.longlong, size=cython.longlong)
def row_begins(sizes: cython.longlong[::1]) -> int:
    """Write where each row begins in the place of its size; return the sum of the sizes."""
    total = 0
    with cython.nogil:
        for row in range(sizes.shape[0]):
            size = sizes[row]
            sizes[row] = total
            total += size
    return total


@cython.locals(i=cython.Py_ssize_t)
def take(
    values: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1], taken: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write the values at some places to `taken`."""
    with cython.nogil:
        for i in range(at.shape[0]):
            taken[i] = values[at[i]]


@cython.locals(i=cython.Py_ssize_t)
def least(values: cython.const[cython.longlong][::1]) -> int:
    """Return the smallest of some whole numbers; 0 where all are larger."""
    smallest: cython.longlong = 0
    with cython.nogil:
        for i in range(values.shape[0]):
            if values[i] < smallest:
                smallest = values[i]
    return smallest


@cython.locals(
    i=cython.Py_ssize_t, value=cython.longlong, low=cython.ulonglong, high=cython.ulonglong, slot=cython.ulonglong,
    mask=cython.ulonglong, count=cython.int
)  # fmt: skip
def distinct(
    values: cython.const[cython.longlong][::1], order: cython.const[cython.int][::1], slots: cython.int[::1],
    each: cython.longlong[::1], at: cython.int[::1]
) -> int:  # fmt: skip
    """Find the distinct values; return how many there are.

    `order` has the places in `values` that are looked at. `each` gets the distinct values as they are met, `at` which
    of them stands at each place. `slots` int32[a power of 2 above the number of places] is zero.
    """
    count = 0
    with cython.nogil:
        mask = cython.cast(cython.ulonglong, slots.shape[0] - 1)
        for i in range(order.shape[0]):
            value = values[order[i]]
            low = cython.cast(cython.ulonglong, value) & _MASK_32
            high = (cython.cast(cython.ulonglong, value) >> 32) & _MASK_32
            slot = ((low * _MIX_LOW + high * _MIX_HIGH) >> 28) & mask
            while slots[slot] > 0 and each[slots[slot] - 1] != value:
                slot = (slot + 1) & mask
            if slots[slot] == 0:
                each[count] = value
                count += 1
                slots[slot] = count
            at[i] = slots[slot] - 1
    return count


@cython.locals(m=cython.Py_ssize_t)
def head_begins(
    parent: cython.const[cython.int][::1], rank: cython.const[cython.int][::1], begins: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write where the line of each module begins in what `put_heads` writes, and the end of the last."""
    k: cython.Py_ssize_t = parent.shape[0]
    with cython.nogil:
        begins[0] = 0
        for m in range(k):  # sizes first: parents come before children
            begins[m + 1] = begins[parent[m] + 1] + _digits(rank[m]) + 1 if parent[m] >= 0 else 1
        for m in range(k):
            begins[m + 1] += begins[m]


@cython.locals(
    m=cython.Py_ssize_t, k=cython.longlong, place=cython.longlong, above=cython.int, rest=cython.longlong,
    digits=cython.longlong
)  # fmt: skip
def put_heads(
    parent: cython.const[cython.int][::1], rank: cython.const[cython.int][::1],
    begins: cython.const[cython.longlong][::1], lines: cython.uchar[::1]
) -> None:  # fmt: skip
    """Write a line for each module: the ranks from the root down to it, with a colon after each."""
    with cython.nogil:
        for m in range(parent.shape[0]):
            place = begins[m]
            above = parent[m]
            if above >= 0:
                for k in range(begins[above], begins[above + 1] - 1):
                    lines[place] = lines[k]
                    place += 1
                digits = _digits(rank[m])
                rest = rank[m]
                for k in range(place + digits - 1, place - 1, -1):
                    lines[k] = 48 + rest % 10
                    rest = rest // 10
                place += digits
                lines[place] = 58
                place += 1
            lines[place] = 10
