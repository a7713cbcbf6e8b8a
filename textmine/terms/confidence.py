"""How likely a candidate is right: the share of correct terms expected among the candidates that rank like it.

Two steps. First each candidate gets a chance of being right, by logistic regression on four things:

    log2 (p / (1 - p)) = start + score s + length l + cohesion h + breaks b

with s the log2 of the default score (`product_score`), l the log2 of the number of units, h the cohesion in bits and b
the share of occurrences behind a break plus the share before one. Clauses and chains of words score high now and then,
but they are long, stand beside marks or do not hold together. The weights were fitted once, on terms of other texts
that one of us read and called right or wrong (`benchmarks/confidence.py`, docs/terms.md). The text at hand needs no
labels.

Then the chances are averaged along the ranking of the text at hand, so that they never rise from better to worse
candidates: isotonic regression by pooling adjacent violators (Ayer et al. 1955, An empirical distribution function for
sampling with incomplete information). So a text full of phrases has a lower confidence than one full of words, and any
measure that ranks has one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.terms import _kernels
from textmine.terms.evidence import Evidence, by_blocks
from textmine.terms.ranking import CHARACTERS, WORDS, Exponents, product_score

__all__ = [
    "LEAST_TERMS",
    "OF_CHARACTERS",
    "OF_WORDS",
    "Calibration",
    "chances",
    "confidence",
    "features",
    "worth_listing",
]

LEAST_TERMS = 100  # a list is never cut shorter: little is known about the candidates of a short text
_DIGITS = 3  # the readings tell no more
_BLOCK = 1 << 17  # candidates that are looked up at a time
_LEAST_SCORE = 1e-3
_MOST_COHESION = 20.0  # bits; above, it is that of rare parts


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the regression, in bits; `alone` is added to `start` without a background.

    `exponents` are those of the score. Without a background the contrast is not in it, and scores are lower.
    """

    exponents: Exponents
    start: float
    score: float
    length: float
    cohesion: float
    breaks: float
    alone: float


# Fitted by benchmarks/confidence.py on 1834 readings of nine Chinese texts, and 1293 of eight English and French ones.
OF_CHARACTERS = Calibration(CHARACTERS, start=-0.85, score=0.32, length=-2.03, cohesion=0.45, breaks=-2.59, alone=1.59)
OF_WORDS = Calibration(WORDS, start=-0.52, score=0.32, length=-2.66, cohesion=0.28, breaks=-0.08, alone=0.57)


def features(evidence: Evidence, exponents: Exponents) -> NDArray[np.float64]:
    """Return float64[n, 4]: log2 score, log2 length, cohesion and breaks of each candidate; see the module."""
    columns = (
        np.log2(np.maximum(product_score(evidence, exponents), _LEAST_SCORE)),
        np.log2(np.maximum(evidence.length, 1)),
        np.clip(evidence.cohesion, 0.0, _MOST_COHESION),
        evidence.left_breaks + evidence.right_breaks,
    )
    return np.column_stack(columns)


def chances(evidence: Evidence, calibration: Calibration) -> NDArray[np.float64]:
    """Return float64[n]: the chance of each candidate of being right, by itself."""
    weights = np.array([calibration.score, calibration.length, calibration.cohesion, calibration.breaks])
    start = calibration.start + (calibration.alone if evidence.n_background == 0 else 0.0)

    def chance(part: Evidence) -> NDArray[np.float64]:
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp2(-start - features(part, calibration.exponents) @ weights))
        return found

    return by_blocks(chance, evidence)


def confidence(
    chance: NDArray[np.float64], score: NDArray[np.float64], listed: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the confidence: the chances, averaged where they would rise from a better to a worse score.

    Parameters
    ----------
    chance
        float64[n]: chance of each candidate.
    score
        float64[n]: what ranks them. Equal scores have the same confidence.
    listed
        bool[n]: candidates that form the ranking. The others get the confidence of the place that they would have.

    Returns
    -------
    float64[n]
        Shares, rounded to three digits.

    Examples
    --------
    >>> confidence(np.array([0.9, 0.5, 0.7, 0.1]), np.array([8.0, 4.0, 2.0, 1.0]), np.ones(4, bool)).tolist()
    [0.9, 0.6, 0.6, 0.1]
    """
    if not listed.any():
        return np.round(chance, _DIGITS)
    negative, place, sizes = np.unique(-score[listed], return_inverse=True, return_counts=True)
    means = np.bincount(place, chance[listed]) / sizes
    del place
    falling, found = _falling(means, sizes), np.empty(len(score))
    for begin in range(0, len(score), _BLOCK):
        some = slice(begin, begin + _BLOCK)
        at = np.minimum(np.searchsorted(negative, -score[some]), len(negative) - 1)
        found[some] = np.round(falling[at], _DIGITS)
    return found


def _falling(values: NDArray[np.float64], weights: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the values that never rise and are nearest to the given ones, by weighted least squares."""
    means, sizes, blocks = values.copy(), weights.astype(np.int64), np.empty(len(values), np.int64)
    n = _kernels.average_rises(means, sizes, blocks)
    return np.repeat(means[:n], blocks[:n])


def worth_listing(
    confidence: NDArray[np.float64], score: NDArray[np.float64], listed: NDArray[np.bool_], least: float
) -> NDArray[np.bool_]:
    """Return bool[n]: the listed candidates with a confidence of `least` or more, but the 100 best in any case."""
    kept: NDArray[np.bool_] = listed & (confidence >= least)
    if kept.sum() >= min(LEAST_TERMS, listed.sum()):
        return kept
    ranked = np.sort(score[listed])[::-1][:LEAST_TERMS]
    best: NDArray[np.bool_] = listed & (score >= ranked[-1])
    return best
