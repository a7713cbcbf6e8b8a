"""Bridges between the components of a network on which the walker also jumps, so that the search sees what to join."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Ids, Longs
from textmine.buffers import as_buffer
from textmine.lightclasses import replace
from textmine.mapequation.level import Level
from textmine.mapequation.network import LEAST_FLOW

__all__ = ["bridged", "components"]

_PIERS = 8  # components that every other one is joined to
_SMALL = 64  # nodes; in a smaller network, all are joined to all


def bridged(level: Level) -> Level:
    """Return the network with links from each component to each of the largest ones that carry next to no flow.

    The search moves nodes between modules that a link joins. Jumps lead everywhere, so modules of different components
    may belong together, too. A link leads between the nodes of the largest flow in both. In a small network, there is
    one between all nodes that have none.

    Examples
    --------
    A pair, and a node without a link:

    >>> from textmine.mapequation.flow import FlowOptions, flow_of
    >>> from textmine.mapequation.level import base_level
    >>> base = base_level(flow_of([0], [1], [1.0], 3, FlowOptions(regularization=1.0)))
    >>> base.neighbours.tolist(), bridged(base).neighbours.tolist()
    ([1, 0], [1, 2, 0, 2, 0, 1])
    """
    n, neighbours = len(level), np.asarray(level.neighbours)
    rows = np.repeat(np.arange(n, dtype=np.int32), np.diff(level.indptr))
    if n <= _SMALL:
        apart = np.ones((n, n), np.bool_)
        apart[rows, neighbours] = False
        far, near = (ends.astype(np.int32) for ends in np.nonzero(np.triu(apart, 1)))
    else:
        far, near = _piers(level)
    if not len(far):
        return level
    sources = np.concatenate((rows, far, near))
    order = np.argsort(sources, kind="stable")
    weight = np.broadcast_to(level.weight, len(rows))
    return replace(
        level,
        indptr=as_buffer(np.concatenate(([0], np.cumsum(np.bincount(sources, minlength=n))))),
        neighbours=as_buffer(np.concatenate((neighbours, near, far))[order]),
        weight=as_buffer(np.concatenate((weight, np.full(2 * len(far), LEAST_FLOW)))[order]),
    )


def _piers(level: Level) -> tuple[Ids, Ids]:
    """Return the ends of links from each component to each of the largest ones."""
    node_flow, of = np.asarray(level.nodes)[::4], components(np.asarray(level.indptr), np.asarray(level.neighbours))
    by_flow = np.lexsort((-node_flow, of))
    tops = by_flow[np.flatnonzero(np.diff(of[by_flow], prepend=-1))].astype(np.int32)
    size = np.bincount(of, node_flow)[of[tops]]
    piers = tops[np.argsort(-size, kind="stable")[:_PIERS]]
    far, near = (ends.ravel() for ends in np.meshgrid(tops, piers))
    apart = (far != near) & ~(np.isin(far, piers) & (far < near))  # two piers are joined once
    return far[apart], near[apart]


def components(indptr: Longs, neighbours: Ids) -> Ids:
    """Return the least node of the component that each node is in.

    Examples
    --------
    >>> components(np.array([0, 1, 1, 2]), np.array([2, 0])).tolist()
    [0, 1, 0]
    """
    least = np.arange(len(indptr) - 1, dtype=np.int32)
    sources = np.repeat(least, np.diff(indptr))
    while True:
        before = least.copy()
        np.minimum.at(least, least[sources], least[neighbours])  # the roots of both ends are joined
        np.minimum.at(least, sources, least[neighbours])
        while not np.array_equal(above := least[least], least):
            least = above
        if np.array_equal(before, least):
            return least
