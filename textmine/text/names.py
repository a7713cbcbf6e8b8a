"""Names that a user lists, with marks inside: where they stand in a text, their marks are units, not breaks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from textmine.text.characters import simple_units
from textmine.text.folding import DIGIT, LETTER, Folded, fold, kind_of
from textmine.text.items import Items, cut

__all__ = ["Names", "end_marks"]

# Marks that belong to a word at their side; quotes, commas and colons do not.
_ENDS = re.compile(r"\s*([.#@$]*)(.*?)([.!?%*]*)\s*", re.DOTALL)


class Names:
    """Names with marks inside, such as 100%棉 or `Guns n' Roses, Live`; names without are of no use here and left out.

    A name in traditional characters is found in simplified text, and the other way round.

    Parameters
    ----------
    names
        Any strings.

    Examples
    --------
    >>> names = Names(["100%棉", "棉布"])
    >>> len(names)
    1
    >>> folded = fold("纯100%棉，50%")
    >>> names.kept(folded, cut(folded)).classes.tolist()  # 纯 100 % 棉 , 50 %
    [1, 2, 2, 1, -1, 2, -1]
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        # By the last character before the first mark, and that mark: the names, and where the mark stands in them.
        self._by_mark: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self.words = tuple(name for name in dict.fromkeys(names) if self._add(name))
        marks = "".join(sorted({re.escape(key[1]) for key in self._by_mark}))
        self._marks = re.compile(f"[{marks}]") if marks else None

    def __len__(self) -> int:
        return len(self.words)

    def _add(self, name: str) -> bool:
        if name.isalnum() or "\n" in name:
            return False
        folded = fold(name)
        items = cut(folded)
        units = np.flatnonzero(items.classes > 0)
        if not len(units) or not (items.classes[units[0] : units[-1]] < 0).any():
            return False
        first, last = int(items.starts[units[0]]), int(items.ends[units[-1]])
        text = simple_units([folded.text[first:last].lower()])[0]
        # A blank may stand before the mark.
        place = int(items.starts[units[0] + int(np.argmax(items.classes[units[0] :] < 0))]) - first
        self._by_mark[text[place - 1 : place + 1]].add((text, place))
        return True

    def kept(self, folded: Folded, items: Items) -> Items:
        """Return the items of a text; breaks within a name are units there."""
        if self._marks is None:
            return items
        text = simple_units([folded.text])[0]
        inside = np.zeros(len(items.classes), dtype=bool)
        for mark in self._marks.finditer(text):
            at = mark.start()
            for name, place in self._by_mark.get(text[max(at - 1, 0) : at + 1].lower(), ()):
                begin, end = at - place, at - place + len(name)
                if begin >= 0 and text[begin:end].lower() == name:
                    first, last = np.searchsorted(items.starts, [begin, end]).tolist()
                    # The name is whole units.
                    if items.starts[first] == begin and items.ends[last - 1] == end:
                        inside[first:last] = items.classes[first:last] < 0
        return _with_marks(items, np.flatnonzero(inside))


def _with_marks(items: Items, marks: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Items:
    if not len(marks):
        return items
    starts, ends, classes = items.starts.copy(), items.ends.copy(), items.classes.copy()
    # A run of marks and blanks is one unit, from the unit before to the one behind.
    starts[marks], ends[marks], classes[marks] = ends[marks - 1], starts[marks + 1], 2
    return Items(starts, ends, classes)


def end_marks(name: str) -> tuple[str, str, str]:
    """Return a listed name in three parts: marks before it that belong to it, the name, marks behind it.

    Marks beside a Han character or kana do not belong to a name, nor does a dot behind several words (`power grid.`),
    unless the last one is short for others (`the U.S.`).

    Examples
    --------
    >>> [end_marks(name) for name in (".NET", "Yahoo!", "the U.S.", "power grid.", "阀门!")]
    [('.', 'NET', ''), ('', 'Yahoo', '!'), ('', 'the U.S', '.'), ('', 'power grid', ''), ('', '阀门', '')]
    """
    found = _ENDS.fullmatch(name)
    if found is None or not found[2]:
        return "", name, ""
    before, core, behind = found.groups()
    if kind_of(core[0]) not in (LETTER, DIGIT):
        before = ""
    parts = core.split()
    if kind_of(core[-1]) not in (LETTER, DIGIT) or ("." in behind and len(parts) > 1 and "." not in parts[-1]):
        behind = ""
    return before, core, behind
