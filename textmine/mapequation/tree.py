"""A hierarchy of modules during the search: the parents of modules, and the flow across their borders."""

from __future__ import annotations

from textmine.buffers import Doubles, Flags, Ints, copied, doubles, flags, ints
from textmine.lightclasses import NamedTuple, cached_property, dataclass
from textmine.mapequation import _kernels
from textmine.mapequation.descent import _kernels as _descent
from textmine.mapequation.level import Level, Modules, aggregate, one_region, tally
from textmine.ordering import numbered, taken

__all__ = ["Ground", "Survey", "Tree", "depths", "flat_tree", "in_order", "prune", "survey", "unwrapped"]


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

    parent: Ints
    leaf: Ints
    part: Ints

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def node_module(self) -> Ints:
        """Leaf module of each node, int32[n]."""
        return taken(self.leaf, self.part)

    @cached_property
    def depth(self) -> Ints:
        """Depth of each module, 0 for the root."""
        return depths(self.parent)

    @cached_property
    def is_leaf(self) -> Flags:
        """1 for modules that contain nodes, else 0."""
        leaf = flags(len(self.parent))
        _kernels.mark_leaves(self.parent, leaf)
        return leaf


class Ground:
    """The network of the trees in a search. It keeps what it knows of the last tree, and of parts until they change.

    Attributes
    ----------
    base : Level
    """

    def __init__(self, base: Level) -> None:
        self.base = base
        self._tallied: tuple[Ints, Modules] | None = None
        self._linked: tuple[Ints, Level] | None = None
        self._surveyed: tuple[Tree, Survey] | None = None

    def surveyed(self, tree: Tree) -> Survey:
        """Return the flows and the codelength of a tree."""
        if self._surveyed is None or self._surveyed[0] is not tree:
            self._surveyed = tree, _survey(self, tree)
        return self._surveyed[1]

    def tallied(self, tree: Tree) -> Modules:
        """Return flow, enter flow, exit flow and jumps of the parts of a tree."""
        if self._tallied is None or self._tallied[0] is not tree.part:
            self._tallied = tree.part, tally(self.base, tree.part, one_region(len(self.base)))
        return self._tallied[1]

    def links(self, tree: Tree) -> Level:
        """Return the links between the parts of a tree, added up."""
        if self._linked is None or self._linked[0] is not tree.part:
            self._linked = tree.part, aggregate(self.base, tree.part, doubles(4 * len(tree.leaf)))
        return self._linked[1]


class Survey(NamedTuple):
    """The flows and the codelength of a tree on a network.

    Attributes
    ----------
    jumps : float64[2 k]
        Recorded jumps from and to every module; nothing if jumps are not recorded.
    table : float64[3 k]
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

    jumps: Doubles
    table: Doubles
    rate: Doubles
    bits: float
    words: Doubles
    metadata: Doubles


def flat_tree(modules: Ints) -> Tree:
    """Return the tree of a partition 0..k-1: a root and its modules."""
    k = _kernels.largest(modules) + 1
    parent = ints(k + 1)
    parent[0] = -1
    return Tree(parent, numbered(k + 1)[1:], modules)


def unwrapped(tree: Tree) -> Tree:
    """Remove a module that contains everything else: it costs nothing and carries no information.

    Examples
    --------
    >>> import numpy as np
    >>> ids = np.array([0, 1, 2], np.int32)
    >>> unwrapped(Tree(np.array([-1, 0, 1, 1, 1], np.int32), ids + 2, ids)).parent.tolist()
    [-1, 0, 0, 0]
    """
    while len(tree) > 2 and (only := _kernels.only_below(tree.parent, 0)) >= 0:
        parent = copied(tree.parent)
        _kernels.replace_all(parent, only, 0)
        tree = prune(parent, tree.leaf, tree.part)
    return tree


def prune(parent: Ints, leaf: Ints, part: Ints) -> Tree:
    """Drop empty modules; number the others so that parents come before children."""
    number = ints(len(parent))
    _kernels.mark_used(parent, leaf, number)
    return _numbered(parent, leaf, part, number)


def in_order(parent: Ints, leaf: Ints, part: Ints) -> tuple[Tree, Ints]:
    """Return the tree with parents before children, none dropped, and the number of each module there."""
    number = ints(len(parent))
    return _numbered(parent, leaf, part, number), number


def _numbered(parent: Ints, leaf: Ints, part: Ints, number: Ints) -> Tree:
    """Return the tree of the modules that have no -1 in `number`, which gets their numbers."""
    k = len(parent)
    new_parent, new_leaf = ints(k), ints(len(leaf))
    kept = _kernels.renumber(parent, leaf, depths(parent), number, ints(k + 2), new_parent, new_leaf)
    return Tree(new_parent[:kept], new_leaf, part)


def survey(ground: Ground, tree: Tree) -> Survey:
    """Return the flows and the codelength of a tree on the network; most steps of a search leave the tree as it is."""
    return ground.surveyed(tree)


def _survey(ground: Ground, tree: Tree) -> Survey:
    k, base = len(tree), ground.base
    tallied, table, rate = ground.tallied(tree), doubles(3 * k), doubles(k)
    _kernels.put_rows(tallied.flows, tree.leaf, table, 3)
    jumps, inside = doubles(2 * k if len(base.jumps) else 0), doubles(k)
    if len(jumps):
        _kernels.put_rows(tallied.jumps, tree.leaf, jumps, 2)
        _kernels.add_jumps(tree.parent, tree.is_leaf, jumps, inside)
    if _kernels.largest(tree.parent) > 0:
        parts = ground.links(tree)
        _kernels.measure(
            parts.indptr, parts.neighbours, parts.weight, tree.leaf, tree.parent, tree.depth, inside, table
        )
    bits: float = _descent.tree_bits(tree.parent, tree.is_leaf, table, rate)
    words, metadata = doubles(k), doubles(k)
    for held, of_part, of_module in ((base.states, tallied.words, words), (base.labels, tallied.metadata, metadata)):
        if held is not None:
            _kernels.put_rows(of_part, tree.leaf, of_module, 1)
            bits += _kernels.add_up(of_part)
    return Survey(jumps, table, rate, bits + (k - 1) * base.price, words, metadata)


def depths(parent: Ints) -> Ints:
    """Return the depth of each module; the modules may be in any order."""
    depth = ints(len(parent))
    _kernels.depths(parent, depth)
    return depth
