"""Grow a hierarchy from modules: group, regroup, split and dissolve while the codelength shrinks.

Each step searches all modules of the tree at once. Each module is a region of its own; the offset of its index is its
exit flow (Rosvall & Bergstrom 2011). Nodes move, or modules with their enter flow as flow. No step makes the codelength
longer.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.lightclasses import NamedTuple
from textmine.mapequation import _kernels
from textmine.mapequation.level import (
    Level,
    Regions,
    aggregate,
    bits_by_region,
    compact,
    grouped,
    is_large,
    plogp,
    restrict,
)
from textmine.mapequation.links import rows_of
from textmine.mapequation.multilevel import Passes, better_of, improve, polish, refinements, singletons
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, Survey, Tree, prune, survey

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Growth", "Rated", "grow", "regrouped"]


_LEAST_GAIN = 1e-6
_NEXT_SHARE = 0.3  # of the gain of a round that the rounds after it may gain together
_SWEEPS = 1  # over the nodes of a module that may be split; the levels above find the rest at lower cost
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
    tree, bits, one_level = start.tree, start.bits, -float(plogp(ground.base.nodes[:, 0]).sum())
    regrouped, split, moved, passes = _Seen(), _Seen(), (_Seen(), _Seen()), growth.passes
    for n_round in range(growth.rounds):
        tree = _group(ground, tree, scratch, passes)
        tree = _regroup_nodes(ground, tree, scratch, regrouped, passes, anew=growth.anew and n_round < 1)
        tree = _split(ground, tree, scratch, split)
        tree = _regroup_modules(ground, tree, scratch, moved, passes)
        tree = _dissolve(ground, tree)
        before, bits = bits, survey(ground, tree).bits
        gain = before - bits
        if gain < growth.least_share * one_level or bits - _NEXT_SHARE * gain > rival:
            break
    return Rated(tree, bits)


def regrouped(ground: Ground, tree: Tree, scratch: Scratch, passes: int) -> Tree:
    """Return the tree after its nodes and its modules have moved to siblings of theirs; no path gets longer."""
    tree = _regroup_nodes(ground, tree, scratch, _Seen(), passes, anew=True)
    return _regroup_modules(ground, tree, scratch, (_Seen(), _Seen()), passes)


class _Seen:
    """Remembers modules by a signature, so that no module is searched twice in the same state."""

    def __init__(self) -> None:
        self._known = np.array([np.inf])

    def fresh(self, signature: Floats) -> npt.NDArray[np.bool_]:
        """Return True for modules that are new, and remember them."""
        signature = np.round(signature, 13)
        new = self._known[np.searchsorted(self._known, signature)] != signature
        self._known = np.sort(np.concatenate((self._known, signature[new])))
        return np.asarray(new)


def _group(ground: Ground, tree: Tree, scratch: Scratch, passes: int) -> Tree:
    """Insert modules between a module and its children wherever that shortens the codelength, as long as it does."""
    seen = _Seen()
    while True:
        now = survey(ground, tree)
        above = np.maximum(tree.parent, 0)  # the root has no links: its place does not matter
        units = np.flatnonzero(seen.fresh(_contents(tree, now))[above]).astype(np.int32)
        if not len(units):
            return tree
        level = _modules_level(ground, tree, now, _as_nodes(now), parity=-1)
        level.nodes[0] = 0.0
        level, regions = restrict(level, Regions(above, now.table[:, 2].copy()), units)
        groups, _ = polish(level, None, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
        # So far a single module also paid for its own group, or no group would ever form. In fact it needs no group.
        # Without that price, modules may leave the groups, and two or three of many may form one.
        level.nodes[:, 3] = 0.0
        groups, _ = polish(level, groups, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
        few, _ = polish(level, None, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
        groups = better_of(level, groups, few, regions)
        gain = plogp(now.rate) - bits_by_region(level, groups, regions)
        size, siblings = np.bincount(groups)[groups], np.bincount(tree.parent[1:], minlength=len(tree))
        pays = (gain[regions.of] > _NOISE) & (size > 1) & (size < siblings[regions.of]) & (units > 0)
        if pays.any():
            tree = _adopt(tree, units[pays], groups[pays], regions.of[pays])


def _contents(tree: Tree, now: Survey) -> Floats:
    """Return a number for each module that identifies its content."""
    enter, exit_ = now.table[1:, 1], now.table[1:, 2]
    return now.rate + np.bincount(tree.parent[1:], enter * enter + math.pi * exit_ * exit_, len(tree))


def _regroup_modules(ground: Ground, tree: Tree, scratch: Scratch, seen: tuple[_Seen, _Seen], passes: int) -> Tree:
    """Move modules from their parent to a sibling of it, first at even depths, then at odd ones."""
    for parity in (0, 1):
        if int(tree.depth.max()) < 2:
            return tree
        now = survey(ground, tree)
        below = _contents(tree, now)
        below[1:] = below[1:] * now.table[1:, 1]
        new = seen[parity].fresh(now.rate + math.e * np.bincount(tree.parent[1:], below[1:], len(tree)))
        above = tree.parent[np.maximum(tree.parent, 0)]
        movable = (tree.depth % 2 == parity) & (tree.depth >= 2) & new[above]
        units = np.flatnonzero(movable)
        if not len(units):
            continue
        parents, above = tree.parent[units], above[units]
        offset = now.rate.copy()
        moving = np.flatnonzero(np.bincount(parents))  # the search changes their enter flow: no offset
        offset -= np.bincount(tree.parent[moving], now.table[moving, 1], len(tree))
        level = _modules_level(ground, tree, now, np.where(movable[:, None], _as_nodes(now), 0.0), parity=parity)
        of = np.full(len(tree), -1, np.int32)
        of[units] = above
        level, regions = restrict(level, Regions(of, offset), units.astype(np.int32))
        current = grouped(parents)[1]
        found, _ = polish(level, current, regions, scratch, passes=passes, least_gain=_LEAST_GAIN)
        tree = _adopt(tree, units, found, above)
    return tree


def _regroup_nodes(ground: Ground, tree: Tree, scratch: Scratch, seen: _Seen, passes: int, *, anew: bool) -> Tree:
    """Move nodes from their module to a sibling of it; with `anew`, also start again from single nodes."""
    now = survey(ground, tree)
    leaf = np.flatnonzero(tree.is_leaf)
    above, enter, flow = tree.parent[leaf], now.table[leaf, 1], now.table[leaf, 0]
    offset = now.rate - np.bincount(above, enter, len(tree))
    new = seen.fresh(now.rate + np.bincount(above, flow * flow + math.pi * enter * enter, len(tree)))
    new[0] &= len(leaf) < len(tree) - 1  # if all modules are directly below the root, this was searched before
    regions = Regions(tree.parent[tree.node_module], offset)
    nodes = np.flatnonzero(new[regions.of]).astype(np.int32)
    if not len(nodes):
        return tree
    level, regions = restrict(ground.base, regions, nodes)
    current = grouped(tree.node_module[nodes])[1]
    if anew:
        fresh, _ = polish(level, None, regions, scratch, passes=2, least_gain=_LEAST_GAIN)
        current = better_of(level, current, fresh, regions)
    current, _ = improve(level, current, regions, scratch, Passes(refinements(passes + 1)[1:], _LEAST_GAIN))
    return _place(tree, nodes, current, regions.of)


def _split(ground: Ground, tree: Tree, scratch: Scratch, seen: _Seen) -> Tree:
    """Split leaf modules into sub-modules where that shortens the codelength."""
    now = survey(ground, tree)
    new = seen.fresh(now.table[:, 0] + math.pi * now.table[:, 2])
    nodes = np.flatnonzero(new[tree.node_module]).astype(np.int32)
    if not len(nodes):
        return tree

    def broken(nodes: Ids, scratch: Scratch) -> tuple[Ids, Ids, Ids]:
        level, regions = restrict(ground.base, Regions(tree.node_module, now.table[:, 2].copy()), nodes)
        parts, _ = improve(level, None, regions, scratch, Passes((0,), _LEAST_GAIN, sweeps=_SWEEPS))
        gain = plogp(now.rate) + now.words + now.metadata - bits_by_region(level, parts, regions)
        pays = gain[regions.of] > _NOISE
        return nodes[pays], parts[pays], regions.of[pays]

    module = tree.node_module[nodes]
    ahead = np.bincount(module).cumsum()[module] <= len(nodes) // 2
    if not is_large(ground.base) or not ahead.any():  # else half of the modules, which do not depend on the others
        return _place(tree, *broken(nodes, scratch))
    first, second = nodes[ahead], nodes[~ahead]
    one, other = scratch.both(lambda scratch: broken(first, scratch), lambda scratch: broken(second, scratch))
    other[1][:] += np.int32(len(first))
    return _place(tree, *(np.concatenate(halves) for halves in zip(one, other, strict=True)))


def _dissolve(ground: Ground, tree: Tree) -> Tree:
    """Replace modules of modules by their children where that shortens the codelength, the best one first."""
    now = survey(ground, tree)
    parent, rate = tree.parent.copy(), now.rate.copy()
    inner = ~tree.is_leaf
    inner[0] = False
    change = np.full(len(tree), np.inf)
    asked = np.flatnonzero(inner)
    changed = False
    while inner.any():
        enter, exit_ = now.table[asked, 1], now.table[asked, 2]
        total, held = rate[parent[asked]], rate[asked] - exit_
        change[asked] = plogp(total - enter + held) - plogp(total) + plogp(enter) - plogp(exit_ + held) + plogp(exit_)
        change[asked] -= ground.base.price
        best = int(np.argmin(change))
        if change[best] > -_NOISE:
            break
        above = int(parent[best])
        rate[above] += rate[best] - now.table[best, 2] - now.table[best, 1]
        parent[parent == best] = above
        inner[best] = False
        change[best] = np.inf
        asked = np.flatnonzero(inner & (parent == above))
        if inner[above]:
            asked = np.append(asked, above)
        changed = True
    return prune(parent, tree.leaf, tree.part) if changed else tree


def _modules_level(ground: Ground, tree: Tree, now: Survey, nodes: Floats, *, parity: int) -> Level:
    """Return a network whose node c is module c of the tree; the kernel `relate` explains `parity` and the links."""
    parts = ground.links(tree)
    room = len(parts.neighbours)
    sources, targets = np.empty((2, room), np.int32)
    flows = np.empty(room)
    n_links = _kernels.relate(
        parts.indptr,
        parts.neighbours,
        parts.weight,
        tree.leaf,
        tree.parent,
        tree.depth,
        parity,
        sources,
        targets,
        flows,
    )
    rows = rows_of(sources[:n_links], targets[:n_links], flows[:n_links], len(tree))
    nodes = np.ascontiguousarray(nodes)
    jumps = np.where(nodes[:, :1] > 0.0, now.jumps, 0.0) if len(now.jumps) else now.jumps
    return aggregate(Level(*rows, nodes, parts.symmetric, jumps, parts.price), singletons(len(tree)), nodes)


def _as_nodes(now: Survey) -> Floats:
    """Return the modules as nodes, with their enter flow as flow."""
    _, enter, exit_ = now.table.T
    alone = plogp(exit_ + enter) - plogp(exit_) - plogp(enter)
    return np.column_stack((enter, enter, exit_, alone))


def _adopt(tree: Tree, units: npt.NDArray[np.integer[Any]], groups: Ids, above: Ids) -> Tree:
    """Insert a new module for each group, between its modules and their parent."""
    first, inverse = grouped(groups)
    parent = np.concatenate((tree.parent, above[first]))
    parent[units] = len(tree) + inverse
    return prune(parent, tree.leaf, tree.part)


def _place(tree: Tree, nodes: npt.NDArray[np.integer[Any]], modules: Ids, above: Ids) -> Tree:
    """Move nodes into new leaf modules below `above`."""
    if not len(nodes):
        return tree
    first, inverse = grouped(modules)
    node_module = tree.node_module.copy()
    node_module[nodes] = len(tree) + inverse
    parent = np.concatenate((tree.parent, above[first]))
    leaf = compact(node_module, len(parent))
    return prune(parent, leaf, node_module)
