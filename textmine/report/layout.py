"""Where the nodes of the term map stand: communities packed, then relaxed. Nothing is drawn at random."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.report.packing import TURN, packed_discs, pushed_apart, summed_pulls

__all__ = ["node_positions", "node_radii"]

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

_ROOM = 2.6  # side of the square that a node of radius 1 is given
_ROUNDS = 40
_ABROAD = 0.1  # of a link between communities, which would else draw all nodes to one edge of their disc


def node_radii(flows: Floats) -> Floats:
    """Return radii with areas in proportion to flow, the mean 1, held between 0.5 and 3.

    Examples
    --------
    >>> node_radii(np.array([0.5, 0.5]))
    array([1., 1.])
    """
    mean = flows.mean() if len(flows) and flows.sum() > 0 else 1.0
    return np.asarray(np.clip(np.sqrt(flows / mean), 0.5, 3.0))


def node_positions(communities: Ids, flows: Floats, links: tuple[Ids, Ids, Floats]) -> Floats:
    """Place nodes so that communities are discs that do not overlap, near those they are linked to.

    Communities are sunflowers of their nodes, the largest flow in the middle. Their discs are drawn together by the
    links between them and pushed apart where they overlap; then nodes move to their neighbours, inside their disc.

    Parameters
    ----------
    communities : int64[n]
        Community of each node, from 0.
    flows : float64[n]
        By which a node gets its room.
    links : int64[m], int64[m], float64[m]
        Ends and weights.

    Returns
    -------
    float64[n, 2]
        In units of the mean radius of `node_radii`, the middle at 0.

    Examples
    --------
    >>> at = node_positions(np.array([0, 0, 1]), np.ones(3), (np.array([0]), np.array([2]), np.ones(1)))
    >>> at.shape
    (3, 2)
    """
    if len(communities) == 0:
        return np.zeros((0, 2))
    radii = node_radii(flows)
    discs = np.sqrt(np.bincount(communities, (_ROOM * radii) ** 2) / np.pi)
    centres = packed_discs(discs, _between(communities, links, len(discs)))
    local = _sunflowers(communities, flows, discs)
    apart = communities[links[0]] != communities[links[1]]
    weights = np.where(apart, _ABROAD, 1.0) * links[2]
    room = discs[communities], radii
    return _relaxed(local + centres[communities], centres[communities], room, (*links[:2], weights))


def _between(communities: Ids, links: tuple[Ids, Ids, Floats], n: int) -> tuple[Ids, Ids, Floats]:
    """Return the sums of the weights between communities."""
    a, b = communities[links[0]], communities[links[1]]
    apart = a != b
    keys, where = np.unique(np.minimum(a, b)[apart] * n + np.maximum(a, b)[apart], return_inverse=True)
    weights = np.asarray(np.bincount(where, links[2][apart], len(keys)), np.float64)
    return keys // n, keys % n, weights


def _sunflowers(communities: Ids, flows: Floats, discs: Floats) -> Floats:
    """Return places inside discs around 0, the largest flow of each in the middle."""
    order = np.lexsort((-flows, communities))
    sizes = np.bincount(communities)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    away = discs[communities] * np.sqrt(rank / sizes[communities]) * 0.9
    return np.column_stack((away * np.cos(rank * TURN), away * np.sin(rank * TURN)))


def _relaxed(places: Floats, centres: Floats, room: tuple[Floats, Floats], links: tuple[Ids, Ids, Floats]) -> Floats:
    """Move nodes towards their neighbours, apart from one another, and back into their discs."""
    discs, radii = room
    ends, n = links[:2], len(places)
    pull = np.maximum(np.bincount(np.concatenate(ends), np.tile(links[2], 2), n), 1e-300)
    for turn in range(_ROUNDS):
        step = (places[ends[1]] - places[ends[0]]) * links[2][:, None]
        places = places + 0.15 * (1 - turn / _ROUNDS) * summed_pulls(ends, step, n) / pull[:, None]
        places = _inside(pushed_apart(places, 1.15 * radii, rounds=1), centres, discs)
    for _ in range(10):
        places = _inside(pushed_apart(places, 1.1 * radii, rounds=1), centres, discs)
    return np.asarray(places - (places.max(axis=0) + places.min(axis=0)) / 2)


def _inside(places: Floats, centres: Floats, discs: Floats) -> Floats:
    """Bring back what left its disc."""
    step = places - centres
    distance = np.hypot(step[:, 0], step[:, 1])
    return np.asarray(centres + step * np.minimum(1.0, discs / np.maximum(distance, 1e-9))[:, None])
