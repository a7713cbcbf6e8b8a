"""JSON: node-link form as networkx and D3 have it, and its relatives (Cytoscape.js, graphology, JGF, VOSviewer)."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from textmine.errors import InputError
from textmine.graph.graph import Graph
from textmine.graph.headers import fold
from textmine.graph.reading import GraphFormat, Reading, not_a_graph
from textmine.graph.records import Link, Records, assemble

if TYPE_CHECKING:
    import networkx

__all__ = ["FORMATS", "from_networkx", "node_link_lines", "read_node_link"]

_REMEDY = 'write {"nodes": [{"id": ...}], "edges": [{"source": ..., "target": ..., "weight": ...}]}'
_OUTER = ("graph", "network", "elements", "data")  # what nodes and links may lie in
_NODES, _LINKS = ("nodes", "items", "vertices"), ("edges", "links")
_INNER = ("data", "attributes", "metadata", "properties")  # what values may lie in
_ENDS = (("source", "from", "sourceid", "src"), ("target", "to", "targetid", "dst"))
_IDS = ("id", "key")
_LINE = "\0line"  # key of the line that a record stands on


def node_link_lines(graph: Graph) -> Iterator[str]:
    r"""Yield the lines of a JSON document, a line a node and an edge; `networkx.node_link_graph` reads it.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> print(*node_link_lines(read_links("a\tb\n", "links")), sep="", end="")
    {"directed": false, "multigraph": false, "graph": {}, "nodes": [
    {"id": "a"},
    {"id": "b"}
    ], "edges": [
    {"source": "a", "target": "b", "weight": 1.0}
    ]}
    """
    directed = json.dumps(graph.directed)
    yield f'{{"directed": {directed}, "multigraph": false, "graph": {{}}, "nodes": [\n'
    yield from _listed(_node(name, record) for name, record in graph.node_records())
    yield '], "edges": [\n'
    columns = graph.columns()
    yield from _listed(dict(zip(columns, row, strict=True)) for row in graph.rows())
    yield "]}\n"


def _node(name: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record of a node; with a label where another of its values would be taken for its name."""
    return {"id": name} | ({"label": name} if "name" in record else {}) | dict(record)


def _listed(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for record in records:
        yield before + json.dumps(record, ensure_ascii=False)
        before = ",\n"
    yield "\n" if before else ""


def read_node_link(text: str, source: str, reading: Reading | None = None) -> Graph:
    """Read JSON that has nodes and links, or an array of links, or a link a line.

    Names are `label`, else `name`, else `id`; links name nodes by id, by place in the list where nodes have no ids, or
    are objects with the id; they may be called `edges` or `links`, their ends `source` and `target` or `from` and `to`.

    Raises
    ------
    InputError
        The text is no such document, or a weight is no number of 0 or more.

    Examples
    --------
    >>> text = '{"nodes": [{"id": "a"}, {"id": 2}], "links": [{"source": "a", "target": 2}]}'
    >>> list(read_node_link(text, "graph.json").rows())
    [('a', '2', 1.0)]
    """
    document = _parsed(text, source)
    if isinstance(document, dict) and document.keys().isdisjoint((*_NODES, *_LINKS, *_OUTER)):
        link = _link(document, source)
        if link.source is not None and link.target is not None:  # JSON lines with one line
            document = [document | {_LINE: 1 + text[: text.index("{")].count("\n")}]
    records = _from_links(document, source) if isinstance(document, list) else _from_document(document, source)
    return assemble(records, source, reading or Reading())


def _parsed(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if error.msg == "Extra data" and error.lineno > 1 and len(lines) > 1:
            return _of_lines(text, source)
        raise InputError(source, error.lineno, f"not JSON: {error.msg.lower()}", _REMEDY) from None
    except (ValueError, RecursionError):
        raise InputError(source, None, "not JSON: a number or brackets without end", _REMEDY) from None


def _of_lines(text: str, source: str) -> list[Any]:
    """Return the records of JSON lines; objects know their lines, for messages."""
    found = ((number, _line(line, number, source)) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return [record | {_LINE: number} if isinstance(record, dict) else record for number, record in found]


def _line(line: str, number: int, source: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        raise InputError(source, number, "not JSON in a file of JSON lines", "write a link a line") from None


def _from_links(links: list[Any], source: str) -> Records:
    """Return the records of an array of links, whose nodes are what they name."""
    if not links or not all(isinstance(link, dict) for link in links):
        raise InputError(source, None, "no nodes and edges in the document", _REMEDY)
    records = Records(remedy=_REMEDY)
    for link in links:
        line = link.pop(_LINE, None)
        found = _link(link, source)
        if found.source is None or found.target is None:
            raise InputError(source, line, "a record of the list has no source and target", _REMEDY)
        ends = str(found.source), str(found.target)
        records.nodes.update({end: {} for end in ends if end not in records.nodes})
        records.links.append(Link(*ends, found.values, found.directed, line))
    return records


def _from_document(document: Any, source: str) -> Records:
    kind = str(document.get("type", "")) if isinstance(document, dict) else ""
    inner = _inner(document)
    nodes, links = _list(inner, _NODES, as_values=True), _list(inner, _LINKS)
    if isinstance(document, dict) and "codelength" in document and links is None:
        raise not_a_graph(source)
    if isinstance(document, dict) and ("adjacency" in document or "children" in document):
        form = "adjacency" if "adjacency" in document else "tree"
        raise InputError(source, None, f"JSON in networkx's {form} form is not read", "write networkx.node_link_data")
    if nodes is None or links is None:
        said = f"no nodes and edges in the document of type '{kind}'" if kind else "no nodes and edges in the document"
        raise InputError(source, None, said, _REMEDY)
    if kind.startswith("infomap") and any("stateId" in node or "layerId" in node for node in nodes):
        raise InputError(source, None, f"{kind} with states or layers is not read", "write an ordinary network")
    records = Records(declared=_declared(document, inner), remedy=_REMEDY)
    keyed = any(_id(node) is not None for node in nodes)
    ends = [_link(link, source) for link in links]
    # D3 of old counts its nodes; a link then names the place in the list.
    by_place = not keyed and all(isinstance(end, int) for link in ends for end in (link.source, link.target))
    for place, node in enumerate(nodes):
        values = _values(node)
        key = _id(node) if keyed else place if by_place else values.get("name", values.get("label"))
        if isinstance(key, (list, dict)):
            raise InputError(source, None, "an id is neither text nor a number", _REMEDY)
        if key in records.nodes:
            raise InputError(source, None, f"the node '{key}' stands there a second time", "give each its own id")
        records.nodes[key] = values
    records.links = [_fitting(link, records.nodes) for link in ends]
    return records


def _inner(document: Any) -> Any:
    """Return the object that holds the nodes."""
    for _ in _OUTER:
        if not isinstance(document, dict) or any(isinstance(document.get(key), (list, dict)) for key in _NODES):
            break
        document = next((document[key] for key in _OUTER if isinstance(document.get(key), dict)), document)
    return document


def _list(document: Any, keys: tuple[str, ...], *, as_values: bool = False) -> list[dict[str, Any]] | None:
    """Return the objects under the first of the keys that the document has; None where there are none."""
    found = next((document[key] for key in keys if key in document), None) if isinstance(document, dict) else None
    if as_values and isinstance(found, dict):  # JGF: nodes by their ids
        found = [{"id": key} | value for key, value in found.items() if isinstance(value, dict)]
    return found if isinstance(found, list) and all(isinstance(record, dict) for record in found) else None


def _declared(document: Mapping[str, Any], inner: Mapping[str, Any]) -> bool | None:
    for place in (document, inner, document.get("options") or {}, inner.get("options") or {}):
        for key in ("directed", "directedInput"):
            if isinstance(place, dict) and isinstance(place.get(key), (bool, int)):
                return bool(place[key])
        if isinstance(place, dict) and place.get("type") in ("directed", "undirected"):
            return bool(place["type"] == "directed")
    return None


def _values(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a record says, and what the objects in it say that hold values."""
    found = dict(record)
    for key in _INNER:
        if isinstance(record.get(key), dict):
            found |= record[key]
    return {key: value for key, value in found.items() if not isinstance(value, dict)}


def _id(node: Mapping[str, Any]) -> Any:
    inner = node.get("data") if isinstance(node.get("data"), dict) else {}
    return next((place[key] for place in (node, inner or {}) for key in _IDS if place.get(key) is not None), None)


def _link(link: Mapping[str, Any], source: str) -> Link:
    values = _values(link)
    known = {fold(key): key for key in reversed(list(values))}
    raw = {fold(key): value for key, value in link.items()}
    ends: list[Any] = []
    for names in _ENDS:
        name = next((name for name in names if name in known or isinstance(raw.get(name), dict)), None)
        value = None if name is None else raw.get(name) if name in raw else values[known[name]]
        if isinstance(value, dict):
            value = next((value[key] for key in (*_IDS, "name") if value.get(key) is not None), None)
        if isinstance(value, list):
            raise InputError(source, None, "an id is neither text nor a number", _REMEDY)
        ends.append(value)
        values.pop(known.get(name or "", ""), None)
    way = {True: True, False: False, "directed": True, "undirected": False}
    said = values.get("directed", values.get("type"))
    directed = way.get(said) if isinstance(said, (bool, str)) else None
    return Link(ends[0], ends[1], values, directed)


def _fitting(link: Link, nodes: Mapping[Hashable, Any]) -> Link:
    """Return a link whose ends are ids of nodes; where a node is 1, a link may say "1", and the other way round."""
    ends = []
    for end in (link.source, link.target):
        other: Hashable = end
        if end not in nodes and end is not None:
            other = str(end) if not isinstance(end, str) else int(end) if re.fullmatch("-?[0-9]{1,18}", end) else end
        ends.append(other if other in nodes else end)
    return Link(ends[0], ends[1], link.values, link.directed)


def from_networkx(graph: networkx.Graph[Any], source: str = "graph", *, directed: bool | None = None) -> Graph:
    """Return a networkx graph as ours: names are the nodes as text, `weight` is 1 where it is missing.

    Raises
    ------
    InputError
        A weight is no number of 0 or more, or two nodes have the same text.
    """
    records = Records(declared=graph.is_directed(), exact=True, remedy="add edges between its nodes")
    records.nodes = {node: {**values, "label": str(node)} for node, values in graph.nodes(data=True)}
    records.links = [
        Link(first, second, {"weight": 1.0} | {key: values[key] for key in ("weight", "count") if key in values})
        for first, second, values in graph.edges(data=True)
    ]
    return assemble(records, source, Reading(graph.is_directed() if directed is None else directed))


FORMATS = (
    GraphFormat(
        "json",
        "JSON",
        (".json", ".cyjs", ".jsonl", ".ndjson"),
        re.compile(r'\s*(?:\{\s*"|\[\s*\{\s*")'),
        read_node_link,
        node_link_lines,
        frozenset({"direction", "counts", "attributes"}),
    ),
)
