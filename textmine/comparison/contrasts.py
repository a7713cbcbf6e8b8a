"""How much more often one side uses a term than another: the ratio with its interval, a test, log odds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.falsediscovery import q_values

__all__ = ["LEVEL", "Contrast", "contrast", "log_odds"]

LEVEL: Final = 0.95  # of intervals


@dataclass(frozen=True, slots=True)
class Contrast:
    """The ratio of relative frequencies of two sides; arrays of one shape.

    Attributes
    ----------
    log_ratio
        float64: log2 of the ratio, bits; above 0 where the first side uses the term more.
    low, high
        float64: ends of its 95 % interval.
    p_value
        float64: two-sided probability of counts that differ so much, or more, if the frequencies are equal.
    q_value
        float64: least false-discovery rate at which the difference is significant, over all tests.
    """

    log_ratio: Floats
    low: Floats
    high: Floats
    p_value: Floats
    q_value: Floats

    @property
    def sure(self) -> Floats:
        """The end of the interval that is nearer to 0, without its sign; below 0 if the interval holds 0, in bits."""
        return np.where(self.log_ratio >= 0, self.low, -self.high)


def contrast(first: Floats, second: Floats, n_first: Longs, n_second: Longs, freedom: Longs) -> Contrast:
    """Compare the effective counts of two sides.

    One occurrence in all is added, to each side in proportion to its size N, so a term that a side lacks has a ratio,
    and a term that both lack has a ratio of 1. With e the effective count of a side and a what is added,

        log ratio = log2 ((e1 + a1) / N1) - log2 ((e2 + a2) / N2)
        variance  = 1 / (e1 + a1) + 1 / (e2 + a2)         (in squared nats)

    and the interval is that of Student's t. The test is the one of `discover`: given the sum of both counts, the first
    is binomial with probability N1 / (N1 + N2); here it has two sides. The tail is the incomplete beta function, which
    takes counts that are not whole.

    Parameters
    ----------
    first, second
        float64[...]: effective counts of two sides; see `sum_sides`.
    n_first, n_second
        int64[...]: units of the sides.
    freedom
        int64[...]: degrees of freedom of the variances: parts of both sides, less 2.

    Examples
    --------
    >>> one = contrast(*map(np.array, ([99.5], [9.5], [1000], [1000], [10**6])))
    >>> one.log_ratio.round(3).tolist(), one.low.round(3).tolist()  # log2 (100 / 10), less 1.96 sqrt (.11) / ln 2
    ([3.322], [2.384])
    """
    from scipy.special import betainc, stdtrit

    total = np.maximum(n_first + n_second, 1)
    share, other_share = n_first / total, n_second / total
    ones, twos = first + share, second + other_share
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2(ones / np.maximum(n_first, 1)) - np.log2(twos / np.maximum(n_second, 1))
        error = np.sqrt(1.0 / ones + 1.0 / twos) / np.log(2.0)
    comparable = (n_first > 0) & (n_second > 0)
    ratio = np.where(comparable, ratio, 0.0)
    reach = np.where(comparable, stdtrit(np.maximum(freedom, 1), (1.0 + LEVEL) / 2.0) * error, np.inf)
    above, below = betainc(first, second + 1.0, share), betainc(second, first + 1.0, other_share)
    # No occurrence is as many as there can be: the beta function is not defined there.
    above, below = np.where(first > 0, above, 1.0), np.where(second > 0, below, 1.0)
    p_value = np.where(comparable, np.minimum(2.0 * np.minimum(above, below), 1.0), 1.0)
    # A term that both sides lack is no test: the sum of the counts is what the test takes as given.
    q_value = np.ones(p_value.shape)
    tested = (first + second > 0) & comparable
    q_value[tested] = q_values(p_value[tested])
    return Contrast(ratio, ratio - reach, ratio + reach, p_value, q_value)


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
