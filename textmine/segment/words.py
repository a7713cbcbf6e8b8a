"""Word lists: words with their frequencies, which become a lexicon over the units of a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, overload

import numpy as np
from numpy.typing import NDArray

from textmine.errors import OptionError
from textmine.segment.lexicon import Lexicon, Spelling, build_lexicon
from textmine.text import Corpus
from textmine.text.breaks import DOCUMENT_END, INNER_LINE_END
from textmine.text.onescript import as_read
from textmine.text.strings import strings
from textmine.text.units import read_lines

__all__ = ["HasWords", "Lines", "WordList", "Words", "as_words"]


class Lines(Sequence[str]):
    r"""The lines of a text, split on first use: as separate strings, the words of a dictionary take 25 MB.

    Parameters
    ----------
    text
        Lines, each with its line end.

    Examples
    --------
    >>> lines = Lines("变压器\n断路器\n")
    >>> len(lines), lines[1], lines.text.count("器")
    (2, '断路器', 2)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._length = text.count("\n")
        self._lines: list[str] | None = None

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        return self._split()[index]

    def __iter__(self) -> Iterator[str]:
        return iter(self._split())

    def _split(self) -> list[str]:
        if self._lines is None:
            self._lines = self.text.split("\n")[:-1]
        return self._lines


@dataclass(frozen=True, slots=True)
class WordList:
    """Words with their frequencies.

    Attributes
    ----------
    words
        Any sequence of strings; `Lines` for long lists.
    frequencies
        float64[w].
    scores
        float64[w]: scores that rank the words; None if the words are not ranked.

    Raises
    ------
    OptionError
        There are more or fewer frequencies or scores than words.
    """

    words: Sequence[str]
    frequencies: NDArray[np.float64]
    scores: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        for name, part in (("frequencies", self.frequencies), ("scores", self.scores)):
            if part is not None and len(part) != len(self.words):
                raise OptionError(f"{len(self.words)} words and {len(part)} {name}", "give one for each word")

    def __repr__(self) -> str:
        return f"<WordList of {len(self.words)} words>"

    def head(self, n: int) -> WordList:
        """Return the first `n` words."""
        return WordList(self.words[:n], self.frequencies[:n], None if self.scores is None else self.scores[:n])

    def where(self, kept: Sequence[bool] | NDArray[np.bool_]) -> WordList:
        """Return the words for which `kept` is True."""
        chosen = np.array(kept, dtype=bool)
        names = [self.words[place] for place in np.flatnonzero(chosen).tolist()]
        return WordList(names, self.frequencies[chosen], None if self.scores is None else self.scores[chosen])

    def __add__(self, other: WordList) -> WordList:
        """Return both lists as one, without scores. The frequencies of equal words add up."""
        words = Lines(_text(self.words) + _text(other.words))
        return WordList(words, np.concatenate((self.frequencies, other.frequencies)))

    def spell(self, corpus: Corpus) -> Spelling:
        """Cut the words into units like any text, with the unit ids of `corpus`."""
        units, lines = read_lines(_text(self.words), corpus.table)
        units = as_read(units, corpus)
        ends = np.flatnonzero(units == DOCUMENT_END)
        starts = np.concatenate(([0], ends[:-1] + 1))[: len(ends)]
        if len(lines) == len(self.words):
            return Spelling(units, starts, ends)
        # Words without letters or digits have no units: they begin and end at 0.
        every = Spelling(units, np.zeros(len(self.words), dtype=np.int64), np.zeros(len(self.words), dtype=np.int64))
        every.starts[lines], every.ends[lines] = starts, ends
        return every

    def lexicon(self, corpus: Corpus) -> Lexicon:
        """Return the words as a lexicon over the units of `corpus`.

        A word that contains a break, or a unit that the corpus lacks, cannot occur in the corpus and gets no node.
        """
        return build_lexicon(self.spell(corpus), self.frequencies, len(corpus.alphabet.units))


class HasWords(Protocol):
    """What can be taken for a list of words, as the terms that `discover` found."""

    def as_words(self) -> WordList:
        """Return the words."""


Words = WordList | HasWords | Iterable[str]


def as_words(words: Words) -> WordList:
    """Return words as a `WordList`: one as it is, the terms that `discover` found, or strings, which count as 1 each.

    Raises
    ------
    TypeError
        They are none of these.

    Examples
    --------
    >>> as_words(["变压器", "绕组"]).frequencies.tolist()
    [1.0, 1.0]
    """
    if isinstance(words, WordList):
        return words
    if hasattr(words, "as_words"):
        return words.as_words()
    plain = list(strings(words, "term"))
    return WordList(plain, np.ones(len(plain)))


def _text(words: Sequence[str]) -> str:
    """Return the words as lines."""
    if isinstance(words, Lines):
        return words.text
    return "".join([word.replace("\n", INNER_LINE_END) + "\n" for word in words])
