"""Every error becomes one line on standard error and one exit code, here."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

from textmine.errors import OptionError, TextmineError

__all__ = ["guarded"]

_Parameters = ParamSpec("_Parameters")

BAD_DATA, USAGE, INTERRUPTED, CLOSED_PIPE = 1, 2, 130, 141


def guarded(command: Callable[_Parameters, None]) -> Callable[_Parameters, None]:
    """Return `command` with its errors mapped to exit codes."""

    @functools.wraps(command)
    def run(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except TextmineError as error:
            print(f"textmine: {error}", file=sys.stderr)
            sys.exit(USAGE if isinstance(error, OptionError) else BAD_DATA)
        except KeyboardInterrupt:
            print("textmine: interrupted", file=sys.stderr)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            # Python flushes standard output once more at exit; let that go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(CLOSED_PIPE)
        except MemoryError:
            print("textmine: not enough memory; give less text, or raise --min-count", file=sys.stderr)
            sys.exit(BAD_DATA)

    return run
