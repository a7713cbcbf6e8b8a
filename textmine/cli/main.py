"""The `textmine` program."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer

from textmine._version import __version__
from textmine.cli.commands import Command, Group
from textmine.cli.errors import about_system, guarded
from textmine.cli.memory import say_peak
from textmine.cli.progress import say
from textmine.cli.settings import CONFIG_VARIABLE

__all__ = ["app", "main", "program"]

app: typer.Typer  # the program with all commands, made when it is first used


def _group(name: str, help_: str | None = None) -> typer.Typer:
    """Return a program that has no commands yet."""
    group = typer.Typer(
        name=name,
        cls=Group,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    if help_ is not None:  # None would hide the docstring of the callback
        group.info.help = help_
    return group


# The module of each command; its function is called like the command, map's map_.
_COMMANDS: tuple[str, ...] = (
    *("discover", "count", "segment", "graph", "cluster", "contexts", "vectors", "similar", "expand"),
    *("map", "report", "documents", "trends", "compare", "alluvial", "config"),
)
_EVALUATIONS = ("terms", "segmentation", "communities")


def program(names: Sequence[str] = (*_COMMANDS, "evaluate")) -> typer.Typer:
    """Return the program with some of its commands, of which only the modules are loaded.

    Examples
    --------
    >>> [command.name for command in program(["cluster"]).registered_commands]
    ['cluster']
    """
    made = _group("textmine")
    made.callback()(_root)
    for name in names:
        module = import_module(f"textmine.cli.{name}")
        if name == "evaluate":
            evaluations = _group(name, "Score a result against a gold standard, or compare two, with intervals.")
            for each in _EVALUATIONS:
                evaluations.command(each, cls=Command)(guarded(getattr(module, f"evaluate_{each}")))
            made.add_typer(evaluations)
        else:
            made.command(name, cls=Command)(guarded(getattr(module, "map_" if name == "map" else name)))
    return made


def __getattr__(name: str) -> Any:
    if name == "app":
        return _whole()
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")


@cache
def _whole() -> typer.Typer:
    return program()


def _asked_for(arguments: Sequence[str]) -> typer.Typer:
    """Return the program with the command that is asked for, or with all where others may matter, too."""
    others = CONFIG_VARIABLE in os.environ or any(argument.startswith("--conf") for argument in arguments)
    completing = any(name.endswith("_COMPLETE") for name in os.environ)
    if others or completing or not arguments or arguments[0] not in _COMMANDS or arguments[0] == "config":
        return _whole()
    return program(arguments[:1])


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"textmine {__version__}")
        raise typer.Exit


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
        _asked_for(sys.argv[1:])()
    except KeyboardInterrupt:  # outside of any command
        sys.exit(130)
    except SystemExit as error:
        # typer exits with 1 on a closed pipe. Here the reader of the help, such as head, has closed it.
        if isinstance(error.__context__, BrokenPipeError):
            sys.exit(141)
        if not error.code:
            say_peak()
        raise
    except (MemoryError, SystemError):  # before a command starts, or after it
        say("not enough memory")
        sys.exit(1)
    except OSError as error:  # the help, written to a full disk
        say(f"standard output: cannot be written: {about_system(error)}")
        sys.exit(1)
