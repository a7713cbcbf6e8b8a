"""Pajek's .net files, as Pajek, networkx, igraph, Gephi and Infomap write them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence

import numpy as np

from textmine.errors import InputError, has_half_character
from textmine.graph.graph import Graph, build_graph
from textmine.graph.quoting import quoted
from textmine.graph.reading import GraphFormat, Reading, weight_fault
from textmine.graph.records import distinct_names
from textmine.lightclasses import dataclass, field, replace

__all__ = ["FORMATS", "is_pajek", "pajek_lines", "read_pajek", "vertex_of", "weight_of", "whole"]

_REMEDY = "see Pajek's format: *Vertices, then *Edges or *Arcs"
_LINK = "a link is two numbers of vertices and perhaps a weight"
_DIGITS = 18
_VERTEX = re.compile(r"\s*(\d+)(?:\s+(.*?))?\s*")
_DOUBLED = re.compile(r'"((?:[^"]|"")*)"(?=\s|$)')
_QUOTED = re.compile(r'"(.*)"')
# Possessive: many blank lines would be tried in every way otherwise.
_SIGN = re.compile(r"(?:[^\S\n]*+(?:[%#][^\n]*+)?\n)*+[^\S\n]*\*[a-z]", re.IGNORECASE)
_JSON = json.JSONDecoder(strict=False)
_LINKS = ("*edges", "*arcs", "*links", "*edgeslist", "*arcslist", "*matrix")
_KNOWN = ", ".join(("*Vertices", "*Edges", "*Arcs", "*Links", "*Edgeslist", "*Arcslist", "*Matrix"))
_HIGHER = "*States, *Multilayer, *Intra, *Inter, *Bipartite"
_ORDINARY = "write an ordinary network: *Vertices, then *Edges or *Arcs"
_READ = ("*states", "*multilayer", "*multiplex", "*intra", "*inter", "*bipartite")
_CLUSTERED = f"load_network and textmine cluster read it; elsewhere {_ORDINARY}"
_NETWORKS = {
    "*states": "a network with states (of higher order)",
    "*paths": "a network of paths",
    "*multilayer": "a multilayer network",
    "*multiplex": "a multilayer network",
    "*intra": "a multilayer network",
    "*inter": "a multilayer network",
    "*bipartite": "a bipartite network",
    "*contexts": "a network with states (of higher order)",
    **dict.fromkeys(("*partition", "*vector", "*permutation", "*cluster", "*hierarchy"), "a Pajek project"),
}


def pajek_lines(graph: Graph) -> Iterator[str]:
    r"""Yield the lines of a Pajek file: names in quotes with the escapes of JSON, *Arcs where links are directed.

    Numbers and weights of vertices are those of the graph, if it has them; other attributes have no place in it.

    Examples
    --------
    >>> from textmine.graph.links import read_links
    >>> list(pajek_lines(read_links("a\tb\n", "links")))
    ['*Vertices 2\n', '1 "a"\n', '2 "b"\n', '*Edges\n', '1 2 1.0\n']
    """
    numbers = range(1, graph.n_nodes + 1) if graph.node_ids is None else graph.node_ids.tolist()
    weights = [""] * graph.n_nodes if graph.node_weights is None else [f" {w!r}" for w in graph.node_weights.tolist()]
    yield f"*Vertices {graph.n_nodes}\n"
    for number, name, weight in zip(numbers, graph.names, weights, strict=True):
        yield f"{number} {quoted(name)}{weight}\n"
    yield "*Arcs\n" if graph.directed else "*Edges\n"
    ends = graph.sources.tolist(), graph.targets.tolist()
    for source, target, weight in zip(*ends, graph.weights.tolist(), strict=True):
        yield f"{numbers[source]} {numbers[target]} {weight!r}\n"


def is_pajek(text: str) -> bool:
    r"""Return whether a section begins in the first line that is not blank or a comment.

    Examples
    --------
    >>> is_pajek("% by hand\n*Vertices\n"), is_pajek("# a network\n1 2\n")
    (True, False)
    """
    return _SIGN.match(text) is not None


@dataclass()
class _Found:
    """What a file says: vertices by number, with name and weight; and links, by number, with the line of each."""

    names: dict[int, str | None] = field(default_factory=dict)
    weights: dict[int, float] = field(default_factory=dict)
    n_due: int | None = None
    lines: dict[int, int] = field(default_factory=dict)
    edges: list[tuple[int, int, float, int]] = field(default_factory=list)
    arcs: list[tuple[int, int, float, int]] = field(default_factory=list)
    matrix: list[list[float]] = field(default_factory=list)
    relations: set[str] = field(default_factory=set)
    listed: bool = False

    def settle(self, source: str) -> None:
        """Give the vertices that are not listed a number, once all that are listed are known."""
        if self.n_due is None:
            return
        first = 0 if 0 in self.names else 1
        last = self.n_due - 1 + first
        beyond = [number for number in self.names if number > last]
        if beyond and len(self.names) != self.n_due:  # numbers of their own are right where all are listed
            raise InputError(source, self.lines[beyond[0]], "no vertex between 1 and their number", _REMEDY)
        if not beyond:
            self.names = {number: self.names.get(number) for number in range(first, last + 1)}
        self.n_due = None


def read_pajek(text: str, source: str, reading: Reading | None = None) -> Graph:
    r"""Read a Pajek file: *Vertices and *Edges, *Arcs, *Links, *Edgeslist, *Arcslist or *Matrix, in any case.

    Lines that begin with `%` or `#` are comments. Arcs make the graph directed; edges beside arcs then lead both ways.
    *Links are edges. Vertices keep their numbers, from 0, 1 or any other. A name in quotes has the escapes of JSON,
    or is taken as it is where it is not JSON, quotes inside included. A single number behind it is the vertex's weight.

    Raises
    ------
    InputError
        A section or a line that cannot be read, a vertex out of range, or a weight that is no number of 0 or more.

    Examples
    --------
    >>> graph = read_pajek('*Vertices 2\n1 "a"\n2 "b"\n*Arcs\n2 1 3\n', "graph.net")
    >>> graph.directed, list(graph.rows()), graph.node_ids.tolist()
    (True, [('b', 'a', 3.0)], [1, 2])
    """
    found = _Found()
    section = ""
    reading = reading or Reading()
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.lstrip()
        if not bare or bare[0] in "%#":
            continue
        if bare.startswith("*"):
            section = _begin(bare, found, source, number, len(text), reading) or section
        elif section == "*vertices":
            _read_vertex(line, found, source, number)
        elif section == "*matrix":
            _read_row(line, found, source, number)
        elif section:
            _read_links(line, section, found, source, number)
        else:
            raise InputError(source, number, "a line before the first section", _REMEDY)
    found.settle(source)
    if len(found.relations) > 1:
        reading.note(source, f"{len(found.relations)} relations are taken together")
    return _graph(found, source, reading)


def _begin(line: str, found: _Found, source: str, number: int, length: int, reading: Reading) -> str:
    """Return the name of the section that a line begins; nothing for a line that is only a title."""
    name, *rest = line.lower().split()
    if name == "*network":
        return ""
    if name in _NETWORKS:
        reason = f"the section {line.split()[0]} makes this {_NETWORKS[name]}, which is not read"
        raise InputError(source, number, reason, _CLUSTERED if name in _READ else _ORDINARY)
    if name == "*vertices":
        if found.listed:
            raise InputError(source, number, "a second *Vertices begins another network", "give a file for each")
        _begin_vertices(rest, found, source, number, length, reading)
    elif name in _LINKS:
        found.settle(source)
        found.relations.update(rest[:1] if rest and rest[0].startswith(":") else [])
    else:
        hint = f"the sections are: {_KNOWN}; for load_network and textmine cluster also {_HIGHER}"
        raise InputError(source, number, f"no section is called {line.split()[0]}", hint)
    found.listed = True
    return name


def _begin_vertices(
    rest: Sequence[str], found: _Found, source: str, number: int, length: int, reading: Reading
) -> None:
    if not rest:
        return
    found.n_due = whole(rest[0])
    if found.n_due is None:
        raise InputError(source, number, f"the number of vertices is '{rest[0]}'", "write *Vertices N, or no number")
    if found.n_due > length:  # a line of nine digits would make a list of gigabytes
        reason = f"{rest[0]} vertices are more than the file has characters"
        raise InputError(source, number, reason, "write how many vertices there are")
    if len(rest) > 1 and whole(rest[1]) is not None:
        kinds = f"{rest[1]} of {rest[0]} vertices are of a first kind"
        reading.note(source, f"{kinds}; both kinds of the two-mode network are nodes alike")


def _read_vertex(line: str, found: _Found, source: str, number: int) -> None:
    vertex, name, rest = vertex_of(line, source, number)
    if vertex in found.names:
        reason = f"the vertex {vertex} stands here a second time"
        raise InputError(source, number, reason, "give each vertex a number of its own")
    found.names[vertex], found.lines[vertex] = name, number
    fields = rest.split()
    numbers = [figure for figure in fields if not math.isnan(_float(figure))]
    if fields and len(numbers) == 1 and fields[0] == numbers[0]:  # two or three are a place
        found.weights[vertex] = weight_of(fields[0], source, number)


def vertex_of(line: str, source: str, number: int) -> tuple[int, str | None, str]:
    """Return number and name of the vertex on a line, and what stands behind them."""
    match = _VERTEX.fullmatch(line)
    vertex = None if match is None else whole(match[1])
    if match is None or vertex is None:
        raise InputError(source, number, "a vertex is a number and a name", _REMEDY)
    named = _name(match[2]) if match[2] else (None, "")
    if named is None:
        raise InputError(source, number, "the quote before a name is not closed", 'write " behind the name, too')
    name, rest = named
    if name is not None and has_half_character(name):
        raise InputError(source, number, "half a surrogate pair in a name", "write both halves")
    return vertex, name, rest


def whole(figures: str) -> int | None:
    """Return a whole number of no more digits than any number of vertices has; else None."""
    return int(figures) if figures.isascii() and figures.isdecimal() and len(figures) <= _DIGITS else None


def _name(said: str) -> tuple[str, str] | None:
    """Return a vertex's name and what stands behind it; None if its quote is not closed."""
    if not said.startswith('"'):
        name, _, rest = said.partition(" ")
        first, _, more = name.partition("\t")
        return first, f"{more} {rest}"
    try:
        name, end = _JSON.raw_decode(said)
        if not said[end:].strip() or said[end].isspace():
            return name, said[end:]
    except json.JSONDecodeError:
        pass
    doubled = _DOUBLED.match(said)
    if doubled:
        return doubled[1].replace('""', '"'), said[doubled.end() :]
    between = _QUOTED.match(said)
    return (between[1], said[between.end() :]) if between else None


def _read_links(line: str, section: str, found: _Found, source: str, number: int) -> None:
    fields = line.split()
    links = found.arcs if section in ("*arcs", "*arcslist") else found.edges
    if section.endswith("list"):
        pairs = [(fields[0], other, "1") for other in fields[1:]]
    else:
        pairs = [(fields[0], fields[1] if len(fields) > 1 else "", fields[2] if len(fields) > 2 else "1")]
    for first, second, value in pairs:
        one, other = whole(first), whole(second)
        if one is None or other is None:
            said = "a list is numbers of vertices" if section.endswith("list") else _LINK
            raise InputError(source, number, said, _REMEDY)
        links.append((one, other, weight_of(value, source, number), number))


def _read_row(line: str, found: _Found, source: str, number: int) -> None:
    row = [weight_of(figure, source, number) for figure in line.split()]
    if len(row) != len(found.names):
        reason = f"a row of the matrix has {len(row)} numbers where there are {len(found.names)} vertices"
        raise InputError(source, number, reason, "write one number for each vertex, on one line")
    vertices = list(found.names)
    if len(found.matrix) == len(vertices):
        reason = f"the matrix has more than {len(vertices)} rows"
        raise InputError(source, number, reason, "write one row for each vertex")
    found.matrix.append(row)
    first = vertices[len(found.matrix) - 1]
    found.arcs += [(first, other, weight, number) for other, weight in zip(vertices, row, strict=True) if weight]


def _float(value: str) -> float:
    try:
        return math.nan if "_" in value else float(value)
    except ValueError:
        return math.nan


def weight_of(value: str, source: str, number: int) -> float:
    """Return a weight; an error if it is no number of 0 or more."""
    weight = _float(value)
    if not (math.isfinite(weight) and weight >= 0):
        raise InputError(
            source, number, f"the weight '{value}' is {weight_fault(weight)}", "write a number of 0 or more"
        )
    return weight


def _graph(found: _Found, source: str, reading: Reading) -> Graph:
    matrix = np.array(found.matrix)
    if len(matrix) and len(matrix) != len(found.names):
        reason = f"the matrix has {len(matrix)} rows where there are {len(found.names)} vertices"
        raise InputError(source, None, reason, "write one row for each vertex")
    if len(matrix) and len(found.arcs) == (matrix > 0).sum() and (matrix == matrix.T).all():
        place = {number: at for at, number in enumerate(found.names)}
        found.edges += [arc for arc in found.arcs if place[arc[0]] <= place[arc[1]]]  # each edge stands there twice
        found.arcs = []
    links = found.arcs + found.edges
    if not links:
        raise InputError(source, None, "the graph has no link", _REMEDY)
    directed = reading.ways(source, bool(found.arcs))
    if found.arcs and found.edges and directed:
        links += [(target, first, weight, line) for first, target, weight, line in found.edges if first != target]
    return _built(found, links, directed, source, reading)


def _built(
    found: _Found, links: list[tuple[int, int, float, int]], directed: bool, source: str, reading: Reading
) -> Graph:
    if not found.names:  # no *Vertices: they are what links name
        found.names = dict.fromkeys(sorted({end for link in links for end in link[:2]}))
    place = {number: at for at, number in enumerate(found.names)}
    for first, second, _, line in links:
        if first not in place or second not in place:
            raise InputError(source, line, f"no vertex {second if first in place else first}", _REMEDY)
    numbers = list(found.names)
    labels = [found.names[number] for number in numbers]
    some = any(label is not None for label in labels)
    names = distinct_names(list(map(str, numbers)), labels if some else [None] * len(labels), source, reading)
    built = build_graph(
        names,
        np.array([place[link[0]] for link in links], dtype=np.int32),
        np.array([place[link[1]] for link in links], dtype=np.int32),
        np.array([link[2] for link in links], dtype=np.float64),
        directed=directed,
    )
    weights = np.array([found.weights.get(number, 1.0) for number in numbers]) if found.weights else None
    return replace(built, node_ids=np.array(numbers, dtype=np.int64), node_weights=weights)


FORMATS = (
    GraphFormat(
        "pajek", "Pajek", (".net", ".paj"), _SIGN, read_pajek, pajek_lines, frozenset({"direction", "ids", "weights"})
    ),
)
