"""Agreement of two partitions of the same documents, above what chance gives."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs

__all__ = ["Agreement", "agreement", "cross_table"]


class Agreement(NamedTuple):
    """How much two partitions tell about each other.

    Attributes
    ----------
    bits
        Mutual information above that of partitions with the same sizes drawn at random, in bits.
    ami
        The same as a share of the mean entropy (adjusted mutual information), 1 for equal partitions.
    """

    bits: float
    ami: float


def agreement(first: Ids, second: Ids) -> Agreement:
    """Compare two partitions by adjusted mutual information (Vinh, Epps & Bailey 2010).

    Parameters
    ----------
    first, second
        int32[n]: a label each; places where one is -1 are left out.

    Examples
    --------
    >>> agreement(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])).ami.__round__(4)  # the same as scikit-learn 1.9
    0.5714
    """
    n = int(np.count_nonzero((first >= 0) & (second >= 0)))
    if n == 0:
        return Agreement(0.0, 0.0)
    table = cross_table(first, second)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    information = _entropy(rows, n) + _entropy(columns, n) - _entropy(table.ravel(), n)
    chance = _expected_information(rows[rows > 0], columns[columns > 0], n)
    above = information - chance
    greatest = (_entropy(rows, n) + _entropy(columns, n)) / 2 - chance
    return Agreement(above / math.log(2), above / greatest if greatest > 1e-12 else 0.0)


def cross_table(first: Ids, second: Ids, k: int | None = None) -> Longs:
    """Return int64[k, l]: how many places have each pair of labels; places where one is -1 are left out."""
    both = (first >= 0) & (second >= 0)
    table = np.zeros((int(first.max()) + 1 if k is None else k, int(second.max()) + 1), np.int64)
    np.add.at(table, (first[both], second[both]), 1)
    return table


def _entropy(counts: Longs, n: int) -> float:
    shares = counts[counts > 0] / n
    return float(-(shares * np.log(shares)).sum())


def _expected_information(rows: Longs, columns: Longs, n: int) -> float:
    """Return the mean mutual information, in nats, of partitions with these sizes (hypergeometric model)."""
    ln_factorial = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, n + 1)))))
    total = 0.0
    for a in rows.tolist():
        low = np.maximum(1, a + columns - n)
        most = int(np.minimum(a, columns).max())
        shared = np.arange(1, most + 1)[:, None]
        possible = (shared >= low) & (shared <= np.minimum(a, columns))
        total += _of_row(a, columns, n, np.where(possible, shared, 1), possible, ln_factorial)
    return total


def _of_row(a: int, columns: Longs, n: int, shared: Longs, possible: Longs, ln_factorial: Floats) -> float:
    rest = np.where(possible, n - a - columns + shared, 0)
    log_chance = (
        ln_factorial[a]
        + ln_factorial[columns]
        + ln_factorial[n - a]
        + ln_factorial[n - columns]
        - ln_factorial[n]
        - ln_factorial[shared]
        - ln_factorial[np.where(possible, a - shared, 0)]
        - ln_factorial[np.where(possible, columns - shared, 0)]
        - ln_factorial[rest]
    )
    terms = shared / n * np.log(n * shared / (a * columns)) * np.exp(np.where(possible, log_chance, -np.inf))
    return float(terms.sum())
