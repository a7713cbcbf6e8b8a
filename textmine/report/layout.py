"""Where the nodes of the term map stand: communities packed, then relaxed. Nothing is drawn at random."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

__all__ = ["node_positions", "node_radii"]

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

_TURN = np.pi * (3 - 5**0.5)  # the golden angle: points of a sunflower never line up
_ROOM = 2.6  # side of the square that a node of radius 1 is given
_PACKED = 400  # communities that find their place by what they are linked to; smaller ones stand around them
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
    centres = _packed(discs, _between(communities, links, len(discs)))
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
    return np.column_stack((away * np.cos(rank * _TURN), away * np.sin(rank * _TURN)))


def _packed(discs: Floats, links: tuple[Ids, Ids, Floats]) -> Floats:
    """Return the centres of discs."""
    n = len(discs)
    filled = np.sqrt((np.cumsum(discs**2) - discs**2 / 2) / 0.6)
    centres = np.column_stack((filled * np.cos(np.arange(n) * _TURN), filled * np.sin(np.arange(n) * _TURN)))
    head = min(n, _PACKED)
    near = (links[0] < head) & (links[1] < head)
    ends = links[0][near], links[1][near]
    pull = np.bincount(np.concatenate(ends), np.tile(links[2][near], 2), head)
    share = links[2][near] / np.maximum(np.maximum(pull[ends[0]], pull[ends[1]]), 1e-300)
    inner = centres[:head]
    for turn in range(300):
        heat = 1 - turn / 300
        step = inner[ends[1]] - inner[ends[0]]
        inner += heat * 0.3 * _gathered(ends, step * share[:, None], head) - heat * 0.1 * inner
        inner = _apart(inner, discs[:head] * 1.06, rounds=2)
    centres[:head] = inner
    return _apart(centres, discs * 1.06, rounds=60)


def _gathered(ends: tuple[Ids, Ids], steps: Floats, n: int) -> Floats:
    """Add up what pulls the nodes: the step at the first end of each link, its opposite at the second."""
    sums = [np.bincount(ends[0], steps[:, axis], n) - np.bincount(ends[1], steps[:, axis], n) for axis in (0, 1)]
    return np.column_stack(sums)


def _apart(places: Floats, radii: Floats, rounds: int) -> Floats:
    """Push discs apart that overlap; the smaller one moves more."""
    for _ in range(rounds):
        a, b = _close_pairs(places, radii)
        if len(a) == 0:
            break
        step = places[b] - places[a]
        distance = np.hypot(step[:, 0], step[:, 1])
        overlap = radii[a] + radii[b] - distance
        hit = overlap > 1e-9
        a, b, step, distance, overlap = a[hit], b[hit], step[hit], distance[hit], overlap[hit]
        if len(a) == 0:
            break
        step[distance == 0] = (1.0, 0.0)
        step *= (overlap / np.maximum(distance, 1e-9))[:, None]
        share = (radii[a] ** 2 / (radii[a] ** 2 + radii[b] ** 2))[:, None]
        move = np.zeros_like(places)
        for axis in (0, 1):
            move[:, axis] += np.bincount(b, (step * share)[:, axis], len(places))
            move[:, axis] -= np.bincount(a, (step * (1 - share))[:, axis], len(places))
        places = places + 0.7 * move
    return places


def _close_pairs(places: Floats, radii: Floats) -> tuple[Ids, Ids]:
    """Return pairs of discs that might touch: all of them for few, those of a tree for many."""
    if len(places) <= 500:
        a, b = np.triu_indices(len(places), 1)
        return a, b
    pairs = cKDTree(places).query_pairs(2 * float(radii.max()), output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return pairs[:, 0], pairs[:, 1]


def _relaxed(places: Floats, centres: Floats, room: tuple[Floats, Floats], links: tuple[Ids, Ids, Floats]) -> Floats:
    """Move nodes towards their neighbours, apart from one another, and back into their discs."""
    discs, radii = room
    ends, n = links[:2], len(places)
    pull = np.maximum(np.bincount(np.concatenate(ends), np.tile(links[2], 2), n), 1e-300)
    for turn in range(_ROUNDS):
        step = (places[ends[1]] - places[ends[0]]) * links[2][:, None]
        places = places + 0.15 * (1 - turn / _ROUNDS) * _gathered(ends, step, n) / pull[:, None]
        places = _inside(_apart(places, 1.15 * radii, rounds=1), centres, discs)
    for _ in range(10):
        places = _inside(_apart(places, 1.1 * radii, rounds=1), centres, discs)
    return np.asarray(places - (places.max(axis=0) + places.min(axis=0)) / 2)


def _inside(places: Floats, centres: Floats, discs: Floats) -> Floats:
    """Bring back what left its disc."""
    step = places - centres
    distance = np.hypot(step[:, 0], step[:, 1])
    return np.asarray(centres + step * np.minimum(1.0, discs / np.maximum(distance, 1e-9))[:, None])
