"""Work arrays of a search, allocated once, and its random numbers."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any, TypeVar

import numpy as np

from textmine.arraytypes import Hashes, Ids
from textmine.mapequation.descent import _kernels
from textmine.mapequation.descent.layout import CODEWORD, JUMP, MODULE, NODE

__all__ = ["Scratch"]

One = TypeVar("One")
Other = TypeVar("Other")
State = Hashes

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
            self._beside = np.zeros(room[0] if words[1] or categories[1] else 0)
            self.buffers = self._filled()

    def both(self, one: Callable[[Scratch], One], other: Callable[[Scratch], Other]) -> tuple[One, Other]:
        """Run two searches that do not depend on each other, the second with random numbers of its own.

        With two threads they run at once, and the second in arrays of its own; with one, they use the same in turn.
        """
        state = random_state(int(self.state[0]), 1)
        if self.threads == 1:
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

    def parts(self, n_nodes: int) -> Ids:
        """Return the parts that the nodes were in when modules were last broken into parts."""
        return self._ints[3 + _INTS.index("parted"), :n_nodes].copy()

    def _grow(self, n_nodes: int, n_links: int, n_regions: int, n_jumps: int) -> None:
        nodes, links, regions, jumps = self._room
        self._room = n_nodes, n_links, n_regions, n_jumps
        if n_nodes > nodes:
            self._ints = np.empty((3 + len(_INTS), n_nodes + 1), np.int32)
            self._records, self._tables = np.zeros((2, n_nodes + 1), MODULE), np.empty((2, n_nodes), NODE)
            self._sums, self._awake = np.zeros((2, n_nodes)), np.empty((2, n_nodes), np.uint8)
            self._indptr = np.empty((2, n_nodes + 1), np.int64)
        if n_links > links:
            self._neighbours, self._weight = np.empty((2, n_links + 1), np.int32), np.empty((2, n_links + 1))
        if n_regions > regions:
            self._totals = np.empty((2, n_regions))
        if n_jumps > jumps:
            self._jumps = np.empty((4, n_jumps), JUMP)

    def _share(self, n_held: int, n_physical: int, n_nodes: int) -> None:
        """Make room for the codewords of physical nodes."""
        self._shared = n_held, n_physical
        self._holders = np.empty(n_held, np.int32)
        self._count, self._n_holders = np.empty((2, n_physical), np.int32), np.empty(n_physical, np.int32)
        self._slot = np.empty(n_physical, np.int64)
        self._word, self._begin = np.empty((2, n_held), CODEWORD), np.empty(n_physical + 1, np.int64)
        self._held_at = np.empty((2, n_nodes + 1 if n_physical else 0), np.int64)
        self._held = np.empty((2, n_held), np.int32), np.empty((2, n_held))

    def _label(self, n_categories: int, n_labels: int, n_nodes: int) -> None:
        """Make room for the categories of metadata."""
        self._labelled = n_categories, n_labels
        self._met = np.empty(n_labels, np.int64)
        places = 1 << max(4, (4 * n_categories - 1).bit_length()) if n_labels else 0
        self._key, self._share_flow = np.empty(places, np.int64), np.empty(places)
        self._categories_at = np.empty((2, n_nodes + 1 if n_labels else 0), np.int64)
        self._categories = np.empty((2, n_categories), np.int32), np.empty((2, n_categories))

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


def random_state(*numbers: int) -> State:
    """Mix seed, trial and start into 64 bits (splitmix64, Steele et al. 2014); an xorshift state must not be zero."""
    mask, z = (1 << 64) - 1, 0
    for number in numbers:
        z = (z + number * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
    return np.array([z or 1], np.uint64)
