"""The spool: a folder of temporary files for what is larger than the allowed memory.

A process has one, made when it is first needed and removed when the process ends. Its files have names, so that other
processes can map them. A process that is killed leaves its spool behind; the next one that uses the same place removes
it, because nobody holds its lock.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

from textmine.errors import InputError, system_reason

__all__ = ["DiskErrors", "drop_spool", "new_spool_file", "spool_folder", "use_spool", "work_folder"]

_PREFIX = "textmine-spool-"
_LOCK = "lock"


class _Spool:
    """The folder of this process, and where it is to be made."""

    def __init__(self) -> None:
        self.parent: str | None = None  # None: the system's temporary folder
        self.folder: str | None = None
        self.lock: IO[bytes] | None = None
        self.owner = 0
        self.numbers = itertools.count()


_SPOOL = _Spool()


def use_spool(folder: str | None) -> None:
    """Set where this process makes its spool: a folder, or None for the system's temporary one.

    Raises
    ------
    InputError
        It is no folder that can be written.
    """
    if folder is not None and not (os.path.isdir(folder) and os.access(folder, os.W_OK)):
        what = "this folder cannot be written" if os.path.isdir(folder) else "there is no such folder"
        raise InputError(folder, None, what, "name a folder for temporary files")
    if folder != _SPOOL.parent:
        drop_spool()
    _SPOOL.parent = folder


def spool_folder() -> str:
    """Return the spool of this process, which is made now if it is not there.

    Raises
    ------
    InputError
        It cannot be made.
    """
    if _SPOOL.folder is None or _SPOOL.owner != os.getpid():
        with DiskErrors():
            parent = _SPOOL.parent or tempfile.gettempdir()
            _remove_abandoned(parent)
            folder = tempfile.mkdtemp(prefix=_PREFIX, dir=parent)
            _SPOOL.folder, _SPOOL.owner, _SPOOL.lock = folder, os.getpid(), _locked(os.path.join(folder, _LOCK))
            atexit.register(drop_spool)
    return _SPOOL.folder


def work_folder(kind: str) -> tempfile.TemporaryDirectory[str]:
    """Return a new folder of the spool, for the files of one pass, as a context that removes it.

    A worker may still write there when another has failed; what it leaves goes with the spool.
    """
    return tempfile.TemporaryDirectory(prefix=f"{kind}-", dir=spool_folder(), ignore_cleanup_errors=True)


def new_spool_file() -> IO[bytes]:
    """Return a new file of the spool, open to be written and read.

    Raises
    ------
    InputError
        It cannot be made.
    """
    folder = spool_folder()
    with DiskErrors():
        return open(os.path.join(folder, f"{next(_SPOOL.numbers)}.array"), "w+b")


class DiskErrors:
    """Turn an OSError into an InputError that names the place of the spool; close and remove the damaged file.

    Parameters
    ----------
    file
        The file that is written.
    folder
        A folder in the spool of another process, for which this one works.
    """

    def __init__(self, file: IO[bytes] | None = None, folder: str | None = None) -> None:
        self._file, self._folder = file, folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            if self._file is not None:
                # Closing writes the rest of the buffer, which fails again.
                with contextlib.suppress(OSError):
                    self._file.close()
                with contextlib.suppress(OSError):
                    os.unlink(self._file.name)
            reason = f"the temporary directory cannot be used: {system_reason(error)}"
            hint = "free some space, name another folder with `spool`, or raise `memory`"
            place = _parent() if self._folder is None else self._folder.partition(os.sep + _PREFIX)[0]
            raise InputError(place, None, reason, hint) from error


def _parent() -> str:
    try:
        return _SPOOL.parent or tempfile.gettempdir()
    except OSError:
        return os.environ.get("TMPDIR", "/tmp")


def _locked(path: str) -> IO[bytes] | None:
    """Return the file, locked as long as it is open; None if another process has locked it."""
    file = open(path, "ab")  # noqa: SIM115
    locks = _locks()
    if locks is not None:
        try:
            locks.flock(file, locks.LOCK_EX | locks.LOCK_NB)
        except OSError:
            file.close()
            return None
    return file


def _locks() -> Any:
    """Return the module of locks, None on Windows."""
    try:
        import fcntl
    except ImportError:
        return None
    return fcntl


def _remove_abandoned(parent: str) -> None:
    """Remove the spools of processes that were killed."""
    if _locks() is None:
        return
    for folder in Path(parent).glob(_PREFIX + "*"):
        # A folder without a lock is being made, or belongs to somebody else.
        with contextlib.suppress(OSError):
            if (folder / _LOCK).is_file() and (lock := _locked(str(folder / _LOCK))) is not None:
                with lock:
                    shutil.rmtree(folder, ignore_errors=True)


def drop_spool() -> None:
    """Remove the spool of this process, for a program that is about to exit."""
    # A forked process must not remove what belongs to its parent.
    if _SPOOL.folder is not None and _SPOOL.owner == os.getpid():
        shutil.rmtree(_SPOOL.folder, ignore_errors=True)
        if _SPOOL.lock is not None:
            _SPOOL.lock.close()
        _SPOOL.folder = _SPOOL.lock = None
