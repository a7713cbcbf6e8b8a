"""Plain text read on an engine: stretches of a file, numbered apart from each other, then with one alphabet.

A stretch ends at a line end. First each is cut into units, which it numbers itself. Then the forms of all stretches are
numbered in the order of the text, as one pass would number them, and each stretch is written with these numbers into
the arrays of the corpus. So the ids do not depend on where the stretches end.
"""

from __future__ import annotations

import codecs
import io
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.io.streams import open_source
from textmine.text.arrays import Handle, release
from textmine.text.breaks import DOCUMENT_END
from textmine.text.folding import Folded
from textmine.text.items import Items
from textmine.text.names import Names
from textmine.text.parts import cut_lines
from textmine.text.spool import DiskErrors
from textmine.text.units import UnitTable, blocks, read_block

__all__ = [
    "CHUNK",
    "CorpusArrays",
    "FormTable",
    "Stretch",
    "StretchSizes",
    "number_stretch",
    "read_stretch",
    "stretch_pieces",
]

CHUNK = 1 << 20  # bytes read at a time, about the length of a piece of text

# Where such characters begin a chunk of a file that is all ASCII so far, its encoding is guessed.
_CONTROL = bytes([*range(9), *range(0x0E, 0x1B), 0x7F])
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class FormTable:
    """The forms of a stretch in the order of their first places: what numbers them among those of all text.

    Attributes
    ----------
    codes
        uint32: the code points of all forms.
    ends
        int64[f]: where each form ends in them.
    classes
        int8[f]: 1 for a Han character or kana, 2 for a word.
    counts
        int64[f]: occurrences.
    """

    codes: NDArray[np.uint32]
    ends: NDArray[np.int64]
    classes: NDArray[np.int8]
    counts: NDArray[np.int64]

    def numbered(self, table: UnitTable) -> NDArray[np.int32]:
        """Return int32[f]: the number of each form in a table; new ones are added."""
        starts = np.concatenate(([0], self.ends[:-1])).astype(np.int64)[: len(self.ends)]
        return table.read(Folded(self.codes, None), Items(starts, self.ends, self.classes))


@dataclass(frozen=True, slots=True)
class StretchSizes:
    """Sizes of what is known of a stretch.

    Attributes
    ----------
    units
        Units and breaks.
    documents
        Documents.
    characters
        Length of the text.
    blank
        Whether there are only blanks.
    """

    units: int
    documents: int
    characters: int
    blank: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a file, in bytes, and its number among all stretches.

    Attributes
    ----------
    is_utf_8
        Whether the first bytes of the file decide that it is UTF-8; they do not if they are all ASCII.
    """

    source: str
    begin: int
    end: int
    number: int
    is_utf_8: bool


@dataclass(frozen=True, slots=True)
class CorpusArrays:
    """The arrays of a corpus that stretches are written to; see `Corpus`."""

    units: Handle
    documents: Handle
    offsets: Handle
    places: Handle
    forms: Handle


class _FormNumbers(UnitTable):
    """Numbers forms, and leaves it to the table of the whole text to name them and their units."""

    def _name_new_forms(self, n_before: int, n_now: int) -> None:
        self.forms = range(n_now)  # type: ignore[assignment]
        self._unit_of_form = np.zeros(n_now, dtype=np.int32)


def read_stretch(folder: str, stretch: Stretch, names: Names) -> tuple[StretchSizes, FormTable] | None:
    """Read a stretch, number its forms, and write it to a file.

    Returns
    -------
    None if the bytes are not plainly UTF-8: the encoding of the whole file decides then.

    Raises
    ------
    InputError
        The file cannot be read, or has changed; or the disk is full.
    """
    text = _text(_data(stretch), stretch)
    if text is None:
        return None
    table = _FormNumbers(names=names)
    forms, ends, offsets = [np.empty(0, dtype=np.int32)], [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    n_units = base = 0
    for text_block in blocks(text):
        block = read_block(text_block, table)
        ends.append(n_units + 1 + np.flatnonzero(block.forms == DOCUMENT_END))
        offsets.append(base + block.items.as_written(block.folded)[0][block.begins_document])
        forms.append(block.forms)
        n_units += len(block.forms)
        base += len(text_block)
    numbers, documents = np.concatenate(forms), np.concatenate(ends)
    _write(_path(folder, stretch.number), documents, np.concatenate(offsets), numbers)
    counts = np.bincount(numbers[numbers >= 0], minlength=len(table.forms))
    codes, form_ends, classes = table.exported()
    sizes = StretchSizes(n_units, len(documents), len(text), not text or text.isspace())
    return sizes, FormTable(codes, form_ends, classes, counts.astype(np.int64))


def number_stretch(
    folder: str,
    number: int,
    sizes: StretchSizes,
    begins: tuple[int, int, int, int],
    numbers: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]],
    arrays: CorpusArrays,
) -> None:
    """Write a stretch into the arrays of the corpus.

    Parameters
    ----------
    folder, number, sizes
        The file of the stretch.
    begins
        Units, documents, characters and written forms before the stretch.
    numbers
        int32[f], int32[f] and bool[f]: of each form of the stretch, its number, the number of its unit, and whether it
        is the text of its unit.
    arrays
        Where to write.
    """
    form_numbers, unit_numbers, is_plain = numbers
    unit, document, character, place = begins
    ends, offsets, forms = _read(_path(folder, number), sizes)
    units, is_unit = arrays.units.open(), forms >= 0
    units[unit : unit + len(forms)] = forms
    units[unit : unit + len(forms)][is_unit] = unit_numbers[forms[is_unit]]
    documents, written = arrays.documents.open(), arrays.offsets.open()
    documents[document + 1 : document + 1 + len(ends)] = unit + ends
    written[document : document + len(ends)] = character + offsets
    is_unit[is_unit] = ~is_plain[forms[is_unit]]
    other = np.flatnonzero(is_unit)
    places, place_forms = arrays.places.open(), arrays.forms.open()
    places[place : place + len(other)] = unit + other
    place_forms[place : place + len(other)] = form_numbers[forms[other]]
    release(units, documents, written, places, place_forms)


def stretch_pieces(stretch: Stretch, chunk: int = CHUNK) -> Iterator[str] | None:
    """Return the pieces of a stretch that one pass over its file would read in chunks of some bytes.

    Returns
    -------
    None if the bytes are not plainly UTF-8.

    Raises
    ------
    InputError
        The file cannot be read, or has changed.
    """
    data = _data(stretch)
    if _text(data, stretch) is None:
        return None
    return cut_lines(_decoded(data, stretch.begin, chunk))


def _decoded(data: bytes, begin: int, chunk: int) -> Iterator[str]:
    """Yield the text of a stretch chunk by chunk, with line feeds as line ends."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")(), translate=True)
    at = 0
    while at < len(data):
        end = at + chunk - (begin + at) % chunk
        text = decoder.decode(data[at:end])
        yield text.removeprefix(_MARK) if begin + at == 0 else text
        at = end
    yield decoder.decode(b"", final=True)


def _data(stretch: Stretch) -> bytes:
    with open_source(stretch.source) as file:
        file.seek(stretch.begin)
        data = file.read(stretch.end - stretch.begin)
    if len(data) < stretch.end - stretch.begin:
        raise InputError(stretch.source, None, "the file became shorter while it was read", "read it again")
    return data


def _text(data: bytes, stretch: Stretch) -> str | None:
    """Return the text of a stretch with line feeds as line ends; None if it is not plainly UTF-8."""
    if not stretch.is_utf_8 and len(data.translate(None, _CONTROL)) < len(data):
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if stretch.begin == 0:
        text = text.removeprefix(_MARK)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _path(folder: str, number: int) -> str:
    return os.path.join(folder, f"{number}.stretch")


def _write(
    path: str, ends: NDArray[np.int64], offsets: NDArray[np.int64], forms: NDArray[np.int32]
) -> None:  # fmt: skip
    unfinished = f"{path}.{os.getpid()}.{threading.get_ident()}"
    with DiskErrors(folder=os.path.dirname(path)):
        with open(unfinished, "wb") as file:
            for part in (ends, offsets, forms):
                file.write(part.data)
        os.replace(unfinished, path)


def _read(
    path: str, sizes: StretchSizes
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:  # fmt: skip
    with DiskErrors(folder=os.path.dirname(path)), open(path, "rb") as file:
        ends, offsets = (np.frombuffer(file.read(8 * sizes.documents), dtype=np.int64) for _ in range(2))
        return ends, offsets, np.frombuffer(file.read(4 * sizes.units), dtype=np.int32)
