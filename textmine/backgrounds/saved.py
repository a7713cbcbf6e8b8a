"""Saved counts of all n-grams of a text: counted once, used in every later run."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine._version import __version__
from textmine.backgrounds.container import read_container, write_container
from textmine.errors import InputError
from textmine.io import PathName, as_path
from textmine.ngrams.table import NgramTable
from textmine.options import require
from textmine.text import Corpus
from textmine.text.arrays import array_limit, give_back, new_array, ranges, release

__all__ = ["UNIT_RULES", "SavedCounts", "assembled", "load_counts", "save_counts", "saved_counts"]

# Increase the number when texts are cut into other units or folded in another way: counts by other rules do not apply.
UNIT_RULES = (
    "2: a Han character, a kana, a run of letters and digits (with & inside), or · between them; NFKC, lower case"
)
_FIGURES = ("n_units", "n_documents", "min_count", "max_length")
_ARRAYS = ("unit_text", "unit_ends", "last", "first_child", "counts")
_SHARE = 8  # a column in memory has at most this part of what an array of a corpus may have


@dataclass(frozen=True, slots=True)
class SavedCounts:
    """N-grams of a text and their counts, as a trie in level order, with the smallest dtypes that can hold the numbers.

    Attributes
    ----------
    n_units, n_documents
        Size of the text.
    min_count, max_length
        Limits: only n-grams of at most `max_length` units with `min_count` occurrences or more are saved.
    unit_text, unit_ends
        uint8, unsigned[A]: the units, most frequent first, concatenated in UTF-8, and the end of each.
    last
        unsigned[G]: last unit of each n-gram; the n-grams 0 to A - 1 are the units.
    first_child
        unsigned[G + 1]: the n-grams one unit longer that begin with g are first_child[g] to first_child[g + 1] - 1,
        sorted by their last unit.
    counts
        unsigned[G]: occurrences.
    """

    n_units: int
    n_documents: int
    min_count: int
    max_length: int
    unit_text: NDArray[Any]
    unit_ends: NDArray[Any]
    last: NDArray[Any]
    first_child: NDArray[Any]
    counts: NDArray[Any]
    # The units of the text that was looked up last, and their ids: a text is looked up several times.
    _found: list[tuple[Sequence[str], NDArray[np.int64]]] = field(
        init=False, repr=False, compare=False, default_factory=list
    )

    def __len__(self) -> int:
        return len(self.counts)

    def __repr__(self) -> str:
        return f"<SavedCounts of {len(self)} n-grams in {self.n_documents} documents>"

    def summary(self) -> dict[str, int]:
        """Return size and limits by name."""
        figures = {"documents": self.n_documents, "units": self.n_units, "ngrams": len(self)}
        return figures | {"min_count": self.min_count, "max_length": self.max_length}

    def units(self) -> list[str]:
        """Return the text of each unit."""
        text, ends = self.unit_text.tobytes(), self.unit_ends.tolist()
        return [text[start:end].decode() for start, end in zip([0, *ends], ends, strict=False)]

    def find_units(self, corpus: Corpus) -> NDArray[np.int64]:
        """Return int64[A']: the id here of each unit of `corpus`, or -1."""
        wanted = corpus.alphabet.units
        if not self._found or self._found[0][0] is not wanted:
            ids = {unit: number for number, unit in enumerate(self.units())}
            self._found[:] = [(wanted, np.array([ids.get(unit, -1) for unit in wanted], dtype=np.int64))]
        return self._found[0][1]

    def parents(self) -> NDArray[np.int64]:
        """Return int64[G]: the id of each n-gram without its last unit; 0 for single units, which come first."""
        first = self.first_child.astype(np.int64)
        parents = np.repeat(np.arange(len(self)), first[1:] - first[:-1])
        return np.concatenate((np.zeros(len(self.unit_ends), dtype=np.int64), parents))

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the ids of both units, and the count, of each n-gram of two."""
        begin = len(self.unit_ends)
        end = int(self.first_child[begin]) if begin < len(self) else begin
        inside = slice(begin, end)
        return self.parents()[inside], self.last[inside].astype(np.int64), self.counts[inside].astype(np.int64)

    def find(self, table: NgramTable, corpus: Corpus) -> NDArray[Any]:
        """Return the id here of each n-gram of a table, level by level.

        Parameters
        ----------
        table
            Any n-grams of `corpus`.
        corpus
            Its alphabet defines the unit ids of the table.

        Returns
        -------
        int32[g], or int64 if there are more than 2^31 saved n-grams
            -1 for n-grams that were not saved.
        """
        known = self.find_units(corpus)
        nodes = np.full(len(table), -1, dtype=np.int32 if len(self) < 1 << 31 else np.int64)
        nodes[: table.n_alphabet] = known
        for _, begin, end in table.longer_blocks():
            parents = nodes[table.prefix[begin:end]].astype(np.int64)
            units = known[table.last[begin:end]]
            possible = np.flatnonzero((parents >= 0) & (units >= 0))
            nodes[begin + possible] = self._children(parents[possible], units[possible])
            table.release()
        return nodes

    def child(self, parent: int, unit: int) -> int:
        """Return the id of the n-gram that is another with a unit behind it, or -1."""
        return int(self._children(np.array([parent]), np.array([unit]))[0])

    def _children(self, parents: NDArray[np.int64], units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the child of each parent with each last unit, or -1, with one bisection for all."""
        # Clipped: the numbers of a manipulated file must not lead outside the arrays.
        low = self.first_child[parents].astype(np.int64).clip(0, len(self))
        end = self.first_child[parents + 1].astype(np.int64).clip(0, len(self))
        high = end.copy()
        for _ in range(int((end - low).max(initial=0)).bit_length()):
            middle = (low + high) >> 1
            # When low has reached high, the item may be after the last one. It is read, but changes nothing.
            left = (self.last[np.minimum(middle, len(self) - 1)] < units) & (low < high)
            low = np.where(left, middle + 1, low)
            high = np.where(left, high, middle)
        found = (low < end) & (self.last[np.minimum(low, len(self) - 1)] == units)
        return np.where(found, low, -1)


def saved_counts(
    table: NgramTable, corpus: Corpus, min_count: int, max_length: int, *, memory: int | None = None
) -> SavedCounts:
    """Return the counts of a table in the form that is saved.

    Parameters
    ----------
    table
        Result of `count_ngrams` for `corpus` with these two options.
    memory
        Bytes that may be used; large arrays lie in the spool. Only the n-grams of one length are in memory.
    """
    units = np.flatnonzero(table.counts[: table.n_alphabet] >= min_count)
    texts, frequencies = corpus.alphabet.units, table.counts[: table.n_alphabet].tolist()
    # In order of descending count, so that frequent units have small numbers, which compress well. Ties by text.
    order = np.array(sorted(units.tolist(), key=lambda u: (-frequencies[u], texts[u])), dtype=np.int64)
    filling = _Filling(table, order, array_limit(memory) // _SHARE)
    for begin, end in pairwise(table.level_bounds()[1:]):
        filling.add(begin, end)
        give_back(memory)
    return SavedCounts(
        n_units=table.n_units,
        n_documents=corpus.n_documents,
        min_count=min_count,
        max_length=max_length,
        **_unit_columns([texts[unit] for unit in order.tolist()]),
        last=filling.last,
        first_child=filling.first_child,
        counts=filling.counts,
    )


class _Filling:
    """The columns of `SavedCounts`, filled with the n-grams of one length after the other.

    Parameters
    ----------
    table, order
        All n-grams, and the units that are saved, in their new order.
    limit
        Size in bytes of a column above which it lies in the spool.
    """

    def __init__(self, table: NgramTable, order: NDArray[np.int64], limit: int) -> None:
        self._table = table
        self._units = np.full(table.n_alphabet, -1, dtype=np.int64)
        self._units[order] = np.arange(len(order))
        self._size = len(order)
        # New numbers of the n-grams of the last length, the id of the first of them, and the first new number.
        self._numbers, self._begin, self._first = self._units, 0, 0
        longer = len(table) - table.n_alphabet
        size, frequencies = len(order) + longer, table.counts[order]
        most = int(frequencies.max(initial=0))
        for begin, end in ranges(table.counts, table.n_alphabet, len(table)):
            most = max(most, int(table.counts[begin:end].max(initial=0)))
            table.release()
        self.last = new_array(size, limit, np.min_scalar_type(max(len(order) - 1, 0)))
        self.first_child = new_array(size + 1, limit, np.min_scalar_type(size))
        self.counts = new_array(size, limit, np.min_scalar_type(most))
        self.last[: len(order)], self.counts[: len(order)] = np.arange(len(order)), frequencies
        # What follows is that of n-grams with nothing behind them, which those with children replace.
        self.first_child[0] = len(order)
        self.first_child[1:] = size

    def add(self, begin: int, end: int) -> None:
        """Add the n-grams `begin` to `end` - 1 of the table, which are one unit longer than the last ones."""
        table, keys = self._table, np.empty(end - begin, dtype=np.int64)
        for start, stop in ranges(table.prefix, begin, end):
            prefix = self._numbers[table.prefix[start:stop] - self._begin]
            keys[start - begin : stop - begin] = prefix << 32 | self._units[table.last[start:stop]]
            table.release()
        by_key = np.argsort(keys)
        keys.sort()
        first, size = self._size, self._size + len(keys)
        self.last[first:size] = keys & 0xFFFFFFFF
        self.counts[first:size] = table.counts[begin:end][by_key]
        keys >>= 32
        keys -= self._first
        children = np.bincount(keys, minlength=first - self._first)
        self.first_child[self._first + 1 : first + 1] = first + np.cumsum(children)
        del keys, children
        self._numbers = np.empty(end - begin, dtype=np.int64)
        self._numbers[by_key] = np.arange(first, size)
        self._begin, self._first, self._size = begin, first, size
        table.release()
        release(self.last, self.counts, self.first_child)


def assembled(
    figures: SavedCounts,
    units: Sequence[str],
    levels: tuple[list[NDArray[np.int64]], list[NDArray[np.int64]], list[NDArray[np.int64]]],
) -> SavedCounts:
    """Return counts with the size and limits of `figures`, from the parents, last units and counts of each level."""
    parents, lasts, counts = map(np.concatenate, levels)
    n_children = np.bincount(parents, minlength=len(lasts))
    return dataclasses.replace(
        figures,
        **_unit_columns(units),
        last=_smallest(lasts),
        first_child=_smallest(len(units) + np.concatenate(([0], np.cumsum(n_children)))),
        counts=_smallest(counts),
    )


def _unit_columns(units: Sequence[str]) -> dict[str, Any]:
    """Return `unit_text` and `unit_ends`."""
    encoded = [unit.encode() for unit in units]
    ends = np.cumsum([len(unit) for unit in encoded], dtype=np.int64)
    return {"unit_text": np.frombuffer(b"".join(encoded), dtype=np.uint8), "unit_ends": _smallest(ends)}


def _smallest(numbers: NDArray[np.int64]) -> NDArray[Any]:
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def save_counts(path: PathName, counts: SavedCounts, *, packed: bool = False) -> None:
    """Write counts to a temporary file next to `path`, then rename it to `path`.

    Parameters
    ----------
    path
        The file to write.
    counts
        The counts, from `saved_counts`.
    packed
        Compress: the file is much smaller, but in memory when opened, and not mapped.

    Raises
    ------
    InputError
        The file cannot be written.
    """
    require(counts, SavedCounts, "count_background")
    about = {"textmine": __version__, "unit_rules": UNIT_RULES} | {name: getattr(counts, name) for name in _FIGURES}
    write_container(as_path(path), about, {name: getattr(counts, name) for name in _ARRAYS}, packed=packed)


def load_counts(file: PathName) -> SavedCounts:
    """Open saved counts.

    Raises
    ------
    InputError
        The file cannot be read, is not a count file, has other unit rules or another format version, is cut short, or
        is damaged.
    """
    path = as_path(file)
    content = read_container(path)
    rules = content.about.get("unit_rules")
    if rules != UNIT_RULES:
        reason = f"counted with other unit rules ({rules}), not those of this version ({UNIT_RULES})"
        raise InputError(path, None, reason, "count the text again with textmine count")
    fields = content.about | content.arrays
    missing = [name for name in (*_FIGURES, *_ARRAYS) if name not in fields]
    if missing:
        reason = f"its header is invalid (no {missing[0]})"
        raise InputError(path, None, reason, "count the text again with textmine count")
    counts = SavedCounts(**{name: fields[name] for name in (*_FIGURES, *_ARRAYS)})
    fault = _fault(counts)
    if fault is not None:
        raise InputError(path, None, f"its content is invalid ({fault})", "count the text again with textmine count")
    return counts


def _fault(counts: SavedCounts) -> str | None:
    """Return what is wrong in a file with a correct checksum, or None. N-grams are checked only when they are used."""
    if any(type(getattr(counts, name)) is not int or not 0 <= getattr(counts, name) < 1 << 63 for name in _FIGURES):
        return "a size is not a whole number"
    if any(getattr(counts, name).dtype.kind != "u" for name in _ARRAYS) or counts.unit_text.dtype != np.uint8:
        return "an array has the wrong type"
    if not len(counts.unit_ends) <= len(counts) == len(counts.last) == len(counts.first_child) - 1:
        return "an array has the wrong length"
    ends = counts.unit_ends.astype(np.int64)
    if np.any(np.diff(ends, prepend=0) < 0) or (len(ends) and ends[-1] != len(counts.unit_text)):
        return "a unit ends before it begins"
    try:
        counts.units()
    except UnicodeDecodeError:
        return "a unit is not text"
    return None
