"""A map for other programs: GEXF (Gephi), GraphML (Cytoscape), VOSviewer's two files, .ftree (Network Navigator)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Floats, Longs
from textmine.communities import cluster, communities_lines
from textmine.graph import Graph, build_graph
from textmine.graph.gexf import gexf_lines
from textmine.graph.graphml import graphml_lines
from textmine.io import open_output
from textmine.map.folder import MapFolder, read_folder
from textmine.report.colours import GREY, community_colours, neighbouring
from textmine.report.evidence import column_values
from textmine.report.layout import node_radii, placed_nodes

__all__ = ["EXPORTS", "export_map", "vosviewer_map", "vosviewer_network"]


@dataclass(frozen=True, slots=True)
class _Map:
    """The graph with its nodes in order of their paths.

    Modules, flow, community (from 1, 0 for none), position, colour, size, and counts and scores where all are known.
    """

    graph: Graph
    modules: Sequence[tuple[int, ...]]
    flows: list[float]
    communities: list[int]
    places: list[list[float]]
    colours: list[str]
    sizes: list[float]
    evidence: dict[str, list[int | float]]


def export_map(directory: str, kind: str) -> list[str]:
    """Read the folder that `textmine map` wrote, write it there as `kind`, a key of `EXPORTS`; return the files.

    Raises
    ------
    InputError
        A file is missing or broken, or cannot be written.
    """
    found = _placed(read_folder(directory))
    paths = []
    for name, lines in EXPORTS[kind].items():
        paths.append(os.path.join(directory, name))
        with open_output(paths[-1]) as stream:
            stream.writelines(lines(found))
    return paths


def _placed(folder: MapFolder) -> _Map:
    found, graph = folder.nodes, folder.graph
    number = {name: node for node, name in enumerate(found.names)}
    nodes = np.array([number.get(name, -1) for name in graph.names], np.int64)
    a, b = nodes[graph.sources], nodes[graph.targets]
    kept = (a >= 0) & (b >= 0)
    weights: NDArray[np.float64] = graph.weights[kept]
    homes = [community + 1 for community in found.communities]
    own, themes = np.array(homes, np.int64) - 1, [community.theme for community in folder.communities]
    flows, links = np.array(found.flows), (a[kept], b[kept], weights)
    places = np.round(placed_nodes(own, flows, links, themes), 4)
    ends = a[kept].astype(np.int32), b[kept].astype(np.int32)
    shown = build_graph(found.names, *ends, weights, directed=graph.directed)
    shades = _colours(folder, own, places)
    sizes = np.round(node_radii(flows), 4).tolist()
    return _Map(shown, found.modules, list(found.flows), homes, places.tolist(), shades, sizes, _evidence(folder))


def _colours(folder: MapFolder, homes: Longs, places: Floats) -> list[str]:
    """Return the colour of each node, as the report has it on a light page."""
    themes = [community.theme for community in folder.communities]
    codes = community_colours(themes, neighbouring(homes, places), 0)
    return [(codes[home] if home >= 0 else None) or GREY[0] for home in homes.tolist()]


def _evidence(folder: MapFolder) -> dict[str, list[int | float]]:
    """Return count and score of each node, where every node is one of the terms and has them."""
    place = {term: place for place, term in enumerate(folder.terms.column("term"))}
    if not all(name in place for name in folder.nodes.names):
        return {}
    found: dict[str, list[int | float]] = {}
    for column in ("count", "score"):
        values = column_values(folder.terms.column(column)) if column in folder.terms.columns else []
        if values and not isinstance(values[0], str):
            found[column] = [values[place[name]] for name in folder.nodes.names]
    return found


def _gexf(found: _Map) -> Iterator[str]:
    """Yield the lines of a GEXF file with flow, community, count, score, position, colour and size of each node."""
    return gexf_lines(
        found.graph,
        _attributes(found),
        [(x, -y) for x, y in found.places],
        list(zip(found.colours, found.sizes, strict=True)),
    )


def _graphml(found: _Map) -> Iterator[str]:
    """Yield the lines of a GraphML file with the same of each node; Cytoscape shows `name`."""
    looks: dict[str, Sequence[Any]] = {"color": found.colours, "size": found.sizes}
    x, y = zip(*found.places, strict=True) if found.places else ((), ())
    return graphml_lines(found.graph, {"name": found.graph.names, **_attributes(found), **looks, "x": x, "y": y})


def _attributes(found: _Map) -> dict[str, Sequence[int | float]]:
    return {"community": found.communities, "flow": found.flows, **found.evidence}


def _ftree(found: _Map) -> Iterator[str]:
    """Yield the lines of an .ftree file, with the flow of the default search."""
    return communities_lines(cluster(found.graph, initial=found.modules, search_on=False), "ftree")


def vosviewer_map(found: _Map) -> Iterator[str]:
    """Yield the lines of VOSviewer's map file: id, label, x, y, cluster, weight.

    Clusters are numbered from 1. Terms without a community are one more cluster, the last.
    """
    others = max(found.communities, default=0) + 1
    yield "id\tlabel\tx\ty\tcluster\tweight<Flow>\n"
    rows = zip(found.graph.names, found.communities, found.flows, found.places, strict=True)
    for node, (name, community, flow, (x, y)) in enumerate(rows, 1):
        yield f"{node}\t{' '.join(name.split())}\t{x}\t{-y}\t{community or others}\t{flow!r}\n"


def vosviewer_network(found: _Map) -> Iterator[str]:
    """Yield the lines of VOSviewer's network file: id, id, weight, without a header."""
    graph = found.graph
    for a, b, weight in zip(graph.sources.tolist(), graph.targets.tolist(), graph.weights.tolist(), strict=True):
        yield f"{a + 1}\t{b + 1}\t{weight!r}\n"


EXPORTS: dict[str, dict[str, Callable[[_Map], Iterator[str]]]] = {
    "gexf": {"map.gexf": _gexf},
    "graphml": {"map.graphml": _graphml},
    "ftree": {"map.ftree": _ftree},
    "vosviewer": {"vosviewer_map.txt": vosviewer_map, "vosviewer_network.txt": vosviewer_network},
}
