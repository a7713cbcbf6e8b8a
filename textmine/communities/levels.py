"""The modules of one level of a tree."""

from __future__ import annotations

from textmine.lightclasses import buffer_of
from textmine.mapequation.order.canonical import modules_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.arraytypes import Ids
    from textmine.buffers import Ints
    from textmine.mapequation.communities import Communities

__all__ = ["homes_on", "modules_at"]


def modules_at(communities: Communities, level: int) -> Ids:
    """Return the module that each node belongs to on a level.

    Parameters
    ----------
    communities
        The tree.
    level
        1 for the modules directly below the root, 2 for the modules in these, and so on; 0 or less for the lowest
        modules. A module without modules in it is also a module of all levels below its own.

    Returns
    -------
    int32[n]
        Numbers of modules, as in `Communities.node_module`.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> found = search(undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 6))
    >>> modules_at(found, 1).tolist()
    [1, 1, 1, 2, 2, 2]
    """
    import numpy as np

    return np.asarray(homes_on(communities, level))


def homes_on(communities: Communities, level: int) -> Ints:
    """Return what `modules_at` returns as a buffer, without numpy."""
    return modules_on(buffer_of(communities, "parent"), buffer_of(communities, "node_module"), level)
