"""Terms by topic: where each is at home, and the terms that name a topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.topics.rows import DocumentTerms

__all__ = ["at_home", "name_scores", "names_of", "same_word"]

_LEAST_MARGIN = 2.0  # roots of bits; a difference of 2.4 standard scores
_LEAST_LIFT = 2.0
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_ADDRESS = re.compile(r"^https?\b|^www\b|://|\w\.\w|^[@＠]")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_OTHER_LETTERS = re.compile(r"[\u2e80-\U0003ffff]")
_ALIKE = 0.7
_STEM = 4


def at_home(rows: DocumentTerms, labels: Ids, k: int, links: Any = None) -> tuple[Ids, Floats]:
    """Find the topic whose documents have each term, and the terms near it, most beyond chance.

    With T of n documents of a topic having a term and E expected, T log2(T / E) - (T - E) / ln 2 is the information
    against chance (half the log-likelihood ratio of Poisson counts, Dunning 1993). Its root is in proportion to a
    standard score. A term's own roots and the mean of those of the terms near it are added: few documents have most
    terms, and the terms near it have many more.

    Parameters
    ----------
    rows
        Documents.
    labels
        int32[D]: the topic of each, or -1.
    k
        Number of topics.
    links
        How near terms are to each other, sparse, V by V; none without it.

    Returns
    -------
    int32[V], float64[V]
        The topic of each term, and its own information there in bits. The topic is -1 where a second one is almost as
        good (the difference of roots is below two), or the term is not twice as frequent as chance has it (a generic
        term).
    """
    bits = _information(rows, labels, k)
    roots = np.sqrt(bits)
    if links is not None:
        totals = np.asarray(links.sum(axis=1))
        roots = roots + (links @ roots) / np.where(totals > 0, totals, 1.0)[:, None]
    roots = np.where(bits > 0, roots, 0.0)
    best = roots.argmax(axis=1).astype(np.int32)
    at_best = np.arange(rows.n_terms), best
    first = roots[at_best].copy()
    roots[at_best] = 0.0
    clear = first - roots.max(axis=1) >= _LEAST_MARGIN
    return np.where(clear, best, np.int32(-1)), bits[at_best]


def _information(rows: DocumentTerms, labels: Ids, k: int) -> Floats:
    """Return the information of each term in each topic, in bits, float64[V, k]; 0 where it is not above chance."""
    of_entry = labels[rows.rows()]
    known = of_entry >= 0
    table = np.bincount(rows.terms[known].astype(np.int64) * k + of_entry[known], minlength=rows.n_terms * k)
    table = table.reshape(rows.n_terms, k).astype(np.float64)
    sizes = table.sum(axis=0)  # a topic of longer documents has more of all terms by chance
    expected = table.sum(axis=1, keepdims=True) * (sizes / max(sizes.sum(), 1))
    above = table > _LEAST_LIFT * expected
    ratio = np.where(above, table / np.where(expected > 0, expected, 1.0), 1.0)
    bits: Floats = np.where(above, table * np.log2(ratio) - (table - expected) / np.log(2), 0.0)
    return bits


def name_scores(centres: Floats) -> Floats:
    """Return the weight of each term in each topic times its exclusivity, float64[V, k].

    The weight is that in the centre, and the exclusivity its share of the term's weights in all centres.
    """
    totals = centres.sum(axis=1, keepdims=True)
    scores: Floats = centres * np.divide(centres, totals, out=np.zeros_like(centres), where=totals > 0)
    return scores


def names_of(scores: Floats, term_topic: Ids, words: Sequence[str], n: int) -> list[tuple[int, ...]]:
    """Return up to `n` terms for each topic: the best of those at home in it, no two of them forms of one word.

    No word is in two names. Symbols (one or two letters), what has digits, addresses and possessives come last.

    Parameters
    ----------
    scores
        float64[V, k]: how well each term names each topic.
    term_topic
        int32[V]: the topic that each term is at home in, or -1.
    words
        The terms.
    n
        Greatest number of terms in a name.
    """
    names = []
    taken: set[str] = set()
    plain = np.array([_is_plain(word) for word in words], bool)
    for topic in range(scores.shape[1]):
        home: Longs = np.flatnonzero(term_topic == topic)
        chosen: list[int] = []
        for term in home[np.lexsort((-scores[home, topic], ~plain[home]))].tolist():
            if len(chosen) == n:
                break
            key = _singular(words[term].casefold())
            if key not in taken and not any(same_word(words[term], words[other]) for other in chosen):
                chosen.append(term)
                taken.add(key)
        names.append(tuple(chosen))
    return names


def same_word(first: str, second: str) -> bool:
    """Tell whether two terms are forms of one word, or one is part of the other.

    Examples
    --------
    >>> same_word("wind turbines", "turbine"), same_word("信用卡", "信用卡额度"), same_word("art", "party")
    (True, True, False)
    >>> same_word("BT", "BT's")
    True
    """
    first, second = (_POSSESSIVE.sub("", each.casefold()) for each in (first, second))
    if not (first.isascii() and second.isascii()) and (first in second or second in first):
        return True
    return any(_same_stem(a, b) for a in first.split() for b in second.split())


def _is_plain(word: str) -> bool:
    """Tell whether a word names something to a reader: not symbols, numbers, addresses and possessives.

    Symbols have no three letters in a row, nor two of a script without blanks.
    """
    if any(letter.isdigit() for letter in word) or _ADDRESS.search(word) or _POSSESSIVE.search(word):
        return False
    return len(word) > 1 if not word.isascii() and _OTHER_LETTERS.search(word) else bool(_LETTERS.search(word))


def _singular(word: str) -> str:
    bare = _POSSESSIVE.sub("", word)
    return bare[:-1] if bare.isascii() and len(bare) > _STEM and bare.endswith("s") else bare


def _same_stem(first: str, second: str) -> bool:
    if first == second:
        return True
    alike = [a == b for a, b in zip(first, second, strict=False)]
    common = alike.index(False) if False in alike else len(alike)
    return common >= max(_STEM, _ALIKE * max(len(first), len(second)))
