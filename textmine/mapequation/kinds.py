"""The flow of a bipartite network, given to the nodes of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textmine.errors import OptionError
from textmine.lightclasses import buffer_of, replace
from textmine.mapequation.network import FlowNetwork

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["on_first_kind"]


def on_first_kind(network: FlowNetwork, first: npt.NDArray[np.bool_], model: str = "directed") -> FlowNetwork:
    """Return the walk observed at nodes of the first kind only, with links between the two kinds.

    Every second step ends there, so the flow on links doubles. Nodes of the second kind have no flow, and stand in the
    module of the nodes around them (as in Infomap 2.16; Blöcker & Rosvall 2020, Mapping flows on bipartite networks,
    Phys. Rev. E 102:052305, encodes both kinds apart).

    Where links lead both ways, the flow of nodes doubles. Where they lead one way, it is in proportion to the flow of
    the node and that on its links, in and out, since the flow in and the flow out differ where the walk jumps. With
    `undirdir` and `outdirdir` the flow of the node counts half. All of this is what Infomap 2.16 computes.

    Parameters
    ----------
    network
        The walk on both kinds of nodes.
    first
        bool[n]: whether a node is of the first kind.
    model
        The model of the flow, where links lead one way.

    Raises
    ------
    OptionError
        Jumps are recorded.

    Examples
    --------
    >>> import numpy as np
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 1], [2, 2], [1.0, 3.0], 3)
    >>> on_first_kind(network, np.array([True, True, False])).node_flow.tolist()
    [0.25, 0.75, 0.0]

    A link leads from 0 to 2, a heavier one from 2 to 1, and the flow of a link is its weight:

    >>> from textmine.mapequation.flow import flow_of
    >>> from textmine.mapequation import FlowOptions
    >>> network = flow_of([0, 2], [2, 1], [1.0, 3.0], 3, FlowOptions(model="rawdir"))
    >>> network.node_flow.tolist(), network.flows.tolist()
    ([0.0, 0.75, 0.25], [0.25, 0.75])
    >>> on_first_kind(network, np.array([True, True, False])).node_flow.round(4).tolist()  # .25 : .75 + .75
    [0.1429, 0.8571, 0.0]
    """
    if len(buffer_of(network, "jumps")):
        raise OptionError("jumps lead to both kinds of nodes", "use `both_kinds=True`")
    import numpy as np

    doubled = replace(
        network,
        node_flow=np.where(first, 2.0 * network.node_flow, 0.0),
        node_enter=2.0 * network.node_enter,
        node_exit=2.0 * network.node_exit,
        link_flow=2.0 * np.asarray(buffer_of(network, "link_flow")),
        total=network.total / 2.0,
    )
    if not network.directed:
        return doubled
    flows, n = network.flows, network.n_nodes
    own = network.node_flow * (0.5 if model in ("undirdir", "outdirdir") else 1.0)
    whole = own + np.bincount(network.targets, flows, n) + np.bincount(network.sources, flows, n)
    visits = np.where(first, whole, 0.0)
    return replace(doubled, node_flow=visits / visits.sum(), weights=2.0 * network.weights)
