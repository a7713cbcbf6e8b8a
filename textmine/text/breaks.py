"""Negative numbers that replace unit ids and labels, and ranges of text between breaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CLAUSE_END",
    "DOCUMENT_END",
    "INNER_LINE_END",
    "INSIDE",
    "OTHER",
    "REMOVED",
    "SENTENCE_END",
    "WITHIN",
    "clause_ranges",
    "document_ranges",
    "shown",
]

# Breaks. No n-gram crosses one; the kernels of text, pairs and segment know these numbers too.
CLAUSE_END: Final = -1
SENTENCE_END: Final = -2
DOCUMENT_END: Final = -3
# Labels of a segmented text: a place within a word, and a word that is not counted.
INSIDE: Final = -4
OTHER: Final = -9

# Parts of a text that contain both words of a pair, by the weakest break that ends such a part.
WITHIN = {"clause": CLAUSE_END, "sentence": SENTENCE_END, "document": DOCUMENT_END}

# A line end within a document or a term: Unicode's line separator, which ends a sentence and is shown as a blank.
INNER_LINE_END: Final = "\u2028"
# What cleaning removed: Unicode's paragraph separator, which ends a clause and is shown as a blank.
REMOVED: Final = "\u2029"


def shown(text: str) -> str:
    """Return a piece of text as it is shown to readers: with blanks for the separators that reading put there."""
    return text.replace(INNER_LINE_END, " ").replace(REMOVED, " ")


def document_ranges(documents: NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of ranges of whole documents with `size` items or a few less, or of one longer document.

    Parameters
    ----------
    documents
        int64[d + 1]: where documents begin, and the end of the last.

    Examples
    --------
    >>> list(document_ranges(np.array([0, 3, 5, 9, 30, 32]), 6))
    [(0, 2), (2, 3), (3, 4), (4, 5)]
    """
    first, n_documents = 0, len(documents) - 1
    while first < n_documents:
        last = int(np.searchsorted(documents, documents[first] + size, side="right")) - 1
        last = min(max(last, first + 1), n_documents)
        yield first, last
        first = last


def clause_ranges(units: NDArray[np.int32], size: int) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of ranges of whole clauses, each with `size` units or a little more.

    Parameters
    ----------
    units
        int32[n]: unit ids, with negative numbers for breaks.
    size
        Least number of units in a range; the last range may be smaller.

    Examples
    --------
    >>> list(clause_ranges(np.array([0, 1, -1, 2, 3, -1, 4], np.int32), 2))
    [(0, 3), (3, 6), (6, 7)]
    """
    begin = 0
    while begin < len(units):
        end = min(begin + size, len(units))
        while end < len(units) and units[end - 1] >= 0:
            end += 1
        yield begin, end
        begin = end
