"""Reads the folder that `textmine map` wrote."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from textmine.errors import InputError
from textmine.graph import Graph, load_graph
from textmine.io import Table, decode, read_bytes, read_table, unescape_fields
from textmine.io.decoding import decode_chunks
from textmine.io.streams import read_chunks
from textmine.io.tables import table_of
from textmine.map.files import (
    ALLUVIAL,
    COMMUNITIES,
    COMPARISON,
    CONTEXT_COLUMNS,
    CONTEXTS,
    DOCUMENTS,
    GRAPH,
    PERIODS,
    RECORD,
    TERMS,
    TEXTS,
    THEMES,
    TRENDS,
)
from textmine.map.grouping import THEME_COLUMNS
from textmine.map.texts import TEXT_COLUMNS

__all__ = [
    "ALL_READ",
    "FILES_READ",
    "TABLES_READ",
    "Communes",
    "Community",
    "Documents",
    "MapFolder",
    "as_folder",
    "check_folder",
    "read_folder",
]

FILES_READ = (TERMS, GRAPH, COMMUNITIES, THEMES, DOCUMENTS, CONTEXTS, RECORD)
TABLES_READ = (TRENDS, PERIODS, ALLUVIAL, COMPARISON)  # where documents have dates or groups
ALL_READ = (*FILES_READ, TEXTS, *TABLES_READ)

_AT_A_TIME = 10_000  # rows that are read together
_CHUNK = 1 << 20  # bytes
_OWN = ("id", "title", "start")  # columns in which most documents have a value of their own
_MOST, _WHOLE = 1 << 31, 1.001  # ranks; a flow, rounded
_REMEDY = "make the folder with textmine map"


@dataclass(frozen=True, slots=True)
class Communes:
    """Nodes by community, those that tell most about it first; then general ones.

    Attributes
    ----------
    names, flows
        Name of each node, and the share of the random walk at the node.
    modules
        For each node, the ranks of its modules from the top down, from 1, without its own rank.
    communities
        Community of each node, from 0; -1 for none.
    others
        Community of terms that are not in the graph.
    parts
        Communities of the terms that are in several, with their shares of the flow of the term, the greatest first; -1
        for none. The first is the community of the node.
    """

    names: Sequence[str]
    flows: Sequence[float]
    modules: Sequence[tuple[int, ...]]
    communities: Sequence[int]
    others: Mapping[str, int]
    parts: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Community:
    """A community: its name, the number of its theme from 0 (-1 for none) and its name, terms, documents, recurrence.

    `recurrence` is how well it comes back in two halves of the documents, 0 to 1; None where nobody knows.
    """

    name: str
    theme: int
    theme_name: str
    terms: int
    documents: int
    recurrence: float | None


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents in their order.

    Attributes
    ----------
    communities
        Community of each document, from 0; -1 for none.
    shares
        How much of it speaks for its community, 0 to 1; 0 where it has none.
    fields
        The other columns there are, by name: `start` is the beginning of the text.
    texts
        The text of each, whole or cut; empty where the folder has none.
    lengths
        Characters of each before it was cut.
    """

    communities: Sequence[int] = ()
    shares: Sequence[float] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    texts: Sequence[str] = ()
    lengths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class MapFolder:
    """The files of a map: terms with evidence, graph, nodes, communities, contexts by term, the run, documents.

    `tables` are those of `TABLES_READ` that are there, by the name of their file.
    """

    terms: Table
    graph: Graph
    nodes: Communes
    communities: Sequence[Community]
    contexts: dict[str, list[tuple[str, str, str, int]]]
    record: dict[str, Any]
    documents: Documents = field(default_factory=Documents)
    tables: Mapping[str, Table] = field(default_factory=dict)


def read_folder(directory: str) -> MapFolder:
    """Read the files of a folder that are named in `FILES_READ`, and those of `TABLES_READ` that are there.

    Raises
    ------
    InputError
        A file is missing or is not what `textmine map` writes.
    """
    check_folder(directory)
    path = os.path.join(directory, "{}").format
    communities = _communities(path(THEMES))
    return MapFolder(
        read_table(_text(path(TERMS)), path(TERMS)),
        load_graph(path(GRAPH)),
        _nodes(path(COMMUNITIES), len(communities)),
        communities,
        _contexts(path(CONTEXTS)),
        _record(path(RECORD)),
        _with_texts(_documents(path(DOCUMENTS), len(communities)), path(TEXTS)),
        {name: read_table(_text(path(name)), path(name)) for name in TABLES_READ if os.path.exists(path(name))},
    )


def as_folder(files: Mapping[str, Iterable[str]]) -> MapFolder:
    """Return a folder of files that are given as their lines by name, as `read_folder` reads it."""
    with tempfile.TemporaryDirectory() as directory:
        for name, lines in files.items():
            with open(os.path.join(directory, name), "w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(lines)
        return read_folder(directory)


def check_folder(directory: str) -> None:
    """Check that something is a folder, with files of a map.

    Raises
    ------
    InputError
        It is not.
    """
    if not os.path.isdir(directory):
        raise InputError(directory, None, "is no folder", _REMEDY)
    if not any(os.path.exists(os.path.join(directory, name)) for name in FILES_READ):
        raise InputError(directory, None, "the folder holds no map", _REMEDY)


def _text(path: str) -> str:
    return decode(read_bytes(path), path, None)


def _communities(path: str) -> list[Community]:
    table = read_table(_text(path), path)
    found = []
    columns = [table.column(name) for name in THEME_COLUMNS if name != "community"]
    for line, name, theme_name, *figures in zip(table.lines, *columns, strict=True):
        theme, terms, documents, recurrence = figures
        try:
            numbers = _number(theme), int(terms), int(documents)
            known = float(recurrence) if recurrence else None
        except ValueError as error:
            raise InputError(path, line, f"{' '.join(figures)!r} are no numbers", _REMEDY) from error
        if min(numbers) < -1 or max(numbers) >= _MOST or not 0 <= (known or 0) <= _WHOLE:
            raise InputError(path, line, f"{' '.join(figures)!r} are no figures of a community", _REMEDY)
        found.append(Community(name, numbers[0], theme_name, *numbers[1:], known))
    return found


def _number(text: str) -> int:
    """Return a number that files count from 1; -1 where it is empty."""
    return int(text) - 1 if text else -1


def _nodes(path: str, n_communities: int) -> Communes:
    table = read_table(_text(path), path)
    names, modules, flows, communities = [], [], [], []
    others: dict[str, int] = {}
    columns = [table.column(name) for name in ("term", "community", "path", "flow")]
    for line, name, own, place, flow in zip(table.lines, *columns, strict=True):
        try:
            community = _number(own)
            if not -1 <= community < n_communities:
                raise InputError(path, line, f"{THEMES} has no community '{own}'", _REMEDY)
            if not place:
                others[name] = community
                continue
            ranks = tuple(map(int, place.split(":")))
            modules.append(ranks[:-1] or ranks)  # a node right below the root is its own community
            flows.append(float(flow))
        except ValueError as error:
            raise InputError(path, line, f"'{place}' with flow '{flow}' is no path and number", _REMEDY) from error
        names.append(name)
        communities.append(community)
        if not (0 <= flows[-1] <= _WHOLE and all(0 < rank < _MOST for rank in ranks)):
            raise InputError(path, line, f"'{place}' with flow '{flow}' is no path and share", _REMEDY)
    found = Communes(names, flows, modules, communities, others)
    return found if len({*names}) == len(names) else _each_once(found)


def _each_once(found: Communes) -> Communes:
    """Return nodes that stand in several communities once: in that with most of their flow, of equal ones the first."""
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(found.names):
        rows.setdefault(name, []).append(row)
    for of in rows.values():
        of.sort(key=lambda row: -found.flows[row])
    kept = sorted(of[0] for of in rows.values())
    whole = {name: sum(found.flows[row] for row in of) for name, of in rows.items()}
    parts = {
        name: [(found.communities[row], found.flows[row] / (whole[name] or 1.0)) for row in of]
        for name, of in rows.items()
        if len(of) > 1
    }
    return Communes(
        [found.names[row] for row in kept],
        [whole[found.names[row]] for row in kept],
        [found.modules[row] for row in kept],
        [found.communities[row] for row in kept],
        found.others,
        parts,
    )


def _documents(path: str, n_communities: int) -> Documents:
    communities: list[int] = []
    shares: list[float] = []
    fields: dict[str, list[str]] = {}
    values: dict[str, str] = {}  # most are the same in many documents, and are in memory once
    for table in _tables(path):
        for line, own, share in zip(table.lines, table.column("community"), table.column("share"), strict=True):
            try:
                communities.append(_number(own))
                shares.append(float(share or 0))
            except ValueError as error:
                raise InputError(path, line, f"'{own}' with share '{share}' are no numbers", _REMEDY) from error
            if not -1 <= communities[-1] < n_communities:
                raise InputError(path, line, f"{THEMES} has no community '{own}'", _REMEDY)
            if not 0 <= shares[-1] <= _WHOLE:
                raise InputError(path, line, f"'{share}' is no share", _REMEDY)
        for name in table.columns:
            if name not in ("document", "community", "share", "theme", "name"):
                column = table.column(name)
                shared = column if name in _OWN else [values.setdefault(value, value) for value in column]
                fields.setdefault(name, []).extend(shared)
    return Documents(communities, shares, fields)


def _with_texts(documents: Documents, path: str) -> Documents:
    """Return documents with their texts, where there is a file of them that has any."""
    texts: list[str] = []
    lengths: list[int] = []
    for table in _tables(path) if os.path.exists(path) else ():
        columns = (table.column(name) for name in TEXT_COLUMNS)
        for line, number, length, text in zip(table.lines, *columns, strict=True):
            whole = int(length) if length.isdecimal() and len(length) <= len(str(_MOST)) else -1
            if number != str(len(texts) + 1) or not len(text) <= whole < _MOST:
                raise InputError(path, line, f"'{number}' with '{length}' is no document that comes next", _REMEDY)
            texts.append(text)
            lengths.append(whole)
    if texts and len(texts) != len(documents.communities):
        raise InputError(path, None, f"{len(texts)} texts of {len(documents.communities)} documents", _REMEDY)
    return replace(documents, texts=texts, lengths=lengths)


def _tables(path: str) -> Iterator[Table]:
    """Yield a TSV as tables of a few of its rows each; one without rows as one."""
    records = (
        (number, unescape_fields(line)) for number, line in enumerate(_lines(path), 1) if "\t" in line or line.strip()
    )
    header = table_of(islice(records, 1), path).columns
    some = list(islice(records, _AT_A_TIME))
    while True:
        yield Table(path, header, [row for _, row in some], [line for line, _ in some])
        some = list(islice(records, _AT_A_TIME))
        if not some:
            return


def _lines(path: str) -> Iterator[str]:
    rest = ""
    for text in decode_chunks(read_chunks(path, _CHUNK), path):
        *lines, rest = (rest + text).split("\n")
        yield from lines
    yield rest


def _contexts(path: str) -> dict[str, list[tuple[str, str, str, int]]]:
    contexts: dict[str, list[tuple[str, str, str, int]]] = {}
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            *texts, document = (record[field] for field in CONTEXT_COLUMNS)
            term, left, keyword, right = map(_said, texts)
            contexts.setdefault(term, []).append((left, keyword, right, int(document)))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            raise InputError(path, number, f"no object with {', '.join(CONTEXT_COLUMNS)}", _REMEDY) from error
    return contexts


def _said(value: Any) -> str:
    """Return a value as text; raise ValueError if it has a lone surrogate."""
    return str(value).encode().decode()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _record(path: str) -> dict[str, Any]:
    try:
        record = json.loads(_text(path), parse_constant=_refuse_constant)
        _said(json.dumps(record, ensure_ascii=False))
    except (ValueError, RecursionError) as error:
        raise InputError(path, None, "is no JSON", _REMEDY) from error
    if not isinstance(record, dict):
        raise InputError(path, None, "is no JSON object", _REMEDY)
    return record
