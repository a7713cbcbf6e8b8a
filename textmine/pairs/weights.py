"""How much a co-occurrence count says: edge weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.pairs.counting import PairCounts

__all__ = ["WEIGHTS", "edge_weights", "p_values"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Margins:
    """Counts of the pairs, of the pairs with their first and their second node, and of all pairs.

    Pairs without an order are taken in both orders: `total` is then twice as many, and so is every cell that is not
    `both`; `orders` is 2.
    """

    both: Floats
    first: Floats
    second: Floats
    total: float
    orders: int

    def pmi(self) -> Floats:
        bits: Floats = np.log2(self.both * self.total / (self.first * self.second))
        return bits


def _margins(pairs: PairCounts) -> _Margins:
    both, first, second = pairs.counts.astype(np.float64), pairs.first.astype(np.float64), pairs.second
    if pairs.directed:
        return _Margins(both, first[pairs.sources], second[pairs.targets].astype(np.float64), float(pairs.total), 1)
    ends = first + second
    return _Margins(both, ends[pairs.sources], ends[pairs.targets], 2.0 * pairs.total, 2)


def _npmi(pairs: _Margins) -> Floats:
    surprise = np.log2(pairs.total) - np.log2(pairs.both)
    # A pair that is all there is has probability 1: it always occurs together.
    return np.where(surprise > 0, pairs.pmi() / np.where(surprise > 0, surprise, 1.0), 1.0)


def _jaccard(pairs: _Margins) -> Floats:
    return pairs.both / (pairs.first + pairs.second - pairs.both)


def _dice(pairs: _Margins) -> Floats:
    return 2.0 * pairs.both / (pairs.first + pairs.second)


def _log_likelihood(pairs: _Margins) -> Floats:
    """Dunning's G2 over the two-by-two table, in nats, 0 for pairs that meet less often than by chance."""
    neither = np.maximum(pairs.total - pairs.first - pairs.second + pairs.both, 0.0)
    cells = (pairs.both, pairs.first - pairs.both, pairs.second - pairs.both, neither)
    rows = (pairs.first, pairs.first, pairs.total - pairs.first, pairs.total - pairs.first)
    columns = (pairs.second, pairs.total - pairs.second, pairs.second, pairs.total - pairs.second)
    terms = [
        _xlogy(cell, cell * pairs.total, row * column) for cell, row, column in zip(cells, rows, columns, strict=True)
    ]
    return np.where(pairs.pmi() > 0, 2.0 * np.sum(terms, axis=0), 0.0)


def _xlogy(x: Floats, numerator: Floats, denominator: Floats) -> Floats:
    positive = (x > 0) & (denominator > 0)
    ratio = np.where(positive, numerator, 1.0) / np.where(positive, denominator, 1.0)
    return np.where(positive, x * np.log(ratio), 0.0)


WEIGHTS: dict[str, Callable[[_Margins], Floats]] = {
    "count": lambda pairs: pairs.both,
    "pmi": _Margins.pmi,
    "npmi": _npmi,
    "log-likelihood": _log_likelihood,
    "jaccard": _jaccard,
    "dice": _dice,
    "conditional": lambda pairs: pairs.both / pairs.first,
}


def edge_weights(kind: str, pairs: PairCounts) -> Floats:
    """Return the weight of each pair; some kinds are not above 0 where the two meet no more often than by chance.

    Parameters
    ----------
    kind
        `count`; `pmi`, log2 of observed over expected, in bits (Church & Hanks 1990); `npmi`, the same over its
        greatest value, at most 1 (Bouma 2009); `log-likelihood` (Dunning 1993); `jaccard`, meetings over pairs with
        either; `dice`, twice the meetings over the sum of the pairs with each; `conditional`, the share of the pairs
        with the first that have the second.
    pairs
        Where pairs have an order, a term is counted apart as the first and as the second of pairs.

    Examples
    --------
    >>> from textmine.pairs.counting import Reach, count_near
    >>> words = np.array([0, 1, -3, 0, 1, -3, 2, 3, -3, 2, 3], np.int32)
    >>> pairs = count_near(words, 4, Reach(1, -3, False))
    >>> edge_weights("pmi", pairs).tolist()  # each pair: log2 (2 x 8 / (2 x 2)), either way round
    [2.0, 2.0]
    """
    return WEIGHTS[kind](_margins(pairs)) if len(pairs.counts) else np.empty(0)


def p_values(pairs: PairCounts) -> Floats:
    """Return the probability that terms meet as often, or more, where terms are dealt out to pairs at random.

    The count is binomial over all T pairs, with probability f g / T^2 in order, 2 f g / (2 T)^2 without, where f and g
    are how often each term stands in a pair; its upper tail is the incomplete beta function. Pairs of one sentence are
    taken for independent, which they are not quite.

    Examples
    --------
    >>> from textmine.pairs.counting import Reach, count_near
    >>> pairs = count_near(np.array([0, 1, -3, 2, 3], np.int32), 4, Reach(1, -3, True))
    >>> p_values(pairs).tolist()  # once or twice of two, with probability 1/4: 1 - (3/4)^2
    [0.4375, 0.4375]
    """
    from scipy.special import betainc

    if not len(pairs.counts):
        return np.empty(0)
    margins = _margins(pairs)
    chance = margins.orders * margins.first * margins.second / margins.total**2
    tail: Floats = betainc(margins.both, pairs.total - margins.both + 1.0, np.minimum(chance, 1.0))
    return tail
