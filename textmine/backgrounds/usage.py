"""How frequent words are used: whether their neighbours are those of content words or those of function words.

Rare words are nearly all content words, and the commonest words of a language are nearly all function words. The two
have different neighbours: `the` often stands before a noun, hardly ever before `of`. So the neighbours of a word show
its kind, without a tagger or a list (the idea is that of Schütze 1995, Distributional part-of-speech tagging).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["FREQUENT_SHARE", "WordUse", "word_use"]

FREQUENT_SHARE = 0.0005  # the use of words above this share of the text is measured
_COMMONEST_SHARE = 0.003  # words above this show how function words are used: about thirty in English and French
_RARE_SHARE = 0.0002  # words up to this show how content words are used
_NEIGHBOUR_SHARE = 0.001  # neighbours above this are told apart; all others and breaks are one kind
_SMOOTHING = 20.0  # occurrences without evidence that are added to each word
_LEAST_SHARE = 1e-4  # added to the share of each kind of neighbour

Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class WordUse:
    """How much the neighbours of each unit are those of content words.

    Attributes
    ----------
    left, right
        float64[A]: mean log2 likelihood ratio (beside rare words to beside the commonest words) of the neighbours
        before, and behind, in bits. Minus infinity for units that are not frequent words.
    """

    left: NDArray[np.float64]
    right: NDArray[np.float64]


def word_use(pairs: Iterable[Pairs], counts: NDArray[np.int64], is_word: NDArray[np.bool_], n_units: int) -> WordUse:
    """Measure the use of frequent words.

    Parameters
    ----------
    pairs
        Adjacent units in any number of parts: int64[p] first units, int64[p] second units, int64[p] how often. Pairs
        that are rare may be missing: they count as the one kind of all rare neighbours.
    counts
        int64[A]: occurrences of each unit.
    is_word
        bool[A]: True for words between blanks.
    n_units
        Number of units in the text.

    Examples
    --------
    >>> counts = np.array([40, 10] + 30 * [1])  # the, system, and thirty rare words, of 10,000
    >>> behind_the = np.arange(1, 32), np.array([9] + 30 * [1])
    >>> use = word_use([(np.zeros(31, int), *behind_the)], counts, counts > 0, 10_000)
    >>> use.left[:2].round(1).tolist()  # `the` stands before rare words and before `system`, never before itself
    [-8.9, 3.5]
    """
    share = counts / max(n_units, 1)
    frequent = np.flatnonzero(is_word & (share > FREQUENT_SHARE))
    # A row for each frequent word, one for all rare words, and one for the others, which is not used.
    row = np.full(len(counts), len(frequent) + 1)
    row[is_word & (share <= _RARE_SHARE)] = len(frequent)
    row[frequent] = np.arange(len(frequent))
    occurrences = np.bincount(row, counts, len(frequent) + 2).astype(np.float64)
    told = np.flatnonzero(share > _NEIGHBOUR_SHARE)
    kind = np.full(len(counts), len(told))
    kind[told] = np.arange(len(told))
    before, behind = np.zeros((2, len(frequent) + 2, len(told)))
    for first, second, times in pairs:
        _add(behind, row[first], kind[second], times)
        _add(before, row[second], kind[first], times)
    commonest = share[frequent] > _COMMONEST_SHARE
    sides = []
    for near in (before, behind):
        side = np.full(len(counts), -np.inf)
        side[frequent] = _evidence(near, occurrences, commonest)
        sides.append(side)
    return WordUse(*sides)


def _add(
    near: NDArray[np.float64], rows: NDArray[np.int64], kinds: NDArray[np.int64], times: NDArray[np.int64]
) -> None:
    """Add pairs to the counts of neighbours by row and kind; the last kind follows from the others."""
    kept = kinds < near.shape[1]
    cells = rows[kept] * near.shape[1] + kinds[kept]
    near += np.bincount(cells, times[kept], near.size).reshape(near.shape)


def _evidence(
    near: NDArray[np.float64], occurrences: NDArray[np.float64], commonest: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the mean log2 likelihood ratio of the neighbours of each frequent word, on one side."""
    other = np.maximum(occurrences - near.sum(axis=1), 0.0)
    shares = np.column_stack((near, other)) / np.maximum(occurrences, 1.0)[:, np.newaxis]
    words, rare = shares[: len(commonest)], shares[len(commonest)]
    if not commonest.any():
        return np.zeros(len(words))
    of_content, of_function = rare + _LEAST_SHARE, words[commonest].mean(axis=0) + _LEAST_SHARE
    ratio = np.log2(of_content / of_content.sum()) - np.log2(of_function / of_function.sum())
    known = occurrences[: len(words)]
    evidence: NDArray[np.float64] = (words @ ratio) * known / (known + _SMOOTHING)
    return evidence
