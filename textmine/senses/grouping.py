"""Groups the neighbours of a term: modules of the graph of those that are most alike."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.mapequation import SearchOptions, search, undirected_flow

__all__ = ["groups_of"]

_MOST_ALIKE = 5
_OPTIONS = SearchOptions(two_level=True, seed=1)


def groups_of(alike: Floats, weights: Floats, most: int) -> Ids:
    """Return the group of each neighbour, int32[k]: modules of the map equation, the heaviest ones.

    Each neighbour is linked with the five most like it. What is in a smaller module joins the group that it is most
    like.

    Parameters
    ----------
    alike
        float64[k, k]: how much alike two neighbours are.
    weights
        float64[k]: of their links with the term.
    most
        Greatest number of groups.
    """
    module = _modules(alike)
    heaviest = np.argsort(-np.bincount(module, weights), kind="stable")[:most]
    number = np.full(int(module.max()) + 1, -1, np.int32)
    number[heaviest] = np.arange(len(heaviest), dtype=np.int32)
    group = number[module]
    centres = np.stack([alike[:, group == place].mean(axis=1) for place in range(len(heaviest))], axis=1)
    nearest: Ids = np.where(group >= 0, group, centres.argmax(axis=1)).astype(np.int32)
    return nearest


def _modules(alike: Floats) -> Ids:
    """Return the module of each neighbour, from 0."""
    k = len(alike)
    others = alike.copy()
    np.fill_diagonal(others, -1.0)
    nearest = np.argsort(-others, axis=1, kind="stable")[:, :_MOST_ALIKE]
    linked = np.zeros((k, k), bool)
    linked[np.arange(k)[:, None], nearest] = True
    linked |= linked.T
    sources, targets = np.nonzero(np.triu(linked & (alike > 0), 1))
    modules = np.arange(k, dtype=np.int32)
    ends = np.unique(np.concatenate((sources, targets)))
    if len(ends):
        place = np.searchsorted(ends, np.stack((sources, targets))).astype(np.int32)
        flow = undirected_flow(place[0], place[1], alike[sources, targets], len(ends))
        modules[ends] = k + search(flow, options=_OPTIONS).top_module
    return np.unique(modules, return_inverse=True)[1].astype(np.int32)
