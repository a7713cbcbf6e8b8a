"""Counts how often each word occurs near each other word."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.text.breaks import DOCUMENT_END, SENTENCE_END

__all__ = ["count_contexts"]

_STRETCH = 1 << 22  # words whose pairs are in memory at a time


def count_contexts(words: NDArray[np.int32], n_words: int, window: int, stop: int = SENTENCE_END) -> Any:
    """Count the pairs of words at most `window` words apart, without a break of `stop` or below between them.

    Parameters
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

    ends = (words < 0) & (words <= stop) & (words >= DOCUMENT_END)
    stretch_of = np.cumsum(ends, dtype=np.int32)
    is_word = (words >= 0) | (words < DOCUMENT_END)
    words, stretch_of = words[is_word], stretch_of[is_word]
    counts = sparse.csr_array((n_words, n_words), dtype=np.int64)
    for begin in range(0, len(words), _STRETCH):
        for distance in range(1, window + 1):
            end = max(min(begin + _STRETCH, len(words) - distance), begin)
            here, there = slice(begin, end), slice(begin + distance, end + distance)
            before, word = words[here], words[there]
            near = stretch_of[here] == stretch_of[there]
            near &= (before >= 0) & (word >= 0)
            ones = np.ones(int(np.count_nonzero(near)), dtype=np.int64)
            # The conversion adds up repeated entries.
            counts += sparse.coo_array((ones, (word[near], before[near])), counts.shape).tocsr()
    return counts
