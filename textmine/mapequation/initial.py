"""A tree of modules that the user gives: to start a search from, or to score."""

from __future__ import annotations

from textmine.buffers import ints, written
from textmine.errors import GraphError
from textmine.mapequation.level import compact
from textmine.mapequation.tree import Tree, prune

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["tree_of"]


def tree_of(paths: Sequence[tuple[int, ...] | None]) -> Tree:
    """Return the tree in which the module of each node has the given path (ranks from the root down).

    A node without a path is a module of its own, directly below the root.

    Raises
    ------
    GraphError
        If a module contains both modules and nodes.

    Examples
    --------
    >>> tree = tree_of([(1, 1), (1, 2), (1, 2), None])
    >>> tree.parent.tolist(), tree.node_module.tolist()
    ([-1, 0, 0, 1, 1], [3, 4, 4, 2])
    """
    number: dict[tuple[int, ...], int] = {(): 0}
    parent, module = [-1], ints(len(paths))
    for node, path in enumerate(paths):
        if path is None or len(path) == 0:
            path = (-1 - node,)  # no rank is negative
        for depth in range(1, len(path) + 1):
            if path[:depth] not in number:
                number[path[:depth]] = len(parent)
                parent.append(number[path[: depth - 1]])
        module[node] = number[path]
    both = set(module) & set(parent[1:])
    if both:
        first = min(both)
        path = next(path for path, at in number.items() if at == first)
        place = ":".join(map(str, path)) or "of the whole"
        raise GraphError(f"the module {place} holds both nodes and modules", "give its nodes a module of their own")
    leaf = compact(module, len(parent))
    return prune(written(ints(len(parent)), parent), leaf, module)
