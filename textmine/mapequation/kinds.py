"""The flow of a bipartite network, given to the nodes of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from textmine.errors import OptionError
from textmine.lightclasses import replace
from textmine.mapequation.network import FlowNetwork

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["on_first_kind"]


def on_first_kind(network: FlowNetwork, first: npt.NDArray[np.bool_]) -> FlowNetwork:
    """Return the walk observed at nodes of the first kind only, with undirected links between the two kinds.

    Every second step ends there, so their flow doubles, and so does the flow on links; nodes of the second kind have
    none, and stand in the module of the nodes around them (as in Infomap 2.16; Blöcker & Rosvall 2020, Mapping flows on
    bipartite networks, Phys. Rev. E 102:052305, encodes both kinds apart).

    Raises
    ------
    OptionError
        The links are directed, or jumps are recorded.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> network = undirected_flow([0, 1], [2, 2], [1.0, 3.0], 3)
    >>> on_first_kind(network, np.array([True, True, False])).node_flow.tolist()
    [0.25, 0.75, 0.0]
    """
    if network.directed:
        raise OptionError("the flow of a directed bipartite network is not given to one kind", "use `both_kinds=True`")
    if len(network.jumps):
        raise OptionError("jumps lead to both kinds of nodes", "use `both_kinds=True`")
    weight = network.link_flow
    alike = len(weight) > 1 and weight.strides == (0,)
    return replace(
        network,
        node_flow=np.where(first, 2.0 * network.node_flow, 0.0),
        node_enter=2.0 * network.node_enter,
        node_exit=2.0 * network.node_exit,
        link_flow=np.broadcast_to(2.0 * weight[:1], len(weight)) if alike else 2.0 * weight,
        total=network.total / 2.0,
    )
