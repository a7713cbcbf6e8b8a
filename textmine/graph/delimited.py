"""Tables of links as text: what separates the fields, what is a comment, and the fields themselves."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.errors import InputError
from textmine.graph.headers import columns_of
from textmine.io import unescape_fields

__all__ = ["DECIMAL_COMMA", "Fields", "is_numeric", "split_fields"]

DECIMAL_COMMA = re.compile(r"\s*[+-]?[0-9]+,[0-9]+\s*")
_NUMERIC = re.compile(r"\s*[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?\s*")
_SAMPLE = 20  # records by which a file is judged
_OURS = ("source\ttarget\tweight", "source\ttarget\tweight\tcount")  # the header of what is written here


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of a table by column, shorter records filled with nothing; widths and lines of the records."""

    columns: list[list[str]]
    widths: list[int]
    lines: Sequence[int]
    delimiter: str


def is_numeric(field: str) -> bool:
    """Return whether a field is a number; a decimal comma counts as a point."""
    return _NUMERIC.fullmatch(field) is not None


def split_fields(text: str, source: str, delimiter: str | None, remedy: str) -> Fields:
    r"""Return the fields of a table; comments and blank lines are left out.

    Examples
    --------
    >>> split_fields("# by hand\na;b;1\nb;c\n", "links.csv", None, "").columns
    [['a', 'b'], ['b', 'c'], ['1', '']]
    """
    if not text or text.isspace():
        raise InputError(source, None, "the file is empty", remedy)
    lines = text.split("\n")
    if lines[0].casefold().startswith("sep=") and len(lines[0].strip()) == 5:  # Excel's
        delimiter, lines[0] = delimiter or lines[0][4], ""
    numbers = [number for number, line in enumerate(lines, 1) if line and not line.isspace()]
    kept = [lines[number - 1] for number in numbers]
    remarked = text[:1] in "#%" or "\n#" in text or "\n%" in text
    plain = [line for line in kept if line[0] not in "#%"] if remarked else kept
    sign = delimiter or _found_out((plain or kept)[:_SAMPLE])
    if remarked:
        numbers, kept = _without_comments(numbers, kept, plain[:_SAMPLE], sign)
    if not kept:
        raise InputError(source, None, "the graph has no link", remedy)
    if sign in ",;|" and any(line.count('"') % 2 for line in kept):  # line ends in quotes: all lines as they are
        numbers = list(range(numbers[0], len(lines) + 1))
        kept = lines[numbers[0] - 1 :]
    found = _fields(kept, numbers, sign, source)
    if not found.widths:
        raise InputError(source, None, "the graph has no link", remedy)
    return found


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


def _csv_records(lines: list[str], numbers: list[int], sign: str, source: str) -> tuple[list[list[str]], list[int]]:
    spaced = sign == " " or all(_after_blanks(line, sign) for line in lines[:_SAMPLE])
    text = "\n".join(" ".join(line.split()) for line in lines) if sign == " " else "\n".join(lines)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, skipinitialspace=spaced, strict=True)
    records, places, line = [], [], 0
    try:
        for record in reader:
            if any(record):  # a spreadsheet's empty rows have separators
                records.append(record)
                places.append(numbers[line])
            line = reader.line_num
    except csv.Error as error:
        raise InputError(
            source, numbers[min(line, len(numbers) - 1)], f"not a CSV record: {error}", "check its quotes"
        ) from error
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


def _without_comments(
    numbers: list[int], lines: list[str], sample: Sequence[str], sign: str
) -> tuple[list[int], list[str]]:
    """Leave out what begins with # or % and is no link of the file's own shape; a header behind # is a header."""
    shape = _Shape.of([_split(line, sign) for line in sample], sign)
    found: list[tuple[int, str]] = []
    for number, line in zip(numbers, lines, strict=True):
        if line[0] not in "#%":
            found.append((number, line))
        elif not found and line[1:2] != " " and columns_of(_split(line[1:], sign)) is not None:
            found.append((number, line[1:]))
        elif (line[1:2] != " " or (shape.headed and found)) and shape.fits(_split(line, sign)):
            found.append((number, line))
    return [number for number, _ in found], [line for _, line in found]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the records of a file have in common: how many fields, which of them are numbers, whether a header."""

    widths: frozenset[int]
    numeric: Sequence[bool]
    headed: bool

    @classmethod
    def of(cls, records: list[list[str]], sign: str) -> _Shape:
        headed = bool(records) and columns_of(records[0]) is not None
        body = records[1:] if headed else records
        widths = frozenset(map(len, records)) or frozenset((2, 3))
        if not body:
            return cls(widths, [False, False, not headed], headed and sign != " ")
        places = range(max(widths))
        numeric = [all(len(record) <= place or is_numeric(record[place]) for record in body) for place in places]
        return cls(widths, numeric, headed and sign != " ")

    def fits(self, fields: Sequence[str]) -> bool:
        """Return whether the fields are a record of the file; below a header, their number tells."""
        alike = (self.headed or is_numeric(field) or not due for field, due in zip(fields, self.numeric, strict=False))
        return len(fields) in self.widths and all(alike)
