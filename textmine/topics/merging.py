"""Spherical k-means (Dhillon & Modha 2001) from many clusters to few: merging by least loss, refining on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from textmine.arraytypes import Floats, Hashes, Ids
from textmine.topics import _kernels
from textmine.topics.directions import Clusters, Directions
from textmine.topics.keys import drawn

__all__ = ["compact", "first_clusters", "merged", "merging", "refine"]

_FEW = 0.001  # share of rows; when fewer move, clusters are at rest
_FIRST_ROUNDS = 2
_ROUNDS = 2
_STEP = 1.25  # greatest ratio of the numbers of clusters before and after merging


def compact(labels: Ids) -> Ids:
    """Give the labels in use numbers from 0, in their order; -1 stays."""
    used = np.unique(labels[labels >= 0])
    numbers = np.full(int(used[-1]) + 2 if len(used) else 1, -1, np.int32)  # the last place is for -1
    numbers[used] = np.arange(len(used), dtype=np.int32)
    return numbers[labels]


def refine(rows: Directions, labels: Ids, clusters: Clusters, rounds: int) -> tuple[Ids, Clusters]:
    """Move each row to the nearest cluster, and anew, until few move; empty clusters vanish.

    `clusters` are those of `labels`; returned are both, after the last move.
    """
    for _ in range(rounds):
        found, _cosines = rows.assign(clusters.centres())
        moved = np.count_nonzero(found != labels)
        if moved == 0:
            break
        labels = compact(found)
        clusters = rows.clusters(labels, int(labels.max(initial=-1)) + 1)
        if moved <= _FEW * len(labels):
            break
    return labels, clusters


def first_clusters(rows: Directions, k: int, keys: Hashes) -> Ids:
    """Assign each row to the nearest of the `k` rows with the least keys."""
    filled = np.flatnonzero(np.diff(rows.indptr))
    begun = filled[drawn(keys[filled], k)]
    labels = np.full(len(rows), -1, np.int32)
    labels[begun] = np.arange(len(begun), dtype=np.int32)
    found, _cosines = rows.assign(rows.clusters(labels, max(len(begun), 1)).centres())
    return found


def merging(rows: Directions, labels: Ids, numbers: Sequence[int]) -> Iterator[tuple[Ids, Clusters]]:
    """Yield clusters, refined, at about each of the descending `numbers`, merged from those in `labels`."""
    labels = compact(labels)
    k = int(labels.max(initial=-1)) + 1
    labels, clusters = refine(rows, labels, rows.clusters(labels, k), _FIRST_ROUNDS if k else 0)
    for number in numbers:
        while (k := len(clusters.lengths)) > number:
            parents = merged(clusters, k - max(number, -(-k // 2), int(k / _STEP)))
            labels = compact(np.where(labels >= 0, parents[labels], np.int32(-1)))
            labels, clusters = refine(rows, labels, clusters.joined(parents), _ROUNDS)
        yield labels, clusters


def merged(clusters: Clusters, n_pairs: int) -> Ids:
    """Merge pairs of clusters, those first whose union loses least length; no cluster is merged twice.

    Returns
    -------
    int32[k]
        The cluster that each becomes part of, mostly itself.
    """
    k = len(clusters.lengths)
    parents = np.arange(k, dtype=np.int32)
    losses = _losses(clusters)
    free = np.ones(k, bool)
    for place in np.argsort(losses, axis=None, kind="stable").tolist():
        i, j = divmod(place, k)
        if n_pairs <= 0 or i >= j:
            break
        if free[i] and free[j] and i < j:
            parents[j] = i
            free[i] = free[j] = False
            n_pairs -= 1
    return parents


def _losses(clusters: Clusters) -> Floats:
    """Return |a| + |b| - |a + b| of the sums of each pair, by the rows' measure; infinite on and below the diagonal."""
    k = len(clusters.lengths)
    products = np.zeros((k, k))
    _kernels.add_products(clusters.sums, clusters.smoothed, products)
    squares = np.diag(products)
    union = np.sqrt(np.maximum(squares[:, None] + squares[None, :] + 2 * products, 0))
    losses = clusters.lengths[:, None] + clusters.lengths[None, :] - union
    losses[np.tril_indices(k)] = np.inf
    return losses
