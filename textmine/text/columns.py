"""Documents from records and tables: which field or column has the text, and what is said of records without text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from textmine.errors import InputError, has_half_character
from textmine.io.dialects import refuse_long_rows
from textmine.io.jsonvalues import json_values, looks_like_json
from textmine.io.records import column_records, field_names, find_field, inner_records
from textmine.io.sources import STDIN, bare_suffix
from textmine.io.tables import Table, named_places
from textmine.progress import Progress
from textmine.text.breaks import INNER_LINE_END

if TYPE_CHECKING:
    from textmine.text.fields import Fields
    from textmine.text.reading import ReadOptions

__all__ = ["DEFAULT_FIELD", "column_text", "is_records", "one_line", "plain_notes", "record_texts"]

DEFAULT_FIELD = "text"
_RECORDS = (".json", ".jsonl", ".ndjson")
_TABLES = (".csv", ".tab", ".tsv")
_PIECE = 1 << 20  # characters of documents that are given at a time
_LOOKED_AT = 100  # records whose fields are named where none has text
_TITLE = 10  # lines above a header
_NAMED = 12  # fields that an error names


def one_line(text: str) -> str:
    """Return a document without line ends, each of which still ends a sentence."""
    return text.replace("\n", INNER_LINE_END)


def is_records(head: str, source: str, options: ReadOptions) -> bool:
    """Tell whether a text that begins with `head` is JSON: by its name, or by its begin where a field is named."""
    if bare_suffix(source) in _RECORDS or (source == STDIN and options.field is not None):
        return True
    return options.names_fields and bare_suffix(source) not in _TABLES and looks_like_json(head)


def plain_notes(head: str, source: str, options: ReadOptions) -> list[str]:
    """Return notes on a file that is read as plain text although it looks like a table or like JSON."""
    if bare_suffix(source) in _TABLES:
        return [f"{source}: read as plain text, all columns; `column` takes one"]
    if options.field is not None:
        return [f"{source}: not JSON, read as plain text; `field` is not used"]
    useless = [f"`{name}`" for name in ("delimiter", "sheet") if getattr(options, name) is not None]
    if useless:
        return [
            f"{source}: read as plain text; {' and '.join(useless)} {'is' if len(useless) == 1 else 'are'} not used"
        ]
    if looks_like_json(head):
        return [f"{source}: read as plain text although it looks like JSON; `field` takes a field"]
    return []


def column_text(table: Table, column: str, progress: Progress, others: Fields | None = None) -> str:
    """Return the fields of a column, a line each; `others` takes down fields of other columns.

    Raises
    ------
    InputError
        There is no such column, no text in any row, or a row that is not as long as the header.
    """
    table = _below_title(table, column, progress)
    refuse_long_rows(table)
    fields = table.column(column)
    n_missing = sum(not field or field.isspace() for field in fields)
    if n_missing == len(fields):
        rest = [name for name in table.columns if name.casefold() != column.casefold()]
        hint = f"name another with `column`: {', '.join(rest)}" if rest else "write a text below the header"
        raise InputError(table.source, None, f"no row has text in the column '{column}'", hint)
    _say_missing(table.source, n_missing, len(fields), f"the column '{column}'", progress)
    if others is not None:
        others.add_table(table)
    return "\n".join(map(one_line, fields))


def _below_title(table: Table, column: str, progress: Progress) -> Table:
    """Return the table without the lines above its header, if one of the first rows is the header."""
    if named_places(table.columns, column):
        return table
    for place, row in enumerate(table.rows[:_TITLE]):
        if len(row) > 1 and named_places(row, column):
            progress.note(f"{table.source}: line {table.lines[place]} is the header; the lines above it are left out")
            return Table(table.source, tuple(row), table.rows[place + 1 :], table.lines[place + 1 :])
    return table


def record_texts(
    pieces: Iterable[str], source: str, field: str, progress: Progress, others: Fields | None = None
) -> Iterator[str]:
    """Yield the texts of records in JSON, a line each: a line end between two of them, and none at the end.

    `others` takes down other fields of the records.

    Raises
    ------
    InputError
        A value is not JSON, a text holds half a character, or no record has text in the field.
    """
    asked = field
    values, field = _unwrapped(json_values(pieces, source), source, field, progress)
    within = asked.removesuffix(field)
    batch: list[str] = []
    size = count = n_missing = 0
    missing: list[tuple[int, Any]] = []
    for line, record in values:
        text = find_field(record, field)
        if text is None or text.isspace() or not text:
            n_missing += 1
            if len(missing) < _LOOKED_AT:
                missing.append((line, record))
        elif has_half_character(text):
            raise InputError(source, line, f"half a surrogate pair in the field '{field}'", "write both halves")
        if others is not None:
            others.add(record, within)
        count += 1
        batch.append(one_line(text or ""))
        size += len(batch[-1]) + 1
        if size > _PIECE:
            # The line end goes with the piece before: pieces are whole lines.
            yield "\n".join(batch[:-1]) + "\n"
            batch, size = batch[-1:], len(batch[-1])
    if n_missing == count:
        raise _nowhere(missing, source, field)
    _say_missing(source, n_missing, count, f"the field '{field}'", progress)
    yield "\n".join(batch)


def _unwrapped(
    values: Iterator[tuple[int, Any]], source: str, field: str, progress: Progress
) -> tuple[Iterator[tuple[int, Any]], str]:
    """Return the records and the field of their text; a single object around an array of records is taken off."""
    first = list(islice(values, 2))
    if len(first) == 1 and isinstance(first[0][1], dict) and not isinstance(first[0][1].get(field), str):
        line, document = first[0]
        inner = inner_records(document, field)
        if inner is not None:
            name, records, field = inner
            progress.note(f"{source}: read the {len(records)} records in '{name}'")
            return ((line, record) for record in records), field
        column = column_records(document, field)
        if column is not None:
            progress.note(f"{source}: read the {len(column)} texts of '{field}'")
            return ((line, record) for record in column), field
    return chain(first, values), field


def _nowhere(missing: list[tuple[int, Any]], source: str, field: str) -> InputError:
    """Return the error of a file in which no record has text in the field, with the fields that have."""
    if not missing:
        return InputError(source, None, "the file holds no record", "name a file with records")
    names = list(dict.fromkeys(name for _, record in missing for name in field_names(record)))
    named = ", ".join(names[:_NAMED]) + (", ..." if len(names) > _NAMED else "")
    hint = "name the field with `field`" + (f"; fields with text are: {named}" if named else "")
    return InputError(source, missing[0][0], f"no text in the field '{field}'", hint)


def _say_missing(source: str, n_missing: int, count: int, place: str, progress: Progress) -> None:
    if 0 < n_missing < count:
        progress.note(f"{source}: {n_missing} of {count} records have no text in {place}; they are no documents")
