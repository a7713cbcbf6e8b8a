r"""Tables of text in and out: TSV, CSV, JSON lines.

TSV is plain: a header, one record a line, fields separated by one tab. Inside a field `\t`, `\n`, `\r` and `\\` stand
for tab, line feed, carriage return and backslash (the text format of PostgreSQL's COPY), so that any name survives.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textmine.errors import InputError

__all__ = [
    "FORMATS",
    "Table",
    "csv_records",
    "named_places",
    "read_table",
    "table_lines",
    "table_of",
    "unescape_fields",
]

FORMATS = ("tsv", "csv", "jsonl")
Value = str | int | float | bool

# A document in one field; Python's own limit is 128 KB.
csv.field_size_limit(2**31 - 1)

_TO_ESCAPE = re.compile(r"[\t\n\r\\]")
_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\\": r"\\"}
_TO_QUOTE = re.compile(r'[",\r\n]')
_ESCAPED = re.compile(r"\\[tnr\\]")
_UNESCAPES = {escape: character for character, escape in _ESCAPES.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text fields under named columns, with the line in the file on which each row begins."""

    source: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> list[str]:
        """Return the fields of the column called `name`, in any case where only one column has the name then.

        Raises
        ------
        InputError
            No column has this name, or several have, or a row is too short to have it.
        """
        places = named_places(self.columns, name)
        if not places:
            raise InputError(self.source, 1, f"no column '{name}'", f"the columns are: {', '.join(self.columns)}")
        if len(places) > 1:
            raise InputError(self.source, 1, f"{len(places)} columns are called '{name}'", "rename all but one")
        at = places[0]
        for row, line in zip(self.rows, self.lines, strict=True):
            if len(row) <= at:
                reason = f"the row has {len(row)} fields, too few for the column '{name}'"
                raise InputError(self.source, line, reason, "give each row as many fields as the header")
        return [row[at] for row in self.rows]


def named_places(columns: Sequence[str], name: str) -> list[int]:
    """Return the places of the columns called `name`: as it is written, else in any case and without blanks around.

    Examples
    --------
    >>> named_places(["id", "Text"], "text"), named_places(["text", "Text"], "text")
    ([1], [0])
    """
    exact = [place for place, column in enumerate(columns) if column == name]
    folded = name.strip().casefold()
    return exact or [place for place, column in enumerate(columns) if column.strip().casefold() == folded]


def read_table(text: str, source: str, *, comma: bool = False) -> Table:
    r"""Read a TSV (or, with `comma`, a CSV) with a header line. Blank lines are skipped.

    Raises
    ------
    InputError
        The text has no header, or its quotes do not balance.

    Examples
    --------
    >>> read_table("term\tcount\n变压器\t12\n", "terms.tsv").column("count")
    ['12']
    """
    return table_of(csv_records(text, source) if comma else _tsv_records(text), source)


def table_of(records: Iterable[tuple[int, list[str]]], source: str) -> Table:
    """Make a table of records, each with its line; the first one is the header.

    Raises
    ------
    InputError
        There is no record.
    """
    records = list(records)
    if not records:
        raise InputError(source, None, "empty: there is no header", "begin the table with a line of column names")
    return Table(source, tuple(records[0][1]), [row for _, row in records[1:]], [line for line, _ in records[1:]])


def _tsv_records(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line or line.strip():
            yield number, unescape_fields(line)


def csv_records(text: str, source: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a CSV, each with the line it begins on; blank lines are skipped.

    Raises
    ------
    InputError
        Its quotes do not balance.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    line = 1
    try:
        for row in reader:
            if row and not (len(row) == 1 and row[0].isspace()):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(source, line, f"not a CSV record: {error}", "check its quotes") from None


def table_lines(header: Sequence[str], rows: Iterable[Sequence[Value]], kind: str = "tsv") -> Iterator[str]:
    r"""Yield the lines of a table, line ends included.

    Parameters
    ----------
    header
        Names of the columns.
    rows
        Records; floats are written with all their digits.
    kind
        One of `FORMATS`.

    Examples
    --------
    >>> list(table_lines(["term", "score"], [["a\tb", 0.5]]))
    ['term\tscore\n', 'a\\tb\t0.5\n']
    """
    if kind == "jsonl":
        for row in rows:
            yield json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) + "\n"
    elif kind == "csv":
        yield from _csv_lines(header, rows)
    else:
        yield "\t".join(map(_escape, header)) + "\n"
        for row in rows:
            yield "\t".join(map(_field, row)) + "\n"


def _csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Not by csv.writer, which leaves a carriage return bare before Python 3.13."""
    for row in itertools.chain([header], rows):
        fields = [_plain(value) for value in row]
        yield ('""' if fields == [""] else ",".join(map(_quoted, fields))) + "\n"


def _quoted(field: str) -> str:
    return '"' + field.replace('"', '""') + '"' if _TO_QUOTE.search(field) else field


def _field(value: Value) -> str:
    return _escape(_plain(value))


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _escape(field: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _ESCAPES[match[0]], field)


def unescape_fields(line: str) -> list[str]:
    r"""Split a line of a TSV into its fields.

    Examples
    --------
    >>> unescape_fields("a\tb")
    ['a', 'b']
    """
    fields = line.split("\t")
    if "\\" in line:
        return [_ESCAPED.sub(lambda match: _UNESCAPES[match[0]], field) for field in fields]
    return fields
