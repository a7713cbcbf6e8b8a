"""A corpus from plain text whose stretches are read on an engine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.errors import InputError
from textmine.io.decoding import decode_chunks
from textmine.io.signatures import is_workbook
from textmine.io.sources import STDIN, expand_sources
from textmine.io.streams import is_compressed, open_source, source_size
from textmine.progress import SILENT, Progress
from textmine.text.arrays import handle, new_array
from textmine.text.columns import is_records, plain_notes
from textmine.text.corpus import Corpus, WrittenForms, alphabet_of
from textmine.text.fields import Fields
from textmine.text.onescript import in_one_script
from textmine.text.spool import work_folder
from textmine.text.stretches import CHUNK as _CHUNK
from textmine.text.stretches import CorpusArrays, Stretch, StretchSizes, number_stretch, read_stretch
from textmine.text.units import UnitTable

if TYPE_CHECKING:
    from textmine.text.reading import ReadOptions

__all__ = ["plain_stretches", "read_spread"]

_STRETCH = 1 << 23  # bytes, about; a multiple of a chunk
_HEAD = 1 << 20  # bytes that tell what a file is
_LONGEST = 1 << 26  # bytes; a text with a longer line is read in one pass


def read_spread(
    sources: Iterable[str], options: ReadOptions, engine: Engine, table: UnitTable, fields: Fields, progress: Progress
) -> Corpus | None:
    """Read plain text in UTF-8, a document a line, on an engine.

    Parameters
    ----------
    sources
        Files, directories, patterns.
    options
        How files are read.
    engine
        Where stretches of the files are read.
    table
        Numbers the units.
    fields
        Takes down where files begin.
    progress
        Receives a report for each file, and notes.

    Returns
    -------
    None if a file is anything else: then it, and what it has in store of notes and errors, is for one pass here. Until
    then all forms are numbered as that pass numbers them.
    """
    stretches = plain_stretches(sources, options, progress)
    if stretches is None:
        return None
    with work_folder("stretches") as folder:
        return _corpus(stretches, folder, engine, table, fields, progress)


def plain_stretches(
    sources: Iterable[str], options: ReadOptions, progress: Progress
) -> list[Stretch] | None:  # fmt: skip
    """Return the stretches of plain text in UTF-8, a document a line; None if a file is anything else, or must change.

    Each begins where a piece of text begins that one pass would read. Notes are made only if there are stretches.
    """
    if not _is_plain_reading(options):
        return None
    notes: list[str] = []
    stretches: list[Stretch] = []
    for file in expand_sources(sources, SILENT):
        said, found = _stretches(file, options, len(stretches))
        if found is None:
            return None
        notes += said
        stretches += found
    expand_sources(sources, progress)  # its notes
    for note in notes:
        progress.note(note)
    return stretches


def _is_plain_reading(options: ReadOptions) -> bool:
    """Tell whether a line of a file is a document, as it is."""
    changed = options.per_file or options.join_lines or options.simplified or options.clean or options.merge
    return not (changed or options.spellings) and options.encoding is None and options.column is None


def _stretches(file: str, options: ReadOptions, number: int) -> tuple[list[str], list[Stretch] | None]:
    """Return what is to be said of a file, and its stretches; None if it is not plain text in UTF-8."""
    size = None if file == STDIN else source_size(file)
    begin = None if size is None else _begin(file)
    if size is None or begin is None or is_records(begin, file, options):
        return [], None
    cuts = _cuts(file, size)
    if max(end - start for start, end in pairwise(cuts)) > _LONGEST:
        return [], None
    decided = not begin.isascii()
    found = [Stretch(file, start, end, number + place, decided) for place, (start, end) in enumerate(pairwise(cuts))]
    return plain_notes(begin, file, options), found


def _begin(file: str) -> str | None:
    """Return the first lines of a plain text in UTF-8; None for any other file."""
    with open_source(file) as raw:
        head = raw.read(_HEAD)
    if is_compressed(head) or is_workbook(head, file):
        return None
    listening = _Listening()
    try:
        text = "".join(decode_chunks([head[: head.rfind(b"\n") + 1] or head], file, None, listening))
    except InputError:
        return None
    return None if listening.heard else text


class _Listening:
    """Hears whether anything is said: that an encoding was guessed."""

    def __init__(self) -> None:
        self.heard = False

    def stage(self, name: str) -> None:
        pass

    def advance(self, done: int, total: int | None = None, unit: str = "B") -> None:
        pass

    def note(self, message: str) -> None:
        self.heard = True


def _cuts(file: str, size: int) -> list[int]:
    """Return where the stretches of a file begin, and its size: behind the last line end of a chunk each."""
    cuts, at = [0], _STRETCH
    with open_source(file) as raw:
        while at < size:
            raw.seek(at - _CHUNK)
            chunk = raw.read(_CHUNK)
            end = chunk.rfind(b"\n") + 1
            # A carriage return may be a line end, or half of one.
            if end and b"\r" not in chunk[end:]:
                cuts.append(at - _CHUNK + end)
                at += _STRETCH
            else:
                at += _CHUNK
    return [*cuts, size]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A stretch whose forms have the numbers of the whole text, and how often it has each."""

    stretch: Stretch
    sizes: StretchSizes
    forms: NDArray[np.int32]
    counts: NDArray[np.int64]


def _corpus(
    stretches: list[Stretch], folder: str, engine: Engine, table: UnitTable, fields: Fields, progress: Progress
) -> Corpus | None:
    """Read the stretches, number their forms in the order of the text, and write the corpus."""
    read: list[_Numbered] = []
    tasks = ((folder, stretch, table.names) for stretch in stretches)
    for stretch, found in zip(stretches, engine.run(read_stretch, tasks), strict=True):
        if not read or stretch.source != read[-1].stretch.source:
            progress.stage(f"reading {os.path.basename(stretch.source)}")
        if found is None:
            return None
        sizes, forms = found
        read.append(_Numbered(stretch, sizes, forms.numbered(table), forms.counts))
        progress.advance(stretch.end)
    for file, group in groupby(read, lambda each: each.stretch.source):
        parts = list(group)
        if all(part.sizes.blank for part in parts):
            return None
        fields.pass_by(file, sum(part.sizes.characters for part in parts))
    return _written(read, folder, engine, table)


def _written(read: list[_Numbered], folder: str, engine: Engine, table: UnitTable) -> Corpus:
    """Let every stretch be written into the arrays of a corpus."""
    counts = np.zeros(len(table.forms), dtype=np.int64)
    for part in read:
        counts[part.forms] += part.counts
    plain = [table.is_plain[part.forms] for part in read]
    sizes = [
        (part.sizes.units, part.sizes.documents, part.sizes.characters, int(part.counts[~is_plain].sum()))
        for part, is_plain in zip(read, plain, strict=True)
    ]
    begins = np.concatenate((np.zeros((1, 4), dtype=np.int64), np.cumsum(sizes, axis=0)))
    n_units, n_documents, _, n_written = begins[-1].tolist()
    units, documents = new_array(n_units, 0), new_array(n_documents + 1, 0, np.int64)
    offsets, places, forms = (
        new_array(n_documents, 0, np.int64),
        new_array(n_written, 0, np.int64),
        new_array(n_written, 0),
    )
    documents[0] = 0
    arrays = CorpusArrays(*map(handle, (units, documents, offsets, places, forms)))
    tasks = (
        (folder, part.stretch.number, part.sizes, tuple(begin), _lookups(part, table, is_plain), arrays)
        for part, begin, is_plain in zip(read, begins.tolist(), plain, strict=False)
    )
    for _ in engine.run(number_stretch, tasks):
        pass
    written, alphabet = WrittenForms(places, forms), alphabet_of(table, counts)
    of_units = np.zeros(len(table.units), dtype=np.int64)
    np.add.at(of_units, table.unit_of_form, counts)
    corpus = Corpus(units, documents, offsets, alphabet, table, written, engine=engine)
    return in_one_script(corpus.with_counts(of_units))


def _lookups(
    part: _Numbered, table: UnitTable, is_plain: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    return part.forms, table.unit_of_form[part.forms], is_plain
