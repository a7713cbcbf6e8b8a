r"""Rows of text out: TSV, CSV, JSON lines.

TSV is plain: a header, one record a line, fields separated by one tab. Inside a field `\t`, `\n`, `\r` and `\\` stand
for tab, line feed, carriage return and backslash (the text format of PostgreSQL's COPY), so that any name survives.
"""

from __future__ import annotations

import itertools

from textmine.errors import OptionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ESCAPES", "FORMATS", "ROW_FORMATS", "table_lines", "unescape_fields"]

FORMATS = ("tsv", "csv", "jsonl")
ROW_FORMATS = (*FORMATS, "table")  # the last is for people; the command line lays it out
ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\\": r"\\"}
Value = str | int | float | bool

_ESCAPED = r"\\[tnr\\]"
_IN_TURN = sorted(ESCAPES.items(), reverse=True)  # backslashes before what has one
_UNESCAPES = {escape: character for character, escape in ESCAPES.items()}


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

    Raises
    ------
    OptionError
        `kind` is none of them.

    Examples
    --------
    >>> list(table_lines(["term", "score"], [["a\tb", 0.5]]))
    ['term\tscore\n', 'a\\tb\t0.5\n']
    """
    if kind == "jsonl":
        import json

        for row in rows:
            yield json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) + "\n"
    elif kind == "csv":
        yield from _csv_lines(header, rows)
    elif kind != "tsv":
        raise OptionError(f"'{kind}' is no format of rows in a file", f"use one of: {', '.join(FORMATS)}")
    else:
        yield "\t".join(map(_escape, header)) + "\n"
        n_tabs = len(header) - 1
        for row in rows:
            line = "\t".join([value if type(value) is str else _plain(value) for value in row])
            # Few rows have something to escape, and a search of the whole row says so.
            if line.count("\t") != n_tabs or "\\" in line or "\n" in line or "\r" in line:
                line = "\t".join(map(_field, row))
            yield line + "\n"


def unescape_fields(line: str) -> list[str]:
    r"""Split a line of a TSV into its fields.

    Examples
    --------
    >>> unescape_fields("a\tb")
    ['a', 'b']
    """
    fields = line.split("\t")
    if "\\" in line:
        import re  # takes longer to load than a small table to read

        return [re.sub(_ESCAPED, lambda match: _UNESCAPES[match[0]], field) for field in fields]
    return fields


def _csv_lines(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Not by csv.writer, which leaves a carriage return bare before Python 3.13."""
    for row in itertools.chain([header], rows):
        fields = [_plain(value) for value in row]
        yield ('""' if fields == [""] else ",".join(map(_quoted, fields))) + "\n"


def _quoted(field: str) -> str:
    special = '"' in field or "," in field or "\r" in field or "\n" in field
    return '"' + field.replace('"', '""') + '"' if special else field


def _field(value: Value) -> str:
    return _escape(_plain(value))


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _escape(field: str) -> str:
    for character, escape in _IN_TURN:
        field = field.replace(character, escape)
    return field
