"""Maps every error to one line on standard error and an exit code."""

from __future__ import annotations

import os
import sys

from textmine.cli.progress import say
from textmine.errors import GraphError, InputError, OptionError, TextmineError, system_reason
from textmine.lightclasses import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import ParamSpec

    _Parameters = ParamSpec("_Parameters")

__all__ = ["about", "about_system", "exit_codes", "guarded", "one_blas_thread"]

BAD_DATA, USAGE, INTERRUPTED, CLOSED_PIPE = 1, 2, 130, 141


def guarded(command: Callable[_Parameters, None]) -> Callable[_Parameters, None]:
    """Return `command` with its errors mapped to exit codes."""
    import functools  # the quick way of `cluster` does without

    @functools.wraps(command)
    def run(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> None:
        one_blas_thread()
        with exit_codes():
            command(*args, **kwargs)

    return run


def one_blas_thread() -> None:
    """Limit the linear algebra of numpy to one thread, if numpy is not loaded yet.

    The order of its sums, and so their last bits, depends on the number of threads. Each thread also takes 32 MB.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
        os.environ[name] = "1"


def _of_the_machine(error: OSError | ImportError | RuntimeError) -> str:
    """Return a message for an error of the machine; raise the error again if it is a fault of the program."""
    if isinstance(error, ImportError):  # also raised if memory runs out while a library is loaded
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        return f"a part of the program cannot be loaded: {cause}; give it more memory, or install it again"
    if "can't start new thread" in str(error):
        return "the system cannot start another thread; use --threads 1, or give it more memory"
    if isinstance(error, OSError):
        return about_system(error)
    raise error


def about_system(error: OSError) -> str:
    """Return the message of a system error as one line, with the file if it is known."""
    reason = system_reason(error)
    return f"{error.filename}: {reason}" if error.filename else reason


@contextmanager
def exit_codes() -> Iterator[None]:
    """Report an error of the block in one line, and exit with its code."""
    try:
        yield
    except TextmineError as error:
        from textmine.cli.naming import with_options

        say(with_options(str(error)))
        sys.exit(USAGE if isinstance(error, OptionError) else BAD_DATA)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Python flushes standard output again at exit: let it write to nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED_PIPE)
    except MemoryError:
        say("not enough memory; give less text, or raise --min-count")
        sys.exit(BAD_DATA)
    except (OSError, ImportError, RuntimeError) as error:
        say(_of_the_machine(error))
        sys.exit(BAD_DATA)


@contextmanager
def about(*files: str, role: str = "corpus") -> Iterator[None]:
    """Name the files in errors of library functions, which know only the role of their data."""
    try:
        yield
    except GraphError as error:
        raise InputError(" ".join(files), None, error.reason, error.hint) from error
    except InputError as error:
        if error.path != role:
            raise
        raise InputError(" ".join(files), error.line, error.reason, error.hint) from error
