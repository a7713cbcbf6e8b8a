"""The modules of one level of a tree."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Ids
from textmine.mapequation.communities import Communities

__all__ = ["modules_at"]


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
    home, depth = communities.node_module.copy(), communities.depth
    while level > 0 and len(deep := np.flatnonzero(depth[home] > level)):
        home[deep] = communities.parent[home[deep]]
    return home
