"""Text segmented on an engine: workers cut stretches of the files, which are put together in their order."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.ngrams.partitioned import sent
from textmine.progress import SILENT, Progress
from textmine.segment.lexicon import Lexicon, LexiconHandles
from textmine.segment.pathfinding import DictionaryPath, LearnedPath, Path
from textmine.segment.text import Segmenter
from textmine.text.arrays import Handle
from textmine.text.names import Names
from textmine.text.spool import DiskErrors, work_folder
from textmine.text.stretches import CHUNK, FormTable, Stretch, stretch_pieces
from textmine.text.units import UnitTable

__all__ = ["UnreadStretchError", "gone_on", "segment_spread", "segment_stretch"]

_PATHS: dict[str, Callable[[Lexicon, UnitTable], Path]] = {"dictionary": DictionaryPath, "learned": LearnedPath}


class UnreadStretchError(Exception):
    """A stretch cannot be read apart from the rest of its file: the encoding of the whole file decides."""


@dataclass(frozen=True, slots=True)
class SegmenterHandles:
    """What a `Segmenter` is made of, as tasks open it.

    Attributes
    ----------
    codes, ends, classes
        The forms of its table; see `FormTable`.
    lexicon
        Its words.
    kind
        How it cuts: `dictionary` or `learned`.
    kept, names
        Names whose marks are units, and names that keep the marks at their ends.
    """

    codes: Handle
    ends: Handle
    classes: Handle
    lexicon: LexiconHandles
    kind: str
    kept: tuple[str, ...]
    names: tuple[str, ...]

    def open(self) -> Segmenter:
        """Return the segmenter."""
        table = UnitTable(names=Names(self.kept))
        ends = self.ends.open()
        FormTable(self.codes.open(), ends, self.classes.open(), np.zeros(len(ends), dtype=np.int64)).numbered(table)
        return Segmenter(table, _PATHS[self.kind](self.lexicon.open(), table), self.names)


class _Opened(threading.local):
    """The segmenter that this thread used last: a text of which each stretch is cut by the same."""

    place: str | None = None
    segmenter: Segmenter | None = None

    def get(self, handles: SegmenterHandles) -> Segmenter:
        """Return the segmenter of some handles."""
        place = handles.lexicon.first_child.path
        if self.segmenter is None or self.place != place:
            self.segmenter = None  # freed before the next is made
            self.place, self.segmenter = place, handles.open()
        return self.segmenter


_OPENED = _Opened()


def segment_spread(
    segmenter: Segmenter,
    stretches: list[Stretch],
    engine: Engine,
    progress: Progress = SILENT,
    sought: Callable[[str], bool] | None = None,
    absent: Callable[[], None] = lambda: None,
) -> Iterator[str]:
    """Yield the segmented text in pieces, with a line end between two files.

    Parameters
    ----------
    segmenter
        Cuts the text. Its units are not merged.
    stretches
        The text.
    engine
        Where it is cut.
    progress
        Receives a report for each file.
    sought
        Tells whether a piece of text has what is sought; no piece is asked after one has it. None seeks nothing.
    absent
        Called at the end if no piece has what is sought.

    Raises
    ------
    UnreadStretchError
        A stretch is not plainly UTF-8, or a file has no text. Everything before it has been yielded.
    """
    handles, _kept = _sent(segmenter, engine)
    blank, found, is_ended = False, sought is None, True
    waiting: list[Stretch] = []  # only blanks of a file so far, which may have no text
    with work_folder("segmented") as folder:
        tasks = ((folder, stretch, CHUNK, handles, None if found else sought) for stretch in stretches)
        for stretch, result in zip(stretches, engine.run(segment_stretch, tasks), strict=True):
            if stretch.begin == 0:
                if blank:
                    raise UnreadStretchError
                blank = True
                progress.stage(f"segmenting {os.path.basename(stretch.source)}")
            if result is None:
                raise UnreadStretchError
            blank, found = blank and result.blank, found or result.found
            waiting.append(stretch)
            if not blank:
                for each in waiting:
                    if each.begin == 0 and not is_ended:
                        yield "\n"
                    for piece in _written(_path(folder, each.number)):
                        is_ended = piece.endswith("\n")
                        yield piece
                waiting.clear()
            progress.advance(stretch.end)
    if blank:
        raise UnreadStretchError
    if not found:
        absent()


def gone_on(pieces: Iterable[str], again: Callable[[], Iterable[str]]) -> Iterator[str]:
    """Yield pieces of a text; where a stretch is not read, go on with the same text in other pieces.

    Examples
    --------
    >>> def broken():
    ...     yield "abc"
    ...     raise UnreadStretchError
    >>> list(gone_on(broken(), lambda: ["ab", "cd", "ef"]))
    ['abc', 'd', 'ef']
    """
    done = 0
    try:
        for piece in pieces:
            yield piece
            done += len(piece)
        return
    except UnreadStretchError:
        pass
    for piece in again():
        if done < len(piece):
            yield piece[done:]
        done = max(done - len(piece), 0)


def _sent(segmenter: Segmenter, engine: Engine) -> tuple[SegmenterHandles, list[NDArray[Any]]]:
    """Return what tasks open the segmenter by, and the arrays that must exist as long as they run."""
    lexicon, table = segmenter.path.lexicon, segmenter.table
    arrays = (*table.exported(), lexicon.first_child, lexicon.last, lexicon.costs)
    opened = [sent(array, engine) for array in arrays]
    codes, ends, classes, first_child, last, costs = (found for found, _kept in opened)
    words = LexiconHandles(first_child, last, costs, lexicon.unknown)
    kind = next(kind for kind, path in _PATHS.items() if path is type(segmenter.path))
    handles = SegmenterHandles(codes, ends, classes, words, kind, table.names.words, tuple(segmenter.names))
    return handles, [kept for _found, kept in opened]


def _written(path: str) -> Iterator[str]:
    """Yield the text of a file in pieces, and remove it."""
    with DiskErrors(folder=os.path.dirname(path)):
        with open(path, encoding="utf-8", newline="\n") as file:
            while text := file.read(CHUNK):
                yield text
        os.unlink(path)


@dataclass(frozen=True, slots=True)
class SegmentedStretch:
    """What is known of a stretch that was cut: whether it has only blanks, and whether it has what was sought."""

    blank: bool
    found: bool


def segment_stretch(
    folder: str, stretch: Stretch, chunk: int, handles: SegmenterHandles, sought: Callable[[str], bool] | None
) -> SegmentedStretch | None:
    """Write a stretch with one blank between words to a file.

    Returns
    -------
    None if the bytes are not plainly UTF-8.

    Raises
    ------
    InputError
        The file cannot be read, or has changed; or the disk is full.
    """
    pieces = stretch_pieces(stretch, chunk)
    if pieces is None:
        return None
    segmenter, blank, found = _OPENED.get(handles), True, False
    path = _path(folder, stretch.number)
    unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}"
    with DiskErrors(folder=folder):
        with open(unfinished, "w", encoding="utf-8", newline="\n") as file:
            for piece in pieces:
                found = found or (sought is not None and sought(piece))
                blank = blank and piece.isspace()
                file.writelines(segmenter.segment([piece]))
        os.replace(unfinished, path)
    return SegmentedStretch(blank, found)


def _path(folder: str, number: int) -> str:
    return os.path.join(folder, f"{number}.segmented")
