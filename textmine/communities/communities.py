"""The type of the communities of a graph."""

from __future__ import annotations

from textmine._version import __version__
from textmine.buffers import doubles, ints
from textmine.communities import _kernels
from textmine.errors import OptionError
from textmine.lightclasses import array, buffer_of, dataclass, field_names
from textmine.mapequation.communities import FLOW_DECIMALS, Communities
from textmine.mapequation.links import Links

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    import networkx
    import numpy as np
    import numpy.typing as npt
    import pandas

    from textmine.communities.stability import Stability
    from textmine.graph.graph import Graph
    from textmine.graph.states import StateNetwork
    from textmine.mapequation.network import FlowNetwork, FlowOptions
    from textmine.mapequation.options import SearchOptions

__all__ = ["GraphCommunities", "link_flows"]

# Options of special walks, which the heads of files name only where they are not at their defaults.
_SAID_IF_CHOSEN = frozenset(
    {
        "preferred_levels",
        "regularization",
        "variable_markov_damping",
        "variable_markov_min_scale",
        "variable_markov_time",
        "weights_as_flow",
    }
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GraphCommunities(Communities):
    """Communities of a graph, with the graph and the options they were found with.

    Attributes
    ----------
    graph : Graph
    nodes : sequence
        The nodes as the caller knows them: names, row numbers of a matrix, or nodes of a networkx graph.
    by_name : int32[n]
        The nodes in order of their names. `network` has them in this order.
    network : FlowNetwork
        The random walk on the graph.
    options, flow
        Options of the search and of the walk.
    stability : Stability, optional
        Result of `bootstrap`.
    states : StateNetwork, optional
        The network of states, if that is what was clustered. The nodes are its states then, and `names` are those of
        their physical nodes.

    Examples
    --------
    >>> import networkx, textmine
    >>> found = textmine.cluster(networkx.karate_club_graph())
    >>> round(found.codelength, 3), found.levels, len(found.modules())
    (4.087, 2, 3)
    >>> found.modules()[2]
    [5, 6, 4, 10, 16]
    >>> found.to_networkx().nodes[16]["community"]
    3
    """

    graph: Graph
    nodes: Sequence[Any]
    by_name: npt.NDArray[np.int32] = array()
    network: FlowNetwork
    options: SearchOptions
    flow: FlowOptions
    stability: Stability | None = None
    states: StateNetwork | None = None

    @property
    def node_ids(self) -> Sequence[int] | None:
        """Ids of the nodes in the file of the graph, of states those of their physical nodes; None if it has none."""
        if self.states is not None:
            return list(map(int, self.states.node_ids[self.states.physical].tolist()))
        ids = buffer_of(self.graph, "node_ids")
        return None if ids is None else list(ids.tolist())

    @property
    def node_attributes(self) -> Mapping[str, Sequence[Any]]:
        """Attributes of the nodes in the file of the graph, by name: one value for each node."""
        return self.graph.attributes

    @property
    def state_columns(self) -> Mapping[str, Sequence[Any]]:
        """Numbers of the states, layers in a multilayer network, names where they have some; none without states."""
        if self.states is None:
            return {}
        layers = {} if self.states.layers is None else {"layer_id": self.states.layers}
        names = {"state": list(self.states.graph.names)} if self.states.layers is None and self.states.named else {}
        return {"state_id": self.states.state_ids.tolist(), **layers, **names}

    def about(self) -> dict[str, Any]:
        """Return version, options, seed and the codelength of each trial in bits, for the headers of files."""
        chosen: dict[str, Any] = {}
        for options in (self.flow, self.options):
            for name in field_names(options):
                value = getattr(options, name)
                if name == "metadata_rate" and self.flow.categories is None:
                    continue
                if name not in _SAID_IF_CHOSEN or value != getattr(type(options), name):
                    chosen[name] = value
        unsaid = ("landing", "categories", "threads", "seed")  # the number of threads must not change a byte
        said = {name: str(value) if name == "effort" else value for name, value in chosen.items() if name not in unsaid}
        return {
            "version": f"textmine {__version__}",
            "options": said,
            "seed": self.options.seed,
            "trial_codelengths": list(self.trials),
        }

    def modules(self, level: int = 1) -> list[list[Any]]:
        r"""Return the nodes of each module of a level, largest flow first.

        Parameters
        ----------
        level
            1 for the modules directly below the root, 2 for the modules in these, and so on; 0 for the lowest modules.
            A module without modules in it is also a module of all levels below its own.

        Returns
        -------
        list of lists
            Nodes as in `nodes`, largest flow first. A physical node stands once in each module that has states of it.

        Raises
        ------
        OptionError
            The level is below 0.

        Examples
        --------
        >>> from textmine.communities import cluster
        >>> from textmine.graph import read_graph
        >>> cluster(read_graph("a b\nb c\nc a\nc d\nd e\ne f\nf d\n", "triangles")).modules()
        [['c', 'a', 'b'], ['d', 'e', 'f']]
        """
        import numpy as np

        if level < 0:
            raise OptionError(f"the level is {level}", "1 is the highest, 0 stands for the lowest")
        from textmine.communities.levels import modules_at

        home = modules_at(self, level)
        found: dict[int, list[Any]] = {}
        rank = np.empty(len(home), np.int64)
        rank[self.by_name] = np.arange(len(home))
        for node in np.lexsort((rank, -np.round(self.node_flow, FLOW_DECIMALS), home)).tolist():
            found.setdefault(int(home[node]), []).append(self.nodes[node])
        if self.states is not None:
            return [list(dict.fromkeys(module)) for module in found.values()]
        return list(found.values())

    def attributes(self) -> dict[str, Sequence[Any]]:
        """Return columns of the nodes for formats of graphs: community, path, flow, and stability if known."""
        paths = [":".join(map(str, path)) for path in self.paths()]
        found: dict[str, Sequence[Any]] = {
            "community": self.top_module.tolist(),
            "path": paths,
            "flow": self.node_flow.tolist(),
        }
        if self.states is not None:
            found |= {"node": self.names, **self.state_columns}
        if self.stability is not None:
            found |= self.stability.columns(self)
        return found

    def to_networkx(self) -> networkx.Graph[Any]:
        """Return a networkx graph. Nodes have the `attributes`; links have `weight` and, if known, `count`."""
        import networkx

        found = self.graph.to_networkx()
        columns = self.attributes()
        for name, values in zip(self.graph.names, zip(*columns.values(), strict=True), strict=True):
            found.nodes[name].update(zip(columns, values, strict=True))
        if self.states is not None:
            return found
        return networkx.relabel_nodes(found, dict(zip(self.graph.names, self.nodes, strict=True)))

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame with one row for each node: `term` (the node), then `attributes`."""
        from textmine.io.frames import data_frame

        columns = self.attributes()
        columns.pop("node", None)  # of a state: the term
        return data_frame({"term": list(self.nodes)} | columns)

    def links(self) -> Links:
        """Return the flow on each link, as `ftree_lines` takes it."""
        import numpy as np

        return Links(*map(np.asarray, link_flows(self)))


def link_flows(found: GraphCommunities) -> Links:
    """Return what `GraphCommunities.links` returns as buffers, without numpy."""
    walk, by_name = found.network, buffer_of(found, "by_name")
    targets = buffer_of(walk, "targets")
    ends_and_flows: Any = ints(len(targets)), ints(len(targets)), doubles(len(targets))
    _kernels.link_flows(
        buffer_of(walk, "starts"), targets, buffer_of(walk, "weights"), walk.total, by_name, *ends_and_flows
    )  # fmt: skip
    return Links(*ends_and_flows)
