"""A hierarchy of modules while it is searched: who is whose parent, and what flows over whose border."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.mapequation.level import Level, Regions, aggregate, plogp, tally

__all__ = ["Tree", "flat_tree", "interior", "leaf_level", "measure", "prune", "tree_bits"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Tree:
    """Modules 0..k-1, the root being 0; a module holds either modules or nodes.

    Attributes
    ----------
    parent : int32[k]
        -1 for the root. A parent may come after its children here; see `prune`.
    node_module : int32[n]
        The module that holds each node.
    """

    parent: Ids
    node_module: Ids

    @property
    def depth(self) -> Ids:
        """Steps from the root to each module."""
        depth = np.zeros(len(self.parent), np.int32)
        above = self.parent.copy()
        while (above >= 0).any():
            depth += above >= 0
            above = np.where(above >= 0, self.parent[above], -1)
        return depth

    @property
    def is_leaf(self) -> npt.NDArray[np.bool_]:
        """Whether a module holds nodes (the root too, where there is nothing else)."""
        leaf = np.ones(len(self.parent), np.bool_)
        leaf[self.parent[self.parent >= 0]] = False
        return leaf

    def ancestors(self, of: Ids, depth: int) -> Ids:
        """Return the ancestor at `depth` of each module in `of` (itself included), -1 where it lies above that."""
        depths = self.depth
        found = of.copy()
        for _ in range(int(depths.max(initial=0)) - depth):
            found = np.where(depths[found] > depth, self.parent[found], found)
        return np.where(depths[found] == depth, found, -1).astype(np.int32)


def flat_tree(modules: Ids) -> Tree:
    """Return the tree of a partition 0..k-1: a root and its modules."""
    parent = np.zeros(int(modules.max()) + 2, np.int32)
    parent[0] = -1
    return Tree(parent, modules + np.int32(1))


def prune(tree: Tree) -> Tree:
    """Drop modules that hold nothing and renumber the others so that parents come before children."""
    used = np.zeros(len(tree.parent), np.bool_)
    used[0] = True
    above = np.unique(tree.node_module)
    while len(above):
        used[above] = True
        above = np.unique(tree.parent[above])
        above = above[above >= 0]
    order = np.argsort(np.where(used, tree.depth, np.iinfo(np.int32).max), kind="stable")[: used.sum()]
    number = np.full(len(tree.parent) + 1, -1, np.int32)  # the last entry is the root's missing parent
    number[order] = np.arange(len(order), dtype=np.int32)
    return Tree(number[tree.parent[order]], number[tree.node_module])


def leaf_level(base: Level, tree: Tree) -> Level:
    """Return the network whose nodes are all modules of the tree; links run between those that hold nodes."""
    k = len(tree.parent)
    everything = Regions(np.zeros(len(base), np.int32), np.zeros(1))
    record = tally(base, tree.node_module, everything, k).record
    return aggregate(base, tree.node_module, np.ascontiguousarray(record[:, :3]))


def measure(leaves: Level, tree: Tree) -> Floats:
    """Return flow, enter and exit of every module, float64[k, 3], from the network of leaf modules."""
    table = leaves.nodes.copy()
    holds_nodes = np.flatnonzero(tree.is_leaf).astype(np.int32)
    everything = Regions(np.zeros(len(leaves), np.int32), np.zeros(1))
    for depth in range(int(tree.depth.max(initial=0))):
        part = np.full(len(leaves), -1, np.int32)
        part[holds_nodes] = tree.ancestors(holds_nodes, depth)
        absent = part < 0
        part[absent] = np.flatnonzero(absent)
        record = tally(leaves, part, everything, len(leaves)).record
        there = np.unique(part[~absent])
        table[there] = record[there, :3]
    table[0, 1:] = 0.0  # nothing enters or leaves the whole
    return table


def interior(tree: Tree, table: Floats) -> Floats:
    """Return what each module's codebook codes, float64[k]: its exit, and its modules' enter or its nodes' flow."""
    rate = table[:, 2].copy()
    np.add.at(rate, tree.parent[1:], table[1:, 1])
    leaf = tree.is_leaf
    rate[leaf] += table[leaf, 0]
    return rate


def tree_bits(base: Level, tree: Tree) -> float:
    """Return the hierarchical codelength less the constant ``-sum plogp(node flow)``."""
    table = measure(leaf_level(base, tree), tree)
    rate = interior(tree, table)
    return float(plogp(rate).sum() - plogp(table[1:, 1]).sum() - plogp(table[:, 2]).sum())
