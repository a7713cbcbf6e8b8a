"""Tables of links as text: what separates the fields, what is a comment, and the fields themselves."""

from __future__ import annotations

import io

from textmine.errors import InputError
from textmine.graph.headers import columns_of, is_plain, mantissa
from textmine.io.rows import unescape_fields
from textmine.lightclasses import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["Fields", "Lines", "Shape", "declared_sign", "find_lines", "is_numeric", "split_fields"]

_OPENED = r'(?s)(?:^|[,;|])\s*"(?:[^"]|"")*$'  # a quote at the beginning of a field that is not closed
_SAMPLE = 20  # records by which a file is judged
_OURS = ("source\ttarget\tweight", "source\ttarget\tweight\tcount")  # the header of what is written here


@dataclass(frozen=True)
class Fields:
    """Fields of a table by column, shorter records filled with nothing; widths and lines of the records."""

    columns: list[list[str]]
    widths: list[int]
    lines: Sequence[int]
    delimiter: str


def is_numeric(field: str) -> bool:
    """Return whether a field is a number; a decimal comma counts as a point."""
    return is_plain(field) or is_plain(mantissa(field).replace(",", ".").replace(".", "", 1))


def split_fields(text: str, source: str, delimiter: str | None, remedy: str) -> Fields:
    r"""Return the fields of a table; comments and blank lines are left out.

    Examples
    --------
    >>> split_fields("# by hand\na;b;1\nb;c\n", "links.csv", None, "").columns
    [['a', 'b'], ['b', 'c'], ['1', '']]
    """
    found = find_lines(text, source, delimiter, remedy)
    if found.sign in ",;|" and any(line.count('"') % 2 for line in found.lines):  # line ends in quotes: all lines
        lines, first = text.split("\n"), found.numbers[0]
        found = replace(found, lines=lines[first - 1 :], numbers=list(range(first, len(lines) + 1)))
    fields = found.fields(source)
    if not fields.widths:
        raise InputError(source, None, "the graph has no link", remedy)
    return fields


@dataclass(frozen=True)
class Lines:
    """The lines of a table that are records, their numbers, and what separates their fields.

    `shape` says which lines that begin with # or % are records.
    """

    lines: list[str]
    numbers: list[int]
    sign: str
    shape: Shape

    @property
    def quoted(self) -> bool:
        """Whether fields may stand in quotes."""
        return _has_quotes(self.lines[:_SAMPLE], self.sign)

    @property
    def spaced(self) -> bool:
        """Whether a blank follows each separator."""
        return self.sign == " " or all(_after_blanks(line, self.sign) for line in self.lines[:_SAMPLE])

    def fields(self, source: str) -> Fields:
        """Return the fields of the records."""
        return _fields(self.lines, self.numbers, self.sign, source)


def find_lines(text: str, source: str, delimiter: str | None, remedy: str) -> Lines:
    r"""Return the lines of a table that are neither blank nor comments, and what separates their fields.

    Examples
    --------
    >>> found = find_lines("# by hand\n\na;b;1\n", "links.csv", None, "")
    >>> found.lines, found.numbers, found.sign
    (['a;b;1'], [3], ';')
    """
    if not text or text.isspace():
        raise InputError(source, None, "the file is empty", remedy)
    lines = text.split("\n")
    declared = declared_sign(lines[0])
    if declared:
        delimiter, lines[0] = delimiter or declared, ""
    numbers = [number for number, line in enumerate(lines, 1) if line and not line.isspace()]
    kept = [lines[number - 1] for number in numbers]
    remarked = text[:1] in "#%" or "\n#" in text or "\n%" in text
    plain = [line for line in kept if line[0] not in "#%"] if remarked else kept
    sign = delimiter or _found_out((plain or kept)[:_SAMPLE])
    shape = Shape.of([_split(line, sign) for line in plain[:_SAMPLE]], sign)
    if remarked:
        numbers, kept = _without_comments(numbers, kept, shape)
    if not kept:
        raise InputError(source, None, "the graph has no link", remedy)
    return Lines(kept, numbers, sign, shape)


def declared_sign(line: str) -> str:
    """Return what Excel's first line says separates the fields; nothing where it is no such line.

    Examples
    --------
    >>> declared_sign("sep=;"), declared_sign("a;b")
    (';', '')
    """
    return line[4] if line.casefold().startswith("sep=") and len(line.strip()) == 5 else ""


def _fields(lines: list[str], numbers: list[int], sign: str, source: str) -> Fields:
    if _has_quotes(lines[:_SAMPLE], sign):
        records, numbers = _csv_records(lines, numbers, sign, source)
        widths = list(map(len, records))
        width = max(widths, default=0)
        if min(widths, default=0) < width:
            records = [record + [""] * (width - len(record)) for record in records]
        return Fields([list(column) for column in zip(*records, strict=True)], widths, numbers, sign)
    if sign == " ":
        lines = ["\t".join(line.split()) for line in lines]
    elif sign != "\t":
        lines = [line.replace("\t", " ").replace(sign, "\t") for line in lines]
    widths = [line.count("\t") + 1 for line in lines]
    width = max(widths)
    if min(widths) < width:
        lines = [line + "\t" * (width - count) for line, count in zip(lines, widths, strict=True)]
    # Backslashes are escapes where tabs separate, and nothing but backslashes in other tables.
    whole = "\t".join(lines)
    fields = unescape_fields(whole) if sign == "\t" else whole.split("\t")
    return Fields([fields[place::width] for place in range(width)], widths, numbers, sign)


def _has_quotes(lines: Sequence[str], sign: str) -> bool:
    """Return whether the fields of a table stand in quotes where they need them; commas always may have them."""
    if sign not in ("\t", " "):
        return True
    if not any('"' in line for line in lines) or lines[0] in _OURS:
        return False
    opened = [field for line in lines for field in _bare_fields(line, sign) if field.startswith('"')]
    return sign == " " or (bool(opened) and all(len(field) > 1 and field.endswith('"') for field in opened))


def _bare_fields(line: str, sign: str) -> list[str]:
    return line.split() if sign == " " else line.split(sign)


def _csv() -> Any:
    """Return Python's reader of CSV, which is loaded where fields stand in quotes."""
    import csv

    csv.field_size_limit(2**31 - 1)  # a name may be longer than 128 KB, Python's own limit
    return csv


def _csv_records(lines: list[str], numbers: list[int], sign: str, source: str) -> tuple[list[list[str]], list[int]]:
    spaced = sign == " " or all(_after_blanks(line, sign) for line in lines[:_SAMPLE])
    text = "\n".join(" ".join(line.split()) for line in lines) if sign == " " else "\n".join(lines)
    csv = _csv()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=spaced, strict=True)
    records, places, line = [], [], 0
    try:
        for record in reader:
            if any(record):  # a spreadsheet's empty rows have separators
                records.append(record)
                # A carriage return within a line ends a record too, so there may be more records than lines.
                places.append(numbers[min(line, len(numbers) - 1)])
            line = reader.line_num
    except csv.Error as error:
        from textmine.io.tables import csv_fault

        raise InputError(source, numbers[min(line, len(numbers) - 1)], *csv_fault(error)) from error
    return records, places


def _after_blanks(line: str, sign: str) -> bool:
    """Return whether a blank follows each separator, as people write lists; it belongs to no field then."""
    rest = line.split(sign)[1:]
    return bool(rest) and all(field.startswith(" ") for field in rest)


def _split(line: str, sign: str) -> list[str]:
    """Split a line of a sample."""
    if sign == "\t":
        quoted = (len(field) > 1 and field[0] == field[-1] == '"' for field in line.split(sign))
        return [field[1:-1] if stripped else field for field, stripped in zip(line.split(sign), quoted, strict=True)]
    if sign == " ":
        line = " ".join(line.split())
    if '"' in line:
        csv = _csv()
        try:
            return next(csv.reader([line], delimiter=sign, skipinitialspace=sign == " "))
        except (csv.Error, StopIteration):
            pass
    return line.split(sign)


def _found_out(sample: Sequence[str]) -> str:
    """Return what separates the fields: a tab, else what makes the best table of a sample of records."""
    if not sample or "\t" in sample[0]:
        return "\t" if sample else " "
    for sign in ",;|":
        if columns_of(_split(sample[0], sign)) is not None:  # whatever the quotes below hold
            return sign
    sample = _whole_records(sample)
    best, most = " ", (False, False)
    for sign in (" ", "|", ";", ","):
        records = [_split(line, sign) for line in sample]
        widths = set(map(len, records))
        if min(widths) < 2 or (sign == "|" and len(widths) > 1):
            continue
        thirds = [record[2] for record in records[1:] or records if len(record) > 2]
        numeric = bool(thirds) and all(map(is_numeric, thirds))
        judged = len(widths) == 1 or widths <= {2, 3}, numeric
        if judged >= most:
            best, most = sign, judged
    return best


def _whole_records(sample: Sequence[str]) -> Sequence[str]:
    """Join lines of a sample where a quote that begins a field is closed on a later line."""
    if not any('"' in line for line in sample):
        return sample
    import re

    if not any(re.search(_OPENED, line) for line in sample):
        return sample
    records, begun = [], ""
    for line in sample:
        begun = f"{begun}\n{line}" if begun else line
        if begun.count('"') % 2 == 0 or not re.search(_OPENED, begun):
            records.append(begun)
            begun = ""
    return records or sample


def _without_comments(numbers: list[int], lines: list[str], shape: Shape) -> tuple[list[int], list[str]]:
    """Leave out what begins with # or % and is no link of the file's own shape; a header behind # is a header."""
    found: list[tuple[int, str]] = []
    for number, line in zip(numbers, lines, strict=True):
        if line[0] not in "#%":
            found.append((number, line))
        elif not found and line[1:2] != " " and columns_of(_split(line[1:], shape.sign)) is not None:
            found.append((number, line[1:]))
        elif shape.has(line, bool(found)):
            found.append((number, line))
    return [number for number, _ in found], [line for _, line in found]


@dataclass(frozen=True)
class Shape:
    """What the records of a file have in common: how many fields, which of them are numbers, whether a header."""

    sign: str
    widths: frozenset[int]
    numeric: Sequence[bool]
    headed: bool

    @classmethod
    def of(cls, records: list[list[str]], sign: str) -> Shape:
        """Return the shape of a sample of records."""
        headed = bool(records) and columns_of(records[0]) is not None
        body = records[1:] if headed else records
        widths = frozenset(map(len, records)) or frozenset((2, 3))
        if not body:
            return cls(sign, widths, [False, False, not headed], headed and sign != " ")
        places = range(max(widths))
        numeric = [all(len(record) <= place or is_numeric(record[place]) for record in body) for place in places]
        return cls(sign, widths, numeric, headed and sign != " ")

    def has(self, line: str, after_others: bool) -> bool:
        """Return whether a line that begins with # or % is a record of the file; below a header, its width tells."""
        if line[1:2] == " " and not (self.headed and after_others):
            return False
        fields = _split(line, self.sign)
        alike = (self.headed or is_numeric(field) or not due for field, due in zip(fields, self.numeric, strict=False))
        return len(fields) in self.widths and all(alike)
