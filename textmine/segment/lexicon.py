"""A lexicon: a trie of words over unit ids, with the cost of each word in bits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.text.arrays import Handle

__all__ = ["Lexicon", "LexiconHandles", "Spelling", "build_lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words over the units of a corpus.

    Attributes
    ----------
    first_child
        int32[G + 1]: the children of node v are first_child[v] to first_child[v + 1] - 1; the nodes 0 to A - 1 are the
        units.
    last
        int32[G]: last unit of each node.
    costs
        float64[G]: cost in bits of the word that ends at each node; infinity if no word ends there.
    nodes
        int32[w]: node of each word given to `build_lexicon`; -1 for words that cannot occur in the corpus.
    parent
        int32[G]: node without the last unit; -1 for units.
    unknown
        Cost in bits of a unit that is not a word.
    """

    first_child: NDArray[np.int32]
    last: NDArray[np.int32]
    costs: NDArray[np.float64]
    nodes: NDArray[np.int32]
    parent: NDArray[np.int32]
    unknown: float

    def __repr__(self) -> str:
        return f"<Lexicon of {int(np.isfinite(self.costs).sum())} words>"

    def units_of(self, node: int) -> tuple[int, ...]:
        """Return the units of a node in order."""
        units: list[int] = []
        while node >= 0:
            units.append(int(self.last[node]))
            node = int(self.parent[node])
        return tuple(units[::-1])

    def find(self, prefix: NDArray[np.int32], last: NDArray[np.int32], lengths: NDArray[np.uint8]) -> NDArray[np.int32]:
        """Return the node of each entry of another trie over the same units, or -1.

        Parameters
        ----------
        prefix, last
            int32[g]: parent and last unit of each entry, parents before children.
        lengths
            uint8[g]: length of each entry in units.
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
class LexiconHandles:
    """The part of a lexicon that segmentation reads, as tasks open it; see `Lexicon`."""

    first_child: Handle
    last: Handle
    costs: Handle
    unknown: float

    def open(self) -> Lexicon:
        """Return the lexicon, without the nodes of words and without parents."""
        nothing = np.empty(0, dtype=np.int32)
        return Lexicon(self.first_child.open(), self.last.open(), self.costs.open(), nothing, nothing, self.unknown)


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words as sequences of units.

    Attributes
    ----------
    units
        int32: units of all words, with the breaks within them.
    starts, ends
        int64[w]: begin and end of each word in `units`; equal for a word without units.
    """

    units: NDArray[np.int32]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def grams(self, n_alphabet: int) -> list[tuple[int, ...]]:
        """Return the units of each word; none for a word with a break, or with a unit not below `n_alphabet`."""
        found = [tuple(self.units[a:b].tolist()) for a, b in zip(self.starts, self.ends, strict=True)]
        return [gram if gram and min(gram) >= 0 and max(gram) < n_alphabet else () for gram in found]


def build_lexicon(words: Spelling, frequencies: NDArray[np.float64], n_alphabet: int) -> Lexicon:
    """Build a lexicon from words and their frequencies.

    Parameters
    ----------
    words
        A word that contains a break, or a unit not below `n_alphabet`, cannot occur. It gets no node.
    frequencies
        float64[w]: a word costs -log2 (frequency / sum of all). Frequencies of equal words add up; 0 costs infinity.
    n_alphabet
        Number of different units in the corpus.

    Examples
    --------
    >>> words = Spelling(np.array([0, 0, 1], np.int32), np.array([0, 1]), np.array([1, 3]))
    >>> lexicon = build_lexicon(words, np.array([1.0, 1.0]), 2)
    >>> lexicon.costs[lexicon.nodes].tolist()
    [1.0, 1.0]
    """
    usable = _usable(words, n_alphabet)
    units, starts = words.units, words.starts[usable]
    lengths = (words.ends[usable] - starts).astype(np.int32)
    at = units[starts]  # the node of each word's first `length` units
    parents, lasts = [np.full(n_alphabet, -1, dtype=np.int32)], [np.arange(n_alphabet, dtype=np.int32)]
    size = n_alphabet
    for length in range(1, int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > length)
        parent, last, which = _children(at[longer], units[starts[longer] + length])
        at[longer] = size + which
        parents.append(parent)
        lasts.append(last)
        size += len(parent)
    parent = np.concatenate(parents)
    n_children = np.bincount(parent[n_alphabet:], minlength=size)
    first_child = np.full(size + 1, n_alphabet, dtype=np.int32)
    first_child[1:] += np.cumsum(n_children, out=n_children).astype(np.int32)
    weights = np.bincount(at, weights=frequencies[usable], minlength=size).astype(np.float64, copy=False)
    total = max(float(frequencies.sum()), 1.0)
    with np.errstate(divide="ignore"):
        costs = np.log2(total) - np.log2(weights, out=weights)
    nodes = np.full(len(usable), -1, dtype=np.int32)
    nodes[usable] = at
    return Lexicon(first_child, np.concatenate(lasts), costs, nodes, parent, float(np.log2(total)) + 1.0)


def _usable(words: Spelling, n_alphabet: int) -> NDArray[np.bool_]:
    strange = np.zeros(len(words.units) + 1, dtype=np.int32)
    np.cumsum((words.units < 0) | (words.units >= n_alphabet), out=strange[1:])
    usable: NDArray[np.bool_] = (strange[words.ends] == strange[words.starts]) & (words.ends > words.starts)
    return usable


def _children(
    parents: NDArray[np.int32], lasts: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return the distinct pairs, sorted, as parents and lasts, and the number of each given pair among them."""
    keys = parents.astype(np.int64)
    unit_bits, place_bits = int(lasts.max()).bit_length(), len(lasts).bit_length()
    keys <<= unit_bits
    keys |= lasts
    if int(parents.max()).bit_length() + unit_bits + place_bits < 64:
        # numpy's sort is five times as fast as its argsort: sort keys that hold their position in the low bits.
        keys <<= place_bits
        keys |= np.arange(len(keys), dtype=np.int32)
        keys.sort()
        places = (keys & ((1 << place_bits) - 1)).astype(np.int32)
        keys >>= place_bits
    else:
        places = np.argsort(keys).astype(np.int32)
        keys = keys[places]
    is_new = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    which = np.empty(len(keys), dtype=np.int32)
    which[places] = np.cumsum(is_new, dtype=np.int32) - 1
    pairs = keys[is_new]
    return (pairs >> unit_bits).astype(np.int32), (pairs & ((1 << unit_bits) - 1)).astype(np.int32), which
