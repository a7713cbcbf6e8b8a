"""Finds all places of many terms in one pass: a trie of the terms, followed from every place of the text."""

from __future__ import annotations

import numpy as np

from textmine.arraytypes import Ids, Longs
from textmine.concordance import _kernels
from textmine.segment import Spelling
from textmine.text.arrays import release

__all__ = ["TermTrie"]

_ROOM = 1 << 16  # places, or entries, that are written at a time
_STRETCH = 1 << 20  # units that are looked at together


class TermTrie:
    """Terms as paths of units.

    Parameters
    ----------
    spelling
        The units of each term, with the breaks within it. Terms may have the same units.

    Examples
    --------
    >>> trie = TermTrie(Spelling(np.array([0, 1, 0], np.int32), np.array([0, 2]), np.array([2, 3])))
    >>> places, terms = trie.places(np.array([0, 1, 0, -3], np.int32))
    >>> places.tolist(), terms.tolist()
    ([0, 0, 2], [1, 0, 1])
    """

    def __init__(self, spelling: Spelling) -> None:
        units = spelling.units.tolist()
        nodes: dict[tuple[int, int], int] = {}
        ends: list[int] = []
        for first, last in zip(spelling.starts.tolist(), spelling.ends.tolist(), strict=True):
            node = 0
            for unit in units[first:last]:
                node = nodes.setdefault((node, unit), len(nodes) + 1)
            ends.append(node)
        parents, edges = (np.fromiter((key[at] for key in nodes), np.int32, len(nodes)) for at in (0, 1))
        order = np.lexsort((edges, parents))
        first_child = np.searchsorted(parents[order], np.arange(len(nodes) + 2))
        root = np.zeros(max(int(edges[parents == 0].max(initial=-1)), -1) + 1, np.int32)
        root[edges[order[: first_child[1]]]] = order[: first_child[1]] + 1
        # Node 0 is that of terms without units, which are nowhere.
        terms = np.argsort(ends, kind="stable")
        first_term = np.searchsorted(np.array(ends, dtype=np.int64)[terms], np.arange(len(nodes) + 2))
        self._n_terms = len(ends)
        self._longest = int((spelling.ends - spelling.starts).max(initial=0))
        self._trie: tuple[Ids, Longs, Ids, Ids, Longs, Ids, int] = (
            root,
            first_child.astype(np.int64),
            edges[order],
            (order + 1).astype(np.int32),
            first_term.astype(np.int64),
            terms.astype(np.int32),
            _most(parents, np.diff(first_term)),
        )

    @property
    def _most_at_a_place(self) -> int:
        return int(self._trie[-1])

    def places(self, units: Ids) -> tuple[Longs, Ids]:
        """Return the places where terms begin, ascending, and the terms, the shortest first."""
        room = max(_ROOM, self._most_at_a_place)
        starts, found = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
        for begin in range(0, len(units), _STRETCH):
            # What begins in a stretch may end behind it.
            part, at = np.asarray(units[begin : begin + _STRETCH + self._longest]), 0
            while at < min(len(part), _STRETCH):
                places, terms = np.empty(room, np.int64), np.empty(room, np.int32)
                at, n = _kernels.find(part, at, *self._trie, places, terms)
                inside = int(np.searchsorted(places[:n], _STRETCH))
                starts.append(places[:inside] + begin)
                found.append(terms[:inside].copy())
            release(units)
        return np.concatenate(starts), np.concatenate(found)

    def counts(self, units: Ids, edges: Longs) -> tuple[Ids, Ids, Longs, Longs]:
        """Return terms, documents and counts of all pairs of a document and a term in it, and the units of documents.

        Parameters
        ----------
        units
            int32[n]: a text.
        edges
            int64[d + 1]: where documents begin in it, and its end.

        Examples
        --------
        >>> trie = TermTrie(Spelling(np.array([0, 1, 0], np.int32), np.array([0, 2]), np.array([2, 3])))
        >>> [array.tolist() for array in trie.counts(np.array([0, 1, 0, -3, 1, -3], np.int32), np.array([0, 4, 6]))]
        [[1, 0], [0, 0], [2, 1], [3, 1]]
        """
        longest = int(np.diff(edges).max(initial=0))
        room = max(_ROOM, min(longest * self._most_at_a_place, self._n_terms))
        seen, touched = np.zeros(self._n_terms, np.int64), np.empty(self._n_terms, np.int32)
        n_units = np.zeros(len(edges) - 1, np.int64)
        parts: list[tuple[Ids, Ids, Longs]] = [(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64))]
        document = 0
        while document < len(n_units):
            out = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64)
            document, n = _kernels.count_in_documents(units, edges, document, *self._trie, seen, touched, n_units, *out)
            parts.append((out[0][:n], out[1][:n], out[2][:n]))
        terms, documents, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
        return terms, documents, counts, n_units


def _most(parents: Ids, numbers: Longs) -> int:
    """Return how many terms may begin at one place: the greatest sum of the numbers of terms along a path."""
    along = [0] * (len(parents) + 1)
    own = numbers.tolist()
    for node, parent in enumerate(parents.tolist(), 1):  # parents come before their children
        along[node] = along[parent] + own[node]
    return max(max(along), 1)
