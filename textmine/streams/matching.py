"""Which communities of different periods are the same: by the flow of the terms that they have in common."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Floats, Ids

__all__ = ["LEAST", "match_communities"]

LEAST: Final = 0.2  # Jaccard index of two communities that may be the same


def match_communities(modules: Ids, flows: Floats, reference: Ids, *, least: float = LEAST) -> Ids:
    """Give the same communities of all periods the same number.

    The periods are taken in their order. The likeness of a module and a community is the flow of the terms in both over
    that of the terms in either, all of them as the period has it: Jaccard's index. A community has two sets of terms,
    those of the reference and those of the last period that had it; the larger likeness counts. The most alike pair is
    the same community, then the next of those left, down to `least`. Modules that are left are new communities, in
    order of flow (after Greene, Doyle & Cunningham 2010, Tracking the evolution of communities in dynamic social
    networks, who match with the last period that had a community).

    Parameters
    ----------
    modules
        int32[p, t]: the module of each term in each period, from 0; -1 where it has none.
    flows
        float64[p, t]: the flow of each term in each period.
    reference
        int32[t]: communities of all periods together, from 0; -1 for a term of none.
    least
        Least likeness.

    Returns
    -------
    int32[p, t]
        The community of each term: those of the reference keep their numbers, new ones come after them.

    Examples
    --------
    >>> modules = np.array([[0, 0, 1, 1, -1], [1, 1, 0, 0, 2]], np.int32)
    >>> flows = np.array([[0.3, 0.3, 0.2, 0.2, 0.0], [0.2, 0.2, 0.2, 0.2, 0.2]])
    >>> match_communities(modules, flows, np.array([0, 0, 0, -1, -1], np.int32)).tolist()
    [[0, 0, 1, 1, -1], [0, 0, 1, 1, 2]]
    """
    n_periods, n_terms = modules.shape
    matched = np.full((n_periods, n_terms), -1, np.int32)
    n_known = int(reference.max(initial=-1)) + 1
    last: dict[int, Ids] = {}  # the terms of each community in the last period that had it
    for period in range(n_periods):
        module, flow = modules[period], flows[period]
        numbers = _numbers(module, flow, _likeness(module, flow, reference, last, n_known), least, n_known)
        n_known = max(n_known, int(numbers.max(initial=-1)) + 1)
        inside = module >= 0
        matched[period, inside] = numbers[module[inside]]
        for number in numbers.tolist():
            last[number] = np.flatnonzero(matched[period] == number).astype(np.int32)
    return matched


def _likeness(module: Ids, flow: Floats, reference: Ids, last: dict[int, Ids], n_known: int) -> Floats:
    """Return float64[m, k]: how alike the modules of a period and the communities so far are."""
    numbers = np.repeat(np.array([*last], np.int64), [len(terms) for terms in last.values()])
    terms = np.concatenate([np.empty(0, np.int32), *last.values()])
    homes = np.flatnonzero(reference >= 0)
    return np.maximum(
        _jaccard(module, flow, reference[homes].astype(np.int64), homes, n_known),
        _jaccard(module, flow, numbers, terms, n_known),
    )


def _jaccard(
    module: Ids,
    flow: Floats,
    numbers: NDArray[np.signedinteger],
    terms: NDArray[np.signedinteger],
    n_known: int,
) -> Floats:
    n_modules = int(module.max(initial=-1)) + 1
    inside = module >= 0
    sizes = np.bincount(module[inside], flow[inside], n_modules)
    own = np.bincount(numbers, flow[terms], n_known)
    both = module[terms] >= 0
    cells = module[terms[both]].astype(np.int64) * n_known + numbers[both]
    shared = np.bincount(cells, flow[terms[both]], n_modules * n_known).reshape(n_modules, n_known)
    either = sizes[:, None] + own[None, :] - shared
    return np.where(shared > 0, shared / np.maximum(either, 1e-300), 0.0)


def _numbers(module: Ids, flow: Floats, likeness: Floats, least: float, n_known: int) -> Ids:
    """Return the community of each module."""
    numbers, taken = np.full(len(likeness), -1, np.int32), np.zeros(n_known, bool)
    pairs = np.argwhere(likeness >= least)
    # Sums of floats differ in their last digits: what is as alike goes by number.
    alike = np.round(likeness[pairs[:, 0], pairs[:, 1]], 12)
    for at, number in pairs[np.argsort(-alike, kind="stable")].tolist():
        if numbers[at] < 0 and not taken[number]:
            numbers[at], taken[number] = number, True
    sizes = np.bincount(module[module >= 0], flow[module >= 0], len(numbers))
    left = np.flatnonzero(numbers < 0)
    numbers[left[np.argsort(-np.round(sizes[left], 12), kind="stable")]] = n_known + np.arange(len(left))
    return numbers
