"""Keeps the finished stages of a run in its folder, with checksums, so that no stage is done twice.

The files of finished stages are in `unfinished` inside the folder until all stages are finished. Then they are renamed
to their places, `run.json` last. So a run that is stopped does not change the files of an earlier run, and the next run
resumes it. A stage is used again if `run.json` has its key and the checksums of its files. The key is a digest of
everything that the result depends on.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from textmine.errors import InputError, TextmineError, system_reason
from textmine.io import make_folder, open_output
from textmine.map.files import RECORD
from textmine.progress import SILENT, Progress

__all__ = ["StageFolder", "digest", "open_stages"]


_WORK = "unfinished"
Lines = Mapping[str, Iterable[str]]


def digest(*parts: Any) -> str:
    """Return a checksum of anything that is JSON.

    Examples
    --------
    >>> digest("terms", {"b": 1, "a": 2}) == digest("terms", {"a": 2, "b": 1}) != digest("terms", {"a": 1})
    True
    """
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class StageFolder:
    """The stages of one folder; made by `open_stages`.

    Attributes
    ----------
    reused
        Names of the stages that were taken from an earlier run.
    """

    def __init__(self, directory: str, *, fresh: bool = False, progress: Progress = SILENT) -> None:
        self._directory, self._work = directory, os.path.join(directory, _WORK)
        self._progress = progress
        self.reused: list[str] = []
        # The record of each finished stage in run.json: key, files with their checksums, figures, and a seal, which is
        # the checksum of the other three.
        self._stages: dict[str, dict[str, Any]] = {}
        self._places: dict[str, str] = {}
        if fresh:
            shutil.rmtree(self._work, ignore_errors=True)
        self._kept = [] if fresh else [(folder, _read(folder)) for folder in (self._work, directory)]

    def path(self, file: str) -> str:
        """Return the current path of a file of a finished stage."""
        return self._places[file]

    def done(
        self, name: str, key: str | None, files: Sequence[str], make: Callable[[], tuple[Lines, Mapping[str, Any]]]
    ) -> dict[str, Any]:
        """Return the figures of a stage: from an earlier run if key and files are unchanged, or else from `make`.

        Parameters
        ----------
        name
            The stage.
        key
            A `digest` of everything that it depends on; None if that is not known.
        files
            The files that it writes.
        make
            Function that does the stage; returns the lines of each file, and the figures.
        """
        figures = self._kept_figures(name, key, files)
        if figures is None:
            lines, made = make()
            figures = dict(made)
            self._save(name, key, lines, figures)
        return figures

    def _kept_figures(self, name: str, key: str | None, files: Sequence[str]) -> dict[str, Any] | None:
        for folder, kept in self._kept:
            stage = kept.get(name)
            if key is None or stage is None or stage["key"] != key or sorted(stage["files"]) != sorted(files):
                continue
            changed = [file for file in files if _checksum(os.path.join(folder, file)) != stage["files"][file]]
            if changed:
                where = os.path.join(folder, changed[0])
                self._progress.note(f"{where} is not as it was written; it is made again")
                continue
            self._stages[name] = stage
            self._places |= {file: os.path.join(folder, file) for file in files}
            self.reused.append(name)
            return dict(stage["figures"])
        return None

    def earlier(self, name: str, serves: Callable[[Mapping[str, Any]], bool]) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the figures of a stage of an earlier run that serves, and the paths of its files; empty for none.

        Parameters
        ----------
        name
            The stage.
        serves
            Tells from its figures whether it is of use.
        """
        for folder, kept in self._kept:
            stage = kept.get(name)
            if stage is None or not isinstance(stage["figures"], dict) or not serves(stage["figures"]):
                continue
            paths = {file: os.path.join(folder, file) for file in stage["files"]}
            if all(_checksum(path) == stage["files"][file] for file, path in paths.items()):
                return dict(stage["figures"]), paths
        return {}, {}

    def _save(self, name: str, key: str | None, files: Lines, figures: Mapping[str, Any]) -> None:
        """Write the files of a stage, then the record that it is finished."""
        self._make_work()
        sums = {}
        for file, lines in files.items():
            self._places[file] = os.path.join(self._work, file)
            sums[file] = _write(self._places[file], lines)
        stage = {"key": key, "files": sums, "figures": figures}
        self._stages[name] = stage | {"seal": digest(stage)}
        _write(os.path.join(self._work, RECORD), [_document({"stages": self._stages})])

    def finish(self, record: Mapping[str, Any]) -> None:
        """Put all files in their places, the record last. Files of stages that this run does not have are removed."""
        self._make_work()
        others = {file for stage in _read(self._directory).values() for file in stage["files"]} - {*self._places}
        _write(os.path.join(self._work, RECORD), [_document({**record, "stages": self._stages})])
        for file, place in self._places.items():
            _rename(place, os.path.join(self._directory, file))
        for file in others:
            with suppress(OSError):
                os.remove(os.path.join(self._directory, os.path.basename(file)))
        _rename(os.path.join(self._work, RECORD), os.path.join(self._directory, RECORD))
        shutil.rmtree(self._work, ignore_errors=True)

    def _make_work(self) -> None:
        make_folder(self._work)


def _document(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _write(path: str, lines: Iterable[str]) -> str:
    """Write a file, and return its checksum."""
    found = hashlib.sha256()
    with open_output(path) as stream:
        for line in lines:
            stream.write(line)
            found.update(line.encode())
    return found.hexdigest()


def _rename(source: str, target: str) -> None:
    if source == target:
        return
    try:
        os.replace(source, target)
    except OSError as error:
        reason = f"cannot be written: {system_reason(error)}"
        raise InputError(target, None, reason, "check the folder and its permissions") from error


def _checksum(path: str) -> str | None:
    """Return the checksum of a file; None if it cannot be read."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None


def _read(folder: str) -> dict[str, dict[str, Any]]:
    """Return the stages of a record whose seals are right. A file that is not a record has no stages."""
    try:
        with open(os.path.join(folder, RECORD), encoding="utf-8") as stream:
            stages = json.load(stream)["stages"]
        return {name: stage for name, stage in stages.items() if _is_sealed(stage)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _is_sealed(stage: Mapping[str, Any]) -> bool:
    return str(stage["seal"]) == digest({name: stage[name] for name in ("key", "files", "figures")})


@contextmanager
def open_stages(directory: str, *, fresh: bool = False, progress: Progress = SILENT) -> Iterator[StageFolder]:
    """Open a folder for one run; a second run waits for the first.

    A new folder that stays empty is removed. If a run ends with an error of its input, its finished stages are removed.

    Parameters
    ----------
    directory
        The folder; made if it does not exist.
    fresh
        If True, use no stage of an earlier run.
    progress
        Gets a note of files that were changed, and of waiting.

    Raises
    ------
    InputError
        The folder cannot be made.
    """
    existed = os.path.isdir(directory)
    make_folder(directory)
    with _locked(directory, progress):
        make_folder(directory)  # the run that held the lock may have removed it
        try:
            yield StageFolder(directory, fresh=fresh, progress=progress)
        except TextmineError:  # the next run would end in the same way
            shutil.rmtree(os.path.join(directory, _WORK), ignore_errors=True)
            raise
        finally:
            _remove_if_empty(os.path.join(directory, _WORK))
            if not existed:
                _remove_if_empty(directory)


def _remove_if_empty(folder: str) -> None:
    try:
        os.rmdir(folder)
    except OSError:
        return


@contextmanager
def _locked(directory: str, progress: Progress) -> Iterator[None]:
    """Lock the folder. The system releases the lock when the process ends in any way."""
    try:
        import fcntl
    except ImportError:  # not Unix: there is no lock, and the user must avoid two runs at once
        yield
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress.note(f"another run writes to {directory}; waiting for it")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(descriptor)
