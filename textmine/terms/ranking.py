"""One score from all evidence: a product of powers, the same exponents for every text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Exponents", "log_contrast", "product_score"]

# Bits of cohesion granted to a single unit, which has no split to measure: that of a middling candidate.
_SINGLE_UNIT_COHESION = 5.0
# A candidate none of whose occurrences has word edges may still be a word that no dictionary knows.
_LEAST_WORD_EDGES = 0.02


@dataclass(frozen=True, slots=True)
class Exponents:
    """How much each kind of evidence weighs in the product; 0 leaves it out.

    Chosen on four Chinese texts together (deep learning, clinical records, science abstracts, finance news), by hand,
    to half-integers: finer ones fit those texts.
    """

    contrast: float = 1.5
    least_entropy: float = 1.0
    greatest_entropy: float = 1.0
    cohesion: float = 1.5
    word_edges: float = 1.0
    # Entropies grow with the count, up to its logarithm; this takes back what they owe to frequency alone.
    log_count: float = -0.5


def log_contrast(
    count: NDArray[np.int64], n_units: int, background: NDArray[np.int64] | NDArray[np.float64], n_background: int
) -> NDArray[np.float64]:
    """Return log2 of the ratio of relative frequencies in corpus and background.

    One occurrence is added to each background count, so that words it lacks get a finite contrast; the counts may be
    estimates.

    Returns
    -------
    float64
        Bits; zeros where there is no background (`n_background` 0).

    Examples
    --------
    >>> log_contrast(np.array([8]), 1000, np.array([1]), 1000).tolist()
    [2.0]
    """
    if n_background == 0:
        return np.zeros(len(count))
    ratio: NDArray[np.float64] = np.log2(count / n_units) - np.log2((background + 1) / n_background)
    return ratio


def product_score(
    evidence: dict[str, NDArray[np.float64]], exponents: Exponents, *, has_background: bool
) -> NDArray[np.float64]:
    """Return the score of each candidate.

    Parameters
    ----------
    evidence
        float64[n] each: `contrast`, `cohesion`, `left_entropy`, `right_entropy` in bits, `word_edges` as a share,
        `count`, and `length` in units.
    exponents
        The weights of the evidence.
    has_background
        Without a background the contrast says nothing and is left out.

    Returns
    -------
    float64[n]
        0 for candidates that some evidence rules out: rarer than half their background frequency, a fixed neighbour on
        one side, or parts that meet no more often than by chance.
    """
    left, right = evidence["left_entropy"], evidence["right_entropy"]
    cohesion = np.where(evidence["length"] > 1, np.maximum(evidence["cohesion"], 0.0), _SINGLE_UNIT_COHESION)
    score = (
        np.minimum(left, right) ** exponents.least_entropy
        * np.maximum(left, right) ** exponents.greatest_entropy
        * cohesion**exponents.cohesion
        * (evidence["word_edges"] + _LEAST_WORD_EDGES) ** exponents.word_edges
        * np.log2(1.0 + evidence["count"]) ** exponents.log_count
    )
    if has_background:
        score *= np.maximum(evidence["contrast"] + 1.0, 0.0) ** exponents.contrast
    return score
