# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""Kernels that fold text, cut folded text into units, and number the units.

A unit is one Han character or kana, one run of letters and digits with the marks in it, or an interpunct between two
of these, one of them a character. Other characters become breaks: -1 for the end of a clause, -2 of a sentence, -3 of a
document. Of several breaks in a row the strongest stays.

codes uint32[n] holds code points, folded ones except in `fold`. kinds uint8[0x110000] holds the kind of each code point
(the numbers of folding.py). The caller owns the outputs, which have room for n items. Nothing is allocated or checked
here: units.py and folding.py made every array.
"""

from __future__ import annotations

from dataclasses import dataclass

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
INTERPUNCT = cython.declare(cython.int, 12)

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
def joins(kind: cython.int) -> cython.bint:
    """Return True for signs that join the letters and digits on both sides to one word."""
    return kind == JOINER or kind == DOT or kind == APOSTROPHE or kind == INTERPUNCT


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
        elif joins(kind) and at + 1 < n and is_word(kinds[codes[at + 1]]):
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


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def parts_name(
    codes: cython.uint[::1], kinds: cython.uchar[::1], at: cython.Py_ssize_t, n: cython.Py_ssize_t
) -> cython.bint:
    """Return True if a character, a letter or a digit is at `at`, behind an interpunct."""
    return at < n and (kinds[codes[at]] == HAN or is_word(kinds[codes[at]]))


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
            elif (
                kind == INTERPUNCT
                and items > 0
                and classes[items - 1] > 0
                and ends[items - 1] == at
                and parts_name(codes, kinds, end, n)
            ):
                item = 1
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


@cython.final
@cython.auto_pickle(False)
@cython.cclass
@dataclass(eq=False, repr=False)
class Forms:
    """Forms (the exact texts of units) numbered in order of appearance, in arrays with room for those of a block.

    The text of form f is pool[ends[f - 1] : ends[f]], from 0 for f = 0. `of_han` and `slots` are -1 where nothing is.
    """

    of_han: cython.int[::1]  # 0x110000, the form of each Han character
    slots: cython.int[::1]  # 2^k, forms of words by their hash, in the next free place where that is taken
    hashes: cython.ulonglong[::1]  # FNV-1a of the code points of each word
    pool: cython.uint[::1]
    ends: cython.longlong[::1]
    n: cython.longlong


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def hash_of(codes: cython.uint[::1], start: cython.longlong, end: cython.longlong) -> cython.ulonglong:
    i: cython.Py_ssize_t
    key: cython.ulonglong = FNV_OFFSET
    for i in range(start, end):
        key = ((key ^ codes[i]) * FNV_PRIME) & MASK_64
    return key


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def begin_of(known: Forms, form: cython.longlong) -> cython.longlong:
    """Return where the text of a form begins in the pool; that of the next new one begins behind all others."""
    return known.ends[form - 1] if form > 0 else 0


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def has_text(
    known: Forms, form: cython.int, codes: cython.uint[::1], start: cython.longlong, end: cython.longlong
) -> cython.bint:
    i: cython.Py_ssize_t
    base: cython.longlong = begin_of(known, form)
    if known.ends[form] - base != end - start:
        return False
    for i in range(end - start):
        if known.pool[base + i] != codes[start + i]:
            return False
    return True


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def slot_of(
    known: Forms, key: cython.ulonglong, codes: cython.uint[::1], start: cython.longlong, end: cython.longlong
) -> cython.ulonglong:
    """Return the slot of a word, or the free one that it goes to; equal hashes are told apart by the text."""
    mask: cython.ulonglong = known.slots.shape[0] - 1
    slot: cython.ulonglong = (key ^ (key >> 32)) & mask
    form: cython.int = known.slots[slot]
    while form >= 0 and not (known.hashes[form] == key and has_text(known, form, codes, start, end)):
        slot = (slot + 1) & mask
        form = known.slots[slot]
    return slot


@cython.cfunc
@cython.nogil
@cython.exceptval(check=False)
def add(
    known: Forms, key: cython.ulonglong, codes: cython.uint[::1], start: cython.longlong, end: cython.longlong
) -> cython.int:
    """Give a new form its number."""
    i: cython.Py_ssize_t
    form: cython.int = cython.cast(cython.int, known.n)
    base: cython.longlong = begin_of(known, form)
    for i in range(end - start):
        known.pool[base + i] = codes[start + i]
    known.ends[form] = base + end - start
    known.hashes[form] = key
    known.n += 1
    return form


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def han_form(
    known: Forms, codes: cython.uint[::1], start: cython.longlong, end: cython.longlong
) -> cython.int:  # fmt: skip
    form: cython.int = known.of_han[codes[start]]
    if form < 0:
        form = add(known, 0, codes, start, end)
        known.of_han[codes[start]] = form
    return form


@cython.cfunc
@cython.inline
@cython.nogil
@cython.exceptval(check=False)
def word_form(
    known: Forms, codes: cython.uint[::1], start: cython.longlong, end: cython.longlong
) -> cython.int:  # fmt: skip
    key: cython.ulonglong = hash_of(codes, start, end)
    slot: cython.ulonglong = slot_of(known, key, codes, start, end)
    form: cython.int = known.slots[slot]
    if form < 0:
        form = add(known, key, codes, start, end)
        known.slots[slot] = form
    return form


def intern(
    codes: cython.uint[::1],
    starts: cython.longlong[::1],
    ends: cython.longlong[::1],
    classes: cython.schar[::1],
    known: Forms,
    forms: cython.int[::1],
) -> int:
    """Fill forms int32[m] with the form of each item, or the class of a break; return how many forms are known now."""
    i: cython.Py_ssize_t
    with cython.nogil:
        for i in range(starts.shape[0]):
            if classes[i] < 0:
                forms[i] = classes[i]
            elif classes[i] == 1:
                forms[i] = han_form(known, codes, starts[i], ends[i])
            else:
                forms[i] = word_form(known, codes, starts[i], ends[i])
    return known.n
