"""Communities: the tree of modules that a search found, in an order that does not depend on the search."""

from __future__ import annotations

from textmine.buffers import Ints, as_ints, ints
from textmine.errors import GraphError
from textmine.graph.naming import Names
from textmine.lightclasses import NamedTuple, array, buffer_of, dataclass
from textmine.mapequation.codelength import Codelength, ModuleTree, codelength_of, module_flows
from textmine.mapequation.order import _kernels as _order
from textmine.mapequation.order.canonical import (
    FLOW_DECIMALS,
    nodes_in_order,
    numbering,
    ranks_inside,
    sibling_ranks,
)
from textmine.mapequation.tree import depths
from textmine.ordering import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    import numpy as np
    import numpy.typing as npt

    from textmine.arraytypes import Floats, Ids
    from textmine.mapequation.network import FlowNetwork
    from textmine.notebook import Frame

__all__ = ["FLOW_DECIMALS", "Communities", "communities_of", "node_order"]


_SHOWN = 6  # nodes of a module that a notebook names


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
        import numpy as np

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
        import numpy as np

        return self.top_module.astype(np.int64) - 1

    @property
    def depth(self) -> Ids:
        """Depth of each module, 0 for the root; int32[n_modules]."""
        import numpy as np

        return np.asarray(depths(buffer_of(self, "parent")))

    @property
    def levels(self) -> int:
        """Length of the longest path; 2 if there are no modules of modules."""
        deepest: int = _order.deepest_home(depths(buffer_of(self, "parent")), buffer_of(self, "node_module"))
        return deepest + 1

    @property
    def n_top_modules(self) -> int:
        """Number of modules directly below the root."""
        parent = buffer_of(self, "parent")
        count: int = _order.top_ranks(parent, ints(len(parent)))
        return count

    @property
    def top_module(self) -> Ids:
        """Rank of the top-level module of each node, from 1; int32[n_nodes]."""
        import numpy as np

        parent = buffer_of(self, "parent")
        rank = ints(len(parent))
        _order.top_ranks(parent, rank)
        return np.asarray(taken(rank, buffer_of(self, "node_module")))

    def module_paths(self) -> list[tuple[int, ...]]:
        """Return the path of each module: 1-based ranks from the root down. The path of the root is empty."""
        paths: list[tuple[int, ...]] = [()]
        parent = buffer_of(self, "parent")
        ranks = sibling_ranks(parent).tolist()
        for above, rank in zip(parent[1:].tolist(), ranks[1:], strict=True):
            paths.append((*paths[above], rank))
        return paths

    def order(self) -> npt.NDArray[np.intp]:
        """Return the nodes in order of their paths."""
        import numpy as np

        return np.asarray(node_order(self), np.intp)

    def ranks(self, order: npt.NDArray[np.intp]) -> npt.NDArray[np.int64]:
        """Return the rank of each node in its module, from 1, the nodes taken in the order of their paths."""
        import numpy as np

        return np.asarray(ranks_inside(buffer_of(self, "node_module"), as_ints(order)))[order]

    def paths(self) -> list[tuple[int, ...]]:
        """Return the path of each node: 1-based ranks of its modules from the root down, then its own rank."""
        above, node_module, order = self.module_paths(), buffer_of(self, "node_module"), node_order(self)
        ranks = ranks_inside(node_module, order).tolist()
        return [(*above[module], rank) for module, rank in zip(node_module.tolist(), ranks, strict=True)]


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
    >>> import numpy as np
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 1, 2, 3], [1, 2, 3, 4], [3, 1, 3, 3], 5)
    >>> tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 1, 2, 2, 2]))
    >>> communities_of(network, tree, ["a", "b", "c", "d", "e"]).paths()
    [(2, 2), (2, 1), (1, 2), (1, 1), (1, 3)]
    """
    node_flow = buffer_of(network, "node_flow")
    names = _numbers(len(node_flow)) if names is None else names
    if len(names) != len(node_flow):
        raise GraphError(f"{len(names)} names do not fit {len(node_flow)} nodes", "give each node one name")
    parent, node_module = as_ints(tree.parent), as_ints(tree.node_module)
    number = numbering(parent, node_module, node_flow, names)
    renumbered = _Tree(ints(len(parent)), ints(len(node_module)))
    _order.renumber(parent, node_module, number, renumbered.parent, renumbered.node_module)
    flows: tuple[Any, Any, Any] = module_flows(network, *renumbered)
    bits = codelength_of(network, *renumbered, flows)
    return Communities(renumbered.parent, renumbered.node_module, *flows, node_flow, names, bits)


def _numbers(n: int) -> Names:
    """Return the ids of nodes as names."""
    import numpy as np

    return Names.of_numbers(np.arange(n))


class _Tree(NamedTuple):
    parent: Any
    node_module: Any


def node_order(found: Communities) -> Ints:
    """Return the nodes in order of their paths as a buffer, int32[n]."""
    node_module, node_flow = buffer_of(found, "node_module"), buffer_of(found, "node_flow")
    return nodes_in_order(node_module, node_flow, found.names, len(buffer_of(found, "parent")))
