"""From text to unit ids: folding, cutting, and one table of units that several texts can share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import _kernels
from textmine.corpus.folding import Folded, fold, kinds_table
from textmine.errors import InputError

__all__ = ["Items", "UnitTable", "blocks", "cut", "read_lines"]

_LINE_FEED, _LINE_END = 0x0A, -3

_MAX_UNITS = 2**31 - 2
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Items:
    """The units and breaks of a text in order.

    Attributes
    ----------
    starts, ends
        int64[m]: offsets into the folded text.
    classes
        int8[m]: 1 a Han character or kana, 2 a word, -1 the end of a clause, -2 of a sentence, -3 of a document.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    classes: NDArray[np.int8]

    def without_leading_break(self) -> Items:
        """Return the items from the first unit on."""
        skip = 1 if len(self.classes) and self.classes[0] < 0 else 0
        return Items(self.starts[skip:], self.ends[skip:], self.classes[skip:])


def cut(folded: Folded) -> Items:
    """Cut a folded text into units and breaks.

    Examples
    --------
    >>> from textmine.corpus.folding import fold
    >>> cut(fold("SF6断路器，C++")).classes.tolist()
    [2, 1, 1, 1, -1, 2]
    """
    n = len(folded.codes)
    starts, ends = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    classes = np.empty(n, dtype=np.int8)
    m = _kernels.split(folded.codes, kinds_table(), starts, ends, classes)
    return Items(starts[:m], ends[:m], classes[:m])


@dataclass
class UnitTable:
    """Numbers for units, growing as texts are read; texts that share a table share the ids.

    A form is the exact text of a unit, a unit the forms that differ in case only: `SF6` and `sf6` are two forms of one.

    Attributes
    ----------
    units
        The folded text of each unit, by id.
    spaced
        For each unit, whether blanks separate it from its like (a word) or not (a Han character).
    """

    units: list[str] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    _ids: dict[str, int] = field(default_factory=dict)
    _unit_of_form: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    _han_forms: NDArray[np.int32] = field(default_factory=lambda: np.full(0x110000, -1, dtype=np.int32))
    _slots: NDArray[np.int32] = field(default_factory=lambda: np.full(1024, -1, dtype=np.int32))
    _hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    _pool: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, dtype=np.uint32))
    _pool_ends: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    @property
    def unit_of_form(self) -> NDArray[np.int32]:
        """int32: the unit that each form belongs to."""
        return self._unit_of_form

    def merge(self, classes: NDArray[np.int32]) -> None:
        """Let each of the first units stand for another: classes int32 has the new id of each, by its id."""
        inside = self._unit_of_form < len(classes)
        self._unit_of_form[inside] = classes[self._unit_of_form[inside]]
        for unit, number in zip(self.units, classes.tolist(), strict=False):
            self._ids[unit] = number

    def read(self, folded: Folded, items: Items) -> NDArray[np.int32]:
        """Return int32[m]: the form of each item, new forms added, breaks as their negative class."""
        self._make_room(len(items.starts), len(folded.codes))
        forms = np.empty(len(items.starts), dtype=np.int32)
        n_before = len(self.forms)
        known = _kernels.Forms(self._han_forms, self._slots, self._hashes, self._pool, self._pool_ends, n_before)
        n_now = _kernels.intern(folded.codes, items.starts, items.ends, items.classes, known, forms)
        self._name_new_forms(n_before, n_now)
        return forms

    def _make_room(self, n_items: int, n_codes: int) -> None:
        n_forms = len(self.forms)
        if n_forms + n_items > _MAX_UNITS:
            raise InputError("text", None, "more than 2^31 different units", "split the corpus")
        used = int(self._pool_ends[n_forms - 1]) if n_forms else 0
        self._pool = _grown(self._pool, used + n_codes)
        self._pool_ends = _grown(self._pool_ends, n_forms + n_items)
        self._hashes = _grown(self._hashes, n_forms + n_items)
        if 2 * (n_forms + n_items) > len(self._slots):
            self._rehash(1 << (2 * (n_forms + n_items)).bit_length())

    def _rehash(self, size: int) -> None:
        """Move the words into a larger table; Han characters have a table of their own."""
        self._slots = np.full(size, -1, dtype=np.int32)
        mask = size - 1
        is_han = np.zeros(len(self.forms), dtype=bool)
        is_han[self._han_forms[self._han_forms >= 0]] = True
        for form in np.flatnonzero(~is_han).tolist():
            key = int(self._hashes[form])
            slot = (key ^ (key >> 32)) & mask
            while self._slots[slot] >= 0:
                slot = (slot + 1) & mask
            self._slots[slot] = form

    def _name_new_forms(self, n_before: int, n_now: int) -> None:
        if n_now == n_before:
            return
        base = int(self._pool_ends[n_before - 1]) if n_before else 0
        ends = (self._pool_ends[n_before:n_now] - base).tolist()
        text = self._pool[base : base + ends[-1]].tobytes().decode("utf-32-le", "surrogatepass")
        units = []
        start = 0
        for end in ends:
            form = text[start:end]
            self.forms.append(form)
            units.append(self._unit(form))
            start = end
        self._unit_of_form = np.concatenate((self._unit_of_form, np.array(units, dtype=np.int32)))

    def _unit(self, form: str) -> int:
        unit = form.lower()
        known = self._ids.get(unit)
        if known is None:
            known = self._ids[unit] = len(self.units)
            self.units.append(unit)
            self.spaced.append(self._han_forms[ord(form)] < 0 if len(form) == 1 else True)
        return known


def read_lines(text: str, table: UnitTable) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    r"""Return the units of a text line by line; lines without a unit are left out.

    Returns
    -------
    units
        int32[n]: unit ids and breaks, a -3 behind each line.
    lines
        int64: which line of the text each of them is, from 0.

    Examples
    --------
    >>> units, lines = read_lines("甲乙\n。\n乙，丙\n", UnitTable())
    >>> units.tolist(), lines.tolist()
    ([0, 1, -3, 1, -1, 2, -3], [0, 2])
    """
    parts: list[NDArray[np.int32]] = [np.empty(0, dtype=np.int32)]
    numbers: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
    n_lines = 0
    for block in blocks(text):
        folded = fold(block if block.endswith("\n") else block + "\n")
        items = cut(folded).without_leading_break()
        forms = table.read(folded, items)
        is_end = forms == _LINE_END
        # A break would index from the end: it looks up form 0, and the result is not used.
        units = np.where(forms < 0, forms, table.unit_of_form[np.maximum(forms, 0)]) if len(forms) else forms
        parts.append(units)
        # Line ends in a row are one item: the line ends before the first unit of a line tell which line it is.
        first = items.starts[np.concatenate(([True], is_end[:-1]))[: len(forms)]]
        numbers.append(n_lines + np.cumsum(folded.codes == _LINE_FEED, dtype=np.intp)[first])
        n_lines += block.count("\n")
    return np.concatenate(parts), np.concatenate(numbers)


def blocks(text: str, size: int = 1 << 17) -> Iterator[str]:
    """Cut a text at line ends into blocks of about `size` characters: what is made of one stays in the cache."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + size) + 1 or len(text)
        yield text[start:end]
        start = end


def _grown(array: NDArray[_Number], size: int) -> NDArray[_Number]:
    """Return `array` with room for `size` items, doubling so that many small blocks stay cheap."""
    if size <= len(array):
        return array
    larger = np.empty(max(size, 2 * len(array)), dtype=array.dtype)
    larger[: len(array)] = array
    return larger
