"""Grow a hierarchy from modules: group, regroup, split and dissolve until it stops paying.

Every step searches all modules of a layer at once, each a region of its own: modules over the enter flow of what they
hold, or over nodes, with the exit flow of the module above as offset of the index (Rosvall & Bergstrom 2011). No step
ever makes the codelength longer.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.mapequation.level import Level, Regions, State, aggregate, plogp, tally
from textmine.mapequation.multilevel import better_of, bits_by_region, polish, singletons
from textmine.mapequation.tree import Tree, interior, leaf_level, measure, prune, tree_bits

__all__ = ["grow"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_PASSES = 3
_LEAST_GAIN = 1e-6


def grow(base: Level, tree: Tree, state: State, *, rounds: int = 6, least_gain: float = 1e-5) -> Tree:
    """Return a hierarchy that costs no more than `tree`, found by rounds of grouping, regrouping and splitting."""
    bits = tree_bits(base, tree)
    for _ in range(rounds):
        tree = _group_all(base, tree, state)
        tree = _regroup_nodes(base, tree, state)
        tree = _split(base, tree, state)
        tree = _regroup_modules(base, tree, state)
        tree = _dissolve(base, tree)
        found = tree_bits(base, tree)
        if bits - found < least_gain:
            break
        bits = found
    return tree


def _group_all(base: Level, tree: Tree, state: State) -> Tree:
    """Put modules between a module and its children wherever that pays, at every depth, until it pays nowhere."""
    depth = 1
    while depth <= int(tree.depth.max()):
        grouped = _group(base, tree, depth, state)
        if len(grouped.parent) == len(tree.parent):
            depth += 1
        tree = grouped
    return tree


def _group(base: Level, tree: Tree, depth: int, state: State) -> Tree:
    leaves = leaf_level(base, tree)
    table = measure(leaves, tree)
    level, units = _modules_at(leaves, tree, table, depth)
    if len(units) < 4:
        return tree
    regions = Regions(_regions_of(tree, units, tree.parent[units]), np.append(table[:, 2], 0.0))
    groups, _ = polish(level, singletons(len(level)), regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
    gain = plogp(interior(tree, table)) - bits_by_region(level, groups, regions)[:-1]
    size = np.bincount(groups[units], minlength=len(level))
    siblings = np.bincount(tree.parent[units], minlength=len(tree.parent))
    above = tree.parent[units]
    new = (gain[above] > 1e-10) & (size[groups[units]] > 1) & (size[groups[units]] < siblings[above])
    return _adopt(tree, units[new], groups[units[new]], above[new])


def _regroup_modules(base: Level, tree: Tree, state: State) -> Tree:
    """Let modules change their parent for a sibling of it, at every depth."""
    for depth in range(2, int(tree.depth.max()) + 1):
        leaves = leaf_level(base, tree)
        table = measure(leaves, tree)
        level, units = _modules_at(leaves, tree, table, depth)
        if not len(units):
            continue
        parents = tree.parent[units]
        above = tree.parent[parents]
        offset = interior(tree, table)
        movable = np.unique(parents)
        np.subtract.at(offset, tree.parent[movable], table[movable, 1])
        regions = Regions(_regions_of(tree, units, above), np.append(offset, 0.0))
        current = np.arange(len(tree.parent), dtype=np.int32)
        current[units] = parents + np.int32(len(tree.parent))
        current = np.unique(current, return_inverse=True)[1].astype(np.int32)
        found, _ = polish(level, current, regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
        tree = prune(_adopt(tree, units, found[units], above))
    return tree


def _regroup_nodes(base: Level, tree: Tree, state: State) -> Tree:
    """Partition the nodes below each parent of leaf modules anew, from single nodes and from what is there."""
    table = measure(leaf_level(base, tree), tree)
    leaf = tree.is_leaf
    offset = interior(tree, table)
    np.subtract.at(offset, tree.parent[1:][leaf[1:]], table[1:][leaf[1:], 1])
    regions = Regions(tree.parent[tree.node_module], np.append(offset, 0.0))
    current = np.unique(tree.node_module, return_inverse=True)[1].astype(np.int32)
    if len(tree.parent) - leaf.sum() > 1:  # else the regions are the whole, and that has been searched
        fresh, _ = polish(base, singletons(len(base)), regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
        current = better_of(base, current, fresh, regions)
    current, _ = polish(base, current, regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
    return prune(_place(tree, current, regions.of))


def _split(base: Level, tree: Tree, state: State) -> Tree:
    """Break leaf modules into sub-modules where that pays."""
    table = measure(leaf_level(base, tree), tree)
    regions = Regions(tree.node_module, np.append(table[:, 2], 0.0))
    parts, _ = polish(base, singletons(len(base)), regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
    gain = plogp(interior(tree, table)) - bits_by_region(base, parts, regions)[:-1]
    broken = gain[tree.node_module] > 1e-10
    if not broken.any():
        return tree
    n = len(tree.parent)
    fresh, first, inverse = np.unique(parts[broken], return_index=True, return_inverse=True)
    node_module = tree.node_module.copy()
    node_module[broken] = n + inverse
    parents = tree.node_module[broken][first]
    return prune(Tree(np.concatenate((tree.parent, parents)), node_module))


def _dissolve(base: Level, tree: Tree) -> Tree:
    """Hand the children of a module to its parent where that pays, the best one under each parent at a time."""
    table = measure(leaf_level(base, tree), tree)
    parent = tree.parent.copy()
    gone = np.zeros(len(parent), np.bool_)
    inner = ~tree.is_leaf
    inner[0] = False
    while True:
        rate = table[:, 2].copy()
        alive = np.flatnonzero(~gone[1:]) + 1
        np.add.at(rate, parent[alive], table[alive, 1])
        some = np.flatnonzero(inner & ~gone)
        if not len(some):
            break
        total, held = rate[parent[some]], rate[some]
        enter, exit_ = table[some, 1], table[some, 2]
        change = plogp(total - enter + held - exit_) - plogp(total) + plogp(enter) - plogp(held) + plogp(exit_)
        best = some[np.argmin(change)]
        if change.min() > -1e-10:
            break
        parent[parent == best] = parent[best]
        gone[best] = True
    return prune(Tree(parent, tree.node_module)) if gone.any() else tree


def _modules_at(leaves: Level, tree: Tree, table: Floats, depth: int) -> tuple[Level, Ids]:
    """Return a network whose node c is module c of the tree, with the modules at `depth` linked, and their ids."""
    units = np.flatnonzero(tree.depth == depth).astype(np.int32)
    holders = np.flatnonzero(tree.is_leaf).astype(np.int32)
    part = np.arange(len(leaves), dtype=np.int32)
    found = tree.ancestors(holders, depth)
    part[holders[found >= 0]] = found[found >= 0]
    nodes = np.zeros((len(leaves), 3))
    nodes[units] = table[units][:, [1, 1, 2]]
    return aggregate(leaves, part, nodes), units


def _regions_of(tree: Tree, units: Ids, above: Ids) -> Ids:
    """Region of each module: `above` for units; the others, which have no flow, share one that has no offset."""
    of = np.full(len(tree.parent), len(tree.parent), np.int32)
    of[units] = above
    return of


def _adopt(tree: Tree, units: Ids, groups: Ids, above: Ids) -> Tree:
    """Put a new module for each group between its units and the module above them."""
    if not len(units):
        return tree
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    parent = np.concatenate((tree.parent, above[first]))
    parent[units] = len(tree.parent) + inverse
    return prune(Tree(parent.astype(np.int32), tree.node_module))


def _place(tree: Tree, modules: Ids, above: Ids) -> Tree:
    """Put nodes into new leaf modules below `above`."""
    _, first = np.unique(modules, return_index=True)
    return Tree(np.concatenate((tree.parent, above[first])), modules + np.int32(len(tree.parent)))
