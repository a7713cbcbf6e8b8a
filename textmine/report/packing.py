"""Packs discs: links pull them together, and overlaps push them apart."""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from textmine.arraytypes import Floats, Longs

__all__ = ["TURN", "packed_discs", "pushed_apart", "summed_pulls"]


TURN = np.pi * (3 - 5**0.5)  # the golden angle: points of a sunflower never line up
_FLAT = np.array([0.4, 2.2])  # pull to the middle across and down: the map becomes as wide as windows are
_PACKED = 400  # number of discs placed by their links; smaller discs are placed around them


def packed_discs(discs: Floats, links: tuple[Longs, Longs, Floats]) -> Floats:
    """Return the centres of discs."""
    n = len(discs)
    filled = np.sqrt((np.cumsum(discs**2) - discs**2 / 2) / 0.6)
    centres = np.column_stack((filled * np.cos(np.arange(n) * TURN), filled * np.sin(np.arange(n) * TURN))) / _FLAT**0.5
    head = min(n, _PACKED)
    near = (links[0] < head) & (links[1] < head)
    ends = links[0][near], links[1][near]
    pull = np.bincount(np.concatenate(ends), np.tile(links[2][near], 2), head)
    share = links[2][near] / np.maximum(np.maximum(pull[ends[0]], pull[ends[1]]), 1e-300)
    inner = centres[:head]
    for turn in range(300):
        heat = 1 - turn / 300
        step = inner[ends[1]] - inner[ends[0]]
        inner += heat * 0.3 * summed_pulls(ends, step * share[:, None], head) - heat * 0.1 * _FLAT * inner
        inner = pushed_apart(inner, discs[:head] * 1.06, rounds=2)
    centres[:head] = inner
    return pushed_apart(centres, discs * 1.06, rounds=200)


def summed_pulls(ends: tuple[Longs, Longs], steps: Floats, n: int) -> Floats:
    """Sum the pulls on each node: the step of each link at its first end, the opposite step at its second."""
    sums = [np.bincount(ends[0], steps[:, axis], n) - np.bincount(ends[1], steps[:, axis], n) for axis in (0, 1)]
    return np.column_stack(sums)


def pushed_apart(places: Floats, radii: Floats, rounds: int) -> Floats:
    """Push overlapping discs apart; the smaller disc moves more."""
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


def _close_pairs(places: Floats, radii: Floats) -> tuple[Longs, Longs]:
    """Return pairs of discs that may touch: all pairs of a few discs, pairs from a tree search of many."""
    if len(places) <= 500:
        a, b = np.triu_indices(len(places), 1)
        return a, b
    pairs = cKDTree(places).query_pairs(2 * float(radii.max()), output_type="ndarray")
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    return pairs[:, 0], pairs[:, 1]
