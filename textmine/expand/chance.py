"""How similar words are by chance, estimated from the similarities of all words of the vectors."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Floats
from textmine.falsediscovery import q_values

__all__ = ["LEAST_WORDS", "confidence_of", "least_confident"]

LEAST_WORDS = 100  # the similarities of fewer words show no distribution
LEAST_CONFIDENCE = 0.5


def confidence_of(similarity: Floats) -> Floats:
    """Return for each word the share of the words at least as similar whose similarity is not due to chance.

    Most words have nothing to do with the seeds. Their similarities are taken as normal, with the mean and the
    standard deviation of all words. This gives the number of words expected by chance at each similarity or above. The
    share is one minus the ratio of the expected to the observed number: one minus the false-discovery rate. A word that
    is more similar than another one never has a lower share.

    Parameters
    ----------
    similarity
        float64[n]: similarity of all words that are not seeds.

    Returns
    -------
    float64[n]
        Between 0 and 1.

    References
    ----------
    Benjamini & Hochberg 1995, Controlling the false discovery rate.

    Examples
    --------
    >>> alike = np.concatenate((np.linspace(-0.2, 0.2, 99), [0.9]))
    >>> confidence_of(alike)[[0, 50, 99]].round(2).tolist()
    [0.08, 0.08, 1.0]
    """
    from scipy.special import ndtr

    if not len(similarity):
        return np.empty(0)
    spread = max(float(similarity.std()), 1e-12)
    by_chance = ndtr((similarity.mean() - similarity) / spread)
    confidence: Floats = (1.0 - q_values(by_chance)).clip(0.0, 1.0)
    return confidence


def least_confident(similarity: Floats, confidence: Floats) -> float:
    """Return the least similarity with a confidence of one half; above 1 where no word has it.

    Examples
    --------
    >>> least_confident(np.array([0.2, 0.7, 0.4]), np.array([0.1, 0.9, 0.6]))
    0.4
    """
    return float(similarity[confidence >= LEAST_CONFIDENCE].min(initial=2.0))
