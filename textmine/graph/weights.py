"""How much a co-occurrence count says: edge weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["WEIGHTS", "edge_weights"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Margins:
    """Counts of the pairs, of the pairs with their first and their second node, and of all pairs."""

    both: Floats
    first: Floats
    second: Floats
    total: float

    def pmi(self) -> Floats:
        bits: Floats = np.log2(self.both * self.total / (self.first * self.second))
        return bits


def _npmi(pairs: _Margins) -> Floats:
    surprise = np.log2(pairs.total) - np.log2(pairs.both)
    # A pair that is all there is has probability 1: it always occurs together.
    return np.where(surprise > 0, pairs.pmi() / np.where(surprise > 0, surprise, 1.0), 1.0)


def _jaccard(pairs: _Margins) -> Floats:
    return pairs.both / (pairs.first + pairs.second - pairs.both)


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
    "pmi": lambda pairs: pairs.pmi(),
    "npmi": _npmi,
    "jaccard": _jaccard,
    "log-likelihood": _log_likelihood,
}


def edge_weights(
    kind: str, sources: NDArray[np.int32], targets: NDArray[np.int32], counts: NDArray[np.int64], n_nodes: int
) -> Floats:
    """Return the weight of each pair; not above 0 where the two meet no more often than by chance.

    Parameters
    ----------
    kind
        `count`; `pmi`, log2 of observed over expected, in bits (Church & Hanks 1990); `npmi`, the same over its
        greatest value, at most 1 (Bouma 2009); `jaccard`, meetings over occurrences in pairs; `log-likelihood`
        (Dunning 1993).
    sources, targets
        int32[m]: the pairs, all that were counted; each pair once.
    counts
        int64[m]: how often each pair was met.
    n_nodes
        How many nodes there are.

    Examples
    --------
    >>> ends = np.array([0, 2], np.int32), np.array([1, 3], np.int32)
    >>> edge_weights("pmi", *ends, np.array([2, 2]), 4).tolist()  # each pair: log2 (2 x 8 / (2 x 2)), either way round
    [2.0, 2.0]
    """
    if len(counts) == 0:
        return np.empty(0)
    both = counts.astype(np.float64)
    ends = np.bincount(sources, both, n_nodes).astype(np.float64) + np.bincount(targets, both, n_nodes)
    return WEIGHTS[kind](_Margins(both, ends[sources], ends[targets], 2.0 * float(both.sum())))
