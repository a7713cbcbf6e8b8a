# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Names of nodes: sorted, numbered and written.

Names are UTF-8, whose bytes order as the characters do. Many names stand one after another in one array of bytes; as
lines, a line feed after each. Numbers as names are whole numbers of 0 or more.

All arrays belong to the caller, who has checked that ids are in range. Nothing here allocates or takes the GIL.
"""

import cython

_DIGIT = cython.declare(cython.Py_ssize_t, 256)  # values of the digits by which words are sorted: bytes
_LOW = cython.declare(cython.ulonglong, 0xFFFFFFFF)


@cython.locals(k=cython.Py_ssize_t, j=cython.longlong, half=cython.int, key=cython.ulonglong, digits=cython.bint)
def leading(
    ends: cython.longlong[::1], pool: cython.const[cython.uchar][::1], first: cython.ulonglong[::1],
    second: cython.ulonglong[::1]
) -> bool:  # fmt: skip
    """Write the first eight bytes of each name and the next eight as numbers; return whether all names are figures.

    Name k is the bytes of `pool` from ``ends[k]`` to ``ends[k + 1]``. `first` and `second` uint64[n] order as these
    bytes do.
    """
    with cython.nogil:
        digits = True
        for k in range(first.shape[0]):
            for half in range(2):
                key = 0
                for j in range(ends[k] + 8 * half, ends[k] + 8 * half + 8):
                    key = (key << 8) | (pool[j] if j < ends[k + 1] else 0)
                if half == 0:
                    first[k] = key
                else:
                    second[k] = key
            if ends[k + 1] == ends[k]:
                digits = False
            j = ends[k]
            while digits and j < ends[k + 1]:
                if pool[j] < 48 or pool[j] > 57:
                    digits = False
                j += 1
    return digits


@cython.locals(k=cython.Py_ssize_t)
def take(keys: cython.ulonglong[::1], order: cython.int[::1], words: cython.ulonglong[::1]) -> None:
    """Write the keys of the items in `order`."""
    with cython.nogil:
        for k in range(order.shape[0]):
            words[k] = keys[order[k]]


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(k=cython.Py_ssize_t, at=cython.longlong, digit=cython.Py_ssize_t)
def _scatter(
    words: cython.ulonglong[::1], order: cython.int[::1], new_words: cython.ulonglong[::1], new_order: cython.int[::1],
    place: cython.longlong[::1], byte: cython.int
) -> cython.void:  # fmt: skip
    for k in range(words.shape[0]):
        digit = _DIGIT * byte + cython.cast(cython.Py_ssize_t, (words[k] >> (8 * byte)) & 255)
        at = place[digit]
        place[digit] = at + 1
        new_words[at] = words[k]
        if order.shape[0] > 0:
            new_order[at] = order[k]


@cython.locals(
    n=cython.Py_ssize_t, k=cython.Py_ssize_t, byte=cython.int, digit=cython.Py_ssize_t, at=cython.longlong,
    size=cython.longlong, swapped=cython.bint
)  # fmt: skip
def sort_words(
    words: cython.ulonglong[::1], order: cython.int[::1], spare_words: cython.ulonglong[::1],
    spare_order: cython.int[::1], place: cython.longlong[::1], lowest: cython.int
) -> None:  # fmt: skip
    """Sort words, and what stands beside each in `order`, by their bytes from the one of value 256^lowest up; stable.

    A radix sort, a byte at a time, the lowest first; bytes that are the same in all words are passed by. `order`
    int32[n] may be empty. The spare arrays have the same sizes. `place` int64[2048] is zero.
    """
    n = words.shape[0]
    with cython.nogil:
        for k in range(n):
            for byte in range(lowest, 8):
                place[_DIGIT * byte + cython.cast(cython.Py_ssize_t, (words[k] >> (8 * byte)) & 255)] += 1
        swapped = False
        for byte in range(lowest, 8):
            if n == 0 or place[_DIGIT * byte + cython.cast(cython.Py_ssize_t, (words[0] >> (8 * byte)) & 255)] == n:
                continue
            at = 0
            for digit in range(_DIGIT * byte, _DIGIT * (byte + 1)):
                size = place[digit]
                place[digit] = at
                at += size
            if swapped:
                _scatter(spare_words, spare_order, words, order, place, byte)
            else:
                _scatter(words, order, spare_words, spare_order, place, byte)
            swapped = not swapped
        if swapped:
            for k in range(n):
                words[k] = spare_words[k]
            for k in range(order.shape[0]):
                order[k] = spare_order[k]


@cython.locals(k=cython.Py_ssize_t, n=cython.Py_ssize_t, u=cython.int, v=cython.int, same=cython.bint,
               before=cython.bint)  # fmt: skip
def tied(
    first: cython.ulonglong[::1], second: cython.ulonglong[::1], order: cython.int[::1], at: cython.int[::1]
) -> int:  # fmt: skip
    """Write the places in `order` whose names begin as their neighbours do; return how many there are."""
    n = 0
    with cython.nogil:
        before = False
        for k in range(order.shape[0]):
            same = False
            if k + 1 < order.shape[0]:
                u = order[k]
                v = order[k + 1]
                same = first[u] == first[v] and second[u] == second[v]
            if before or same:
                at[n] = cython.cast(cython.int, k)
                n += 1
            before = same
    return n


@cython.locals(k=cython.Py_ssize_t, j=cython.longlong, at=cython.longlong)
def gather(
    order: cython.int[::1], ends: cython.longlong[::1], pool: cython.const[cython.uchar][::1],
    lines: cython.uchar[::1], new_ends: cython.longlong[::1]
) -> None:  # fmt: skip
    """Write names in an order, a line feed after each, and where these stand."""
    with cython.nogil:
        at = 0
        for k in range(order.shape[0]):
            for j in range(ends[order[k]], ends[order[k] + 1]):
                lines[at] = pool[j]
                at += 1
            lines[at] = 10
            new_ends[k] = at
            at += 1


@cython.locals(k=cython.Py_ssize_t)
def renumber(ids: cython.int[::1], place: cython.int[::1]) -> None:
    """Write the place of each id instead of it."""
    with cython.nogil:
        for k in range(ids.shape[0]):
            ids[k] = place[ids[k]]


@cython.locals(k=cython.Py_ssize_t, n=cython.Py_ssize_t)
def mark(sources: cython.int[::1], targets: cython.int[::1], met: cython.uchar[::1]) -> int:
    """Mark the numbers that are there, in `met` uint8[greatest + 1], which is zero; return how many there are."""
    n = 0
    with cython.nogil:
        for k in range(sources.shape[0]):
            met[sources[k]] = 1
            met[targets[k]] = 1
        for k in range(met.shape[0]):
            n += met[k]
    return n


@cython.locals(k=cython.Py_ssize_t, n=cython.Py_ssize_t)
def rank(met: cython.const[cython.uchar][::1], values: cython.longlong[::1], place: cython.int[::1]) -> None:
    """Write the numbers that are marked, in order, and the place of each; `place` may be empty."""
    with cython.nogil:
        n = 0
        for k in range(met.shape[0]):
            if met[k] != 0:
                values[n] = k
                if place.shape[0] > 0:
                    place[k] = cython.cast(cython.int, n)
                n += 1


@cython.locals(k=cython.Py_ssize_t, n=cython.Py_ssize_t)
def pack(sources: cython.int[::1], targets: cython.int[::1], words: cython.ulonglong[::1]) -> None:
    """Write each end of a link and, in the lower 32 bits, where it stands: sources from 0, targets from n."""
    n = sources.shape[0]
    with cython.nogil:
        for k in range(n):
            words[k] = (cython.cast(cython.ulonglong, sources[k]) << 32) | cython.cast(cython.ulonglong, k)
            words[n + k] = (cython.cast(cython.ulonglong, targets[k]) << 32) | cython.cast(cython.ulonglong, n + k)


@cython.locals(k=cython.Py_ssize_t, at=cython.Py_ssize_t, n=cython.Py_ssize_t, met=cython.Py_ssize_t)
def unpack(
    words: cython.ulonglong[::1], sources: cython.int[::1], targets: cython.int[::1], values: cython.longlong[::1]
) -> int:  # fmt: skip
    """Write the rank of each end, given packed ones in order, and the distinct numbers; return how many these are.

    Where `values` is empty, the distinct numbers are counted, and nothing is written.
    """
    n = sources.shape[0]
    met = 0
    with cython.nogil:
        for k in range(words.shape[0]):
            if k == 0 or (words[k] >> 32) != (words[k - 1] >> 32):
                met += 1
                if values.shape[0] > 0:
                    values[met - 1] = cython.cast(cython.longlong, words[k] >> 32)
            if values.shape[0] > 0:
                at = cython.cast(cython.Py_ssize_t, words[k] & _LOW)
                if at < n:
                    sources[at] = cython.cast(cython.int, met - 1)
                else:
                    targets[at - n] = cython.cast(cython.int, met - 1)
    return met


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(n=cython.int)
def _figures(value: cython.longlong) -> cython.int:
    """Return how many figures a whole number has."""
    n = 1
    while value > 9:
        value //= 10
        n += 1
    return n


@cython.locals(k=cython.Py_ssize_t, size=cython.longlong)
def measure_numbers(values: cython.longlong[::1]) -> int:
    """Return how many bytes numbers have as lines."""
    size = 0
    with cython.nogil:
        for k in range(values.shape[0]):
            size += _figures(values[k]) + 1
    return size


@cython.locals(k=cython.Py_ssize_t, j=cython.longlong, at=cython.longlong, value=cython.longlong)
def write_numbers(values: cython.longlong[::1], lines: cython.uchar[::1], ends: cython.longlong[::1]) -> None:
    """Write numbers, a line feed after each, and where these stand."""
    with cython.nogil:
        at = 0
        for k in range(values.shape[0]):
            value = values[k]
            at += _figures(value)
            for j in range(_figures(value)):
                lines[at - 1 - j] = cython.cast(cython.uchar, 48 + value % 10)
                value //= 10
            lines[at] = 10
            ends[k] = at
            at += 1


@cython.locals(k=cython.Py_ssize_t, n=cython.Py_ssize_t)
def line_feeds(lines: cython.const[cython.uchar][::1], ends: cython.longlong[::1]) -> None:
    """Write where line feeds stand."""
    with cython.nogil:
        n = 0
        for k in range(lines.shape[0]):
            if lines[k] == 10:
                ends[n] = k
                n += 1


@cython.locals(k=cython.Py_ssize_t, n=cython.Py_ssize_t, begin=cython.longlong, a=cython.int, b=cython.int)
def maybe_blank(
    lines: cython.const[cython.uchar][::1], ends: cython.longlong[::1], found: cython.int[::1]
) -> int:  # fmt: skip
    """Write which names may be empty or have blanks around them, by how blanks begin and end in UTF-8; return how many.

    These are all that do, and some others.
    """
    n = 0
    with cython.nogil:
        begin = 0
        for k in range(ends.shape[0]):
            a = lines[begin]
            b = lines[ends[k] - 1] if ends[k] > begin else 10
            begin = ends[k] + 1
            if a <= 32 or a == 0xC2 or 0xE1 <= a <= 0xE3 or b <= 32 or 0x80 <= b <= 0xAF:
                found[n] = cython.cast(cython.int, k)
                n += 1
    return n


@cython.locals(k=cython.Py_ssize_t, j=cython.int, most=cython.int, key=cython.ulonglong)
def figure_keys(values: cython.longlong[::1], places: cython.int[::1], keys: cython.ulonglong[::1]) -> None:
    """Write keys that order the numbers at some places by their figures, as text; 1 and 10 have the same key."""
    with cython.nogil:
        most = 1
        for k in range(places.shape[0]):
            j = _figures(values[places[k]])
            most = j if j > most else most
        for k in range(places.shape[0]):
            key = cython.cast(cython.ulonglong, values[places[k]])
            for _ in range(_figures(values[places[k]]), most):
                key *= 10
            keys[k] = key


@cython.locals(k=cython.Py_ssize_t)
def widen(values: cython.int[::1], keys: cython.ulonglong[::1]) -> None:
    """Write numbers of 0 or more as keys."""
    with cython.nogil:
        for k in range(values.shape[0]):
            keys[k] = cython.cast(cython.ulonglong, values[k])
