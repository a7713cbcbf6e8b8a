"""The data of the page: what was found, cut and rounded to what a page can hold, as one JSON document."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.report.folder import MapFolder
from textmine.report.layout import node_positions, node_radii
from textmine.report.treemap import nested
from textmine.report.wording import COLUMNS, WORDING, language_of

__all__ = ["page_contents"]

_TERMS, _NODES, _LINKS = 10_000, 5_000, 40_000
_LONGEST = 200  # characters of a context; words may have any length
_NAMED_BY = 3  # terms that name a community
_FRAMES = {"wide": (0.0, 0.0, 1.7, 1.0), "tall": (0.0, 0.0, 0.6, 1.0)}


def page_contents(folder: MapFolder, language: str | None = None) -> dict[str, Any]:
    """Return what the page's script reads.

    Parameters
    ----------
    folder
        What `textmine map` left.
    language
        `zh` or `en`; what most of the best terms are written in where None.

    Returns
    -------
    dict
        `language wording columns overview terms nodes links communities cells contexts`; columns of numbers rather
        than rows of records, and places in `terms` rather than names.
    """
    terms = folder.terms.column("term")[:_TERMS]
    language = language or language_of(terms[:1000])
    number = {term: place for place, term in enumerate(terms)}
    nodes = _shown_nodes(folder, number)
    flows = np.array([folder.communities.flows[node] for node in nodes])
    places = np.array([number[folder.communities.names[node]] for node in nodes], np.int64)
    tops = [folder.communities.modules[node][0] for node in nodes]
    ranks, communities = np.unique(np.array(tops, np.int64), return_inverse=True)
    links = _shown_links(folder, {terms[place]: node for node, place in enumerate(places.tolist())})
    at = node_positions(communities, flows, links)
    return {
        "language": language,
        "wording": WORDING[language],
        "columns": _columns(folder, language),
        "overview": _overview(folder),
        "terms": _evidence(folder, terms),
        "nodes": {
            "term": places.tolist(),
            "community": communities.tolist(),
            "flow": _short(flows),
            "radius": _short(node_radii(flows), 3),
            "x": np.round(at[:, 0], 2).tolist(),
            "y": np.round(at[:, 1], 2).tolist(),
        },
        "links": {"a": links[0].tolist(), "b": links[1].tolist(), "weight": _short(links[2], 2)},
        "communities": _communities(communities, len(ranks), flows, places),
        "cells": _cells(folder, number, {int(rank): place for place, rank in enumerate(ranks)}),
        "contexts": {
            number[term]: [
                [left[-_LONGEST:], key[:_LONGEST], right[:_LONGEST], document] for left, key, right, document in rows
            ]
            for term, rows in folder.contexts.items()
            if term in number
        },
    }


def _short(values: NDArray[np.float64], digits: int = 4) -> list[float]:
    return [float(f"{value:.{digits}g}") for value in values.tolist()]


def _columns(folder: MapFolder, language: str) -> list[tuple[str, str, str]]:
    """Return name, heading and help of each column; of one that nobody has described its name."""
    told = COLUMNS[language]
    names = ["term", "community", *(name for name in folder.terms.columns if name != "term")]
    return [(name, *told.get(name, (name, name))) for name in names]


def _evidence(folder: MapFolder, terms: Sequence[str]) -> dict[str, list[Any]]:
    """Return the columns of the terms: numbers where all fields are numbers, 0 and 1 for truth values, else text."""
    return {name: _values(folder.terms.column(name)[: len(terms)]) for name in folder.terms.columns}


def _values(fields: list[str]) -> list[Any]:
    if set(fields) <= {"true", "false", "True", "False"}:
        return [int(field.lower() == "true") for field in fields]
    try:
        numbers = [float(field) for field in fields]
    except ValueError:
        return fields
    if not np.isfinite(numbers).all():
        return fields
    whole = all(number.is_integer() and abs(number) < 2**53 for number in numbers)
    return [int(number) for number in numbers] if whole else _short(np.array(numbers))


def _shown_nodes(folder: MapFolder, number: dict[str, int]) -> list[int]:
    """Return the nodes of the largest flow that are among the terms, in the order of their paths."""
    found = folder.communities
    known = [node for node, name in enumerate(found.names) if name in number]
    if not known:
        raise InputError("communities.tsv", None, "no node is one of the terms", "make the folder with textmine map")
    return sorted(sorted(known, key=lambda node: (-found.flows[node], node))[:_NODES])


def _shown_links(
    folder: MapFolder, node_of: dict[str, int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return the heaviest links between nodes that are shown."""
    graph = folder.graph
    nodes = np.array([node_of.get(name, -1) for name in graph.names], np.int64)
    a, b = nodes[graph.sources], nodes[graph.targets]
    kept = np.flatnonzero((a >= 0) & (b >= 0) & (a != b))
    kept = kept[np.lexsort((b[kept], a[kept], -graph.weights[kept]))[:_LINKS]]
    return a[kept], b[kept], graph.weights[kept]


def _communities(
    communities: NDArray[np.intp], n: int, flows: NDArray[np.float64], places: NDArray[np.int64]
) -> list[dict[str, Any]]:
    """Return the terms that name each community, its size and its flow."""
    sizes, total = np.bincount(communities, minlength=n), np.asarray(np.bincount(communities, flows, n), np.float64)
    order = np.lexsort((places, -flows, communities))
    named = np.split(places[order], np.cumsum(sizes)[:-1])
    shares = _short(total)
    return [
        {"name": members[:_NAMED_BY].tolist(), "size": len(members), "flow": share}
        for members, share in zip(named, shares, strict=True)
    ]


def _cells(folder: MapFolder, number: dict[str, int], community: dict[int, int]) -> dict[str, list[list[Any]]]:
    """Return the rectangles of the leaf modules in frames of several shapes: x, y, width, height, community, terms."""
    found = folder.communities
    flows: dict[tuple[int, ...], float] = {}
    members: dict[tuple[int, ...], list[int]] = {}
    for name, flow, module in zip(found.names, found.flows, found.modules, strict=True):
        if name in number and module[0] in community:
            flows[module] = flows.get(module, 0.0) + max(flow, 1e-12)
            members.setdefault(module, []).append(number[name])
    cells = {}
    for shape, frame in _FRAMES.items():
        parts = ((path, [x / frame[2], y, w / frame[2], h]) for path, (x, y, w, h) in nested(flows, frame))
        cells[shape] = [
            [*(round(side, 5) for side in part), community[path[0]], members[path][:30]] for path, part in parts
        ]
    return cells


def _overview(folder: MapFolder) -> dict[str, Any]:
    """Return the figures of the run and what it read."""
    record = folder.record
    names = ("documents", "characters", "units", "nodes", "links", "communities", "levels")
    figures = {name: record[name] for name in names if isinstance(record.get(name), int)}
    bits, one_level = record.get("codelength"), record.get("one_level_codelength")
    if isinstance(bits, float) and isinstance(one_level, float) and math.isfinite(bits) and math.isfinite(one_level):
        figures |= {"codelength": round(bits, 3), "saved": 1 - bits / one_level if one_level > 0 else 0.0}
    return {
        "figures": figures,
        "n_terms": len(folder.terms.rows),
        "inputs": {role: _files(record, role) for role in ("corpus", "background")},
        "command": str(record.get("command") or ""),
        "version": str(record.get("textmine") or ""),
    }


def _files(record: dict[str, Any], role: str) -> list[str]:
    inputs = record.get("inputs")
    files = inputs.get(role) if isinstance(inputs, dict) else None
    entries = files if isinstance(files, list) else []
    return [str(entry.get("file", "")) for entry in entries if isinstance(entry, dict)][:20]
