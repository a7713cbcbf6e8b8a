# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The shortest decimals that are read as given doubles: what `repr` writes, by Schubfach (Giulietti 2020).

A double is c * 2 ** q, where c has 53 bits. Doubles are given by their bits. Every array is the caller's; nothing takes
the GIL.
"""

import cython

_MASK_32 = cython.declare(cython.ulonglong, 0xFFFFFFFF)
_MASK_64 = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)
_FRACTION = cython.declare(cython.longlong, (1 << 52) - 1)
_HIDDEN = cython.declare(cython.ulonglong, 1 << 52)  # the bit of c that is not stored, but for the smallest numbers


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(low=cython.ulonglong, first=cython.ulonglong, second=cython.ulonglong, middle=cython.ulonglong)
def _high(a: cython.ulonglong, b: cython.ulonglong) -> cython.ulonglong:
    """Return the upper 64 bits of a product."""
    low = (a & _MASK_32) * (b & _MASK_32)
    first = (a & _MASK_32) * (b >> 32)
    second = (a >> 32) * (b & _MASK_32)
    middle = (low >> 32) + (first & _MASK_32) + (second & _MASK_32)
    return (a >> 32) * (b >> 32) + (first >> 32) + (second >> 32) + (middle >> 32)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(lower=cython.ulonglong, middle=cython.ulonglong, upper=cython.ulonglong)
def _scaled(high: cython.ulonglong, low: cython.ulonglong, factor: cython.ulonglong) -> cython.ulonglong:
    """Return ``(high * 2 ** 64 + low) * factor / 2 ** 128``, rounded to an odd number where it is not whole."""
    lower = _high(low, factor)
    middle = ((high * factor) & _MASK_64) + lower
    upper = _high(high, factor)
    if middle & _MASK_64 < lower:
        upper += 1
    if middle & _MASK_64 > 1:
        upper |= 1
    return upper


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def _power_of_10(q: cython.longlong, uneven: cython.bint) -> cython.longlong:
    """Return ``floor(log10(2 ** q))``, or of 3/4 of it; exact for the exponents of doubles."""
    return (q * 1262611 - (524031 if uneven else 0)) >> 22


@cython.locals(row=cython.Py_ssize_t, stored=cython.longlong, least=cython.longlong, most=cython.longlong)
def powers(values: cython.const[cython.longlong][::1], found: cython.longlong[::1]) -> bool:
    """Write the least and the largest power of 10 that `shortest` needs; return whether all values are finite.

    Where all are 0, none is needed, and the least is above the largest.
    """
    finite: cython.bint = True
    with cython.nogil:
        least = 2047
        most = 0
        for row in range(values.shape[0]):
            stored = (values[row] >> 52) & 2047
            if stored == 0 and values[row] & _FRACTION == 0:
                continue
            if stored == 2047:
                finite = False
            if stored < least:
                least = stored
            if stored > most:
                most = stored
        found[0] = -_power_of_10((most if most > 0 else 1) - 1075, False)
        found[1] = -_power_of_10((least if least > 0 else 1) - 1075, True)
    return finite


@cython.locals(
    row=cython.Py_ssize_t, bits=cython.ulonglong, c=cython.ulonglong, q=cython.longlong, stored=cython.longlong,
    uneven=cython.bint, k=cython.longlong, shift=cython.longlong, high=cython.ulonglong, low=cython.ulonglong,
    left=cython.ulonglong, at_value=cython.ulonglong, right=cython.ulonglong, s=cython.ulonglong,
    tens=cython.ulonglong, under=cython.bint, over=cython.bint, n=cython.int, rest=cython.ulonglong,
    slot=cython.Py_ssize_t, last=cython.int
)  # fmt: skip
def shortest(
    values: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1],
    high_powers: cython.const[cython.ulonglong][::1], low_powers: cython.const[cython.ulonglong][::1],
    least: cython.longlong, recent: cython.int[::1], digits: cython.longlong[::1], point: cython.int[::1],
    width: cython.int[::1]
) -> None:  # fmt: skip
    """Write the digits of the values in `at`, without zeros at the end, how many they are, and where the point is.

    A value is 0.DIGITS times 10 to the power of `point`, but for its sign. The powers of 10 from `least` on have 128
    bits each, from the first that is not 0, rounded up. `recent` int32[a power of 2] is scratch: it finds
    a row with the same value, since nodes with the same links have the same flow.
    """
    with cython.nogil:
        for row in range(recent.shape[0]):
            recent[row] = -1
        for row in range(at.shape[0]):
            bits = cython.cast(cython.ulonglong, values[at[row]])
            slot = cython.cast(cython.Py_ssize_t, (bits ^ (bits >> 17) ^ (bits >> 38)) & (recent.shape[0] - 1))
            last = recent[slot]
            recent[slot] = row
            if last >= 0 and values[at[last]] == values[at[row]]:
                digits[row] = digits[last]
                width[row] = width[last]
                point[row] = point[last]
                continue
            c = bits & (_HIDDEN - 1)
            stored = cython.cast(cython.longlong, (bits >> 52) & 2047)
            if c == 0 and stored == 0:
                digits[row] = 0
                width[row] = 1
                point[row] = 1
                continue
            uneven = c == 0 and stored > 1  # the next smaller double is nearer than the next larger one
            if stored > 0:
                c |= _HIDDEN
                q = stored - 1075
            else:
                q = -1074
            k = _power_of_10(q, uneven)
            shift = q + ((-k * 1741647) >> 19) + 1  # the power of 2 below that power of 10
            high = high_powers[-k - least]
            low = low_powers[-k - least]
            # Four times the value, and the ends of what is read as it, in units of 10 ** k.
            left = _scaled(high, low, (4 * c - 2 + uneven) << shift)
            at_value = _scaled(high, low, (4 * c) << shift)
            right = _scaled(high, low, (4 * c + 2) << shift)
            if c & 1:  # the ends themselves are read as the even neighbours
                left += 1
                right -= 1
            s = at_value >> 2
            tens = s // 10
            under = s >= 10 and left <= 40 * tens
            over = s >= 10 and 40 * tens + 40 <= right
            if under != over:
                s = tens + over
                k += 1
            else:
                under = left <= 4 * s
                over = 4 * s + 4 <= right
                if under != over:
                    s += over
                elif at_value > 4 * s + 2 or (at_value == 4 * s + 2 and s & 1):
                    s += 1
            while s % 10 == 0:
                s = s // 10
                k += 1
            n = 1
            rest = s
            while rest >= 10:
                rest = rest // 10
                n += 1
            digits[row] = s
            width[row] = n
            point[row] = k + n


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
@cython.locals(exponent=cython.int)
def _size(width: cython.int, point: cython.int) -> cython.int:
    """Return the number of characters of a number without sign."""
    if -4 < point and point <= 16:
        if point <= 0:
            return 2 - point + width
        return width + 1 if point < width else point + 2
    exponent = point - 1 if point > 0 else 1 - point
    return width + (1 if width > 1 else 0) + (5 if exponent >= 100 else 4)


@cython.locals(row=cython.Py_ssize_t)
def measure(
    values: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1],
    width: cython.const[cython.int][::1], point: cython.const[cython.int][::1], after: cython.longlong,
    sizes: cython.longlong[::1]
) -> None:  # fmt: skip
    """Add to the size of each row the bytes of a number, and those after it."""
    with cython.nogil:
        for row in range(at.shape[0]):
            sizes[row] += _size(width[row], point[row]) + (values[at[row]] < 0) + after


@cython.locals(
    row=cython.Py_ssize_t, k=cython.longlong, _=cython.longlong, n=cython.longlong, place=cython.longlong,
    before=cython.longlong, rest=cython.longlong, exponent=cython.longlong, scientific=cython.bint
)  # fmt: skip
def put(
    values: cython.const[cython.longlong][::1], at: cython.const[cython.int][::1],
    digits: cython.const[cython.longlong][::1], width: cython.const[cython.int][::1],
    point: cython.const[cython.int][::1], after: cython.const[cython.uchar][::1], out: cython.uchar[::1],
    cursor: cython.longlong[::1]
) -> None:  # fmt: skip
    """Append to each row a number as `repr` writes it, and then `after`."""
    with cython.nogil:
        for row in range(at.shape[0]):
            place = cursor[row]
            if values[at[row]] < 0:
                out[place] = 45
                place += 1
            n = width[row]
            scientific = point[row] <= -4 or point[row] > 16
            before = 1 if scientific else point[row]  # digits before the point
            if before <= 0:
                out[place] = 48
                out[place + 1] = 46
                place += 2
                for _ in range(-before):
                    out[place] = 48
                    place += 1
                before = 0
            rest = digits[row]
            for k in range(n - 1, -1, -1):
                out[place + k + (1 if 0 < before and before <= k else 0)] = 48 + rest % 10
                rest = rest // 10
            if 0 < before and before < n:
                out[place + before] = 46
                place += 1
            place += n
            if before >= n and not scientific:
                for _ in range(before - n):
                    out[place] = 48
                    place += 1
                out[place] = 46
                out[place + 1] = 48
                place += 2
            if scientific:
                exponent = point[row] - 1
                out[place] = 101
                out[place + 1] = 43 if exponent > 0 else 45
                place += 2
                if exponent < 0:
                    exponent = -exponent
                if exponent >= 100:
                    out[place] = 48 + exponent // 100
                    place += 1
                out[place] = 48 + exponent // 10 % 10
                out[place + 1] = 48 + exponent % 10
                place += 2
            for k in range(after.shape[0]):
                out[place] = after[k]
                place += 1
            cursor[row] = place
