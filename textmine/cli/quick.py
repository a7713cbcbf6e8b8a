"""Runs `textmine cluster` with its usual options without typer: to load it takes longer than to search a small graph.

Whatever is not as plain as here goes to typer: other commands and options, mistakes, help, settings.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

__all__ = ["main", "plain_request"]

_FLAGS = {
    "--directed": "directed",
    "-d": "directed",
    "--undirected": "undirected",
    "--rawdir": "rawdir",
    "--two-level": "two_level",
    "-2": "two_level",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
}
_EFFORTS = ("fast", "default", "best")


class _NotPlainError(ValueError):
    """What typer is to look at."""


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise _NotPlainError
    return int(text)


def _effort(text: str) -> str:
    if text not in _EFFORTS:
        raise _NotPlainError
    return text


def _path(text: str) -> str:
    if not text or (text[0] == "-" and text != "-"):
        raise _NotPlainError
    return text


def _format(text: str) -> str:
    from textmine.communities.writing import COMMUNITY_FORMATS

    if text not in COMMUNITY_FORMATS:
        raise _NotPlainError
    return text


_VALUES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "--trials": ("trials", _number),
    "-N": ("trials", _number),
    "--seed": ("seed", _number),
    "--threads": ("threads", _number),
    "--effort": ("effort", _effort),
    "--format": ("format_", _format),
    "-f": ("format_", _format),
    "--output": ("output", _path),
    "-o": ("output", _path),
}


def main() -> None:
    """Run the program and exit."""
    import sys

    asked = None if any("TEXTMINE_" in name for name in os.environ) else plain_request(sys.argv[1:])
    if asked is None:
        from textmine.cli.main import main as run_any

        run_any()
    else:
        _run(asked)


def plain_request(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the values of the options of `cluster` that are given, by name; None where typer must look at them.

    Examples
    --------
    >>> plain_request(["cluster", "graph.tsv", "-o", "found.tree", "--trials", "10", "-2"])
    {'graph': 'graph.tsv', 'output': 'found.tree', 'trials': 10, 'two_level': True}
    >>> plain_request(["cluster", "graph.tsv", "--trials", "ten"]), plain_request(["map", "text.txt"])
    (None, None)
    """
    if arguments[:1] != ["cluster"]:
        return None
    asked: dict[str, Any] = {}
    rest = iter(arguments[1:])
    try:
        for argument in rest:
            name, value = _read(argument, rest)
            if name == "format_":
                asked.setdefault(name, []).append(value)
            elif name == "graph" and name in asked:
                return None
            else:
                asked[name] = value
    except _NotPlainError:
        return None
    return asked if "graph" in asked else None


def _read(argument: str, rest: Iterator[str]) -> tuple[str, Any]:
    """Return the name of the parameter that an argument sets, and the value, which may be the argument after it."""
    if argument in _FLAGS:
        return _FLAGS[argument], True
    option, equals, value = argument.partition("=")
    if option in _VALUES and (not equals or option.startswith("--")):
        name, converted = _VALUES[option]
        return name, converted(value if equals else next(rest, ""))
    return "graph", _path(argument)


def _run(asked: dict[str, Any]) -> None:
    from textmine.cli.errors import exit_codes, one_blas_thread
    from textmine.cli.progress import set_loudness

    one_blas_thread()
    with exit_codes():
        from textmine.cli.finding import Request, run
        from textmine.errors import OptionError

        quiet, verbose = asked.pop("quiet", False), asked.pop("verbose", False)
        if quiet and verbose:
            raise OptionError("--quiet and --verbose exclude each other", "leave out one of them")
        set_loudness(quiet=quiet, verbose=verbose)
        run(Request(**asked))
