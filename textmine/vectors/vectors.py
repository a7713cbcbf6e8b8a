"""Words as points in space."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

__all__ = ["Vectors"]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words with a vector each.

    Attributes
    ----------
    names
        The words, the most frequent first.
    matrix
        float64[n, d]: one row a word.
    """

    names: Sequence[str]
    matrix: NDArray[np.float64]
    _ids: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.names)

    def find(self, name: str) -> int:
        """Return the number of a word, whatever its case and width where it is not there as it is; -1 for none.

        Examples
        --------
        >>> Vectors(["SF6", "气体"], np.eye(2)).find("ｓｆ6")
        0
        """
        if not self._ids:
            for number, word in enumerate(self.names):
                self._ids.setdefault(_folded(word), number)
            # Names as they are go before folded ones, the first of equal ones before the others.
            self._ids.update({word: number for number, word in reversed(list(enumerate(self.names)))})
        return self._ids.get(name, self._ids.get(_folded(name), -1))

    def directions(self) -> NDArray[np.float64]:
        """Return float64[n, d]: the vectors with length 1, those of length 0 as they are."""
        lengths = np.sqrt(np.einsum("ij,ij->i", self.matrix, self.matrix))
        return self.matrix / np.where(lengths > 0, lengths, 1.0)[:, None]

    def similar(self, word: int, top: int) -> list[tuple[str, float]]:
        """Return the words nearest to one, itself left out, with the cosine of the angle, greatest first.

        Examples
        --------
        >>> Vectors(["a", "b", "c"], np.array([[2.0, 0.0], [0.0, 1.0], [3.0, 4.0]])).similar(0, 2)
        [('c', 0.6), ('b', 0.0)]
        """
        directions = self.directions()
        cosines = directions @ directions[word]
        cosines[word] = -np.inf
        # Stable: of equal ones the more frequent first.
        nearest = np.argsort(-cosines, kind="stable")[: min(top or len(self), len(self) - 1)]
        return [(self.names[other], float(cosines[other])) for other in nearest.tolist()]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
