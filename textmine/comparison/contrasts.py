"""How much more often one side uses a term than another: the ratio with its interval, a test, log odds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from textmine.arraytypes import Bools, Floats, Longs
from textmine.falsediscovery import q_values
from textmine.terms.significance import FALSE_DISCOVERY_RATE

__all__ = ["LEVEL", "WIDEST", "Contrast", "Counted", "contrast", "family_of", "log_odds"]

LEVEL: Final = 0.95  # of intervals
WIDEST: Final = 64.0  # bits; an end of an interval that stands for none
_LEAST = 1e-300


@dataclass(frozen=True, slots=True)
class Counted:
    """One side of a contrast; arrays of one shape.

    Attributes
    ----------
    count
        int64: occurrences.
    burst
        float64: variance of the count over that of Poisson, 1 or more; see `sum_sides`.
    n_units
        int64: units of the side.
    """

    count: Longs
    burst: Floats
    n_units: Longs


@dataclass(frozen=True, slots=True)
class _Effective:
    """Counts and sizes of both sides, each divided by its burstiness."""

    ones: Floats
    n_ones: Floats
    twos: Floats
    n_twos: Floats

    @property
    def scale(self) -> Floats:
        """log2 of the ratio of the sizes."""
        found: Floats = np.log2(np.maximum(self.n_ones, _LEAST)) - np.log2(np.maximum(self.n_twos, _LEAST))
        return found

    @property
    def known(self) -> Bools:
        """Whether there are occurrences, and text on both sides."""
        return (self.n_ones > 0) & (self.n_twos > 0) & (self.ones + self.twos > 0)


@dataclass(frozen=True)
class Contrast:
    """The ratio of relative frequencies of two sides; arrays of one shape.

    Attributes
    ----------
    log_ratio
        float64: log2 of the ratio, bits; above 0 where the first side uses the term more.
    p_value
        float64: two-sided probability of counts that differ so much, or more, if the frequencies are equal.
    q_value
        float64: least false-discovery rate at which the difference is significant, over all tests; 1 where there
        are too few occurrences for a test.
    tested
        bool: whether there are enough occurrences for a test.
    effective
        Counts and sizes that the interval follows from.
    """

    log_ratio: Floats
    p_value: Floats
    q_value: Floats
    tested: Bools
    effective: _Effective

    @property
    def low(self) -> Floats:
        """float64: the lower end of the 95 % interval of the ratio, in bits."""
        return self._interval[0]

    @property
    def high(self) -> Floats:
        """float64: the upper end of the 95 % interval of the ratio, in bits."""
        return self._interval[1]

    @cached_property
    def _interval(self) -> tuple[Floats, Floats]:
        """Both ends; computed when they are first asked for, because quantiles of the beta distribution take long."""
        counts, scale = self.effective, self.effective.scale
        low, high = np.full(scale.shape, -WIDEST), np.full(scale.shape, WIDEST)
        some, many = counts.known & (counts.ones > 0), counts.known & (counts.twos > 0)
        low[some] = _least_odds(counts.ones[some], counts.twos[some]) - scale[some]
        high[many] = -_least_odds(counts.twos[many], counts.ones[many]) - scale[many]
        return np.maximum(low, -WIDEST), np.minimum(high, WIDEST)

    @property
    def sure(self) -> Floats:
        """The end of the interval that is nearer to 0, without its sign; below 0 if the interval holds 0, in bits."""
        return np.where(self.log_ratio >= 0, self.low, -self.high)

    @property
    def significant(self) -> Bools:
        """Whether the q-value is 0.05 or less and the interval does not hold 0, as where the p-value is below 0.05."""
        return (self.q_value <= FALSE_DISCOVERY_RATE) & (self.p_value < 1.0 - LEVEL)

    def with_family(self, q_value: Floats) -> Contrast:
        """Return the contrast with q-values of a larger family of tests."""
        return replace(self, q_value=q_value)


def contrast(first: Counted, second: Counted) -> Contrast:
    """Compare the counts of two sides.

    Words come in bursts. The burstiness b of a side is taken to be at least that of both sides together, the mean of
    both weighted by their counts: a side without the term, or with few occurrences, cannot tell. Count c and size N of
    a side are divided by b (Rao & Scott 1992), e = c / b and n = N / b. One occurrence more is shared out in proportion
    to n, a1 = n1 / (n1 + n2), so a term that a side lacks has a ratio, and one that both lack has 1:

        log ratio = log2 ((e1 + a1) / n1) - log2 ((e2 + a2) / n2)

    The test is the one of `discover`, with two sides: given e1 + e2, e1 is binomial with the probability a1. The tail
    is the incomplete beta function, which takes counts that are not whole. The interval holds the ratios that this test
    does not refuse (Clopper & Pearson 1934): the share of the first side is between quantiles of Beta(e1, e2 + 1) and
    Beta(e1 + 1, e2). Where a side has no occurrence, the interval ends at 64 bits.

    Parameters
    ----------
    first, second
        Counts, burstiness and sizes of the two sides.

    Examples
    --------
    >>> side = lambda count, burst: Counted(np.array([count]), np.array([burst]), np.array(1000))
    >>> found = contrast(side(100, 1.0), side(10, 1.0))
    >>> found.log_ratio.round(2).tolist(), found.low.round(2).tolist(), found.high.round(2).tolist()
    ([3.26], [2.38], [4.43])
    >>> contrast(side(100, 100.0), side(10, 1.0)).low.round(2).tolist()  # 100 in one document
    [-5.3]
    """
    from scipy.special import betainc

    counts = _effective(first, second)
    ones, twos, known = counts.ones, counts.twos, counts.known
    total = np.maximum(counts.n_ones + counts.n_twos, _LEAST)
    share, other = counts.n_ones / total, counts.n_twos / total
    with np.errstate(divide="ignore"):
        ratio = np.log2(ones + share) - np.log2(twos + other) - counts.scale
    ratio = np.where((counts.n_ones > 0) & (counts.n_twos > 0), ratio, 0.0)
    above, below = betainc(ones, twos + 1.0, share), betainc(twos, ones + 1.0, other)
    # No occurrence is as few as there can be: the beta function is not defined there.
    above, below = np.where(ones > 0, above, 1.0), np.where(twos > 0, below, 1.0)
    p_value = np.where(known, np.minimum(2.0 * np.minimum(above, below), 1.0), 1.0)
    # Where even all occurrences on one side would not be significant there is no test (Gilbert 2005): the sum of both
    # counts is what the test takes as given.
    tested = known & (2.0 * np.minimum(share, other) ** (ones + twos) <= FALSE_DISCOVERY_RATE)
    return Contrast(ratio, p_value, family_of(p_value, tested), tested, counts)


def family_of(p_value: Floats, tested: Bools) -> Floats:
    """Return the q-values of those that were tested, 1 for the others: they are not in the family.

    Examples
    --------
    >>> family_of(np.array([0.01, 0.2, 0.04]), np.array([True, False, True])).tolist()
    [0.02, 1.0, 0.04]
    """
    q_value = np.ones(p_value.shape)
    q_value[tested] = q_values(p_value[tested])
    return q_value


def _effective(first: Counted, second: Counted) -> _Effective:
    """Return the counts and sizes of both sides, each divided by its burstiness."""
    both = np.maximum(first.count + second.count, 1)
    together = (first.count * first.burst + second.count * second.burst) / both
    ones, twos = (np.maximum(np.maximum(side.burst, together), 1.0) for side in (first, second))
    return _Effective(first.count / ones, first.n_units / ones, second.count / twos, second.n_units / twos)


def _least_odds(ones: Floats, twos: Floats) -> Floats:
    """Return log2 of the least odds of the first side that the test does not refuse."""
    from scipy.special import betaincinv

    at = (1.0 - LEVEL) / 2.0
    # Both shares, because one may be too near to 1 to be told from it.
    share, other = betaincinv(ones, twos + 1.0, at), betaincinv(twos + 1.0, ones, 1.0 - at)
    odds: Floats = np.log2(np.maximum(share, _LEAST)) - np.log2(np.maximum(other, _LEAST))
    return odds


def log_odds(first: Longs, second: Longs, n_first: int, n_second: int, prior: Floats) -> Floats:
    """Return the z-score of the log-odds ratio under an informative Dirichlet prior, of plain counts.

    The prior a of a term is its share of the N = N1 + N2 words of both texts. The score is the difference of
    ln ((c1 + a) / (N1 + N - c1 - a)) and the same for c2 and N2, over the root of 1 / (c1 + a) + 1 / (c2 + a) (Monroe,
    Colaresi & Quinn 2008, Fightin' words, equations 16, 18, 20 and 22). It knows nothing of bursts.

    Parameters
    ----------
    first, second
        int64[t]: occurrences on each side.
    n_first, n_second
        Units of each side.
    prior
        float64[t]: the share of each term among all words, from both sides together or from a background.

    Examples
    --------
    >>> log_odds(np.array([30]), np.array([10]), 1000, 1000, np.array([0.02])).round(2).tolist()
    [1.85]
    """
    total = float(n_first + n_second)
    # An estimate of 0 from a background has no logarithm: half an occurrence stands for it.
    alpha = np.maximum(prior * total, 0.5)
    ones, twos = first + alpha, second + alpha
    difference = np.log(ones / (n_first + total - ones)) - np.log(twos / (n_second + total - twos))
    z: Floats = difference / np.sqrt(1.0 / ones + 1.0 / twos)
    return z
