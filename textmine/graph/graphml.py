"""GraphML, as networkx, igraph, Cytoscape, Gephi and yEd write it.

A node's id is its number, its name a label, so that a name may be any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from textmine.errors import InputError
from textmine.graph.graph import Graph
from textmine.graph.reading import GraphFormat, Reading
from textmine.graph.records import Link, Records, assemble
from textmine.graph.xmlparts import (
    MARK,
    REMEDY,
    Attributes,
    Element,
    Escaping,
    attribute_type,
    link_rows,
    parse_xml,
    typed,
    unescaped,
)

__all__ = ["FORMATS", "graphml_lines", "read_graphml"]

_PLAIN = re.compile("[A-Za-z0-9_.-]+")
_MATHEMATICA = re.compile(r"\d*\.?\d*`[\d.]*(?:\*\^-?\d+)?")


def graphml_lines(graph: Graph, attributes: Attributes | None = None) -> Iterator[str]:
    r"""Yield the lines of a GraphML file; names in the attribute `label`.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> print(*graphml_lines(read_links("a\tb\n", "links"), {"community": [1, 2]}), sep="", end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="label" for="node" attr.name="label" attr.type="string"/>
    <key id="node-community" for="node" attr.name="community" attr.type="long"/>
    <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
    <graph edgedefault="undirected">
    <node id="n0"><data key="label">a</data><data key="node-community">1</data></node>
    <node id="n1"><data key="label">b</data><data key="node-community">2</data></node>
    <edge source="n0" target="n1"><data key="weight">1.0</data></edge>
    </graph>
    </graphml>
    """
    columns = graph.node_columns() | dict(attributes or {})
    escaping = Escaping(graph, columns)
    ids = {name: name if _PLAIN.fullmatch(name) else f"{number}." for number, name in enumerate(columns)}
    kinds = {name: attribute_type(values) for name, values in columns.items()}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    for name, kind in kinds.items():
        yield f'<key id="node-{ids[name]}" for="node" attr.name={escaping.quoted(name)} attr.type="{kind}"/>\n'
    yield '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>\n'
    if graph.counts is not None:
        yield '<key id="count" for="edge" attr.name="count" attr.type="long"/>\n'
    if escaping.marked:
        yield f'<key id="{MARK}" for="graph" attr.name="{MARK}" attr.type="boolean"/>\n'
    yield f'<graph edgedefault="{"directed" if graph.directed else "undirected"}">\n'
    if escaping.marked:
        yield f'<data key="{MARK}">true</data>\n'
    rows = zip(*columns.values(), strict=True) if columns else iter([()] * graph.n_nodes)
    for number, (name, values) in enumerate(zip(graph.names, rows, strict=True)):
        said = [(key, value) for key, value in zip(columns, values, strict=True) if value is not None]
        data = "".join(f'<data key="node-{ids[key]}">{escaping.text(value)}</data>' for key, value in said)
        yield f'<node id="n{number}"><data key="label">{escaping.text(name)}</data>{data}</node>\n'
    for source, target, weight, count in link_rows(graph):
        more = "" if count is None else f'<data key="count">{count}</data>'
        yield f'<edge source="n{source}" target="n{target}"><data key="weight">{weight!r}</data>{more}</edge>\n'
    yield "</graph>\n</graphml>\n"


def read_graphml(text: str, source: str, reading: Reading) -> Graph:
    """Read GraphML: names from `label`, else `name`, else the id; defaults of keys count, NaN is no value.

    Raises
    ------
    InputError
        The file is no GraphML, or what a link says is wrong.
    """
    root = parse_xml(text, source, "graphml", "GraphML")
    keys = {key.values.get("id", ""): key for key in root.below("key")}
    graphs = list(root.below("graph"))
    if not graphs:
        raise InputError(source, root.line, "not GraphML: there is no <graph>", REMEDY)
    for wrong in root.below("hyperedge"):
        raise InputError(source, wrong.line, "GraphML with <hyperedge> is not read", "write its links as <edge>")
    exact = _said(graphs[0], keys).get(MARK) is True
    records = Records(declared=_declared(graphs[0]), exact=exact, remedy=REMEDY)
    defaults = {kind: _defaults(keys, kind) for kind in ("node", "edge")}
    for node in root.below("node"):
        record = defaults["node"] | _said(node, keys)
        key = node.values.get("id")
        if key is None or key in records.nodes:
            reason = "a node without an id" if key is None else f"the node '{key}' stands here a second time"
            raise InputError(source, node.line, reason, "give each node an id of its own")
        records.nodes[key] = _plain(record) if exact else record
    for edge in root.below("edge"):
        record = defaults["edge"] | _said(edge, keys)
        _refuse_mathematica(record, source, edge.line)
        way = {"true": True, "false": False}.get(edge.values.get("directed", ""))
        ends = edge.values.get("source"), edge.values.get("target")
        records.links.append(Link(*ends, record, way, edge.line))
    return assemble(records, source, reading)


def _declared(graph: Element) -> bool | None:
    return {"directed": True, "undirected": False}.get(graph.values.get("edgedefault", ""))


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    return {unescaped(key): unescaped(value) if isinstance(value, str) else value for key, value in record.items()}


def _title(key: Element) -> str:
    return key.values.get("attr.name") or key.values.get("id", "")


def _defaults(keys: Mapping[str, Element], kind: str) -> dict[str, Any]:
    """Return what nodes or edges have where they do not say otherwise."""
    meant = [key for key in keys.values() if key.values.get("for", "all") in (kind, "all")]
    given = [(key, default.text) for key in meant for default in key.each("default")]
    return {_title(key): typed(text, key.values.get("attr.type", "string")) for key, text in given}


def _said(element: Element, keys: Mapping[str, Element]) -> dict[str, Any]:
    """Return the values of an element by name; None for NaN."""
    found: dict[str, Any] = {}
    for data in element.each("data"):
        key = keys.get(data.values.get("key", ""))
        label = next(data.below("NodeLabel"), None)  # yEd's
        if label is not None:
            found.setdefault("label", label.text.strip())
        elif key is not None and not data.children:
            found[_title(key)] = typed(data.text, key.values.get("attr.type", "string"))
    return found


def _refuse_mathematica(record: Mapping[str, Any], source: str, line: int) -> None:
    for name, value in record.items():
        if isinstance(value, str) and "weight" in name.casefold() and _MATHEMATICA.fullmatch(value.strip()):
            reason = f"GraphML of Mathematica: the weight '{value}' is a number as Mathematica writes it"
            hint = "export the weights as plain numbers, or the links as CSV: source, target, weight"
            raise InputError(source, line, reason, hint)


FORMATS = (
    GraphFormat(
        "graphml",
        "GraphML",
        (".graphml",),
        re.compile(r"\s*+<(?:[?!][^>]*+>\s*+<)*+graphml\b"),
        read_graphml,
        graphml_lines,
        frozenset({"direction", "counts", "attributes"}),
    ),
)
