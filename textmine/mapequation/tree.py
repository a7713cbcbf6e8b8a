"""A hierarchy of modules while it is searched: who is whose parent, and what flows over whose border."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from textmine.mapequation import _kernels
from textmine.mapequation.level import Level, aggregate, one_region, plogp, tally

__all__ = ["Survey", "Tree", "flat_tree", "prune", "survey"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Tree:
    """Modules 0..k-1, the root being 0, parents before children; a module holds either modules or nodes.

    Attributes
    ----------
    parent : int32[k]
        -1 for the root.
    node_module : int32[n]
        The module that holds each node.
    """

    parent: Ids
    node_module: Ids

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def depth(self) -> Ids:
        """Steps from the root to each module."""
        return _depth(self.parent)

    @cached_property
    def is_leaf(self) -> npt.NDArray[np.bool_]:
        """Whether a module holds nodes."""
        leaf = np.ones(len(self.parent), np.bool_)
        leaf[self.parent[1:]] = False
        return leaf


@dataclass(frozen=True, slots=True)
class Survey:
    """A tree as it lies on the network.

    Attributes
    ----------
    leaves : Level
        Its k nodes are all modules of the tree; links run between those that hold nodes.
    table : float64[k, 3]
        Flow, enter and exit of every module.
    rate : float64[k]
        What each module's codebook codes: its own exit, and the entering of its modules or the flow of its nodes.
    bits : float
        The hierarchical codelength less the constant ``-sum plogp(node flow)``.
    """

    leaves: Level
    table: Floats
    rate: Floats
    bits: float


def flat_tree(modules: Ids) -> Tree:
    """Return the tree of a partition 0..k-1: a root and its modules."""
    parent = np.zeros(int(modules.max()) + 2, np.int32)
    parent[0] = -1
    return Tree(parent, modules + np.int32(1))


def prune(parent: Ids, node_module: Ids) -> Tree:
    """Drop modules that hold nothing and number the others so that parents come before children."""
    used = np.zeros(len(parent), np.bool_)
    used[node_module] = True
    used[0] = True
    above = parent[used]
    while len(above := above[above >= 0]):
        used[above] = True
        above = parent[np.unique(above)]
    order = np.flatnonzero(used)
    order = order[np.argsort(_depth(parent)[order], kind="stable")]
    number = np.full(len(parent) + 1, -1, np.int32)  # the last entry is the root's missing parent
    number[order] = np.arange(len(order), dtype=np.int32)
    return Tree(number[parent[order]], number[node_module])


def survey(base: Level, tree: Tree) -> Survey:
    """Measure a tree on the network."""
    k = len(tree)
    record = tally(base, tree.node_module, one_region(len(base)), rows=k).record
    table = np.ascontiguousarray(record[:k, :3])
    leaves = aggregate(base, tree.node_module, np.zeros((k, 4)))
    _kernels.measure(
        leaves.indptr, leaves.neighbours, leaves.weight, tree.parent, tree.depth, np.zeros(k), table
    )  # fmt: skip
    table[0, 1:] = 0.0  # nothing enters or leaves the whole
    rate = table[:, 2] + np.where(tree.is_leaf, table[:, 0], 0.0)
    rate += np.bincount(tree.parent[1:], table[1:, 1], k)
    bits = plogp(rate).sum() - plogp(table[1:, 1]).sum() - plogp(table[:, 2]).sum()
    return Survey(leaves, table, rate, float(bits))


def _depth(parent: Ids) -> Ids:
    depth = np.zeros(len(parent), np.int32)
    above = parent
    while len(below := np.flatnonzero(above >= 0)):
        depth[below] += 1
        above = np.where(above >= 0, parent[above], -1)
    return depth
