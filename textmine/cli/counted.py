"""Terms and their counts by document, for the commands that compare documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import one_of
from textmine.io.rows import ROW_FORMATS

if TYPE_CHECKING:
    from textmine.concordance import DocumentCounts
    from textmine.progress import Progress
    from textmine.segment import WordList
    from textmine.text import Corpus, ReadOptions

__all__ = ["All", "Choice", "CommunityFile", "RowCount", "RowsOrTable", "TermFile", "Top", "count_terms", "shown_as"]

TermFile = Annotated[
    str | None,
    typer.Option(
        "--terms",
        metavar="FILE",
        help="The terms: what discover wrote, or one a line.  [default: found in all the text together]",
    ),
]
Top = Annotated[int, typer.Option(help="How many of the best terms to look at; 0 for all.")]
CommunityFile = Annotated[
    str | None,
    typer.Option(
        "--communities",
        metavar="FILE",
        help="What cluster or map wrote, as TSV: its top communities take the place of the terms, each with the count"
        " of all its terms.",
    ),
]
RowCount = Annotated[
    int | None,
    typer.Option(
        "--rows", metavar="N", help="How many rows of each side, or kind; 0 for all.  [default: 30 in a table]"
    ),
]
All = Annotated[bool, typer.Option("--all", help="Print differences that are not significant, too.")]
RowsOrTable = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        click_type=one_of(ROW_FORMATS),
        help="How to write the rows.  [default: table on a terminal, else tsv]",
    ),
]
_ROWS_OF_TABLE = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """Which terms are counted: those of a file of terms or of communities, or those found in the text."""

    terms: str | None
    communities: str | None
    background: Sequence[str] | None
    include: Sequence[str] | None
    exclude: Sequence[str] | None
    top: int
    min_documents: int
    max_share: float
    threads: int

    def files(self) -> list[str]:
        """Return what is read."""
        single = [name for name in (self.terms, self.communities) if name is not None]
        return [*single, *(self.background or []), *(self.include or []), *(self.exclude or [])]

    def check(self) -> None:
        """Refuse what makes no sense together.

        Raises
        ------
        OptionError
            A number is out of range, or there are both terms and communities.
        """
        from textmine.cli.options import at_least_one, not_negative
        from textmine.errors import OptionError
        from textmine.terms.spread import check_spread

        at_least_one("--threads", self.threads)
        not_negative("--top", self.top)
        check_spread(self.min_documents, self.max_share)
        if self.communities == "-":
            raise OptionError("--communities is read twice, which standard input cannot be", "give a file")
        if self.terms is not None and self.communities is not None:
            raise OptionError("--terms and --communities exclude each other", "a file of communities names its terms")


def shown_as(format_: str | None, output: str, rows: int | None) -> tuple[str, int]:
    """Return the format and the number of rows; a terminal gets a table."""
    import sys

    from textmine.cli.options import not_negative

    if format_ is None:
        format_ = "table" if output == "-" and sys.stdout.isatty() else "tsv"
    return format_, not_negative("--rows", rows) or 0 if rows is not None else (_ROWS_OF_TABLE * (format_ == "table"))


def count_terms(choice: Choice, corpus: Corpus, reading: ReadOptions, progress: Progress) -> DocumentCounts:
    """Count the terms, or the communities, in each document.

    Raises
    ------
    InputError
        No term occurs, or a file cannot be read.
    """
    from textmine.concordance import count_by_document, merged_counts, no_term_occurs
    from textmine.errors import InputError

    listed = choice.communities or choice.terms
    words = _listed(choice, corpus, reading, progress) if listed else _found(choice, corpus, reading, progress)
    if not len(words.words):
        hint = "give more text, or lower --min-documents" if listed is None else "check the list, or --min-documents"
        raise InputError(listed or "the text", None, "no term was found", hint)
    progress.stage("counting terms")
    counts = count_by_document(
        corpus,
        words,
        nested=choice.communities is None,
        threads=choice.threads,
        memory=reading.memory,
    )
    if not len(counts.documents):
        raise no_term_occurs(len(words.words), listed or "the text")
    if choice.communities is None:
        return counts
    return merged_counts(counts, _communities(choice.communities, words.words, progress))


def _communities(source: str, words: Sequence[str], progress: Progress) -> list[str | None]:
    """Return the community of each word: its number, and its name or first word."""
    from textmine.communities import load_partition

    named = _communities_of_map(source)
    if named:
        return [named.get(word) for word in words]
    paths = load_partition(source, list(words), progress=progress)
    first: dict[int, str] = {}
    for path, word in zip(paths, words, strict=True):
        if path is not None:
            first.setdefault(path[0], f"{path[0]} {word}")
    return [None if path is None else first[path[0]] for path in paths]


def _communities_of_map(source: str) -> dict[str, str]:
    """Return number and name of the community of each term in what `textmine map` wrote; none for any other file."""
    from textmine.io import decode, read_bytes, read_table
    from textmine.map.grouping import COMMUNITY_COLUMNS

    text = decode(read_bytes(source), source, None)
    if text.partition("\n")[0].split("\t") != [*COMMUNITY_COLUMNS]:
        return {}
    table = read_table(text, source)
    columns = (table.column(name) for name in ("term", "community", "name"))
    return {term: f"{number} {name}" for term, number, name in zip(*columns, strict=True) if number}


def _listed(choice: Choice, corpus: Corpus, reading: ReadOptions, progress: Progress) -> WordList:
    from textmine.terms import load_terms, terms_as_read
    from textmine.terms.exclusion import in_documents, load_excluded, without

    unwanted = load_excluded(choice.exclude or [], reading, progress)
    words = load_terms(choice.communities or choice.terms or "", progress)
    if choice.communities is not None:
        return words
    words = terms_as_read(words, reading)
    words = in_documents(
        without(words, *unwanted), corpus, choice.min_documents, choice.max_share, memory=reading.memory
    )
    return words.head(choice.top or len(words.words))


def _found(choice: Choice, corpus: Corpus, reading: ReadOptions, progress: Progress) -> WordList:
    """Find the terms of all the text together."""
    from textmine.backgrounds import open_background
    from textmine.cli.options import term_lists
    from textmine.terms import discover

    lists = term_lists(None, list(choice.include or []), list(choice.exclude or []), reading, progress)
    background = list(choice.background) if choice.background else None
    world = open_background(background, corpus, reading, keep_repeats=False, progress=progress)
    found = discover(
        corpus,
        world,
        progress=progress,
        lists=lists,
        top=choice.top,
        min_documents=choice.min_documents,
        max_share=choice.max_share,
        threads=choice.threads,
        memory=reading.memory,
    )
    return found.as_words()
