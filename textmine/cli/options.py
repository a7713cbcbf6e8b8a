"""Parameters that several commands share, and what they become."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from textmine.progress import Progress
    from textmine.terms import TermLists
    from textmine.text import ReadOptions

__all__ = [
    "Background",
    "Column",
    "Corpora",
    "Corpus",
    "Encoding",
    "Exclude",
    "Field",
    "Include",
    "KeepFragments",
    "KeepRepeats",
    "Known",
    "Memory",
    "MinCount",
    "NewOnly",
    "Output",
    "PerFile",
    "RowFormat",
    "Rows",
    "Score",
    "SignificanceOption",
    "Simplify",
    "Threads",
    "VectorFile",
    "at_least_one",
    "memory_size",
    "not_negative",
    "not_standard_output",
    "one_blas_thread",
    "read_options",
    "term_lists",
    "typed",
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
        help="Text: files, directories, patterns, or - for standard input; plain or in gz, bz2, xz or zst.",
    ),
]
Corpora = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="CORPUS...",
        help="Text: files, directories, patterns, or - for standard input; none with --from-vectors.",
    ),
]
Background = Annotated[
    list[str] | None,
    typer.Option(
        "--background",
        "-b",
        metavar="FILE|NAME",
        help="What to compare with: general text (may be given several times), a file that count wrote, the shipped zh"
        " or en, or none.  [default: zh for Chinese text, en for English, else none]",
    ),
]
Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Encoding of the text; found out for each file if left out.")
]
PerFile = Annotated[bool, typer.Option("--per-file", help="A file is a document, not a line.")]
Field = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Field of .jsonl files that holds the text; if given, - is JSON lines too.  [default: text]",
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Column that holds the text: reads files as tables with a header (.csv by commas, others by tabs).",
    ),
]
MinCount = Annotated[
    int | None,
    typer.Option(
        help="Least number of occurrences of a term.  [default: once for each 65,536 units (Han characters or words) of"
        " text, 5 times at most, 3 at least where most units are Han characters]"
    ),
]
KeepRepeats = Annotated[
    bool, typer.Option("--keep-repeats", help="Count repeated clauses of ten units or more each time, not once.")
]
Score = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="What to rank terms by: product (of powers of all evidence); count, documents, tf-idf, residual-idf,"
        " c-value, cohesion (PMI), entropy; and, which need a background, ratio (log2), weirdness, simple-maths"
        " (100 a million added), bayesian-average, log-likelihood (G2), chi-square, log-odds (z, Dirichlet prior).",
    ),
]
NewOnly = Annotated[bool, typer.Option("--new-only", help="Leave out terms that are known.")]
KeepFragments = Annotated[
    bool,
    typer.Option(
        "--keep-fragments",
        help="Print fragments, too: unknown strings that stand across words, as 络神经网 does in 神经网络.",
    ),
]
Known = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Known words, in place of jieba's dictionary: one a line, or a table with a column term; may be given"
        " several times.",
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Terms to print in addition to the best, if they occur at all; a file as for --known.",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="Terms never to print, even if --include has them; a file as for --known."),
]
SignificanceOption = Annotated[
    bool,
    typer.Option(
        "--significance",
        help="Add p_value, q_value and significant: whether the relative frequency is higher than in the background.",
    ),
]
Simplify = Annotated[
    bool,
    typer.Option(
        "--simplify", help="Read traditional Chinese as simplified, in all texts and lists; needs textmine[opencc]."
    ),
]
Memory = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        help="Memory to work in, such as 150M or 1G; what does not fit goes to temporary files."
        "  [default: a quarter of the machine's]",
    ),
]
Threads = Annotated[int, typer.Option(help="Parts counted at a time; changes the time, never the result.")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
VectorFile = Annotated[
    str,
    typer.Option(
        "--vectors",
        metavar="FILE",
        help="Word vectors: word2vec's text format, or .npy with .names beside it; - is standard input.",
    ),
]
Rows = Annotated[RowFormat, typer.Option("--format", "-f", help="How to write the rows.")]


_BYTES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?", re.ASCII | re.IGNORECASE)
_LEAST_MEMORY = 1 << 20


def read_options(
    encoding: str | None,
    per_file: bool,
    field: str | None,
    column: str | None,
    memory: int | None = None,
    simplify: bool = False,
) -> ReadOptions:
    """Return how files are read."""
    from textmine.text import ReadOptions

    return ReadOptions(
        encoding=encoding,
        per_file=per_file,
        field=None if field is None else typed(field),
        column=None if column is None else typed(column),
        memory=memory,
        simplified=simplify,
    )


def typed(argument: str) -> str:
    """Return an argument that is text and no path as it was typed.

    Where the locale is C and Python's UTF-8 mode is off, bytes beyond ASCII reach Python as halves of surrogate pairs;
    paths have to stay so.

    Raises
    ------
    OptionError
        The argument is neither in the encoding of the locale nor in UTF-8.
    """
    from textmine.errors import SURROGATE, OptionError

    if not SURROGATE.search(argument):
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeDecodeError:
        raise OptionError(f"the argument '{argument}' is not UTF-8", "type it in UTF-8") from None


def term_lists(
    known: list[str] | None, include: list[str] | None, exclude: list[str] | None, simplify: bool, progress: Progress
) -> TermLists:
    """Read the lists of terms that the options name."""
    from textmine.terms import load_lists

    return load_lists(known or [], include or [], exclude or [], simplified=simplify, progress=progress)


def memory_size(text: str | None) -> int | None:
    """Return the bytes that --memory names; None, which stands for a quarter of the machine's, where it is left out.

    Raises
    ------
    OptionError
        `text` is no size, or less than a megabyte.

    Examples
    --------
    >>> memory_size("150M"), memory_size("1.5 GiB")
    (157286400, 1610612736)
    """
    from textmine.errors import OptionError

    if text is None:
        return None
    found = _SIZE.fullmatch(text.replace(" ", ""))
    if found is None:
        raise OptionError(f"--memory {text} is not a size", "write a number and a unit, such as 150M or 1G")
    size = int(float(found[1]) * _BYTES[found[2].upper()])
    if size < _LEAST_MEMORY:
        raise OptionError(f"--memory {text} is less than a megabyte", "write a unit too, such as 150M or 1G")
    return size


def not_negative(option: str, number: int | None) -> int | None:
    """Return `number`, or raise `OptionError` where it is below 0."""
    from textmine.errors import OptionError

    if number is not None and number < 0:
        raise OptionError(f"{option} is negative", f"use {option} 0 for all")
    return number


def at_least_one(option: str, number: int) -> int:
    """Return `number`, or raise `OptionError` where it is below 1."""
    from textmine.errors import OptionError

    if number < 1:
        raise OptionError(f"the number of {option.strip('-')} is below 1", f"use {option} 1 or more")
    return number


def one_blas_thread() -> None:
    """Hold the linear algebra below numpy to one thread, if numpy is not loaded yet.

    The order of its sums, and so their last bits, depends on the number of threads; and each one asks for 32 MB.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[name] = "1"


def not_standard_output(option: str, path: str) -> str:
    """Return `path`, or raise `OptionError` where it is standard output."""
    from textmine.errors import OptionError

    if path == "-":
        raise OptionError(f"{option} - is not possible: this is no text", f"name a file with {option}")
    return path
