r"""Writes several spellings of one term as one, in the text itself and before anything is counted.

So counts, documents, entropies and co-occurrences of the term are exact, whatever the number of units of a spelling.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from textmine.errors import InputError
from textmine.io import PathNames, as_paths, decode, read_bytes
from textmine.io.dialects import find_delimiter, read_any_table
from textmine.io.tables import Table
from textmine.progress import SILENT, Progress
from textmine.text.simplified import simplify
from textmine.text.units import UnitTable, blocks, read_block

__all__ = ["Spellings", "load_spellings", "read_spellings", "spellings_of"]

_LABELS = ("label", "spelling", "term", "from")
_REPLACED = ("replace by", "replace-by", "replace_by", "replaceby", "replacement")
_SIGNS = "\t;,|；，、"
_Pair = tuple[int | None, str, str]  # line, spelling, shown form
_Shown = tuple[str, int | None, str]  # shown form, line, source


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A spelling as it is looked for: marks before its first unit, units and breaks, marks behind the last one."""

    units: tuple[int, ...]
    folded: str
    before: int
    behind: int
    shown: str


@dataclass(slots=True)
class Spellings:
    """Spellings, and the form that each is written as.

    Attributes
    ----------
    shown
        The form in which each spelling is shown. A form stands for itself, too.
    places
        How often each form was written in place of another spelling so far.

    Examples
    --------
    >>> wifi = Spellings({"WIFI": "Wi-Fi", "wireless lan": "Wi-Fi"})
    >>> wifi.rewritten("换WiFi，the wireless  LAN and wifi6")
    '换Wi-Fi，the Wi-Fi and wifi6'
    >>> wifi.rewritten("wifi密码")
    'Wi-Fi密码'
    """

    shown: Mapping[str, str]
    places: Counter[str] = field(default_factory=Counter)
    _table: UnitTable = field(default_factory=UnitTable)
    _by_first: dict[int, list[_Spelling]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for spelling, shown in {**dict.fromkeys(self.shown.values()), **self.shown}.items():
            found = self._spelled(spelling, shown or spelling)
            others = self._by_first.setdefault(found.units[0], [])
            if all(found.folded != other.folded for other in others):
                others.append(found)
        for group in self._by_first.values():
            group.sort(key=lambda spelling: (-len(spelling.units), -len(spelling.folded)))

    def __repr__(self) -> str:
        return f"<Spellings of {len(set(self.shown.values()))} terms>"

    def _spelled(self, spelling: str, shown: str) -> _Spelling:
        block = read_block(spelling, self._table)
        if not len(block.items.starts):
            raise InputError("spellings", None, f"'{spelling}' holds no letter, digit or character", "leave it out")
        folded = block.folded.text[:-1]
        start, end = int(block.items.starts[0]), int(block.items.ends[-2])
        units = tuple(block.units[:-1].tolist())
        return _Spelling(units, _squeezed(folded), len(folded[:start].lstrip()), len(folded[end:].rstrip()), shown)

    def texts(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield texts of whole lines with every spelling written as the form it stands for."""
        return map(self.rewritten, texts)

    def rewritten(self, text: str) -> str:
        """Return a text with every spelling written as the form it stands for; of two that overlap the first, longest.

        A spelling is found where its units stand, whatever their case and width, but not inside a longer word.
        """
        return "".join(map(self._block, blocks(text)))

    def _block(self, text: str) -> str:
        block = read_block(text, self._table)
        known = np.zeros(len(self._table.units) + 1, dtype=bool)
        known[list(self._by_first)] = True
        at = np.flatnonzero(known[block.units] & (block.units >= 0))
        if not len(at):
            return text
        starts, ends = block.items.as_written(block.folded)
        units = block.units.tolist()
        parts: list[str] = []
        done = free = 0
        for place in at.tolist():
            if place < free:
                continue
            for spelling in self._by_first[units[place]]:
                last = place + len(spelling.units)
                if tuple(units[place:last]) != spelling.units:
                    continue
                begin, end = int(starts[place]) - spelling.before, int(ends[last - 1]) + spelling.behind
                if begin >= done and _squeezed(unicodedata.normalize("NFKC", text[begin:end])) == spelling.folded:
                    left = parts[-1][-1] if parts and begin == done else text[begin - 1 : begin]
                    parts += [text[done:begin], self._written(text[begin:end], left, text[end : end + 1], spelling)]
                    done, free = end, last
                    break
        return "".join([*parts, text[done:]])

    def _written(self, place: str, left: str, right: str, spelling: _Spelling) -> str:
        """Return a form with a blank where it would grow together with the word beside it."""
        shown = spelling.shown
        self.places[shown] += place != shown
        before, behind = (" " if _grows(*pair) else "" for pair in ((left, shown[0]), (shown[-1], right)))
        return before + shown + behind

    def said(self) -> str:
        """Return what was written so far, for a note."""
        n_places, n_forms = self.places.total(), len(+self.places)
        if not n_places:
            return "no other spelling occurs in the text"
        return f"other spellings at {n_places} places, read as {n_forms} term{'s' if n_forms > 1 else ''}"

    def words(self, words: Iterable[str]) -> list[str]:
        """Return terms, each that is a spelling in the form that it stands for."""
        return [self.rewritten(word) for word in words]


def _grows(left: str, right: str) -> bool:
    """Return True if two characters side by side may be in one word: both are letters or digits between blanks."""
    return all(sign.isalnum() and not "\u2e80" <= sign <= "\u9fff" for sign in (left, right))  # "" is not alnum


_ALIKE = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "\u2212": "-", "\u2044": "/"})


def _squeezed(text: str) -> str:
    """Return a text for comparison: folded, with one blank for many."""
    return " ".join(text.translate(_ALIKE).lower().split())


def load_spellings(
    files: PathNames,
    pairs: Iterable[tuple[str, str]] = (),
    *,
    simplified: bool = False,
    progress: Progress = SILENT,
) -> Spellings | None:
    """Read files of spellings; None where there is none. See `read_spellings`.

    Parameters
    ----------
    files
        The files. Their lists are put together.
    pairs
        More spellings, each with the form that it is shown in.
    simplified
        Make traditional Chinese characters simplified ones, as in the text.
    progress
        Told of labels that are not replaced.

    Raises
    ------
    InputError
        A file cannot be read, or contradicts itself or another.
    """
    found: dict[str, _Shown] = {}
    for source in as_paths(files):
        text = decode(read_bytes(source), source, None, progress)
        for line, spelling, shown in _pairs(simplify(text) if simplified else text, source, progress):
            _add(found, source, line, spelling, shown)
    for pair in pairs:
        _add(found, "the edits", None, *map(simplify, pair) if simplified else pair)
    return Spellings(_followed(found)) if found or as_paths(files) else None


def spellings_of(pairs: Iterable[_Pair], source: str) -> Spellings:
    """Return spellings from their line in a source, the spelling, and the form that it is shown in.

    Raises
    ------
    InputError
        A spelling is to be shown in two ways, or in a circle, or has no letter.
    """
    found: dict[str, _Shown] = {}
    for line, spelling, shown in pairs:
        _add(found, source, line, spelling, shown)
    return Spellings(_followed(found))


def read_spellings(text: str, source: str = "spellings", progress: Progress = SILENT) -> Spellings:
    r"""Read which spellings stand for which term.

    Either a table with the columns `label` and `replace by` (VOSviewer's thesaurus), or several spellings a line,
    the one to be shown first, with tabs, semicolons, commas or bars between them. Where a replacement is itself
    replaced, its spellings follow it.

    Raises
    ------
    InputError
        A line has one spelling only, or a spelling is to be shown in two ways, or in a circle.

    Examples
    --------
    >>> read_spellings("label\treplace by\nWIFI\tWi-Fi\nwireless\tWIFI\n").shown
    {'WIFI': 'Wi-Fi', 'wireless': 'Wi-Fi'}
    >>> read_spellings("Wi-Fi, WIFI, wireless lan\nAI, 人工智能\n").shown
    {'WIFI': 'Wi-Fi', 'wireless lan': 'Wi-Fi', '人工智能': 'AI'}
    """
    return spellings_of(_pairs(text, source, progress), source)


def _add(pairs: dict[str, _Shown], source: str, line: int | None, spelling: str, shown: str) -> None:
    if not any(map(str.isalnum, spelling)) or not any(map(str.isalnum, shown)):
        reason = f"'{spelling}' or '{shown}' holds no letter, digit or character"
        raise InputError(source, line, reason, "leave the line out")
    other = pairs.setdefault(spelling, (shown, line, source))
    if other[0] != shown:
        where = f"on line {other[1]} of {other[2]}" if other[1] is not None else f"in {other[2]}"
        reason = f"'{spelling}' is to be shown as '{shown}', and {where} as '{other[0]}'"
        raise InputError(source, line, reason, "leave one of them out")


def _followed(pairs: Mapping[str, _Shown]) -> dict[str, str]:
    """Return the last form of each spelling."""
    last = {}
    for spelling, (shown, line, source) in pairs.items():
        met = {spelling}
        while shown in pairs and pairs[shown][0] != shown:
            if shown in met:
                raise InputError(source, line, f"'{spelling}' is replaced in a circle", "leave one of the lines out")
            met.add(shown)
            shown = pairs[shown][0]
        if shown in met and shown != spelling:
            raise InputError(source, line, f"'{spelling}' is replaced in a circle", "leave one of the lines out")
        if shown != spelling:
            last[spelling] = shown
    return last


def _pairs(text: str, source: str, progress: Progress) -> Iterator[_Pair]:
    table = _thesaurus(text, source)
    if table is not None:
        yield from _of_thesaurus(table, progress)
        return
    lines = [(number, line.strip("\r\n")) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InputError(source, None, "the file holds no spelling", "write the spellings of a term on one line")
    sign = max(_SIGNS, key=lambda sign: (sum(sign in line for _, line in lines), -_SIGNS.index(sign)))
    for number, line in lines:
        row = next(csv.reader(io.StringIO(line), delimiter=sign, skipinitialspace=True))
        fields = [each.strip() for each in row if each.strip()]
        if len(fields) < 2:
            reason = f"one spelling only: '{line.strip()}'"
            raise InputError(
                source, number, reason, "write the spellings of a term on one line, with tabs between them"
            )
        yield from ((number, spelling, fields[0]) for spelling in fields[1:] if spelling != fields[0])


def _thesaurus(text: str, source: str) -> Table | None:
    """Return the table with the columns `label` and `replace by`, or None where there is no such header."""
    delimiter = find_delimiter(text, source, "label")
    if delimiter is None:
        return None
    table = read_any_table(text, source, delimiter=delimiter)
    columns = tuple(column.strip().lower() for column in table.columns)
    label = next((columns.index(name) for name in _LABELS if name in columns), None)
    replaced = next((columns.index(name) for name in _REPLACED if name in columns), None)
    if label is None or replaced is None:
        return None
    rows = [[(row + [""] * len(columns))[place].strip() for place in (label, replaced)] for row in table.rows]
    return Table(source, ("label", "replace by"), rows, table.lines)


def _of_thesaurus(table: Table, progress: Progress) -> Iterator[_Pair]:
    left = [row[0] for row in table.rows if row[0] and not row[1]]
    if left:
        reason = f"{len(left)} labels without a replacement stay as they are, such as '{left[0]}'"
        progress.note(f"{table.source}: {reason} (`exclude` leaves terms out)")
    for row, line in zip(table.rows, table.lines, strict=True):
        if row[0] and row[1]:
            yield line, row[0], row[1]
