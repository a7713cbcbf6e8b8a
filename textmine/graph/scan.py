"""Tables of links read by a kernel: no object is made for a record, nor for a name that was met before.

It reads what most tables are and says None to the rest, so that the general reader takes it or says what is wrong.
Both give the same graph; `tests/graph/test_scan.py` holds them together.
"""

from __future__ import annotations

from itertools import accumulate, pairwise, starmap

from textmine.buffers import Doubles, Flags, Ints, Longs, doubles, flags, ints, longs, written
from textmine.graph import _kernels
from textmine.graph.delimited import Shape
from textmine.graph.names import _kernels as _ranking
from textmine.graph.naming import Names, Words, sorted_names, words
from textmine.lightclasses import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = ["How", "Scanned", "scan"]

# What the kernel knows by these numbers.
_NO_ROOM, _NO_PLACES, _REMARK, _NOT_NUMBERED, _NOT_PLAIN = range(1, 6)
_AT, _N_ROWS, _N_NAMES, _N_LEFT, _ACCEPTED, _GREATEST = range(6)
ROLES = {"source": 1, "target": 2, "weight": 3, "count": 4, "kind": 5}

_TENS = written(doubles(23), [float(f"1e{power}") for power in range(23)])  # exact
_PLACES = 1 << 12  # weights at a time that are left to Python
_LARGE = 1 << 22  # bytes of a part that another thread is worth
_FEW = 1 << 10  # names for which there is room at first


@dataclass(frozen=True)
class How:
    """How a table is written, found out from its beginning.

    Attributes
    ----------
    sign
        What separates fields: one byte, a blank for runs of blanks.
    begin
        Byte at which the first record after the header begins.
    shape
        Which lines that begin with # or % are records.
    places
        The column that is the source, target, weight, count, kind.
    width
        How many fields each record has; 0 for two or three.
    kind
        The text that the column of kinds has in all records.
    quotable
        Whether fields may stand in quotes, so that blanks after a separator and records of empty fields are nothing.
    spaced
        Whether blanks follow each separator.
    """

    sign: str
    begin: int
    shape: Shape
    places: dict[str, int]
    width: int = 0
    kind: bytes = b""
    quotable: bool = False
    spaced: bool = False


@dataclass(frozen=True)
class Scanned:
    """Names in order, and the links between their numbers; counts where the table has them."""

    names: Sequence[str]
    sources: Ints
    targets: Ints
    weights: Doubles
    counts: Longs | None


@dataclass(eq=False, repr=False)
class _Names:
    """The table of names, and room for them."""

    slots: Words = field(default_factory=lambda: words(4 * _FEW))
    ends: Longs = field(default_factory=lambda: longs(_FEW + 1))
    pool: Flags = field(default_factory=lambda: flags(16 * _FEW))

    def grow(self, n_names: int, longest: int) -> None:
        """Make room for twice as many names, and for one more record of the length of the longest."""
        used, ends, pool = self.ends[n_names], self.ends, self.pool
        self.ends, self.pool = longs(2 * n_names + _FEW + 1), flags(2 * used + longest + 16 * _FEW)
        self.ends[: n_names + 1], self.pool[:used] = ends[: n_names + 1], pool[:used]
        size = len(self.slots)
        while size < 2 * len(self.ends):
            size *= 2
        self.slots = words(size)
        _kernels.fill_slots(self.slots, self.ends, self.pool, n_names)


def scan(data: bytes, how: How, threads: int = 1) -> Scanned | None:
    r"""Return the links of a table; None for one that the general reader must see.

    Parameters
    ----------
    data
        The table, valid UTF-8 without a byte order mark.
    how
        How it is written.
    threads
        How many parts of a large table are read at a time where names are numbers; they change nothing.

    Examples
    --------
    >>> shape = Shape.of([["b", "a"]], "\t")
    >>> found = scan(b"b\ta\t0.5\na\tc\n", How("\t", 0, shape, {"source": 0, "target": 1, "weight": 2}))
    >>> found.names, found.sources.tolist(), found.targets.tolist(), found.weights.tolist()
    (('a', 'b', 'c'), [1, 0], [0, 2], [0.5, 1.0])
    """
    for numbered in (True, False):
        reading = _Reading(data, how, numbered, threads if numbered else 1)
        why = reading.run()
        if why != _NOT_NUMBERED:
            return reading.result() if why == 0 else None
    raise AssertionError("names of any kind are no reason to stop")


class _Reading:
    """One pass over a table: its parts, which may be read at the same time, one after another in the same columns."""

    def __init__(self, data: bytes, how: How, numbered: bool, threads: int) -> None:
        self.data, self.how, self.numbered = data, how, numbered
        cuts = _cuts(data, threads)
        view = memoryview(data)
        rooms = [_kernels.line_ends(view[begin:end]) + (end == len(data)) for begin, end in pairwise(cuts)]
        self.begins = list(accumulate(rooms, initial=0))
        room = self.begins[-1]
        counted = "count" in how.places
        self.columns: list[Any] = [ints(room), ints(room), doubles(room), longs(room if counted else 0)]
        self.parts = [
            _Part(data, how, numbered, cut, [column[here] for column in self.columns])
            for cut, here in zip(pairwise(cuts), starmap(slice, pairwise(self.begins)), strict=True)
        ]

    def run(self) -> int:
        """Read all parts; return why the first of those stopped that did, 0 at the end."""
        if len(self.parts) == 1:
            return self.parts[0].run()
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(len(self.parts)) as pool:
            return next(filter(None, pool.map(_Part.run, self.parts)), 0)

    def result(self) -> Scanned:
        n = 0
        for begin, part in zip(self.begins, self.parts, strict=False):
            for column in self.columns if n < begin else ():  # there were lines that are no records
                column[n : n + part.n_rows] = column[begin : begin + part.n_rows]
            n += part.n_rows
        sources, targets, weights, counts = (column[:n] for column in self.columns)
        links = sources, targets, weights, counts if "count" in self.how.places else None
        if self.numbered:
            greatest = max(part.state[_GREATEST] for part in self.parts)
            return _ranked(greatest, *links) if greatest < 8 * n + (1 << 20) else _few_ranked(*links)
        names = self.parts[0].names
        escaped = self.how.sign == "\t" and b"\\" in self.data
        found, place = sorted_names(names.ends[: self.parts[0].state[_N_NAMES] + 1], names.pool, escaped=escaped)
        _ranking.renumber(sources, place)
        _ranking.renumber(targets, place)
        return Scanned(found, *links)


def _cuts(data: bytes, threads: int) -> list[int]:
    """Return where the parts of a table begin, each with a line, and where the last one ends."""
    n = max(1, min(threads, len(data) // _LARGE))
    inside = {data.find(b"\n", part * len(data) // n) + 1 for part in range(1, n)}
    return [0, *sorted(inside - {0, len(data)}), len(data)]


class _Part:
    """Some lines of a table, and room for their links."""

    def __init__(self, data: bytes, how: How, numbered: bool, cut: tuple[int, int], columns: list[Any]) -> None:
        self.data, self.how, self.cut, self.columns = data, how, cut, columns
        self.left = longs(3 * _PLACES)
        self.names = _Names()
        self.state = longs(6)
        self.state[_ACCEPTED] = -1
        shown = ord(how.sign), how.width, how.spaced and how.quotable, how.quotable, numbered
        self.flags = written(longs(len(shown)), shown)
        self.roles = ints(max(how.places.values()) + 1)
        for name, place in how.places.items():
            self.roles[place] = ROLES[name]

    @property
    def n_rows(self) -> int:
        """How many records have been read."""
        return self.state[_N_ROWS]

    def run(self) -> int:
        """Read all records; return why it stopped, 0 at the end."""
        begin, end = self.cut
        begin = max(begin, self.how.begin)
        whole = max(self.data.rfind(b"\n", 0, end), self.data.rfind(b"\r", 0, end)) + 1
        self.state[_AT] = min(begin, whole)
        why = self._part(memoryview(self.data)[:whole], self.data)
        if why == 0 and whole < end:  # the last line has no end
            rest = self.data[max(whole, begin) :] + b"\n"
            self.state[_AT], self.state[_ACCEPTED] = 0, -1
            why = self._part(memoryview(rest), rest)
        return why

    def _part(self, view: Flags, data: bytes) -> int:
        kind = memoryview(self.how.kind)
        while True:
            names = self.names
            why: int = _kernels.parse(
                view, self.flags, self.roles, kind, _TENS, self.state, *self.columns, self.left,
                names.slots, names.ends, names.pool,
            )  # fmt: skip
            if not self._weigh(data):
                return _NOT_PLAIN
            if why == _NO_ROOM:
                line = _end_of_line(data, self.state[_AT]) - self.state[_AT]
                names.grow(self.state[_N_NAMES], line)
            elif why == _REMARK:
                self._decide(data)
            elif why != _NO_PLACES:
                return why

    def _weigh(self, data: bytes) -> bool:
        """Read the weights that were left to Python; return whether they are weights."""
        of_left = iter(self.left[: 3 * self.state[_N_LEFT]])
        for row, begin, end in zip(of_left, of_left, of_left, strict=True):
            text = data[begin:end].decode()
            try:
                weight = float(text)
            except ValueError:
                return False
            if not 0.0 <= weight < float("inf") or "_" in text:
                return False
            self.columns[2][row] = weight
        self.state[_N_LEFT] = 0
        return True

    def _decide(self, data: bytes) -> None:
        """Pass by a line that begins with # or %, or let it be read as a record."""
        at = self.state[_AT]
        end = _end_of_line(data, at)
        if self.how.shape.has(data[at:end].decode(), True):
            self.state[_ACCEPTED] = at
        else:
            self.state[_AT] = end


def _end_of_line(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    end = len(data) if end < 0 else end
    earlier = data.find(b"\r", at, end)
    return end if earlier < 0 else earlier


def _ranked(greatest: int, sources: Ints, targets: Ints, weights: Doubles, counts: Longs | None) -> Scanned:
    """Give numbers to whole numbers in their order, by a table of all that could be; in place."""
    met = flags(greatest + 1)
    n = _ranking.mark(sources, targets, met)
    values, place = longs(n), ints(greatest + 1 if n <= greatest else 0)
    _ranking.rank(met, values, place)
    if n <= greatest:
        _ranking.renumber(sources, place)
        _ranking.renumber(targets, place)
    return Scanned(Names.of_numbers(values), sources, targets, weights, counts)


def _few_ranked(sources: Ints, targets: Ints, weights: Doubles, counts: Longs | None) -> Scanned:
    """Do what `_ranked` does by sorting: 32 bytes a link."""
    ends = words(2 * len(sources))
    _ranking.pack(sources, targets, ends)
    _ranking.sort_words(ends, ints(0), words(len(ends)), ints(0), longs(2048), 4)
    values = longs(_ranking.unpack(ends, sources, targets, longs(0)))
    _ranking.unpack(ends, sources, targets, values)
    return Scanned(Names.of_numbers(values), sources, targets, weights, counts)
