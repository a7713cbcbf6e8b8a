"""How similar words are by chance, read from the similarities of all words of the vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["LEAST_WORDS", "confidence_of", "least_confident"]

LEAST_WORDS = 100  # with fewer words their similarities show no distribution
LEAST_CONFIDENCE = 0.5

Floats = NDArray[np.float64]


def confidence_of(similarity: Floats) -> Floats:
    """Return float64[n]: the share of the words so similar, or more, that are not so by chance; 0 to 1.

    Most words have nothing to do with the seeds. Their similarities are taken for normal, with the mean and the
    standard deviation of all. So many words are expected above each similarity, and more are there: one minus the ratio
    is the share that chance leaves to explain, as in the false-discovery rate. Of a word it is the greatest share
    among those of its similarity and less.

    Benjamini & Hochberg 1995, Controlling the false discovery rate, for the step from the end.

    Parameters
    ----------
    similarity
        float64[n]: of all words that are no seeds.

    Examples
    --------
    >>> alike = np.concatenate((np.linspace(-0.2, 0.2, 99), [0.9]))
    >>> confidence_of(alike)[[0, 50, 99]].round(2).tolist()
    [0.08, 0.08, 1.0]
    """
    from scipy.special import ndtr

    if not len(similarity):
        return np.empty(0)
    order = np.argsort(-similarity, kind="stable")
    spread = max(float(similarity.std()), 1e-12)
    by_chance = len(similarity) * ndtr((similarity.mean() - similarity[order]) / spread)
    share = 1.0 - by_chance / np.arange(1, len(order) + 1)
    confidence = np.empty(len(order))
    confidence[order] = np.maximum.accumulate(share[::-1])[::-1].clip(0.0, 1.0)
    return confidence


def least_confident(similarity: Floats, confidence: Floats) -> float:
    """Return the least similarity with a confidence of one half; above 1 where no word has it.

    Examples
    --------
    >>> least_confident(np.array([0.2, 0.7, 0.4]), np.array([0.1, 0.9, 0.6]))
    0.4
    """
    return float(similarity[confidence >= LEAST_CONFIDENCE].min(initial=2.0))
