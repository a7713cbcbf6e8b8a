"""Terms and their counts by document, for the commands that compare documents."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import one_of
from textmine.io.rows import ROW_FORMATS

if TYPE_CHECKING:
    from textmine.communities.homes import Home
    from textmine.concordance import DocumentCounts
    from textmine.errors import InputError
    from textmine.progress import Progress
    from textmine.segment import WordList
    from textmine.text import Corpus, ReadOptions

__all__ = [
    "All",
    "Choice",
    "CommunityFile",
    "RowCount",
    "RowsOrTable",
    "TermFile",
    "Top",
    "chosen_words",
    "count_terms",
    "named_home",
    "shown_as",
    "too_few_documents",
]

TermFile = Annotated[
    str | None,
    typer.Option(
        "--terms",
        metavar="FILE",
        help="The terms: what discover, cluster or map wrote, or one a line; or the folder of a map.  [default: found"
        " in all the text together]",
    ),
]
Top = Annotated[int, typer.Option(help="How many of the best terms to look at; 0 for all.")]
CommunityFile = Annotated[
    str | None,
    typer.Option(
        "--communities",
        metavar="FILE",
        help="What cluster or map wrote, as TSV, or the folder of a map: the communities take the place of the terms,"
        " each with the count of all its terms.",
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
    """Which terms are counted: those of a file of terms or of communities, or those found in the text.

    The folder of a map stands for its terms, or its communities.
    """

    terms: str | None
    communities: str | None
    background: Sequence[str] | None
    include: Sequence[str] | None
    exclude: Sequence[str] | None
    top: int
    min_documents: int
    max_share: float
    threads: int

    @property
    def listed(self) -> str | None:
        """The file that lists the terms, in a folder too; None where they are found in the text."""
        if self.communities is not None:
            return _in_folder(self.communities, "communities.tsv")
        return None if self.terms is None else _in_folder(self.terms, "terms.tsv")

    @property
    def homes(self) -> str | None:
        """The file that may have the communities of the terms; None where there is none."""
        listed = self.communities or self.terms
        return None if listed is None else _in_folder(listed, "communities.tsv")

    def files(self) -> list[str]:
        """Return what is read."""
        listed = [name for name in (self.listed, self.homes) if name is not None]
        return [*dict.fromkeys(listed), *(self.background or []), *(self.include or []), *(self.exclude or [])]

    def first(self, top: int) -> Choice:
        """Return the choice of at most so many terms."""
        return replace(self, top=top)

    def check(self) -> None:
        """Refuse what makes no sense together.

        Raises
        ------
        OptionError
            A number is out of range, or there are both terms and communities.
        """
        from textmine.cli.options import not_negative
        from textmine.errors import OptionError
        from textmine.options import check_threads
        from textmine.terms.spread import check_spread

        check_threads(self.threads)
        not_negative("--top", self.top)
        check_spread(self.min_documents, self.max_share)
        if self.terms is not None and self.communities is not None:
            raise OptionError("--terms and --communities exclude each other", "a file of communities names its terms")


def _in_folder(path: str, name: str) -> str:
    return os.path.join(path, name) if os.path.isdir(path) else path


def shown_as(format_: str | None, output: str, rows: int | None) -> tuple[str, int]:
    """Return the format and the number of rows; a terminal gets a table."""
    import sys

    from textmine.cli.options import not_negative

    if format_ is None:
        format_ = "table" if output == "-" and sys.stdout.isatty() else "tsv"
    return format_, not_negative("--rows", rows) or 0 if rows is not None else (_ROWS_OF_TABLE * (format_ == "table"))


def count_terms(
    choice: Choice, corpus: Corpus, reading: ReadOptions, progress: Progress
) -> tuple[DocumentCounts, dict[str, Home]]:
    """Count the terms, or the communities, in each document; return the communities of the terms, too, if known.

    Raises
    ------
    InputError
        No term occurs, or a file cannot be read.
    """
    from textmine.concordance import count_by_document, merged_counts, no_term_occurs

    words, homes = chosen_words(choice, corpus, reading, progress)
    progress.stage("counting terms")
    nested = choice.communities is None
    counts = count_by_document(corpus, words, nested=nested, threads=choice.threads, memory=reading.memory)
    if not len(counts.documents):
        raise no_term_occurs(len(words.words), choice.listed or "the text")
    if nested:
        return (counts if choice.listed is None else _spread(counts, choice)), homes
    return merged_counts(counts, [named_home(homes.get(word)) for word in words.words]), {}


def _spread(counts: DocumentCounts, choice: Choice) -> DocumentCounts:
    """Return the counts of the first listed terms that are in as many documents as are asked for."""
    import numpy as np

    documents = np.diff(counts.offsets)
    kept = (documents >= choice.min_documents) & (documents <= choice.max_share * counts.n_documents)
    if not kept.any():
        raise too_few_documents(choice, counts.n_documents)
    return counts.take_terms(np.flatnonzero(kept)[: choice.top or None])


def too_few_documents(choice: Choice, n_documents: int) -> InputError:
    """Return the error about a list of which no term is in as many documents as are asked for."""
    from textmine.errors import InputError
    from textmine.terms.spread import spread_remedy

    hint = spread_remedy(choice.min_documents, choice.max_share, n_documents) or "check the list, or --min-documents"
    return InputError(choice.listed or "", None, "no term is in as many documents as are asked for", hint)


def chosen_words(
    choice: Choice, corpus: Corpus, reading: ReadOptions, progress: Progress
) -> tuple[WordList, dict[str, Home]]:
    """Return the terms, and the communities of those that have one in the file that lists them.

    Raises
    ------
    InputError
        There is no term, or a file cannot be read.
    """
    from textmine.communities import homes_of
    from textmine.errors import InputError
    from textmine.terms import load_table, words_of
    from textmine.terms.spread import spread_remedy

    listed, homes = choice.listed, {}
    if listed is None:
        words = _found(choice, corpus, reading, progress)
    else:
        table = load_table(listed, progress)
        beside = table if choice.homes in (listed, None) else load_table(str(choice.homes), progress)
        words, homes = _each_once(words_of(table)), homes_of(beside)
        if choice.communities is None:
            words = _wanted(choice, words, reading, progress)
        elif not homes:
            raise InputError(
                listed, None, "no term has a community", "give what textmine cluster or map writes, as TSV"
            )
    if not len(words.words):
        hint = spread_remedy(choice.min_documents, choice.max_share, corpus.n_documents)
        other = "give more text, or lower --min-documents" if listed is None else "check the list, or --min-documents"
        raise InputError(listed or "the text", None, "no term was found", hint or other)
    return words, homes


def _each_once(words: WordList) -> WordList:
    """Return the words without those that stand further up, such as terms that are in several communities."""
    first = {word: at for at, word in reversed([*enumerate(words.words)])}
    if len(first) == len(words.words):
        return words
    return words.where([first[word] == at for at, word in enumerate(words.words)])


def named_home(home: Home | None) -> str | None:
    """Return number and name of a community as one text; None for none."""
    return None if home is None else f"{home[0]} {home[1]}"


def _wanted(choice: Choice, words: WordList, reading: ReadOptions, progress: Progress) -> WordList:
    """Return the listed terms that are not excluded, as the text has them."""
    from textmine.terms import terms_as_read
    from textmine.terms.exclusion import load_excluded, without

    unwanted = load_excluded(choice.exclude or [], reading, progress)
    return without(terms_as_read(words, reading), *unwanted)


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
