"""Trees of no more levels than are wanted."""

from __future__ import annotations

from textmine.buffers import copied, ints
from textmine.mapequation import _kernels as _loops
from textmine.mapequation.growth import _kernels
from textmine.mapequation.hierarchy import Growth, Rated, grow, regrouped
from textmine.mapequation.level import Level
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, Tree, prune, survey

__all__ = ["fitted", "levels_of", "shallower"]


_ROUNDS, _PASSES = 10, 3
_LEAST_GAIN = 1e-9  # bits that a round must gain


def levels_of(tree: Tree) -> int:
    """Return the number of levels of a tree: 2 where there are no modules of modules."""
    deepest: int = _loops.largest(tree.depth)
    return deepest + 1


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
    now, k = survey(Ground(base), tree), len(tree)
    parent, kept = copied(tree.parent), copied(tree.is_leaf)
    kept[0] = 1
    _kernels.cut(parent, now.table, copied(now.rate), most, kept, ints(k), ints(k))
    return prune(parent, tree.leaf, tree.part)
