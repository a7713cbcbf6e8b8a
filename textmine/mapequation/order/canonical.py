"""The canonical order: modules depth first, siblings and nodes by flow, then by name."""

from __future__ import annotations

from textmine.buffers import Doubles, Ints, Longs, doubles, flags, ints, longs
from textmine.graph.naming import Names, name_keys
from textmine.mapequation.order import _kernels
from textmine.mapequation.tree import depths
from textmine.ordering import order_by_ints, order_inside, put, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "FLOW_DECIMALS",
    "modules_on",
    "nodes_in_order",
    "numbering",
    "ranks_inside",
    "sibling_ranks",
]

FLOW_DECIMALS = 14  # a smaller difference of flows comes from the order of summing: names decide the order then


def numbering(parent: Ints, node_module: Ints, node_flow: Doubles, names: Sequence[str]) -> Ints:
    """Return the number of each module: depth first, siblings in order of flow, then of their first name.

    Parameters
    ----------
    parent
        int32[k]: the parent of each module; -1 for the root. Parents may have any number.
    node_module
        int32[n]: the module of each node.
    node_flow
        float64[n]
    names
        One per node.

    Returns
    -------
    Ints
        int32[k]

    Examples
    --------
    >>> import numpy as np
    >>> parent, node_module = np.array([-1, 0, 0], np.int32), np.array([1, 2, 2], np.int32)
    >>> numbering(parent, node_module, np.array([0.5, 0.25, 0.25]), ["c", "a", "b"]).tolist()
    [0, 2, 1]
    """
    k = len(parent)
    upwards, flow, above = _deepest_first(parent), doubles(k), ints(k)
    _kernels.add_up(parent, node_module, node_flow, upwards, flow)
    keys = _descending(flow)
    _kernels.add(parent, 1, above)
    order = order_inside(above, k + 1, keys)
    places, group = _tied(order, above, keys)
    if len(places):  # names are used only for ties, because sorting them is slow
        asked = taken(order, places)
        first = taken(_first_ranks(parent, node_module, upwards, names, asked), asked)
        _settle(order, places, group, order_by_ints(first, len(names) + 1))
    number = ints(k)
    _kernels.depth_first(parent, order, upwards, ints(k), number)
    return number


def nodes_in_order(node_module: Ints, node_flow: Doubles, names: Sequence[str], n_modules: int) -> Ints:
    """Return the nodes in order of their modules, in a module by flow, then by name, int32[n].

    Examples
    --------
    >>> import numpy as np
    >>> node_module, node_flow = np.array([2, 1, 1], np.int32), np.array([0.5, 0.25, 0.25])
    >>> nodes_in_order(node_module, node_flow, ["a", "c", "b"], 3).tolist()
    [2, 1, 0]
    """
    keys = _descending(node_flow)
    order = order_inside(node_module, n_modules, keys)
    if isinstance(names, Names) and names.numbers is None:
        return order  # nodes that are tied stand in order of their names
    places, group = _tied(order, node_module, keys)
    if len(places):
        asked = taken(order, places)
        _settle(order, places, group, order_by_ints(_name_ranks(names, asked), len(names)))
    return order


def ranks_inside(node_module: Ints, order: Ints) -> Longs:
    """Return the rank of each node in its module, from 1, given the nodes in the order of their paths; int64[n]."""
    found = longs(len(order))
    _kernels.node_ranks(node_module, order, found)
    return found


def sibling_ranks(parent: Ints) -> Ints:
    """Return the rank of each module among those of its parent, from 1, 0 for the root; int32[k].

    Parents come before children.
    """
    rank = ints(len(parent))
    _kernels.sibling_ranks(parent, ints(len(parent)), rank)
    return rank


def modules_on(parent: Ints, node_module: Ints, level: int) -> Ints:
    """Return the module that each node belongs to on a level, int32[n]; parents come before children.

    Level 1 has the modules directly below the root; 0 or less stands for the lowest modules. A module without modules
    in it is also a module of all levels below its own.
    """
    above = ints(len(parent))
    _kernels.lift(parent, depths(parent), level, above)
    return taken(above, node_module)


def _deepest_first(parent: Ints) -> Ints:
    """Return the modules in order of depth, the deepest first, those of a depth by number."""
    height = ints(len(parent))
    deepest = _kernels.heights(depths(parent), height)
    return order_by_ints(height, deepest + 1)


def _descending(flow: Doubles) -> Doubles:
    keys = doubles(len(flow))
    _kernels.descending(flow, 10.0**FLOW_DECIMALS, keys)
    return keys


def _tied(order: Ints, home: Ints, keys: Doubles) -> tuple[Ints, Ints]:
    """Return the places in an order of all that have the same home and key as a neighbour, and the group of each."""
    places, group = ints(len(order)), ints(len(order))
    count = _kernels.find_tied(order, home, keys, places, group)
    return places[:count], group[:count]


def _settle(order: Ints, places: Ints, group: Ints, ranked: Ints) -> None:
    """Put those that are tied into order; `ranked` is the order of all of them by name."""
    by_group = order_by_ints(group, group[len(group) - 1] + 1, ranked)
    put(taken(taken(order, places), by_group), places, order)


def _first_ranks(parent: Ints, node_module: Ints, upwards: Ints, names: Sequence[str], asked: Ints) -> Ints:
    """Return the rank of the first name in each of the modules asked for, among all names in them; int32[k]."""
    nodes, first = ints(len(node_module)), ints(len(parent))
    count = _kernels.nodes_inside(parent, node_module, upwards, asked, flags(len(parent)), nodes)
    nodes = nodes[:count]
    _kernels.first_ranks(parent, node_module, upwards, nodes, _name_ranks(names, nodes), len(names), first)
    return first


def _name_ranks(names: Sequence[str], nodes: Ints) -> Ints:
    """Return a number below the number of names for each node that puts them in the order of their names."""
    if isinstance(names, Names):
        return names.code_rank(nodes)
    rank, keys = ints(len(nodes)), name_keys([names[node] for node in nodes.tolist()])
    for place, node in enumerate(sorted(range(len(keys)), key=keys.__getitem__)):
        rank[node] = place
    return rank
