"""GML, as networkx, igraph, Gephi, yEd and Cytoscape write it; read only."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from textmine.errors import InputError
from textmine.graph.graph import Graph
from textmine.graph.reading import GraphFormat, Reading
from textmine.graph.records import Link, Records, assemble

__all__ = ["FORMATS", "read_gml"]

_REMEDY = 'write graph [ node [ id 0 label "a" ] ... edge [ source 0 target 1 ] ... ]'
_TOKEN = re.compile(r'\s+|#[^\n]*|"([^"]*)"|([\[\]])|([^\s\[\]"]+)')
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_Pairs = list[tuple[str, Any, int]]


def read_gml(text: str, source: str, reading: Reading | None = None) -> Graph:
    """Read GML: names from `label`, else `name`, else the id; `directed 1` makes it directed.

    Raises
    ------
    InputError
        The file is no GML, or what a link says is wrong.

    Examples
    --------
    >>> text = 'graph [ node [ id 0 label "a" ] node [ id 1 ] edge [ source 0 target 1 value 2 ] ]'
    >>> list(read_gml(text, "graph.gml").rows())
    [('a', '1', 2.0)]
    """
    top = _pairs(_tokens(text, source), source)
    graph = next((value for key, value, _ in top if key == "graph" and isinstance(value, list)), None)
    if graph is None:
        raise InputError(source, None, "not GML: there is no graph [ ... ]", _REMEDY)
    said = {key.casefold(): value for key, value, _ in graph if not isinstance(value, list)}
    records = Records(declared=bool(said["directed"]) if "directed" in said else None, remedy=_REMEDY)
    for key, value, line in graph:
        if key == "node" and isinstance(value, list):
            node = {name: each for name, each, _ in value}
            if node.get("id") is None or node["id"] in records.nodes:
                fault = "a node without an id" if node.get("id") is None else f"the node {node['id']} stands here again"
                raise InputError(source, line, fault, "give each node an id of its own")
            records.nodes[node["id"]] = node
        elif key == "edge" and isinstance(value, list):
            edge = {name: each for name, each, _ in value if each == each}  # igraph writes NaN for no number
            ends = edge.pop("source", None), edge.pop("target", None)
            records.links.append(Link(*ends, edge, None, line))
    return assemble(records, source, reading or Reading())


def _tokens(text: str, source: str) -> Iterator[tuple[str, Any, int]]:
    """Yield kind (bracket, key, value), what it is, and its line."""
    line, place = 1, 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise InputError(source, line, "not GML: a quote that is not closed", "close it")
        string, bracket, word = match.groups()
        if string is not None:
            yield "value", html.unescape(string), line
        elif bracket is not None:
            yield bracket, None, line
        elif word is not None:
            yield ("value", _number(word), line) if _is_number(word) else ("key", word, line)
        line += text.count("\n", place, match.end())
        place = match.end()


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None or word.lstrip("+-").casefold() in ("nan", "inf", "infinity")


def _number(word: str) -> int | float:
    return int(word) if re.fullmatch("[+-]?[0-9]{1,18}", word) else float(word)


def _pairs(tokens: Iterator[tuple[str, Any, int]], source: str) -> _Pairs:
    """Return keys and values; a value in brackets is such a list itself."""
    stack: list[_Pairs] = [[]]
    key: tuple[str, int] | None = None
    line = 1
    for kind, value, line in tokens:
        if kind == "key" and key is None:
            key = str(value), line
        elif kind == "value" and key is not None:
            stack[-1].append((key[0], value, key[1]))
            key = None
        elif kind == "[" and key is not None:
            inner: _Pairs = []
            stack[-1].append((key[0], inner, key[1]))
            stack.append(inner)
            key = None
        elif kind == "]" and key is None and len(stack) > 1:
            stack.pop()
        else:
            raise InputError(source, line, "not GML: keys and values do not take turns", _REMEDY)
    if len(stack) > 1 or key is not None:
        raise InputError(source, line, "not GML: it ends too soon", _REMEDY)
    return stack[0]


FORMATS = (
    GraphFormat("gml", "GML", (".gml",), re.compile(r"(?:[^\[\]\n]*\n){0,20}?\s*graph\s*\[", re.IGNORECASE), read_gml),
)
