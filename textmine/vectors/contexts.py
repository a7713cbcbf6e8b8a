"""Counts how often each word occurs near each other word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Ids, Longs
from textmine.engine import Engine
from textmine.pairs.rows import Counted, count_ends, count_rows
from textmine.text.arrays import ranges, release
from textmine.text.breaks import SENTENCE_END
from textmine.vectors import _kernels

__all__ = ["Neighbourhood", "count_contexts"]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The pairs of words of a text at most `window` words apart, without a break of `stop` or below between them.

    Attributes
    ----------
    words
        int32[n]: the words of a text in order, numbered from 0; -9 for a word without a number, which still counts as a
        word; breaks (-1, -2, -3), which do not.
    n_words
        Number of numbered words.
    window
        Greatest distance of two words, in words.
    stop
        The end of a clause (-1), of a sentence (-2) or of a document (-3).
    sides
        Neighbours before and after a word are different columns: `v` and `n_words + v`.
    engine
        Where they are counted, if that is in other processes.
    """

    words: NDArray[np.int32]
    n_words: int
    window: int
    stop: int = SENTENCE_END
    sides: bool = False

    engine: Engine | None = None

    @property
    def pairing(self) -> _NearWords:
        """What a pair is."""
        return _NearWords(self.n_words, self.window, self.stop, self.sides)

    def count_sides(self) -> tuple[Longs, Longs]:
        """Return int64[n_words] twice: the pairs in which each word is the first, and the second."""
        return count_ends(self.words, self.pairing, engine=self.engine)

    def counts(self, earlier: Longs, later: Longs, *, threads: int = 1, memory: int | None = None) -> Iterator[Counted]:
        """Yield words, neighbours and counts, by word, then neighbour; parameters as in `count_rows`."""
        sizes = self.pairing.sizes(earlier, later)
        return count_rows(self.words, self.pairing, sizes, threads=threads, memory=memory, engine=self.engine)


@dataclass(frozen=True, slots=True)
class _NearWords:
    """Pairs of words, each of which has the other in its row; see `Pairing`."""

    n_rows: int
    window: int
    stop: int
    sides: bool

    @property
    def n_columns(self) -> int:
        return (1 + self.sides) * self.n_rows

    def ends(self, words: Ids, begin: int, end: int) -> tuple[Longs, Longs]:
        earlier, later = np.zeros((2, self.n_rows), dtype=np.int64)
        for low, high in ranges(words, begin, end):
            _kernels.count_sides(words, low, high, self.window, self.stop, earlier, later)
            release(words)
        return earlier, later

    def sizes(self, first: Longs, second: Longs) -> Longs:
        return first + second

    def gather(self, words: Ids, begin: int, end: int, low: int, high: int, places: Longs, columns: Ids) -> None:
        shift = self.n_rows if self.sides else 0
        _kernels.gather_near(words, begin, end, self.window, self.stop, shift, low, high, places, columns)


def count_contexts(words: NDArray[np.int32], n_words: int, window: int, stop: int = SENTENCE_END) -> Any:
    """Count the pairs of words at most `window` words apart, without a break of `stop` or below between them.

    Parameters
    ----------
    words, n_words, window, stop
        As in `Neighbourhood`.

    Returns
    -------
    scipy.sparse.csr_array
        int64, n_words by n_words: how often the word of the column occurs before the word of the row. The transpose has
        the words that occur after it.

    Examples
    --------
    >>> count_contexts(np.array([0, 1, 0, -3, 1], np.int32), 2, 1).toarray().tolist()
    [[0, 1], [1, 0]]
    """
    from scipy import sparse

    near = Neighbourhood(words, n_words, window, stop, sides=True)
    parts = list(near.counts(*near.count_sides()))
    rows, columns, counts = (np.concatenate([part[i] for part in parts]) for i in range(3))
    before = columns < n_words
    return sparse.csr_array((counts[before], (rows[before], columns[before])), (n_words, n_words))
