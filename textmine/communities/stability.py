"""Stability of communities: how often a search finds them again in replicas of the network.

A replica is the same network with link weights drawn anew. This is the parametric bootstrap of Rosvall & Bergstrom
(2010, Mapping change in large networks, PLoS ONE 5:e8694): the number of events that a link stands for is drawn from
the Poisson distribution with the observed number as mean.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.arraytypes import Bools, Floats, Ids
from textmine.communities.levels import modules_at
from textmine.errors import OptionError
from textmine.mapequation.communities import Communities
from textmine.mapequation.flow import flow_of
from textmine.mapequation.links import Links
from textmine.mapequation.network import FlowNetwork, FlowOptions
from textmine.mapequation.options import SearchOptions
from textmine.mapequation.overlap import best_matches, last_below
from textmine.mapequation.search import search

__all__ = ["CORE", "STABILITY_COLUMNS", "BootstrapOptions", "Stability", "expected_events", "resample"]


CORE = 0.95
"""Least share of the replicas in which the nodes of a core are all together."""
STABILITY_COLUMNS = ("stability", "core", "community_matched", "community_overlap")
_MATCH = 0.5  # two modules match if their overlap is larger; then no other module on that level matches
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapOptions:
    """Options of the bootstrap.

    Attributes
    ----------
    replicas : int
        Number of networks to draw and search.
    events : float, optional
        Number of events that all links together stand for; None means as `expected_events` chooses it.
    seed : int
        Not negative. The same seed draws the same networks.
    threads : int
        Number of replicas searched in parallel; changes the time, never the result.

    Raises
    ------
    OptionError
        A number is out of range.
    """

    replicas: int = 100
    events: float | None = None
    seed: int = 123
    threads: int = 1

    def __post_init__(self) -> None:
        for name, least in (("replicas", 1), ("seed", 0), ("threads", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"{name} is {getattr(self, name)}, below {least}", f"use {least} or more")
        if self.events is not None and not 0.0 < self.events < 2.0**62:
            raise OptionError(f"the number of events is {self.events}", "use a number above 0")


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """How often the communities and their nodes are found again. The community of a node is its top module.

    The overlap of two modules is the number of nodes in both over the number in either (Jaccard index). Two modules
    match if their overlap is above one half.

    Attributes
    ----------
    together : float64[n]
        For each node, share of the replicas in which a module matches its community and contains the node.
    core : bool[n]
        True for nodes in the core of their community: nodes that are all together in 95 % of the replicas.
    overlap : float64[k]
        For each module, greatest overlap with a module of a replica, mean over the replicas; 1 for the root.
    matched : float64[k]
        For each module, share of the replicas that have a module which matches it.
    replicas : int
        Number of replicas.
    events : float
        Number of events that all links together stand for.
    scaled : bool
        True if the weights were scaled to this number, because they are not counts.
    """

    together: Floats
    core: Bools
    overlap: Floats
    matched: Floats
    replicas: int
    events: float
    scaled: bool

    def __repr__(self) -> str:
        return f"<Stability of {len(self.together)} nodes over {self.replicas} replicas>"

    def columns(self, communities: Communities) -> dict[str, list[Any]]:
        """Return `STABILITY_COLUMNS`, one value for each node: two of the node itself, two of its community."""
        home = modules_at(communities, 1)
        figures = (self.together, self.core, self.matched[home], self.overlap[home])
        return dict(zip(STABILITY_COLUMNS, (figure.tolist() for figure in figures), strict=True))


def expected_events(
    weights: Floats, counts: npt.NDArray[np.int64] | None = None, events: float | None = None
) -> tuple[Floats, bool]:
    """Return how many events each link stands for, and whether these numbers are scaled weights.

    They are the counts of the links, if there are counts, or else the weights, if all are whole numbers. Otherwise the
    weights are scaled so that a link stands for one event on average. A replica then has as many events as there are
    links, as in the plain bootstrap.

    Parameters
    ----------
    weights
        float64[m]: weights of the links.
    counts
        int64[m]: counts of the links, if they have counts.
    events
        Sum to which the weights are scaled; None means as above.

    Returns
    -------
    float64[m], bool
        Number of events of each link; True if these are scaled weights.

    Examples
    --------
    >>> [part if isinstance(part, bool) else part.tolist() for part in expected_events(np.array([3.0, 1.0]))]
    [[3.0, 1.0], False]
    >>> [part if isinstance(part, bool) else part.tolist() for part in expected_events(np.array([0.75, 0.25]))]
    [[1.5, 0.5], True]
    """
    if events is None and counts is not None and (counts > 0).all():
        return counts.astype(np.float64), False
    if events is None and ((weights == np.floor(weights)) & (weights < _EXACT)).all():
        return weights, False
    return np.asarray(weights / weights.mean() * ((events or len(weights)) / len(weights))), True


def resample(
    found: Communities,
    links: Links,
    expected: Floats,
    how: tuple[SearchOptions, FlowOptions],
    options: BootstrapOptions | None = None,
    seen: Callable[[FlowNetwork], FlowNetwork] | None = None,
) -> Stability:
    """Draw replicas, search each as `found` was searched, and compare their modules with those of `found`.

    Parameters
    ----------
    found
        Communities of the nodes of `links`.
    links
        Each link once.
    expected : float64[m]
        Number of events that each link stands for; see `expected_events`. In a replica, the weight of a link is
        multiplied by the number drawn over this number.
    how
        Options of the search and of the flow. The threshold of the flow applies to the weights of `links`, not to the
        weights drawn.
    options
        Options of the bootstrap.
    seen
        What else is known of the walk on the links, such as that its nodes are states; it returns the walk with that.

    Returns
    -------
    Stability
        With `scaled` False.

    Notes
    -----
    A core is chosen greedily: nodes are tried by their share of the replicas, then in order of paths. Rosvall &
    Bergstrom use simulated annealing.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> links = Links(*np.array([[0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5]], np.int32), np.full(7, 50.0))
    >>> found = search(undirected_flow(links.sources, links.targets, links.weights, 6))
    >>> resample(found, links, links.weights, (SearchOptions(), FlowOptions())).together.tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    options = options or BootstrapOptions()
    replica = _replicas(found, links, expected, how, options.seed, seen)
    home = modules_at(found, 1)
    together = np.empty((options.replicas, len(found.node_module)), np.bool_)
    overlap, matched = np.zeros(len(found.parent)), np.zeros(len(found.parent))
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(options.threads, options.replicas)) as pool:
        for number, (parent, node_module) in enumerate(pool.map(replica, range(options.replicas))):
            match, jaccard = best_matches(found, parent, node_module)
            overlap += jaccard
            matched += jaccard > _MATCH
            first = match[home]
            inside = (node_module >= first) & (node_module <= last_below(parent)[first])
            together[number] = inside & (jaccard[home] > _MATCH)
    share = together.mean(axis=0)
    overlap, matched = overlap / options.replicas, matched / options.replicas
    return Stability(
        share, _cores(found, together, share), overlap, matched, options.replicas, float(expected.sum()), False
    )


def _replicas(
    found: Communities,
    links: Links,
    expected: Floats,
    how: tuple[SearchOptions, FlowOptions],
    seed: int,
    seen: Callable[[FlowNetwork], FlowNetwork] | None,
) -> Callable[[int], tuple[Ids, Ids]]:
    """Return a function that draws and searches a replica by number; it returns its `parent` and `node_module`."""
    search_, flow = how
    n_nodes = len(found.node_module)
    kept = links.weights >= flow.weight_threshold
    if not flow.self_links:
        kept &= links.sources != links.targets
    sources, targets, mean = links.sources[kept], links.targets[kept], expected[kept]
    worth = links.weights[kept] / mean
    flow, search_ = dataclasses.replace(flow, weight_threshold=0.0), dataclasses.replace(search_, threads=1)

    def draw(number: int) -> tuple[Ids, Ids]:
        weights = worth * np.random.default_rng([seed, number]).poisson(mean)
        if not (weights[sources != targets] > 0).any():  # no link is left between two nodes
            return _alone(n_nodes)
        walk = flow_of(sources, targets, weights, n_nodes, flow)
        again = search(walk if seen is None else seen(walk), found.names, search_)
        return again.parent, again.node_module

    return draw


def _alone(n_nodes: int) -> tuple[Ids, Ids]:
    """Return the tree in which every node is a module of its own."""
    parent = np.zeros(n_nodes + 1, np.int32)
    parent[0] = -1
    return parent, np.arange(1, n_nodes + 1, dtype=np.int32)


def _cores(found: Communities, together: Bools, share: Floats) -> Bools:
    """Return bool[n]: True for nodes in the core of their community."""
    core: Bools = np.asarray(share == 1.0)
    needed = int(np.ceil(CORE * len(together) - 1e-9))
    open_ = np.flatnonzero(~core & (share * len(together) >= needed - 0.5))
    place = np.empty(len(core), np.int64)
    place[found.order()] = np.arange(len(core))
    tops = found.top_module
    order = open_[np.lexsort((place[open_], -share[open_], tops[open_]))]
    top, alive = 0, np.ones(0, np.bool_)
    for node in order.tolist():
        if tops[node] != top:
            top, alive = int(tops[node]), np.ones(len(together), np.bool_)
        both = alive & together[:, node]
        if int(both.sum()) >= needed:
            core[node], alive = True, both
    return core
