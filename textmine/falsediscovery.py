"""Many tests at once: how many of those called significant are wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["q_values"]


def q_values(p_values: NDArray[np.float64], n_tests: int | None = None) -> NDArray[np.float64]:
    """Return the least false-discovery rate at which each of a family of tests is called significant.

    The k-th smallest of m p-values is worth m p / k, and no more than any larger one is (Benjamini & Hochberg 1995).

    Parameters
    ----------
    p_values
        float64[k].
    n_tests
        The size m of the family, where it has more tests than `p_values` has; the others are taken to have larger
        p-values, which can only make the rates larger.

    Examples
    --------
    >>> q_values(np.array([0.04, 0.01, 0.03, 0.5])).tolist()  # 4 x 0.04 / 3 < 4 x 0.03 / 2
    [0.05333333333333334, 0.04, 0.05333333333333334, 0.5]
    """
    k = len(p_values)
    order = np.argsort(p_values, kind="stable")
    rates = p_values[order] * (k if n_tests is None else n_tests) / np.arange(1, k + 1)
    q = np.empty(k)
    q[order] = np.minimum.accumulate(rates[::-1])[::-1]
    return q
