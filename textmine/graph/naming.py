"""Names of nodes as one text and offsets, which takes a fifth of the memory of strings, and their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

from textmine.arraytypes import Longs
from textmine.graph import _kernels
from textmine.io.rows import unescape_fields

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Names", "name_keys", "natural_order", "sorted_names"]

_TENS = 10 ** np.arange(1, 19)


class Names(Sequence[str]):
    r"""Distinct names in natural order, each without a line feed; equal to a tuple of the same strings.

    Parameters
    ----------
    lines
        The names in UTF-8, a line feed after each; None for `values`.
    values
        int64[n]: what the names say, where all are whole numbers as Python writes them; else None.

    Examples
    --------
    >>> names = Names("变压器\n绝缘油\n".encode())
    >>> names[1], len(names), names, names == ("变压器", "绝缘油")
    ('绝缘油', 2, ('变压器', '绝缘油'), True)
    """

    __slots__ = ("_known_ends", "_known_lines", "values")

    def __init__(self, lines: bytes | None, values: Longs | None = None) -> None:
        self._known_lines, self.values = lines, values
        self._known_ends: Longs | None = None

    @classmethod
    def of_numbers(cls, values: Longs) -> Names:
        """Return ascending whole numbers of 0 or more as names.

        Examples
        --------
        >>> Names.of_numbers(np.array([9, 10]))
        ('9', '10')
        """
        return cls(None, values)

    @property
    def lines(self) -> bytes:
        """The names in UTF-8, a line feed after each; those of numbers are made when they are first used."""
        if self._known_lines is None:
            assert self.values is not None
            self._known_lines = "".join([f"{value}\n" for value in self.values.tolist()]).encode()
        return self._known_lines

    @property
    def _ends(self) -> Longs:
        if self._known_ends is None:
            self._known_ends = np.flatnonzero(np.frombuffer(self.lines, np.uint8) == ord("\n"))
        return self._known_ends

    def __len__(self) -> int:
        return len(self._ends if self.values is None else self.values)

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...

    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = range(len(self))[index]
        if self.values is not None:
            return str(self.values[at])
        return self.lines[int(self._ends[at - 1]) + 1 if at else 0 : int(self._ends[at])].decode()

    def __iter__(self) -> Iterator[str]:
        if self.values is not None:
            return map(str, self.values.tolist())
        return iter(self.lines.decode().split("\n")[:-1])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Names):
            return self.lines == other.lines
        return isinstance(other, (tuple, list)) and len(other) == len(self) and all(map(str.__eq__, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def maybe_blank(self) -> list[str]:
        r"""Return the names that may be empty or have blanks around them: all that do, and some others.

        Examples
        --------
        >>> Names(b"a\nb \n").maybe_blank()
        ['b ']
        """
        view = np.frombuffer(self.lines, np.uint8)
        first, last = view[np.concatenate(([0], self._ends[:-1] + 1))], view[np.maximum(self._ends - 1, 0)]
        found = (first <= 32) | (first == 0xC2) | ((first >= 0xE1) & (first <= 0xE3))
        found |= (last <= 32) | ((last >= 0x80) & (last <= 0xAF))  # how blanks beyond ASCII begin and end in UTF-8
        return [self[at] for at in np.flatnonzero(found).tolist()]

    def code_rank(self, places: Longs) -> Longs:
        """Return numbers that order some of the names, given by their places, by code points: 10 comes before 9.

        Examples
        --------
        >>> Names.of_numbers(np.array([9, 10, 90])).code_rank(np.array([0, 1])).tolist()
        [1, 0]
        """
        if self.values is None:
            return places
        values = self.values[places]
        figures = np.searchsorted(_TENS, values, side="right")
        rank = np.empty(len(places), np.int64)
        rank[np.lexsort((figures, values * 10 ** (figures.max(initial=0) - figures)))] = np.arange(len(places))
        return rank


def natural_order(names: Sequence[str]) -> list[int]:
    """Return the ids of names in order: by value where all are whole numbers, else by code points, as `name_keys` says.

    Examples
    --------
    >>> natural_order(["10", "9"]), natural_order(["b", "10", "9"])
    ([1, 0], [1, 2, 0])
    """
    if isinstance(names, Names):
        return list(range(len(names)))
    if all(name.isascii() and name.isdigit() for name in names):
        figures = [name.lstrip("0") for name in names]
        # By value, but not by int(), which refuses more than 4300 digits.
        values = [(len(figure), figure, name) for figure, name in zip(figures, names, strict=True)]
        return sorted(range(len(names)), key=values.__getitem__)
    return sorted(range(len(names)), key=name_keys(names).__getitem__)


def name_keys(names: Sequence[str]) -> Sequence[str | tuple[str, str]]:
    """Return what names are sorted by: code points, traditional Chinese characters by those of the simplified ones.

    So the graph of a text in traditional characters has the order, and the communities, of its simplified twin.

    Examples
    --------
    >>> name_keys(["b", "a"]), name_keys(["發電", "SF6"])
    (['b', 'a'], [('发电', '發電'), ('SF6', 'SF6')])
    """
    if all(map(str.isascii, names)):
        return names
    from textmine.text.characters import simple_units  # loads much, and most graphs have no need of it

    return list(zip(simple_units(names), names, strict=True))


def _has_traditional(text: bytes) -> bool:
    if text.isascii():
        return False
    from textmine.text.characters import simplified_characters

    return not simplified_characters().keys().isdisjoint(frozenset(text.decode()))


def sorted_names(
    ends: Longs, pool: npt.NDArray[np.uint8], *, escaped: bool
) -> tuple[Sequence[str], npt.NDArray[np.int32]]:
    """Return distinct names in natural order, and the place of each in it, int32[n].

    Parameters
    ----------
    ends, pool
        Name k is the bytes of `pool` from ``ends[k]`` to ``ends[k + 1]``.
    escaped
        Whether names have the escapes of a TSV; then two may be one name.

    Examples
    --------
    >>> pool = np.frombuffer(b"b10a", np.uint8)
    >>> sorted_names(np.array([0, 1, 3, 4]), pool, escaped=False)
    (('10', 'a', 'b'), array([2, 0, 1], dtype=int32))
    """
    keys = np.empty((2, len(ends) - 1), np.uint64)
    numeric = _kernels.leading(ends, pool, keys)
    if escaped or numeric or _has_traditional(pool[: int(ends[-1])].tobytes()):
        return _sorted_strings(_lines(np.arange(len(ends) - 1), ends, pool), escaped)
    order = np.lexsort(keys)
    tied = (np.diff(keys[:, order]) == 0).all(axis=0)
    if tied.any():
        at = np.flatnonzero(np.concatenate((tied, [False])) | np.concatenate(([False], tied)))
        text, stops = pool.tobytes(), ends.tolist()
        # Names that begin alike stand together: sorted all at once, they fall into the same places.
        order[at] = sorted(order[at].tolist(), key=lambda name: text[stops[name] : stops[name + 1]])
    return Names(_lines(order, ends, pool)), _places(order)


def _sorted_strings(lines: bytes, escaped: bool) -> tuple[Sequence[str], npt.NDArray[np.int32]]:
    names = lines.decode().split("\n")[:-1]
    if escaped:
        names = [unescape_fields(name)[0] for name in names]
    met = list(dict.fromkeys(names))
    order = natural_order(met)
    place = dict(zip((met[name] for name in order), range(len(met)), strict=True))
    return tuple(place), np.fromiter(map(place.__getitem__, names), np.int32, len(names))


def _lines(order: npt.NDArray[np.intp], ends: Longs, pool: npt.NDArray[np.uint8]) -> bytes:
    lines = np.empty(int(ends[-1]) + len(order), np.uint8)
    _kernels.gather(order, ends, pool, lines)
    return lines.tobytes()


def _places(order: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return place
