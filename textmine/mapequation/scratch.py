"""Work arrays of a search, allocated once, and its random numbers."""

from __future__ import annotations

import sys

from textmine.buffers import Ints, copied, doubles, flags, ints, longs
from textmine.mapequation.descent import _kernels, layout
from textmine.mapequation.descent.layout import CODEWORD, JUMP, MODULE, NODE, Layout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    One = TypeVar("One")
    Other = TypeVar("Other")

__all__ = ["Scratch"]

State = memoryview

# Arrays of int32 that the kernels ask for, beside those of modules.
_INTS = ("order", "blocks", "touched", "empty", "start", "kept", "member", "origin", "landed", "parted")


class Scratch:
    """Work arrays for a search on networks of any size, which grow when needed, and the random state of the search.

    The arrays are reused, because new memory costs a fault at the first write to each page: a tenth of a search.

    Attributes
    ----------
    state : uint64[1]
    buffers : Buffers of the kernels
        After `reserve`.
    threads : int
        Number of threads that the search may use. It changes the time, never the result.

    Examples
    --------
    >>> scratch = Scratch(7, 3)
    >>> scratch.reserve(10, 40, 1)
    >>> buffers = scratch.buffers
    >>> scratch.reserve(5, 40, 10)
    >>> scratch.buffers is buffers
    True
    """

    def __init__(self, *numbers: int, threads: int = 1) -> None:
        self.state = random_state(*numbers)
        self.threads = threads
        self.buffers: Any = None
        self._room = (-1, -1, -1, -1)
        self._shared = (-1, -1)
        self._labelled = (-1, -1)

    def reserve(
        self,
        n_nodes: int,
        n_links: int,
        n_regions: int,
        n_jumps: int = 0,
        *,
        shared: tuple[int, int] = (0, 0),
        labelled: tuple[int, int] = (0, 0),
    ) -> None:
        """Make room for a network with so many nodes, rows of links, regions and nodes that jump.

        `shared` is how many physical nodes there are in all nodes, and how many different ones; `labelled` is the same
        for categories of metadata.
        """
        nodes, links, regions, jumps = self._room
        room = max(n_nodes, nodes), max(n_links, links), max(n_nodes, n_regions, regions), max(n_jumps, jumps)
        # The kernels go over all physical nodes there are: their number is exact.
        words = max(shared[0], self._shared[0]), shared[1]
        categories = max(labelled[0], self._labelled[0]), max(labelled[1], self._labelled[1])
        if room != self._room or words != self._shared or categories != self._labelled:
            self._share(*words, room[0])
            self._label(*categories, room[0])
            self._grow(*room)
            self._beside = doubles(room[0] if words[1] or categories[1] else 0)
            self.buffers = self._filled()

    def both(self, one: Callable[[Scratch], One], other: Callable[[Scratch], Other]) -> tuple[One, Other]:
        """Run two searches that do not depend on each other, the second with random numbers of its own.

        With two threads they run at once, and the second in arrays of its own; with one, they use the same in turn.
        """
        state = random_state(int(self.state[0]), 1)
        if self.threads == 1:
            from copy import copy

            first, second = one(self), copy(self)
            second.state = state
            second.buffers = second._filled()
            return first, other(second)
        from concurrent.futures import ThreadPoolExecutor

        second = Scratch()
        second.state = state
        with ThreadPoolExecutor(1) as pool:
            later = pool.submit(other, second)
            return one(self), later.result()

    def parts(self, n_nodes: int) -> Ints:
        """Return the parts that the nodes were in when modules were last broken into parts."""
        found: Ints = copied(self._ints[3 + _INTS.index("parted")][:n_nodes])
        return found

    def _grow(self, n_nodes: int, n_links: int, n_regions: int, n_jumps: int) -> None:
        nodes, links, regions, jumps = self._room
        self._room = n_nodes, n_links, n_regions, n_jumps
        if n_nodes > nodes:
            self._ints = [ints(n_nodes + 1) for _ in range(3 + len(_INTS))]
            self._records, self._tables = _two(MODULE, n_nodes + 1), _two(NODE, n_nodes)
            self._sums, self._awake = _pair(doubles, n_nodes), _pair(flags, n_nodes)
            self._indptr = _pair(longs, n_nodes + 1)
        if n_links > links:
            self._neighbours, self._weight = _pair(ints, n_links + 1), _pair(doubles, n_links + 1)
        if n_regions > regions:
            self._totals = _pair(doubles, n_regions)
        if n_jumps > jumps:
            self._jumps = _two(JUMP, n_jumps) + _two(JUMP, n_jumps)

    def _share(self, n_held: int, n_physical: int, n_nodes: int) -> None:
        """Make room for the codewords of physical nodes."""
        self._shared = n_held, n_physical
        self._holders = ints(n_held)
        self._count, self._n_holders = _pair(ints, n_physical), ints(n_physical)
        self._slot = longs(n_physical)
        self._word, self._begin = _two(CODEWORD, n_held), longs(n_physical + 1)
        self._held_at = _pair(longs, n_nodes + 1 if n_physical else 0)
        self._held = _pair(ints, n_held), _pair(doubles, n_held)

    def _label(self, n_categories: int, n_labels: int, n_nodes: int) -> None:
        """Make room for the categories of metadata."""
        self._labelled = n_categories, n_labels
        self._met = longs(n_labels)
        places = 1 << max(4, (4 * n_categories - 1).bit_length()) if n_labels else 0
        self._key, self._share_flow = longs(places), doubles(places)
        self._categories_at = _pair(longs, n_nodes + 1 if n_labels else 0)
        self._categories = _pair(ints, n_categories), _pair(doubles, n_categories)

    def _filled(self) -> Any:
        module, region, part, *ints = self._ints
        states = [_kernels.Contents(*rows) for rows in zip(self._held_at, *self._held, strict=True)]
        labels = [_kernels.Contents(*rows) for rows in zip(self._categories_at, *self._categories, strict=True)]
        levels = self._indptr, self._neighbours, self._weight, self._tables, self._jumps[2:]
        first, second = (
            _kernels.Network(*arrays, states=states[level], labels=labels[level])
            for level, arrays in enumerate(zip(*levels, strict=True))
        )
        words = [
            _kernels.Codewords(word, self._begin, count) for word, count in zip(self._word, self._count, strict=True)
        ]
        return _kernels.Buffers(
            found=_kernels.Modules(module, region, self._records[0], self._jumps[0], self._totals[0], words=words[0]),
            parts=_kernels.Modules(part, module, self._records[1], self._jumps[1], self._totals[1], True, words[1]),
            first=first,
            second=second,
            **dict(zip(_INTS, ints, strict=True)),
            sums=self._sums[0],
            bounds=self._sums[1],
            beside=self._beside,
            holders=self._holders,
            n_holders=self._n_holders,
            slot=self._slot,
            met=self._met,
            shares=_kernels.Shares(self._key, self._share_flow),
            active=self._awake[0],
            awake=self._awake[1],
            state=self.state,
        )


def _pair(make: Callable[[int], One], n: int) -> tuple[One, One]:
    return make(n), make(n)


def _two(kind: Layout, n: int) -> tuple[Any, Any]:
    """Return two tables of n records."""
    one, other = (layout.as_records(flags(kind.size * n), kind) for _ in range(2))
    return one, other


def random_state(*numbers: int) -> State:
    """Mix seed, trial and start into 64 bits (splitmix64, Steele et al. 2014); an xorshift state must not be zero."""
    mask, z = (1 << 64) - 1, 0
    for number in numbers:
        z = (z + number * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
    return memoryview(bytearray((z or 1).to_bytes(8, sys.byteorder))).cast("Q")
