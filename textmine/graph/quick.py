"""Tables of links read by the kernel: their beginning says how, and what the general reader must take is left to it."""

from __future__ import annotations

from textmine.errors import InputError
from textmine.graph.delimited import Fields, Lines, find_lines
from textmine.graph.graph import Graph, Names, in_rows
from textmine.graph.headers import Columns, columns_of
from textmine.graph.reading import Reading
from textmine.graph.scan import How, Scanned, scan
from textmine.graph.telling import SAMPLE, WAYS, are_counts, name_blanks, name_decimals, name_unused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read_quickly"]

_ENOUGH = SAMPLE + 30  # lines without comments: the header, and the records by which columns are judged
_SIZES = 1 << 14, 1 << 20  # bytes that a beginning may have: those of most tables, and the most


def read_quickly(data: bytes, source: str, reading: Reading) -> Graph | None:
    r"""Return the graph of a table of links; None for one that the general reader must see.

    Parameters
    ----------
    data
        The table, valid UTF-8 without a byte order mark.
    source, reading
        As in `read_links`.

    Examples
    --------
    >>> graph = read_quickly(b"from,to,weight\nb,a,2\na,c,0.5\n", "links.csv", Reading())
    >>> graph.names, list(graph.rows())
    (('a', 'b', 'c'), [('a', 'b', 2.0), ('a', 'c', 0.5)])
    >>> read_quickly(b'from,to\n"a",b\n', "links.csv", Reading()) is None
    True
    """
    begun = _beginning(data)
    if begun is None:
        return None
    text = begun.decode().replace("\r\n", "\n").replace("\r", "\n")
    try:
        lines = find_lines(text, source, reading.delimiter, "")
        if not lines.sign.isascii() or len(lines.sign) > 1 or (lines.quoted and (lines.sign in "\t " or b'"' in data)):
            return None
        fields = lines.fields(source)
    except InputError:
        return None
    if not fields.widths or (len(begun) < len(data) and len(fields.widths) <= SAMPLE):
        return None
    head = [column[0].strip() for column in fields.columns]
    columns = columns_of(head)
    if columns is None:
        return _without_header(data, begun, lines, fields, source, reading)
    return _below_header(data, begun, lines, fields, (head, columns), source, reading)


def _beginning(data: bytes) -> bytes | None:
    """Return the first lines: all, or so many that what they say holds for the rest."""
    for size in _SIZES:
        n_plain, at = 0, 0
        for line in data[:size].splitlines(keepends=True):
            n_plain += line[:1] not in (b"#", b"%") and not line.isspace()
            at += len(line)
            if n_plain == _ENOUGH and at < size:
                return data[:at]
        if len(data) <= size:
            return data
    return None


def _offset(begun: bytes, line: int) -> int:
    """Return the byte at which a line begins, the first being 1."""
    return sum(map(len, begun.splitlines(keepends=True)[: line - 1]))


def _without_header(
    data: bytes, begun: bytes, lines: Lines, fields: Fields, source: str, reading: Reading
) -> Graph | None:
    if not set(fields.widths) <= {2, 3}:
        return None
    places = {"source": 0, "target": 1, "weight": 2}
    found = scan(data, _how(lines, _offset(begun, fields.lines[0]), places), reading.threads)
    return None if found is None else _graph(found, source, reading, None)


def _below_header(
    data: bytes,
    begun: bytes,
    lines: Lines,
    fields: Fields,
    header: tuple[Sequence[str], Columns],
    source: str,
    reading: Reading,
) -> Graph | None:
    head, columns = header
    if len(set(fields.widths)) > 1 or len(fields.lines) < 2:
        return None
    body = [column[1:] for column in fields.columns]
    places = {"source": columns.source, "target": columns.target}
    if columns.weight is not None:
        places["weight"] = columns.weight
    if columns.count is not None and are_counts(body[columns.count]):
        places["count"] = columns.count
    kinds = [] if columns.kind is None else sorted(set(body[columns.kind]))
    known = bool(kinds) and {kind.strip().casefold() for kind in kinds} <= set(WAYS)
    if known and columns.kind is not None:
        if len(kinds) > 1 or "\\" in kinds[0]:
            return None
        places["kind"] = columns.kind
    if len(set(places.values())) < len(places):
        return None
    how = _how(lines, _offset(begun, fields.lines[1]), places, fields.widths[0], kinds[0] if known else "")
    found = scan(data, how, reading.threads)
    if found is None:
        return None
    if columns.weak and columns.weight is None and {head[columns.source], head[columns.target]} & set(found.names):
        return None  # what could be names of columns are nodes
    name_unused(head, body, columns, source, reading)
    return _graph(found, source, reading, WAYS[kinds[0].strip().casefold()] if known else None)


def _how(lines: Lines, begin: int, places: dict[str, int], width: int = 0, kind: str = "") -> How:
    return How(
        sign=lines.sign,
        begin=begin,
        shape=lines.shape,
        places=places,
        width=width,
        kind=kind.encode(),
        quotable=lines.quoted,
        spaced=lines.quoted and lines.spaced,
    )


def _graph(found: Scanned, source: str, reading: Reading, declared: bool | None) -> Graph:
    if not isinstance(found.names, Names) or found.names.numbers is None:
        name_blanks(found.names, source, reading)
        name_decimals(found.names, source, reading)
    directed = reading.ways(source, declared)
    return in_rows(found.names, found.sources, found.targets, found.weights, found.counts, directed=directed)
