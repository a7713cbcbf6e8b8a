"""The options for reading text, in one place, and the `ReadOptions` they become.

A new option of reading is one more parameter of `read_options`, and every command that reads text has it. This module
does without `from __future__ import annotations`: the parameters are handed on with their annotations.
"""

import contextlib
import functools
import inspect
from collections.abc import Callable, Collection, Container
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from textmine.cli.memory import allow
from textmine.cli.options import memory_size, typed

if TYPE_CHECKING:
    from textmine.engine import Engine
    from textmine.text import ReadOptions

__all__ = ["DOCUMENT_FIELDS", "read_options", "reads_text"]

_READING = "reading"
_SCHEDULER = "scheduler"
DOCUMENT_FIELDS = (
    "id_",
    "title",
    "date",
    "group",
    "date_from_name",
)  # of use to commands that show or compare documents


def read_options(
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Encoding of the text.  [default: detected for each file]")
    ] = None,
    per_file: Annotated[bool, typer.Option("--per-file", help="A file is a document, not a line.")] = False,
    field: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Field of JSON records (.jsonl, .json) that holds the text, or a path such as data.text; if given, -"
            " is JSON too.  [default: text]",
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Column that holds the text: reads files as tables with a header (CSV, TSV, Excel's .xlsx).",
        ),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            metavar="CHARACTER",
            help="Separator of the fields of tables: a character, or tab, comma, semicolon, bar, blank."
            "  [default: detected]",
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="NAME", help="Sheet of .xlsx files.  [default: the first]")
    ] = None,
    simplify: Annotated[
        bool,
        typer.Option(
            "--simplify", help="Read traditional Chinese as simplified, in all texts and lists; needs textmine[opencc]."
        ),
    ] = False,
    merge: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="Spellings of one term, to be read as one, in all texts and lists: a table with the columns label and"
            " replace by (VOSviewer's thesaurus), or several spellings a line, first the one to show; may be given"
            " several times.",
        ),
    ] = None,
    join_lines: Annotated[
        bool,
        typer.Option(
            "--join-lines", help="Text is wrapped: join its lines; blank lines end a document or a paragraph."
        ),
    ] = False,
    clean: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KINDS",
            help="What to remove from text: any of html, urls, emails, mentions, timestamps, page-lines, with commas"
            " between them.",
        ),
    ] = None,
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="Memory to work in, such as 150M or 1G, beside about 100 MB; temporary files hold what does not fit."
            "  [default: a quarter of the machine's]",
        ),
    ] = None,
    spool: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Folder for temporary files, of about six times the size of the text.  [default: the system's]",
        ),
    ] = None,
    id_: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="FIELD",
            help="Field of JSON records, or column of tables, that holds the id of a document.  [default: with"
            " --per-file, the name of the file]",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Field, or column, that holds the title of a document.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Field, or column, that holds the date of a document.")
    ] = None,
    group: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD",
            help="Field, or column, by which documents are grouped, such as an author; may be given several times. The"
            " files, if there are several, are the group source without being asked for.",
        ),
    ] = None,
    date_from_name: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            help="Read dates in the names of files: what stands in them, with YYYY, MM and DD for the digits and * for"
            " anything, as in report-YYYY-MM.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="local:N|ADDRESS",
            help="Work on Dask: on N processes of this machine, or a cluster (tcp://...) that shares the folder of"
            " --spool; needs textmine[dask]. The result is the same.",
        ),
    ] = None,
) -> "ReadOptions":
    """Return how files are read."""
    from textmine.io import delimiter_named
    from textmine.text import ReadOptions
    from textmine.text.spool import use_spool

    size = memory_size(memory)
    allow(size)
    use_spool(spool)
    return ReadOptions(
        encoding=encoding,
        per_file=per_file,
        field=None if field is None else typed(field),
        column=None if column is None else typed(column),
        memory=size,
        simplified=simplify,
        merge=tuple(merge or ()),
        delimiter=None if delimiter is None else delimiter_named(typed(delimiter)),
        sheet=None if sheet is None else typed(sheet),
        join_lines=join_lines,
        clean=[kind.strip() for kinds in clean or [] for kind in typed(kinds).split(",")],
        dictionary=_words_at_large() if join_lines else frozenset(),
        id=None if id_ is None else typed(id_),
        title=None if title is None else typed(title),
        date=None if date is None else typed(date),
        groups=[typed(name) for name in group or []],
        date_from_name=None if date_from_name is None else typed(date_from_name),
        engine=None if scheduler is None else _engine(typed(scheduler)),
    )


def _engine(scheduler: str) -> "Engine":
    from textmine.cli.progress import Terminal
    from textmine.engine import open_engine
    from textmine.text.spool import spool_folder

    return open_engine(scheduler, folder=spool_folder, note=Terminal().note)


def _words_at_large() -> Container[str]:
    from textmine.backgrounds import ShippedWords

    return ShippedWords()


def reads_text(
    without: Collection[str] = (), fields: Collection[str] = (), *, on_dask: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that puts the options of reading in the place of the parameter `reading` of a command.

    The command is handed `ReadOptions`; it never sees the options.

    Parameters
    ----------
    without
        Parameters of `read_options` that the command does not take.
    fields
        Which of `DOCUMENT_FIELDS` it takes; most commands have no use for them.
    on_dask
        Whether it takes --scheduler: whether any of its passes runs on an engine.

    Examples
    --------
    >>> @reads_text(without=("field", "memory"))
    ... def count(corpus: str, *, reading: "ReadOptions", threads: int = 1) -> None:
    ...     print(corpus, reading.per_file, threads)
    >>> list(inspect.signature(count).parameters)[:4]
    ['corpus', 'encoding', 'per_file', 'column']
    >>> count(corpus="a.txt", per_file=True, threads=2)
    a.txt True 2
    """
    left_out = {*without, *DOCUMENT_FIELDS, _SCHEDULER} - {*fields} - ({_SCHEDULER} if on_dask else set())
    if "memory" in left_out:
        left_out.add("spool")
    offered = [option for option in inspect.signature(read_options).parameters.values() if option.name not in left_out]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            reading = read_options(**{option.name: given.pop(option.name, option.default) for option in offered})
            with contextlib.nullcontext() if reading.engine is None else contextlib.closing(reading.engine):
                command(**given, **{_READING: reading})

        parameters = _with(command, offered)
        # Both are looked at, by typer and by the versions of Python it runs on.
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


def _with(command: Callable[..., None], offered: list[inspect.Parameter]) -> list[inspect.Parameter]:
    """Return the parameters of a command, its annotations evaluated, with the options for `reading`."""
    found: list[inspect.Parameter] = []
    # ReadOptions is known to type checkers only: the command line starts without it.
    hints = get_type_hints(command, localns={"ReadOptions": object}, include_extras=True)
    for name, parameter in inspect.signature(command).parameters.items():
        if name == _READING:
            found += [option.replace(kind=inspect.Parameter.KEYWORD_ONLY) for option in offered]
        else:
            found.append(parameter.replace(annotation=hints[name]))
    return found
