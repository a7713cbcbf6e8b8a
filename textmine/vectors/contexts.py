"""How often each word stands near each other word."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.text.breaks import DOCUMENT_END, SENTENCE_END

__all__ = ["count_contexts"]

_STRETCH = 1 << 22  # words whose pairs are held at a time


def count_contexts(words: NDArray[np.int32], n_words: int, window: int, stop: int = SENTENCE_END) -> Any:
    """Count the pairs of words at most `window` words apart with no break of `stop` or below between them.

    Parameters
    ----------
    words
        int32[n]: the words of a text in order, numbered from 0; -9 for a word that has no number but takes its place;
        breaks (-1, -2, -3), which take none.
    n_words
        How many numbers there are.
    window
        Words from one to the other at most.
    stop
        The end of a clause (-1), of a sentence (-2) or of a document (-3).

    Returns
    -------
    scipy.sparse.csr_array
        int64, n_words by n_words: how often the word of the column stands before the word of the row. The transpose
        has what stands behind.

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
            # The conversion adds up what stands several times.
            counts += sparse.coo_array((ones, (word[near], before[near])), counts.shape).tocsr()
    return counts
