"""Reads tables of text: TSV, as `rows` writes it, and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.errors import InputError
from textmine.io.rows import ESCAPES

__all__ = ["Table", "read_table", "unescape_fields"]


# A field may hold a whole document. Python's own limit is 128 KB.
csv.field_size_limit(2**31 - 1)

_ESCAPED = re.compile(r"\\[tnr\\]")
_UNESCAPES = {escape: character for character, escape in ESCAPES.items()}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text fields with named columns, and the line of the file where each row begins."""

    source: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> list[str]:
        """Return the fields of the column `name`.

        Raises
        ------
        InputError
            No column has this name, or a row is too short.
        """
        if name not in self.columns:
            raise InputError(self.source, 1, f"no column '{name}'", f"the columns are: {', '.join(self.columns)}")
        at = self.columns.index(name)
        for row, line in zip(self.rows, self.lines, strict=True):
            if len(row) <= at:
                reason = f"the row has {len(row)} fields, too few for the column '{name}'"
                raise InputError(self.source, line, reason, "give each row as many fields as the header")
        return [row[at] for row in self.rows]


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
    records = list(_csv_records(text, source) if comma else _tsv_records(text))
    if not records:
        raise InputError(source, None, "empty: there is no header", "begin the table with a line of column names")
    return Table(source, tuple(records[0][1]), [row for _, row in records[1:]], [line for line, _ in records[1:]])


def _tsv_records(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line or line.strip():
            yield number, unescape_fields(line)


def _csv_records(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if row and not (len(row) == 1 and row[0].isspace()):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(source, line, f"not a CSV record: {error}", "check its quotes") from None


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
