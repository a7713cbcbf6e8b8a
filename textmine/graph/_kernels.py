# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Tables of links from bytes to arrays.

A table is UTF-8 and ends with a line end. `parse` reads one record after another: it finds the fields, gives every name
a number by a hash table (open addressing; a slot holds 32 bits of the name's hash and its number + 1), and reads
weights. The distinct names stand one after another in `pool`, name k at ``ends[k]`` to ``ends[k + 1]``.

A weight is a decimal of at most 18 digits: an integer m times 10 to a power e between -22 and 22, both of which are
exact as one or two floats. The quotient or product is computed as the sum of two floats, whose error is below 2^-99 of
it, and is taken where all numbers within that error are rounded to the same float (Clinger 1990; Dekker 1971 for the
exact product). It is then what Python's `float` gives. Other weights are left to Python: their places are written down.

All arrays belong to the caller, who has checked that ids are in range. Nothing here allocates or takes the GIL.
"""

import cython

# Why `parse` comes back.
DONE = cython.declare(cython.int, 0)
NO_ROOM = cython.declare(cython.int, 1)  # for more names
NO_PLACES = cython.declare(cython.int, 2)  # for more weights that are left to Python
REMARK = cython.declare(cython.int, 3)  # a line begins with # or %: the caller says whether it is a record
NOT_NUMBERED = cython.declare(cython.int, 4)  # a name is no whole number below 10^9, or not written as Python does
NOT_PLAIN = cython.declare(cython.int, 5)  # a record that the general reader takes, or refuses with its reason

# Where the state has what.
AT = cython.declare(cython.int, 0)  # byte at which the next line begins
N_ROWS = cython.declare(cython.int, 1)
N_NAMES = cython.declare(cython.int, 2)
N_LEFT = cython.declare(cython.int, 3)  # weights that are left to Python
ACCEPTED = cython.declare(cython.int, 4)  # byte at which a line begins that is a record in spite of its # or %
GREATEST = cython.declare(cython.int, 5)  # number, where all names are numbers

# How to read.
SIGN = cython.declare(cython.int, 0)  # what separates fields, a byte; 32 for runs of any blanks
WIDTH = cython.declare(cython.int, 1)  # fields of a record; 0 for two or three
SPACED = cython.declare(cython.int, 2)  # whether blanks after a separator belong to no field
EMPTY = cython.declare(cython.int, 3)  # whether a record of empty fields is no record
NUMBERED = cython.declare(cython.int, 4)  # whether names are numbers

# What a field is.
SOURCE = cython.declare(cython.int, 1)
TARGET = cython.declare(cython.int, 2)
WEIGHT = cython.declare(cython.int, 3)
COUNT = cython.declare(cython.int, 4)
KIND = cython.declare(cython.int, 5)

_SPLIT = cython.declare(cython.double, 134217729.0)  # 2^27 + 1
_SURE = cython.declare(cython.double, 3.5527136788005009e-15)  # 2^-48
_MASK_64 = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
_MASK_32 = cython.declare(cython.ulonglong, 0xFFFFFFFF)
_MIX = cython.declare(cython.ulonglong, 0xFF51AFD7ED558CCD)
_MOST = cython.declare(cython.longlong, 999999999)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(a=cython.int, b=cython.int, c=cython.int)
def _blank(data: cython.const[cython.uchar][::1], at: cython.Py_ssize_t) -> cython.int:
    """Return how many bytes the blank at a place has, as str.isspace knows blanks; 0 where there is none."""
    a = data[at]
    if a <= 32:
        return 1 if 9 <= a <= 13 or 28 <= a else 0
    if a < 0xC2 or a > 0xE3 or at + 2 >= data.shape[0]:
        return 0
    b = data[at + 1]
    if a == 0xC2:
        return 2 if b == 0x85 or b == 0xA0 else 0
    c = data[at + 2]
    if a == 0xE1:
        return 3 if b == 0x9A and c == 0x80 else 0
    if a == 0xE2:
        if b == 0x80:
            return 3 if 0x80 <= c <= 0x8A or c == 0xA8 or c == 0xA9 or c == 0xAF else 0
        return 3 if b == 0x81 and c == 0x9F else 0
    return 3 if a == 0xE3 and b == 0x80 and c == 0x80 else 0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    m=cython.longlong, digits=cython.int, exponent=cython.int, power=cython.int, sign=cython.int, some=cython.bint,
    point=cython.bint, c=cython.int, high=cython.double, low=cython.double, ten=cython.double, first=cython.double,
    rest=cython.double, part=cython.double, a=cython.double, b=cython.double, c_=cython.double, d=cython.double,
    error=cython.double, bound=cython.double
)  # fmt: skip
def _decimal(
    data: cython.const[cython.uchar][::1], at: cython.Py_ssize_t, end: cython.Py_ssize_t,
    tens: cython.const[cython.double][::1]
) -> cython.double:  # fmt: skip
    """Return a plain decimal of 0 or more as `float` does; -1 for what is left to Python."""
    m = 0
    digits = 0
    exponent = 0
    some = False
    point = False
    while at < end and data[at] == 32:
        at += 1
    while at < end and data[end - 1] == 32:
        end -= 1
    while at < end:
        c = data[at]
        if 48 <= c <= 57:
            if digits == 18:
                return -1.0
            m = m * 10 + (c - 48)
            digits += m > 0
            exponent -= point
            some = True
        elif c == 46 and not point:
            point = True
        else:
            break
        at += 1
    if not some:
        return -1.0
    if at < end:
        c = data[at]
        if c != 101 and c != 69:  # e, E
            return -1.0
        at += 1
        sign = 1
        if at < end and (data[at] == 45 or data[at] == 43):
            sign = 44 - data[at]
            at += 1
        if at == end or end - at > 4:
            return -1.0
        power = 0
        while at < end:
            c = data[at]
            if c < 48 or c > 57:
                return -1.0
            power = power * 10 + (c - 48)
            at += 1
        exponent += sign * power
    if m == 0:
        return 0.0
    if exponent < -22 or exponent > 22:
        return -1.0
    high = 1.0 * m
    low = 1.0 * (m - cython.cast(cython.longlong, high))
    if exponent == 0:
        return high
    ten = tens[-exponent if exponent < 0 else exponent]
    first = high / ten if exponent < 0 else high
    # first * ten, exactly, as part + error.
    part = first * ten
    a = _SPLIT * first
    b = a - (a - first)
    a = first - b
    c_ = _SPLIT * ten
    d = c_ - (c_ - ten)
    c_ = ten - d
    error = ((b * d - part) + b * c_ + a * d) + a * c_
    if exponent < 0:
        rest = (((high - part) - error) + low) / ten
        bound = _SURE * (rest if rest > 0.0 else -rest)
    else:
        first = part
        rest = error + low * ten
        bound = _SURE * ((error if error > 0.0 else -error) + (low if low > 0.0 else -low) * ten)
    a = first + (rest - bound)
    b = first + (rest + bound)
    return a if a == b else -1.0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(key=cython.ulonglong, word=cython.ulonglong, j=cython.Py_ssize_t, stop=cython.Py_ssize_t)
def _hash(data: cython.const[cython.uchar][::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.ulonglong:
    """Return 64 bits of a name: eight bytes at a time, multiplied and mixed."""
    key = 0
    j = begin
    while j < end:
        stop = j + 8 if j + 8 < end else end
        word = 1
        while j < stop:
            word = ((word << 8) | data[j]) & _MASK_64
            j += 1
        key = ((key ^ word) * _MIX) & _MASK_64
        key ^= key >> 32
    return (key * _MIX) & _MASK_64


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(
    key=cython.ulonglong, tag=cython.ulonglong, slot=cython.ulonglong, mask=cython.ulonglong, held=cython.ulonglong,
    form=cython.longlong, base=cython.longlong, j=cython.Py_ssize_t, length=cython.Py_ssize_t
)  # fmt: skip
def _number_of(
    data: cython.const[cython.uchar][::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t,
    slots: cython.ulonglong[::1], ends: cython.longlong[::1], pool: cython.uchar[::1], state: cython.longlong[::1]
) -> cython.int:  # fmt: skip
    """Return the number of a name, a new one for a name that was not met before."""
    key = _hash(data, begin, end)
    tag = key >> 32
    mask = slots.shape[0] - 1
    slot = key & mask
    length = end - begin
    while slots[slot] != 0:
        held = slots[slot]
        if held >> 32 == tag:
            form = cython.cast(cython.longlong, held & _MASK_32) - 1
            base = ends[form]
            if ends[form + 1] - base == length:
                j = 0
                while j < length and pool[base + j] == data[begin + j]:
                    j += 1
                if j == length:
                    return cython.cast(cython.int, form)
        slot = (slot + 1) & mask
    form = state[N_NAMES]
    slots[slot] = (tag << 32) | cython.cast(cython.ulonglong, form + 1)
    base = ends[form]
    for j in range(length):
        pool[base + j] = data[begin + j]
    ends[form + 1] = base + length
    state[N_NAMES] = form + 1
    return cython.cast(cython.int, form)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(value=cython.longlong, j=cython.Py_ssize_t)
def _whole(data: cython.const[cython.uchar][::1], begin: cython.Py_ssize_t, end: cython.Py_ssize_t) -> cython.longlong:
    """Return a name that is a whole number of up to nine digits without zeros before them; -1 for other names."""
    value = 0
    if end == begin or end - begin > 9 or (data[begin] == 48 and end - begin > 1):
        return -1
    for j in range(begin, end):
        if data[j] < 48 or data[j] > 57:
            return -1
        value = value * 10 + cython.cast(cython.longlong, data[j]) - 48
    return value


@cython.locals(k=cython.Py_ssize_t, count=cython.Py_ssize_t)
def line_ends(data: cython.const[cython.uchar][::1]) -> int:
    """Return how many line feeds and carriage returns there are."""
    count = 0
    with cython.nogil:
        for k in range(data.shape[0]):
            count += (data[k] == 10) + (data[k] == 13)
    return count


@cython.locals(
    at=cython.Py_ssize_t, begin=cython.Py_ssize_t, end=cython.Py_ssize_t, start=cython.Py_ssize_t, n=cython.Py_ssize_t,
    f=cython.Py_ssize_t, row=cython.Py_ssize_t, s_begin=cython.Py_ssize_t, s_end=cython.Py_ssize_t,
    t_begin=cython.Py_ssize_t, t_end=cython.Py_ssize_t, w_begin=cython.Py_ssize_t, w_end=cython.Py_ssize_t,
    c_begin=cython.Py_ssize_t, c_end=cython.Py_ssize_t, sign=cython.int, width=cython.Py_ssize_t, c=cython.int,
    role=cython.int, why=cython.int, size=cython.int, filled=cython.bint, blanks=cython.bint, spaced=cython.bint,
    numbered=cython.bint, value=cython.longlong, other=cython.longlong, weight=cython.double, j=cython.Py_ssize_t,
    bare=cython.bint, pairs=cython.bint, triples=cython.bint
)  # fmt: skip
def parse(
    data: cython.const[cython.uchar][::1], how: cython.longlong[::1], roles: cython.int[::1],
    kind: cython.const[cython.uchar][::1], tens: cython.const[cython.double][::1], state: cython.longlong[::1],
    sources: cython.int[::1], targets: cython.int[::1], weights: cython.double[::1], counts: cython.longlong[::1],
    left: cython.longlong[::1], slots: cython.ulonglong[::1], ends: cython.longlong[::1], pool: cython.uchar[::1]
) -> int:  # fmt: skip
    """Read records from ``state[AT]`` on; return why it stops. Called again with more room, it goes on.

    `how` int64[5] says how to read, `roles` what each field of a record is (0: nothing to us); `kind` is the only text
    that a column for the kind of links has. `tens` float64[23] are the powers of ten. Of `left` int64[3k], three are
    the number of a record whose weight is left to Python, and where the field begins and ends.
    """
    n = data.shape[0]
    with cython.nogil:
        sign = cython.cast(cython.int, how[SIGN])
        width = how[WIDTH]
        spaced = how[SPACED] != 0
        numbered = how[NUMBERED] != 0
        blanks = sign == 32
        # Most tables are two numbers, or two numbers and a weight: their records are read as they come.
        bare = numbered and counts.shape[0] == 0 and kind.shape[0] == 0 and roles.shape[0] >= 2
        bare = bare and roles[0] == SOURCE and roles[1] == TARGET
        pairs = bare and (width == 0 or width == 2)
        triples = bare and (width == 0 or width == 3) and roles.shape[0] == 3 and roles[2] == WEIGHT
        at = state[AT]
        row = state[N_ROWS]
        why = DONE
        while at < n:
            start = at
            c = data[at]
            if bare and 48 <= c <= 57:
                while 48 <= data[at] <= 57:
                    at += 1
                value = _whole(data, start, at)
                if value >= 0 and data[at] == sign:
                    at += 1
                    begin = at
                    while 48 <= data[at] <= 57:
                        at += 1
                    other = _whole(data, begin, at)
                    weight = -1.0
                    if other >= 0 and pairs and (data[at] == 10 or data[at] == 13):
                        weight = 1.0
                    elif other >= 0 and triples and data[at] == sign:
                        begin = at + 1
                        at = begin
                        while data[at] > 32 and data[at] != sign:
                            at += 1
                        if data[at] == 10 or data[at] == 13:
                            weight = _decimal(data, begin, at, tens)
                    if weight >= 0.0:
                        if value > state[GREATEST]:
                            state[GREATEST] = value
                        if other > state[GREATEST]:
                            state[GREATEST] = other
                        sources[row] = cython.cast(cython.int, value)
                        targets[row] = cython.cast(cython.int, other)
                        weights[row] = weight
                        row += 1
                        at += 1
                        continue
                at = start
            if c <= 32 or c >= 0xC2:
                while data[at] != 10 and data[at] != 13:
                    size = _blank(data, at)
                    if size == 0:
                        break
                    at += size
                if data[at] == 10 or data[at] == 13:
                    at += 1
                    continue
                if not blanks:
                    at = start
            elif (c == 35 or c == 37) and state[ACCEPTED] != start:
                why = REMARK
                break
            f = 0
            filled = False
            s_begin = s_end = t_begin = t_end = c_begin = c_end = 0
            w_begin = w_end = -1
            while True:
                if spaced:
                    while data[at] == 32:
                        at += 1
                begin = at
                if blanks:
                    while True:
                        c = data[at]
                        if (c <= 32 or c >= 0xC2) and _blank(data, at) > 0:
                            break
                        at += 1
                else:
                    while data[at] != sign and data[at] != 10 and data[at] != 13:
                        at += 1
                end = at
                filled = filled or end > begin
                role = roles[f] if f < roles.shape[0] else 0
                f += 1
                if role == SOURCE:
                    s_begin = begin
                    s_end = end
                elif role == TARGET:
                    t_begin = begin
                    t_end = end
                elif role == WEIGHT:
                    w_begin = begin
                    w_end = end
                elif role == COUNT:
                    c_begin = begin
                    c_end = end
                elif role == KIND:
                    if end - begin != kind.shape[0]:
                        why = NOT_PLAIN
                        break
                    for j in range(kind.shape[0]):
                        if data[begin + j] != kind[j]:
                            why = NOT_PLAIN
                    if why == NOT_PLAIN:
                        break
                if blanks:
                    while data[at] != 10 and data[at] != 13:
                        size = _blank(data, at)
                        if size == 0:
                            break
                        at += size
                    if data[at] == 10 or data[at] == 13:
                        at += 1
                        break
                else:
                    at += 1
                    if data[end] != sign:
                        break
            if why != DONE:
                break
            if not filled and how[EMPTY] != 0:
                continue
            if (width > 0 and f != width) or (width == 0 and f != 2 and f != 3):
                why = NOT_PLAIN
                break
            if numbered:
                value = _whole(data, s_begin, s_end)
                other = _whole(data, t_begin, t_end)
                if value < 0 or other < 0:
                    why = NOT_NUMBERED
                    break
                if value > state[GREATEST]:
                    state[GREATEST] = value
                if other > state[GREATEST]:
                    state[GREATEST] = other
            weight = 1.0
            if w_end > w_begin:
                weight = _decimal(data, w_begin, w_end, tens)
                if weight < 0.0:
                    if 3 * state[N_LEFT] == left.shape[0]:
                        why = NO_PLACES
                        break
            elif width > 0 and w_begin >= 0:  # below a header a weight must be there
                why = NOT_PLAIN
                break
            if counts.shape[0] > 0:
                if c_end == c_begin or c_end - c_begin > 18 or data[c_begin] == 48:
                    why = NOT_PLAIN
                    break
                counts[row] = 0
                for j in range(c_begin, c_end):
                    if data[j] < 48 or data[j] > 57:
                        why = NOT_PLAIN
                    counts[row] = counts[row] * 10 + (data[j] - 48)
                if why != DONE:
                    break
            if not numbered:
                value = state[N_NAMES]
                if (
                    2 * (value + 2) > slots.shape[0]
                    or value + 2 >= ends.shape[0]
                    or ends[value] + (s_end - s_begin) + (t_end - t_begin) > pool.shape[0]
                ):
                    why = NO_ROOM
                    break
                value = _number_of(data, s_begin, s_end, slots, ends, pool, state)
                other = _number_of(data, t_begin, t_end, slots, ends, pool, state)
            if weight < 0.0:
                left[3 * state[N_LEFT]] = row
                left[3 * state[N_LEFT] + 1] = w_begin
                left[3 * state[N_LEFT] + 2] = w_end
                state[N_LEFT] += 1
            sources[row] = cython.cast(cython.int, value)
            targets[row] = cython.cast(cython.int, other)
            weights[row] = weight
            row += 1
        state[N_ROWS] = row
        state[AT] = at if why == DONE else start
    return why


@cython.locals(key=cython.ulonglong, slot=cython.ulonglong, mask=cython.ulonglong, k=cython.Py_ssize_t)
def fill_slots(
    slots: cython.ulonglong[::1], ends: cython.longlong[::1], pool: cython.const[cython.uchar][::1],
    n_names: cython.Py_ssize_t
) -> None:  # fmt: skip
    """Write names, which are distinct, into an empty hash table."""
    with cython.nogil:
        mask = slots.shape[0] - 1
        for k in range(n_names):
            key = _hash(pool, ends[k], ends[k + 1])
            slot = key & mask
            while slots[slot] != 0:
                slot = (slot + 1) & mask
            slots[slot] = ((key >> 32) << 32) | cython.cast(cython.ulonglong, k + 1)
