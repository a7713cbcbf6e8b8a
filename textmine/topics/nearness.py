"""Which terms are near each other: normalised mutual information of their documents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.topics import _kernels
from textmine.topics.parallel import in_parts
from textmine.topics.rows import DocumentTerms

__all__ = ["Nearness", "nearest_terms"]

_MIN_TOGETHER = 2
_STRONGEST = 10


@dataclass(frozen=True)
class Nearness:
    """The nearest terms of each term.

    Attributes
    ----------
    nearest
        int32[V, K]: the terms with the greatest NPMI, best first; -1 where there are no more.
    strengths
        float64[V, K]: their NPMI, 0 to 1.
    """

    nearest: Ids
    strengths: Floats

    def specificity(self) -> Floats:
        """Return the mean of the ten greatest NPMI of each term, float64[V].

        A generic term occurs with everything, so that even its strongest links are weak.
        """
        mean: Floats = self.strengths[:, :_STRONGEST].sum(axis=1) / _STRONGEST
        return mean

    def renumbered(self, order: Longs) -> Nearness:
        """Return the same for terms numbered anew, `order` being the old numbers in their new order."""
        number = np.append(np.argsort(order), -1).astype(np.int32)  # the last place is for -1
        return Nearness(number[self.nearest[order]], self.strengths[order])

    @cached_property
    def links(self) -> Any:
        """The links as a symmetric sparse matrix: a term is linked with those that it or they are nearest to."""
        return self._linked(self.nearest.shape[1])

    def _linked(self, k: int) -> Any:
        from scipy.sparse import csr_array

        n_terms, nearest, strengths = len(self.nearest), self.nearest[:, :k], self.strengths[:, :k]
        found = nearest >= 0
        rows = np.repeat(np.arange(n_terms), found.sum(axis=1))
        one_way = csr_array((strengths[found], (rows, nearest[found])), shape=(n_terms, n_terms))
        both = one_way.maximum(one_way.T).tocsr()
        both.sort_indices()
        return both

    def smoother(self, weight: float) -> Any:
        """Return M = I + `weight` N as a sparse matrix, N being links divided by the roots of both terms' totals.

        They are the links with the ten nearest: more cost time, and hardly make other clusters. N has eigenvalues from
        -1 to 1, so that M measures lengths for weights up to 1.
        """
        from scipy.sparse import csr_array, diags_array

        links = self._linked(_STRONGEST)
        totals = np.asarray(links.sum(axis=1)).ravel()
        roots = np.divide(1.0, np.sqrt(totals), out=np.zeros_like(totals), where=totals > 0)
        scale = diags_array(roots)
        matrix = csr_array(diags_array(np.ones(len(totals))) + weight * (scale @ links @ scale))
        matrix.sort_indices()
        return matrix


def nearest_terms(rows: DocumentTerms, k: int, *, threads: int = 1) -> Nearness:
    """Return the `k` nearest terms of each term, among those it shares two documents or more with.

    Examples
    --------
    >>> from textmine.topics.rows import count_terms
    >>> text = np.array([0, 1, -3, 0, 1, -3, 2, -3, 0, 2, -3], np.int32)
    >>> near = nearest_terms(count_terms(text, np.array([0, 3, 6, 8, 11]), 3), 2)
    >>> near.nearest.tolist(), near.strengths.round(3).tolist()  # ln(4 * 2 / (3 * 2)) / ln(4 / 2)
    ([[1, -1], [0, -1], [-1, -1]], [[0.415, 0.0], [0.415, 0.0], [0.0, 0.0]])
    """
    n_terms, n_documents = rows.n_terms, len(rows)
    spread = rows.spread()
    holders_at = np.concatenate(([0], np.cumsum(spread)))
    holders = rows.rows()[np.argsort(rows.terms, kind="stable")].astype(np.int32)
    logs = np.log(np.maximum(np.arange(n_documents + 1), 1))
    nearest = np.full((n_terms, k), -1, np.int32)
    strengths = np.zeros((n_terms, k))

    def work(begin: int, end: int) -> None:
        together, met = np.zeros(n_terms, np.int32), np.empty(n_terms, np.int32)
        _kernels.nearest_terms(
            rows.indptr, rows.terms, holders_at, holders, logs, n_documents, _MIN_TOGETHER, begin, end, together, met,
            nearest, strengths,
        )  # fmt: skip

    in_parts(work, _work_of_terms(rows, holders_at, holders), threads)
    return Nearness(nearest, strengths)


def _work_of_terms(rows: DocumentTerms, holders_at: Longs, holders: Ids) -> Longs:
    """Return how many pairs the terms before each term have, int64[V + 1]."""
    sizes = np.diff(rows.indptr)
    pairs = np.concatenate(([0], np.cumsum(sizes[holders])))
    return pairs[holders_at]
