"""Communities: the tree of modules that a search found, in an order that does not depend on the search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.errors import GraphError
from textmine.graph.naming import Names, name_keys
from textmine.lightclasses import NamedTuple, array, dataclass
from textmine.mapequation.codelength import Codelength, ModuleTree, codelength_of, module_flows
from textmine.mapequation.network import FlowNetwork
from textmine.mapequation.tree import depths

if TYPE_CHECKING:
    import numpy.typing as npt

    from textmine.notebook import Frame

__all__ = ["FLOW_DECIMALS", "Communities", "communities_of"]


_SHOWN = 6  # nodes of a module that a notebook names
FLOW_DECIMALS = 14  # a smaller difference of flows comes from the order of summing: names decide the order then


@dataclass(frozen=True, eq=False)
class Communities:
    """A tree of modules over named nodes, in canonical order.

    Modules are numbered depth first, so a parent comes before its children. Siblings are in order of flow, largest
    first, then of their first name. Nodes keep the numbers of the network.

    Attributes
    ----------
    parent : int32[n_modules]
        Parent of each module. The root is module 0 with parent -1.
    node_module : int32[n_nodes]
        The leaf module of each node.
    module_flow, module_enter, module_exit : float64[n_modules]
        Flow inside, into and out of each module.
    node_flow : float64[n_nodes]
    names : sequence of str, one per node
    codelength : Codelength
    trials : sequence of float
        Codelength that each trial found, in bits; none where nothing was searched.
    """

    parent: Ids = array()
    node_module: Ids = array()
    module_flow: Floats = array()
    module_enter: Floats = array()
    module_exit: Floats = array()
    node_flow: Floats = array()
    names: Sequence[str]
    codelength: Codelength
    trials: tuple[float, ...] = ()

    @property
    def node_ids(self) -> Sequence[int] | None:
        """Numbers of the nodes in the file they come from; None where they have none."""
        return None

    @property
    def node_attributes(self) -> Mapping[str, Sequence[Any]]:
        """What the file that the nodes come from says of them: a value a node under each name."""
        return {}

    @property
    def state_columns(self) -> Mapping[str, Sequence[Any]]:
        """What formats say of nodes that are states: a value a node under each name; nothing elsewhere."""
        return {}

    def about(self) -> dict[str, Any]:
        """Return how the communities were found, for the heads of files; nothing where that is not known."""
        return {}

    def __repr__(self) -> str:
        sizes = f"{len(self.names)} nodes in {self.n_top_modules} modules, {self.levels} levels"
        return f"<{type(self).__name__}: {sizes}, {self.codelength.total:.6g} bits>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the largest modules with the nodes of the largest flow."""
        from textmine.notebook import html_table

        return html_table(*self._table())

    def show(self, height: int = 400) -> Frame:
        """Return the thousand largest modules as a table in a frame of a notebook; `height` in pixels."""
        from textmine.notebook import table_frame

        return table_frame(*self._table(), height)

    def _table(self) -> tuple[str, Sequence[str], Iterable[Sequence[Any]], int]:
        """Return caption, headings, rows, and the number of rows."""
        tops = self.labels
        flows, sizes = np.bincount(tops, self.node_flow), np.bincount(tops)
        members: dict[int, list[str]] = {}
        for node in np.argsort(-self.node_flow, kind="stable").tolist():
            members.setdefault(int(tops[node]), []).append(str(self.names[node]))
        largest = np.argsort(-flows, kind="stable").tolist()
        rows = ((top + 1, int(sizes[top]), float(flows[top]), ", ".join(members[top][:_SHOWN])) for top in largest)
        caption = f"{len(self.names):,} nodes in {self.n_top_modules:,} modules, the largest first"
        return caption, ("module", "nodes", "flow", "nodes of the largest flow"), rows, self.n_top_modules

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """The module right below the root of each node, from 0, in order of nodes; int64[n_nodes]."""
        return self.top_module.astype(np.int64) - 1

    @property
    def depth(self) -> Ids:
        """Depth of each module, 0 for the root; int32[n_modules]."""
        return depths(self.parent)

    @property
    def levels(self) -> int:
        """Length of the longest path; 2 if there are no modules of modules."""
        return int(self.depth[self.node_module].max()) + 1

    @property
    def n_top_modules(self) -> int:
        """Number of modules directly below the root."""
        return int((self.parent == 0).sum())

    @property
    def top_module(self) -> Ids:
        """Rank of the top-level module of each node, from 1; int32[n_nodes]."""
        rank = np.cumsum(self.parent == 0, dtype=np.int32)  # depth first: the modules in a top-level one follow it
        return np.asarray(rank[self.node_module])

    def module_paths(self) -> list[tuple[int, ...]]:
        """Return the path of each module: 1-based ranks from the root down. The path of the root is empty."""
        paths: list[tuple[int, ...]] = [()]
        children = np.zeros(len(self.parent), np.int64)
        for above in self.parent[1:].tolist():
            children[above] += 1
            paths.append((*paths[above], int(children[above])))
        return paths

    def order(self) -> npt.NDArray[np.intp]:
        """Return the nodes in order of their paths."""
        by_name = _name_rank(self.names)
        return np.lexsort((by_name, -np.round(self.node_flow, FLOW_DECIMALS), self.node_module))

    def ranks(self, order: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
        """Return the rank of each node in its module, from 1, the nodes taken in the order of their paths."""
        modules = self.node_module[order]
        begins = np.flatnonzero(np.diff(modules, prepend=np.int32(-1)))
        sizes = np.diff(begins, append=len(modules))
        return np.arange(1, len(modules) + 1) - np.repeat(begins, sizes)

    def paths(self) -> list[tuple[int, ...]]:
        """Return the path of each node: 1-based ranks of its modules from the root down, then its own rank."""
        above = self.module_paths()
        paths: list[tuple[int, ...]] = [()] * len(self.node_module)
        order = self.order()
        for node, module, rank in zip(
            order.tolist(), self.node_module[order].tolist(), self.ranks(order).tolist(), strict=True
        ):
            paths[node] = (*above[module], rank)
        return paths


def communities_of(network: FlowNetwork, tree: ModuleTree, names: Sequence[str] | None = None) -> Communities:
    """Return `tree` in canonical order with its flows and codelength.

    Parameters
    ----------
    network : FlowNetwork
    tree : any tree with `parent` and `node_module`
        Parents may have any number. No module is empty.
    names : sequence of str, optional
        One per node; None means the node ids.

    Raises
    ------
    GraphError
        If the number of names is not the number of nodes.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 1, 2, 3], [1, 2, 3, 4], [3, 1, 3, 3], 5)
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 1, 2, 2, 2]))
    >>> communities_of(network, tree, ["a", "b", "c", "d", "e"]).paths()
    [(2, 2), (2, 1), (1, 2), (1, 1), (1, 3)]
    """
    names = Names.of_numbers(np.arange(network.n_nodes)) if names is None else names
    if len(names) != network.n_nodes:
        raise GraphError(f"{len(names)} names do not fit {network.n_nodes} nodes", "give each node one name")
    number = _numbering(network, tree, names)
    parent = np.full(len(number), -1, np.int32)
    above = np.asarray(tree.parent)
    parent[number[above >= 0]] = number[above[above >= 0]]
    renumbered = _Tree(parent, number[np.asarray(tree.node_module)])
    flows = module_flows(network, renumbered)
    bits = codelength_of(network, renumbered, flows)
    return Communities(parent, renumbered.node_module, *flows, network.node_flow, names, bits)


class _Tree(NamedTuple):
    parent: Ids
    node_module: Ids


def _numbering(network: FlowNetwork, tree: ModuleTree, names: Sequence[str]) -> Ids:
    """Return the number of each module: depth first, siblings in order of flow, then of their first name."""
    parent, node_module = np.asarray(tree.parent), np.asarray(tree.node_module)
    flow = np.bincount(node_module, network.node_flow, len(parent))
    above = depths(parent)
    for depth in range(int(above.max()), 0, -1):
        here = np.flatnonzero(above == depth)
        flow += np.bincount(parent[here], flow[here], len(parent))
    flow = np.round(flow, FLOW_DECIMALS)
    order = np.lexsort((-flow, parent))
    tied = (np.diff(flow[order]) == 0.0) & (np.diff(parent[order]) == 0)
    if tied.any():  # names are used only for ties, because sorting them is slow
        alike = np.zeros(len(parent), np.bool_)
        alike[order[1:][tied]] = alike[order[:-1][tied]] = True
        order = np.lexsort((_first_rank(parent, node_module, above, names, alike), -flow, parent))
    return _depth_first(parent, order, above)


def _depth_first(parent: Ids, order: npt.NDArray[np.intp], depth: Ids) -> Ids:
    """Return the number of each module, depth first; `order` has the root first, and siblings as they are to follow.

    Examples
    --------
    >>> parent = np.array([-1, 0, 0, 1, 1], np.int32)
    >>> _depth_first(parent, np.array([0, 2, 1, 3, 4]), np.array([0, 1, 1, 2, 2])).tolist()
    [0, 2, 1, 3, 4]
    """
    levels = [np.flatnonzero(depth == level) for level in range(int(depth.max()) + 1)]
    size = np.ones(len(parent), np.int64)  # modules in each one, with itself
    for here in levels[:0:-1]:
        size += np.bincount(parent[here], size[here], len(parent)).astype(np.int64)
    before = np.cumsum(size[order]) - size[order]
    first = np.flatnonzero(np.diff(parent[order], prepend=-2))
    before -= np.repeat(before[first], np.diff(np.append(first, len(order))))
    number = np.empty(len(parent), np.int64)
    number[order] = before
    for here in levels[1:]:
        number[here] += number[parent[here]] + 1
    return number.astype(np.int32)


def _first_rank(
    parent: Ids, node_module: Ids, depth: Ids, names: Sequence[str], asked: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return the rank of the first name in each of the modules asked for, among all names in them."""
    inside = asked.copy()
    levels = [np.flatnonzero(depth == level) for level in range(int(depth.max()) + 1)]
    for here in levels[1:]:
        inside[here] |= inside[parent[here]]
    nodes = np.flatnonzero(inside[node_module])
    first = np.full(len(parent), len(names), np.int64)
    np.minimum.at(first, node_module[nodes], _name_rank(names, nodes))
    for here in levels[:0:-1]:
        np.minimum.at(first, parent[here], first[here])
    return first


def _name_rank(names: Sequence[str], nodes: npt.NDArray[np.int64] | None = None) -> npt.NDArray[np.int64]:
    """Return a number for each node (None: all nodes) that puts them in the order of their names."""
    nodes = np.arange(len(names)) if nodes is None else nodes
    if isinstance(names, Names):
        return np.asarray(names.code_rank(nodes))
    rank = np.empty(len(nodes), np.int64)
    keys = name_keys([names[node] for node in nodes.tolist()])
    rank[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return rank
