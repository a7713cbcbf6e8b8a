"""Takes down what records say beside their text, in the pass that reads the text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Longs
from textmine.errors import InputError, OptionError
from textmine.io.records import field_names, find_value
from textmine.io.sources import plain_name
from textmine.io.tables import Table, named_places
from textmine.progress import SILENT, Progress
from textmine.text.columnstore import CodedColumn, StringColumn, Strings
from textmine.text.dates import Dates, read_coded_dates
from textmine.text.filenames import name_dates
from textmine.text.records import SOURCE, Group, Records

if TYPE_CHECKING:
    from textmine.text.reading import ReadOptions

__all__ = ["Fields", "records_of_lines"]

_DATE = 40  # characters of a date that cannot be read
_LOOKED_AT, _SHOWN = 20, 10  # records whose fields a message may name, and names in it
_FEW = 3  # files that a message names
_HINT = "name a field of JSON lines, or a column of tables with `column`"


class _DayColumn(CodedColumn):
    """Dates without the time of day behind them, so that few are different."""

    def add(self, value: str) -> None:
        """Add a date as it is written."""
        if len(value) > 10 and value[4] == "-" == value[7] and value[10] in "T " and value[13:14] == ":":
            value = value[:10]
        super().add(value)


class Fields:
    """What records say beside their text: filled while texts are read, and given for documents afterwards.

    Parameters
    ----------
    options
        The fields that are wanted, and how documents are told apart.
    """

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._texts = {name: StringColumn() for name in (options.id, options.title) if name is not None}
        self._codes = {name: CodedColumn() for name in options.groups}
        self._days = _DayColumn()
        self._columns: list[tuple[str, StringColumn | CodedColumn]] = [*self._texts.items(), *self._codes.items()]
        if options.date is not None:
            self._columns.append((options.date, self._days))
        self._names: dict[str, None] = {}  # of the fields that the first records have
        self._files: list[str] = []
        self._starts = array("q")  # where lines begin, as offsets; of a file without fields, where it begins
        self._first_line, self._first_row = array("q"), array("q")
        self._n_rows = 0
        self._at = 0

    def begin(self, file: str) -> None:
        """Note that a file is read from here on."""
        self._files.append(file)
        self._first_row.append(self._n_rows)

    def add(self, record: Any, within: str = "") -> None:
        """Take down the fields of a record in JSON; `within` is the path to it, which names of fields may have."""
        self._n_rows += 1
        if self._n_rows <= _LOOKED_AT:
            self._names |= dict.fromkeys(field_names(record, numbers=True))
        for name, column in self._columns:
            value = record.get(name) if isinstance(record, dict) else None  # mostly it is this
            column.add(value if isinstance(value, str) else find_value(record, name.removeprefix(within)))

    def add_table(self, table: Table) -> None:
        """Take down columns of a table; those that it does not have are empty."""
        self._n_rows += len(table.rows)
        self._names |= dict.fromkeys(table.columns)
        for name, column in self._columns:
            places = named_places(table.columns, name)
            for field in table.column(name) if places else [""] * len(table.rows):
                column.add(field.strip())

    def follow(self, pieces: Iterable[tuple[int, str]]) -> Iterator[str]:
        """Yield the texts of files, and take down where their lines begin; the pieces have the numbers of their files.

        A record is a line, and no line end is behind the last one.
        """
        last = -1
        for file, piece in pieces:
            if file != last:
                self._first_line.append(len(self._starts))
                self._starts.append(self._at)
                last = file
            if not self._options.per_file and self._n_rows > self._first_row[file]:
                ends = (len(line) + 1 for line in piece.split("\n")[:-1])
                self._starts.extend(islice(accumulate(ends, initial=self._at), 1, None))
            self._at += len(piece)
            yield piece

    def pass_by(self, file: str, n_characters: int) -> None:
        """Note a file of plain text, which was read elsewhere."""
        self.begin(file)
        self._first_line.append(len(self._starts))
        self._starts.append(self._at)
        self._at += n_characters

    def records(self, offsets: Longs, progress: Progress = SILENT) -> Records:
        """Return what is known of documents; a note says of how many it is not.

        Parameters
        ----------
        offsets
            int64[d]: offset of the first unit of each document, as `Corpus.offsets`.
        progress
            Gets a note of what documents do not have.

        Raises
        ------
        InputError
            No record has one of the fields, or no file has a date in its name.
        """
        options = self._options
        rows, files = self._rows(offsets)
        for name, column in self._columns:
            if not _is_filled(column):
                raise InputError(self._named(), None, f"no record has the field '{name}'", self._there_are())
        ids, titles = (self._texts[name].finish().take(rows) if name else None for name in (options.id, options.title))
        if options.id is None and options.per_file:
            ids = Strings.of(map(plain_name, self._files)).take(files)
        groups = {name: Group(self._codes[name].take(rows), self._codes[name].values) for name in options.groups}
        if len(self._files) > 1:
            groups.setdefault(SOURCE, self._source(files))
        dates = self._dates(rows, files)
        _note(progress, len(offsets), {options.id: ids, options.title: titles}, groups, dates)
        return Records(len(offsets), ids, titles, dates, groups)

    def _there_are(self) -> str:
        """Return a hint: the first fields that records have."""
        if not self._names:
            return _HINT
        return f"the fields are: {', '.join([*self._names][:_SHOWN])}" + (", ..." if len(self._names) > _SHOWN else "")

    def _named(self) -> str:
        """Return the names of the first files, for a message."""
        return " ".join(self._files[:_FEW]) + (" ..." if len(self._files) > _FEW else "")

    def source(self, offsets: Longs) -> Group:
        """Return the file of each document."""
        return self._source(self._rows(offsets)[1])

    def _source(self, files: Longs) -> Group:
        return Group(files.astype(np.int32), [plain_name(file) for file in self._files])

    def _rows(self, offsets: Longs) -> tuple[Longs, Longs]:
        """Return the row, -1 for none, and the file of each document."""
        first_line, first_row = np.array(self._first_line, np.int64), np.array(self._first_row, np.int64)
        n_lines = np.diff(np.append(first_line, len(self._starts)))
        n_rows = np.diff(np.append(first_row, self._n_rows))
        if not self._options.per_file and bool(((n_rows > 0) & (n_rows != n_lines)).any()):
            reason = "its records do not fit its text, line by line"
            raise InputError(self._named(), None, reason, "write one JSON object a line")
        # Lines without a word are no documents.
        lines = np.searchsorted(np.array(self._starts, np.int64), offsets, side="right") - 1
        files = np.searchsorted(first_line, lines, side="right") - 1
        rows = np.where(n_rows[files] > 0, first_row[files] + lines - first_line[files], -1)
        return rows.astype(np.int64), files.astype(np.int64)

    def _dates(self, rows: Longs, files: Longs) -> Dates | None:
        options = self._options
        if options.date is None and options.date_from_name is None:
            return None
        column = self._days
        codes = np.full(len(rows), -1, np.int32) if options.date is None else column.take(rows)
        if options.date_from_name is not None:
            find = name_dates(options.date_from_name)
            of_file = np.array([column.number(find(file)) for file in self._files], np.int32)
            if bool((of_file < 0).all()):
                reason = f"no file has a date in its name as in '{options.date_from_name}'"
                raise InputError(self._named(), None, reason, "write YYYY, MM and DD where the digits stand")
            codes = np.where(codes < 0, of_file[files], codes)
        return read_coded_dates(codes, column.values)


def records_of_lines(records: Records, texts: Iterable[str], offsets: Longs) -> Records:
    r"""Return the records of documents, given those of lines: lines without a word are no documents.

    Parameters
    ----------
    records
        A record for each line of the texts, also for an empty one.
    texts, offsets
        The texts, and int64[d]: offset of the first unit of each document, as `Corpus.offsets`.

    Raises
    ------
    OptionError
        There are not as many records as lines.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.text.records import build_records
    >>> texts = ["oil\n\ngas", "", "coal"]
    >>> records = build_records(5, ids=["a", "b", "c", "d", "e"])
    >>> records_of_lines(records, texts, build_corpus(texts).offsets).ids
    ['a', 'c', 'e']
    """
    starts, at = array("q"), 0
    for text in texts:
        lines = text.removesuffix("\n").split("\n")
        starts.extend(islice(accumulate((len(line) + 1 for line in lines), initial=at), len(lines)))
        at += len(text)
    if len(starts) != len(records):
        raise OptionError(f"{len(records)} records for {len(starts)} lines of text", "give one a line")
    return records.take(np.searchsorted(np.array(starts, np.int64), offsets, side="right") - 1)


def _is_filled(column: StringColumn | CodedColumn) -> bool:
    return bool(column.finish().n_filled if isinstance(column, StringColumn) else column.values)


def _note(
    progress: Progress,
    n: int,
    texts: dict[str | None, Strings | None],
    groups: dict[str, Group],
    dates: Dates | None,
) -> None:
    """Say what documents do not have."""
    lacking = {name: n - column.n_filled for name, column in texts.items() if name and column is not None}
    lacking |= {name: int((group.codes < 0).sum()) for name, group in groups.items()}
    for name, n_lacking in lacking.items():
        if n_lacking:
            progress.note(f"{n_lacking} of {n} documents have no '{name}'")
    if dates is None:
        return
    if dates.note:
        progress.note(dates.note)
    if dates.n_missing:
        progress.note(f"{dates.n_missing} of {n} documents have no date")
    if dates.n_unread:
        shown = [text if len(text) <= _DATE else text[:_DATE] + "..." for text in dates.unread]
        progress.note(f"{dates.n_unread} of {n} dates cannot be read, such as {', '.join(shown)}")
