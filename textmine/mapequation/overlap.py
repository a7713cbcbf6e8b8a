"""Compares the modules of two trees over the same nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.arraytypes import Floats, Ids, Longs
from textmine.buffers import as_buffer
from textmine.mapequation.codelength import ModuleTree
from textmine.mapequation.tree import depths

__all__ = ["best_matches", "last_below"]


def best_matches(tree: ModuleTree, parent: Ids, node_module: Ids) -> tuple[Longs, Floats]:
    """Return for each module of `tree` the module of another tree with the greatest overlap, and that overlap.

    The overlap is the number of nodes in both divided by the number in either (Jaccard). If overlaps are equal, the
    first module is taken. A root matches only the other root.

    Parameters
    ----------
    tree
        The root is 0. No module is empty.
    parent : int32[k]
        The other tree: the root is 0 with parent -1.
    node_module : int32[n]

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 1, 2, 2]))
    >>> [part.tolist() for part in best_matches(tree, np.array([-1, 0, 0]), np.array([1, 1, 1, 2]))]
    [[0, 1, 2], [1.0, 0.6666666666666666, 0.5]]
    """
    above, module = np.asarray(tree.parent, np.int64), np.asarray(tree.node_module, np.int64)
    other_above = np.asarray(parent, np.int64)
    k = len(other_above)
    pair, count = np.unique(module * k + node_module, return_counts=True)
    pairs, counts = [], []
    for at, ours in _ways_up(pair // k, above):
        for further, theirs in _ways_up((pair % k)[at], other_above):
            pairs.append(ours[further] * k + theirs)
            counts.append(count[at][further])
    both, place = np.unique(np.concatenate(pairs), return_inverse=True)
    shared = np.bincount(place, np.concatenate(counts))
    ours, theirs = both // k, both % k
    either = _sizes(above, module)[ours] + _sizes(other_above, node_module)[theirs] - shared
    order = np.lexsort((theirs, -shared / either, ours))
    first = order[np.searchsorted(ours, np.arange(1, len(above)))]
    match = np.append(0, theirs[first])
    return match, np.append(1.0, (shared / either)[first])


def last_below(parent: Ids) -> Ids:
    """Return the last module in the subtree of each module, with modules numbered depth first.

    Examples
    --------
    >>> last_below(np.array([-1, 0, 1, 1, 0], np.int32)).tolist()
    [4, 3, 2, 3, 4]
    """
    last, depth = np.arange(len(parent), dtype=np.int32), np.asarray(depths(as_buffer(parent)))
    for level in range(int(depth.max()), 0, -1):
        here = np.flatnonzero(depth == level)
        np.maximum.at(last, parent[here], last[here])
    return last


def _ways_up(modules: Longs, parent: Longs) -> Iterator[tuple[Longs, Longs]]:
    """Yield modules, then their parents, and so on below the root, with the positions of the modules they come from."""
    at = np.flatnonzero(modules > 0)
    while len(at):
        yield at, modules[at]
        modules = parent[modules]
        at = at[modules[at] > 0]


def _sizes(parent: Longs, node_module: npt.NDArray[np.integer[Any]]) -> Longs:
    """Return the number of nodes in each module and the modules below it."""
    sizes = np.bincount(node_module, minlength=len(parent))
    depth = np.asarray(depths(as_buffer(parent.astype(np.int32))))
    for level in range(int(depth.max()), 0, -1):
        here = np.flatnonzero(depth == level)
        sizes += np.bincount(parent[here], sizes[here], len(parent)).astype(np.int64)
    return sizes
