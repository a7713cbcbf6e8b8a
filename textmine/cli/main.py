"""The `textmine` program."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from textmine._version import __version__
from textmine.cli.cluster import cluster
from textmine.cli.commands import Command
from textmine.cli.compare import compare
from textmine.cli.config import config
from textmine.cli.contexts import contexts
from textmine.cli.count import count
from textmine.cli.discover import discover
from textmine.cli.documents import documents
from textmine.cli.errors import about_system, guarded
from textmine.cli.evaluate import evaluate_communities, evaluate_segmentation, evaluate_terms
from textmine.cli.expand import expand
from textmine.cli.graph import graph
from textmine.cli.map import map_
from textmine.cli.progress import say
from textmine.cli.report import report
from textmine.cli.segment import segment
from textmine.cli.similar import similar
from textmine.cli.trends import trends
from textmine.cli.vectors import vectors

__all__ = ["app", "main"]


def _group(name: str, help_: str | None = None) -> typer.Typer:
    """Return a program that has no commands yet."""
    group = typer.Typer(
        name=name,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    if help_ is not None:  # None would hide the docstring of the callback
        group.info.help = help_
    return group


app = _group("textmine")
_COMMANDS: dict[str, Callable[..., None]] = {
    "discover": discover,
    "count": count,
    "segment": segment,
    "graph": graph,
    "cluster": cluster,
    "contexts": contexts,
    "vectors": vectors,
    "similar": similar,
    "expand": expand,
    "map": map_,
    "report": report,
    "documents": documents,
    "trends": trends,
    "compare": compare,
    "config": config,
}
_EVALUATIONS: dict[str, Callable[..., None]] = {
    "terms": evaluate_terms,
    "segmentation": evaluate_segmentation,
    "communities": evaluate_communities,
}
for name, command in _COMMANDS.items():
    app.command(name, cls=Command)(guarded(command))
evaluations = _group("evaluate", "Score a result against a gold standard, or compare two, with intervals.")
for name, command in _EVALUATIONS.items():
    evaluations.command(name, cls=Command)(guarded(command))
app.add_typer(evaluations)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"textmine {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """From raw text to a map of its terms, with no labels and no training.

    textmine map corpus.txt --background encyclopedia.txt -o map/ runs the whole chain. Other commands are its steps:

    textmine discover corpus.txt -b encyclopedia.txt | textmine graph corpus.txt --terms - | textmine cluster -

    textmine COMMAND --help says what a command reads and writes. Data goes to standard output. Notes, errors and, on a
    terminal, progress go to standard error. --quiet leaves only the errors, --verbose adds the seconds of each stage,
    NO_COLOR turns colours off.

    Settings: every option may also be set by an environment variable, or in a TOML file that --config or
    TEXTMINE_CONFIG names. TEXTMINE_MAP_TOP=100, or [map] top = 100 in the file, sets it for one command.
    TEXTMINE_TOP=100, or top = 100 above all tables, sets it for every command that has the option. Switches are true or
    false. The command line overrides variables, variables override the file, and the file overrides the defaults.
    textmine config shows the values and their sources.

    Shell completion: --install-completion completes commands, options and values in bash, zsh, fish and PowerShell.

    Exit codes: 0 fine, 1 bad data or input/output error, 2 usage, 130 interrupted, 141 closed pipe, 143 terminated.
    """


def main() -> None:
    """Run the program and exit."""
    try:
        app()
    except KeyboardInterrupt:  # outside of any command
        sys.exit(130)
    except SystemExit as error:
        # typer exits with 1 on a closed pipe. Here the reader of the help, such as head, has closed it.
        if isinstance(error.__context__, BrokenPipeError):
            sys.exit(141)
        raise
    except (MemoryError, SystemError):  # before a command starts, or after it
        say("not enough memory")
        sys.exit(1)
    except OSError as error:  # the help, written to a full disk
        say(f"standard output: cannot be written: {about_system(error)}")
        sys.exit(1)
