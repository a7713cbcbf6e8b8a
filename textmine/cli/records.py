"""How commands that compare documents read them: with what their records say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from textmine.progress import Progress
    from textmine.text import Corpus, ReadOptions
    from textmine.text.records import Group, Records

__all__ = ["PartOf", "check_dates", "load_documents", "wholes_of", "with_groups"]

PartOf = Annotated[
    str | None,
    typer.Option(
        metavar="FIELD",
        help="Field that says what a document is a part of, such as the report of a paragraph: words that burst in one"
        " of these wholes count less.",
    ),
]


def with_groups(reading: ReadOptions, *fields: str | None) -> ReadOptions:
    """Return options of reading with some more fields that are groups."""
    import dataclasses

    return dataclasses.replace(reading, groups=[*reading.groups, *(field for field in fields if field is not None)])


def load_documents(sources: Sequence[str], reading: ReadOptions, progress: Progress) -> tuple[Corpus, Records, Group]:
    """Read text with what its records say, and the file of each document.

    Raises
    ------
    InputError
        A file cannot be read, or no record has one of the fields.
    """
    from textmine.text import TextReader
    from textmine.text.records import records_of
    from textmine.text.scripts import note_scripts

    reader = TextReader(sources, reading, progress)
    corpus = reader.corpus()
    note_scripts(corpus, progress)
    return corpus, records_of(corpus), reader.source(corpus.offsets)


def check_dates(reading: ReadOptions, needing: str) -> None:
    """Raise OptionError if no option says where dates are; `needing` begins the message."""
    from textmine.errors import OptionError

    if reading.date is None and reading.date_from_name is None:
        hint = "name the field of the records that holds them with --date, or give --date-from-name"
        raise OptionError(f"{needing} dates", hint)


def wholes_of(records: Records, part_of: str | None, progress: Progress) -> Any:
    """Return the whole of each document as codes; None where none is asked for."""
    if part_of is None:
        return None
    group = records.groups[part_of]
    if (group.codes < 0).any():
        progress.note(f"documents without '{part_of}' are wholes by themselves")
    return group.codes
