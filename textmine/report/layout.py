"""Positions of the nodes of the term map: communities are packed, then nodes move. Nothing is random."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.report.packing import TURN, packed_discs, pushed_apart, summed_pulls

__all__ = ["node_positions", "node_radii", "placed_nodes"]


_ROOM = 2.6  # side of the square that a node of radius 1 takes
_ROUNDS = 40
_ABROAD = 0.03  # factor for links between communities, which would pull all nodes to one side of their disc


def node_radii(flows: Floats) -> Floats:
    """Return radii between 0.5 and 3, with areas in proportion to flow; the mean flow has radius 1.

    Examples
    --------
    >>> node_radii(np.array([0.5, 0.5]))
    array([1., 1.])
    """
    mean = (flows.mean() if len(flows) else 0.0) or 1.0
    return np.asarray(np.clip(np.sqrt(flows / mean), 0.5, 3.0))


def node_positions(
    communities: Longs, flows: Floats, links: tuple[Longs, Longs, Floats], themes: Longs | None = None
) -> Floats:
    """Return positions at which communities are discs that do not overlap and are near the discs linked to them.

    The nodes of a community form a sunflower, with the largest flow in the middle. Links pull discs together;
    overlapping discs push each other apart. Then nodes move towards their neighbours, within their disc.

    Parameters
    ----------
    communities : int64[n]
        Community of each node, from 0.
    flows : float64[n]
        Flow of each node; it gives the size.
    links : int64[m], int64[m], float64[m]
        Ends and weights.
    themes : int64[k], optional
        Theme of each community; those below 0 have none. Communities of a theme are drawn to one another.

    Returns
    -------
    float64[n, 2]
        Positions in units of the mean radius of `node_radii`; the centre is 0.

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
    between = _between(communities, links, len(discs))
    centres = packed_discs(discs, between if themes is None else _gathered(between, themes))
    local = _sunflowers(communities, flows, discs)
    apart = communities[links[0]] != communities[links[1]]
    weights = np.where(apart, _ABROAD, 1.0) * links[2]
    room = discs[communities], radii
    pull = np.asarray(np.bincount(np.concatenate(links[:2]), np.tile(links[2], 2), len(communities)), np.float64)
    return _relaxed(local + centres[communities], centres[communities], room, (*links[:2], weights), pull)


def placed_nodes(homes: Longs, flows: Floats, links: tuple[Longs, Longs, Floats], themes: Sequence[int]) -> Floats:
    """Return where the nodes of a map stand; see `node_positions`.

    Parameters
    ----------
    homes : int64[n]
        Community of each node, from 0; -1 for none: nodes without one are together.
    flows, links
        As in `node_positions`.
    themes
        Theme of each community, from 0; -1 for none.

    Examples
    --------
    >>> none = np.zeros(0, np.int64)
    >>> placed_nodes(np.array([-1, 4]), np.ones(2), (none, none, np.zeros(0)), [0] * 5).shape
    (2, 2)
    """
    own, discs = np.unique(homes, return_inverse=True)
    of_discs = np.array([themes[home] if home >= 0 else -1 for home in own.tolist()], np.int64)
    return node_positions(discs, flows, links, of_discs)


def _between(communities: Longs, links: tuple[Longs, Longs, Floats], n: int) -> tuple[Longs, Longs, Floats]:
    """Return the sums of the weights between communities."""
    a, b = communities[links[0]], communities[links[1]]
    apart = a != b
    keys, where = np.unique(np.minimum(a, b)[apart] * n + np.maximum(a, b)[apart], return_inverse=True)
    weights = np.asarray(np.bincount(where, links[2][apart], len(keys)), np.float64)
    return keys // n, keys % n, weights


def _gathered(links: tuple[Longs, Longs, Floats], themes: Longs) -> tuple[Longs, Longs, Floats]:
    """Return links between communities, with one more between any two of a theme: as heavy as the heaviest of all."""
    a, b = np.triu_indices(len(themes), 1)
    together = (themes[a] == themes[b]) & (themes[a] >= 0)
    heavy = float(links[2].max(initial=1.0))
    weights = np.full(int(together.sum()), heavy)
    return (
        np.concatenate((links[0], a[together])),
        np.concatenate((links[1], b[together])),
        np.concatenate((links[2], weights)),
    )


def _sunflowers(communities: Longs, flows: Floats, discs: Floats) -> Floats:
    """Return positions within discs around 0, with the largest flow of each disc in the middle."""
    order = np.lexsort((-flows, communities))
    sizes = np.bincount(communities)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    away = discs[communities] * np.sqrt(rank / sizes[communities]) * 0.9
    return np.column_stack((away * np.cos(rank * TURN), away * np.sin(rank * TURN)))


def _relaxed(
    places: Floats, centres: Floats, room: tuple[Floats, Floats], links: tuple[Longs, Longs, Floats], pull: Floats
) -> Floats:
    """Move nodes towards their neighbours, away from each other, and back into their discs.

    `pull` is the weight of all links of each node, also of those that count for less.
    """
    discs, radii = room
    ends, n = links[:2], len(places)
    pull = np.maximum(pull, 1e-300)
    for turn in range(_ROUNDS):
        step = (places[ends[1]] - places[ends[0]]) * links[2][:, None]
        places = places + 0.15 * (1 - turn / _ROUNDS) * summed_pulls(ends, step, n) / pull[:, None]
        places = _inside(pushed_apart(places, 1.15 * radii, rounds=1), centres, discs)
    for _ in range(10):
        places = _inside(pushed_apart(places, 1.1 * radii, rounds=1), centres, discs)
    return np.asarray(places - (places.max(axis=0) + places.min(axis=0)) / 2)


def _inside(places: Floats, centres: Floats, discs: Floats) -> Floats:
    """Move nodes outside their disc back into it."""
    step = places - centres
    distance = np.hypot(step[:, 0], step[:, 1])
    return np.asarray(centres + step * np.minimum(1.0, discs / np.maximum(distance, 1e-9))[:, None])
