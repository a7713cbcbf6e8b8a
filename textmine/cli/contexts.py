"""`textmine contexts`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from textmine.cli.options import (
    Output,
    Rows,
    not_negative,
    one_of,
    typed,
)
from textmine.cli.reading import DOCUMENT_FIELDS, reads_text

if TYPE_CHECKING:
    from textmine.text import ReadOptions

__all__ = ["contexts"]

_NAMED = 10  # absent terms that a note names
_SORTS = ("place", "left", "right", "date")


@reads_text(without=("simplify",), fields=DOCUMENT_FIELDS)
def contexts(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="TERM... CORPUS", help="Terms to look for, then the text; - is standard input."),
    ] = None,
    corpus: Annotated[
        list[str] | None,
        typer.Option(
            "--corpus", "-c", metavar="FILE", help="Text; may be given several times. All arguments are terms."
        ),
    ] = None,
    terms: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="More terms: what discover wrote, or one a line. - is standard input."),
    ] = None,
    per_term: Annotated[
        int | None, typer.Option(metavar="N", help="Occurrences of each term at most; 0 for all.  [default: 5]")
    ] = None,
    width: Annotated[int, typer.Option(help="Number of characters on each side; words are not cut.")] = 40,
    sort: Annotated[
        str,
        typer.Option(
            click_type=one_of(_SORTS),
            help="Order of the contexts of a term: by place, by the words on the left or right, or by date.",
        ),
    ] = "place",
    sample: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Draw N occurrences of each term at random, spread over periods and documents, in place of the first.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed draws the same sample.")] = 123,
    format_: Rows = "tsv",
    output: Output = "-",
    *,
    reading: ReadOptions,
) -> None:
    """Show terms in the text around them.

    In: terms, and text, one document a line. Case and width are ignored. A term is also found inside longer words.

    Out: one row for each occurrence, by term, then place: term, left, keyword (as written there), right, document
    (number, from 1), and id, title, date and groups where options name them. With --per-term, the first occurrence in
    each document is taken before the second in any; --sample takes one of each year before the second of any, too. In
    a table, the keywords are aligned. Standard error names the terms that do not occur. If none occurs, that is an
    error.

    Memory: about 30 bytes a byte of text; --memory bounds it, the rest goes to temporary files.

    Example: textmine contexts 变压器 断路器 绕组 data/power.txt --format table
    """
    import numpy as np

    from textmine.cli.progress import Terminal
    from textmine.cli.rows import write_rows
    from textmine.concordance import ContextOptions, no_term_occurs
    from textmine.concordance import contexts as find_contexts
    from textmine.io import check_paths
    from textmine.segment import WordList
    from textmine.terms import load_terms, terms_as_read
    from textmine.text import TextReader, build_corpus
    from textmine.text.arrays import array_limit
    from textmine.text.storedtexts import stored_texts

    wanted, sources = _told_apart(words or [], corpus, listed=terms is not None)
    not_negative("--per-term", per_term)
    most = 5 if per_term is None else per_term or None
    options = ContextOptions(per_term=most, width=width, sort=sort, sample=sample, seed=seed, memory=reading.memory)
    check_paths(output, [*sources, *([terms] if terms is not None else []), *reading.merge])
    progress = Terminal()
    if sample is not None and per_term is not None:
        progress.note(f"--per-term {per_term} has no effect: --sample {sample} takes its place")
    if terms is not None:
        wanted = list(dict.fromkeys([*wanted, *load_terms(terms, progress).words]))
    wanted = list(terms_as_read(WordList(wanted, np.ones(len(wanted))), reading).words)
    reader = TextReader(sources, reading, progress)
    texts = stored_texts(reader.texts(), array_limit(reading.memory))
    progress.stage("looking for terms")
    text = build_corpus(texts, memory=reading.memory, names=wanted)
    text = text.with_records(reader.records(text.offsets))
    found = find_contexts(texts, wanted, options, corpus=text)
    progress.clear()
    present = {row[0] for row in found.rows}
    absent = [term for term in wanted if term not in present]
    if wanted and len(absent) == len(wanted):
        raise no_term_occurs(len(wanted), terms or " ".join(sources), _meant_as_text(absent))
    if absent:
        progress.note(_absence(absent, len(wanted)))
    write_rows(output, found.columns, found.rows, format_, to_the_right=("left",))


def _told_apart(words: Sequence[str], corpus: Sequence[str] | None, *, listed: bool) -> tuple[list[str], list[str]]:
    """Return the terms and the files among the arguments. Without --corpus, the last argument is the text."""
    from textmine.errors import OptionError

    usage = "write textmine contexts TERM... CORPUS"
    if not corpus and not words:
        raise OptionError("no text is given", usage)
    terms, sources = (words, corpus) if corpus else (words[:-1], words[-1:])
    if not terms and not listed:
        raise OptionError("no term is given", f"{usage}, or name a list of terms with --terms")
    if not all(term.strip() for term in terms):
        raise OptionError("a term is empty", usage)
    return list(dict.fromkeys(map(typed, terms))), list(sources)


def _absence(absent: Sequence[str], n_terms: int) -> str:
    """Return a message that names the terms that do not occur, with a hint if one of them is a file."""
    named = ", ".join(absent[:_NAMED]) + (", ..." if len(absent) > _NAMED else "")
    message = f"{len(absent)} of {n_terms} terms not found: {named}"
    hint = _meant_as_text(absent)
    return message + (f" ({hint})" if hint else "")


def _meant_as_text(absent: Sequence[str]) -> str:
    """Return a hint if one of the terms is a file, which was probably meant as text."""
    if not any(os.path.isfile(term) for term in absent):
        return ""
    return "only the last argument is read as text; name several files with --corpus each"
