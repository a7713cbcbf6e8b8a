"""Parameters that several commands share, and what they become."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from textmine.corpus import ReadOptions

__all__ = [
    "Background",
    "Column",
    "Corpus",
    "Encoding",
    "Field",
    "KeepRepeats",
    "Output",
    "PerFile",
    "RowFormat",
    "Rows",
    "not_negative",
    "read_options",
]


class RowFormat(StrEnum):
    """How rows are written."""

    TSV = "tsv"
    CSV = "csv"
    JSONL = "jsonl"
    TABLE = "table"


Corpus = Annotated[
    list[str],
    typer.Argument(
        metavar="CORPUS...",
        help="Text: files, directories, patterns, or - for standard input; gz, bz2, xz and zst are read as they are.",
    ),
]
Background = Annotated[
    list[str] | None,
    typer.Option("--background", "-b", metavar="FILE", help="Text of the world at large. May be given several times."),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of the text; found out for each file if left out.")
]
PerFile = Annotated[bool, typer.Option("--per-file", help="A file is a document, not a line.")]
Field = Annotated[str, typer.Option(metavar="NAME", help="Field of .jsonl files that holds the text.")]
Column = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Column that holds the text: reads files as tables with a header (.csv by commas, others by tabs).",
    ),
]
KeepRepeats = Annotated[
    bool, typer.Option("--keep-repeats", help="Count repeated clauses of ten units or more each time, not once.")
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
Rows = Annotated[RowFormat, typer.Option("--format", "-f", help="How to write the rows.")]


def read_options(encoding: str | None, per_file: bool, field: str, column: str | None) -> ReadOptions:
    """Return how files are read."""
    from textmine.corpus import ReadOptions

    return ReadOptions(encoding=encoding, per_file=per_file, field=field, column=column)


def not_negative(option: str, number: int | None) -> int | None:
    """Return `number`, or raise `OptionError` where it is below 0."""
    from textmine.errors import OptionError

    if number is not None and number < 0:
        raise OptionError(f"{option} is negative", f"use {option} 0 for all")
    return number
