"""Trees of no more levels than are wanted."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Ids
from textmine.mapequation.contents import plogp
from textmine.mapequation.hierarchy import Growth, Rated, grow, regrouped
from textmine.mapequation.level import Level
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, Tree, depths, prune, survey

__all__ = ["fitted", "levels_of", "shallower"]


_ROUNDS, _PASSES = 10, 3
_LEAST_GAIN = 1e-9  # bits that a round must gain


def levels_of(tree: Tree) -> int:
    """Return the number of levels of a tree: 2 where there are no modules of modules."""
    return int(tree.depth[tree.node_module].max()) + 1


def fitted(base: Level, tree: Tree, most: int, scratch: Scratch) -> Rated:
    """Return a tree of `most` levels at most, as short as can be found from another one.

    Its modules of modules are dissolved, then nodes and modules regroup, and grow into a hierarchy again, of which too
    much is dissolved again, as long as that pays.
    """
    ground = Ground(base)
    tree = shallower(base, tree, most)
    best = Rated(tree, survey(ground, tree).bits)
    if most == 2:
        return best
    for _ in range(_ROUNDS):
        tree = regrouped(ground, best.tree, scratch, _PASSES)
        deeper = grow(ground, Rated(tree, survey(ground, tree).bits), scratch, Growth(rounds=1))
        for each in (tree, shallower(base, deeper.tree, most)):
            bits = survey(ground, each).bits
            if bits < best.bits - _LEAST_GAIN:
                best = Rated(each, bits)
                break
        else:
            break
    return best


def shallower(base: Level, tree: Tree, most: int) -> Tree:
    """Replace modules of modules by their children until no path has more than `most` levels, 2 or more.

    Of the modules on paths that are too long, the one that makes the codelength grow least goes first.
    """
    now = survey(Ground(base), tree)
    parent, rate = tree.parent.copy(), now.rate.copy()
    enter, exit_ = now.table[:, 1], now.table[:, 2]
    inner = ~tree.is_leaf
    inner[0] = False
    while len(asked := np.flatnonzero(inner & (_deepest(parent) >= most))):
        total, held = rate[parent[asked]], rate[asked] - exit_[asked]
        change = plogp(total - enter[asked] + held) - plogp(total) + plogp(enter[asked])
        change -= plogp(exit_[asked] + held) - plogp(exit_[asked])
        best = int(asked[np.argmin(change)])
        above = int(parent[best])
        rate[above] += rate[best] - exit_[best] - enter[best]
        parent[parent == best] = above
        inner[best] = False
    return prune(parent, tree.leaf, tree.part)


def _deepest(parent: Ids) -> Ids:
    """Return the depth of the deepest module below each module, or of itself."""
    depth = depths(parent)
    deepest = depth.copy()
    for level in range(int(depth.max()), 0, -1):
        here = np.flatnonzero(depth == level)
        np.maximum.at(deepest, parent[here], deepest[here])
    return deepest
