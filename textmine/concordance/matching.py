"""Finds all places of many terms in one pass: a trie of the terms, followed from every place of the text together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Ids, Longs
from textmine.segment import Spelling

__all__ = ["TermTrie"]

_UNIT = (1 << 32) - 1  # a unit, or a break within a term, as the lower half of a key


class TermTrie:
    """Terms as paths of units.

    Parameters
    ----------
    spelling
        The units of each term, with the breaks within it. Terms may have the same units.

    Examples
    --------
    >>> trie = TermTrie(Spelling(np.array([0, 1, 0], np.int32), np.array([0, 2]), np.array([2, 3])))
    >>> for places, terms in trie.places(np.array([0, 1, 0, -3], np.int32)):
    ...     print(places.tolist(), terms.tolist())
    [0, 2] [1, 1]
    [0] [0]
    """

    def __init__(self, spelling: Spelling) -> None:
        units = spelling.units.tolist()
        nodes: dict[int, int] = {}
        ends: list[int] = []
        for first, last in zip(spelling.starts.tolist(), spelling.ends.tolist(), strict=True):
            node = 0
            for unit in units[first:last]:
                node = nodes.setdefault(node << 32 | unit & _UNIT, len(nodes) + 1)
            ends.append(node)
        keys = np.fromiter(nodes, np.int64, len(nodes))
        self._order = np.argsort(keys)
        self._keys = keys[self._order]
        # Several terms may end at one node; node 0 is that of terms without units.
        terms = np.argsort(ends, kind="stable")
        self._terms = terms.astype(np.int64)
        self._bounds = np.searchsorted(np.array(ends, dtype=np.int64)[terms], np.arange(len(nodes) + 2))

    def places(self, units: Ids) -> Iterator[tuple[Longs, Longs]]:
        """Yield, for each length, the places where terms begin, and the terms."""
        # Most places are no begin of a term: units are looked up in a table first.
        # The last entry is that of breaks.
        begins = np.zeros(int(units.max(initial=-1)) + 2, dtype=bool)
        firsts = self._keys[self._keys <= int(units.max(initial=-1))]
        begins[firsts] = True
        at, depth = np.flatnonzero(begins[np.maximum(units, -1)]), 0
        nodes = np.zeros(len(at), dtype=np.int64)
        while len(at):
            at, nodes = self._step(units, at, nodes, depth)
            numbers = np.diff(self._bounds)[nodes]
            found = np.repeat(np.arange(len(at)), numbers)
            within = np.arange(len(found)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
            if len(found):
                yield at[found], self._terms[self._bounds[nodes[found]] + within]
            depth += 1
            inside = at + depth < len(units)
            at, nodes = at[inside], nodes[inside]

    def _step(self, units: Ids, at: NDArray[np.intp], nodes: Longs, depth: int) -> tuple[NDArray[np.intp], Longs]:
        """Return the places that go on in the trie, and their next nodes."""
        keys = nodes << 32 | (units[at + depth].astype(np.int64) & _UNIT)
        found = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        kept = self._keys[found] == keys
        return at[kept], self._order[found[kept]] + 1
