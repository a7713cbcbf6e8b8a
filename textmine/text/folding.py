"""NFKC by tables: the folded form of each character, its kind, and its offset in the original text.

`unicodedata.normalize` runs at 30 MB/s; a table lookup is ten times as fast. The tables are filled only for the
characters that occur in a text. So they follow Python's version of Unicode and cost little.

Source: Unicode Standard Annex 15 (normalisation forms).
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.text import _kernels

__all__ = [
    "APOSTROPHE",
    "CLAUSE",
    "DIGIT",
    "DOT",
    "HAN",
    "INTERPUNCT",
    "INTERPUNCTS",
    "JOINER",
    "LETTER",
    "MARK",
    "NEWLINE",
    "SENTENCE",
    "SPACE",
    "SUFFIX",
    "Folded",
    "fold",
    "kinds_table",
]

# Kinds of characters. _kernels.py has the same numbers.
CLAUSE: Final = 0  # any other character: ends a clause
SENTENCE: Final = 1  # ends a sentence
NEWLINE: Final = 2  # ends a document
SPACE: Final = 3
HAN: Final = 4  # an ideograph or kana: a unit by itself
LETTER: Final = 5
DIGIT: Final = 6
JOINER: Final = 7  # - _ / & between letters or digits
APOSTROPHE: Final = 8
DOT: Final = 9  # a joiner between letters or digits, else the end of a sentence
SUFFIX: Final = 10  # + # after a letter
MARK: Final = 11  # an accent or another mark: part of the word that contains it, ignored elsewhere
INTERPUNCT: Final = 12  # · between two characters, letters or digits: a unit beside a character, else a joiner

# The dots that part names; the first stands for all.
INTERPUNCTS: Final = "·•・‧⋅∙⸱"

_N_CODES = 0x110000
_OTHER = 0xFFFFFFFF  # not a code point; _kernels.py has the same number
_Lengths = NDArray[np.uint8] | NDArray[np.int64]
_HAN_RANGES = (
    (0x3005, 0x3007),  # 々 〆 〇
    (0x3041, 0x3096),  # hiragana
    (0x30A1, 0x30FA),  # katakana
    (0x30FC, 0x30FE),  # ー and iteration marks
    (0x31F0, 0x31FF),  # small katakana
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),  # compatibility ideographs without a decomposition
    (0x1AFF0, 0x1AFFE),  # kana for Taiwanese
    (0x1B000, 0x1B167),  # archaic and small kana
    (0x20000, 0x3FFFD),  # the ideographic planes
)
_SIGNS = {
    "\n": NEWLINE,
    "'": APOSTROPHE,
    ".": DOT,
    **dict.fromkeys("-_/&", JOINER),
    **dict.fromkeys(INTERPUNCTS, INTERPUNCT),
    **dict.fromkeys("+#", SUFFIX),
    **dict.fromkeys("。!?‼⁇\u2028", SENTENCE),
}
# Characters that writers use in place of each other, but NFKC keeps apart.
_ALIKE = {"’": "'", "ʼ": "'", "‐": "-", "\u2212": "-", "\u2044": "/"}
# Vowels that are letters but merge with the character before them: Hangul jamo, Kirat Rai.
_COMPOSING_LETTERS = ((0x1161, 0x11FF), (0x16D63, 0x16D6A))
_VARIATION_SELECTORS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


@dataclass(frozen=True, slots=True)
class Folded:
    """A text after NFKC, as code points.

    Attributes
    ----------
    codes
        uint32[n]: the folded code points.
    origin
        int64[n + 1]: offset in the original text of each folded code point, and the length of that text at the end.
        None if all offsets are unchanged (0 to n).
    """

    codes: NDArray[np.uint32]
    origin: NDArray[np.int64] | None

    @property
    def text(self) -> str:
        """The folded text."""
        return self.codes.tobytes().decode("utf-32-le", "surrogatepass")


class _Tables:
    """Folded form, kind and length of the characters seen so far, by code point."""

    def __init__(self) -> None:
        self.folded = np.full(_N_CODES, _OTHER, dtype=np.uint32)  # for characters that fold to a single code point
        self.known = np.zeros(_N_CODES, dtype=bool)
        self.length = np.ones(_N_CODES, dtype=np.uint8)  # code points after folding
        self.composes = np.zeros(_N_CODES, dtype=bool)
        self.kinds = np.zeros(_N_CODES, dtype=np.uint8)

    def learn(self, codes: NDArray[np.uint32]) -> None:
        """Fill the tables for the characters of a text and for their folded forms."""
        for code in np.unique(codes[~self.known[codes]]).tolist():
            character = chr(code)
            folded = fold_character(character)
            self.known[code] = True
            self.length[code] = len(folded)
            self.composes[code] = composes(character)
            if len(folded) == 1 and not self.composes[code]:
                self.folded[code] = ord(folded)
            for part in folded:
                self.kinds[ord(part)] = kind_of(part)


_TABLES = _Tables()


def kinds_table() -> NDArray[np.uint8]:
    """Return uint8[0x110000]: the kind of every code point that `fold` has returned so far."""
    return _TABLES.kinds


def fold_character(character: str) -> str:
    """Return the folded form of one character: its NFKC form, or "" for format characters and variation selectors.

    Examples
    --------
    >>> fold_character("Ａ"), fold_character("㎡"), fold_character("\u200b")
    ('A', 'm2', '')
    """
    if unicodedata.category(character) == "Cf" or _within(character, _VARIATION_SELECTORS):
        return ""
    return "".join(_ALIKE.get(part, part) for part in unicodedata.normalize("NFKC", character))


def composes(character: str) -> bool:
    """Return True if NFKC may merge a character with the one before it, or swap the two.

    Examples
    --------
    >>> composes("\u0301"), composes("ﾞ"), composes("e")
    (True, True, False)
    """
    first = unicodedata.normalize("NFKC", character)[0]
    return unicodedata.category(first)[0] == "M" or _within(first, _COMPOSING_LETTERS)


def kind_of(character: str) -> int:
    """Return the kind of a folded character.

    Examples
    --------
    >>> kind_of("电") == HAN, kind_of("é") == LETTER, kind_of("。") == SENTENCE
    (True, True, True)
    """
    if character in _SIGNS:
        return _SIGNS[character]
    if _within(character, _HAN_RANGES):
        return HAN
    category = unicodedata.category(character)
    if category == "Zs":
        return SPACE
    return {"L": LETTER, "M": MARK, "N": DIGIT}.get(category[0], CLAUSE)


def _within(character: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(low <= ord(character) <= high for low, high in ranges)


def fold(text: str) -> Folded:
    """Return `text` after NFKC, without invisible characters; apostrophes, hyphens and fraction slashes are unified.

    Examples
    --------
    >>> folded = fold("５㎡")
    >>> bytes(folded.codes.astype("u1")).decode(), folded.origin.tolist()
    ('5m2', [0, 1, 1, 2])
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    out = np.empty(len(codes), dtype=np.uint32)
    if _kernels.fold(codes, _TABLES.folded, out) == len(codes):
        return Folded(out, None)
    _TABLES.learn(codes)
    out = _TABLES.folded[codes]
    marks = np.flatnonzero(_TABLES.composes[codes])
    # A base character can have any number of marks. A single character becomes at most 18 code points.
    lengths: _Lengths = _TABLES.length[codes]
    if len(marks):
        lengths = lengths.astype(np.int64)
    merged = _merge_marks(text, codes, marks, lengths)
    if not merged and bool((lengths == 1).all()):
        return Folded(out, None)
    origin = np.repeat(np.arange(len(codes), dtype=np.int64), lengths)
    out = np.repeat(out, lengths)
    starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
    _fill_expansions(out, codes, lengths, starts)
    for at, replacement in merged:
        out[starts[at] : starts[at] + len(replacement)] = [ord(part) for part in replacement]
    return Folded(out, np.concatenate((origin, [len(codes)])))


def _fill_expansions(
    out: NDArray[np.uint32], codes: NDArray[np.uint32], lengths: _Lengths, starts: NDArray[np.int64]
) -> None:
    """Write the characters that fold to several, e.g. ㎡: one character at a time, at all its places."""
    # Characters whose length changed by merging are written elsewhere.
    wide = np.flatnonzero((lengths > 1) & (lengths == _TABLES.length[codes]))
    for code in np.unique(codes[wide]).tolist():
        places = starts[wide[codes[wide] == code]]
        for offset, part in enumerate(fold_character(chr(code))):
            out[places + offset] = ord(part)


@functools.lru_cache(1 << 16)
def _composed(sequence: str) -> str:
    """Fold a base character with its marks."""
    composed = "".join(map(fold_character, unicodedata.normalize("NFKC", sequence)))
    for part in composed:
        _TABLES.kinds[ord(part)] = kind_of(part)
    return composed


def _merge_marks(
    text: str, codes: NDArray[np.uint32], marks: NDArray[np.intp], lengths: _Lengths
) -> list[tuple[int, str]]:
    """Compose each base character with the marks after it; set `lengths` and return (offset, composed) pairs."""
    merged = []
    end = 0
    for mark in marks.tolist():
        if mark < end:
            continue
        # A mark after a blank or a line end composes with nothing; the blank must not become part of a word.
        start, end = mark if mark == end or text[mark - 1].isspace() else mark - 1, mark + 1
        while end < len(text) and _TABLES.composes[codes[end]]:
            end += 1
        composed = _composed(text[start:end])
        lengths[start] = len(composed)
        lengths[start + 1 : end] = 0
        merged.append((start, composed))
    return merged
