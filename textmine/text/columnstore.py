"""Texts and codes by the million: columns that grow, without an object for each entry."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Ids, Longs

__all__ = ["CodedColumn", "StringColumn", "Strings"]


class Strings(Sequence[str]):
    """Strings as one run of UTF-8.

    Parameters
    ----------
    pool
        The bytes of all strings.
    begins, ends
        int64[n]: where each string begins and ends there.

    Examples
    --------
    >>> names = Strings.of(["oil", "", "气"])
    >>> names[2], list(names.take(np.array([2, 0, -1])))
    ('气', ['气', 'oil', ''])
    """

    def __init__(self, pool: bytes | bytearray, begins: Longs, ends: Longs) -> None:
        self._pool, self._begins, self._ends = pool, begins, ends

    @classmethod
    def of(cls, strings: Iterable[str]) -> Strings:
        """Return strings in this form."""
        column = StringColumn()
        for string in strings:
            column.add(string)
        return column.finish()

    def __len__(self) -> int:
        return len(self._begins)

    def __repr__(self) -> str:
        return f"<{len(self)} strings>"

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Strings: ...
    def __getitem__(self, at: int | slice) -> str | Strings:
        if isinstance(at, slice):
            return Strings(self._pool, self._begins[at], self._ends[at])
        return self._pool[int(self._begins[at]) : int(self._ends[at])].decode()

    def __iter__(self) -> Iterator[str]:
        for begin, end in zip(self._begins.tolist(), self._ends.tolist(), strict=True):
            yield self._pool[begin:end].decode()

    def take(self, numbers: NDArray[np.signedinteger]) -> Strings:
        """Return some of the strings, in this order; empty for -1."""
        if not len(self):
            return Strings(b"", np.zeros(len(numbers), np.int64), np.zeros(len(numbers), np.int64))
        begins, ends = self._begins[numbers], self._ends[numbers]
        return Strings(self._pool, begins, np.where(numbers < 0, begins, ends))

    @property
    def n_filled(self) -> int:
        """Number of strings that are not empty."""
        return int(np.count_nonzero(self._ends > self._begins))


class StringColumn:
    """A column of strings, mostly different ones."""

    def __init__(self) -> None:
        self._pool = bytearray()
        self._edges = array("q", [0])

    def __len__(self) -> int:
        return len(self._edges) - 1

    def add(self, value: str) -> None:
        """Add a string; half a surrogate pair, which UTF-8 cannot hold, becomes a question mark."""
        self._pool += value.encode("utf-8", "replace")
        self._edges.append(len(self._pool))

    def finish(self) -> Strings:
        """Return the strings."""
        edges = np.array(self._edges, np.int64)
        return Strings(self._pool, edges[:-1], edges[1:])


class CodedColumn:
    """A column of strings of which many are equal: a number for each, and each different one once."""

    def __init__(self) -> None:
        self._codes = array("i")
        self._number: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._codes)

    def add(self, value: str) -> None:
        """Add a string; an empty one is none and has the number -1."""
        code = self._number.get(value)
        self._codes.append(self.number(value) if code is None else code)

    def number(self, value: str) -> int:
        """Return the number of a string."""
        code = self._number.get(value)
        if code is not None or not value:
            return -1 if code is None else code
        plain = value.encode("utf-8", "replace").decode()  # half a surrogate pair becomes a question mark
        return self._number.setdefault(plain, len(self._number))

    @property
    def values(self) -> list[str]:
        """The different strings in order of their numbers."""
        return list(self._number)

    def take(self, numbers: NDArray[np.signedinteger]) -> Ids:
        """Return int32: the codes of some entries; -1 for -1."""
        codes: Ids = np.append(np.array(self._codes, np.int32), np.int32(-1))  # the last place is for -1
        taken: Ids = codes[numbers]
        return taken
