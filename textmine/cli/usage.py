"""Says in one line what is wrong with a command line, where typer takes four."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

from textmine.cli.errors import USAGE
from textmine.cli.progress import say

__all__ = ["about_value", "usage_errors"]

# typer has click within itself, and shows only the youngest of these classes.
_UsageError: Any = typer.BadParameter.__base__
_PLAIN = (("a valid int", "a whole number"), ("a valid float", "a number"), ("a valid boolean", "true or false"))


@contextmanager
def usage_errors(ctx: Any) -> Iterator[None]:
    """Report what is wrong with the command line in one line, and exit; help that was not asked for stays as it is."""
    try:
        yield
    except _UsageError as error:
        if ctx.resilient_parsing or type(error).__name__ == "NoArgsIsHelpError":
            raise
        say(f"{_reason(error, ctx)}; see {ctx.command_path} --help")
        sys.exit(USAGE)


def _reason(error: Any, ctx: Any) -> str:
    """Return what is wrong, and what may have been meant."""
    kind = type(error).__name__
    if kind == "MissingParameter":
        return f"{_named(error, ctx)} is missing"
    if kind == "NoSuchOption":
        near = _nearest(error.option_name, error.possibilities or ())
        where = " before the name of a command" if hasattr(ctx.command, "resolve_command") else ""
        return f"there is no option {error.option_name}{where}{f'; perhaps {near} is meant' if near else ''}"
    if kind == "BadOptionUsage":
        takes = "takes no value" if "not take" in error.message else "needs a value"
        return f"{error.option_name} {takes}"
    return f"{_named(error, ctx)}: {about_value(error)}" if kind == "BadParameter" else _about_arguments(error.message)


def _nearest(name: str, options: Iterable[str]) -> str:
    """Return the option that is most like a name without their dashes, by which all are alike; nothing if none is.

    Examples
    --------
    >>> _nearest("--formt", ["--effort", "--format"]), _nearest("--group", ["--top"])
    ('--format', '')
    """
    from difflib import get_close_matches

    bare = {option.lstrip("-"): option for option in options}
    return "".join(bare[near] for near in get_close_matches(name.lstrip("-"), bare, n=1))


def about_value(error: Any) -> str:
    """Return what is wrong with a value, in plain words.

    Examples
    --------
    >>> about_value(typer.BadParameter("'ten' is not a valid int."))
    "'ten' is not a whole number"
    """
    message = str(error.message).rstrip(".")
    for theirs, ours in _PLAIN:
        message = message.replace(theirs, ours)
    return message


def _about_arguments(message: str) -> str:
    unknown = re.match("No such command (?P<name>'.*?')[.]?(?: Did you mean '?(?P<near>.*?)'?[?])?$", message)
    if unknown:
        near = unknown["near"]
        return f"there is no command {unknown['name']}{f'; perhaps {near} is meant' if near else ''}"
    more = re.match(r"Got unexpected extra arguments?(?:\(s\))? \((?P<names>.*)\)", message)
    if more:
        return f"too many arguments: {more['names']}"
    return message.rstrip(".")


def _named(error: Any, ctx: Any) -> str:
    """Return what the command line calls a parameter: the first of its names, and an argument without dots."""
    hint = error.param_hint or (error.param.get_error_hint(ctx) if error.param is not None else "a value")
    first = hint if isinstance(hint, str) else hint[0]
    return first.split(" / ")[0].strip("'").removesuffix("...")
