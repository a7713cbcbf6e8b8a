"""Data for the drawings of the page: nodes with positions, links, and groups from coarse to fine."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.errors import InputError
from textmine.map.edits import edits_of
from textmine.map.folder import MapFolder
from textmine.report.colours import community_colours, neighbouring, theme_colours
from textmine.report.documents import typical_documents
from textmine.report.evidence import column_values
from textmine.report.labels import label
from textmine.report.layout import node_radii, placed_nodes
from textmine.report.subcommunities import rename_subcommunities, subcommunity_levels

__all__ = ["backbone", "drawn_map"]


_NODES, _LINKS = 5_000, 40_000
_NEAR = 20  # neighbours of a term that is not drawn
_COMMON = 3  # a link among so many heaviest of both of its ends is part of the backbone
_NAMED_BY = 3  # terms in the name of a subcommunity


def drawn_map(folder: MapFolder, place_of: dict[str, int]) -> dict[str, Any]:
    """Return `nodes links communities themes subcommunities undrawn` of a map, for the nodes with the largest flow.

    `subcommunities` are levels below the communities, from coarse to fine; nodes have that of the finest.
    `undrawn` are the nearest neighbours of the terms that have no link among those that are drawn.

    Parameters
    ----------
    folder
        The folder that `textmine map` wrote.
    place_of
        Index of each term of the page.

    Raises
    ------
    InputError
        No node is one of these terms.
    """
    found = folder.nodes
    nodes = _shown_nodes(folder, place_of)
    names = [found.names[node] for node in nodes]
    flows = np.array([found.flows[node] for node in nodes])
    places = np.array([place_of[name] for name in names], np.int64)
    communities = np.array([found.communities[node] for node in nodes], np.int64)
    links = _shown_links(folder, {name: node for node, name in enumerate(names)})
    at = placed_nodes(communities, flows, links, [community.theme for community in folder.communities])
    levels = subcommunity_levels(communities, [found.modules[node] for node in nodes], links)
    radii = {"flow": node_radii(flows)} | _count_radii(folder, places)
    return {
        "nodes": {
            "term": places.tolist(),
            "community": communities.tolist(),
            "subcommunity": levels[-1][0].tolist() if levels else [],
            "flow": _short(flows),
            "radius": {name: _short(values, 3) for name, values in radii.items()},
            "x": np.round(at[:, 0], 2).tolist(),
            "y": np.round(at[:, 1], 2).tolist(),
        },
        "links": {
            "a": links[0].tolist(),
            "b": links[1].tolist(),
            "weight": _short(links[2], 2),
            "backbone": backbone(links, len(names)).tolist(),
        },
        "communities": _communities(folder, communities, flows, neighbouring(communities, at)),
        "themes": _themes(folder, communities, flows),
        "subcommunities": _subcommunities(folder, (communities, levels), [label(name) for name in names], flows, at),
        "undrawn": _undrawn(folder, place_of, {*places[np.unique(np.concatenate(links[:2]))].tolist()}),
    }


def _short(values: Floats, digits: int = 4) -> list[float]:
    return [float(f"{value:.{digits}g}") for value in values.tolist()]


def _shown_nodes(folder: MapFolder, place_of: dict[str, int]) -> list[int]:
    """Return the nodes with the largest flow among the terms, by community, those that tell most about it first.

    General terms, which are in no community, have links to everything and would hide the rest: they are not drawn.
    """
    found = folder.nodes
    known = [node for node, name in enumerate(found.names) if name in place_of]
    if not known:
        raise InputError("communities.tsv", None, "no node is one of the terms", "make the folder with textmine map")
    known = [node for node in known if found.communities[node] >= 0] or known
    return sorted(sorted(known, key=lambda node: (-found.flows[node], node))[:_NODES])


def _shown_links(folder: MapFolder, node_of: dict[str, int]) -> tuple[Longs, Longs, Floats]:
    """Return the heaviest links between the shown nodes."""
    graph = folder.graph
    nodes = np.array([node_of.get(name, -1) for name in graph.names], np.int64)
    a, b = nodes[graph.sources], nodes[graph.targets]
    kept = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
    kept = kept[np.lexsort((b[kept], a[kept], -graph.weights[kept]))[:_LINKS]]
    return a[kept], b[kept], graph.weights[kept]


def _undrawn(folder: MapFolder, place_of: Mapping[str, int], drawn: Set[int]) -> dict[int, list[int]]:
    """Return the neighbours on the page of each term of the graph without a drawn link, the heaviest links first."""
    graph = folder.graph
    places = np.array([place_of.get(name, -1) for name in graph.names], np.int64)
    found: dict[int, list[int]] = {place: [] for place in places.tolist() if place >= 0 and place not in drawn}
    a, b = places[graph.sources], places[graph.targets]
    kept = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
    kept = kept[np.lexsort((b[kept], a[kept], -graph.weights[kept]))]
    for one, other in zip(a[kept].tolist(), b[kept].tolist(), strict=True):
        for term, near in ((one, other), (other, one)):
            if term in found and len(found[term]) < _NEAR and near not in found[term]:
                found[term].append(near)
    return found


def _count_radii(folder: MapFolder, places: Longs) -> dict[str, Floats]:
    """Return the radii by count and by score, where the terms have these."""
    found = {}
    for name in ("count", "score"):
        values = column_values(folder.terms.column(name)) if name in folder.terms.columns else []
        if values and not isinstance(values[0], str):
            found[name] = node_radii(np.maximum([float(values[place]) for place in places.tolist()], 0.0))
    return found


def backbone(links: tuple[Longs, Longs, Floats], n: int) -> Longs:
    """Return the links to draw where all would hide one another: of each node the first, of two nodes a common third.

    Parameters
    ----------
    links
        Ends and weights, the heaviest link first.
    n
        Number of nodes.

    Returns
    -------
    int64[k]
        Numbers of links: the heaviest of one of its ends, or among the three heaviest of both.

    Examples
    --------
    >>> backbone((np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([3.0, 2.0, 1.0])), 3).tolist()
    [0, 1, 2]
    """
    ends = np.column_stack(links[:2]).ravel()
    order = np.argsort(ends, kind="stable")
    firsts = np.concatenate(([0], np.cumsum(np.bincount(ends, minlength=n))))[:-1]
    ranks = np.empty(len(ends), np.int64)
    ranks[order] = np.arange(len(ends)) - firsts[ends[order]]
    pairs = ranks.reshape(-1, 2)
    return np.flatnonzero((pairs.min(axis=1) == 0) | (pairs.max(axis=1) < _COMMON))


def _communities(folder: MapFolder, communities: Longs, flows: Floats, beside: Longs) -> list[dict[str, Any]]:
    """Return name, theme, terms, documents, recurrence, flow, colours and typical documents of each community."""
    shares = np.bincount(communities + 1, flows, len(folder.communities) + 1)[1:].tolist()
    themes = [community.theme for community in folder.communities]
    colours = zip(*(community_colours(themes, beside, dark) for dark in (0, 1)), strict=True)
    typical = typical_documents(folder.documents, len(themes))
    original = {into: name for name, into in edits_of(folder.record).rename}
    return [
        {
            **_named(community.name, original),
            "theme": community.theme,
            "size": community.terms,
            "documents": community.documents,
            "recurrence": community.recurrence,
            "flow": float(f"{share:.4g}"),
            "colours": shades,
            "typical": documents,
        }
        for community, share, shades, documents in zip(folder.communities, shares, colours, typical, strict=True)
    ]


def _themes(folder: MapFolder, communities: Longs, flows: Floats) -> list[dict[str, Any]]:
    """Return the same of each theme, without what only communities have."""
    found: list[dict[str, Any]] = []
    original = {into: name for name, into in edits_of(folder.record).rename}
    n = max((community.theme for community in folder.communities), default=-1) + 1
    home = np.array([-1, *(community.theme for community in folder.communities)], np.int64)[communities + 1]
    shares = np.bincount(home + 1, flows, n + 1)[1:].tolist()
    for theme, *shades in zip(range(n), theme_colours(n, 0), theme_colours(n, 1), strict=True):
        members = [community for community in folder.communities if community.theme == theme]
        found.append(
            {
                **_named(members[0].theme_name if members else "", original),
                "size": sum(community.terms for community in members),
                "documents": sum(community.documents for community in members),
                "flow": float(f"{shares[theme]:.4g}"),
                "colours": shades,
            }
        )
    return found


def _named(name: str, original: Mapping[str, str]) -> dict[str, str]:
    """Return the name of a group, and that which the map gave it where it is another one."""
    shown, given = label(name), original.get(name, name)
    return {"name": shown} if shown == given else {"name": shown, "given": given}


def _subcommunities(
    folder: MapFolder, grouped: tuple[Longs, list[tuple[Longs, Longs]]], names: list[str], flows: Floats, at: Floats
) -> list[list[dict[str, Any]]]:
    """Return name, group of the level above, terms, flow and colours of each subcommunity, by level."""
    communities, levels = grouped
    homes = np.array([community.theme for community in folder.communities], np.int64)
    above_of, above_names = communities, [community.name for community in folder.communities]
    found = []
    for groups, within in levels:
        homes = homes[within]  # the theme of each
        beside = neighbouring(groups, at)
        colours = zip(*(community_colours(homes.tolist(), beside, dark) for dark in (0, 1)), strict=True)
        own = groups >= 0
        sizes = np.bincount(groups[own], minlength=len(within))
        shares = np.bincount(groups[own], flows[own], len(within)).astype(np.float64)
        whole = np.bincount(above_of[above_of >= 0], minlength=len(above_names))[within] == sizes
        members: list[list[str]] = [[] for _ in within]
        for name, group in zip(names, groups.tolist(), strict=True):
            if group >= 0:
                members[group].append(name)
        called = [
            above_names[above] if same else " · ".join(some[:_NAMED_BY])
            for above, same, some in zip(within.tolist(), whole.tolist(), members, strict=True)
        ]
        figures = zip(called, members, within.tolist(), sizes.tolist(), _short(shares), colours, strict=True)
        found.append(
            [
                {"name": label(name), "terms": some, "within": above, "size": size, "flow": flow, "colours": shades}
                for name, some, above, size, flow, shades in figures
            ]
        )
        above_of, above_names = groups, called
    rename_subcommunities(found, edits_of(folder.record).rename_subcommunity)
    return found
