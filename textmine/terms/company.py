"""The company of terms: the neighbours of their first and last units, wherever these units occur.

The first and last units of good terms have typical neighbours: articles before, verbs and marks after. The best
candidates show them, without a tagger or a word list. So candidates are scored twice. The second score also uses the
similarity of their first and last units to those of the best candidates of the first (pseudo-relevance feedback;
Ruthven & Lalmas 2003, A survey on the use of relevance feedback for information access systems).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.engine import LocalEngine
from textmine.terms import _kernels
from textmine.terms.evidence import Evidence
from textmine.terms.neighbours import add_neighbours_of_parts
from textmine.text import Corpus
from textmine.text.arrays import ranges, release

__all__ = ["Company", "company_of_best"]

_BEST = 300
_BEST_SHARE = 1 / 20  # in a short list of candidates, 300 are too many
# Occurrences of an average unit that are added to each unit, because little is known about rare ones.
_SMOOTHING = 3.0
_BEFORE, _BEHIND = -1, 1


@dataclass(frozen=True, slots=True)
class Company:
    """How much the neighbours of each unit resemble those of good terms' first and last units.

    Attributes
    ----------
    first, last
        float64[A]: for each unit as the first, and as the last unit of a term: the mean log2 likelihood ratio (good
        terms to all candidates) of its neighbours on both sides, in bits.
    """

    first: NDArray[np.float64]
    last: NDArray[np.float64]

    def added_to(self, evidence: Evidence) -> Evidence:
        """Return the evidence of candidates with their company: the sum for the first and the last unit."""
        return evidence.with_columns(company=self.first[evidence.first] + self.last[evidence.last])


def company_of_best(
    corpus: Corpus,
    is_function: NDArray[np.bool_],
    first: NDArray[np.int32],
    last: NDArray[np.int32],
    score: NDArray[np.float64],
) -> Company:
    """Learn the company of good terms from the candidates with the best scores.

    Parameters
    ----------
    corpus
        The text.
    is_function
        bool[A]: units that are distinguished as neighbours. All other units are one kind, breaks another.
    first, last
        int32[n]: first and last unit of each candidate.
    score
        float64[n]: the company is learned from the 300 best candidates, or a twentieth of all if these are fewer.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["the cat sat", "the dog sat", "a cat ran", "dog and cat"])
    >>> words = corpus.alphabet.units
    >>> found = company_of_best(
    ...     corpus,
    ...     np.array([word in ("the", "a", "and") for word in words]),
    ...     *np.array([[words.index(word) for word in ("cat", "sat", "ran")]] * 2, np.int32),
    ...     np.array([3.0, 1.0, 1.0]),
    ... )
    >>> [words[i] for i in np.argsort(-found.first)[:2].tolist()]  # dog is not a candidate, but has cat's neighbours
    ['cat', 'dog']
    """
    if len(score) == 0:
        return Company(*np.zeros((2, len(is_function))))
    n_best = min(_BEST, max(1, int(len(score) * _BEST_SHARE)))
    best = np.argsort(-score, kind="stable")[:n_best]
    size = len(is_function)
    edges = [(first[best], np.bincount(first, minlength=size)), (last[best], np.bincount(last, minlength=size))]
    likeness = np.zeros((2, size))
    for step in (_BEFORE, _BEHIND):
        neighbours = _Neighbours(corpus, is_function, step)
        for total, (good, every) in zip(likeness, edges, strict=True):
            total += neighbours.likeness(np.bincount(good, minlength=size), every)
        del neighbours  # before those of the other side are made
    return Company(*likeness)


class _Neighbours:
    """How often each kind stands before each unit, or behind: each function unit, any other unit, a break.

    The counts are integers, so they do not depend on how the text is divided. All sums over them run by ids.
    """

    def __init__(self, corpus: Corpus, is_function: NDArray[np.bool_], step: int) -> None:
        size = len(is_function)
        n_kinds = int(is_function.sum()) + 2
        kinds = np.full(size + 1, n_kinds - 2, dtype=np.int32)
        kinds[:-1][is_function] = np.arange(n_kinds - 2)
        kinds[-1] = n_kinds - 1
        counts = corpus.unit_counts()
        self.counts = counts.astype(np.float64)
        self._rows = np.concatenate(([0], np.cumsum(np.minimum(counts, n_kinds))))
        self._cells = np.zeros(int(self._rows[-1]), dtype=np.int64)
        self._row = np.zeros(n_kinds, dtype=np.int64)
        engine = corpus.engine or LocalEngine()
        if engine.apart:
            add_neighbours_of_parts(corpus.units, kinds, n_kinds, step, self._rows, self._cells, engine)
        else:
            filled = np.zeros(size, dtype=np.int64)
            for begin, end in ranges(corpus.units):
                _kernels.count_neighbours(
                    corpus.units, begin, end, kinds, n_kinds, step, self._rows, filled, self._cells
                )
                release(corpus.units)
        usual = self._by_kind(np.ones(size)) + 1.0
        self._usual = usual / usual.sum()

    def likeness(self, best: NDArray[np.int64], every: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return float64[A]: mean log2 likelihood ratio of each unit's neighbours.

        Parameters
        ----------
        best, every
            int64[A]: how often each unit is among the best, and among all.
        """
        ratio = np.log2(self._kinds_near(best) / self._kinds_near(every))
        seen = np.zeros(len(self.counts))
        _kernels.sum_by_unit(self._rows, self._cells, ratio, self._row, seen)
        likeness: NDArray[np.float64] = (seen + _SMOOTHING * (self._usual @ ratio)) / (self.counts + _SMOOTHING)
        return likeness

    def _kinds_near(self, units: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the mean distribution of the kinds next to some units; every unit has the same weight."""
        weights = units / (self.counts + _SMOOTHING)
        near: NDArray[np.float64] = self._by_kind(weights) + _SMOOTHING * self._usual * weights.sum()
        near /= units.sum()
        return near

    def _by_kind(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum the weights of units by the kind of their neighbour."""
        total = np.zeros(len(self._row))
        _kernels.sum_by_kind(self._rows, self._cells, weights, self._row, total)
        return total
