"""Bursts: stretches of periods in which a term is in many more documents than usual (Kleinberg 2002)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Bools, Floats, Longs

__all__ = ["Bursts", "find_bursts"]

SCALE: Final = 2.0  # in a burst, a term is in so many times its usual share of documents
GAMMA: Final = 1.0  # cost of the begin of a burst, in ln (number of periods)
_MOST: Final = 0.9999  # greatest share of documents in a burst


@dataclass(frozen=True, slots=True)
class Bursts:
    """The bursts of terms.

    Attributes
    ----------
    in_burst
        bool[t, p]: whether a term bursts in a period.
    first, last
        int64[t]: first and last period of the burst with the greatest weight; -1 for a term without one.
    weight
        float64[t]: the nats that the burst saves over the usual state; 0 for a term without one.
    """

    in_burst: Bools
    first: Longs
    last: Longs
    weight: Floats


def find_bursts(documents: Longs, n_documents: Longs, *, scale: float = SCALE, gamma: float = GAMMA) -> Bursts:
    """Find the bursts of each term by the automaton of two states for batches of documents.

    Of the d documents of a period, r have the term. In the usual state each has it with the probability p = sum r /
    sum d, in the burst with `scale` times p. A state costs -ln of the binomial probability of r; the way into a burst
    costs `gamma` ln (number of periods), the way out nothing. The cheapest sequence of states is found by dynamic
    programming, from the usual state (Kleinberg 2002, Bursty and hierarchical structure in streams, section 4).

    Parameters
    ----------
    documents
        int64[t, p]: documents with each term in each period.
    n_documents
        int64[p]: documents of each period.

    Examples
    --------
    >>> found = find_bursts(np.array([[1, 1, 9, 8, 1]]), np.full(5, 20))
    >>> found.in_burst.astype(int).tolist(), found.first.tolist(), found.last.tolist(), found.weight.round(2).tolist()
    ([[0, 0, 1, 1, 0]], [2], [3], [5.17])
    """
    n_terms, n_periods = documents.shape
    usual = documents.sum(axis=1) / max(int(n_documents.sum()), 1)
    # The burst differs from the usual state by so much; the binomial coefficient is the same in both.
    gain = _gain(documents, n_documents, np.minimum(usual, _MOST), np.minimum(scale * usual, _MOST))
    enter = gamma * np.log(max(n_periods, 1))
    saved = np.zeros((n_terms, 2))  # best gain so far, by the state of the last period
    saved[:, 1] = -np.inf
    came_from_burst = np.zeros((n_terms, n_periods, 2), dtype=bool)
    for period in range(n_periods):
        came_from_burst[:, period, 0] = saved[:, 1] > saved[:, 0]
        came_from_burst[:, period, 1] = saved[:, 1] > saved[:, 0] - enter
        out = saved.max(axis=1)
        into = np.maximum(saved[:, 1], saved[:, 0] - enter) + gain[:, period]
        saved = np.column_stack((out, into))
    state = saved[:, 1] > saved[:, 0]
    in_burst = np.zeros((n_terms, n_periods), dtype=bool)
    rows = np.arange(n_terms)
    for period in reversed(range(n_periods)):
        in_burst[:, period] = state
        state = came_from_burst[rows, period, state.astype(np.intp)]
    return Bursts(in_burst, *_heaviest(in_burst, gain))


def _gain(documents: Longs, n_documents: Longs, usual: Floats, burst: Floats) -> Floats:
    """Return float64[t, p]: nats that the burst saves over the usual state in each period."""
    none = usual <= 0
    with np.errstate(divide="ignore", invalid="ignore"):
        with_term = np.where(none, 0.0, np.log(burst / usual))
        without = np.log((1.0 - burst) / (1.0 - usual))
    gain: Floats = documents * with_term[:, None] + (n_documents - documents) * without[:, None]
    return gain


def _heaviest(in_burst: Bools, gain: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
    """Return begin, end and weight of the heaviest burst of each term; the first of equal ones."""
    n_terms, n_periods = in_burst.shape
    first, last, weight = np.full(n_terms, -1), np.full(n_terms, -1), np.zeros(n_terms)
    begin, sums = np.zeros(n_terms, dtype=np.int64), np.zeros(n_terms)
    for period in range(n_periods):
        now = in_burst[:, period]
        begins = now if period == 0 else now & ~in_burst[:, period - 1]
        begin[begins] = period
        sums = np.where(begins, 0.0, sums) + np.where(now, gain[:, period], 0.0)
        ends = now if period == n_periods - 1 else now & ~in_burst[:, period + 1]
        better = ends & (sums > weight)
        first[better], last[better], weight[better] = begin[better], period, sums[better]
    return first, last, weight
