"""Infomap's `.ftree`: a tree with the flow between modules, for the Network Navigator and alluvial diagrams."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.communities.columns import in_lines
from textmine.communities.formats import tree_text
from textmine.mapequation.communities import Communities
from textmine.mapequation.links import Links

__all__ = ["ftree_lines", "ftree_text"]


def ftree_lines(communities: Communities, links: Links, *, directed: bool = False) -> Iterator[str]:
    r"""Yield the lines of an `.ftree`: a `.tree`, then for each module the links between its children.

    The children of a module are its modules or its nodes. Each module has a section `*Links path enterFlow exitFlow
    numEdges numChildren`, the root first, parents before children. The lines of a section are `source target flow`:
    the ranks of two children, and the flow of all links between their nodes, in order of the ranks. Self-links are left
    out.

    Parameters
    ----------
    communities
        The tree.
    links
        Each link once with its flow, as in `FlowNetwork`; in an undirected network, the flow of both directions.
    directed
        True if links lead from source to target only.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> found = search(network, "abcdef")
    >>> lines = list(ftree_lines(found, Links(network.sources, network.targets, network.flows)))
    >>> print(*lines[15:20], sep="", end="")
    *Links undirected
    #*Links path enterFlow exitFlow numEdges numChildren
    *Links root 0.0 0.0 1 2
    1 2 0.14285714285714285
    *Links 1 0.07142857142857142 0.07142857142857142 3 3
    """
    return in_lines(ftree_text(communities, links, directed=directed))


def ftree_text(communities: Communities, links: Links, *, directed: bool = False) -> Iterator[str]:
    """Yield what `ftree_lines` yields, many lines in a piece."""
    yield from tree_text(communities, directed=directed)
    yield f"*Links {'directed' if directed else 'undirected'}\n"
    yield "#*Links path enterFlow exitFlow numEdges numChildren\n"
    home, source, target, flow = _between(communities, links, directed)
    ends = np.searchsorted(home, np.arange(len(communities.parent) + 1)).tolist()
    children = np.bincount(communities.node_module, minlength=len(communities.parent))
    children += np.bincount(communities.parent[1:], minlength=len(communities.parent))
    borders = zip(
        communities.module_paths(), communities.module_enter.tolist(), communities.module_exit.tolist(),
        children.tolist(), strict=True,
    )  # fmt: skip
    for module, (path, enter, exit_, count) in enumerate(borders):
        here = slice(ends[module], ends[module + 1])
        name = ":".join(map(str, path)) or "root"
        yield f"*Links {name} {enter!r} {exit_!r} {here.stop - here.start} {count}\n"
        for a, b, value in zip(source[here].tolist(), target[here].tolist(), flow[here].tolist(), strict=True):
            yield f"{a} {b} {value!r}\n"


def _between(communities: Communities, links: Links, directed: bool) -> tuple[Longs, Longs, Longs, Floats]:
    """Return the linked pairs of children: their module, the ranks of both in it, and the flow between them."""
    other = links.sources != links.targets
    flow = links.weights[other]
    home, source, target = _meet(communities, links.sources[other], links.targets[other])
    if not directed:
        source, target = np.minimum(source, target), np.maximum(source, target)
    order = np.lexsort((target, source, home))
    home, source, target, flow = home[order], source[order], target[order], flow[order]
    new = (np.diff(home) != 0) | (np.diff(source) != 0) | (np.diff(target) != 0)
    starts = np.flatnonzero(np.concatenate(([len(home) > 0], new)))
    sums = np.add.reduceat(flow, starts) if len(starts) else flow
    return home[starts], source[starts], target[starts], sums


def _meet(communities: Communities, sources: Ids, targets: Ids) -> tuple[Longs, Longs, Longs]:
    """Return the smallest module that contains both ends of each link, and the ranks of its children at both ends."""
    parent, depth = communities.parent, communities.depth
    module_rank = np.array([path[-1] if path else 0 for path in communities.module_paths()], np.int64)
    node_rank = np.array([path[-1] for path in communities.paths()], np.int64)
    a, b = (communities.node_module[ends].astype(np.int64) for ends in (sources, targets))
    rank_a, rank_b = node_rank[sources], node_rank[targets]
    while len(apart := np.flatnonzero(a != b)):
        level = depth[a[apart]] - depth[b[apart]]
        up = apart[level >= 0]
        rank_a[up], a[up] = module_rank[a[up]], parent[a[up]]
        up = apart[level <= 0]
        rank_b[up], b[up] = module_rank[b[up]], parent[b[up]]
    return a, rank_a, rank_b
