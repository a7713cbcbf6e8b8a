"""One score from all evidence: a product of powers, with one set of exponents for each kind of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.terms.evidence import Evidence, by_blocks
from textmine.terms.significance import clumping

__all__ = ["CHARACTERS", "WORDS", "Exponents", "product_score"]

# Bits of cohesion for candidates whose units are all words between blanks: they need not be cohesive, and a single word
# has no split.
_WORD_COHESION = 2.5
# Constants added to evidence for which 0 is only weak evidence, so that it does not decide alone.
_LEAST_ENTROPY = 0.05
_LEAST_VARIETY = 0.1
_LEAST_BREAK_ENTROPY = 0.1
_LEAST_WORD_EDGES = 0.05
# Bursts are worth at most 1 and a third for each document that has one: those of one document may be of one author.
_BURST_PER_DOCUMENT = 1 / 3
# Factor on the score for each boundary unit that is a number or a single letter.
_WEAK_UNIT = 0.02


@dataclass(frozen=True, slots=True)
class Exponents:
    """Exponent of each kind of evidence in the product; 0 leaves it out.

    Attributes
    ----------
    contrast
        For log2 of the ratio of relative frequencies, plus 1.
    entropy
        For the smaller of left and right entropy.
    variety
        For the same, with all breaks as one neighbour. It is low for a string that is mostly a whole clause.
    breaks
        For the entropy of having a break as neighbour or not, summed over both sides. The boundaries of a term are
        clause boundaries sometimes, but not mostly.
    cohesion
        For the least pointwise mutual information.
    word_edges
        For the share of occurrences at word boundaries.
    burstiness
        For the clumping: documents expected by chance divided by documents that contain it, at most 1 and a third for
        each of these. Content words come in bursts (Church & Gale 1995, Poisson mixtures), but a burst in one document
        says little about others. It is constant if the text is one document.
    length
        For the number of units.
    company
        For 2 to the power of the company, which is in bits.
    """

    contrast: float = 2.0
    entropy: float = 1.5
    variety: float = 0.75
    breaks: float = 2.5
    cohesion: float = 1.5
    word_edges: float = 2.0
    burstiness: float = 1.75
    length: float = 0.0
    company: float = 0.75


# Chosen on four Chinese texts together (deep learning, clinical records, science abstracts, finance news), in quarters
# and halves. docs/terms.md shows the gain of each, and the choice when a text is left out.
CHARACTERS = Exponents()
# Chosen on ACTER's English and French (corruption, dressage, wind energy). Words need no cohesion.
WORDS = Exponents(
    contrast=3.0,
    entropy=0.0,
    variety=1.25,
    breaks=0.0,
    cohesion=0.0,
    word_edges=0.5,
    burstiness=1.25,
    length=-1.5,
    company=4.25,
)


def product_score(evidence: Evidence, exponents: Exponents) -> NDArray[np.float64]:
    """Return the score of each candidate.

    Parameters
    ----------
    evidence
        The candidates. Without a background the contrast is left out.
    exponents
        The weights of the evidence.

    Returns
    -------
    float64[n]
        0 for candidates that are excluded: those below half their background frequency, and those whose parts co-occur
        no more often than by chance.
    """
    return by_blocks(lambda part: _product(part, exponents), evidence)


def _product(evidence: Evidence, exponents: Exponents) -> NDArray[np.float64]:
    cohesion = np.where(evidence.spaced, _WORD_COHESION, np.maximum(evidence.cohesion, 0.0))
    left, right = evidence.left_entropy, evidence.right_entropy
    variety = np.minimum(
        _without_breaks(left, evidence.left_breaks, evidence.count),
        _without_breaks(right, evidence.right_breaks, evidence.count),
    )
    breaks = _binary_entropy(evidence.left_breaks) + _binary_entropy(evidence.right_breaks)
    score = (
        np.maximum(np.minimum(left, right), _LEAST_ENTROPY) ** exponents.entropy
        * (variety + _LEAST_VARIETY) ** exponents.variety
        * (breaks + _LEAST_BREAK_ENTROPY) ** exponents.breaks
        * cohesion**exponents.cohesion
        * (evidence.word_edges + _LEAST_WORD_EDGES) ** exponents.word_edges
        * _burstiness(evidence) ** exponents.burstiness
        * np.maximum(evidence.length, 1) ** exponents.length
        * np.exp2(exponents.company * evidence.company)
        * _WEAK_UNIT**evidence.weak_boundaries
    )
    if evidence.n_background > 0:
        score *= np.maximum(evidence.contrast + 1.0, 0.0) ** exponents.contrast
    return score


def _burstiness(evidence: Evidence) -> NDArray[np.float64]:
    """Return the clumping, at most 1 and a third for each document that contains the candidate."""
    clumps = clumping(evidence.count, evidence.documents, evidence.n_documents)
    worth: NDArray[np.float64] = np.minimum(clumps, 1.0 + _BURST_PER_DOCUMENT * evidence.documents)
    return worth


def _without_breaks(
    entropy: NDArray[np.float64], breaks: NDArray[np.float64], count: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the entropy of neighbours in bits with all breaks as one: b breaks of c take away b/c log2 b."""
    together: NDArray[np.float64] = entropy - breaks * np.log2(np.maximum(breaks * count, 1.0))
    return np.maximum(together, 0.0)


def _binary_entropy(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the entropy of a binary variable with this share, in bits."""
    other = 1.0 - share
    bits: NDArray[np.float64] = -share * np.log2(np.maximum(share, 1e-300)) - other * np.log2(np.maximum(other, 1e-300))
    return bits
