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
    by_similarity : bool
        A walk changes to other layers by how similar the links of its node are there: one minus the Jensen-Shannon
        divergence of the two sets of weights, in bits.
    weight_threshold : float
        Links inside and between layers with a lower weight are left out, before walks change layers.
    self_links : bool
        Whether links inside a layer from a node to itself count.

    Raises
    ------
    OptionError
        A number is out of range.
    """

    relax_rate: float = 0.15
    relax_limit: int | None = None
    relax_limit_up: int | None = None
    relax_limit_down: int | None = None
    by_similarity: bool = False
    weight_threshold: float = 0.0
    self_links: bool = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.relax_rate <= 1.0:
            raise OptionError(f"`relax_rate` is {self.relax_rate}", "use a probability, from 0 to 1")
        for name in ("relax_limit", "relax_limit_up", "relax_limit_down"):
            limit = getattr(self, name)
            if limit is not None and limit < 0:
                raise OptionError(f"`{name}` is {limit}, below 0", "use 0 or more")

        if not 0.0 <= self.weight_threshold < np.inf:
            raise OptionError(f"`weight_threshold` is {self.weight_threshold}, below 0", "use 0 or more")

    def kept(self, graph: Graph) -> Graph:
        """Return the graph of the links inside layers without those that are left out."""
        keep = graph.weights >= self.weight_threshold
        keep &= self.self_links | (graph.sources != graph.targets)
        if keep.all():
            return graph
        if not keep.any():
            reason, hint = f"no link inside a layer has a weight of {self.weight_threshold:g} or more", ""
            if not self.self_links:
                reason, hint = f"{reason} and leads to another node", ", or leave out `self_links=False`"
            raise GraphError(reason, f"lower `weight_threshold`{hint}")
        ends = graph.sources[keep], graph.targets[keep]
        return build_graph(graph.names, *ends, graph.weights[keep], directed=graph.directed)

    def relaxing(self) -> list[str]:
        """Return the parameters, in back quotes, that say how walks change layers, if they are not as usual."""
        names = ("relax_rate", "relax_limit", "relax_limit_up", "relax_limit_down", "by_similarity")
        return [f"`{name}`" for name in names if getattr(self, name) != getattr(LayerOptions(), name)]

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
    of_state = [layers[at] for at in layer.tolist()]
    found = build_states(
        (sources, targets, weights), physical, nodes, names=names, ids=ids, layers=of_state, directed=directed
    )
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

    By similarity, links inside layers keep the share 1 - r of their weights. Those to layer b have r times their
    weights there, times the strength of i in a, times the similarity of a and b, over the sum of the similarities of a
    and all layers within reach, a included. (What Infomap 2.16 does; after Aslak, Rosvall & Lehmann 2018, Constrained
    information flows in temporal networks reveal intermittent communities, Phys. Rev. E 97:062312.)
    """
    options = options or LayerOptions()
    graph = _both_ways(options.kept(network.graph))
    of_state = _numbers(network.layers or [], options)
    # States of a node stand together, in order of layers; ours are in order of layer and node as they come.
    by_node = np.lexsort((of_state, network.physical)).astype(np.int32)
    begin = np.searchsorted(network.physical[by_node], np.arange(len(network.nodes) + 1))
    degree = np.diff(graph.indptr)
    strength = _strength(graph)
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
        pairs = source[near], other[near]
        if options.by_similarity:
            share = _shares_by_similarity(graph, network.physical, strength, pairs, options.relax_rate)
        else:
            share = _shares(strength, pairs, options.relax_rate)
        parts.append(_steps(graph, pairs, share))
        first = last
    links = [np.concatenate(each) for each in zip(*parts, strict=True)]
    return replace(network, graph=build_graph(graph.names, *links, directed=True), relaxed=True)


def _strength(graph: Graph) -> npt.NDArray[np.float64]:
    """Return the weight of all links from each state."""
    return np.bincount(graph.sources, graph.weights, graph.n_nodes).astype(np.float64, copy=False)


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


_Pairs = tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]


def _shares(strength: npt.NDArray[np.float64], pairs: _Pairs, rate: float) -> npt.NDArray[np.float64]:
    """Return what the weights of the links of the second state of each pair are multiplied by."""
    source, other = pairs
    reached = np.bincount(source, strength[other], len(strength))  # strength of the node in all layers within reach
    share = rate / reached[source]
    own = source == other
    share[own] += (1.0 - rate) / strength[source[own]]
    return share


def _shares_by_similarity(
    graph: Graph, physical: npt.NDArray[np.int32], strength: npt.NDArray[np.float64], pairs: _Pairs, rate: float
) -> npt.NDArray[np.float64]:
    source, other = pairs
    alike = _similarity(graph, physical, strength, pairs)
    reached = np.bincount(source, alike, len(strength))
    share = rate * strength[source] * alike / np.maximum(reached[source], 1e-300)
    share[source == other] = 1.0 - rate
    return share


def _similarity(
    graph: Graph, physical: npt.NDArray[np.int32], strength: npt.NDArray[np.float64], pairs: _Pairs
) -> npt.NDArray[np.float64]:
    """Return one minus the Jensen-Shannon divergence of the weights to nodes that the two states of each pair have.

    It is 0 where the two have no node in common.

    With G(x) = x log2 x and weights v and w that add up to V and W, the divergence is
    ``(G(V + W) - G(V) - G(W) - sum over nodes of (G(v + w) - G(v) - G(w))) / (V + W)``, in which only nodes that both
    are linked to count (Lin 1991, with the shares V and W).
    """
    source, other = pairs
    keys = graph.sources.astype(np.int64) * (int(physical.max()) + 1) + physical[graph.targets]
    order = np.argsort(keys, kind="stable")
    pair, at = _links_of(graph, other)
    wanted = source[pair] * (int(physical.max()) + 1) + physical[graph.targets[at]]
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    both = keys[order][place] == wanted
    one, two = graph.weights[order][place[both]], graph.weights[at[both]]
    shared = np.bincount(pair[both], _surplus(one, two), len(source))
    whole = strength[source] + strength[other]
    apart = (_surplus(strength[source], strength[other]) - shared) / whole
    meet = np.bincount(pair[both], minlength=len(source)) > 0  # without a node in common they are not alike
    return np.where(source == other, 1.0, np.where(meet, 1.0 - apart, 0.0))


def _surplus(one: npt.NDArray[np.float64], two: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return ``G(v + w) - G(v) - G(w)``, G(x) = x log2 x."""

    def entropy(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(x * np.log2(np.where(x > 0.0, x, 1.0)))

    return entropy(one + two) - entropy(one) - entropy(two)


def _links_of(graph: Graph, states: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the links of each state in a list, and which in the list it belongs to."""
    size = np.diff(graph.indptr)[states]
    at = np.arange(int(size.sum())) + np.repeat(graph.indptr[states] - (np.cumsum(size) - size), size)
    return np.repeat(np.arange(len(states)), size), at


def _steps(graph: Graph, pairs: _Pairs, share: npt.NDArray[np.float64]) -> Rows:
    """Return the links from the first state of each pair to the neighbours of the second, with their shares."""
    source, other = pairs
    pair, at = _links_of(graph, other)
    weights = share[pair] * graph.weights[at]
    kept = weights > 0.0  # at rate 0 nothing leads to other layers
    return source[pair[kept]].astype(np.int32), graph.targets[at[kept]], weights[kept]


def spread(network: StateNetwork, between: Rows, options: LayerOptions | None = None) -> StateNetwork:
    """Return the network with links from layer to layer: each goes on to the neighbours of its node in the other layer.

    Parameters
    ----------
    network
        With links inside layers.
    between
        States of the same node in two layers, source and target, and weights. Undirected, if the network is.
    options
        Which links are left out.

    Notes
    -----
    The weight is divided among the links of the node in the other layer, in proportion to theirs.
    """
    options = options or LayerOptions()
    graph = _both_ways(options.kept(network.graph))
    sources, targets, weights = _heavy(between, options.weight_threshold, network.graph)
    if not network.graph.directed:
        sources, targets = np.concatenate((sources, targets)), np.concatenate((targets, sources))
        weights = np.concatenate((weights, weights))
    strength = _strength(graph)
    able = strength[targets] > 0.0
    sources, targets, weights = sources[able], targets[able], weights[able]
    link, at = _links_of(graph, targets)
    added = (weights / strength[targets])[link] * graph.weights[at]
    ends = (
        np.concatenate((graph.sources, sources[link])),
        np.concatenate((graph.targets, graph.targets[at])),
    )
    whole = build_graph(graph.names, *ends, np.concatenate((graph.weights, added)), directed=True)
    return replace(network, graph=whole, relaxed=True)


def _heavy(between: Rows, threshold: float, graph: Graph) -> Rows:
    """Return links between layers without those below a threshold; those given several times add up."""
    if not threshold:
        return between
    sources, targets, weights = between
    links = build_graph(graph.names, sources, targets, weights, directed=graph.directed)
    heavy = links.weights >= threshold
    return links.sources[heavy], links.targets[heavy], links.weights[heavy]


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
