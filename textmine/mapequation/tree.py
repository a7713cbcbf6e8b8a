"""A hierarchy of modules during the search: the parents of modules, and the flow across their borders."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.lightclasses import NamedTuple, dataclass
from textmine.mapequation import _kernels
from textmine.mapequation.descent import _kernels as _descent
from textmine.mapequation.level import Level, Modules, aggregate, one_region, tally

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Ground", "Survey", "Tree", "depths", "flat_tree", "prune", "survey", "unwrapped"]


@dataclass(eq=False, repr=False)
class Tree:
    """Modules 0..k-1 with root 0, parents before children. A module contains either modules or nodes.

    Attributes
    ----------
    parent : int32[k]
        -1 for the root.
    leaf : int32[n_parts]
        Leaf module of each part of the nodes. Each leaf module contains one part.
    part : int32[n]
        Part of each node. It does not change while only modules above the leaves change, so links between parts are
        added up once.
    """

    parent: Ids
    leaf: Ids
    part: Ids

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def node_module(self) -> Ids:
        """Leaf module of each node, int32[n]."""
        return self.leaf[self.part]

    @cached_property
    def depth(self) -> Ids:
        """Depth of each module, 0 for the root."""
        return depths(self.parent)

    @cached_property
    def is_leaf(self) -> npt.NDArray[np.bool_]:
        """True for modules that contain nodes."""
        leaf = np.ones(len(self.parent), np.bool_)
        leaf[self.parent[1:]] = False
        return leaf


class Ground:
    """The network of the trees in a search. It keeps the sums for the parts of a tree until the parts change.

    Attributes
    ----------
    base : Level
    """

    def __init__(self, base: Level) -> None:
        self.base = base
        self._tallied: tuple[Ids, Modules] | None = None
        self._linked: tuple[Ids, Level] | None = None

    def tallied(self, tree: Tree) -> Modules:
        """Return flow, enter flow, exit flow and jumps of the parts of a tree."""
        if self._tallied is None or self._tallied[0] is not tree.part:
            self._tallied = tree.part, tally(self.base, tree.part, one_region(len(self.base)))
        return self._tallied[1]

    def links(self, tree: Tree) -> Level:
        """Return the links between the parts of a tree, added up."""
        if self._linked is None or self._linked[0] is not tree.part:
            self._linked = tree.part, aggregate(self.base, tree.part, np.zeros((len(tree.leaf), 4)))
        return self._linked[1]


class Survey(NamedTuple):
    """The flows and the codelength of a tree on a network.

    Attributes
    ----------
    jumps : float64[k, 2]
        Recorded jumps from and to every module; no rows if jumps are not recorded.
    table : float64[k, 3]
        Flow, enter flow and exit flow of every module.
    rate : float64[k]
        Flow that each module's codebook codes: its exit, and the entering of its modules or the flow of its nodes.
    bits : float
        The hierarchical codelength without the constant ``-sum plogp(node flow)``. Where nodes are states, this is no
        constant: the codewords of physical nodes are part of it.
    words : float64[k]
        Bits of the codewords of physical nodes in every leaf module, where nodes are states; otherwise 0.
    metadata : float64[k]
        Bits of the metadata of every leaf module, 0 without metadata. They are part of `bits`.
    """

    jumps: Floats
    table: Floats
    rate: Floats
    bits: float
    words: Floats
    metadata: Floats


def flat_tree(modules: Ids) -> Tree:
    """Return the tree of a partition 0..k-1: a root and its modules."""
    k = int(modules.max()) + 1
    parent = np.zeros(k + 1, np.int32)
    parent[0] = -1
    return Tree(parent, np.arange(1, k + 1, dtype=np.int32), modules)


def unwrapped(tree: Tree) -> Tree:
    """Remove a module that contains everything else: it costs nothing and carries no information.

    Examples
    --------
    >>> ids = np.array([0, 1, 2], np.int32)
    >>> unwrapped(Tree(np.array([-1, 0, 1, 1, 1], np.int32), ids + 2, ids)).parent.tolist()
    [-1, 0, 0, 0]
    """
    while (tree.parent == 0).sum() == 1 and len(tree) > 2:
        only = int(np.flatnonzero(tree.parent == 0)[0])
        tree = prune(np.where(tree.parent == only, 0, tree.parent).astype(np.int32), tree.leaf, tree.part)
    return tree


def prune(parent: Ids, leaf: Ids, part: Ids, *, all_modules: bool = False) -> Tree:
    """Drop empty modules (with `all_modules`, none); number the others so that parents come before children."""
    k, parent = len(parent), np.ascontiguousarray(parent, np.int32)
    number = np.full(k, 0 if all_modules else -1, np.int32)
    if not all_modules:
        _kernels.mark_used(parent, leaf, number)
    new_parent, new_leaf = np.empty(k, np.int32), np.empty(len(leaf), np.int32)
    kept = _kernels.renumber(parent, leaf, depths(parent), number, np.empty(k + 2, np.int32), new_parent, new_leaf)
    return Tree(new_parent[:kept], new_leaf, part)


def survey(ground: Ground, tree: Tree) -> Survey:
    """Compute the flows and the codelength of a tree on the network."""
    k = len(tree)
    table, tallied = np.zeros((k, 3)), ground.tallied(tree)
    table[tree.leaf] = tallied.flows
    jumps, inside = _jumps(tallied.jumps, tree)
    if np.any(tree.parent[1:] > 0):
        parts = ground.links(tree)
        _kernels.measure(
            parts.indptr, parts.neighbours, parts.weight, tree.leaf, tree.parent, tree.depth, inside, table
        )  # fmt: skip
    rate, words, metadata = np.empty(k), np.zeros(k), np.zeros(k)
    words[tree.leaf], metadata[tree.leaf] = tallied.words, tallied.metadata
    bits: float = _descent.tree_bits(tree.parent, tree.is_leaf.view(np.uint8), table, rate)
    bits += float(words.sum()) + float(metadata.sum())
    return Survey(jumps, table, rate, bits + (k - 1) * ground.base.price, words, metadata)


def _jumps(of_part: Floats, tree: Tree) -> tuple[Floats, Floats]:
    """Return the jumps of every module, and the jumps between the modules or parts in it."""
    k = len(tree)
    inside = np.zeros(k)
    if not len(of_part):
        return of_part, inside
    jumps = np.zeros((k, 2))
    jumps[tree.leaf] = of_part
    for module in range(k - 1, 0, -1):  # parents come before children
        jumps[tree.parent[module]] += jumps[module]
    within = jumps[:, 0] * jumps[:, 1]
    inside = np.where(tree.is_leaf, 0.0, within - np.bincount(tree.parent[1:], within[1:], k))
    return jumps, inside


def depths(parent: Ids) -> Ids:
    """Return the depth of each module; the modules may be in any order."""
    depth = np.empty(len(parent), np.int32)
    _kernels.depths(np.ascontiguousarray(parent, np.int32), depth)
    return depth
