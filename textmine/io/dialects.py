"""Tables as other programs write them: what separates their fields is found out, and whether fields are quoted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from textmine.errors import InputError, OptionError
from textmine.io.sources import bare_suffix
from textmine.io.tables import Table, csv_records, named_places, read_table, table_of

__all__ = ["DELIMITERS", "delimiter_named", "find_delimiter", "read_any_table", "refuse_long_rows"]

DELIMITERS = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}
_NAMES = {name: character for character, name in DELIMITERS.items()} | {
    "\\t": "\t",
    "pipe": "|",
    "blank": " ",
    "space": " ",
}
_SAMPLE = 1 << 16  # characters in which the delimiter is looked for
_DECLARED = re.compile(r"sep=(.)\n", re.IGNORECASE)  # Excel's first line
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def delimiter_named(text: str) -> str:
    r"""Return the character that `--delimiter` names: one character, or `tab`, `comma`, `semicolon`, `bar`, `blank`.

    Raises
    ------
    OptionError
        Neither one character nor such a name.

    Examples
    --------
    >>> delimiter_named("tab"), delimiter_named(";")
    ('\t', ';')
    """
    found = _NAMES.get(text.casefold(), text)
    if len(found) != 1 or found in '"\n\r':
        raise OptionError(f"'{text}' is no delimiter", "give one character, or tab, comma, semicolon, bar or blank")
    return found


def find_delimiter(text: str, source: str, column: str | None = None) -> str | None:
    r"""Return what separates the fields of a table with a header; None where the header has one field only.

    Tab, comma, semicolon and bar are tried on the beginning of the text. The one that makes the header name `column` is
    taken, else the one with which most records have as many fields as the header.

    Examples
    --------
    >>> find_delimiter('id;text\n1;"a; b, c"\n', "texts.csv"), find_delimiter("word\n", "texts.csv")
    (';', None)
    """
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE and "\n" in sample:
        sample = sample[: sample.rfind("\n") + 1]
    own = "," if bare_suffix(source) == ".csv" else "\t"
    best: tuple[tuple[bool, float, bool], str] | None = None
    for delimiter in DELIMITERS:
        records = [record for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if record]
        if not records or len(records[0]) < 2:
            continue
        fit = sum(len(record) == len(records[0]) for record in records) / len(records)
        key = (column is not None and bool(named_places(records[0], column)), fit, delimiter == own)
        if best is None or key > best[0]:
            best = key, delimiter
    return None if best is None else best[1]


def read_any_table(text: str, source: str, *, delimiter: str | None = None, column: str | None = None) -> Table:
    r"""Read a table with a header as spreadsheets and statistics programs write it.

    The delimiter is found out as `find_delimiter` says, fields may be quoted as in CSV with line ends inside, and
    Excel's first line `sep=;` is understood. Between tabs, fields are quoted only where some field shows it; else they
    are as `read_table` reads them. Where every row between tabs has one field more than the header, the first ones are
    names of rows.

    Parameters
    ----------
    text, source
        The file and its name.
    delimiter
        What separates the fields; None finds out.
    column
        A column that is wanted: where the header has it, that speaks for a delimiter.

    Raises
    ------
    InputError
        As `read_table`.

    Examples
    --------
    >>> read_any_table('id;text\n1;"a; ""b"" c"\n', "texts.csv").column("text")
    ['a; "b" c']
    """
    declared = _DECLARED.match(text)
    skipped = 0
    if declared is not None:
        text, skipped = text[declared.end() :], 1
        delimiter = delimiter or declared[1]
    if delimiter is None:
        delimiter = find_delimiter(text, source, column) or ("," if bare_suffix(source) == ".csv" else "\t")
    if delimiter == "\t" and not _has_quotes(text):
        return _with_names_of_rows(read_table(text, source))
    records = ((line + skipped, row) for line, row in csv_records(text, source, delimiter))
    table = table_of(records, source)
    return _with_names_of_rows(table) if delimiter == "\t" else table


def _has_quotes(text: str) -> bool:
    """Tell whether fields between tabs are quoted: the header has one that is, or a field that had to be.

    A quote that stands for itself in a plain file neither begins a field that ends with one, nor holds what needs it.
    """
    if '"' not in text:
        return False
    header = text.split("\n", 1)[0].split("\t")
    if any(_QUOTED.fullmatch(field) for field in header):
        return True
    return any(any(sign in field for sign in ('""', "\t", "\n", ",")) for field in _quoted_fields(text))


def _quoted_fields(text: str) -> Iterator[str]:
    """Yield the insides of fields in quotes."""
    for match in re.finditer(r'(?:^|(?<=[\t\n]))"((?:[^"]|"")*)"(?=[\t\n]|\Z)', text):
        yield match[1]


def _with_names_of_rows(table: Table) -> Table:
    """Give a name to the first column where the header leaves it out, as R does."""
    width = len(table.columns) + 1
    if table.rows and width > 2 and all(len(row) == width for row in table.rows):
        return Table(table.source, ("", *table.columns), table.rows, table.lines)
    return table


def refuse_long_rows(table: Table) -> None:
    """Refuse a row with more fields than the header has: a delimiter in a text that is not quoted cuts it.

    Raises
    ------
    InputError
        A row is longer than the header, by more than blanks.
    """
    width = len(table.columns)
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) > width and any(field.strip() for field in row[width:]):
            reason = f"the row has {len(row)} fields where the header has {width}"
            raise InputError(table.source, line, reason, "quote fields that hold the delimiter, or try `delimiter`")
