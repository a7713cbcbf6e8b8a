"""Work arrays of a search, allocated once, and its random numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["Scratch"]

State = npt.NDArray[np.uint64]

_INTS = 12  # rows of int32 that the kernel `improve` needs


class Scratch:
    """Work arrays for a search on networks of any size, which grow when needed, and the random state of the search.

    The arrays are reused, because new memory costs a fault at the first write to each page: a tenth of a search.

    Examples
    --------
    >>> scratch = Scratch(7, 3)
    >>> scratch.reserve(10, 40, 1)
    >>> scratch.ints.shape, scratch.neighbours.shape
    ((12, 11), (2, 41))
    """

    def __init__(self, *numbers: int) -> None:
        self.state = random_state(*numbers)
        self._nodes = self._links = self._regions = self._jumps = -1

    def reserve(self, n_nodes: int, n_links: int, n_regions: int, n_jumps: int = 0) -> None:
        """Make room for a network with these numbers of nodes, entries of link rows, regions, and nodes that jump."""
        if self._jumps < n_jumps:
            self._jumps = n_jumps
            self.pulls, self.leaps = np.zeros((2, 2 * n_jumps)), np.empty((2, 2 * n_jumps))
        if n_nodes > self._nodes:
            self._nodes = n_nodes
            self.ints = np.empty((_INTS, n_nodes + 1), np.int32)
            self.records, self.tables = np.empty((2, 8 * n_nodes)), np.empty((2, 4 * n_nodes))
            self.sums, self.active = np.zeros((2, n_nodes)), np.empty((2, n_nodes), np.uint8)
            self.indptr = np.empty((2, n_nodes + 1), np.int64)
        if n_links > self._links:
            self._links = n_links
            self.neighbours, self.weight = np.empty((2, n_links + 1), np.int32), np.empty((2, n_links + 1))
        if max(n_nodes, n_regions) > self._regions:
            self._regions = max(n_nodes, n_regions)
            self.totals = np.empty((2, self._regions))


def random_state(*numbers: int) -> State:
    """Mix seed, trial and start into 64 bits (splitmix64, Steele et al. 2014); an xorshift state must not be zero."""
    mask, z = (1 << 64) - 1, 0
    for number in numbers:
        z = (z + number * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
    return np.array([z or 1], np.uint64)
