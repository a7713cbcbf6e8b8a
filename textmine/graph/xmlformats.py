"""GraphML and GEXF: written here, read by networkx.

Written here because networkx puts today's date into GEXF, and a character that XML cannot hold into any file, which
then nothing can read. A node's id is its number, its name a label, so that a name may be any text: what XML 1.0 does
not have (most control characters, U+FFFE, U+FFFF) is written as a JSON escape behind a backslash; a backslash is then
doubled. A graph without such names has no escapes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from textmine.errors import InputError
from textmine.graph.graph import Graph

if TYPE_CHECKING:
    import networkx

__all__ = ["gexf_lines", "graphml_lines", "read_gexf", "read_graphml"]

# What no XML 1.0 document can hold, not even as a reference.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"\\(\\|u[0-9a-f]{4})")
_MARK = "textmine-escaped"  # a graph attribute that says so
_REMEDY = "write it with networkx, Gephi or textmine graph"
_TYPES = {"count": "long", "score": "double"}


def graphml_lines(graph: Graph) -> Iterator[str]:
    r"""Yield the lines of a GraphML file; names in the attribute `label`.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> print(*graphml_lines(read_links("a\tb\n", "links")), sep="", end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
    <key id="label" for="node" attr.name="label" attr.type="string"/>
    <key id="weight" for="edge" attr.name="weight" attr.type="double"/>
    <graph edgedefault="undirected">
    <node id="n0"><data key="label">a</data></node>
    <node id="n1"><data key="label">b</data></node>
    <edge source="n0" target="n1"><data key="weight">1.0</data></edge>
    </graph>
    </graphml>
    """
    escape = _escapes(graph)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield '<key id="label" for="node" attr.name="label" attr.type="string"/>\n'
    for name in _node_columns(graph):
        yield f'<key id="node-{name}" for="node" attr.name="{name}" attr.type="{_TYPES[name]}"/>\n'
    yield '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>\n'
    if graph.counts is not None:
        yield '<key id="count" for="edge" attr.name="count" attr.type="long"/>\n'
    if escape:
        yield f'<key id="{_MARK}" for="graph" attr.name="{_MARK}" attr.type="boolean"/>\n'
    yield f'<graph edgedefault="{"directed" if graph.directed else "undirected"}">\n'
    if escape:
        yield f'<data key="{_MARK}">true</data>\n'
    for number, (name, record) in enumerate(graph.node_records()):
        values = "".join(f'<data key="node-{key}">{value!r}</data>' for key, value in record.items())
        yield f'<node id="n{number}"><data key="label">{_text(name, escape)}</data>{values}</node>\n'
    for source, target, weight, count in _links(graph):
        more = "" if count is None else f'<data key="count">{count}</data>'
        yield f'<edge source="n{source}" target="n{target}"><data key="weight">{weight!r}</data>{more}</edge>\n'
    yield "</graph>\n</graphml>\n"


def gexf_lines(graph: Graph) -> Iterator[str]:
    r"""Yield the lines of a GEXF 1.2 file.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> print(*gexf_lines(read_links("a\tb\n", "links")), sep="", end="")
    <?xml version="1.0" encoding="UTF-8"?>
    <gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
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
    escape = _escapes(graph)
    columns = _node_columns(graph)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    name = f' name="{_MARK}"' if escape else ""
    yield f'<graph{name} defaultedgetype="{"directed" if graph.directed else "undirected"}" mode="static">\n'
    if columns:
        titles = [f'<attribute id="{name}" title="{name}" type="{_TYPES[name]}"/>' for name in columns]
        yield f'<attributes class="node" mode="static">{"".join(titles)}</attributes>\n'
    if graph.counts is not None:
        yield '<attributes class="edge" mode="static"><attribute id="n" title="count" type="long"/></attributes>\n'
    yield "<nodes>\n"
    for number, (label, record) in enumerate(graph.node_records()):
        values = "".join(f'<attvalue for="{key}" value="{value!r}"/>' for key, value in record.items())
        yield f'<node id="{number}" label={_quoted(label, escape)}{_closed("node", values)}\n'
    yield "</nodes>\n<edges>\n"
    for number, (source, target, weight, count) in enumerate(_links(graph)):
        value = "" if count is None else f'<attvalue for="n" value="{count}"/>'
        ends = f'source="{source}" target="{target}" weight="{weight!r}"'
        yield f'<edge id="{number}" {ends}{_closed("edge", value)}\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _closed(element: str, values: str) -> str:
    return f"><attvalues>{values}</attvalues></{element}>" if values else "/>"


def _node_columns(graph: Graph) -> list[str]:
    columns = {"count": graph.node_counts, "score": graph.node_scores}
    return [name for name, values in columns.items() if values is not None]


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


def _text(name: str, escape: bool) -> str:
    return _quoted(name, escape)[1:-1]


def _unescaped(name: str) -> str:
    return _ESCAPED.sub(lambda match: "\\" if match[1] == "\\" else chr(int(match[1][1:], 16)), name)


def read_graphml(text: str, source: str) -> networkx.Graph[Any]:
    """Read GraphML by networkx; the nodes are the names.

    Raises
    ------
    InputError
        The file is no GraphML that networkx reads.
    """
    import networkx

    try:
        found = networkx.read_graphml(io.BytesIO(text.encode()))
    except Exception as error:
        raise InputError(source, None, f"not GraphML: {_first_line(error)}", _REMEDY) from error
    return _named(found, "label", found.graph.get(_MARK) is True)


def read_gexf(text: str, source: str) -> networkx.Graph[Any]:
    """Read GEXF by networkx; the nodes are the names.

    Raises
    ------
    InputError
        The file is no GEXF that networkx reads.
    """
    import networkx

    try:
        found = networkx.read_gexf(io.BytesIO(text.encode()))
    except Exception as error:
        raise InputError(source, None, f"not GEXF: {_first_line(error)}", _REMEDY) from error
    return _named(found, "label", found.graph.get("name") == _MARK)


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
