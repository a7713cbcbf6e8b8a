"""Every error becomes one line on standard error and one exit code, here."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

from textmine.cli.progress import say
from textmine.errors import GraphError, InputError, OptionError, TextmineError

__all__ = ["about", "exit_codes", "guarded"]

_Parameters = ParamSpec("_Parameters")

BAD_DATA, USAGE, INTERRUPTED, CLOSED_PIPE = 1, 2, 130, 141


def guarded(command: Callable[_Parameters, None]) -> Callable[_Parameters, None]:
    """Return `command` with its errors mapped to exit codes."""

    @functools.wraps(command)
    def run(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> None:
        with exit_codes():
            command(*args, **kwargs)

    return run


@contextmanager
def exit_codes() -> Iterator[None]:
    """Say in one line what goes wrong in the block, and end the program with its exit code."""
    try:
        yield
    except TextmineError as error:
        say(str(error))
        sys.exit(USAGE if isinstance(error, OptionError) else BAD_DATA)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Python flushes standard output once more at exit; let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED_PIPE)
    except MemoryError:
        say("not enough memory; give less text, or raise --min-count")
        sys.exit(BAD_DATA)


@contextmanager
def about(*files: str, role: str = "corpus") -> Iterator[None]:
    """Name the files in errors of library functions that were not told where their data came from."""
    try:
        yield
    except GraphError as error:
        raise InputError(" ".join(files), None, error.reason, error.hint) from error
    except InputError as error:
        if error.path != role:
            raise
        raise InputError(" ".join(files), error.line, error.reason, error.hint) from error
