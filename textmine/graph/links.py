"""Tables of links, with or without a header, in and out."""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from textmine.buffers import longs
from textmine.errors import InputError
from textmine.graph.delimited import Fields, is_numeric, split_fields
from textmine.graph.graph import Graph, in_rows, natural_order
from textmine.graph.headers import Columns, columns_of
from textmine.graph.quick import read_quickly
from textmine.graph.reading import LINK_ENDINGS, GraphFormat, Reading, listed, weight_fault
from textmine.graph.telling import SAMPLE, WAYS, are_counts, name_blanks, name_decimals, name_unused
from textmine.io.rows import table_lines
from textmine.lightclasses import NamedTuple

if TYPE_CHECKING:
    Integers = array[int]
    Decimals = array[float]

__all__ = ["FORMATS", "link_lines", "read_links", "read_slowly"]

_REMEDY = "write source, target and weight, separated by tabs"
_HEAD = "name the columns source, target and weight in a header"
_DECIMAL_COMMA = r"\s*[+-]?[0-9]+,[0-9]+\s*"
_LONG = longs(0).format  # of 64 bits
_MATRIX = "write its links as a table: source, target, weight"


class _Links(NamedTuple):
    """Fields of the link list, what each column is, and the line each link stands on."""

    sources: list[str]
    targets: list[str]
    weights: list[str] | None
    counts: list[str] | None
    lines: Sequence[int]
    optional: bool  # whether the file has no header, so that a weight may be left out
    delimiter: str
    one_way: list[bool] | None = None


def read_links(text: str, source: str, reading: Reading | None = None) -> Graph:
    r"""Read a table of links: source, target and, if it has one, weight.

    Fields are separated by tabs, commas, semicolons or blanks, which is found out, and stand in quotes as in CSV. A
    first record that names source and target (in any case; from and to, src and dst, i and j) is a header; its columns
    `weight`, else `value` and the like, `count` where it has whole numbers above 0, and `Type`, as Gephi writes it, are
    taken. Without a header, records have two fields or three; the weight is 1 where it is left out. Lines that begin
    with `#` or `%` are comments, unless they are links of the file's own shape.

    Parameters
    ----------
    text
        The file.
    source
        Its name, for messages.
    reading
        Whether links are directed; what separates the fields; who is told what is not used.

    Returns
    -------
    Graph
        Nodes in order of their names, whole numbers by value.

    Raises
    ------
    InputError
        A record with too few or too many fields, or a weight that is no number, negative, infinite or NaN.

    Examples
    --------
    >>> graph = read_links("source\ttarget\tweight\na\tb\t2\nb\tc\t1\n", "graph.tsv")
    >>> graph.names, graph.weights.tolist()
    (('a', 'b', 'c'), [2.0, 1.0])
    """
    reading = reading or Reading()
    try:
        data = text.encode()
    except UnicodeEncodeError:  # half a character, which no file has
        data = b""
    return read_quickly(data, source, reading) or read_slowly(text, source, reading)


def ends_and_lines(text: str, source: str, delimiter: str | None) -> tuple[list[str], list[str], Sequence[int], bool]:
    r"""Return sources, targets and lines of the links of a table, and whether each is two fields without a header.

    Examples
    --------
    >>> ends_and_lines("a\tb\n\nc\td\n", "links.tsv", None)
    (['a', 'c'], ['b', 'd'], [1, 3], True)
    """
    links = _parse(text, source, Reading(delimiter=delimiter))
    return links.sources, links.targets, links.lines, links.optional and links.weights is None


def read_slowly(text: str, source: str, reading: Reading) -> Graph:
    """Read a table of links of any kind, as `read_links` says; an object a field."""
    links = _parse(text, source, reading)
    weights = array("d", [1.0]) * len(links.sources) if links.weights is None else _weights(links, source)
    met = list(dict.fromkeys([*links.sources, *links.targets]))
    names = [met[node] for node in natural_order(met)]
    name_blanks(names, source, reading)
    name_decimals(names, source, reading)
    ids = {name: node for node, name in enumerate(names)}
    ends = [array("i", map(ids.__getitem__, ends)) for ends in (links.sources, links.targets)]
    return _built(names, ends, weights, links, source, reading)


def link_lines(graph: Graph) -> Iterator[str]:
    r"""Yield the lines of a TSV: what `table_lines` would, in a third of the time, because each name is escaped once.

    Examples
    --------
    >>> list(link_lines(read_links("a\tb\t2\n", "links")))
    ['source\ttarget\tweight\n', 'a\tb\t2.0\n']
    """
    # A table of one column: a name a line.
    names = [line[:-1] for line in islice(table_lines(["name"], ([name] for name in graph.names)), 1, None)]
    yield "\t".join(graph.columns()) + "\n"
    ends = map(names.__getitem__, graph.sources.tolist()), map(names.__getitem__, graph.targets.tolist())
    if graph.counts is None:
        for source, target, weight in zip(*ends, graph.weights.tolist(), strict=True):
            yield f"{source}\t{target}\t{weight!r}\n"
        return
    for source, target, weight, count in zip(*ends, graph.weights.tolist(), graph.counts.tolist(), strict=True):
        yield f"{source}\t{target}\t{weight!r}\t{count}\n"


def _built(
    names: list[str],
    ends: list[Integers],
    weights: Decimals,
    links: _Links,
    source: str,
    reading: Reading,
) -> Graph:
    sources, targets = ends
    counts = _counts(links.counts)
    ways = links.one_way
    directed = reading.ways(source, None if ways is None else any(ways))
    if directed and ways is not None and any(ways) and not all(ways):
        back = [link for link, one_way in enumerate(ways) if not one_way and sources[link] != targets[link]]
        reading.note(source, f"{ways.count(False)} of {len(sources)} links are undirected and lead both ways")
        added = [targets[link] for link in back], [sources[link] for link in back]
        sources.extend(added[0])
        targets.extend(added[1])
        weights.extend([weights[link] for link in back])
        if counts is not None:
            counts.extend([counts[link] for link in back])
    return in_rows(tuple(names), sources, targets, weights, counts, directed=directed)


def _counts(fields: list[str] | None) -> Integers | None:
    """Return counts, or None where there are none or they are something else."""
    return None if fields is None or not are_counts(fields) else array(_LONG, map(int, fields))


def _parse(text: str, source: str, reading: Reading) -> _Links:
    fields = split_fields(text, source, reading.delimiter, _REMEDY)
    fields = _without_row_names(fields)
    head = [column[0].strip() for column in fields.columns]
    columns = columns_of(head)
    if columns is None or (columns.weak and _are_nodes(head, columns, fields)):
        return _without_header(fields, source)
    if len(set(fields.widths)) > 1:
        first = fields.widths[0]
        place, width = next((place, width) for place, width in enumerate(fields.widths) if width != first)
        hint = _decimal_hint(fields, place) or _REMEDY
        raise InputError(source, fields.lines[place], _uneven(width, first), hint)
    body = [column[1:] for column in fields.columns]
    kinds = None if columns.kind is None else [kind.strip().casefold() for kind in body[columns.kind]]
    known = kinds is not None and set(kinds) <= set(WAYS)
    name_unused(head, body, columns, source, reading)
    weights, counts = (None if place is None else body[place] for place in (columns.weight, columns.count))
    ways = [WAYS[kind] for kind in kinds] if kinds is not None and known else None
    return _Links(
        body[columns.source], body[columns.target], weights, counts, fields.lines[1:], False, fields.delimiter, ways
    )


def _without_row_names(fields: Fields) -> Fields:
    """Leave out the numbers of rows that R writes before the first column, which has no name then."""
    widths, first = fields.widths, fields.columns[0]
    if len(widths) < 2 or set(widths[1:]) != {widths[0] + 1} or columns_of([c[0] for c in fields.columns[:-1]]) is None:
        return fields
    if first[1:] not in ([str(n) for n in range(1, len(first))], [str(n) for n in range(len(first) - 1)]):
        return fields
    columns = [
        [name, *column[1:]] for name, column in zip((c[0] for c in fields.columns), fields.columns[1:], strict=False)
    ]
    return Fields(columns, [widths[0]] * len(widths), fields.lines, fields.delimiter)


def _are_nodes(head: Sequence[str], columns: Columns, fields: Fields) -> bool:
    """Return whether what could be names of columns are names of nodes: they stand below once more, or alone."""
    names = {head[columns.source], head[columns.target]}
    below = len(fields.lines) < 2 or any(
        not names.isdisjoint(fields.columns[place][1:]) for place in (columns.source, columns.target)
    )
    return below and columns.weight is None


def _without_header(fields: Fields, source: str) -> _Links:
    widths, columns = fields.widths, fields.columns
    while len(columns) > 3 and not any(columns[-1]) and set(widths) == {len(columns)}:  # a spreadsheet's empty columns
        columns, widths = columns[:-1], [width - 1 for width in widths]
    first = widths[0]
    if any(column[0].startswith("{") for column in columns[2:3]):
        hint = "write it with networkx.write_weighted_edgelist"
        raise InputError(source, fields.lines[0], "a list of links with data, as networkx writes it, is not read", hint)
    if len(columns) > 3 and [name.strip() for name in columns[0][1:]] == [c[0].strip() for c in columns[1:]]:
        raise InputError(source, fields.lines[0], "a matrix of weights is not read", _MATRIX)
    for place, width in enumerate(widths) if not set(widths) <= {2, 3} else ():
        if width in (2, 3):
            continue
        if place == 0 and width > 3 and not any(is_numeric(column[0]) for column in columns):
            names = listed(column[0] for column in columns)
            reason = f"no columns source and target among: {names}"
            raise InputError(source, fields.lines[0], reason, _HEAD)
        reason = f"a link has 2 or 3 fields, not {width}" if place == 0 else ""
        reason = reason or _uneven(width, first)
        raise InputError(
            source,
            fields.lines[place],
            reason,
            _decimal_hint(fields, place)
            or _blanks_hint(fields, place)
            or (_HEAD if place == 0 and width > 3 else _REMEDY),
        )
    weights = columns[2] if len(columns) > 2 else None
    return _Links(columns[0], columns[1], weights, None, fields.lines, True, fields.delimiter)


def _uneven(width: int, first: int) -> str:
    return f"{width} field{'s' * (width != 1)} where the first record has {first}"


def _blanks_hint(fields: Fields, place: int) -> str:
    """Return a remedy for names that have blanks in a table whose fields are separated by blanks."""
    middle = [column[place] for column in fields.columns[: fields.widths[place]]][1:-1]
    split = fields.delimiter == " " and len(middle) > 1 and not any(map(is_numeric, middle))
    return "quote names that have blanks, or separate the fields by tabs" if split else ""


def _decimal_hint(fields: Fields, place: int) -> str:
    last = [column[place] for column in fields.columns[: fields.widths[place]]][-2:]
    split = fields.delimiter == "," and fields.widths[place] > 3 and all(field.strip().isdigit() for field in last)
    return "write decimals with a point, or separate the fields by tabs" if split else ""


def _weights(links: _Links, source: str) -> Decimals:
    fields = links.weights or []
    if links.optional:
        fields = [field or "1" for field in fields]
    weights = array("d", map(_number, fields))
    wrong = next((place for place, weight in enumerate(weights) if not 0.0 <= weight < math.inf), None)
    if wrong is not None:
        field, line = fields[wrong], links.lines[wrong]
        reason = f"the weight '{field}' is {weight_fault(weights[wrong])}" if field else "the weight is missing"
        raise InputError(source, line, reason, _remedy(field, links, wrong))
    return weights


def _remedy(field: str, links: _Links, place: int) -> str:
    """Return what to do about a field that is not a weight."""
    if re.fullmatch(_DECIMAL_COMMA, field):
        hint = "write decimals with a point"
        return f"{hint}; if the comma separates fields, say `delimiter=,`" if links.delimiter == " " else hint
    fields = links.weights or []
    worded = field[:1].isalpha() and weight_fault(_number(field)) == "not a number"
    if place == 0 and worded and field.casefold() not in ("nan", "na") and links.optional:
        if len(fields) > 1 and not any(map(is_numeric, fields[:SAMPLE])):
            return f"{_HEAD}; SIF (source relation target) is not read"
        return _HEAD  # a word in the first record is a header of other names
    return "write a number of 0 or more"


def _number(field: str) -> float:
    """Return a field as a number, or NaN. Python reads 1_000 as a number; here it is none."""
    try:
        return math.nan if "_" in field else float(field)
    except ValueError:
        return math.nan


FORMATS = (
    GraphFormat(
        "tsv",
        "a table of links",
        LINK_ENDINGS,
        None,
        read_links,
        link_lines,
        frozenset({"direction", "counts"}),
    ),
)
