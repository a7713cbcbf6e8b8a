"""Pajek's .net files."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from textmine.errors import SURROGATE, InputError
from textmine.graph.graph import Graph, build_graph

__all__ = ["pajek_lines", "read_pajek"]

_REMEDY = "see Pajek's format: *Vertices, then *Edges or *Arcs"
_DIGITS = 18
_VERTEX = re.compile(r'\s*(\d+)(?:\s+("(?:[^"\\]|\\.)*"|"[^"]*"|\S+))?')
# What some readers take for the end of a line beside what JSON escapes.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x7f\x85\u2028\u2029"}


def pajek_lines(graph: Graph) -> Iterator[str]:
    r"""Yield the lines of a Pajek file: names in quotes with the escapes of JSON, *Arcs where links are directed.

    Counts and scores have no place in it.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> list(pajek_lines(read_links("a\tb\n", "links")))
    ['*Vertices 2\n', '1 "a"\n', '2 "b"\n', '*Edges\n', '1 2 1.0\n']
    """
    yield f"*Vertices {graph.n_nodes}\n"
    for number, name in enumerate(graph.names, 1):
        yield f"{number} {json.dumps(name, ensure_ascii=False).translate(_LINE_ENDS)}\n"
    yield "*Arcs\n" if graph.directed else "*Edges\n"
    ends = graph.sources.tolist(), graph.targets.tolist()
    for source, target, weight in zip(*ends, graph.weights.tolist(), strict=True):
        yield f"{source + 1} {target + 1} {weight!r}\n"


@dataclass(slots=True)
class _Found:
    names: list[str] = field(default_factory=list)
    arcs: list[tuple[int, int, float]] = field(default_factory=list)
    edges: list[tuple[int, int, float]] = field(default_factory=list)


def read_pajek(text: str, source: str, *, directed: bool = False) -> Graph:
    r"""Read a Pajek file with *Vertices and *Edges, *Arcs, *Edgeslist or *Arcslist; what else it has is left alone.

    Arcs make the graph directed; edges beside arcs then lead both ways. A name in quotes has the escapes of JSON, or
    is taken as it is where it is not JSON.

    Raises
    ------
    InputError
        A line that cannot be read, a vertex out of range, or a weight that is no number of 0 or more.

    Examples
    --------
    >>> graph = read_pajek('*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n2 1 3\n', "graph.net")
    >>> graph.directed, list(graph.rows())
    (True, [('b', 'a', 3.0)])
    """
    found = _Found()
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("%"):
            continue
        if line.startswith("*"):
            section, *rest = line.lower().split()
            if section == "*vertices":
                n = _whole(rest[0]) if rest else None
                if n is None:
                    raise InputError(source, number, "the number of vertices is missing", "write *Vertices N")
                if n > len(text):  # a line of nine digits would make a list of gigabytes
                    reason = f"{rest[0]} vertices are more than the file has characters"
                    raise InputError(source, number, reason, "write how many vertices there are")
                found.names = [str(i) for i in range(1, n + 1)]
        elif section == "*vertices":
            _read_vertex(line, found, source, number)
        elif section in ("*edges", "*arcs", "*links", "*edgeslist", "*arcslist"):
            _read_links(line, section, found, source, number)
    return _graph(found, source, directed)


def _read_vertex(line: str, found: _Found, source: str, number: int) -> None:
    match = _VERTEX.match(line)
    vertex = None if match is None else _whole(match[1])
    if match is None or vertex is None or not 1 <= vertex <= len(found.names):
        raise InputError(source, number, "no vertex between 1 and their number", _REMEDY)
    if match[2] is not None:
        name = _name(match[2])
        if SURROGATE.search(name):
            raise InputError(source, number, "half a surrogate pair in a name", "write both halves")
        found.names[vertex - 1] = name


def _whole(figures: str) -> int | None:
    """Return a whole number of no more digits than any number of vertices has; else None."""
    return int(figures) if figures.isdecimal() and len(figures) <= _DIGITS else None


def _name(field_: str) -> str:
    if not field_.startswith('"'):
        return field_
    try:
        return str(json.loads(field_, strict=False))
    except json.JSONDecodeError:
        return field_[1:].removesuffix('"')


def _read_links(line: str, section: str, found: _Found, source: str, number: int) -> None:
    fields = line.split()
    links = found.arcs if section in ("*arcs", "*arcslist") else found.edges
    if section.endswith("list"):
        pairs = [(fields[0], other, "1") for other in fields[1:]]
    else:
        pairs = [(fields[0], fields[1] if len(fields) > 1 else "", fields[2] if len(fields) > 2 else "1")]
    for first, second, value in pairs:
        one, other = _whole(first), _whole(second)
        if one is None or other is None:
            raise InputError(source, number, "a link is two numbers of vertices and perhaps a weight", _REMEDY)
        ends = one - 1, other - 1
        if not (min(ends) >= 0 and max(ends) < len(found.names)):
            raise InputError(source, number, f"no vertex {first if ends[0] > ends[1] else second}", _REMEDY)
        links.append((*ends, _weight(value, source, number)))


def _weight(value: str, source: str, number: int) -> float:
    try:
        weight = float(value)
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and weight >= 0):
        raise InputError(source, number, f"the weight '{value}' is no number of 0 or more", "write one")
    return weight


def _graph(found: _Found, source: str, directed: bool) -> Graph:
    if len(set(found.names)) < len(found.names):
        # Names may be given twice; numbers are not.
        found.names = [f"{name} ({number})" for number, name in enumerate(found.names, 1)]
    links = found.arcs + found.edges
    if found.arcs:
        links += [(target, source_, weight) for source_, target, weight in found.edges]
    if not links:
        raise InputError(source, None, "the graph has no link", _REMEDY)
    sources, targets, weights = zip(*links, strict=True)
    return build_graph(
        found.names,
        np.array(sources, dtype=np.int32),
        np.array(targets, dtype=np.int32),
        np.array(weights, dtype=np.float64),
        directed=directed or bool(found.arcs),
    )
