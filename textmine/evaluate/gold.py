"""Counts gold terms in a text: only those that occur often enough are used."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_terms", "fold_term", "fold_text"]

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_BLANKS = re.compile(r"[ \t]+")
_LONGEST_HAN = 24  # characters; longer strings are not terms and are not searched
_LONGEST_WORDS = 8  # words and punctuation marks
_HASH_BITS = 20


def fold_term(text: str) -> str:
    """Return the form in which terms are compared: NFKC, lower case, single blanks.

    Examples
    --------
    >>> fold_term(" ＳＦ6  断路器 ")
    'sf6 断路器'
    """
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def fold_text(text: str) -> str:
    """Return the form in which a text is searched: NFKC, lower case, single blanks; line ends stay."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text).lower())


def count_terms(terms: Collection[str], text: str) -> dict[str, int]:
    """Count the occurrences of folded terms in a folded text. Terms that do not occur are left out.

    A term with a Han character is counted wherever its characters occur, also if occurrences overlap. Other terms are
    counted where their words occur. Spellings that differ only in blanks (`cut-out`, `cut- out`) are the same words;
    only the shortest is counted.

    Examples
    --------
    >>> count_terms({"哈哈", "turbine", "wind turbine"}, "哈哈哈 wind turbines, wind turbine") == {
    ...     "哈哈": 2, "turbine": 1, "wind turbine": 1
    ... }
    True
    """
    han = [term for term in terms if _HAN.search(term)]
    words = [term for term in terms if not _HAN.search(term)]
    return _count_strings(han, text) | _count_words(words, text)


def _count_strings(terms: list[str], text: str) -> dict[str, int]:
    found = {term: text.count(term) for term in terms if len(term) == 1 and term in text}
    wanted = {term for term in terms if 1 < len(term) <= _LONGEST_HAN}
    lengths: dict[str, set[int]] = {}
    for term in wanted:
        lengths.setdefault(term[:2], set()).add(len(term))
    for place in _places(list(lengths), text).tolist():
        for length in lengths.get(text[place : place + 2], ()):
            piece = text[place : place + length]
            # At the end of the text a piece is cut short. The shorter length finds it then.
            if len(piece) == length and piece in wanted:
                found[piece] = found.get(piece, 0) + 1
    return found


def _places(pairs: list[str], text: str) -> NDArray[np.intp]:
    """Return all places where one of the pairs of characters occurs, and a few others."""
    is_wanted = np.zeros(1 << _HASH_BITS, dtype=bool)
    is_wanted[_hashes("".join(pairs))[::2]] = True
    return np.flatnonzero(is_wanted[_hashes(text)])


def _hashes(text: str) -> NDArray[np.uint32]:
    """Return uint32[n - 1]: a hash of each character and the next one."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    # Fibonacci hashing: the multiplication spreads neighbouring code points.
    mixed = codes[:-1] * np.uint32(2654435769) + codes[1:] * np.uint32(2246822519)
    hashes: NDArray[np.uint32] = mixed >> np.uint32(32 - _HASH_BITS)
    return hashes


def _count_words(terms: list[str], text: str) -> dict[str, int]:
    spelling: dict[tuple[str, ...], str] = {}
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        spelling[tuple(_TOKEN.findall(term))] = term  # the shortest is last and stays
    lengths: dict[str, set[int]] = {}
    for tokens in spelling:
        if 0 < len(tokens) <= _LONGEST_WORDS:
            lengths.setdefault(tokens[0], set()).add(len(tokens))
    if not lengths:
        return {}
    found: dict[str, int] = {}
    words = _TOKEN.findall(text)
    for place, word in enumerate(words):
        for length in lengths.get(word, ()):
            tokens = tuple(words[place : place + length])
            if len(tokens) == length and tokens in spelling:
                found[spelling[tokens]] = found.get(spelling[tokens], 0) + 1
    return found
