"""Two backgrounds for a text in two languages: one for its characters, the other for its words between blanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.background import Background
from textmine.backgrounds.usage import WordUse
from textmine.ngrams.table import NgramTable
from textmine.text import Corpus

__all__ = ["TogetherBackground"]


@dataclass(frozen=True, slots=True)
class TogetherBackground:
    """A background that has characters and words between blanks in the proportion of the text.

    Attributes
    ----------
    characters, words
        The backgrounds of the two languages.
    share
        The share of characters among the units of the text, between 0 and 1.

    Examples
    --------
    >>> from textmine.backgrounds import TextBackground
    >>> from textmine.text import build_corpus
    >>> zh, en = TextBackground(build_corpus(["电网电力"])), TextBackground(build_corpus(["the grid, the dam"]))
    >>> both = TogetherBackground(zh, en, 0.25)  # 8 units, a quarter of them characters
    >>> both.n_units, both.unit_counts(build_corpus(["电 the"])).tolist()
    (8, [1, 3])
    """

    characters: Background
    words: Background
    share: float

    def __repr__(self) -> str:
        return f"<TogetherBackground of {self.characters!r} and {self.words!r}>"

    @property
    def n_units(self) -> int:
        """Number of units in both."""
        return self.characters.n_units + self.words.n_units

    def counts_of(self, table: NgramTable, corpus: Corpus) -> NDArray[np.float64]:
        """Return float64[G]: the count of each n-gram: all words in one background, anything else in the other."""
        spaced = table.all_units(corpus.alphabet.spaced)
        return self._weighed(self.characters.counts_of(table, corpus), self.words.counts_of(table, corpus), spaced)

    def unit_counts(self, corpus: Corpus) -> NDArray[np.int64]:
        """Return int64[A]: the count of each unit, rounded."""
        both = self.characters.unit_counts(corpus), self.words.unit_counts(corpus)
        return np.rint(self._weighed(*both, corpus.alphabet.spaced)).astype(np.int64)

    def word_use(self, corpus: Corpus) -> WordUse | None:
        """Return how the frequent words of the words' background are used."""
        return self.words.word_use(corpus)

    def _weighed(self, characters: NDArray[Any], words: NDArray[Any], spaced: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the counts as they would be if the two texts were mixed in the proportion of the text."""
        n_units = self.n_units
        # In place: for the n-grams of a long text, each copy is large.
        mixed: NDArray[np.float64] = characters.astype(np.float64, copy=False)
        mixed *= self.share * n_units / self.characters.n_units
        scaled: NDArray[np.float64] = words.astype(np.float64, copy=False)
        scaled *= (1 - self.share) * n_units / self.words.n_units
        np.copyto(mixed, scaled, where=spaced)
        return mixed
