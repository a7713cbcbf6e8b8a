# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels that fold text, cut folded text into units, and number the units.

A unit is one Han character or kana, or one run of letters and digits with the marks in it. Other characters become
breaks: -1 for the end of a clause, -2 of a sentence, -3 of a document. Of several breaks in a row the strongest stays.

codes uint32[n] holds code points, folded ones except in `fold`. kinds uint8[0x110000] holds the kind of each code point
(the numbers of folding.py). The caller owns the outputs, which have room for n items. Nothing is allocated or checked
here: units.py and folding.py made every array.
"""

import cython

CLAUSE = cython.declare(cython.int, 0)
SENTENCE = cython.declare(cython.int, 1)
NEWLINE = cython.declare(cython.int, 2)
SPACE = cython.declare(cython.int, 3)
HAN = cython.declare(cython.int, 4)
LETTER = cython.declare(cython.int, 5)
DIGIT = cython.declare(cython.int, 6)
JOINER = cython.declare(cython.int, 7)
APOSTROPHE = cython.declare(cython.int, 8)
DOT = cython.declare(cython.int, 9)
SUFFIX = cython.declare(cython.int, 10)
MARK = cython.declare(cython.int, 11)

OTHER = cython.declare(cython.uint, 0xFFFFFFFF)

FNV_OFFSET = cython.declare(cython.ulonglong, 14695981039346656037)
FNV_PRIME = cython.declare(cython.ulonglong, 1099511628211)
# Compiled, the product wraps by itself; interpreted, Python's integers need the mask.
MASK_64 = cython.declare(cython.ulonglong, 0xFFFFFFFFFFFFFFFF)


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def is_word(kind: cython.int) -> cython.bint:
    return kind == LETTER or kind == DIGIT


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def lower(code: cython.uint) -> cython.uint:
    """Fold the case of ASCII letters only, which is enough for elision."""
    return code + 32 if 65 <= code <= 90 else code


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def elides(codes: cython.uint[::1], start: cython.Py_ssize_t, apostrophe: cython.Py_ssize_t) -> cython.bint:
    """Return True for French l' d' j' m' t' s' n' c' qu' before a vowel (or a mute h); False for English don't."""
    first: cython.uint = lower(codes[start])
    length: cython.Py_ssize_t = apostrophe - start
    after: cython.uint = lower(codes[apostrophe + 1])
    article: cython.bint = False
    if length == 1:
        # l d j m t s n c
        article = first == 108 or first == 100 or first == 106 or first == 109
        article = article or first == 116 or first == 115 or first == 110 or first == 99
    elif length == 2:
        article = first == 113 and lower(codes[start + 1]) == 117
    if not article:
        return False
    # a e h i o u y, accented Latin-1 letters, œ
    if after == 97 or after == 101 or after == 104 or after == 105 or after == 111 or after == 117 or after == 121:
        return True
    return (192 <= after <= 255) or after == 338 or after == 339


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def word_end(
    codes: cython.uint[::1], kinds: cython.uchar[::1], start: cython.Py_ssize_t, n: cython.Py_ssize_t
) -> cython.Py_ssize_t:
    """Return the end of the run of letters and digits that begins at `start`."""
    at: cython.Py_ssize_t = start + 1
    kind: cython.int
    while at < n:
        kind = kinds[codes[at]]
        if is_word(kind) or kind == MARK:
            at += 1
        elif (kind == JOINER or kind == DOT or kind == APOSTROPHE) and at + 1 < n and is_word(kinds[codes[at + 1]]):
            if kind == APOSTROPHE and elides(codes, start, at):
                return at + 1
            at += 2
        else:
            break
    suffix: cython.Py_ssize_t = at
    if kinds[codes[at - 1]] == LETTER or kinds[codes[at - 1]] == MARK:
        while suffix < n and kinds[codes[suffix]] == SUFFIX:
            suffix += 1
    if suffix == n or not is_word(kinds[codes[suffix]]):
        return suffix
    return at


def fold(codes: cython.const[cython.uint][::1], folded: cython.uint[::1], out: cython.uint[::1]) -> int:
    """Write the folded form of each code point, from the table folded uint32[0x110000], to out uint32[n].

    Stops at a code point that is OTHER in the table (not known yet, or not a single code point); returns its offset.
    """
    n: cython.Py_ssize_t = codes.shape[0]
    at: cython.Py_ssize_t = 0
    code: cython.uint
    with cython.nogil:
        while at < n:
            code = folded[codes[at]]
            if code == OTHER:
                break
            out[at] = code
            at += 1
    return at


def split(
    codes: cython.uint[::1],
    kinds: cython.uchar[::1],
    starts: cython.longlong[::1],
    ends: cython.longlong[::1],
    classes: cython.schar[::1],
) -> int:
    """Write the items of a text: start, end and class (1 Han, 2 word, negative for a break).

    starts, ends int64[n] and classes int8[n] are filled from the front; returns the number of items.
    """
    n: cython.Py_ssize_t = codes.shape[0]
    at: cython.Py_ssize_t = 0
    end: cython.Py_ssize_t
    items: cython.Py_ssize_t = 0
    kind: cython.int
    item: cython.int
    with cython.nogil:
        while at < n:
            kind = kinds[codes[at]]
            end = at + 1
            if kind == SPACE or kind == MARK:
                at = end
                continue
            if kind == HAN:
                item = 1
            elif is_word(kind):
                item = 2
                end = word_end(codes, kinds, at, n)
            elif kind == NEWLINE:
                item = -3
            elif kind == SENTENCE or kind == DOT:
                item = -2
            else:
                item = -1
            if item < 0 and items > 0 and classes[items - 1] < 0:
                if item < classes[items - 1]:
                    classes[items - 1] = item
            else:
                starts[items] = at
                ends[items] = end
                classes[items] = item
                items += 1
            at = end
    return items


def intern(
    codes: cython.uint[::1],
    starts: cython.longlong[::1],
    ends: cython.longlong[::1],
    classes: cython.schar[::1],
    han_forms: cython.int[::1],
    slots: cython.int[::1],
    hashes: cython.ulonglong[::1],
    pool: cython.uint[::1],
    pool_ends: cython.longlong[::1],
    n_forms: cython.longlong,
    forms: cython.int[::1],
) -> int:
    """Give every item the number of its form (its exact text). New forms are numbered in order of appearance.

    han_forms int32[0x110000] and the open-addressing table slots int32[2^k] hold form numbers, -1 where empty;
    hashes uint64 and pool_ends int64 are indexed by form; its text is pool[pool_ends[f - 1] : pool_ends[f]] (from 0 for
    f = 0). All have room for the whole block. forms int32[m] is filled with a form, or the class of a break. Returns
    the new number of forms. Hash: FNV-1a over code points; forms with equal hashes are compared by their text.
    """
    m: cython.Py_ssize_t = starts.shape[0]
    mask: cython.ulonglong = slots.shape[0] - 1
    i: cython.Py_ssize_t
    j: cython.Py_ssize_t
    base: cython.longlong
    length: cython.longlong
    used: cython.longlong = pool_ends[n_forms - 1] if n_forms > 0 else 0
    key: cython.ulonglong
    slot: cython.ulonglong
    form: cython.int
    same: cython.bint
    with cython.nogil:
        for i in range(m):
            if classes[i] < 0:
                forms[i] = classes[i]
                continue
            slot = 0
            key = 0
            if classes[i] == 1:
                form = han_forms[codes[starts[i]]]
            else:
                key = FNV_OFFSET
                for j in range(starts[i], ends[i]):
                    key = ((key ^ codes[j]) * FNV_PRIME) & MASK_64
                length = ends[i] - starts[i]
                slot = (key ^ (key >> 32)) & mask
                form = slots[slot]
                while form >= 0:
                    base = pool_ends[form - 1] if form > 0 else 0
                    same = hashes[form] == key and pool_ends[form] - base == length
                    if same:
                        for j in range(length):
                            if pool[base + j] != codes[starts[i] + j]:
                                same = False
                                break
                    if same:
                        break
                    slot = (slot + 1) & mask
                    form = slots[slot]
            if form < 0:
                form = n_forms
                n_forms += 1
                for j in range(starts[i], ends[i]):
                    pool[used] = codes[j]
                    used += 1
                pool_ends[form] = used
                hashes[form] = key
                if classes[i] == 1:
                    han_forms[codes[starts[i]]] = form
                else:
                    slots[slot] = form
            forms[i] = form
    return n_forms
