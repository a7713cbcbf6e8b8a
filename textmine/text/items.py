"""Cuts folded text into items: units and breaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.text import _kernels
from textmine.text.folding import Folded, kinds_table

__all__ = ["Items", "cut"]


@dataclass(frozen=True, slots=True)
class Items:
    """The units and breaks of a text in order.

    Attributes
    ----------
    starts, ends
        int64[m]: offsets into the folded text.
    classes
        int8[m]: 1 Han character or kana, 2 word, -1 end of a clause, -2 end of a sentence, -3 end of a document.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    classes: NDArray[np.int8]

    def as_written(self, folded: Folded) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return begin and end of each item in the text before folding, two int64[m]."""
        if folded.origin is None:
            return self.starts, self.ends
        # An item ends where the next folded character begins: marks merged into the last character belong to it.
        return folded.origin[self.starts], np.maximum(folded.origin[self.ends], folded.origin[self.ends - 1] + 1)

    def without_leading_break(self) -> Items:
        """Return the items from the first unit on."""
        skip = 1 if len(self.classes) and self.classes[0] < 0 else 0
        return Items(self.starts[skip:], self.ends[skip:], self.classes[skip:])


def cut(folded: Folded) -> Items:
    """Cut a folded text into units and breaks.

    Examples
    --------
    >>> from textmine.text.folding import fold
    >>> cut(fold("SF6断路器，C++")).classes.tolist()
    [2, 1, 1, 1, -1, 2]
    """
    n = len(folded.codes)
    starts, ends = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    classes = np.empty(n, dtype=np.int8)
    m = _kernels.split(folded.codes, kinds_table(), starts, ends, classes)
    return Items(starts[:m], ends[:m], classes[:m])
