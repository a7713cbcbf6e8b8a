"""Names of nodes as one text and offsets, which takes a fifth of the memory of strings, and their order."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.buffers import Flags, Ints, Longs, as_ints, flags, ints, longs, written
from textmine.graph.names import _kernels
from textmine.io.rows import unescape_fields
from textmine.ordering import numbered, put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, overload

    from textmine.arraytypes import Longs as LongArray

__all__ = ["Names", "Words", "name_keys", "natural_order", "sort_words", "sorted_names", "words"]

Words = memoryview  # uint64


class Names(Sequence[str]):
    r"""Distinct names in natural order, each without a line feed; equal to a tuple of the same strings.

    Parameters
    ----------
    lines
        The names in UTF-8, a line feed after each; None for `numbers`.
    numbers
        int64[n]: what the names say, where all are whole numbers as Python writes them; else None.

    Attributes
    ----------
    numbers
        The same as a buffer.

    Examples
    --------
    >>> names = Names("变压器\n绝缘油\n".encode())
    >>> names[1], len(names), names, names == ("变压器", "绝缘油")
    ('绝缘油', 2, ('变压器', '绝缘油'), True)
    """

    __slots__ = ("_known_ends", "_known_lines", "numbers")

    def __init__(self, lines: bytes | None, numbers: Any = None) -> None:
        self._known_lines = lines
        self.numbers: Longs | None = None if numbers is None else memoryview(numbers)
        self._known_ends: Longs | None = None

    @classmethod
    def of_numbers(cls, numbers: Any) -> Names:
        """Return ascending whole numbers of 0 or more, int64[n], as names.

        Examples
        --------
        >>> import numpy as np
        >>> Names.of_numbers(np.array([9, 10]))
        ('9', '10')
        """
        return cls(None, numbers)

    @property
    def values(self) -> LongArray | None:
        """The numbers as an array of numpy, where all names are whole numbers; else None."""
        if self.numbers is None:
            return None
        import numpy as np

        return np.asarray(self.numbers)

    @property
    def lines(self) -> bytes:
        """The names in UTF-8, a line feed after each; those of numbers are made when they are first used."""
        if self._known_lines is None:
            assert self.numbers is not None
            lines = flags(_kernels.measure_numbers(self.numbers))
            self._known_ends = longs(len(self.numbers))
            _kernels.write_numbers(self.numbers, lines, self._known_ends)
            self._known_lines = lines.tobytes()
        return self._known_lines

    @property
    def ends(self) -> Longs:
        """Where the line feed of each name is in `lines`, int64[n]."""
        lines = self.lines
        if self._known_ends is None:
            self._known_ends = longs(lines.count(b"\n"))
            _kernels.line_feeds(memoryview(lines), self._known_ends)
        return self._known_ends

    def __len__(self) -> int:
        return len(self.ends if self.numbers is None else self.numbers)

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int) -> str: ...

        @overload
        def __getitem__(self, index: slice) -> tuple[str, ...]: ...

    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        at = range(len(self))[index]
        if self.numbers is not None:
            return str(self.numbers[at])
        return self.lines[self.ends[at - 1] + 1 if at else 0 : self.ends[at]].decode()

    def __iter__(self) -> Iterator[str]:
        if self.numbers is not None:
            return map(str, self.numbers.tolist())
        return iter(self.lines.decode().split("\n")[:-1])

    def __getstate__(self) -> tuple[bytes | None, bytes | None]:
        return self._known_lines, None if self.numbers is None else self.numbers.tobytes()

    def __setstate__(self, state: tuple[bytes | None, bytes | None]) -> None:
        self._known_lines, numbers = state
        self.numbers, self._known_ends = None, None
        if numbers is not None:
            self.numbers = longs(len(numbers) // 8)
            self.numbers.cast("B")[:] = numbers

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
        found = ints(len(self))
        n = _kernels.maybe_blank(memoryview(self.lines), self.ends, found)
        return [self[at] for at in found[:n].tolist()]

    def code_rank(self, places: Any = None) -> Ints:
        """Return numbers that order some of the names by code points: 10 comes before 9.

        Parameters
        ----------
        places
            int32[k] or int64[k], a buffer or an array: where these names stand, each once; None for all names.

        Returns
        -------
        Ints
            int32[k]: 0 to k - 1 where names are numbers, else the places.

        Examples
        --------
        >>> import numpy as np
        >>> Names.of_numbers(np.array([9, 10, 90])).code_rank(np.array([0, 1])).tolist()
        [1, 0]
        """
        some = numbered(len(self)) if places is None else as_ints(places)
        if self.numbers is None:
            return some
        order, keys = numbered(len(some)), words(len(some))
        if places is not None:  # those with less figures first
            _kernels.widen(some, keys)
            sort_words(keys, order)
        _kernels.figure_keys(self.numbers, some, keys)
        sort_words(keys, order)
        return _inverse(order)


def words(n: int) -> Words:
    """Return uint64[n], all zero."""
    return flags(8 * n).cast("Q")


def sort_words(keys: Words, order: Ints) -> None:
    """Sort the numbers in `order` by their keys uint64[n], those of equal keys as they are.

    Examples
    --------
    >>> import numpy as np
    >>> keys, order = np.array([7, 5, 7], np.uint64), numbered(3)
    >>> sort_words(keys, order)
    >>> order.tolist()
    [1, 0, 2]
    """
    found = words(len(order))
    _kernels.take(keys, order, found)
    _kernels.sort_words(found, order, words(len(order)), ints(len(order)), longs(2048), 0)


def _inverse(order: Ints) -> Ints:
    """Return the place of each item in an order."""
    return put(numbered(len(order)), order, ints(len(order)))


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


def sorted_names(ends: Longs, pool: Flags, *, escaped: bool) -> tuple[Sequence[str], Ints]:
    """Return distinct names in natural order, and the place of each in it, int32[n].

    Parameters
    ----------
    ends, pool
        Name k is the bytes of `pool` from ``ends[k]`` to ``ends[k + 1]``.
    escaped
        Whether names have the escapes of a TSV; then two may be one name.

    Examples
    --------
    >>> import numpy as np
    >>> pool = np.frombuffer(b"b10a", np.uint8)
    >>> names, place = sorted_names(np.array([0, 1, 3, 4]), pool, escaped=False)
    >>> names, place.tolist()
    (('10', 'a', 'b'), [2, 0, 1])
    """
    n = len(ends) - 1
    first, second, order = words(n), words(n), numbered(n)
    numeric = _kernels.leading(ends, pool, first, second)
    if escaped or numeric or _has_traditional(pool[: ends[n]].tobytes()):
        return _sorted_strings(_in_lines(order, ends, pool).lines, escaped)
    sort_words(second, order)
    sort_words(first, order)
    at = ints(n)
    at = at[: _kernels.tied(first, second, order, at)]
    if len(at):
        text, stops = pool.tobytes(), ends.tolist()
        # Names that begin alike stand together: sorted all at once, they fall into the same places.
        tied = sorted([order[k] for k in at], key=lambda name: text[stops[name] : stops[name + 1]])
        for k, name in zip(at, tied, strict=True):
            order[k] = name
    return _in_lines(order, ends, pool), _inverse(order)


def _sorted_strings(lines: bytes, escaped: bool) -> tuple[Sequence[str], Ints]:
    names = lines.decode().split("\n")[:-1]
    if escaped:
        names = [unescape_fields(name)[0] for name in names]
    met = list(dict.fromkeys(names))
    order = natural_order(met)
    place = dict(zip((met[name] for name in order), range(len(met)), strict=True))
    return tuple(place), written(ints(len(names)), map(place.__getitem__, names))


def _in_lines(order: Ints, ends: Longs, pool: Flags) -> Names:
    lines, new_ends = flags(ends[len(order)] + len(order)), longs(len(order))
    _kernels.gather(order, ends, pool, lines, new_ends)
    names = Names(lines.tobytes())
    names._known_ends = new_ends
    return names
