"""GraphML and GEXF: written here, read by networkx.

Written here because networkx puts today's date into GEXF, and a character that XML cannot hold into any file, which
then nothing can read. A node's id is its number, its name a label, so that a name may be any text: what XML 1.0 does
not have (most control characters, U+FFFE, U+FFFF) is written as a JSON escape behind a backslash; a backslash is then
doubled. A graph without such names has no escapes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.graph.graph import Graph

if TYPE_CHECKING:
    import networkx

__all__ = ["Attributes", "gexf_lines", "graphml_lines", "read_xml"]

Attributes = Mapping[str, Sequence[Any]]
"""Further attributes of the nodes: a value (text, number, truth value or None) a node under each name."""

# What no XML 1.0 document can hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")
_MARK = "textmine-escaped"  # a graph attribute that says so
_REMEDY = "write it with networkx, Gephi or textmine graph"
_TITLES = {"graphml": "GraphML", "gexf": "GEXF"}
_TYPES = {bool: "boolean", int: "long", float: "double", str: "string"}


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
    escape, columns = _escapes(graph), _columns(graph, attributes)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    for name, values in columns.items():
        yield f'<key id="node-{name}" for="node" attr.name="{name}" attr.type="{_type(values)}"/>\n'
    yield '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>\n'
    if graph.counts is not None:
        yield '<key id="count" for="edge" attr.name="count" attr.type="long"/>\n'
    if escape:
        yield f'<key id="{_MARK}" for="graph" attr.name="{_MARK}" attr.type="boolean"/>\n'
    yield f'<graph edgedefault="{"directed" if graph.directed else "undirected"}">\n'
    if escape:
        yield f'<data key="{_MARK}">true</data>\n'
    for number, (name, record) in enumerate(_records(graph, columns, escape)):
        values = "".join(f'<data key="node-{key}">{value[1:-1]}</data>' for key, value in record)
        yield f'<node id="n{number}"><data key="label">{name[1:-1]}</data>{values}</node>\n'
    for source, target, weight, count in _links(graph):
        more = "" if count is None else f'<data key="count">{count}</data>'
        yield f'<edge source="n{source}" target="n{target}"><data key="weight">{weight!r}</data>{more}</edge>\n'
    yield "</graph>\n</graphml>\n"


def gexf_lines(
    graph: Graph, attributes: Attributes | None = None, places: NDArray[Any] | Sequence[Sequence[float]] | None = None
) -> Iterator[str]:
    r"""Yield the lines of a GEXF 1.2 file; `places` are x and y of each node.

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
    escape, columns = _escapes(graph), _columns(graph, attributes)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft"'
    yield ' xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">\n'
    name = f' name="{_MARK}"' if escape else ""
    yield f'<graph{name} defaultedgetype="{"directed" if graph.directed else "undirected"}" mode="static">\n'
    if columns:
        titles = [f'<attribute id="{title}" title="{title}" type="{_type(columns[title])}"/>' for title in columns]
        yield f'<attributes class="node" mode="static">{"".join(titles)}</attributes>\n'
    if graph.counts is not None:
        yield '<attributes class="edge" mode="static"><attribute id="n" title="count" type="long"/></attributes>\n'
    yield "<nodes>\n"
    for number, (label, record) in enumerate(_records(graph, columns, escape)):
        values = "".join(f'<attvalue for="{key}" value={value}/>' for key, value in record)
        place = "" if places is None else f'<viz:position x="{places[number][0]}" y="{places[number][1]}"/>'
        yield f'<node id="{number}" label={label}{_closed("node", values, place)}\n'
    yield "</nodes>\n<edges>\n"
    for number, (source, target, weight, count) in enumerate(_links(graph)):
        value = "" if count is None else f'<attvalue for="n" value="{count}"/>'
        ends = f'source="{source}" target="{target}" weight="{weight!r}"'
        yield f'<edge id="{number}" {ends}{_closed("edge", value)}\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _closed(element: str, values: str, place: str = "") -> str:
    """Return the end of an element's first tag, what it holds, and its last tag."""
    held = f"<attvalues>{values}</attvalues>{place}" if values else place
    return f">{held}</{element}>" if held else "/>"


def _columns(graph: Graph, attributes: Attributes | None) -> dict[str, Sequence[Any]]:
    """Return the attributes of the nodes: count and score, where the graph has them, and the given ones."""
    own = {"count": graph.node_counts, "score": graph.node_scores}
    known: dict[str, Sequence[Any]] = {name: values.tolist() for name, values in own.items() if values is not None}
    return known | dict(attributes or {})


def _type(values: Sequence[Any]) -> str:
    return next((_TYPES[type(value)] for value in values if value is not None), "string")


def _records(
    graph: Graph, columns: Mapping[str, Sequence[Any]], escape: bool
) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield name and attributes of each node, in quotes; what is None or not a number is left out."""
    rows = zip(*columns.values(), strict=True) if columns else iter([()] * graph.n_nodes)
    for name, values in zip(graph.names, rows, strict=True):
        known = [(key, value) for key, value in zip(columns, values, strict=True) if value is not None]
        yield _quoted(name, escape), [(key, _value(value, escape)) for key, value in known if value == value]


def _value(value: Any, escape: bool) -> str:
    if isinstance(value, str):
        return _quoted(value, escape)
    return f'"{str(value).lower() if isinstance(value, bool) else repr(value)}"'


def _links(graph: Graph) -> Iterator[tuple[int, int, float, int | None]]:
    counts = [None] * graph.n_links if graph.counts is None else graph.counts.tolist()
    yield from zip(graph.sources.tolist(), graph.targets.tolist(), graph.weights.tolist(), counts, strict=True)


def _escapes(graph: Graph) -> bool:
    return any(map(_FORBIDDEN.search, graph.names))


def _escaped(name: str, escape: bool) -> str:
    if not escape:
        return name
    return _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", name.replace("\\", "\\\\"))


def _quoted(name: str, escape: bool) -> str:
    # References for blanks: as they are, an attribute would have plain blanks in their place.
    blanks = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;", "\x85": "&#133;", "\u2028": "&#8232;"}
    return quoteattr(_escaped(name, escape), blanks)


def _unescaped(name: str) -> str:
    return _ESCAPED.sub(lambda match: "\\" if match[1] == "\\" else chr(int(match[1][1:], 16)), name)


def read_xml(text: str, source: str, kind: str) -> networkx.Graph[Any]:
    """Read GraphML or GEXF, as `kind` says, by networkx; the nodes are the names.

    Raises
    ------
    InputError
        The file is not of that kind, or networkx does not read it.
    """
    import networkx

    reading = networkx.read_graphml if kind == "graphml" else networkx.read_gexf
    try:
        found = reading(io.BytesIO(text.encode()))
    except Exception as error:
        raise InputError(source, None, f"not {_TITLES[kind]}: {_first_line(error)}", _REMEDY) from error
    return _named(found, "label", found.graph.get(_MARK) is True or found.graph.get("name") == _MARK)


def _named(graph: networkx.Graph[Any], key: str, escaped: bool) -> networkx.Graph[Any]:
    """Rename nodes to their labels where each has one of its own."""
    import networkx

    labels = {node: str(data[key]) for node, data in graph.nodes(data=True) if data.get(key) is not None}
    if len(set(labels.values())) < len(graph):
        labels = {node: str(node) for node in graph}
    elif escaped:
        labels = {node: _unescaped(label) for node, label in labels.items()}
    return networkx.relabel_nodes(graph, labels)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
