"""The table of n-grams: their counts and other statistics."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.text.arrays import release, spooled

__all__ = ["NgramTable"]

_BLOCK = 1 << 16  # n-grams


@dataclass(frozen=True, slots=True)
class NgramTable:
    """All n-grams that reach the least count, as a trie in level order. Every array is indexed by n-gram id.

    The ids 0 to `n_alphabet` - 1 are the single units, frequent or not; n-grams of two units follow, then of three,
    each level sorted by (prefix, last unit).

    Attributes
    ----------
    n_alphabet
        Number of different units.
    n_units
        Number of units in the corpus.
    lengths
        uint8[G]: length of each n-gram in units.
    prefix, suffix
        int32[G]: id of the n-gram without its last unit, and without its first unit; -1 for single units.
    last
        int32[G]: last unit.
    first_child
        int64[G + 1]: the n-grams one unit longer that begin with g are first_child[g] to first_child[g + 1] - 1.
    counts, documents
        int64[G]: occurrences, and documents that contain the n-gram.
    left_entropy, right_entropy
        float64[G]: entropy of the unit before and of the unit after, in bits. Every break counts as a new unit.
    left_breaks, right_breaks
        int64[G]: occurrences after a break, and before a break.
    marked
        int64[G]: occurrences that begin and end where the marks allow a term to begin and end; zeros without marks.
    """

    n_alphabet: int
    n_units: int
    lengths: NDArray[np.uint8]
    prefix: NDArray[np.int32]
    suffix: NDArray[np.int32]
    last: NDArray[np.int32]
    first_child: NDArray[np.int64]
    counts: NDArray[np.int64]
    documents: NDArray[np.int64]
    left_entropy: NDArray[np.float64]
    right_entropy: NDArray[np.float64]
    left_breaks: NDArray[np.int64]
    right_breaks: NDArray[np.int64]
    marked: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.counts)

    def __repr__(self) -> str:
        return f"<NgramTable of {len(self)} n-grams, {self.n_units} units>"

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    def spooled(self, limit: int) -> NgramTable:
        """Return the table with its arrays in the spool, if they have more than `limit` bytes together."""
        columns = self.columns()
        if sum(column.nbytes for column in columns.values()) <= limit:
            return self
        stored: dict[str, Any] = {name: spooled(column) for name, column in columns.items()}
        return dataclasses.replace(self, **stored)

    def release(self) -> None:
        """Release the memory of arrays in the spool; see `release`."""
        release(*self.columns().values())

    def units(self, gram: int) -> list[int]:
        """Return the unit ids of an n-gram."""
        found = []
        while gram >= 0:
            found.append(int(self.last[gram]))
            gram = int(self.prefix[gram])
        return found[::-1]

    def level_bounds(self) -> list[int]:
        """Return the first id of each length, and the number of all n-grams at the end."""
        longest = int(self.lengths[-1]) if len(self) else 0
        # Of another type, they would make numpy convert the whole array.
        wanted = np.arange(1, longest + 2).astype(self.lengths.dtype)
        bounds: list[int] = np.searchsorted(self.lengths, wanted).tolist()
        return bounds

    def longer_blocks(self) -> Iterator[tuple[int, int, int]]:
        """Yield (length, begin, end) of ranges of n-grams of two units or more, each of one length and not too many."""
        for length, (begin, end) in enumerate(pairwise(self.level_bounds()[1:]), 2):
            for start in range(begin, end, _BLOCK):
                yield length, start, min(start + _BLOCK, end)

    def all_units(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return bool[G]: True for n-grams whose units all have a flag in `flags` bool[A]."""
        every: NDArray[np.bool_] = flags[self.last]
        for _, begin, end in self.longer_blocks():
            every[begin:end] &= every[self.prefix[begin:end]]
            self.release()
        return every

    def first_unit(self) -> NDArray[np.int32]:
        """Return int32[G]: the first unit of each n-gram."""
        first = np.array(self.last)
        for _, begin, end in self.longer_blocks():
            first[begin:end] = first[self.prefix[begin:end]]
            self.release()
        return first
