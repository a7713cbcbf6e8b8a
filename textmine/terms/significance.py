"""Tests if a term is more frequent in the domain than by chance, with control of false discoveries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import OptionError
from textmine.falsediscovery import q_values
from textmine.terms.evidence import Evidence

__all__ = ["FALSE_DISCOVERY_RATE", "Significance", "assess", "clumping", "expected_documents"]

FALSE_DISCOVERY_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Significance:
    """The test of each candidate.

    Attributes
    ----------
    p_value
        float64: probability of so many occurrences in the domain, or more, if the two texts do not differ.
    q_value
        float64: least false discovery rate at which the candidate is significant.
    significant
        bool: True if the q-value is 0.05 or less.
    """

    p_value: NDArray[np.float64]
    q_value: NDArray[np.float64]
    significant: NDArray[np.bool_]


def assess(evidence: Evidence) -> Significance:
    """Test for each candidate if its relative frequency is higher in the corpus than in the background.

    With c occurrences in the N units of the corpus and b in the M of the background, c is binomial among c + b with
    probability N / (N + M) if the texts do not differ: the exact conditional test, one-sided, P(C >= c). Words come in
    bursts, but a binomial counts each occurrence of a burst as independent. So both counts are first divided by
    `clumping` (as Rao & Scott 1992 do with clustered data). The tail is the incomplete beta function, which allows
    counts that are not whole. The family of the false discovery rate is all candidates.

    If the texts do not differ, because one is a random sample of the lines of the other, the plain binomial finds 1151
    of 7688 candidates significant (Chinese encyclopedia, 1 line of 20 against the rest), 195 of 9399 (newspaper, 1 of
    5), 268 of 4348 (English encyclopedia, 1 of 20); this test finds 0, 1 and 0.

    Raises
    ------
    OptionError
        There is no background.
    """
    from scipy.special import betainc

    if evidence.n_background == 0:
        raise OptionError("`significance` needs a background, and there is none", "name one with `background`")
    clumps = clumping(evidence.count, evidence.documents, evidence.n_documents)
    domain, world = evidence.count / clumps, evidence.background / clumps
    share = evidence.n_units / (evidence.n_units + evidence.n_background)
    p_value: NDArray[np.float64] = betainc(domain, world + 1.0, share)
    q_value = q_values(p_value)
    return Significance(p_value, q_value, q_value <= FALSE_DISCOVERY_RATE)


def clumping(count: NDArray[np.int64], documents: NDArray[np.int64], n_documents: int) -> NDArray[np.float64]:
    """Return the number of documents expected by chance divided by the number that contain the term; at least 1.

    D (1 - exp (-c / D)) / d: the numerator is the number of documents with an occurrence if c occurrences are
    distributed over D documents at random. The logarithm is the residual inverse document frequency of Church & Gale
    1995. In a corpus of one document it is 1.

    Examples
    --------
    >>> clumping(np.array([10, 10]), np.array([5, 10]), 10**9).round(3).tolist()
    [2.0, 1.0]
    """
    return np.maximum(expected_documents(count, n_documents) / np.maximum(documents, 1), 1.0)


def expected_documents(count: NDArray[np.int64], n_documents: int) -> NDArray[np.float64]:
    """Return D (1 - exp (-c / D)): the expected number of D documents with one of c random occurrences.

    Examples
    --------
    >>> expected_documents(np.array([1, 100]), 1).round(3).tolist()
    [0.632, 1.0]
    """
    expected: NDArray[np.float64] = -np.expm1(-count / n_documents) * n_documents
    return expected
