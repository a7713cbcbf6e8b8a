"""Multilayer networks as networks of states: a state is a node in a layer.

Sources: De Domenico, Lancichinetti, Arenas & Rosvall 2015, Identifying modular flows on multilayer networks reveals
highly overlapping organization in interconnected systems, Phys. Rev. X 5:011027; Edler, Bohlin & Rosvall 2017, Mapping
higher-order network flows in memory and multilayer networks with Infomap, Algorithms 10:112.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.errors import GraphError, OptionError
from textmine.graph.graph import Graph, build_graph
from textmine.graph.states import StateNetwork, build_states, ends_of, number_all

__all__ = ["LayerOptions", "multilayer_network", "relaxed", "spread"]

_BLOCK = 1 << 21  # links that are made at once
Rows = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerOptions:
    """How a walk changes layers where no links lead from one to another.

    Attributes
    ----------
    relax_rate : float
        Probability, from 0 to 1, that a step takes a link of its node in any layer (its own included), in proportion to
        weight, and not one in its own layer.
    relax_limit : int, optional
        A walk changes to layers whose number differs by no more; None means to all.
    relax_limit_up, relax_limit_down : int, optional
        The same for higher and for lower layers only.

    Raises
    ------
    OptionError
        A number is out of range.
    """

    relax_rate: float = 0.15
    relax_limit: int | None = None
    relax_limit_up: int | None = None
    relax_limit_down: int | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.relax_rate <= 1.0:
            raise OptionError(f"`relax_rate` is {self.relax_rate}", "use a probability, from 0 to 1")
        for name in ("relax_limit", "relax_limit_up", "relax_limit_down"):
            limit = getattr(self, name)
            if limit is not None and limit < 0:
                raise OptionError(f"`{name}` is {limit}, below 0", "use 0 or more")

    def reach(self) -> tuple[float, float]:
        """Return how many layers down and up a walk may change at most."""

        def least(limit: int | None) -> float:
            given = [each for each in (limit, self.relax_limit) if each is not None]
            return float(min(given)) if given else np.inf

        return least(self.relax_limit_down), least(self.relax_limit_up)


def multilayer_network(
    links: Iterable[Sequence[Any]], options: LayerOptions | None = None, *, directed: bool = False
) -> StateNetwork:
    """Build a multilayer network from links between nodes in layers.

    Parameters
    ----------
    links
        Layer, node, layer, node and, optionally, weight, of each link. Layers and nodes are anything that can be a key.
        If any link leads to another layer, the links are those of the walk. Otherwise the walk changes layers as
        `options` say.
    options
        How the walk changes layers.
    directed
        Whether links lead from source to target only.

    Returns
    -------
    StateNetwork
        A state is a node in a layer.

    Raises
    ------
    GraphError
        There is no link, a link has another number of items, a weight is not a number of 0 or more, or layers are not
        numbers where a limit needs them.

    Examples
    --------
    >>> network = multilayer_network([(1, "i", 1, "l"), (1, "l", 1, "m"), (2, "i", 2, "j")])
    >>> network
    <Directed StateNetwork of 5 states of 4 nodes, 8 links>
    >>> list(zip(network.state_nodes, network.layers))
    [('i', 1), ('l', 1), ('m', 1), ('i', 2), ('j', 2)]
    """
    sources, targets, weights, states = ends_of(links, _one_link)
    if not states:
        raise GraphError("the network has no link", "give links of layer, node, layer, node and perhaps a weight")
    layer, layers = number_all(state[0] for state in states)
    physical, nodes = number_all(state[1] for state in states)
    ids = np.arange(len(states)), np.arange(len(nodes))
    names = [f"{node} ({each})" for each, node in states]
    found = build_states(
        (sources, targets, weights), physical, nodes, names=names, ids=ids, layers=[layers[at] for at in layer.tolist()],
        directed=directed,
    )  # fmt: skip
    if (layer[sources] != layer[targets]).any():
        return found
    return relaxed(found, options)


def _one_link(link: Sequence[Any]) -> tuple[tuple[Any, Any], tuple[Any, Any], Any]:
    if not 4 <= len(link) <= 5:
        reason = f"a link has {len(link)} items"
        raise GraphError(reason, "give layer, node, layer, node and perhaps a weight")
    return (link[0], link[1]), (link[2], link[3]), link[4] if len(link) > 4 else 1.0


def relaxed(network: StateNetwork, options: LayerOptions | None = None) -> StateNetwork:
    """Return the network of a walk that changes layers, given one whose links lie inside layers.

    A step from node i in layer a stays in the layer with probability 1 - r, and follows a link there in proportion to
    weight. Otherwise it follows a link of the node in any layer within reach, in proportion to weight. So each link
    becomes one from every layer that has its source. They are made for a few states at a time, and take 12 bytes each.
    """
    options = options or LayerOptions()
    graph = _both_ways(network.graph)
    of_state = _numbers(network.layers or [], options)
    # States of a node stand together, in order of layers; ours are in order of layer and node as they come.
    by_node = np.lexsort((of_state, network.physical)).astype(np.int32)
    begin = np.searchsorted(network.physical[by_node], np.arange(len(network.nodes) + 1))
    degree = np.diff(graph.indptr)
    strength = np.bincount(graph.sources, graph.weights, graph.n_nodes)
    down, up = options.reach()
    parts: list[Rows] = []
    first = 0
    cost = np.zeros(len(network.nodes), np.int64)
    np.add.at(cost, network.physical, degree)
    made = np.cumsum((cost * np.diff(begin))[network.physical])
    while first < network.n_states:
        done = made[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(made, done + _BLOCK, side="right")))
        here = np.arange(first, last)
        source, other = _twins(here, network.physical, by_node, begin)
        near = (of_state[other] >= of_state[source] - down) & (of_state[other] <= of_state[source] + up)
        near &= strength[other] > 0.0
        parts.append(_steps(graph, strength, source[near], other[near], options.relax_rate))
        first = last
    links = [np.concatenate(each) for each in zip(*parts, strict=True)]
    return replace(network, graph=build_graph(graph.names, *links, directed=True), relaxed=True)


def _numbers(layers: Sequence[Any], options: LayerOptions) -> npt.NDArray[np.float64]:
    """Return the number of the layer of each state; any number where no limit asks for it."""
    try:
        return np.array([float(layer) for layer in layers])
    except (TypeError, ValueError):
        if options.reach() != (np.inf, np.inf):
            reason = "the layers are no numbers, so none is near another"
            raise GraphError(reason, "number the layers, or leave out `relax_limit`") from None
        return number_all(layers)[0].astype(np.float64)


def _twins(
    states: npt.NDArray[np.int64], physical: npt.NDArray[np.int32], by_node: npt.NDArray[np.int32],
    begin: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:  # fmt: skip
    """Return all pairs of a state and a state of the same node, itself included."""
    node = physical[states]
    size = begin[node + 1] - begin[node]
    source = np.repeat(states, size)
    at = np.arange(len(source)) + np.repeat(begin[node] - (np.cumsum(size) - size), size)
    return source, by_node[at]


def _steps(
    graph: Graph, strength: npt.NDArray[np.float64], source: npt.NDArray[np.int64], other: npt.NDArray[np.int32],
    rate: float,
) -> Rows:  # fmt: skip
    """Return the links from each source to the neighbours of each other state of its node, with their shares."""
    reached = np.bincount(source, strength[other], graph.n_nodes)  # strength of the node in all layers within reach
    share = rate / reached[source]
    own = source == other
    share[own] += (1.0 - rate) / strength[source[own]]
    size = np.diff(graph.indptr)[other]
    at = np.arange(int(size.sum())) + np.repeat(graph.indptr[other] - (np.cumsum(size) - size), size)
    ends = np.repeat(source, size).astype(np.int32), graph.targets[at]
    weights = np.repeat(share, size) * graph.weights[at]
    kept = weights > 0.0  # at rate 0 nothing leads to other layers
    return ends[0][kept], ends[1][kept], weights[kept]


def spread(network: StateNetwork, between: Rows) -> StateNetwork:
    """Return the network with links from layer to layer: each goes on to the neighbours of its node in the other layer.

    Parameters
    ----------
    network
        With links inside layers.
    between
        States of the same node in two layers, source and target, and weights. Undirected, if the network is.

    Notes
    -----
    The weight is divided among the links of the node in the other layer, in proportion to theirs.
    """
    graph = _both_ways(network.graph)
    sources, targets, weights = between
    if not network.graph.directed:
        sources, targets = np.concatenate((sources, targets)), np.concatenate((targets, sources))
        weights = np.concatenate((weights, weights))
    strength = np.bincount(graph.sources, graph.weights, graph.n_nodes)
    able = strength[targets] > 0.0
    sources, targets, weights = sources[able], targets[able], weights[able]
    size = np.diff(graph.indptr)[targets]
    at = np.arange(int(size.sum())) + np.repeat(graph.indptr[targets] - (np.cumsum(size) - size), size)
    added = np.repeat(weights / strength[targets], size) * graph.weights[at]
    ends = (
        np.concatenate((graph.sources, np.repeat(sources, size).astype(np.int32))),
        np.concatenate((graph.targets, graph.targets[at])),
    )
    whole = build_graph(graph.names, *ends, np.concatenate((graph.weights, added)), directed=True)
    return replace(network, graph=whole, relaxed=True)


def _both_ways(graph: Graph) -> Graph:
    """Return a graph whose links lead one way: each of an undirected one becomes two."""
    if graph.directed:
        return graph
    sources, targets, weights = graph.sources, graph.targets, graph.weights
    other = sources != targets
    return build_graph(
        graph.names,
        np.concatenate((sources, targets[other])),
        np.concatenate((targets, sources[other])),
        np.concatenate((weights, weights[other])),
        directed=True,
    )
