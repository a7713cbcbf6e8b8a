"""Networks of states: a walk that remembers, or layers. Several states may be one physical node."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.errors import GraphError
from textmine.graph.graph import Graph, build_graph, natural_order

__all__ = ["StateNetwork", "build_states", "ends_of", "number_all", "state_network"]


@dataclass(frozen=True, slots=True, eq=False)
class StateNetwork:
    """States, the links between them, and the physical node that each of them is.

    Communities of such a network are modules of states, so a physical node may stand in several of them (Rosvall et al.
    2014, Memory in network flows and its effects on spreading dynamics and community detection, Nat. Commun. 5:4630).

    Attributes
    ----------
    graph : Graph
        The states as nodes, each with a name of its own, and their links.
    names : sequence of str
        Names of the physical nodes.
    physical : int32[n]
        The physical node of each state.
    state_ids : int64[n]
        The numbers of the states in their file; otherwise from 0.
    node_ids : int64[n_physical]
        The numbers of the physical nodes in their file; otherwise from 0.
    nodes : sequence
        The physical nodes as the caller knows them.
    layers : sequence, optional
        The layer of each state, in a multilayer network.
    relaxed : bool
        The links were made from those inside layers, by a walk that changes layers (see `multilayer_network`). Then the
        weights are shares of the steps from each state, and links lead one way.
    """

    graph: Graph
    names: Sequence[str]
    physical: npt.NDArray[np.int32]
    state_ids: npt.NDArray[np.int64]
    node_ids: npt.NDArray[np.int64]
    nodes: Sequence[Any]
    layers: Sequence[Any] | None = None
    relaxed: bool = False

    def __repr__(self) -> str:
        ways = "Directed" if self.graph.directed else "Undirected"
        sizes = f"{self.graph.n_nodes} states of {len(self.names)} nodes, {self.graph.n_links} links"
        return f"<{ways} StateNetwork of {sizes}>"

    @property
    def n_states(self) -> int:
        """Number of states."""
        return len(self.physical)

    @property
    def state_nodes(self) -> list[str]:
        """The name of the physical node of each state."""
        return [self.names[node] for node in self.physical.tolist()]

    @property
    def named(self) -> bool:
        """Whether states have names of their own, not only their node's with a number."""
        numbers = self.state_ids.tolist()
        called = zip(self.graph.names, self.state_nodes, numbers, strict=True)
        return any(name not in (node, f"{node} ({number})") for name, node, number in called)

    def order(self) -> npt.NDArray[np.int32]:
        """Return the states in order of the names of their nodes, then of their numbers."""
        rank = np.empty(len(self.names), np.int64)
        rank[natural_order(self.names)] = np.arange(len(self.names))
        return np.lexsort((self.state_ids, rank[self.physical])).astype(np.int32)


def state_network(
    links: Iterable[Sequence[Any]],
    node_of: Mapping[Any, Any] | Callable[[Any], Any] | None = None,
    *,
    directed: bool = True,
) -> StateNetwork:
    """Build a network of states from links between them.

    Parameters
    ----------
    links
        Source state, target state and, optionally, weight, of each link; a weight that is left out is 1. States are
        anything that can be a key.
    node_of
        The physical node of each state: a mapping or a function. Without it, a state is a tuple whose last item is the
        node, such as (node before, node) for a walk that remembers one step.
    directed
        Whether links lead from source to target only.

    Raises
    ------
    GraphError
        There is no link, a state has no node, or a weight is not a number of 0 or more.

    Examples
    --------
    A walk over a, b and c that comes back from b to where it came from:

    >>> steps = [(("a", "b"), ("b", "a")), (("b", "a"), ("a", "b")), (("c", "b"), ("b", "c")), (("b", "c"), ("c", "b"))]
    >>> network = state_network(steps)
    >>> network
    <Directed StateNetwork of 4 states of 3 nodes, 4 links>
    >>> network.state_nodes
    ['b', 'a', 'b', 'c']
    """
    sources, targets, weights, states = ends_of(links, _one_link)
    if not states:
        raise GraphError("the network has no link", "give links of two states and perhaps a weight")
    physical, nodes = number_all(_node_of(state, node_of) for state in states)
    n = len(states)
    return build_states(
        (sources, targets, weights),
        physical,
        nodes,
        names=[str(state) for state in states],
        ids=(np.arange(n), np.arange(len(nodes))),
        directed=directed,
    )


def _one_link(link: Sequence[Any]) -> tuple[Any, Any, Any]:
    if not 2 <= len(link) <= 3:
        raise GraphError(f"a link has {len(link)} items", "give source state, target state and perhaps a weight")
    return link[0], link[1], link[2] if len(link) > 2 else 1.0


def _node_of(state: Any, node_of: Mapping[Any, Any] | Callable[[Any], Any] | None) -> Any:
    if node_of is None:
        if isinstance(state, tuple) and state:
            return state[-1]
        raise GraphError(
            f"the state {state!r} has no node", "give tuples whose last item is the node, or a mapping to nodes"
        )
    if callable(node_of):
        return node_of(state)
    if state not in node_of:
        raise GraphError(f"the state {state!r} has no node", "give every state a node in the mapping")
    return node_of[state]


def ends_of(
    links: Iterable[Sequence[Any]], read: Callable[[Sequence[Any]], tuple[Hashable, Hashable, Any]]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64], list[Any]]:
    """Return the numbers of the states at both ends of each link, its weight, and the states in order of their numbers.

    Raises
    ------
    GraphError
        A weight is not a number of 0 or more.
    """
    number: dict[Hashable, int] = {}
    ends: list[int] = []
    weights: list[float] = []
    for link in links:
        source, target, weight = read(link)
        ends.append(number.setdefault(source, len(number)))
        ends.append(number.setdefault(target, len(number)))
        try:
            weights.append(float(weight))
        except (TypeError, ValueError):
            raise GraphError(f"the weight {weight!r} is no number", "use weights of 0 or more") from None
    pairs = np.array(ends, np.int32).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy(), np.array(weights), list(number)


def number_all(things: Iterable[Hashable]) -> tuple[npt.NDArray[np.int32], list[Any]]:
    """Return the number of each thing, alike for equal ones, and the things in order of their numbers.

    Examples
    --------
    >>> numbers, things = number_all("aba")
    >>> numbers.tolist(), things
    ([0, 1, 0], ['a', 'b'])
    """
    number: dict[Hashable, int] = {}
    numbers = [number.setdefault(thing, len(number)) for thing in things]
    return np.array(numbers, np.int32), list(number)


def build_states(
    links: tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]],
    physical: npt.NDArray[np.int32],
    nodes: Sequence[Any],
    *,
    names: Sequence[str] | None = None,
    ids: tuple[npt.NDArray[Any], npt.NDArray[Any]],
    node_names: Sequence[str] | None = None,
    layers: Sequence[Any] | None = None,
    directed: bool = True,
) -> StateNetwork:
    """Build a network of states from arrays.

    Parameters
    ----------
    links
        Sources and targets, int32[m], and weights, float64[m]; states are numbered from 0, and links given several
        times add up.
    physical
        int32[n]: the physical node of each state.
    nodes
        The physical nodes.
    names
        Names of the states; by default those of their nodes with the number of the state.
    ids
        Numbers of the states, and of the physical nodes.
    node_names
        Names of the physical nodes; by default `nodes` as text.
    layers
        The layer of each state, if it has one.
    directed
        Whether links lead from source to target only.

    Raises
    ------
    GraphError
        A state has no node, or a link or a weight is none, as in `build_graph`.

    Examples
    --------
    >>> ends = np.array([0, 1], np.int32), np.array([1, 2], np.int32), np.array([1.0, 2.0])
    >>> ids = np.arange(3), np.arange(2)
    >>> build_states(ends, np.array([0, 1, 0], np.int32), ["a", "b"], ids=ids).graph.names
    ('a (0)', 'b (1)', 'a (2)')
    """
    wrong = np.flatnonzero((physical < 0) | (physical >= len(nodes)))
    if len(wrong):
        reason = f"the state {ids[0][wrong[0]]} has no node"
        raise GraphError(reason, f"give each state a node from 0 to {len(nodes) - 1}")
    node_names = [str(node) for node in nodes] if node_names is None else node_names
    states = _own_names(names, [node_names[node] for node in physical.tolist()], ids[0].tolist())
    graph = build_graph(states, *links, directed=directed)
    if not graph.n_links:
        raise GraphError("the network has no link", "give links with a weight above 0")
    state_ids, node_ids = (np.asarray(each, np.int64) for each in ids)
    return StateNetwork(graph, node_names, physical, state_ids, node_ids, nodes, layers)


def _own_names(names: Sequence[str] | None, nodes: Sequence[str], ids: Sequence[int]) -> list[str]:
    """Return a name of its own for each state: its name, or its node's name and its number."""
    times = Counter(names or ())
    found: list[str] = []
    taken = {name for name, count in times.items() if count == 1}
    for at, (node, number) in enumerate(zip(nodes, ids, strict=True)):
        if names is not None and times[names[at]] == 1 and names[at]:
            found.append(names[at])
            continue
        name = f"{node} ({number})"
        while name in taken:
            name = f"{name}'"
        taken.add(name)
        found.append(name)
    return found
