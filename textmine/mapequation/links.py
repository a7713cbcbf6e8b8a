"""Checks weighted links once, adds up duplicates, and puts links into rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.errors import GraphError
from textmine.lightclasses import NamedTuple
from textmine.mapequation import _kernels

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Links", "both_ways", "read_links", "rows_of", "sort_by", "starts_of"]

_MOST_LINKS = 2**31 - 1
Rows = tuple[Longs, Ids, Floats]


class Links(NamedTuple):
    """Unique links with positive weight, in order of source and target; undirected links have source <= target."""

    sources: Ids
    targets: Ids
    weights: Floats


def read_links(
    sources: npt.ArrayLike, targets: npt.ArrayLike, weights: npt.ArrayLike, n_nodes: int, *, directed: bool
) -> Links:
    """Validate ids and weights, drop zero weights, add up duplicates.

    Raises
    ------
    GraphError
        If lengths differ, an id is not in ``range(n_nodes)``, a weight is negative or not finite, or all are zero.

    Examples
    --------
    >>> read_links([1, 0, 0], [0, 1, 2], [1, 2, 0], 3, directed=False).weights.tolist()
    [3.0]
    """
    first, second = _as_ids(sources), _as_ids(targets)
    weight = np.ascontiguousarray(weights, np.float64)
    _check(first, second, weight, n_nodes)
    return _unique(first.astype(np.int32, copy=False), second.astype(np.int32, copy=False), weight, n_nodes, directed)


def _unique(first: Ids, second: Ids, weight: Floats, n_nodes: int, directed: bool) -> Links:
    """Drop links with weight zero, sort the others, and add up duplicates."""
    if not weight.all():
        first, second, weight = first[weight > 0], second[weight > 0], weight[weight > 0]
    if not directed and (first > second).any():
        first, second = np.minimum(first, second), np.maximum(first, second)
    in_order = (first[1:] > first[:-1]) | ((first[1:] == first[:-1]) & (second[1:] > second[:-1]))
    if not in_order.all():
        order = sort_by(first, sort_by(second, None, n_nodes)[0], n_nodes)[0]
        first, second, weight = first[order], second[order], weight[order]
        same = (first[1:] == first[:-1]) & (second[1:] == second[:-1])
        starts = np.flatnonzero(np.concatenate(([True], ~same)))
        if len(starts) < len(weight):
            first, second, weight = first[starts], second[starts], np.add.reduceat(weight, starts)
    return Links(first, second, weight)


def _as_ids(ids: npt.ArrayLike) -> npt.NDArray[np.integer[Any]]:
    ids = np.ascontiguousarray(ids)
    return ids if ids.dtype in (np.int32, np.int64) else ids.astype(np.int64)


def sort_by(
    keys: Ids, given: npt.NDArray[np.int64] | None, n_keys: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return `given` (None: all positions) sorted by key, and the first position of each key, int64[n_keys + 1].

    Examples
    --------
    >>> [part.tolist() for part in sort_by(np.array([1, 0, 1], np.int32), None, 2)]
    [[1, 0, 2], [0, 1, 3]]
    """
    given = np.arange(len(keys)) if given is None else given
    place, order = np.zeros(n_keys + 1, np.int64), np.empty(len(keys), np.int64)
    _kernels.sort_by(keys, given, place, order)
    place[1:] = place[:-1]  # `place` holds the ends now
    place[0] = 0
    return order, place


def both_ways(links: Links, flows: Floats, n_nodes: int) -> Rows:
    """Return CSR rows of directed links. Each link is in the rows of both ends; a link and its reverse become one.

    Examples
    --------
    >>> links = Links(np.array([0, 1], np.int32), np.array([1, 0], np.int32), np.ones(2))
    >>> [row.tolist() for row in both_ways(links, np.array([0.25, 0.5]), 2)]
    [[0, 1, 2], [1, 0], [0.75, 0.75]]
    """
    out_indptr, (by_target, in_indptr) = starts_of(links.sources, n_nodes), sort_by(links.targets, None, n_nodes)
    room = 2 * len(flows) + 1
    indptr, neighbours, weight = np.empty(n_nodes + 1, np.int64), np.empty(room, np.int32), np.empty(room)
    count = _kernels.merge_rows(
        out_indptr, links.targets, flows, in_indptr, links.sources[by_target], flows[by_target],
        indptr, neighbours, weight,
    )  # fmt: skip
    return indptr, neighbours[:count], weight[:count]


def starts_of(keys: Ids, n_keys: int) -> npt.NDArray[np.int64]:
    """Return the first position of each key among sorted keys, int64[n_keys + 1]."""
    indptr = np.zeros(n_keys + 1, np.int64)
    np.cumsum(np.bincount(keys, minlength=n_keys), out=indptr[1:])
    return indptr


def rows_of(low: Ids, high: Ids, flows: Floats, n_nodes: int) -> Rows:
    """Return CSR rows in which each link is in the rows of both ends, in the order of the links.

    Examples
    --------
    >>> [row.tolist() for row in rows_of(np.array([0], np.int32), np.array([1], np.int32), np.array([0.5]), 2)]
    [[0, 1, 2], [1, 0], [0.5, 0.5]]
    """
    degree = np.bincount(low, minlength=n_nodes) + np.bincount(high, minlength=n_nodes)
    indptr = np.zeros(n_nodes + 1, np.int64)
    np.cumsum(degree, out=indptr[1:])
    neighbours, weight = np.empty(2 * len(low), np.int32), np.empty(2 * len(low))
    _kernels.fill_rows(low, high, flows, indptr[:-1].copy(), neighbours, weight)
    return indptr, neighbours, weight


def _check(
    first: npt.NDArray[np.integer[Any]], second: npt.NDArray[np.integer[Any]], weight: Floats, n_nodes: int
) -> None:
    if not len(first) == len(second) == len(weight):
        raise GraphError(f"{len(first)} sources, {len(second)} targets and {len(weight)} weights do not match")
    if len(first) > _MOST_LINKS:
        raise GraphError(f"{len(first)} links are more than {_MOST_LINKS}", "drop those of little weight")
    if n_nodes > np.iinfo(np.int32).max:
        raise GraphError(f"{n_nodes} nodes are more than ids of 32 bits can name")
    for ids in (first, second):
        if len(ids) and (ids.min() < 0 or ids.max() >= n_nodes):
            raise GraphError(f"a node id lies outside 0..{n_nodes - 1}")
    bad = np.flatnonzero(~((weight >= 0) & np.isfinite(weight)))
    if len(bad):
        raise GraphError(f"link {bad[0]} has weight {weight[bad[0]]}", "weights must be finite and not negative")
    if not (weight > 0).any():
        raise GraphError("no link has a positive weight", "a graph needs at least one")
