"""A map for other programs: GEXF (Gephi), GraphML (Cytoscape), and the two files that VOSviewer reads."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from textmine.io import open_output
from textmine.report.folder import MapFolder, read_folder
from textmine.report.layout import node_positions

__all__ = ["EXPORTS", "export_map", "gexf_lines", "graphml_lines", "vosviewer_map", "vosviewer_network"]

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class _Map:
    """Nodes in order of their paths, with communities from 1, places and links."""

    names: list[str]
    flows: list[float]
    communities: list[int]
    places: list[list[float]]
    links: list[tuple[int, int, float]]


def export_map(directory: str, kind: str) -> list[str]:
    """Read what `textmine map` left in a folder, write it there as `kind`, a key of `EXPORTS`; return the files.

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
    found, graph = folder.communities, folder.graph
    number = {name: node for node, name in enumerate(found.names)}
    nodes = np.array([number.get(name, -1) for name in graph.names], np.int64)
    a, b = nodes[graph.sources], nodes[graph.targets]
    kept = (a >= 0) & (b >= 0)
    links: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]] = a[kept], b[kept], graph.weights[kept]
    tops = [path[0] for path in found.modules]
    _, communities = np.unique(np.array(tops, np.int64), return_inverse=True)
    places = np.round(node_positions(communities, np.array(found.flows), links), 4)
    ends = zip(*(column.tolist() for column in links), strict=True)
    return _Map(list(found.names), list(found.flows), tops, places.tolist(), list(ends))


def gexf_lines(found: _Map) -> Iterator[str]:
    """Yield the lines of a GEXF 1.3 file with flow, community and place of each node."""
    yield f'{_HEAD}<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
    yield '<graph defaultedgetype="undirected">\n<attributes class="node">\n'
    yield '<attribute id="0" title="community" type="integer"/>\n<attribute id="1" title="flow" type="double"/>\n'
    yield "</attributes>\n<nodes>\n"
    rows = zip(found.names, found.communities, found.flows, found.places, strict=True)
    for node, (name, community, flow, (x, y)) in enumerate(rows):
        yield f'<node id="{node}" label={_quoted(name)}><attvalues><attvalue for="0" value="{community}"/>'
        yield f'<attvalue for="1" value="{flow!r}"/></attvalues><viz:position x="{x}" y="{-y}"/></node>\n'
    yield "</nodes>\n<edges>\n"
    for link, (a, b, weight) in enumerate(found.links):
        yield f'<edge id="{link}" source="{a}" target="{b}" weight="{weight!r}"/>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def graphml_lines(found: _Map) -> Iterator[str]:
    """Yield the lines of a GraphML file with name, flow, community and place of each node."""
    yield f'{_HEAD}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for name, kind in (("name", "string"), ("community", "int"), ("flow", "double"), ("x", "double"), ("y", "double")):
        yield f'<key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>\n<graph edgedefault="undirected">\n'
    rows = zip(found.names, found.communities, found.flows, found.places, strict=True)
    for node, (name, community, flow, (x, y)) in enumerate(rows):
        yield f'<node id="n{node}"><data key="name">{escape(_NOT_XML.sub("", name))}</data>'
        yield f'<data key="community">{community}</data><data key="flow">{flow!r}</data>'
        yield f'<data key="x">{x}</data><data key="y">{y}</data></node>\n'
    for a, b, weight in found.links:
        yield f'<edge source="n{a}" target="n{b}"><data key="weight">{weight!r}</data></edge>\n'
    yield "</graph>\n</graphml>\n"


def vosviewer_map(found: _Map) -> Iterator[str]:
    """Yield the lines of VOSviewer's map file: id, label, x, y, cluster, weight."""
    yield "id\tlabel\tx\ty\tcluster\tweight<Flow>\n"
    rows = zip(found.names, found.communities, found.flows, found.places, strict=True)
    for node, (name, community, flow, (x, y)) in enumerate(rows, 1):
        yield f"{node}\t{' '.join(name.split())}\t{x}\t{-y}\t{community}\t{flow!r}\n"


def vosviewer_network(found: _Map) -> Iterator[str]:
    """Yield the lines of VOSviewer's network file: id, id, weight, without a header."""
    for a, b, weight in found.links:
        yield f"{a + 1}\t{b + 1}\t{weight!r}\n"


def _quoted(name: str) -> str:
    return quoteattr(_NOT_XML.sub("", name))


EXPORTS: dict[str, dict[str, Callable[[_Map], Iterator[str]]]] = {
    "gexf": {"map.gexf": gexf_lines},
    "graphml": {"map.graphml": graphml_lines},
    "vosviewer": {"vosviewer_map.txt": vosviewer_map, "vosviewer_network.txt": vosviewer_network},
}
