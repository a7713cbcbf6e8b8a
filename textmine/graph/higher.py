"""Networks with states, layers or two kinds of nodes, in the formats of Infomap: sections of a Pajek file."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from textmine.errors import InputError
from textmine.graph.graph import Graph, build_graph
from textmine.graph.layers import LayerOptions, relaxed, spread
from textmine.graph.numberrows import NumberRows, read_numbers
from textmine.graph.pajek import vertex_of, weight_of, whole
from textmine.graph.reading import Reading, listed
from textmine.graph.records import distinct_names
from textmine.graph.states import StateNetwork, build_states

__all__ = ["is_higher", "read_higher"]

_SECTIONS = re.compile(
    r"^[^\S\n]*\*(?:states|multilayer|multiplex|intra|inter|bipartite)\b", re.IGNORECASE | re.MULTILINE
)
_HEADER = re.compile(r"^[^\S\n]*\*.*$", re.MULTILINE)
_BLOCK = 1 << 20  # characters of a section that are read at a time
_KNOWN = "*Vertices, *States with *Links or *Arcs, *Multilayer, *Intra and *Inter, or *Bipartite"
_LINKS = ("*links", "*arcs", "*edges")
_SAME = {"*edges": "*links", "*multiplex": "*multilayer"}  # two names of one section
# Sections of one kind of network; a file has one kind.
_KINDS = (("*states", *_LINKS), ("*multilayer",), ("*intra", "*inter"), ("*bipartite",))
# What a line of each section is: how many numbers stand before the weight.
_KEYS = {
    **dict.fromkeys((*_LINKS, "*bipartite"), (2, "a link is two numbers and perhaps a weight")),
    **dict.fromkeys(("*multilayer", "*multiplex"), (4, "a link is layer, node, layer, node and perhaps a weight")),
    "*intra": (3, "a link inside a layer is layer, node, node and perhaps a weight"),
    "*inter": (3, "a link between layers is layer, node, layer and perhaps a weight"),
}


@dataclass(slots=True)
class _Rows:
    """Lines of links: the numbers in each, its weight, and where it stands."""

    width: int
    keys: array[int] = field(default_factory=lambda: array("q"))
    weights: array[float] = field(default_factory=lambda: array("d"))
    lines: array[int] = field(default_factory=lambda: array("q"))

    def add(self, rows: NumberRows, first: int) -> None:
        """Add rows that begin on a line."""
        self.keys.frombytes(rows.keys.tobytes())
        self.weights.frombytes(rows.weights.tobytes())
        self.lines.frombytes((rows.lines + first).tobytes())

    def table(self) -> npt.NDArray[np.int64]:
        return np.array(self.keys, np.int64).reshape(-1, self.width)


@dataclass(slots=True)
class _Found:
    """What a file says."""

    names: dict[int, str | None] = field(default_factory=dict)
    states: dict[int, tuple[int, str]] = field(default_factory=dict)
    rows: dict[str, _Rows] = field(default_factory=dict)
    sections: dict[str, tuple[str, int]] = field(default_factory=dict)  # as written, and the line of the first
    n_vertices: int | None = None  # what *Vertices says
    n_states: int | None = None  # what *States says
    second: int | None = None  # the first number of the second kind

    def of(self, section: str) -> _Rows | None:
        """Return the lines of a section; None where it is not there or empty."""
        rows = self.rows.get(section)
        return rows if rows and rows.lines else None


def is_higher(text: str) -> bool:
    r"""Return whether a Pajek file has states, layers or two kinds of nodes.

    Examples
    --------
    >>> is_higher("*Vertices 1\n1 a\n*States\n1 1\n"), is_higher("*Vertices 2\n*Edges\n1 2\n")
    (True, False)
    """
    return _SECTIONS.search(text) is not None


def read_higher(
    text: str, source: str, reading: Reading | None = None, layers: LayerOptions | None = None
) -> StateNetwork | Graph:
    r"""Read a network with states, with layers or with two kinds of nodes.

    `*States` lists states (number, number of the node, perhaps a name), and `*Links` or `*Arcs` links them.
    `*Multilayer` links nodes in layers (layer, node, layer, node, weight). `*Intra` links nodes inside layers (layer,
    node, node, weight). With `*Inter` (layer, node, layer, weight), walks change layers there, otherwise as `layers`
    says. `*Bipartite N` links nodes whose numbers are below N with others.

    Parameters
    ----------
    text
        The file.
    source
        Its name, for messages.
    reading
        How to read it. Without a direction, `*Arcs` lead one way, and all other links both ways.
    layers
        How walks change layers.

    Raises
    ------
    InputError
        A section or a line that cannot be read, a state of no node, a link of no state, a layer without links, a link
        within one kind of nodes.

    Examples
    --------
    >>> read_higher('*Vertices 2\n1 "a"\n2 "b"\n*States\n1 1\n2 2\n3 1\n*Arcs\n1 2\n2 3\n', "walk.net").state_nodes
    ['a', 'b', 'a']
    >>> read_higher("*Bipartite 3\n1 3\n2 3\n", "two.net").first_kind.tolist()
    [True, True, False]
    """
    reading, found = reading or Reading(), _Found()
    _scan(text, source, found)
    if found.names and found.n_vertices not in (None, len(found.names)):
        reading.note(source, f"*Vertices says {found.n_vertices}, and {len(found.names)} stand there")
    if found.second is not None:
        return _bipartite(found, source, reading)
    if "*states" in found.sections:
        return _of_states(found, source, reading)
    return _of_layers(found, source, reading, layers or LayerOptions())


def _scan(text: str, source: str, found: _Found) -> None:
    """Read the sections: the line that begins each, and its rows."""
    section, at, number = "", 0, 1
    for header in [*_HEADER.finditer(text), None]:
        end = len(text) if header is None else header.start()
        _read_section(text, (at, end), section, found, source, number)
        if header is not None:
            number += text.count("\n", at, end)
            section, at = _begin(header[0].strip(), found, source, number), header.end()


def _read_section(text: str, place: tuple[int, int], section: str, found: _Found, source: str, number: int) -> None:
    """Read the rows of a section, links in blocks of lines; `number` is the line where it begins."""
    at, end = place
    while at < end:
        last = text.find("\n", at + _BLOCK, end) + 1 if end - at > _BLOCK else end
        last = last or end
        block = text[at:last]
        if not _read_block(block, section, found, number):
            _read_rows(block, section, found, source, number)
        number += block.count("\n")
        at = last


def _read_block(text: str, section: str, found: _Found, first: int) -> bool:
    """Read rows all at once, if they are numbers and nothing is wrong with them; return whether they were read."""
    if section in _KEYS:
        rows = read_numbers(text, found.rows[section].width)
        if rows is not None:
            found.rows[section].add(rows, first)
        return rows is not None
    rows = read_numbers(text, 2, weighted=False) if section == "*states" else None
    if rows is None:
        return False
    states, nodes = rows.keys[:, 0].tolist(), rows.keys[:, 1].tolist()
    known = found.names.keys()
    if len({*states}) < len(states) or not found.states.keys().isdisjoint(states) or (known and not {*nodes} <= known):
        return False
    found.states.update(zip(states, ((node, "") for node in nodes), strict=True))
    return True


def _read_rows(text: str, section: str, found: _Found, source: str, first: int) -> None:
    """Read rows one by one; `first` is the line where the text begins."""
    for number, line in enumerate(text.split("\n"), first):
        bare = line.strip()
        if not bare or bare[0] in "%#":
            continue
        if section == "*vertices":
            vertex, name, _ = vertex_of(line, source, number)
            if vertex in found.names:
                reason = f"the vertex {vertex} stands here a second time"
                raise InputError(source, number, reason, "give each vertex a number of its own")
            found.names[vertex] = name
        elif section == "*states":
            _read_state(bare, found, source, number)
        elif section:
            _read_link(bare, section, found, source, number)
        else:
            raise InputError(source, number, "a line before the first section", f"the sections are: {_KNOWN}")


def _begin(line: str, found: _Found, source: str, number: int) -> str:
    name, *rest = line.lower().split()
    section = _SAME.get(name, name)
    if section in _LINKS and found.second is not None:
        section = "*bipartite"
    elif section == "*bipartite":
        found.second = whole(rest[0]) if rest else None
        if found.second is None:
            reason = "*Bipartite does not say where the second kind of nodes begins"
            raise InputError(source, number, reason, "write *Bipartite N, N the first number of the second kind")
    elif section == "*vertices":
        found.n_vertices = whole(rest[0]) if rest else None
    elif section == "*states":
        found.n_states = whole(rest[0]) if rest else None
    elif section not in _KEYS:
        raise InputError(source, number, f"no section is called {line.split()[0]}", f"the sections are: {_KNOWN}")
    if section != "*vertices":
        _check_kind(section, line.split()[0], found, source, number)
    if section in _KEYS:
        found.rows.setdefault(section, _Rows(_KEYS[section][0]))
    return section


def _check_kind(section: str, written: str, found: _Found, source: str, number: int) -> None:
    """Refuse a section of another kind of network than those before it."""
    alike = next(kind for kind in _KINDS if section in kind)
    other = next((said for name, (said, _) in found.sections.items() if name not in alike), None)
    if other is not None:
        reason = f"{written} beside {other}: these are two kinds of networks"
        raise InputError(source, number, reason, "give a file for each")
    if section == "*bipartite" and section in found.sections and written.lower() == section:
        raise InputError(source, number, "a second *Bipartite", "write it once, all links below")
    found.sections.setdefault(section, (written, number))


def _read_state(line: str, found: _Found, source: str, number: int) -> None:
    state, _, rest = line.partition(" ") if "\t" not in line else line.replace("\t", " ").partition(" ")
    node, name, _ = vertex_of(rest, source, number) if rest.strip() else (None, None, "")
    own = whole(state)
    if own is None or node is None:
        raise InputError(
            source, number, "a state is its number and that of its node", "write them, then perhaps a name"
        )
    if own in found.states:
        raise InputError(source, number, f"the state {own} stands here a second time", "give each a number of its own")
    if found.names and node not in found.names:
        raise InputError(
            source, number, f"the state {own} is of node {node}, which is no vertex", "list it in *Vertices"
        )
    found.states[own] = node, name or ""


def _read_link(line: str, section: str, found: _Found, source: str, number: int) -> None:
    rows, fields = found.rows[section], line.split()
    keys = [whole(figures) for figures in fields[: rows.width]]
    if len(keys) < rows.width or len(fields) > rows.width + 1:
        raise InputError(source, number, _KEYS[section][1], "write whole numbers, then the weight")
    if None in keys:
        reason = f"'{fields[keys.index(None)]}' is no whole number of 0 or more"
        if fields[keys.index(None)].isdecimal():
            reason = f"the number {fields[keys.index(None)]} is too large"
        raise InputError(source, number, reason, f"{_KEYS[section][1]}, in whole numbers of at most 18 digits")
    rows.keys.extend(key for key in keys if key is not None)
    rows.weights.append(weight_of(fields[rows.width], source, number) if len(fields) > rows.width else 1.0)
    rows.lines.append(number)


def _placed(
    numbers: npt.NDArray[np.int64], known: Sequence[int], lines: array[int], source: str, what: Callable[[int], str]
) -> npt.NDArray[np.int32]:
    """Return the places of numbers among those known; an error for the first that is not."""
    order = np.argsort(np.asarray(known, np.int64), kind="stable")
    ranked = np.asarray(known, np.int64)[order]
    at = np.minimum(np.searchsorted(ranked, numbers), len(ranked) - 1)
    wrong = np.flatnonzero(ranked[at] != numbers)
    if len(wrong):
        where = int(wrong[0])
        raise InputError(source, lines[where], what(int(numbers[where])), "list it, or drop the link")
    return order[at].astype(np.int32)


def _named(found: _Found, numbers: Sequence[int], source: str, reading: Reading) -> list[str]:
    labels = [found.names.get(number) for number in numbers]
    return distinct_names([str(number) for number in numbers], labels, source, reading)


def _note_absent(found: _Found, present: set[int], why: str, source: str, reading: Reading) -> None:
    """Say which vertices are not in the network because they have no state."""
    absent = [number for number in found.names if number not in present]
    if absent:
        names = listed(found.names[number] or number for number in absent)
        count = f"{len(absent)} of {len(found.names)} vertices"
        reading.note(source, f"{count} {why} and are left out: {names}")


def _of_states(found: _Found, source: str, reading: Reading) -> StateNetwork:
    if not found.states:
        raise InputError(source, found.sections["*states"][1], "*States lists no state", "list number and node of each")
    if found.n_states not in (None, len(found.states)):
        reading.note(source, f"*States says {found.n_states}, and {len(found.states)} stand there")
    links, arcs = found.of("*links"), found.of("*arcs")
    rows = arcs or links
    if rows is None:
        raise InputError(source, None, "the network has no link", "write *Links or *Arcs between states")
    if links and arcs:
        line = max(links.lines[0], arcs.lines[0])
        raise InputError(source, line, "links beside arcs", "write either *Links or *Arcs")
    _note_absent(found, {node for node, _ in found.states.values()}, "have no state", source, reading)
    nodes = list(found.names) or sorted({node for node, _ in found.states.values()})
    place = {number: at for at, number in enumerate(nodes)}
    states = list(found.states)
    table = rows.table()
    ends = [_placed(table[:, at], states, rows.lines, source, lambda number: f"no state {number}") for at in (0, 1)]
    names = _named(found, nodes, source, reading)
    return build_states(
        (ends[0], ends[1], np.array(rows.weights)),
        np.array([place[found.states[state][0]] for state in states], np.int32),
        names,
        names=[found.states[state][1] for state in states],
        ids=(np.array(states), np.array(nodes)),
        directed=reading.ways(source, rows is arcs),
    )


def _of_layers(found: _Found, source: str, reading: Reading, options: LayerOptions) -> StateNetwork:
    rows, intra, inter = found.of("*multilayer"), found.of("*intra"), found.of("*inter")
    main = rows or intra
    if main is None:
        raise InputError(source, None, "the network has no link", "write *Multilayer, or *Intra and perhaps *Inter")
    table = main.table() if rows else main.table()[:, [0, 1, 0, 2]]
    if found.names:
        for column in (1, 3):
            _placed(table[:, column], list(found.names), main.lines, source, lambda number: f"no vertex {number}")
    # States are numbered in order of layer and node.
    pairs, at = np.unique(np.concatenate((table[:, :2], table[:, 2:])), axis=0, return_inverse=True)
    ends: npt.NDArray[np.int32] = at.reshape(-1).astype(np.int32)
    _note_absent(found, set(pairs[:, 1].tolist()), "are in no layer", source, reading)
    nodes = list(found.names) or np.unique(pairs[:, 1]).tolist()
    place = {number: rank for rank, number in enumerate(nodes)}
    names = _named(found, nodes, source, reading)
    physical = np.array([place[node] for node in pairs[:, 1].tolist()], np.int32)
    network = build_states(
        (ends[: len(table)].copy(), ends[len(table) :].copy(), np.array(main.weights, np.float64)),
        physical,
        names,
        names=[f"{names[node]} ({layer})" for node, layer in zip(physical.tolist(), pairs[:, 0].tolist(), strict=True)],
        ids=(np.arange(len(pairs)), np.array(nodes)),
        layers=pairs[:, 0].tolist(),
        directed=reading.ways(source, False),
    )
    if rows:
        return network
    if inter is None:
        return relaxed(network, options)
    if idle := options.relaxing():
        have = "has" if len(idle) == 1 else "have"
        reading.note(source, f"{' and '.join(idle)} {have} no effect: walks change layers where *Inter says")
    return spread(network, _between(inter, pairs, source, reading), options)


def _between(
    inter: _Rows, pairs: npt.NDArray[np.int64], source: str, reading: Reading
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Return the states at both ends of links between layers; a link of a node that is not in both is left out."""
    table = inter.table()
    layers = np.unique(pairs[:, 0]).tolist()
    for column in (0, 2):
        _placed(table[:, column], layers, inter.lines, source, lambda number: f"no link of *Intra is in layer {number}")
    number = {(layer, node): state for state, (layer, node) in enumerate(pairs.tolist())}
    ends = np.array([(number.get((a, i), -1), number.get((b, i), -1)) for a, i, b in table.tolist()], np.int32)
    there: npt.NDArray[np.bool_] = np.asarray(ends.min(axis=1) >= 0)
    if not there.all():
        first = inter.lines[int(np.flatnonzero(~there)[0])]
        count = int((~there).sum())
        reading.note(
            source, f"{count} links between layers, the first on line {first}, are of nodes that are not in both"
        )
    return ends[there, 0].copy(), ends[there, 1].copy(), np.array(inter.weights)[there]


def _bipartite(found: _Found, source: str, reading: Reading) -> Graph:
    rows, second = found.of("*bipartite"), found.second
    assert second is not None  # it is what this is called for
    if rows is None:
        raise InputError(source, None, "the network has no link", "write links below *Bipartite")
    table = rows.table()
    nodes = list(found.names) or np.unique(table).tolist()
    if min(nodes) >= second or max(nodes) < second:
        where = f"below {second}" if min(nodes) >= second else f"{second} or more"
        reason = f"no number of a node is {where}, so all are of one kind"
        hint = "write *Bipartite N, N the first number of the second kind"
        raise InputError(source, found.sections["*bipartite"][1], reason, hint)
    same = np.flatnonzero((table[:, 0] < second) == (table[:, 1] < second))
    if len(same):
        one, other = table[same[0]].tolist()
        reason = f"the link from {one} to {other} lies within one kind of nodes"
        raise InputError(source, rows.lines[int(same[0])], reason, f"link numbers below {second} with others")
    ends = [_placed(table[:, at], nodes, rows.lines, source, lambda number: f"no vertex {number}") for at in (0, 1)]
    directed = reading.ways(source, False)
    graph = build_graph(
        _named(found, nodes, source, reading), ends[0], ends[1], np.array(rows.weights), directed=directed
    )
    numbers = np.array(nodes, np.int64)
    return replace(graph, node_ids=numbers, first_kind=numbers < second)
