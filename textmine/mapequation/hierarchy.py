"""Grow a hierarchy from modules: group, regroup, split and dissolve until it stops paying.

Every step searches all modules of the tree at once, each a region of its own whose index has an offset, its exit flow
(Rosvall & Bergstrom 2011). What moves is nodes, or modules with their enter flow for flow. No step ever makes the
codelength longer.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.mapequation import _kernels
from textmine.mapequation.level import Level, Regions, State, aggregate, plogp, restrict
from textmine.mapequation.links import rows_of
from textmine.mapequation.multilevel import better_of, bits_by_region, polish, singletons
from textmine.mapequation.tree import Survey, Tree, prune, survey

__all__ = ["grow"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_PASSES = 3
_LEAST_GAIN = 1e-6
_ROUND_GAIN = 2e-5  # share of the one-level codelength that a round must gain to be worth another
_NOISE = 1e-10  # bits; less is rounding


def grow(base: Level, tree: Tree, state: State, *, rounds: int = 10) -> Tree:
    """Return a hierarchy that costs no more than `tree`, found by rounds of grouping, regrouping and splitting."""
    bits, one_level = survey(base, tree).bits, -float(plogp(base.nodes[:, 0]).sum())
    regrouped, split = _Seen(), _Seen()
    for n_round in range(rounds):
        tree = _group(base, tree, state)
        tree = _regroup_nodes(base, tree, state, regrouped, anew=n_round < 1)
        tree = _split(base, tree, state, split)
        tree = _regroup_modules(base, tree, state)
        tree = _dissolve(base, tree)
        found = survey(base, tree).bits
        if bits - found < _ROUND_GAIN * one_level:
            break
        bits = found
    return tree


class _Seen:
    """Remembers modules by a number that says what they are, so that none is searched twice in the same state."""

    def __init__(self) -> None:
        self._known = np.empty(0)

    def fresh(self, signature: Floats) -> npt.NDArray[np.bool_]:
        """Say which modules are new, and remember them."""
        signature = np.round(signature, 13)
        new = ~np.isin(signature, self._known)
        self._known = np.concatenate((self._known, signature[new]))
        return new


def _group(base: Level, tree: Tree, state: State) -> Tree:
    """Put modules between a module and its children wherever that pays, until it pays nowhere."""
    while True:
        now = survey(base, tree)
        level = _modules_level(tree, now, _as_nodes(now), parity=-1)
        above = np.maximum(tree.parent, 0)  # the root has no links and may stand anywhere
        regions = Regions(above, now.table[:, 2].copy())
        level.nodes[0] = 0.0
        groups, _ = polish(level, singletons(len(tree)), regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
        # So far even a module alone had to pay for a group of its own, or no group would ever form. In truth it needs
        # none; with that price, modules may leave the groups again.
        level.nodes[:, 3] = 0.0
        groups, _ = polish(level, groups, regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
        gain = plogp(now.rate) - bits_by_region(level, groups, regions)
        size, siblings = np.bincount(groups)[groups], np.bincount(tree.parent[1:], minlength=len(tree))[above]
        pays = (gain[above] > _NOISE) & (size > 1) & (size < siblings)
        pays[0] = False
        if not pays.any():
            return tree
        units = np.flatnonzero(pays)
        tree = _adopt(tree, units, groups[units], above[units])


def _regroup_modules(base: Level, tree: Tree, state: State) -> Tree:
    """Let modules change their parent for a sibling of it, at even depths and then at odd ones."""
    for parity in (0, 1):
        if int(tree.depth.max()) < 2:
            return tree
        now = survey(base, tree)
        movable = (tree.depth % 2 == parity) & (tree.depth >= 2)
        units = np.flatnonzero(movable)
        if not len(units):
            continue
        parents = tree.parent[units]
        above = tree.parent[parents]
        offset = now.rate.copy()
        moving = np.unique(parents)  # their enter flow is not offset but what the search changes
        offset -= np.bincount(tree.parent[moving], now.table[moving, 1], len(tree))
        level = _modules_level(tree, now, np.where(movable[:, None], _as_nodes(now), 0.0), parity=parity)
        # Modules that do not move stand alone in a region without links or flow.
        of = np.full(len(tree), len(tree), np.int32)
        of[units] = above
        current = np.arange(len(tree), dtype=np.int32)
        current[units] = parents + np.int32(len(tree))
        current = np.unique(current, return_inverse=True)[1].astype(np.int32)
        regions = Regions(of, np.append(offset, 0.0))
        found, _ = polish(level, current, regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
        tree = _adopt(tree, units, found[units], above)
    return tree


def _regroup_nodes(base: Level, tree: Tree, state: State, seen: _Seen, *, anew: bool) -> Tree:
    """Let nodes change their module for a sibling of it; with `anew`, also start again from single nodes."""
    now = survey(base, tree)
    leaf = np.flatnonzero(tree.is_leaf)
    above, enter, flow = tree.parent[leaf], now.table[leaf, 1], now.table[leaf, 0]
    offset = now.rate - np.bincount(above, enter, len(tree))
    new = seen.fresh(now.rate + np.bincount(above, flow * flow + math.pi * enter * enter, len(tree)))
    new[0] &= len(leaf) < len(tree) - 1  # all modules right below the root: that has been searched
    regions = Regions(tree.parent[tree.node_module], offset)
    nodes = np.flatnonzero(new[regions.of]).astype(np.int32)
    if not len(nodes):
        return tree
    level, regions = restrict(base, regions, nodes)
    current = np.unique(tree.node_module[nodes], return_inverse=True)[1].astype(np.int32)
    if anew:
        fresh, _ = polish(level, singletons(len(level)), regions, state, passes=2, least_gain=_LEAST_GAIN)
        current = better_of(level, current, fresh, regions)
    current, _ = polish(level, current, regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
    return _place(tree, nodes, current, regions.of)


def _split(base: Level, tree: Tree, state: State, seen: _Seen) -> Tree:
    """Break leaf modules into sub-modules where that pays."""
    now = survey(base, tree)
    new = seen.fresh(now.table[:, 0] + math.pi * now.table[:, 2])
    nodes = np.flatnonzero(new[tree.node_module]).astype(np.int32)
    if not len(nodes):
        return tree
    level, regions = restrict(base, Regions(tree.node_module, now.table[:, 2].copy()), nodes)
    parts, _ = polish(level, singletons(len(level)), regions, state, passes=1, least_gain=_LEAST_GAIN)
    gain = plogp(now.rate) - bits_by_region(level, parts, regions)
    broken = np.flatnonzero(gain[regions.of] > _NOISE)
    return _place(tree, nodes[broken], parts[broken], regions.of[broken])


def _dissolve(base: Level, tree: Tree) -> Tree:
    """Hand the children of modules of modules to the module above where that pays, the best one first."""
    now = survey(base, tree)
    parent, rate = tree.parent.copy(), now.rate.copy()
    inner = ~tree.is_leaf
    inner[0] = False
    changed = False
    while inner.any():
        some = np.flatnonzero(inner)
        enter, exit_ = now.table[some, 1], now.table[some, 2]
        total, held = rate[parent[some]], rate[some] - exit_
        change = plogp(total - enter + held) - plogp(total) + plogp(enter) - plogp(exit_ + held) + plogp(exit_)
        best = int(np.argmin(change))
        if change[best] > -_NOISE:
            break
        module, above = some[best], parent[some[best]]
        rate[above] += held[best] - enter[best]
        parent[parent == module] = above
        inner[module] = False
        changed = True
    return prune(parent, tree.node_module) if changed else tree


def _modules_level(tree: Tree, now: Survey, nodes: Floats, *, parity: int) -> Level:
    """Return a network whose node c is module c of the tree; see the kernel `relate` for `parity` and the links."""
    leaves, room = now.leaves, len(now.leaves.neighbours)
    sources, targets = np.empty((2, room), np.int32)
    flows = np.empty(room)
    n_links = _kernels.relate(
        leaves.indptr, leaves.neighbours, leaves.weight, tree.parent, tree.depth, parity, sources, targets, flows
    )
    rows = rows_of(sources[:n_links], targets[:n_links], flows[:n_links], len(tree))
    nodes = np.ascontiguousarray(nodes)
    return aggregate(Level(*rows, nodes, leaves.symmetric), singletons(len(tree)), nodes)


def _as_nodes(now: Survey) -> Floats:
    """Return modules as nodes whose flow is their enter flow."""
    _, enter, exit_ = now.table.T
    alone = plogp(exit_ + enter) - plogp(exit_) - plogp(enter)
    return np.column_stack((enter, enter, exit_, alone))


def _adopt(tree: Tree, units: npt.NDArray[np.intp], groups: Ids, above: Ids) -> Tree:
    """Put a new module for each group between its units and the module above them."""
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    parent = np.concatenate((tree.parent, above[first]))
    parent[units] = len(tree) + inverse
    return prune(parent, tree.node_module)


def _place(tree: Tree, nodes: npt.NDArray[np.integer[Any]], modules: Ids, above: Ids) -> Tree:
    """Put nodes into new leaf modules below `above`."""
    _, first, inverse = np.unique(modules, return_index=True, return_inverse=True)
    node_module = tree.node_module.copy()
    node_module[nodes] = len(tree) + inverse
    return prune(np.concatenate((tree.parent, above[first])), node_module)
