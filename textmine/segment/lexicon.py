"""A lexicon: words as a trie over unit ids, each with its cost in bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lexicon", "Spelling", "build_lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words over the units of a corpus.

    Attributes
    ----------
    first_child
        int64[G + 1]: children of node v are first_child[v] to first_child[v + 1] - 1; the nodes 0 to A - 1 are the
        units.
    last
        int32[G]: last unit of each node.
    costs
        float64[G]: bits of the word that ends at each node, infinity where none does.
    nodes
        int32[w]: node of each word given to `build_lexicon`, -1 for those that cannot occur in the corpus.
    parent
        int32[G]: each node without its last unit, -1 for units.
    unknown
        Bits of a unit that is no word.
    """

    first_child: NDArray[np.int64]
    last: NDArray[np.int32]
    costs: NDArray[np.float64]
    nodes: NDArray[np.int32]
    parent: NDArray[np.int32]
    unknown: float

    def find(self, prefix: NDArray[np.int32], last: NDArray[np.int32], lengths: NDArray[np.uint8]) -> NDArray[np.int32]:
        """Return the node of each entry of another trie over the same units, -1 where the lexicon has none.

        Parameters
        ----------
        prefix, last
            int32[g]: parent and last unit of each entry, parents before children.
        lengths
            uint8[g]: units of each entry.
        """
        keys = self.parent.astype(np.int64) << 32 | self.last
        nodes = np.where(lengths == 1, last, -1).astype(np.int32)
        for length in range(2, int(lengths.max(initial=1)) + 1):
            level = np.flatnonzero((lengths == length) & (nodes[prefix] >= 0))
            wanted = nodes[prefix[level]].astype(np.int64) << 32 | last[level]
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            nodes[level] = np.where(keys[at] == wanted, at, -1)
        return nodes


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words as units.

    Attributes
    ----------
    units
        int32: units of all words, with breaks where a word has one.
    starts, ends
        int64[w]: where each word begins in `units` and where it ends; equal for a word without a unit.
    """

    units: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def build_lexicon(words: Spelling, frequencies: NDArray[np.float64], n_alphabet: int) -> Lexicon:
    """Build a lexicon from words and their frequencies.

    Parameters
    ----------
    words
        A word with a break, or with a unit that is not below `n_alphabet`, cannot occur and gets no node.
    frequencies
        float64[w]: positive; equal words add up. A word costs -log2 (frequency / sum of all).
    n_alphabet
        How many units the corpus has.

    Examples
    --------
    >>> words = Spelling(np.array([0, 0, 1], np.int32), np.array([0, 1]), np.array([1, 3]))
    >>> lexicon = build_lexicon(words, np.array([1.0, 1.0]), 2)
    >>> lexicon.costs[lexicon.nodes].tolist()
    [1.0, 1.0]
    """
    usable = _usable(words, n_alphabet)
    units, starts, ends = words.units, words.starts[usable], words.ends[usable]
    at = units[starts].astype(np.int64)
    parents, lasts = [np.full(n_alphabet, -1)], [np.arange(n_alphabet, dtype=np.int32)]
    size = n_alphabet
    for length in range(1, int((ends - starts).max(initial=0))):
        longer = np.flatnonzero(ends - starts > length)
        keys = at[longer] << 32 | units[starts[longer] + length]
        pairs, inverse = np.unique(keys, return_inverse=True)
        at[longer] = size + inverse
        parents.append(pairs >> 32)
        lasts.append((pairs & 0xFFFFFFFF).astype(np.int32))
        size += len(pairs)
    parent = np.concatenate(parents).astype(np.int32)
    n_children = np.bincount(parent[n_alphabet:], minlength=size)
    first_child = n_alphabet + np.concatenate(([0], np.cumsum(n_children)))
    weights = np.bincount(at, weights=frequencies[usable], minlength=size)
    total = max(float(frequencies.sum()), 1.0)
    with np.errstate(divide="ignore"):
        costs = np.log2(total) - np.log2(weights)
    nodes = np.full(len(usable), -1, dtype=np.int32)
    nodes[usable] = at
    return Lexicon(first_child, np.concatenate(lasts), costs, nodes, parent, float(np.log2(total)) + 1.0)


def _usable(words: Spelling, n_alphabet: int) -> NDArray[np.bool_]:
    strange = np.concatenate(([0], np.cumsum((words.units < 0) | (words.units >= n_alphabet))))
    usable: NDArray[np.bool_] = (strange[words.ends] == strange[words.starts]) & (words.ends > words.starts)
    return usable
