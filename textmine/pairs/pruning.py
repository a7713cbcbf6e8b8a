"""Selects links: those that chance does not explain, those that matter to a node, the heaviest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Floats, Ids
from textmine.falsediscovery import q_values
from textmine.pairs.counting import PairCounts
from textmine.pairs.weights import p_values

__all__ = ["disparity", "heaviest", "is_significant"]


def is_significant(pairs: PairCounts, rate: float) -> NDArray[np.bool_]:
    """Return True for pairs that co-occur more often than by chance, at the false discovery rate `rate`.

    Any two terms that occur in pairs are tested, even if they never co-occur. Otherwise the tests would be selected by
    their results.
    """
    n = int(np.count_nonzero(pairs.first + pairs.second))
    n_tests = n * (n - 1) if pairs.directed else n * (n - 1) // 2
    return q_values(p_values(pairs), n_tests) <= rate


def disparity(sources: Ids, targets: Ids, weights: Floats, n_nodes: int, *, directed: bool) -> Floats:
    """Return the significance of each link for the node where it is most significant, by the disparity filter.

    If a node has k links with total weight s, a link of weight w has alpha = (1 - w / s)^(k - 1): the probability that
    a piece is at least so long when k - 1 random cuts divide the weight. With directions, links out of a node and links
    into it are separate. The only link of a node has alpha 1.

    References
    ----------
    Serrano, Boguna & Vespignani 2009, Extracting the multiscale backbone of complex weighted networks, PNAS 106.

    Examples
    --------
    >>> star = np.array([0, 0, 0], np.int32), np.array([1, 2, 3], np.int32), np.array([8.0, 1.0, 1.0])
    >>> disparity(*star, 4, directed=False).round(4).tolist()  # (1 - 8/10)^2, (1 - 1/10)^2
    [0.04, 0.81, 0.81]
    """
    leaving, entering = _strengths(sources, weights, n_nodes), _strengths(targets, weights, n_nodes)
    if not directed:
        both = leaving[0] + entering[0], leaving[1] + entering[1]
        leaving = entering = both
    return np.minimum(_alpha(sources, weights, *leaving), _alpha(targets, weights, *entering))


def _strengths(ends: Ids, weights: Floats, n_nodes: int) -> tuple[NDArray[np.int64], Floats]:
    strengths: Floats = np.bincount(ends, weights, n_nodes).astype(np.float64)
    return np.bincount(ends, minlength=n_nodes), strengths


def _alpha(ends: Ids, weights: Floats, degrees: NDArray[np.int64], strengths: Floats) -> Floats:
    share = np.minimum(weights / strengths[ends], 1.0)
    alpha: Floats = (1.0 - share) ** (degrees[ends] - 1)
    return alpha


def heaviest(weights: Floats, n: int) -> NDArray[np.intp]:
    """Return the indices of the `n` largest weights, ascending. Of equal weights the first are taken.

    Examples
    --------
    >>> heaviest(np.array([1.0, 3.0, 2.0, 3.0, 2.0]), 3).tolist()
    [1, 2, 3]
    """
    return np.sort(np.argsort(-weights, kind="stable")[:n])
