"""Safe writing: to a temporary file next to the target, which is then renamed."""

from __future__ import annotations

import io
import os
import stat
import sys

from textmine.errors import InputError, OptionError, system_reason
from textmine.io.sources import STDIN, bare_suffix, expand_sources
from textmine.lightclasses import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from typing import IO, Any, BinaryIO, TextIO

__all__ = [
    "by_ending",
    "check_paths",
    "drop_unfinished",
    "made_folder",
    "make_folder",
    "open_binary_output",
    "open_output",
]

_TEXT = {"mode": "w", "encoding": "utf-8", "newline": "\n"}
_BYTES = {"mode": "wb"}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_unfinished: set[str] = set()


def by_ending(path: str, kinds: Mapping[str, str]) -> str:
    """Return the format that the end of a file's name stands for, compressed or not.

    Parameters
    ----------
    path
        Where something is to be written.
    kinds
        The format of each ending; that of no ending under the empty text.

    Raises
    ------
    OptionError
        No format has the ending.

    Examples
    --------
    >>> by_ending("out.tree.gz", {".tree": "tree", "": "tsv"}), by_ending("-", {"": "tsv"})
    ('tree', 'tsv')
    """
    suffix = bare_suffix(path)
    if suffix not in kinds:
        known = ", ".join(ending for ending in kinds if ending)
        raise OptionError(f"no format ends in {suffix}", f"let the name end in one of {known}")
    return kinds[suffix]


@contextmanager
def open_output(path: str) -> Iterator[TextIO]:
    r"""Open `path` for UTF-8 text with `\n` line ends; `-` is standard output.

    The text is compressed where the name ends in .gz, .bz2, .xz or .zst. The same text gives the same bytes.

    A file appears completely or not at all. It is written to a temporary file next to it, flushed to disk, and renamed
    when the block ends without an error. A link stays a link: its target is replaced. Devices and pipes are written
    directly.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    packing = _PACKINGS.get(os.path.splitext(path)[1].lower())
    if packing is None:
        with _said_of(path), _opened(path, _TEXT) as stream:
            yield stream
        return
    with (
        _said_of(path),
        _opened(path, _BYTES) as stream,
        packing(stream) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
    ):
        yield text


@contextmanager
def open_binary_output(path: str) -> Iterator[BinaryIO]:
    """Open `path` for bytes, in the same way as `open_output`.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    with _said_of(path), _opened(path, _BYTES) as stream:
        yield stream


# Loaded when a name asks for them.
def _gzip(stream: BinaryIO) -> Any:
    import gzip

    return gzip.GzipFile("", "wb", fileobj=stream, mtime=0)  # no name and no time, or the bytes would differ


def _bzip2(stream: BinaryIO) -> Any:
    import bz2

    return bz2.BZ2File(stream, "wb")


def _xz(stream: BinaryIO) -> Any:
    import lzma

    return lzma.LZMAFile(stream, "wb")


def _zstandard(stream: BinaryIO) -> Any:
    from textmine.io.streams import zstd

    return zstd().ZstdFile(stream, "wb")


_PACKINGS: dict[str, Callable[[BinaryIO], Any]] = {".gz": _gzip, ".bz2": _bzip2, ".xz": _xz, ".zst": _zstandard}


@contextmanager
def _said_of(path: str) -> Iterator[None]:
    """Turn an OSError while writing into an `InputError`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if path == STDIN else path
        reason = f"cannot be written: {system_reason(error)}"
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
    # sys.stdout itself is not used, because its encoding and line ends depend on the machine.
    with open(sys.stdout.fileno(), closefd=False, **how) as stream:
        yield stream


@contextmanager
def _as_it_is(path: str, how: Mapping[str, Any]) -> Iterator[IO[Any]]:
    with open(path, **how) as stream:
        yield stream


@contextmanager
def _beside(path: str, how: Mapping[str, Any]) -> Iterator[IO[Any]]:
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name[:48]}.{os.urandom(4).hex()}")
    _unfinished.add(temporary)  # before the file exists, because a signal may come at any time
    try:
        with open(os.open(temporary, _NEW, 0o600), **how) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except BaseException:
        _drop(temporary)
        raise
    finally:
        _unfinished.discard(temporary)


def drop_unfinished() -> None:
    """Delete the files that are being written, for a program that is about to exit."""
    for temporary in list(_unfinished):
        _drop(temporary)


def _drop(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        pass


def _mode(path: str) -> int:
    """Return the permissions of the file that is replaced, else 0666 without the bits of the umask."""
    if os.path.exists(path):
        return os.stat(path).st_mode & 0o7777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


@contextmanager
def made_folder(path: str, option: str = "output") -> Iterator[None]:
    """Make a folder before the work whose results go there; at the end, take it away again if it is new and empty.

    Parameters
    ----------
    path
        The folder, which may be there already.
    option
        What names it, for messages.

    Raises
    ------
    OptionError
        It is standard output.
    InputError
        It cannot be made, or nothing can be written to it.
    """
    if path == STDIN:
        raise OptionError(f"`{option}` is the name of a folder, which standard output is not", "give a folder")
    existed = os.path.isdir(path)
    make_folder(path, option)
    try:
        yield
    finally:
        if not existed:
            try:
                os.rmdir(path)
            except OSError:
                pass  # it is not empty


def make_folder(path: str, option: str = "output") -> None:
    """Make a folder that may be there already.

    Raises
    ------
    InputError
        It cannot be made, or nothing can be written to it.
    """
    hint = f"name another folder with `{option}`"
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise InputError(path, None, f"cannot be made: {system_reason(error)}", hint) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise InputError(path, None, "nothing can be written to this folder", hint)


def check_paths(output: str, sources: Sequence[str], *, new_folder: bool = False) -> None:
    """Raise an error if the output is also an input or cannot be written, or if standard input would be read twice.

    Parameters
    ----------
    output, sources
        Where something is to be written, and what is to be read.
    new_folder
        The folder of the output need not be there yet.

    Raises
    ------
    OptionError
        `output` is one of the files that `sources` name, or `-` is among them more than once.
    InputError
        `output` is a folder, or in a folder that is not there or that takes no files.
    """
    if sources.count(STDIN) > 1:
        raise OptionError("standard input (-) can be read only once", "give a file in one of its places")
    if output != STDIN and not new_folder:
        _check_place(output)
    target = _status(output, sys.stdout)
    if target is None or not stat.S_ISREG(target.st_mode):
        return
    name = "standard output" if output == STDIN else f"the output {output}"
    for source in sources:
        found = (_status(file, sys.stdin) for file in _files(source))
        if any(file is not None and os.path.samestat(file, target) for file in found):
            raise OptionError(f"{name} is also an input", "name another file with `output`")


def _check_place(path: str) -> None:
    """Refuse a file that cannot be written, before any work is done for it."""
    with _said_of(path):
        if os.path.isdir(path) or path.endswith("/"):
            import errno

            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if os.path.exists(path) and not os.path.isfile(path):
            return  # a device or a pipe is written as it is
        folder = os.path.dirname(os.path.realpath(path))
        os.stat(os.path.join(folder, "."))
        if not os.access(folder, os.W_OK | os.X_OK):
            import errno

            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _status(path: str, standard: TextIO | None) -> os.stat_result | None:
    """Return the status of a file, or of a standard stream for `-`; None if there is none."""
    try:
        return os.stat(path) if path != STDIN else None if standard is None else os.fstat(standard.fileno())
    except (OSError, ValueError):  # a closed stream, or one that is not a file
        return None


def _files(source: str) -> list[str]:
    try:
        return expand_sources([source])
    except InputError:  # reported when it is read
        return []
