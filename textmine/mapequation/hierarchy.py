"""Grow a hierarchy from modules: group, regroup, split and dissolve while the codelength shrinks.

Each step searches all modules of the tree at once. Each module is a region of its own; the offset of its index is its
exit flow (Rosvall & Bergstrom 2011). Nodes move, or modules with their enter flow as flow. No step makes the codelength
longer.
"""

from __future__ import annotations

import math

from textmine.buffers import Doubles, Flags, Ints, copied, doubles, flags, ints, longs
from textmine.lightclasses import NamedTuple
from textmine.mapequation import _kernels as _loops
from textmine.mapequation.growth import _kernels
from textmine.mapequation.level import (
    Level,
    Regions,
    aggregate,
    bits_by_region,
    compact,
    grouped,
    is_large,
    is_tiny,
    restrict,
)  # fmt: skip
from textmine.mapequation.multilevel import Passes, better_of, improve, polish, refinements, singletons
from textmine.mapequation.tree import Ground, Survey, Tree, prune, survey
from textmine.ordering import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.mapequation.scratch import Scratch

__all__ = ["Growth", "Rated", "grow", "regrouped"]


_LEAST_GAIN = 1e-6
_NEXT_SHARE = 0.3  # of the gain of a round that the rounds after it may gain together
_SWEEPS = 4  # over the nodes of a module that may be split; in larger networks one: the levels above find the rest
_NOISE = 1e-10  # bits; smaller differences are rounding errors


class Growth(NamedTuple):
    """Limits on the work for a hierarchy.

    Attributes
    ----------
    rounds : int
        Greatest number of rounds; they end early at one that gains little (`least_share`).
    passes : int
        Greatest number of passes of the search in each step.
    anew : bool
        In the first round, also regroup nodes from single nodes.
    least_share : float
        A round is followed by another if it gains this share of the one-level codelength.
    """

    rounds: int = 10
    passes: int = 3
    anew: bool = True
    least_share: float = 2e-5


class Rated(NamedTuple):
    """A tree and its codelength in bits, without the constant of the network."""

    tree: Tree
    bits: float


def grow(ground: Ground, start: Rated, scratch: Scratch, growth: Growth, rival: float = math.inf) -> Rated:
    """Return a hierarchy at most as long as `start`, found by rounds of grouping, regrouping and splitting.

    It ends early where it is not going to be shorter than `rival` bits: a round gains less than the one before.
    """
    tree, bits, passes = start.tree, start.bits, growth.passes
    regrouped, split, moved = _Seen(), _Seen(), (_Seen(), _Seen())
    for n_round in range(growth.rounds):
        tree = _group(ground, tree, scratch, passes)
        tree = _regroup_nodes(ground, tree, scratch, regrouped, passes, anew=growth.anew and n_round < 1)
        tree = _split(ground, tree, scratch, split)
        tree = _regroup_modules(ground, tree, scratch, moved, passes)
        tree = _dissolve(ground, tree)
        before, bits = bits, survey(ground, tree).bits
        gain = before - bits
        if gain < growth.least_share * ground.base.one_level or bits - _NEXT_SHARE * gain > rival:
            break
    return Rated(tree, bits)


def regrouped(ground: Ground, tree: Tree, scratch: Scratch, passes: int) -> Tree:
    """Return the tree after its nodes and its modules have moved to siblings of theirs; no path gets longer."""
    tree = _regroup_nodes(ground, tree, scratch, _Seen(), passes, anew=True)
    return _regroup_modules(ground, tree, scratch, (_Seen(), _Seen()), passes)


class _Seen:
    """Remembers modules by a signature, so that no module is searched twice in the same state."""

    def __init__(self) -> None:
        self._known, self._count = doubles(1), 0

    def fresh(self, signature: Doubles) -> Flags:
        """Return 1 for modules that are new, and remember them; the signatures are used up."""
        fresh, most = flags(len(signature)), self._count + len(signature)
        _kernels.recall(signature, self._known, fresh)
        if 2 * most > len(self._known):
            before, self._known = self._known, doubles(4 * most + 1)
            _kernels.remember(before, self._known)
        self._count += _kernels.remember(signature, self._known)
        return fresh


def _group(ground: Ground, tree: Tree, scratch: Scratch, passes: int) -> Tree:
    """Insert modules between a module and its children wherever that shortens the codelength, as long as it does."""
    seen = _Seen()
    while True:
        now, above = survey(ground, tree), copied(tree.parent)
        above[0] = 0  # the root has no links: its place does not matter
        units = _units_in(seen.fresh(_children(tree, now)), above)
        if not len(units):
            return tree
        level = _modules_level(ground, tree, now, flags(0), parity=-1)
        level.nodes[:4] = doubles(4)
        level, regions = restrict(level, Regions(above, _exits(now)), units)
        groups = _groups(level, regions, scratch, passes)
        gain = _gain(now, level, groups, regions)
        sizes, siblings = ints(len(units)), ints(len(tree))
        n = _kernels.keep_groups(tree.parent, gain, _NOISE, sizes, siblings, units, groups, regions.of)
        if n:
            tree = _adopt(tree, units[:n], groups[:n], regions.of[:n])


def _groups(level: Level, regions: Regions, scratch: Scratch, passes: int) -> Ints:
    """Return the groups of modules that are found when a single module needs no group."""
    groups, _ = polish(level, None, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
    # So far a single module also paid for its own group, or no group would ever form. In fact it needs no group.
    # Without that price, modules may leave the groups, and two or three of many may form one.
    level.nodes[3::4] = doubles(len(level))
    groups, _ = polish(level, groups, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
    few, _ = polish(level, None, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
    return better_of(level, groups, few, regions)


def _children(tree: Tree, now: Survey) -> Doubles:
    """Return a signature of each module and the modules in it."""
    signature = doubles(len(tree))
    _kernels.sign_children(tree.parent, now.table, now.rate, signature)
    return signature


def _units_in(fresh: Flags, region: Ints) -> Ints:
    """Return the units whose regions are fresh."""
    units = ints(len(region))
    return units[: _kernels.units_in(fresh, region, units)]


def _exits(now: Survey) -> Doubles:
    """Return the exit flow of each module."""
    exits: Doubles = copied(now.table[2::3])
    return exits


def _gain(now: Survey, level: Level, modules: Ints, regions: Regions) -> Doubles:
    """Return by how many bits each module of the tree gets shorter by the modules found in it."""
    gain = bits_by_region(level, modules, regions)
    _kernels.gains(now.rate, now.words, now.metadata, gain)
    return gain


def _regroup_modules(ground: Ground, tree: Tree, scratch: Scratch, seen: tuple[_Seen, _Seen], passes: int) -> Tree:
    """Move modules from their parent to a sibling of it, first at even depths, then at odd ones."""
    for parity in (0, 1):
        if _loops.largest(tree.depth) < 2:
            return tree
        now, k = survey(ground, tree), len(tree)
        signature, offset = doubles(k), doubles(k)
        _kernels.sign_grandchildren(tree.parent, now.table, now.rate, _children(tree, now), signature)
        movable, left, above, room = flags(k), flags(k), ints(k), ints(k)
        n = _kernels.movable_modules(
            tree.parent, tree.depth, seen[parity].fresh(signature), parity, movable, left, above, room
        )
        if not n:
            continue
        units = room[:n]
        _kernels.offsets(tree.parent, left, now.table, now.rate, offset)  # the search changes how they are entered
        level = _modules_level(ground, tree, now, movable, parity=parity)
        level, regions = restrict(level, Regions(above, offset), units)
        current = grouped(taken(tree.parent, units))[1]
        found, _ = polish(level, current, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
        tree = _adopt(tree, units, found, regions.of)
    return tree


def _regroup_nodes(ground: Ground, tree: Tree, scratch: Scratch, seen: _Seen, passes: int, *, anew: bool) -> Tree:
    """Move nodes from their module to a sibling of it; with `anew`, also start again from single nodes."""
    now, k = survey(ground, tree), len(tree)
    signature, offset = doubles(k), doubles(k)
    n_leaves = _kernels.sign_leaves(tree.parent, tree.is_leaf, now.table, now.rate, signature)
    fresh = seen.fresh(signature)
    if n_leaves == k - 1:
        fresh[0] = 0  # all modules are directly below the root: this was searched before
    _kernels.offsets(tree.parent, tree.is_leaf, now.table, now.rate, offset)
    regions = Regions(taken(tree.parent, tree.node_module), offset)
    nodes = _units_in(fresh, regions.of)
    if not len(nodes):
        return tree
    level, regions = restrict(ground.base, regions, nodes)
    current = grouped(taken(tree.node_module, nodes))[1]
    if anew:
        again, _ = polish(level, None, regions, scratch, passes=2, least_gain=_LEAST_GAIN)
        current = better_of(level, current, again, regions)
    current, _ = improve(level, current, regions, scratch, Passes(refinements(passes + 1)[1:], _LEAST_GAIN))
    return _place(tree, nodes, current, regions.of)


def _split(ground: Ground, tree: Tree, scratch: Scratch, seen: _Seen) -> Tree:
    """Split leaf modules into sub-modules where that shortens the codelength."""
    now, signature = survey(ground, tree), doubles(len(tree))
    _kernels.sign_modules(now.table, signature)
    nodes = _units_in(seen.fresh(signature), tree.node_module)
    if not len(nodes):
        return tree

    def broken(nodes: Ints, scratch: Scratch, first: int = 0) -> tuple[Ints, Ints, Ints]:
        level, regions = restrict(ground.base, Regions(tree.node_module, _exits(now)), nodes)
        sweeps = _SWEEPS if is_tiny(ground.base) else 1
        parts, _ = improve(level, None, regions, scratch, Passes((0,), _LEAST_GAIN, sweeps=sweeps))
        n = _kernels.keep_gaining(_gain(now, level, parts, regions), _NOISE, first, nodes, parts, regions.of)
        return nodes[:n], parts[:n], regions.of[:n]

    one, other = _halves(tree, nodes) if is_large(ground.base) else (nodes[:0], nodes)
    if not len(one):
        return _place(tree, *broken(other, scratch))
    n_one = len(one)
    found = scratch.both(lambda scratch: broken(one, scratch), lambda scratch: broken(other, scratch, n_one))
    return _place(tree, *(_joined(*halves) for halves in zip(*found, strict=True)))


def _halves(tree: Tree, nodes: Ints) -> tuple[Ints, Ints]:
    """Return the nodes of half of the modules, which do not depend on the others, and the other nodes."""
    first, second = ints(len(nodes)), ints(len(nodes))
    n = _kernels.halve(nodes, tree.node_module, ints(len(tree)), first, second)
    return first[:n], second[: len(nodes) - n]


def _joined(one: Ints, other: Ints) -> Ints:
    both = ints(len(one) + len(other))
    both[: len(one)], both[len(one) :] = one, other
    return both


def _dissolve(ground: Ground, tree: Tree) -> Tree:
    """Replace modules of modules by their children where that shortens the codelength, the best one first."""
    now, parent, kept = survey(ground, tree), copied(tree.parent), copied(tree.is_leaf)
    kept[0] = 1
    gone = _kernels.dissolve(parent, now.table, copied(now.rate), ground.base.price, _NOISE, kept, doubles(len(tree)))
    return prune(parent, tree.leaf, tree.part) if gone else tree


def _modules_level(ground: Ground, tree: Tree, now: Survey, movable: Flags, *, parity: int) -> Level:
    """Return a network whose node c is module c of the tree; the kernel `relate` explains `parity` and the links.

    Their enter flow is their flow. Only movable modules have any; an empty `movable` means all.
    """
    parts, k = ground.links(tree), len(tree)
    room = len(parts.neighbours)
    sources, targets, flows = ints(room), ints(room), doubles(room)
    n = _kernels.relate(
        parts.indptr, parts.neighbours, parts.weight, tree.leaf, tree.parent, tree.depth, parity, sources, targets,
        flows,
    )  # fmt: skip
    indptr, neighbours, weight = longs(k + 2), ints(2 * n), doubles(2 * n)
    _kernels.rows_of(sources[:n], targets[:n], flows[:n], indptr, neighbours, weight)
    nodes, jumps = doubles(4 * k), doubles(len(now.jumps))
    _kernels.modules_as_nodes(now.table, movable, nodes)
    if len(jumps):
        _kernels.jumps_of(nodes, now.jumps, jumps)
    level = Level(indptr[:-1], neighbours, weight, nodes, parts.symmetric, jumps, parts.price)
    return aggregate(level, singletons(k), nodes)


def _adopt(tree: Tree, units: Ints, groups: Ints, above: Ints) -> Tree:
    """Insert a new module for each group, between its modules and their parent."""
    return prune(_inserted(tree, units, groups, above), tree.leaf, tree.part)


def _place(tree: Tree, nodes: Ints, modules: Ints, above: Ints) -> Tree:
    """Move nodes into new leaf modules below `above`."""
    if not len(nodes):
        return tree
    node_module = copied(tree.node_module)
    parent = _inserted(tree, nodes, modules, above, node_module)
    leaf = compact(node_module, len(parent))
    return prune(parent, leaf, node_module)


def _inserted(tree: Tree, units: Ints, groups: Ints, above: Ints, home: Ints | None = None) -> Ints:
    """Return the parents of the modules, with a new module for each group; `home` (None: they) get it for each unit."""
    k = len(tree)
    parent = ints(k + len(units))
    parent[:k] = tree.parent
    number = ints(_loops.largest(groups) + 1)
    return parent[: _kernels.insert(units, groups, above, k, number, parent if home is None else home, parent)]
