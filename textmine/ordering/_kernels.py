# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Stable sorting of numbers by their keys, and ids taken from places and put there."""

import cython

_RUN = cython.declare(cython.Py_ssize_t, 8)  # items that are sorted by insertion


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(i=cython.Py_ssize_t, j=cython.Py_ssize_t, item=cython.int)
def _insert(
    keys: cython.const[cython.double][::1], order: cython.int[::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    for i in range(begin + 1, end):
        item = order[i]
        j = i
        while j > begin and keys[order[j - 1]] > keys[item]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = item


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    a=cython.Py_ssize_t, b=cython.Py_ssize_t, at=cython.Py_ssize_t, middle=cython.Py_ssize_t, end=cython.Py_ssize_t,
    begin=cython.Py_ssize_t
)  # fmt: skip
def _merge(
    keys: cython.const[cython.double][::1], runs: cython.int[::1], merged: cython.int[::1], size: cython.Py_ssize_t
) -> cython.void:  # fmt: skip
    """Merge each two neighbouring runs of `size` items."""
    n: cython.Py_ssize_t = runs.shape[0]
    begin = 0
    while begin < n:
        middle = begin + size if begin + size < n else n
        end = middle + size if middle + size < n else n
        a = begin
        b = middle
        for at in range(begin, end):
            if a < middle and (b == end or keys[runs[a]] <= keys[runs[b]]):
                merged[at] = runs[a]
                a += 1
            else:
                merged[at] = runs[b]
                b += 1
        begin = end


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(begin=cython.Py_ssize_t, size=cython.Py_ssize_t, i=cython.Py_ssize_t, swapped=cython.bint)
def _sort(keys: cython.const[cython.double][::1], order: cython.int[::1], spare: cython.int[::1]) -> cython.void:
    n: cython.Py_ssize_t = order.shape[0]
    begin = 0
    while begin < n:
        _insert(keys, order, begin, begin + _RUN if begin + _RUN < n else n)
        begin += _RUN
    size = _RUN
    swapped = False
    while size < n:
        if swapped:
            _merge(keys, spare, order, size)
        else:
            _merge(keys, order, spare, size)
        swapped = not swapped
        size *= 2
    if swapped:
        for i in range(n):
            order[i] = spare[i]


def sort_doubles(
    keys: cython.const[cython.double][::1], order: cython.int[::1], spare: cython.int[::1]
) -> None:  # fmt: skip
    """Sort the numbers in `order` by their keys, those of equal keys as they were (merge sort).

    `spare` int32 is as long as `order`, which may hold some of the numbers only. No key is NaN.
    """
    with cython.nogil:
        _sort(keys, order, spare)


@cython.locals(begin=cython.Py_ssize_t, end=cython.Py_ssize_t)
def sort_inside(
    keys: cython.const[cython.double][::1], home: cython.const[cython.int][::1], order: cython.int[::1],
    spare: cython.int[::1]
) -> None:  # fmt: skip
    """Sort the numbers in `order` that have the same home, which stand together, as `sort_doubles` does."""
    n: cython.Py_ssize_t = order.shape[0]
    with cython.nogil:
        begin = 0
        while begin < n:
            end = begin + 1
            while end < n and home[order[end]] == home[order[begin]]:
                end += 1
            if end - begin <= _RUN:
                _insert(keys, order, begin, end)
            else:
                _sort(keys, order[begin:end], spare[begin:end])
            begin = end


@cython.locals(i=cython.Py_ssize_t, k=cython.Py_ssize_t, item=cython.int)
def sort_ints(
    keys: cython.const[cython.int][::1], given: cython.const[cython.int][::1], place: cython.int[::1],
    order: cython.int[::1]
) -> None:  # fmt: skip
    """Write the numbers in `given` to `order` sorted by their keys, those of equal keys as they were (counting sort).

    `place` int32[largest key + 2] is zero; afterwards ``place[key]`` is where the numbers of each key end.
    """
    with cython.nogil:
        for i in range(given.shape[0]):
            place[keys[given[i]] + 1] += 1
        for k in range(place.shape[0] - 1):
            place[k + 1] += place[k]
        for i in range(given.shape[0]):
            item = given[i]
            order[place[keys[item]]] = item
            place[keys[item]] += 1


@cython.locals(i=cython.Py_ssize_t)
def number(values: cython.int[::1]) -> None:
    """Write 0, 1, 2, ... to `values`."""
    with cython.nogil:
        for i in range(values.shape[0]):
            values[i] = i


@cython.locals(i=cython.Py_ssize_t)
def take(values: cython.const[cython.int][::1], at: cython.const[cython.int][::1], taken: cython.int[::1]) -> None:
    """Write the value at each place."""
    with cython.nogil:
        for i in range(at.shape[0]):
            taken[i] = values[at[i]]


@cython.locals(i=cython.Py_ssize_t)
def put(values: cython.const[cython.int][::1], at: cython.const[cython.int][::1], into: cython.int[::1]) -> None:
    """Write each value to its place."""
    with cython.nogil:
        for i in range(at.shape[0]):
            into[at[i]] = values[i]
