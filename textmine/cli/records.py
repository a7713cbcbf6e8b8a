"""How commands read what records say beside their text: dates and groups, from fields of JSON or columns of tables.

The records are read twice, for their text and for these fields: one place, until the reader of texts does both.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from textmine.progress import Progress
    from textmine.text import Corpus, ReadOptions
    from textmine.text.records import Records

__all__ = ["Date", "PartOf", "load_records", "note_dates", "wholes_of"]

Date = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD", help="Field of JSON records, or column of tables, that holds the date of a document."
    ),
]
PartOf = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD",
        help="Field that says what a document is a part of, such as the report of a paragraph: words that burst in one"
        " of these wholes count less.",
    ),
]


def load_records(
    sources: Sequence[str], reading: ReadOptions, fields: Sequence[str], date: str | None, progress: Progress
) -> tuple[Corpus, Records]:
    """Read text with what its records say: the groups of `fields`, dates, and the group `source`, the file.

    Raises
    ------
    InputError
        A file cannot be read, is not records, or no record has one of the fields.
    OptionError
        Standard input, or whole files, would have to be records.
    """
    import numpy as np

    from textmine.errors import InputError, OptionError
    from textmine.io import expand_sources
    from textmine.text import build_corpus
    from textmine.text.dates import read_dates
    from textmine.text.onescript import in_one_script
    from textmine.text.records import Group, build_records, group_of
    from textmine.text.scripts import note_scripts

    wanted = list(dict.fromkeys([*fields, *([date] if date else [])]))
    if wanted and (reading.per_file or "-" in sources):
        raise OptionError("fields are read from files with a document a record", "name files of JSON lines, or tables")
    lines = _Lines()
    files = expand_sources(sources, progress)
    corpus = build_corpus(
        chain.from_iterable(lines.of(file, reading, progress) for file in files), None, reading.memory
    )
    if corpus.n_documents == 0:
        raise InputError(" ".join(sources), None, "no word in all the text", "name files with text")
    note_scripts(corpus, progress)
    corpus, n_traditional = in_one_script(corpus, reading.memory)
    if n_traditional:
        progress.note(f"{n_traditional} documents are in traditional characters; they are read as simplified ones")
    # Lines without a word are no documents.
    kept = np.searchsorted(np.frombuffer(lines.starts, np.int64), corpus.offsets, side="right") - 1
    of_file = np.searchsorted(np.frombuffer(lines.first, np.int64), kept, side="right") - 1
    values: dict[str, list[Any]] = {field: [] for field in wanted}
    for file in files if wanted else ():
        for found in _fields(file, reading, wanted):
            for field, value in zip(wanted, found, strict=True):
                values[field].append(value)
    for field in wanted:
        if values[field] and len(values[field]) != len(lines.starts):
            reason = "its records do not fit its text, line by line"
            raise InputError(" ".join(sources), None, reason, "write one JSON object a line")
        values[field] = [values[field][at] for at in kept.tolist()] if values[field] else []
        if not any(value not in (None, "") for value in values[field]):
            reason = f"no record has the field '{field}'"
            raise InputError(" ".join(sources), None, reason, "name a field of JSON lines, or a column with --column")
    groups = {field: group_of([_text(value) for value in values[field]]) for field in fields}
    groups["source"] = Group(of_file.astype(np.int32), files)
    dates = read_dates(values[date]) if date else None
    return corpus, build_records(corpus.n_documents, dates=dates, groups=groups)


def wholes_of(records: Records, part_of: str | None, progress: Progress) -> Any:
    """Return the whole of each document as codes; None where none is asked for."""
    if part_of is None:
        return None
    group = records.groups[part_of]
    n_without = int((group.codes < 0).sum())
    if n_without:
        progress.note(f"{n_without} of {len(group)} documents have no '{part_of}': each is a whole by itself")
    return group.codes


def note_dates(records: Records, progress: Progress) -> None:
    """Say which dates are missing, cannot be read, or can be read in two ways."""
    dates = records.dates
    if dates is None:
        return
    if dates.note:
        progress.note(dates.note)
    if dates.n_missing:
        progress.note(f"{dates.n_missing} of {len(dates)} documents have no date; they are left out")
    if dates.n_unread:
        shown = ", ".join(dates.unread)
        progress.note(f"{dates.n_unread} of {len(dates)} dates cannot be read, such as {shown}; they are left out")


class _Lines:
    """Where the lines of the text begin, as offsets, and the first line of each file."""

    def __init__(self) -> None:
        self.starts = array("q")
        self.first = array("q")
        self._at = 0

    def of(self, file: str, reading: ReadOptions, progress: Progress) -> Iterator[str]:
        """Yield the text of a file and take down its lines: a record a line, and no line end behind the last."""
        from textmine.text import read_texts

        self.first.append(len(self.starts))
        self.starts.append(self._at)
        for piece in read_texts([file], reading, progress):
            ends = (len(line) + 1 for line in piece.split("\n")[:-1])
            self.starts.extend(islice(accumulate(ends, initial=self._at), 1, None))
            self._at += len(piece)
            yield piece


def _fields(file: str, reading: ReadOptions, wanted: Sequence[str]) -> Iterator[list[Any]]:
    """Yield the values of some fields of each record, or row, of a file."""
    from textmine.io import decode, read_any_table, read_bytes, read_workbook
    from textmine.io.jsonvalues import json_values
    from textmine.io.signatures import is_workbook
    from textmine.text.columns import is_records

    data = read_bytes(file)
    if is_workbook(data, file):
        table = read_workbook(data, file, reading.sheet)
    else:
        text = decode(data, file, reading.encoding)
        if is_records(text[:10_000], file, reading):
            for _, record in json_values([text], file):
                yield [_value(record, field) for field in wanted]
            return
        if reading.column is None:
            return
        table = read_any_table(text, file, delimiter=reading.delimiter, column=reading.column)
    columns = [table.column(field) if field in table.columns else [""] * len(table.rows) for field in wanted]
    yield from map(list, zip(*columns, strict=True))


def _value(record: Any, field: str) -> Any:
    from textmine.io.records import find_field

    value = record.get(field) if isinstance(record, dict) else None
    return value if isinstance(value, str | int | float) else find_field(record, field)


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
