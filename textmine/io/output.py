"""Writing without harm: beside the target, then renamed over it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, BinaryIO, TextIO

from textmine.errors import InputError, OptionError
from textmine.io.sources import STDIN, expand_sources

__all__ = ["check_paths", "open_binary_output", "open_output"]

_TEXT = {"mode": "w", "encoding": "utf-8", "newline": "\n"}
_BYTES = {"mode": "wb"}


@contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    r"""Open `path` for UTF-8 text with `\n` line ends; `-` is standard output.

    A file appears whole or not at all: it is written beside its name, flushed to disk and renamed when the block
    ends without an error. A link stays a link: what it points to is replaced. Devices and pipes are written to as they
    are.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with _said_of(path), _opened(path, _TEXT) as stream:
        yield stream


@contextmanager
def open_binary_output(path: str) -> Iterator[BinaryIO]:
    """Open `path` for bytes, in the way of `open_output`.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with _said_of(path), _opened(path, _BYTES) as stream:
        yield stream


@contextmanager
def _said_of(path: str) -> Iterator[None]:
    """Turn what the system has against writing into an `InputError`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if path == STDIN else path
        reason = f"cannot be written: {(error.strerror or str(error)).lower()}"
        raise InputError(name, None, reason, "check the folder, its permissions and the space left") from error


def _opened(path: str, how: Mapping[str, Any]) -> AbstractContextManager[Any]:
    if path == STDIN:
        return _standard_output(how)
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        return _as_it_is(path, how)
    return _beside(os.path.realpath(path), how)


@contextmanager
def _standard_output(how: Mapping[str, Any]) -> Iterator[IO[Any]]:
    if sys.stdout is None:  # closed by the shell: >&-
        raise OSError("it is closed")
    # Not sys.stdout itself: its encoding and line ends depend on the machine.
    with open(sys.stdout.fileno(), closefd=False, **how) as stream:
        yield stream


@contextmanager
def _as_it_is(path: str, how: Mapping[str, Any]) -> Iterator[IO[Any]]:
    with open(path, **how) as stream:
        yield stream


@contextmanager
def _beside(path: str, how: Mapping[str, Any]) -> Iterator[IO[Any]]:
    folder, name = os.path.split(path)
    descriptor, temporary = tempfile.mkstemp(prefix=f".{name[:64]}.", dir=folder)
    try:
        with open(descriptor, **how) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(path: str) -> int:
    """Permissions of the file to be replaced, else what the umask leaves of 0666 (mkstemp gives 0600)."""
    if os.path.exists(path):
        return os.stat(path).st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def check_paths(output: str, sources: Sequence[str]) -> None:
    """Refuse to write over an input, or to read standard input twice.

    Raises
    ------
    OptionError
        `output` is one of the files behind `sources`, or `-` stands among them more than once.
    """
    if sources.count(STDIN) > 1:
        raise OptionError("standard input (-) can be read only once", "give a file in one of its places")
    if output == STDIN or not os.path.isfile(output):
        return
    for source in sources:
        if any(file != STDIN and os.path.samefile(output, file) for file in _files(source)):
            raise OptionError(f"the output {output} is also an input", "name another file with -o")


def _files(source: str) -> list[str]:
    try:
        return expand_sources([source])
    except InputError:  # said when it is read
        return []
