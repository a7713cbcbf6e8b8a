"""JSON in node-link form, as networkx and D3 read it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.errors import SURROGATE, InputError
from textmine.graph.graph import Graph, build_graph

if TYPE_CHECKING:
    import networkx

__all__ = ["from_networkx", "node_link_lines", "read_node_link"]

_REMEDY = 'write {"nodes": [{"id": ...}], "edges": [{"source": ..., "target": ..., "weight": ...}]}'
_Node = tuple[Any, Mapping[str, Any]]
_Link = tuple[Any, Any, Mapping[str, Any]]


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
    yield from _listed({"id": name} | record for name, record in graph.node_records())
    yield '], "edges": [\n'
    columns = graph.columns()
    yield from _listed(dict(zip(columns, row, strict=True)) for row in graph.rows())
    yield "]}\n"


def _listed(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = ""
    for record in records:
        yield before + json.dumps(record, ensure_ascii=False)
        before = ",\n"
    yield "\n" if before else ""


def read_node_link(text: str, source: str, *, directed: bool = False) -> Graph:
    """Read JSON in node-link form; links may be called `edges` or `links`, a node's name is `id`, else `name`.

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
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(source, error.lineno, f"not JSON: {error.msg.lower()}", _REMEDY) from None
    except (ValueError, RecursionError):
        raise InputError(source, None, "not JSON: a number or brackets without end", _REMEDY) from None
    nodes, links = _records(document, "nodes"), _records(document, "edges", "links")
    if nodes is None or links is None:
        raise InputError(source, None, "no nodes and edges in the document", _REMEDY)
    records = [(node.get("id", node.get("name")), node) for node in nodes]
    ends = [(link.get("source"), link.get("target"), link) for link in links]
    if any(isinstance(value, (list, dict)) for record in (*records, *ends) for value in record[:-1]):
        raise InputError(source, None, "an id is neither text nor a number", _REMEDY)
    return _graph(records, ends, source, directed or bool(document.get("directed")))


def _records(document: Any, *keys: str) -> list[dict[str, Any]] | None:
    """Return the list of objects under the first of the keys that the document has; None where there is none."""
    found = [document[key] for key in keys if key in document] if isinstance(document, dict) else []
    whole = bool(found) and isinstance(found[0], list) and all(isinstance(record, dict) for record in found[0])
    return found[0] if whole else None


def from_networkx(graph: networkx.Graph[Any], source: str = "graph", *, directed: bool = False) -> Graph:
    """Return a networkx graph as ours: names are the nodes as text, `weight` is 1 where it is missing.

    Raises
    ------
    InputError
        A weight is no number of 0 or more, or two nodes have the same text.
    """
    links = list(graph.edges(data=True))
    return _graph(list(graph.nodes(data=True)), links, source, directed or graph.is_directed())


def _graph(
    nodes: Sequence[tuple[Any, Mapping[str, Any]]], links: Sequence[_Link], source: str, directed: bool
) -> Graph:
    ids = {node: number for number, (node, _) in enumerate(nodes)}
    names = [str(node) for node in ids]
    if any(map(SURROGATE.search, names)):
        raise InputError(source, None, "half a surrogate pair in a name", "write both halves")
    if len(set(names)) < len(nodes):
        raise InputError(source, None, "two nodes have the same name", "give each node a name of its own")
    if not links:
        raise InputError(source, None, "the graph has no link", _REMEDY)
    strange = [end for link in links for end in link[:2] if end not in ids]
    if strange:  # None too: a link without an end
        raise InputError(source, None, f"a link names '{strange[0]}', which is no node", "list every node")
    counts = [link[2].get("count") for link in links]
    built = build_graph(
        names,
        np.array([ids[link[0]] for link in links], dtype=np.int32),
        np.array([ids[link[1]] for link in links], dtype=np.int32),
        np.array([_weight(link[2].get("weight", 1.0), source) for link in links], dtype=np.float64),
        counts=np.array(counts, dtype=np.int64) if all(map(_is_count, counts)) else None,
        directed=directed,
    )
    return built.with_nodes(*_attributes([record for _, record in nodes]))


def _attributes(records: list[Mapping[str, Any]]) -> tuple[Any, Any]:
    counts, scores = ([record.get(name) for record in records] for name in ("count", "score"))
    known = all(map(_is_count, counts))
    ranked = any(isinstance(score, (int, float)) for score in scores)
    numbers = [_number(score) if isinstance(score, (int, float)) else math.nan for score in scores]
    return (
        np.array(counts, dtype=np.int64) if known else None,
        np.array(numbers, dtype=np.float64) if ranked else None,
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and abs(value) < 1 << 63


def _number(value: Any) -> float:
    """Return NaN for what is no number, or one of too many digits."""
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _weight(value: Any, source: str) -> float:
    weight = _number(value)
    if not (math.isfinite(weight) and weight >= 0):
        raise InputError(source, None, f"the weight '{value}' is no number of 0 or more", "write one")
    return weight
