"""Units that hardly ever begin or end a term: 的, 了, of, the. Learned, not listed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.segment import Spelling

__all__ = ["FUNCTION_WORD_SHARE", "POOR_EDGE_SHARE", "poor_edges"]

POOR_EDGE_SHARE = 0.12
# One word in a thousand: `of`, `this`, `between`; content words of an encyclopedia are rarer.
FUNCTION_WORD_SHARE = 0.001


def poor_edges(
    spelling: Spelling,
    frequencies: NDArray[np.float64],
    unit_shares: NDArray[np.float64] | None,
    spaced: NDArray[np.bool_],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which units are poor as the first, and which as the last unit of a term.

    A Han character is poor where the dictionary uses it nearly always as a word by itself (的, 是), and hardly as the
    beginning (or end) of a longer word: less than one time in eight. A word between blanks is poor where it makes up
    more than a thousandth of the background, which has no use for a dictionary.

    Parameters
    ----------
    spelling, frequencies
        The words of a dictionary and how frequent each is.
    unit_shares
        float64[A]: share of each unit in the background; None without one.
    spaced
        bool[A]: which units are words.

    Returns
    -------
    first, last
        bool[A] each, by unit.
    """
    size = len(spaced)
    begins, ends, alone = _uses(spelling, frequencies, size)
    function_word = np.zeros(size, dtype=bool) if unit_shares is None else spaced & (unit_shares > FUNCTION_WORD_SHARE)
    # The added 1 leaves units that the dictionary does not know above the bar.
    first = (begins + 1) / (begins + alone + 1) < POOR_EDGE_SHARE
    last = (ends + 1) / (ends + alone + 1) < POOR_EDGE_SHARE
    return first | function_word, last | function_word


def _uses(
    spelling: Spelling, frequencies: NDArray[np.float64], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Sum the dictionary frequencies of each unit as the beginning of longer words, as their end, and by itself."""
    lengths = spelling.ends - spelling.starts
    first, last = spelling.units[spelling.starts], spelling.units[spelling.ends - 1]

    def total(units: NDArray[np.int32], words: NDArray[np.bool_]) -> NDArray[np.float64]:
        present = words & (units >= 0) & (units < size)
        return np.bincount(units[present], frequencies[present], size).astype(np.float64)

    return total(first, lengths > 1), total(last, lengths > 1), total(first, lengths == 1)
