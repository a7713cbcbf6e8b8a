"""Levels below the communities of a map: what the modules of its graph part them into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.communities.naming import parted_terms
from textmine.map.edits import Edits, said_at
from textmine.map.folder import Documents
from textmine.report.labels import label

__all__ = ["document_subcommunities", "rename_subcommunities", "renaming_notes", "subcommunity_levels"]

_LEAST = 3  # terms of a subcommunity
_FINER = 1.2  # groups of a level, at least, for one of the level above
_DEEPEST = 6  # levels of modules that are looked at


def subcommunity_levels(
    communities: Longs, modules: Sequence[tuple[int, ...]], links: tuple[Longs, Longs, Floats]
) -> list[tuple[Longs, Longs]]:
    """Return the levels below the communities, each within the one above, from coarse to fine.

    A subcommunity is the terms of a community that are in one module, three at least. Fewer join that of the same
    community to which they have the strongest links, or the largest.

    Parameters
    ----------
    communities : int64[n]
        Community of each node; -1 for none.
    modules
        Ranks of the modules of each node, from the top down.
    links
        Ends and weights.

    Returns
    -------
    list of (int64[n], int64[k])
        The subcommunity of each node, the largest first, -1 for none; and the group of the level above that each is in.

    Examples
    --------
    >>> none = np.zeros(0, np.int64)
    >>> modules = [(1,)] * 3 + [(2,)] * 4 + [(3,)]
    >>> [(groups, within)] = subcommunity_levels(np.zeros(8, np.int64), modules, (none, none, np.zeros(0)))
    >>> groups.tolist(), within.tolist()
    ([1, 1, 1, 0, 0, 0, 0, 0], [0, 0])
    """
    above, levels = communities, []
    for depth in range(1, min(_DEEPEST, max(map(len, modules), default=0)) + 1):
        ranks = {place: at for at, place in enumerate(dict.fromkeys(place[:depth] for place in modules))}
        pieces = np.array([ranks[place[:depth]] for place in modules], np.int64)
        groups, within = _parted(above, pieces, links)
        if len(within) >= _FINER * len(np.unique(above[above >= 0])):
            levels.append((groups, within))
            above = groups
    return levels


def _parted(above: Longs, pieces: Longs, links: tuple[Longs, Longs, Floats]) -> tuple[Longs, Longs]:
    """Return the groups that pieces part those above into, and the group above of each."""
    own = above >= 0
    keys, found = np.unique(np.column_stack((above, pieces)), axis=0, return_inverse=True)
    found = found.reshape(-1)  # some versions of numpy give a column
    sizes = np.bincount(found[own], minlength=len(keys))
    homes = keys[:, 0]
    large = sizes >= _LEAST
    largest = {int(homes[key]): int(key) for key in np.lexsort((-np.arange(len(keys)), sizes)) if sizes[key]}
    strongest = _strongest(above, np.where(large[found], found, -1), links)
    groups = found.copy()
    for node in np.flatnonzero(own & ~large[found]).tolist():
        groups[node] = strongest.get(node, largest[int(above[node])])
    groups[~own] = -1
    sizes = np.bincount(groups[own], minlength=len(keys))
    order = np.lexsort((np.arange(len(keys)), -sizes))[: int((sizes > 0).sum())]
    number = np.full(len(keys) + 1, -1, np.int64)
    number[order] = np.arange(len(order))
    return number[groups], homes[order]


def _strongest(above: Longs, groups: Longs, links: tuple[Longs, Longs, Floats]) -> dict[int, int]:
    """Return the group to which each node without one has the strongest links, within the same group above."""
    sums: Counter[tuple[int, int]] = Counter()
    near = (above[links[0]] == above[links[1]]) & ((groups[links[0]] < 0) != (groups[links[1]] < 0))
    for a, b, weight in zip(*(part[near].tolist() for part in links), strict=True):
        node, other = (a, b) if groups[a] < 0 else (b, a)
        sums[node, int(groups[other])] += weight
    best: dict[int, tuple[float, int]] = {}
    for (node, group), weight in sums.items():
        best[node] = max(best.get(node, (0.0, 0)), (weight, -group))
    return {node: -group for node, (weight, group) in best.items() if weight > 0}


def document_subcommunities(documents: Documents, communities: Longs, home: Mapping[str, int]) -> list[int]:
    """Return the subcommunity of each document: that of the first term that speaks for its community; -1 for none.

    Parameters
    ----------
    documents
        What `textmine map` wrote.
    communities : int64[k]
        The community of each subcommunity.
    home
        The subcommunity of each term.

    Examples
    --------
    >>> documents = Documents([0, 1, -1], [1.0, 1.0, 0.0], {"terms": ["a · b", "b", ""]})
    >>> document_subcommunities(documents, np.array([1, 0]), {"a": 0, "b": 1})
    [1, -1, -1]
    """
    found = []
    for own, terms in zip(documents.communities, documents.fields.get("terms", ()), strict=False):
        of_terms = (home.get(term, -1) for term in (parted_terms(terms) if own >= 0 else ()))
        found.append(next((at for at in of_terms if at >= 0 and communities[at] == own), -1))
    return found or [-1] * len(documents.communities)


def rename_subcommunities(levels: Sequence[Sequence[dict[str, Any]]], pairs: Sequence[tuple[str, str]]) -> None:
    """Give subcommunities the names that edits ask for; `given` keeps the name before. Their `terms` are taken out.

    A name that none has any more, since the terms changed, stands for the subcommunity with most of its terms, half of
    them at least; of two with as many the smaller one.

    Parameters
    ----------
    levels
        Groups of each level with `name` and `terms`.
    pairs
        Names, each with the name that it gets.

    Examples
    --------
    >>> levels = [[{"name": "a · b", "terms": ["a", "b"]}, {"name": "c", "terms": ["c", "d"]}]]
    >>> rename_subcommunities(levels, [("d · x", "y")])
    >>> levels
    [[{'name': 'a · b'}, {'name': 'y', 'given': 'c'}]]
    """
    groups = [group for groups in levels for group in groups]
    for name, into in pairs:
        known = any(group.get("given", group["name"]) == name for group in groups)
        meant = name if known else _most_like(name, groups)
        for group in groups:
            if meant and group.get("given", group["name"]) == meant:
                group |= {"name": label(into), "given": meant}
    for group in groups:
        del group["terms"]


def _most_like(name: str, groups: Sequence[dict[str, Any]]) -> str:
    """Return the name before edits of the group that has most of the terms in a name; empty where none has half."""
    wanted = {*name.split(" · ")}
    shared = [len(wanted.intersection(group["terms"])) for group in groups]
    best = max(range(len(groups)), key=lambda at: (shared[at], -len(groups[at]["terms"])), default=-1)
    if best < 0 or 2 * shared[best] < len(wanted):
        return ""
    return str(groups[best].get("given", groups[best]["name"]))


def renaming_notes(levels: Sequence[Sequence[Mapping[str, Any]]], edits: Edits) -> list[str]:
    """Return a sentence for each name that was taken for another one, or that no subcommunity has.

    Examples
    --------
    >>> levels = [[{"name": "y", "given": "c"}]]
    >>> edits = Edits(rename_subcommunity=(("d · x", "y"), ("z", "a")))
    >>> renaming_notes(levels, edits)  # doctest: +NORMALIZE_WHITESPACE
    ["rename_subcommunity: 'd · x' is taken for 'c', which has most of its terms",
     "rename_subcommunity: no subcommunity is called 'z', or has half of these terms"]
    """
    given = {group["given"]: group["name"] for groups in levels for group in groups if "given" in group}
    exact = {name for name, _ in edits.rename_subcommunity if name in given}
    notes = []
    for name, into in edits.rename_subcommunity:
        if name in exact:
            continue
        said = said_at("rename_subcommunity", [name], edits.places)
        meant = next((old for old, new in given.items() if new == label(into) and old not in exact), None)
        if meant is None:
            notes.append(f"{said}: no subcommunity is called '{name}', or has half of these terms")
        else:
            notes.append(f"{said}: '{name}' is taken for '{meant}', which has most of its terms")
    return notes
