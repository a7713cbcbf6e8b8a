"""Data for the drawings of the page: nodes with positions, links, communities, and the cells of the treemap."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Floats, Longs
from textmine.errors import InputError
from textmine.map.folder import MapFolder
from textmine.report.layout import node_positions, node_radii
from textmine.report.treemap import nested

__all__ = ["drawn_map"]


_NODES, _LINKS = 5_000, 40_000
_NAMED_BY = 3  # number of terms in the name of a community
_FRAMES = {"wide": (0.0, 0.0, 1.7, 1.0), "tall": (0.0, 0.0, 0.6, 1.0)}
_CELL_TERMS = 60  # greatest number of terms in a cell of the treemap
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # they would turn the text next to them too


def drawn_map(folder: MapFolder, place_of: dict[str, int]) -> dict[str, Any]:
    """Return `nodes links communities cells` of a map, for the nodes with the largest flow.

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
    found = folder.communities
    nodes = _shown_nodes(folder, place_of)
    names = [found.names[node] for node in nodes]
    flows = np.array([found.flows[node] for node in nodes])
    places = np.array([place_of[name] for name in names], np.int64)
    ranks, communities = np.unique([found.modules[node][0] for node in nodes], return_inverse=True)
    links = _shown_links(folder, {name: node for node, name in enumerate(names)})
    at = node_positions(communities, flows, links)
    radii = {"flow": node_radii(flows)} | _count_radii(folder, places)
    return {
        "nodes": {
            "term": places.tolist(),
            "community": communities.tolist(),
            "flow": _short(flows),
            "radius": {name: _short(values, 3) for name, values in radii.items()},
            "x": np.round(at[:, 0], 2).tolist(),
            "y": np.round(at[:, 1], 2).tolist(),
        },
        "links": {"a": links[0].tolist(), "b": links[1].tolist(), "weight": _short(links[2], 2)},
        "communities": _communities(communities, flows, names),
        "cells": _cells(folder, place_of, {int(rank): place for place, rank in enumerate(ranks)}),
    }


def _short(values: Floats, digits: int = 4) -> list[float]:
    return [float(f"{value:.{digits}g}") for value in values.tolist()]


def _shown_nodes(folder: MapFolder, place_of: dict[str, int]) -> list[int]:
    """Return the nodes with the largest flow among the terms, in the order of their paths."""
    found = folder.communities
    known = [node for node, name in enumerate(found.names) if name in place_of]
    if not known:
        raise InputError("communities.tsv", None, "no node is one of the terms", "make the folder with textmine map")
    return sorted(sorted(known, key=lambda node: (-found.flows[node], node))[:_NODES])


def _shown_links(folder: MapFolder, node_of: dict[str, int]) -> tuple[Longs, Longs, Floats]:
    """Return the heaviest links between the shown nodes."""
    graph = folder.graph
    nodes = np.array([node_of.get(name, -1) for name in graph.names], np.int64)
    a, b = nodes[graph.sources], nodes[graph.targets]
    kept = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
    kept = kept[np.lexsort((b[kept], a[kept], -graph.weights[kept]))[:_LINKS]]
    return a[kept], b[kept], graph.weights[kept]


def _count_radii(folder: MapFolder, places: Longs) -> dict[str, Floats]:
    """Return the radii by count, if the terms have counts."""
    if "count" not in folder.terms.columns:
        return {}
    column = folder.terms.column("count")
    return {"count": node_radii(np.array([float(column[place]) for place in places]))}


def _communities(communities: NDArray[np.intp], flows: Floats, names: list[str]) -> list[dict[str, Any]]:
    """Return name, size and flow of each community; the name is its terms with the largest flow."""
    members: list[list[int]] = [[] for _ in range(int(communities.max()) + 1)]
    for node in np.lexsort((np.arange(len(flows)), -flows)).tolist():
        members[communities[node]].append(node)
    shares = np.bincount(communities, flows).tolist()
    return [
        {
            "name": " · ".join(_label(names[node]) for node in of[:_NAMED_BY]),
            "size": len(of),
            "flow": float(f"{share:.4g}"),
        }
        for of, share in zip(members, shares, strict=True)
    ]


def _label(name: str) -> str:
    """Return a name for use within a line: shortened, and without effect on the direction of the text around it."""
    name = _TURNING.sub("", name)
    return name if len(name) <= 24 else f"{name[:24]}…"


def _cells(folder: MapFolder, place_of: dict[str, int], community: dict[int, int]) -> dict[str, list[list[Any]]]:
    """Return the rectangles of the leaf communities for several frames: x, y, width, height, community, terms."""
    found = folder.communities
    flows: dict[tuple[int, ...], float] = {}
    members: dict[tuple[int, ...], list[int]] = {}
    for name, flow, module in zip(found.names, found.flows, found.modules, strict=True):
        if name in place_of and module[0] in community:
            flows[module] = flows.get(module, 0.0) + max(flow, 1e-12)
            members.setdefault(module, []).append(place_of[name])
    cells = {}
    for shape, frame in _FRAMES.items():
        parts = ((path, [x / frame[2], y, w / frame[2], h]) for path, (x, y, w, h) in nested(flows, frame))
        cells[shape] = [
            [*(round(side, 5) for side in part), community[path[0]], members[path][:_CELL_TERMS]]
            for path, part in parts
        ]
    return cells
