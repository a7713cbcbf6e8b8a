"""Parameters that several commands share, and checks of their values."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from typer.main import get_click_type
from typer.models import OptionInfo

from textmine.io.rows import ROW_FORMATS

if TYPE_CHECKING:
    from textmine.progress import Progress
    from textmine.terms import TermLists
    from textmine.text import ReadOptions

__all__ = [
    "Background",
    "Corpora",
    "Corpus",
    "Exclude",
    "Include",
    "KeepFragments",
    "KeepNumbers",
    "KeepRepeats",
    "Known",
    "MaxShare",
    "MergeForms",
    "MinCount",
    "MinDocuments",
    "Names",
    "NewOnly",
    "Output",
    "Rows",
    "Score",
    "SignificanceOption",
    "Threads",
    "VectorFile",
    "documented",
    "memory_size",
    "not_negative",
    "not_standard_output",
    "one_of",
    "term_lists",
    "typed",
]


class Names(Sequence[str]):
    """Names that are looked up when they are first needed, for the help or to check an argument.

    For registries that are slow to import.
    """

    def __init__(self, look_up: Callable[[], Iterable[str]]) -> None:
        self._look_up = functools.cache(lambda: tuple(look_up()))

    def __len__(self) -> int:
        return len(self._look_up())

    def __getitem__(self, place: Any) -> Any:
        return self._look_up()[place]


def one_of(names: Iterable[str]) -> Any:
    """Return the `click_type` of an option that takes one of some names; help and shell completion list them."""
    known: Any = get_click_type(annotation=StrEnum("known", {}), parameter_info=OptionInfo())
    known.choices = names if isinstance(names, Names) else tuple(names)
    return known


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
        " or en, or none.  [default: zh for Chinese text, en for English, for both languages both, else none]",
    ),
]
MinCount = Annotated[
    int | None,
    typer.Option(
        help="Least number of occurrences of a term.  [default: once for each 65,536 units (Han characters or words) of"
        " text, 5 times at most, 3 at least where most units are Han characters; above 42 million units once for each"
        " 8 million]"
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
KeepNumbers = Annotated[
    bool,
    typer.Option("--keep-numbers", help="Print numbers, dates and numbers with a unit (10 kV) that stand alone."),
]
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
    typer.Option(
        metavar="FILE|PATTERN",
        help="Terms never to print, even if --include has them; a file as for --known, or a pattern: * stands for"
        " any characters, as in *年月日; what begins with re: is a regular expression, as re:^第.*条$.",
    ),
]
MinDocuments = Annotated[int, typer.Option(help="Least number of documents that have a term.")]
MaxShare = Annotated[
    float, typer.Option(metavar="SHARE", help="Greatest share of documents that have a term, such as 0.5.")
]
MergeForms = Annotated[
    bool,
    typer.Option("--merge-forms", help="Count inflected forms (turbine, turbines), learned from the text, as one."),
]
SignificanceOption = Annotated[
    bool,
    typer.Option(
        "--significance",
        help="Add p_value, q_value and significant: whether the relative frequency is higher than in the background.",
    ),
]
Threads = Annotated[int, typer.Option(help="Number of parts counted in parallel; changes the time, never the result.")]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")]
VectorFile = Annotated[
    str,
    typer.Option(
        "--vectors",
        metavar="FILE",
        help="Word vectors: word2vec's text format, or .npy with .names beside it; - is standard input.",
    ),
]
Rows = Annotated[str, typer.Option("--format", "-f", click_type=one_of(ROW_FORMATS), help="How to write the rows.")]


_Command = TypeVar("_Command", bound=Callable[..., None])
_BYTES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?", re.ASCII | re.IGNORECASE)
_LEAST_MEMORY = 1 << 20


def documented(**parts: str) -> Callable[[_Command], _Command]:
    """Return a decorator that replaces `{name}` in the help of a command by the text of that name."""

    def decorate(command: _Command) -> _Command:
        for name, text in parts.items():
            command.__doc__ = (command.__doc__ or "").replace(f"{{{name}}}", text)
        return command

    return decorate


def typed(argument: str) -> str:
    """Return an argument that is text, not a path, as it was typed.

    If the locale is C and Python's UTF-8 mode is off, bytes beyond ASCII arrive as lone surrogates. Text must be
    decoded; paths must stay as they are.

    Raises
    ------
    OptionError
        The argument is neither in the encoding of the locale nor in UTF-8.
    """
    from textmine.errors import OptionError, has_half_character

    if not has_half_character(argument):
        return argument
    try:
        return os.fsencode(argument).decode()
    except UnicodeDecodeError:
        raise OptionError(f"the argument '{argument}' is not UTF-8", "type it in UTF-8") from None


def term_lists(
    known: list[str] | None,
    include: list[str] | None,
    exclude: list[str] | None,
    reading: ReadOptions,
    progress: Progress,
) -> TermLists:
    """Read the lists of terms that the options name."""
    from textmine.terms import load_lists

    return load_lists(known or [], include or [], exclude or [], reading=reading, progress=progress)


def memory_size(text: str | None) -> int | None:
    """Return the value of --memory in bytes; None, a quarter of the machine's memory, if it is not given.

    Raises
    ------
    OptionError
        `text` is not a size, or is less than a megabyte.

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
    """Return `number`, or raise `OptionError` if it is below 0."""
    from textmine.errors import OptionError

    if number is not None and number < 0:
        raise OptionError(f"{option} is negative", f"use {option} 0 for all")
    return number


def not_standard_output(option: str, path: str) -> str:
    """Return `path`, or raise `OptionError` if it is standard output."""
    from textmine.errors import OptionError

    if path == "-":
        raise OptionError(f"{option} - is not possible: it is not text", f"name a file with {option}")
    return path
