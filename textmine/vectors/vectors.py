"""Words with their vectors."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import InputError, OptionError

__all__ = ["NameIndex", "Vectors"]


class NameIndex:
    """Finds names exactly or, if there is no exact match, ignoring case and width. Of equal names the first is found.

    Examples
    --------
    >>> index = NameIndex(["SF6", "sf6"])
    >>> index.find("sf6"), index.find("ｓｆ6"), index.find("SF")
    (1, 0, -1)
    """

    def __init__(self, names: Sequence[str]) -> None:
        numbered = list(enumerate(names))[::-1]
        self._exact = {name: number for number, name in numbered}
        self._folded = {_folded(name): number for number, name in numbered}

    def find(self, name: str) -> int:
        """Return the number of a name, or -1."""
        return self._exact.get(name, self._folded.get(_folded(name), -1))


@dataclass(frozen=True, slots=True)
class Vectors:
    """Words and their vectors.

    Attributes
    ----------
    names
        The words, the most frequent first.
    matrix
        float64[n, d]: one row per word.

    Raises
    ------
    OptionError
        The matrix has more or fewer rows than there are words.
    """

    names: Sequence[str]
    matrix: NDArray[np.float64]

    def __post_init__(self) -> None:
        shape = np.shape(self.matrix)
        if len(shape) != 2 or shape[0] != len(self.names):
            raise OptionError(f"{len(self.names)} words and a matrix of shape {shape}", "give one row for each word")

    def __len__(self) -> int:
        return len(self.names)

    def __repr__(self) -> str:
        return f"<Vectors of {len(self)} words, {self.matrix.shape[1]} dimensions>"

    def require(self, name: str, source: str) -> int:
        """Return the number of a word; without an exact match, case and width are ignored.

        Raises
        ------
        InputError
            There is no such word; `source` is the file for the message.
        """
        number = NameIndex(self.names).find(name)
        if number < 0:
            reason = f"no vector for '{name}'"
            raise InputError(source, None, reason, "check its spelling, or make vectors with a lower `min_count`")
        return number

    def directions(self) -> NDArray[np.float64]:
        """Return float64[n, d]: the vectors scaled to length 1; zero vectors stay."""
        lengths = np.sqrt(np.einsum("ij,ij->i", self.matrix, self.matrix))
        return self.matrix / np.where(lengths > 0, lengths, 1.0)[:, None]

    def similar(self, word: int | str, top: int) -> list[tuple[str, float]]:
        """Return the words nearest to a word, without itself, with their cosines, greatest first.

        Parameters
        ----------
        word
            The word, or its number.
        top
            How many words; 0 for all.

        Examples
        --------
        >>> Vectors(["a", "b", "c"], np.array([[2.0, 0.0], [0.0, 1.0], [3.0, 4.0]])).similar("a", 2)
        [('c', 0.6), ('b', 0.0)]
        """
        number = self.require(word, "vectors") if isinstance(word, str) else word
        directions = self.directions()
        cosines = directions @ directions[number]
        cosines[number] = -np.inf
        # A stable sort: for equal cosines the more frequent word comes first.
        nearest = np.argsort(-cosines, kind="stable")[: min(top or len(self), len(self) - 1)]
        return [(self.names[other], float(cosines[other])) for other in nearest.tolist()]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
