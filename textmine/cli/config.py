"""`textmine config`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from textmine.cli.options import Output, Rows

__all__ = ["config"]


def config(
    ctx: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COMMAND]...", help="Commands to show, such as map, evaluate; all if left out."),
    ] = None,
    format_: Rows = "tsv",
    output: Output = "-",
) -> None:
    """Show the values of options from the environment, the file and the defaults.

    In: the variables TEXTMINE_* and the file that --config or TEXTMINE_CONFIG names. The file is TOML. Options above
    all tables are for all commands that have them; a table is for one command.

    \b
        threads = 2
        [map]
        background = ["data/encyclopedia.txt"]
        new-only = true
        [evaluate.terms]
        top = 1000

    A name that no command has is an error, and so is a value that the option does not take. Paths in the file are
    relative to the current folder. Variables override the file: TEXTMINE_NEW_ONLY=0 turns off a switch that is on
    there.

    Out: one row for each option, by command: command, option, value (empty for none; the help says what that means),
    source (default, the variable, or the file).

    Memory: 30 MB.

    Example: textmine config map
    """  # noqa: D301  (the backspace is for the help: it keeps the lines of the paragraph)
    from textmine.cli.rows import write_rows

    write_rows(output, ("command", "option", "value", "source"), list(_rows(ctx, command or [])), format_)


def _rows(ctx: typer.Context, wanted: list[str]) -> Iterator[tuple[str, str, str, str]]:
    from textmine.errors import OptionError

    root: Any = ctx.find_root()
    for name in wanted:
        if name not in root.command.commands:
            raise OptionError(f"no command is called '{name}'", f"the commands are: {', '.join(root.command.commands)}")
    for name, command in root.command.commands.items():
        if name in (wanted or root.command.commands):
            yield from _of(command, root, ctx, [name])


def _of(command: Any, parent: Any, ctx: typer.Context, names: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield the options of a command, or of all commands below it."""
    from textmine.cli.commands import settings_of
    from textmine.cli.settings import options_of

    here = type(parent)(command, parent=parent, info_name=names[-1])
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from _of(inner, here, ctx, [*names, name])
        return
    settings = settings_of(here, ctx.meta["textmine.config"])
    for name, option in options_of(command).items():
        found = settings.get(str(option.name))
        value = option.get_default(here) if found is None else option.type_cast_value(here, found.value)
        yield " ".join(names), name, _shown(value), "default" if found is None else found.source


def _shown(value: Any) -> str:
    """Return a value as in a TOML file, but without quotes; None is empty."""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(getattr(value, "value", value))
