"""Documents as directions: sparse rows whose products count terms that are near each other, and passes over them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.topics import _kernels
from textmine.topics.parallel import in_parts
from textmine.topics.rows import DocumentTerms

__all__ = ["Clusters", "Directions", "directions", "weighted"]

_ONE = 1 << 30  # what a value of 1 is stored as


@dataclass(frozen=True, slots=True)
class Clusters:
    """Sums of the rows of clusters.

    Attributes
    ----------
    sums, smoothed
        float64[V, k]: the sum s of the rows x of each cluster, and M M s.
    lengths
        float64[k]: that of M s. Their total is what spherical k-means makes as great as possible.
    """

    sums: Floats
    smoothed: Floats
    lengths: Floats

    def joined(self, parents: Ids) -> Clusters:
        """Return the clusters that are left when each is part of its parent, which no other is part of, in order."""
        kept, numbers = np.unique(parents, return_inverse=True)
        children = np.flatnonzero(parents != np.arange(len(parents)))
        sums, smoothed = (each.take(kept, axis=1) for each in (self.sums, self.smoothed))
        for both, of in ((sums, self.sums), (smoothed, self.smoothed)):
            both[:, numbers[children]] += of[:, children]
        return _measured(sums, smoothed)

    def centres(self) -> Floats:
        """Return the smoothed direction of each cluster, float64[V, k]; zeros for an empty one."""
        return self.smoothed / np.where(self.lengths > 0, self.lengths, 1.0)


@dataclass(frozen=True, slots=True)
class Directions:
    """Sparse rows x of weighted terms, that stand for M x, of length 1, which are never formed.

    Attributes
    ----------
    indptr, terms
        int64[D + 1], int32[m]: the sparse rows x.
    values
        int32[m]: their values, in units of 2^-30.
    smoother
        The matrix M, sparse, symmetric, V by V.
    threads
        Ranges of rows processed in parallel.
    """

    indptr: Longs
    terms: Ids
    values: Ids
    smoother: Any
    threads: int = 1

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def n_terms(self) -> int:
        """Number of terms."""
        return int(self.smoother.shape[0])

    def take(self, rows: Longs) -> Directions:
        """Return some of the rows."""
        sizes = np.diff(self.indptr)[rows]
        indptr = np.concatenate(([0], np.cumsum(sizes)))
        places = np.arange(indptr[-1]) + np.repeat(self.indptr[rows] - indptr[:-1], sizes)
        return Directions(indptr, self.terms[places], self.values[places], self.smoother, self.threads)

    def clusters(self, labels: Ids, k: int) -> Clusters:
        """Return the sums of the rows with each label from 0 to k - 1; rows with the label -1 count nowhere."""

        def work(begin: int, end: int) -> Longs:
            sums = np.zeros((self.n_terms, k), np.int64)
            _kernels.add_rows(self.indptr, self.terms, self.values, labels, begin, end, sums)
            return sums

        parts = in_parts(work, self.indptr, self.threads)
        sums: Floats = functools.reduce(np.add, parts) / _ONE
        del parts
        return _measured(sums, self.smoother @ (self.smoother @ sums))

    def assign(self, weights: Floats) -> tuple[Ids, Floats]:
        """Return the cluster with the greatest product of each row and its weights, float64[V, k], and that product.

        With the centres of clusters as weights, products are cosines. The cluster is -1 for a row that shares no term
        with any.
        """
        labels, products = np.empty(len(self), np.int32), np.empty(len(self))

        def work(begin: int, end: int) -> None:
            scores = np.empty(weights.shape[1])
            _kernels.nearest_clusters(
                self.indptr, self.terms, self.values, weights, begin, end, scores, labels, products
            )

        in_parts(work, self.indptr, self.threads)
        return labels, products / _ONE


def _measured(sums: Floats, smoothed: Floats) -> Clusters:
    return Clusters(sums, smoothed, np.sqrt(np.maximum((sums * smoothed).sum(axis=0), 0)))


def weighted(rows: DocumentTerms, specificity: Floats, pieces: DocumentTerms | None = None) -> Floats:
    """Return the weight of each entry: (1 + ln count) ln(D / documents) sqrt(specificity), float64[m].

    Terms are as rare as in `pieces`, if given: in one long document, none is rare, but in its pieces.
    """
    pieces = rows if pieces is None else pieces
    rarity = np.log(max(len(pieces), 1) / np.maximum(pieces.spread(), 1))
    of_term = rarity * np.sqrt(np.maximum(specificity, 1e-6))
    values: Floats = (1.0 + np.log(rows.counts)) * of_term[rows.terms]
    return values


def directions(rows: DocumentTerms, values: Floats, smoother: Any, *, threads: int = 1) -> Directions:
    """Divide each row x by the length of M x.

    Parameters
    ----------
    rows
        Documents.
    values
        float64[m]: weights of their terms.
    smoother
        The matrix M: sparse, symmetric, V by V.

    Examples
    --------
    >>> from scipy.sparse import csr_array
    >>> from textmine.topics.rows import count_terms
    >>> rows = count_terms(np.array([0, 1, -3], np.int32), np.array([0, 3]), 2)
    >>> found = directions(rows, np.array([3.0, 4.0]), csr_array(np.eye(2)))
    >>> (found.values / 2**30).round(6).tolist()
    [0.6, 0.8]
    """
    lengths = np.zeros(len(rows))
    near_at, near = smoother.indptr.astype(np.int64), smoother.indices.astype(np.int32)

    def work(begin: int, end: int) -> None:
        row, met = np.zeros(rows.n_terms), np.empty(rows.n_terms, np.int32)
        _kernels.smoothed_lengths(
            rows.indptr, rows.terms, values, near_at, near, smoother.data, begin, end, row, met, lengths
        )

    in_parts(work, rows.indptr, threads)
    unit = np.divide(_ONE, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    stored = np.empty(len(values), np.int32)
    for first, last in rows.blocks():
        part = slice(rows.indptr[first], rows.indptr[last])
        stored[part] = np.rint(values[part] * np.repeat(unit[first:last], np.diff(rows.indptr[first : last + 1])))
    return Directions(rows.indptr, rows.terms, stored, smoother, threads)
