"""How stable communities are: searched again on networks whose link weights are drawn anew.

The parametric bootstrap of Rosvall & Bergstrom (2010, Mapping change in large networks, PLoS ONE 5:e8694): a link that
stands for a number of events gets a number drawn from the Poisson distribution with that mean.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from textmine.arraytypes import Bools, Floats, Ids
from textmine.errors import OptionError
from textmine.mapequation.communities import Communities
from textmine.mapequation.flow import flow_of
from textmine.mapequation.links import Links
from textmine.mapequation.network import FlowOptions
from textmine.mapequation.options import SearchOptions
from textmine.mapequation.overlap import best_matches, last_below
from textmine.mapequation.search import search

__all__ = ["CORE", "STABILITY_COLUMNS", "BootstrapOptions", "Stability", "expected_events", "resample"]


CORE = 0.95
"""Share of the networks in which all of a core must be together."""
STABILITY_COLUMNS = ("stability", "core", "community_matched", "community_overlap")
_MATCH = 0.5  # overlap above which two communities are the same one; no other can have more
_EXACT = 2.0**53


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapOptions:
    """How to draw.

    Attributes
    ----------
    replicas : int
        How many networks to draw and search.
    events : float, optional
        How many events all links together stand for; see `expected_events` where None.
    seed : int
        Not negative. The same seed draws the same networks.
    threads : int
        Networks searched at the same time; changes the time, never the result.

    Raises
    ------
    OptionError
        If a number is out of range.
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
    """What the replicas say of communities; the community of a node is its module right below the root.

    Attributes
    ----------
    together : float64[n]
        Share of replicas that have a module which matches its community, with the node in it.
    core : bool[n]
        Whether each node is in the core of its community: nodes that are all together in 95 % of the replicas.
    overlap : float64[k]
        Of each module, the root's being 1, the greatest overlap with a module of a replica (nodes of both over nodes of
        either, Jaccard), as mean over the replicas.
    matched : float64[k]
        Share of replicas that have a module which matches it: one with an overlap above a half, as no other module on
        that level can have.
    replicas : int
    events : float
        How many events all links together were taken for.
    scaled : bool
        Whether that number was set, because the weights are no counts.
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
        """Return a column a figure, a value a node: of the node itself, then of its community."""
        home = np.flatnonzero(communities.parent == 0)[communities.top_module - 1]
        figures = (self.together, self.core, self.matched[home], self.overlap[home])
        return dict(zip(STABILITY_COLUMNS, (figure.tolist() for figure in figures), strict=True))


def expected_events(
    weights: Floats, counts: npt.NDArray[np.int64] | None = None, events: float | None = None
) -> tuple[Floats, bool]:
    """Return how many events each link stands for, and whether these numbers are scaled weights.

    A link stands for its count, where links have counts; else for its weight, where all weights are whole numbers;
    else weights are scaled so that links stand for one event on average, as they do where all weights are 1: the plain
    bootstrap, which draws as many links as there are. With `events`, weights are scaled to that sum.

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
) -> Stability:
    """Draw networks, search each as `found` was searched, and compare.

    Parameters
    ----------
    found
        Communities of the nodes of `links`.
    links
        Each link once.
    expected : float64[m]
        How many events each link stands for; see `expected_events`. The weight of a link in a replica is its weight
        times the number drawn over the number expected.
    how
        The search and the flow. Thresholds of weights and self-links are judged by the weights, not by those drawn.
    options
        How to draw.

    Returns
    -------
    Stability
        With `scaled` False.

    Notes
    -----
    A core is chosen greedily, node after node by share of replicas, then in order of paths; Rosvall & Bergstrom anneal.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> links = Links(*np.array([[0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5]], np.int32), np.full(7, 50.0))
    >>> found = search(undirected_flow(links.sources, links.targets, links.weights, 6))
    >>> resample(found, links, links.weights, (SearchOptions(), FlowOptions())).together.tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    options = options or BootstrapOptions()
    replica = _replicas(found, links, expected, *how, options.seed)
    home = np.flatnonzero(found.parent == 0)[found.top_module - 1]
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
    found: Communities, links: Links, expected: Floats, search_: SearchOptions, flow: FlowOptions, seed: int
) -> Callable[[int], tuple[Ids, Ids]]:
    """Return the function that draws and searches the replica of a number: parents and modules of nodes."""
    n_nodes = len(found.node_module)
    kept = links.weights >= flow.weight_threshold
    if not flow.self_links:
        kept &= links.sources != links.targets
    sources, targets, mean = links.sources[kept], links.targets[kept], expected[kept]
    worth = links.weights[kept] / mean
    flow, search_ = dataclasses.replace(flow, weight_threshold=0.0), dataclasses.replace(search_, threads=1)

    def draw(number: int) -> tuple[Ids, Ids]:
        weights = worth * np.random.default_rng([seed, number]).poisson(mean)
        if not (weights[sources != targets] > 0).any():  # nothing is together
            return _alone(n_nodes)
        again = search(flow_of(sources, targets, weights, n_nodes, flow), found.names, search_)
        return again.parent, again.node_module

    return draw


def _alone(n_nodes: int) -> tuple[Ids, Ids]:
    parent = np.zeros(n_nodes + 1, np.int32)
    parent[0] = -1
    return parent, np.arange(1, n_nodes + 1, dtype=np.int32)


def _cores(found: Communities, together: Bools, share: Floats) -> Bools:
    """Return which nodes are in the core of their community."""
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
