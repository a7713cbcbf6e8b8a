"""Reads tables of text: TSV, as `rows` writes it, and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from textmine.errors import InputError
from textmine.io.rows import unescape_fields

__all__ = ["Table", "csv_fault", "csv_records", "named_places", "read_table", "table_of"]


# A field may hold a whole document. Python's own limit is 128 KB.
csv.field_size_limit(2**31 - 1)


class Table(NamedTuple):
    """Rows of text fields with named columns, and the line of the file where each row begins."""

    source: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> list[str]:
        """Return the fields of the column `name`; its case does not matter where only one column has the name.

        Raises
        ------
        InputError
            No column has this name, or several have it, or a row is too short.
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
        raise InputError(source, line, *csv_fault(error)) from None


def csv_fault(error: csv.Error) -> tuple[str, str]:
    """Return reason and remedy of what Python's reader says of a record.

    Examples
    --------
    >>> csv_fault(csv.Error("unexpected end of data"))
    ('a quote is not closed', 'close it, and write " within a field as ""')
    """
    said = str(error)
    if "unexpected end of data" in said:
        return "a quote is not closed", 'close it, and write " within a field as ""'
    if "expected after" in said:
        return "text behind the quote that closes a field", 'write " within a field as ""'
    return f"not a CSV record: {said}", "check its quotes"
