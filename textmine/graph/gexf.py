"""GEXF, as Gephi and networkx write it: versions 1.1 to 1.3 are read, 1.2 is written.

A node's id is its number, its name a label, so that a name may be any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

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

__all__ = ["FORMATS", "gexf_lines", "read_gexf"]

_Titles = dict[str, tuple[str, str, str | None]]
_WAYS = {"directed": True, "undirected": False, "mutual": False}


def gexf_lines(
    graph: Graph,
    attributes: Attributes | None = None,
    places: NDArray[Any] | Sequence[Sequence[float]] | None = None,
    looks: Sequence[tuple[str, float]] | None = None,
) -> Iterator[str]:
    r"""Yield the lines of a GEXF 1.2 file; `places` are x and y of each node, `looks` colour (`#rrggbb`) and size.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> print(*gexf_lines(read_links("a\tb\n", "links")), sep="", end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
    <graph defaultedgetype="undirected" mode="static">
    <nodes>
    <node id="0" label="a"/>
    <node id="1" label="b"/>
    </nodes>
    <edges>
    <edge id="0" source="0" target="1" weight="1.0"/>
    </edges>
    </graph>
    </gexf>
    """
    columns = graph.node_columns() | dict(attributes or {})
    escaping = Escaping(graph, columns)
    titles = {name: escaping.quoted(name) for name in columns}
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft"'
    yield ' xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
    mark = f' name="{MARK}"' if escaping.marked else ""
    yield f'<graph{mark} defaultedgetype="{"directed" if graph.directed else "undirected"}" mode="static">\n'
    if columns:
        kinds = {name: attribute_type(values) for name, values in columns.items()}
        said = [f'<attribute id={titles[name]} title={titles[name]} type="{kinds[name]}"/>' for name in columns]
        yield f'<attributes class="node" mode="static">{"".join(said)}</attributes>\n'
    if graph.counts is not None:
        yield '<attributes class="edge" mode="static"><attribute id="n" title="count" type="long"/></attributes>\n'
    yield "<nodes>\n"
    rows = zip(*columns.values(), strict=True) if columns else iter([()] * graph.n_nodes)
    for number, (name, row) in enumerate(zip(graph.names, rows, strict=True)):
        known = [(key, value) for key, value in zip(columns, row, strict=True) if value is not None]
        values = "".join(f"<attvalue for={titles[key]} value={escaping.quoted(value)}/>" for key, value in known)
        place = "" if looks is None else _coloured(looks[number][0])
        place += "" if places is None else f'<viz:position x="{places[number][0]}" y="{places[number][1]}"/>'
        place += "" if looks is None else f'<viz:size value="{looks[number][1]}"/>'
        yield f'<node id="{number}" label={escaping.quoted(name)}{_closed("node", values, place)}\n'
    yield "</nodes>\n<edges>\n"
    for number, (source, target, weight, count) in enumerate(link_rows(graph)):
        value = "" if count is None else f'<attvalue for="n" value="{count}"/>'
        ends = f'source="{source}" target="{target}" weight="{weight!r}"'
        yield f'<edge id="{number}" {ends}{_closed("edge", value)}\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _coloured(code: str) -> str:
    red, green, blue = (int(code[at : at + 2], 16) for at in (1, 3, 5))
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _closed(element: str, values: str, place: str = "") -> str:
    """Return the end of an element's first tag, what it holds, and its last tag."""
    held = f"<attvalues>{values}</attvalues>{place}" if values else place
    return f">{held}</{element}>" if held else "/>"


def read_gexf(text: str, source: str, reading: Reading) -> Graph:
    """Read GEXF: names from `label`, else an attribute `name`, else the id.

    Raises
    ------
    InputError
        The file is no GEXF, or what a link says is wrong.
    """
    root = parse_xml(text, source, "gexf", "GEXF")
    graph = next(root.each("graph"), None)
    if graph is None:
        raise InputError(source, root.line, "not GEXF: there is no <graph>", REMEDY)
    if graph.values.get("mode") == "dynamic":
        reading.note(source, "a dynamic graph: when nodes and links are there is not used, all are taken")
    exact = graph.values.get("name") == MARK
    ways = _WAYS.get(graph.values.get("defaultedgetype", "undirected"))
    records = Records(declared=ways, exact=exact, remedy=REMEDY)
    titles = {kind: _titles(graph, kind) for kind in ("node", "edge")}
    for node in graph.below("node"):
        record = _values(node, titles["node"])
        record |= {"label": node.values["label"]} if "label" in node.values else {}
        key = node.values.get("id")
        if key is None or key in records.nodes:
            reason = "a node without an id" if key is None else f"the node '{key}' stands here a second time"
            raise InputError(source, node.line, reason, "give each node an id of its own")
        records.nodes[key] = _plain(record) if exact else record
    for edge in graph.below("edge"):
        ends = edge.values.get("source"), edge.values.get("target")
        records.links.append(
            Link(*ends, _link_values(edge, titles["edge"]), _WAYS.get(edge.values.get("type", "")), edge.line)
        )
    return assemble(records, source, reading)


def _link_values(edge: Element, titles: _Titles) -> dict[str, Any]:
    """Return the values of a link; its own weight, in whatever case, goes before an attribute of that name."""
    given = {key.lower(): value for key, value in edge.values.items() if key.lower() == "weight"}
    own = {key: typed(value, "double") for key, value in given.items()}
    return own | {key: value for key, value in _values(edge, titles).items() if not own or key.lower() != "weight"}


def _plain(record: Mapping[str, Any]) -> dict[str, Any]:
    return {unescaped(key): unescaped(value) if isinstance(value, str) else value for key, value in record.items()}


def _titles(graph: Element, kind: str) -> _Titles:
    """Return title, type and default of each attribute of nodes or edges by its id."""
    found = {}
    for attributes in graph.each("attributes"):
        if attributes.values.get("class") == kind:
            for each in attributes.each("attribute"):
                key = each.values.get("id", "")
                default = next((child.text for child in each.each("default")), None)
                found[key] = each.values.get("title") or key, each.values.get("type", "string"), default
    return found


def _values(element: Element, titles: _Titles) -> dict[str, Any]:
    found = {title: typed(default, kind) for title, kind, default in titles.values() if default is not None}
    for value in (each for values in element.each("attvalues") for each in values.each("attvalue")):
        key = value.values.get("for", value.values.get("id", ""))
        title, kind, _ = titles.get(key, (key, "string", None))
        found[title] = typed(value.values.get("value", ""), kind)
    return {key: value for key, value in found.items() if value is not None}


FORMATS = (
    GraphFormat(
        "gexf",
        "GEXF",
        (".gexf",),
        re.compile(r"\s*+<(?:[?!][^>]*+>\s*+<)*+gexf\b"),
        read_gexf,
        gexf_lines,
        frozenset({"direction", "counts", "attributes"}),
    ),
)
