"""Checks weighted links once, adds up duplicates, and puts links into rows."""

from __future__ import annotations

from textmine.buffers import Doubles, Ints, Longs, as_ints, copied, doubles, ints, longs
from textmine.errors import GraphError
from textmine.lightclasses import NamedTuple
from textmine.mapequation.walk import _kernels
from textmine.ordering import order_by_ints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    import numpy.typing as npt

    from textmine.arraytypes import Floats, Ids

__all__ = ["Links", "Rows", "chosen", "folded", "links_of", "read_links", "rows_by_source", "turned"]

_MOST_LINKS = _MOST_NODES = 2**31 - 1


class Links(NamedTuple):
    """Unique links with positive weight, in order of source and target; undirected links have source <= target."""

    sources: Ids
    targets: Ids
    weights: Floats


class Rows(NamedTuple):
    """The same as `Links` in rows by source: the links of node u are ``starts[u]`` to ``starts[u + 1]``."""

    starts: Longs
    targets: Ints | Ids
    weights: Doubles | Floats


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
    import numpy as np

    first, second = _as_ids(sources), _as_ids(targets)
    weight = np.require(weights, np.float64, ["C", "W"])  # what cannot be written to, kernels do not take
    _check(first, second, weight, n_nodes)
    return _unique(first.astype(np.int32, copy=False), second.astype(np.int32, copy=False), weight, n_nodes, directed)


def _unique(first: Ids, second: Ids, weight: Floats, n_nodes: int, directed: bool) -> Links:
    """Drop links with weight zero, sort the others, and add up duplicates."""
    import numpy as np

    if not weight.all():
        first, second, weight = first[weight > 0], second[weight > 0], weight[weight > 0]
    if not directed and (first > second).any():
        first, second = np.minimum(first, second), np.maximum(first, second)
    in_order = (first[1:] > first[:-1]) | ((first[1:] == first[:-1]) & (second[1:] > second[:-1]))
    if not in_order.all():
        order = np.asarray(order_by_ints(as_ints(first), n_nodes, order_by_ints(as_ints(second), n_nodes)))
        first, second, weight = first[order], second[order], weight[order]
        same = (first[1:] == first[:-1]) & (second[1:] == second[:-1])
        starts = np.flatnonzero(np.concatenate(([True], ~same)))
        if len(starts) < len(weight):
            first, second, weight = first[starts], second[starts], np.add.reduceat(weight, starts)
    return Links(first, second, weight)


def _as_ids(ids: npt.ArrayLike) -> npt.NDArray[np.integer[Any]]:
    import numpy as np

    ids = np.require(ids, requirements=["C", "W"])
    return ids if ids.dtype in (np.int32, np.int64) else ids.astype(np.int64)


def rows_by_source(links: Links, n_nodes: int) -> Rows:
    """Return links as rows; they share the memory.

    Examples
    --------
    >>> rows_by_source(read_links([1, 0, 0], [0, 1, 2], [1, 2, 3], 3, directed=True), 3).starts.tolist()
    [0, 2, 3, 3]
    """
    starts = longs(n_nodes + 1)
    _kernels.count_keys(links.sources, starts)
    return Rows(starts, links.targets, links.weights)


def links_of(rows: Rows) -> Links:
    """Return rows as links, which numpy is loaded for."""
    import numpy as np

    starts = np.asarray(rows.starts)
    sources = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    return Links(sources, np.asarray(rows.targets), np.asarray(rows.weights))


def turned(rows: Rows) -> tuple[Longs, Ints]:
    """Return the first position of each row by target, int64[n + 1], and the sources in them, without self-links.

    Examples
    --------
    >>> rows = rows_by_source(read_links([0, 0, 1], [1, 2, 2], [1, 1, 1], 3, directed=True), 3)
    >>> [part.tolist() for part in turned(rows)]
    [[0, 0, 1, 3], [0, 0, 1]]
    """
    place = longs(len(rows.starts) + 1)
    _kernels.place_by_target(rows.starts, rows.targets, place)
    sources = ints(place[-1])
    _kernels.turn(rows.starts, rows.targets, place, sources)
    return place[:-1], sources


def folded(rows: Rows) -> Rows:
    """Return links without their direction: each in the row of its smaller end, a link and its reverse added up.

    Rows that are so already are returned as they are.

    Examples
    --------
    >>> rows = rows_by_source(read_links([0, 1, 2], [1, 0, 1], [1, 2, 4], 3, directed=True), 3)
    >>> [part.tolist() for part in folded(rows)]
    [[0, 1, 2, 2], [1, 2], [3.0, 4.0]]
    """
    if not _kernels.count_down(rows.starts, rows.targets):
        return rows
    starts, targets, weights = longs(len(rows.starts)), ints(len(rows.targets)), doubles(len(rows.targets))
    count = _kernels.fold(*rows, *turned(rows), copied(rows.starts), starts, targets, weights)
    return Rows(starts, targets[:count], weights[:count])


def chosen(rows: Rows, least: float, *, self_links: bool) -> Rows:
    """Return the links that have the `least` weight or more, with or without those from a node to itself.

    Examples
    --------
    >>> rows = rows_by_source(read_links([0, 0, 1], [0, 1, 1], [1, 2, 4], 2, directed=True), 2)
    >>> [part.tolist() for part in chosen(rows, 2.0, self_links=True)]
    [[0, 1, 2], [1, 1], [2.0, 4.0]]
    >>> [part.tolist() for part in chosen(rows, 0.0, self_links=False)]
    [[0, 1, 1], [1], [2.0]]
    """
    starts, targets, weights = longs(len(rows.starts)), ints(len(rows.targets)), doubles(len(rows.targets))
    count = _kernels.choose(*rows, least, self_links, starts, targets, weights)
    return Rows(starts, targets[:count], weights[:count])


def _check(
    first: npt.NDArray[np.integer[Any]], second: npt.NDArray[np.integer[Any]], weight: Floats, n_nodes: int
) -> None:
    import numpy as np

    if not len(first) == len(second) == len(weight):
        raise GraphError(f"{len(first)} sources, {len(second)} targets and {len(weight)} weights do not match")
    if len(first) > _MOST_LINKS:
        raise GraphError(f"{len(first)} links are more than {_MOST_LINKS}", "drop those of little weight")
    if n_nodes > _MOST_NODES:
        raise GraphError(f"{n_nodes} nodes are more than ids of 32 bits can name")
    for ids in (first, second):
        if len(ids) and (ids.min() < 0 or ids.max() >= n_nodes):
            raise GraphError(f"a node id lies outside 0..{n_nodes - 1}")
    bad = np.flatnonzero(~((weight >= 0) & np.isfinite(weight)))
    if len(bad):
        raise GraphError(f"link {bad[0]} has weight {weight[bad[0]]}", "weights must be finite and not negative")
    if not (weight > 0).any():
        raise GraphError("no link has a positive weight", "a graph needs at least one")
