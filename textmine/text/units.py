"""Turns text into unit ids: folding, cutting, and a table of units that several texts can share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError
from textmine.text import _kernels
from textmine.text.breaks import DOCUMENT_END
from textmine.text.folding import INTERPUNCTS, Folded, fold
from textmine.text.items import Items, cut
from textmine.text.names import Names
from textmine.text.parts import Part, safe_cut

__all__ = ["Block", "UnitTable", "blocks", "read_block", "read_lines"]

_LINE_FEED = 0x0A
_BLOCK = 1 << 17
_LONGEST = 1 << 18  # characters of a block; a line that is longer is cut
_MAX_UNITS = 2**31 - 2
_ONE_INTERPUNCT = dict.fromkeys(map(ord, INTERPUNCTS), INTERPUNCTS[0])
_Number = TypeVar("_Number", bound=np.generic)


@dataclass
class UnitTable:
    """Ids of units. The table grows as texts are read; texts that share a table share the ids.

    A form is the exact text of a unit. Forms that differ only in case are one unit, as `SF6` and `sf6`.

    Attributes
    ----------
    units
        The folded text of each unit, by id.
    spaced
        For each unit, True for a word, which blanks separate from the next word; False for a Han character or a mark.
    names
        Names whose marks are units wherever these texts have them.
    is_merged
        Whether units were replaced by others, as traditional characters by simplified ones.
    """

    units: list[str] = field(default_factory=list)
    spaced: list[bool] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    is_merged: bool = False
    _is_plain: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    _ids: dict[str, int] = field(default_factory=dict)
    _unit_of_form: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    _han_forms: NDArray[np.int32] = field(default_factory=lambda: np.full(0x110000, -1, dtype=np.int32))
    _slots: NDArray[np.int32] = field(default_factory=lambda: np.full(1024, -1, dtype=np.int32))
    _hashes: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    _pool: NDArray[np.uint32] = field(default_factory=lambda: np.empty(0, dtype=np.uint32))
    _pool_ends: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __repr__(self) -> str:
        return f"<UnitTable of {len(self.units)} units>"

    @property
    def unit_of_form(self) -> NDArray[np.int32]:
        """int32: the unit that each form belongs to."""
        return self._unit_of_form

    @property
    def is_plain(self) -> NDArray[np.bool_]:
        """bool: for each form, True where it is the text of its unit, as `sf6`; False for `SF6`."""
        return self._is_plain

    def merge(self, classes: NDArray[np.int32]) -> None:
        """Replace each of the first units by another: classes int32 holds the new id of each, by its old id."""
        self.is_merged = True
        inside = self._unit_of_form < len(classes)
        self._unit_of_form[inside] = classes[self._unit_of_form[inside]]
        for unit, number in zip(self.units, classes.tolist(), strict=False):
            self._ids[unit] = number

    def find(self, units: Sequence[str]) -> NDArray[np.int32]:
        """Return int32: the id of each unit, -1 where it is not known."""
        return np.array([self._ids.get(unit, -1) for unit in units], dtype=np.int32)

    def renumber(self, classes: NDArray[np.int32], units: Sequence[str]) -> None:
        """Replace all units by others: classes int32[A] holds the new id of each, `units` their texts."""
        self.is_merged = True
        spaced = [False] * len(units)
        for number, is_word in zip(classes.tolist(), self.spaced, strict=True):
            spaced[number] = is_word
        # A form that was merged before stays merged.
        self._ids = {unit: int(classes[number]) for unit, number in self._ids.items()}
        for number, unit in enumerate(units):
            self._ids.setdefault(unit, number)
        self.units, self.spaced = list(units), spaced
        self._unit_of_form = classes[self._unit_of_form]

    def adopt(self, units: Sequence[str], spaced: NDArray[np.bool_]) -> NDArray[np.int32]:
        """Return int32: the id here of each unit of another table, those not met yet added."""
        ids = np.empty(len(units), dtype=np.int32)
        for place, (unit, is_word) in enumerate(zip(units, spaced.tolist(), strict=True)):
            known = self._ids.get(unit)
            if known is None:
                known = self._ids[unit] = len(self.units)
                self.units.append(unit)
                self.spaced.append(is_word)
            ids[place] = known
        return ids

    def exported(self) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int8]]:
        """Return all forms: their code points one after the other, where each ends, and its class (see `Items`)."""
        ends = self._pool_ends[: len(self.forms)]
        classes = np.full(len(ends), 2, dtype=np.int8)
        classes[self._han_forms[self._han_forms >= 0]] = 1
        return self._pool[: ends[-1] if len(ends) else 0], ends, classes

    def read(self, folded: Folded, items: Items) -> NDArray[np.int32]:
        """Return int32[m]: the form of each item, or the negative class of a break; new forms are added."""
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
        """Move the words into a larger hash table. Han characters have their own table."""
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
        plain = []
        start = 0
        for end in ends:
            form = text[start:end]
            self.forms.append(form)
            units.append(self._unit(form))
            plain.append(form == self.units[units[-1]])
            start = end
        self._unit_of_form = np.concatenate((self._unit_of_form, np.array(units, dtype=np.int32)))
        self._is_plain = np.concatenate((self._is_plain, np.array(plain, dtype=bool)))

    def _unit(self, form: str) -> int:
        unit = form.lower()
        if not unit.isascii():  # nor is an interpunct
            unit = unit.translate(_ONE_INTERPUNCT)
        if unit == form:
            unit = form  # most forms are the text of their unit, which is then kept once
        known = self._ids.get(unit)
        if known is None:
            known = self._ids[unit] = len(self.units)
            self.units.append(unit)
            is_han = len(form) == 1 and self._han_forms[ord(form)] >= 0
            self.spaced.append(not is_han and (form.isalnum() or any(map(str.isalnum, form))))
        return known


@dataclass(frozen=True, slots=True)
class Block:
    """A block of whole lines, folded, cut and numbered.

    Attributes
    ----------
    folded, items
        The folded text, and its units and breaks from the first unit on. The last item is a break.
    forms, units
        int32[m]: form and unit of each item; breaks stay negative.
    continues
        Whether the first line began in the block before.
    """

    folded: Folded
    items: Items
    forms: NDArray[np.int32]
    units: NDArray[np.int32]
    continues: bool = False

    @property
    def begins_document(self) -> NDArray[np.bool_]:
        """bool[m]: True for the first item of a document."""
        return np.concatenate(([not self.continues], self.forms[:-1] == DOCUMENT_END))[: len(self.forms)]


def read_block(text: str, table: UnitTable) -> Block:
    r"""Read a block of whole lines, or a `Part`. A line end is added if the last line has none and does not go on.

    Examples
    --------
    >>> read_block("甲乙，甲", UnitTable()).units.tolist()
    [0, 1, -1, 0, -3]
    """
    continues, goes_on = (text.continues, text.goes_on) if isinstance(text, Part) else (False, False)
    folded = fold(text if goes_on or text.endswith("\n") else text + "\n")
    items = table.names.kept(folded, cut(folded)).without_leading_break()
    forms = table.read(folded, items)
    # A break (negative) would index from the end. It looks up form 0 instead, and the result is not used.
    units = np.where(forms < 0, forms, table.unit_of_form[np.maximum(forms, 0)]) if len(forms) else forms
    return Block(folded, items, forms, units, continues)


def read_lines(text: str, table: UnitTable) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    r"""Return the units of a text line by line. Lines without a unit are left out.

    Returns
    -------
    units
        int32[n]: unit ids and breaks, with -3 after each line.
    lines
        int64: number in the text of each of these lines, from 0.

    Examples
    --------
    >>> units, lines = read_lines("甲乙\n。\n乙，丙\n", UnitTable())
    >>> units.tolist(), lines.tolist()
    ([0, 1, -3, 1, -1, 2, -3], [0, 2])
    """
    parts: list[NDArray[np.int32]] = [np.empty(0, dtype=np.int32)]
    numbers: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
    n_lines = 0
    for text_block in blocks(text):
        block = read_block(text_block, table)
        parts.append(block.units)
        # Line ends in a row are one item, so the number of a line is the number of line ends before its first unit.
        first = block.items.starts[block.begins_document]
        numbers.append(n_lines + np.cumsum(block.folded.codes == _LINE_FEED, dtype=np.intp)[first])
        n_lines += text_block.count("\n")
    return np.concatenate(parts), np.concatenate(numbers)


def blocks(text: str) -> Iterator[str]:
    """Cut a text at line ends into blocks of about 131,000 characters, so that the arrays of a block fit the cache.

    A line that is twice as long is cut, too: its blocks are `Part`s.
    """
    continues, goes_on_behind = (text.continues, text.goes_on) if isinstance(text, Part) else (False, False)
    start = 0
    while start < len(text):
        end = text.find("\n", start + _BLOCK, start + _LONGEST) + 1 or _cut(text, start)
        block = text[start:end]
        goes_on = goes_on_behind if end == len(text) else not block.endswith("\n")
        yield Part(block, continues=continues, goes_on=goes_on) if continues or goes_on else block
        start, continues = end, goes_on


def _cut(text: str, start: int) -> int:
    """Return the end of a block where no line ends: a place within the line, or the end of the text."""
    end = start + _LONGEST
    while end < len(text):
        begin = end - _BLOCK
        at = text.find("\n", begin, end) + 1 or safe_cut(text, begin, end)
        if at > begin:
            return at
        end += _BLOCK
    return len(text)


def _grown(array: NDArray[_Number], size: int) -> NDArray[_Number]:
    """Return `array` with room for `size` items. The size doubles, so that many small blocks stay cheap."""
    if size <= len(array):
        return array
    larger = np.empty(max(size, 2 * len(array)), dtype=array.dtype)
    larger[: len(array)] = array
    return larger
