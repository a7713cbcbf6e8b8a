"""Traditional Chinese characters and their simplified ones: one unit where text is counted and looked up.

Dictionary, word costs and the shipped background are in simplified characters. In a text with traditional ones, the
units of both become one before anything is counted or looked up, and terms are written as the text has them. So a text
and its simplified twin give the same results, character for character.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.progress import Progress
from textmine.text.arrays import array_limit, new_array, ranges, release
from textmine.text.characters import simple_units, simplified_characters
from textmine.text.corpus import Alphabet, Corpus
from textmine.text.units import UnitTable

__all__ = [
    "TRADITIONAL_SHARE",
    "is_simplified",
    "is_traditional",
    "merged_units",
    "note_scripts",
    "script_classes",
    "traditional_characters",
    "traditional_share",
    "with_classes",
]

# A text with fewer traditional characters is simplified, and quotes some. Its rare 乾 of 乾隆 must not become 干.
TRADITIONAL_SHARE = 0.01
# Of one script among characters of one script only, before the text is said to have both.
_SHOWN_SHARE = 0.001
_LEAST_CHINESE = 0.001  # share of these characters among all units; other texts quote Chinese


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def traditional_characters() -> frozenset[str]:
    """Return the traditional characters that simplified text does not use: those that are not in GB 2312."""
    return frozenset(character for character in simplified_characters() if not _encodes(character, "gb2312"))


def _is_kana(unit: str) -> bool:
    return len(unit) == 1 and "\u3041" <= unit <= "\u30ff"


def is_simplified(unit: str) -> bool:
    """Return True for a character that traditional text does not use: it is in GB 2312 and not in Big5."""
    return len(unit) == 1 and unit >= "\u3400" and _encodes(unit, "gb2312") and not _encodes(unit, "big5")


def _sum(units: Sequence[str], counts: NDArray[np.int64], wanted: Callable[[str], bool]) -> int:
    """Return the count of the wanted ones of all single characters."""
    chosen = [place for place, unit in enumerate(units) if len(unit) == 1 and wanted(unit)]
    return int(counts[chosen].sum())


def _is_character(unit: str) -> bool:
    return len(unit) == 1 and unit >= "\u3041"


def traditional_share(units: Sequence[str], counts: NDArray[np.int64]) -> float:
    """Return the share of traditional characters among the single characters of a text, from its units and counts.

    Examples
    --------
    >>> traditional_share(["發", "展", "sf6", "里"], np.array([2, 2, 9, 4]))
    0.25
    """
    traditional = _sum(units, counts, traditional_characters().__contains__)
    return traditional / max(_sum(units, counts, _is_character), 1) if traditional else 0.0


def is_traditional(corpus: Corpus) -> bool:
    """Return True if one character in a hundred or more is a traditional one.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> is_traditional(build_corpus(["經濟發展"])), is_traditional(build_corpus(["经济发展"]))
    (True, False)
    """
    if traditional_characters().isdisjoint(corpus.alphabet.units):
        return False
    return traditional_share(corpus.alphabet.units, corpus.unit_counts()) >= TRADITIONAL_SHARE


def note_scripts(corpus: Corpus, progress: Progress) -> None:
    """Say that a text has both traditional and simplified characters, where it does, and what of them is joined."""
    if corpus.n_simplified:
        progress.note(f"{_documents(corpus.n_simplified)} in traditional characters; read as simplified ones")
    units = corpus.alphabet.units
    if traditional_characters().isdisjoint(units):
        return
    counts = corpus.unit_counts()
    traditional, simple = (
        _sum(units, counts, which) for which in (traditional_characters().__contains__, is_simplified)
    )
    either = traditional + simple
    japanese = _sum(units, counts, _is_kana) > either
    if japanese or min(traditional, simple) < _SHOWN_SHARE * either or either < _LEAST_CHINESE * counts.sum():
        return
    share = f"{traditional:,} characters are traditional only, {simple:,} simplified only"
    if is_traditional(corpus):
        remedy = "they count as one, and `simplified` writes all terms in simplified characters"
    else:
        remedy = "they count apart, and `simplified` makes them one"
    progress.note(f"the text has both scripts: {share}; {remedy}")


def _documents(number: int) -> str:
    return "1 document is" if number == 1 else f"{number:,} documents are"


class SimpleIds:
    """Units of a stretch of text as those of simplified characters, where one in a hundred or more is traditional.

    Parameters
    ----------
    table
        The table of the units, which may grow.
    """

    def __init__(self, table: UnitTable) -> None:
        self._table = table
        self._ids = np.empty(0, dtype=np.int32)
        self._traditional = np.empty(0, dtype=bool)

    def of(self, units: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return the units to look up."""
        known = len(self._ids)
        new = self._table.units[known:]
        if new:
            found = self._table.find(simple_units(new))
            own = np.arange(known, known + len(new), dtype=np.int32)
            self._ids = np.concatenate((self._ids, np.where(found < 0, own, found)))
            self._traditional = np.concatenate((self._traditional, [unit in traditional_characters() for unit in new]))
        inside = np.maximum(units, 0)
        is_unit = units >= 0
        n_traditional = np.count_nonzero(self._traditional[inside] & is_unit) if len(self._ids) else 0
        if not n_traditional or n_traditional < TRADITIONAL_SHARE * np.count_nonzero(is_unit):
            return units
        return np.where(is_unit, self._ids[inside], units)


def script_classes(table: UnitTable) -> NDArray[np.int32]:
    """Return int32[A]: the number of the simplified character of each unit, in order of first appearance.

    These are the ids that the units have in a text in simplified characters, so that nothing depends on the script.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> script_classes(build_corpus(["發展发电"]).table).tolist()
    [0, 1, 0, 2]
    """
    numbers: dict[tuple[str, bool], int] = {}
    named = zip(table.units, simple_units(table.units), table.spaced, strict=True)
    keys = [(unit if spaced else simple, spaced) for unit, simple, spaced in named]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int32)


def with_classes(corpus: Corpus, classes: NDArray[np.int32], memory: int | None = None) -> Corpus:
    """Return a corpus in the units of `script_classes`, each shown by its most frequent character, or the first."""
    names = simple_units(corpus.table.units)
    first = np.unique(classes, return_index=True)[1].tolist()
    spaced = corpus.table.spaced
    units = [corpus.table.units[unit] if spaced[unit] else names[unit] for unit in first]
    table = copy.deepcopy(corpus.table)
    table.renumber(classes, units)
    size = len(corpus.alphabet.units)
    n_units = int(classes[:size].max(initial=-1)) + 1
    surfaces = [""] * n_units
    counts = corpus.unit_counts()
    for unit in np.lexsort((-np.arange(size), counts)).tolist():
        surfaces[classes[unit]] = corpus.alphabet.surfaces[unit]
    flags = np.array([spaced[unit] for unit in first[:n_units]], dtype=bool)
    named = Alphabet(tuple(units[:n_units]), tuple(surfaces), flags)
    return dataclasses.replace(merged_units(corpus, classes, memory, table), alphabet=named)


def merged_units(
    corpus: Corpus, classes: NDArray[np.int32], memory: int | None = None, table: UnitTable | None = None
) -> Corpus:
    """Return a corpus of merged units. Words of lists and dictionaries are merged too when they are read with it.

    Parameters
    ----------
    corpus
        The text.
    classes
        int32[A]: the unit that replaces each of the first units.
    memory
        Bytes to use; None means a quarter of the machine's memory.
    table
        The table of the merged units; None makes one from that of the corpus.
    """
    units = new_array(len(corpus.units), array_limit(memory))
    for begin, end in ranges(corpus.units):
        part = corpus.units[begin:end]
        inside = (part >= 0) & (part < len(classes))
        units[begin:end] = np.where(inside, classes[np.where(inside, part, 0)], part)
        release(units, corpus.units)
    if table is None:
        table = copy.deepcopy(corpus.table)
        table.merge(classes)
    return dataclasses.replace(corpus, units=units, table=table)
