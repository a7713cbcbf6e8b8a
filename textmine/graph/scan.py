"""Tables of links read by a kernel: no object is made for a record, nor for a name that was met before.

It reads what most tables are and says None to the rest, so that the general reader takes it or says what is wrong.
Both give the same graph; `tests/graph/test_scan.py` holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from textmine.arraytypes import Bytes
from textmine.graph import _kernels
from textmine.graph.delimited import Shape
from textmine.graph.naming import Names, sorted_names
from textmine.lightclasses import dataclass, field

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["How", "Scanned", "scan"]

# What the kernel knows by these numbers.
_NO_ROOM, _NO_PLACES, _REMARK, _NOT_NUMBERED, _NOT_PLAIN = range(1, 6)
_AT, _N_ROWS, _N_NAMES, _N_LEFT, _ACCEPTED, _GREATEST = range(6)
ROLES = {"source": 1, "target": 2, "weight": 3, "count": 4, "kind": 5}

_TENS = 10.0 ** np.arange(23)  # exact
_PLACES = 1 << 12  # weights at a time that are left to Python
_FEW = 1 << 10  # names for which there is room at first
_LINE_END = re.compile(rb"\r\n|\r|\n")


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
    sources: npt.NDArray[np.int32]
    targets: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64] | None


@dataclass(eq=False, repr=False)
class _Names:
    """The table of names, and room for them."""

    slots: npt.NDArray[np.uint64] = field(default_factory=lambda: np.zeros(4 * _FEW, np.uint64))
    ends: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(_FEW + 1, np.int64))
    pool: Bytes = field(default_factory=lambda: np.empty(16 * _FEW, np.uint8))

    def grow(self, n_names: int, longest: int) -> None:
        """Make room for twice as many names, and for one more record of the length of the longest."""
        used = int(self.ends[n_names])
        self.ends = np.concatenate((self.ends[: n_names + 1], np.zeros(n_names + _FEW, np.int64)))
        self.pool = np.concatenate((self.pool[:used], np.empty(used + longest + 16 * _FEW, np.uint8)))
        size = len(self.slots)
        while size < 4 * len(self.ends):
            size *= 2
        self.slots = np.zeros(size, np.uint64)
        _kernels.fill_slots(self.slots, self.ends, self.pool, n_names)


def scan(data: bytes, how: How) -> Scanned | None:
    r"""Return the links of a table; None for one that the general reader must see.

    Parameters
    ----------
    data
        The table, valid UTF-8 without a byte order mark.
    how
        How it is written.

    Examples
    --------
    >>> shape = Shape.of([["b", "a"]], "\t")
    >>> found = scan(b"b\ta\t0.5\na\tc\n", How("\t", 0, shape, {"source": 0, "target": 1, "weight": 2}))
    >>> found.names, found.sources.tolist(), found.targets.tolist(), found.weights.tolist()
    (('a', 'b', 'c'), [1, 0], [0, 2], [0.5, 1.0])
    """
    for numbered in (True, False):
        reader = _Reader(data, how, numbered)
        why = reader.run()
        if why != _NOT_NUMBERED:
            return reader.result() if why == 0 else None
    raise AssertionError("names of any kind are no reason to stop")


class _Reader:
    """One pass over a table."""

    def __init__(self, data: bytes, how: How, numbered: bool) -> None:
        self.data, self.how, self.numbered = data, how, numbered
        room = _kernels.line_ends(np.frombuffer(data, np.uint8)) + 1
        self.sources, self.targets = np.empty(room, np.int32), np.empty(room, np.int32)
        self.weights = np.empty(room)
        self.counts = np.empty(room if "count" in how.places else 0, np.int64)
        self.left = np.empty((_PLACES, 3), np.int64)
        self.names = _Names()
        self.state = np.zeros(6, np.int64)
        self.state[_ACCEPTED] = -1
        flags = how.spaced and how.quotable, how.quotable, numbered
        self.flags = np.array([ord(how.sign), how.width, *flags], np.int64)
        self.roles = np.zeros(max(how.places.values()) + 1, np.int32)
        for name, place in how.places.items():
            self.roles[place] = ROLES[name]

    def run(self) -> int:
        """Read all records; return why it stopped, 0 at the end."""
        view = np.frombuffer(self.data, np.uint8)
        whole = max(self.data.rfind(b"\n"), self.data.rfind(b"\r")) + 1
        self.state[_AT] = min(self.how.begin, whole)
        why = self._part(view[:whole], self.data)
        if why == 0 and whole < len(self.data):  # the last line has no end
            rest = self.data[max(whole, self.how.begin) :] + b"\n"
            self.state[_AT], self.state[_ACCEPTED] = 0, -1
            why = self._part(np.frombuffer(rest, np.uint8), rest)
        return why

    def _part(self, view: Bytes, data: bytes) -> int:
        kind = np.frombuffer(self.how.kind, np.uint8)
        while True:
            names = self.names
            why: int = _kernels.parse(
                view, self.flags, self.roles, kind, _TENS, self.state, self.sources, self.targets, self.weights,
                self.counts, self.left, names.slots, names.ends, names.pool,
            )  # fmt: skip
            if not self._weigh(data):
                return _NOT_PLAIN
            if why == _NO_ROOM:
                line = _end_of_line(data, int(self.state[_AT])) - int(self.state[_AT])
                names.grow(int(self.state[_N_NAMES]), line)
            elif why == _REMARK:
                self._decide(data)
            elif why != _NO_PLACES:
                return why

    def _weigh(self, data: bytes) -> bool:
        """Read the weights that were left to Python; return whether they are weights."""
        for row, begin, end in self.left[: self.state[_N_LEFT]].tolist():
            text = data[begin:end].decode()
            try:
                weight = float(text)
            except ValueError:
                return False
            if not 0.0 <= weight < float("inf") or "_" in text:
                return False
            self.weights[row] = weight
        self.state[_N_LEFT] = 0
        return True

    def _decide(self, data: bytes) -> None:
        """Pass by a line that begins with # or %, or let it be read as a record."""
        at = int(self.state[_AT])
        end = _end_of_line(data, at)
        if self.how.shape.has(data[at:end].decode(), True):
            self.state[_ACCEPTED] = at
        else:
            self.state[_AT] = end

    def result(self) -> Scanned:
        n = int(self.state[_N_ROWS])
        links = self.sources[:n], self.targets[:n], self.weights[:n], self.counts[:n] if len(self.counts) else None
        if self.numbered and self.state[_GREATEST] < 8 * n + (1 << 20):
            return _ranked(int(self.state[_GREATEST]), *links)
        if self.numbered:  # few numbers far apart
            return _few_ranked(*links)
        escaped = self.how.sign == "\t" and b"\\" in self.data
        names, place = sorted_names(self.names.ends[: self.state[_N_NAMES] + 1], self.names.pool, escaped=escaped)
        return Scanned(names, place[links[0]], place[links[1]], *links[2:])


def _end_of_line(data: bytes, at: int) -> int:
    found = _LINE_END.search(data, at)
    return len(data) if found is None else found.start()


def _ranked(
    greatest: int, sources: npt.NDArray[np.int32], targets: npt.NDArray[np.int32], weights: npt.NDArray[np.float64],
    counts: npt.NDArray[np.int64] | None,
) -> Scanned:  # fmt: skip
    """Give numbers to whole numbers in their order, by a table of all that could be."""
    met = np.zeros(greatest + 1, np.bool_)
    met[sources] = True
    met[targets] = True
    values = np.flatnonzero(met)
    if len(values) <= greatest:
        place = np.cumsum(met, dtype=np.int32)
        place -= 1
        sources, targets = place[sources], place[targets]
    return Scanned(Names.of_numbers(values), sources, targets, weights, counts)


def _few_ranked(
    sources: npt.NDArray[np.int32], targets: npt.NDArray[np.int32], weights: npt.NDArray[np.float64],
    counts: npt.NDArray[np.int64] | None,
) -> Scanned:  # fmt: skip
    values = np.unique(np.concatenate((sources, targets)))
    sources, targets = (np.searchsorted(values, each).astype(np.int32) for each in (sources, targets))
    return Scanned(Names.of_numbers(values.astype(np.int64)), sources, targets, weights, counts)
