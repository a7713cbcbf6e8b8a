"""Word lists: jieba's dictionary, read from its file, and terms that were found."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus, build_corpus
from textmine.errors import InputError
from textmine.segment.lexicon import Lexicon, Spelling, build_lexicon

__all__ = ["WordList", "jieba_dictionary", "with_dictionary"]


@dataclass(frozen=True, slots=True)
class WordList:
    """Words with a frequency each."""

    words: Sequence[str]
    frequencies: NDArray[np.float64]

    def head(self, n: int) -> WordList:
        """Return the first `n` words; all for 0."""
        return WordList(self.words[: n or None], self.frequencies[: n or None])

    def __add__(self, other: WordList) -> WordList:
        """Return both lists as one; the frequencies of equal words add up."""
        return WordList([*self.words, *other.words], np.concatenate((self.frequencies, other.frequencies)))

    def spell(self, corpus: Corpus) -> Spelling:
        """Cut the words into units, as any text is, with the unit ids of `corpus`."""
        written = np.array([any(map(str.isalnum, word)) for word in self.words], dtype=bool)
        # A line of a corpus is a document, so document i is the i-th word that has a unit, with a break behind it.
        lines = "\n".join(word for word, ok in zip(self.words, written, strict=True) if ok)
        words = build_corpus([lines], share=corpus)
        starts, ends = np.zeros(len(written), dtype=np.int64), np.zeros(len(written), dtype=np.int64)
        starts[written], ends[written] = words.documents[:-1], words.documents[1:] - 1
        return Spelling(words.units, starts, ends)

    def lexicon(self, corpus: Corpus) -> Lexicon:
        """Return the words as a lexicon over the units of `corpus`.

        Words that a break divides, or whose units the corpus does not have, can never be met in it and get no node.
        """
        return build_lexicon(self.spell(corpus), self.frequencies, len(corpus.alphabet.units))


def jieba_dictionary() -> WordList:
    """Return the words of jieba's dictionary (349,046 words with their frequencies).

    The file is read without importing jieba, whose import is slow and warns.

    Raises
    ------
    InputError
        jieba is not installed.
    """
    spec = importlib.util.find_spec("jieba")
    if spec is None or not spec.submodule_search_locations:
        raise InputError("jieba", None, "the package is not installed", "pip install jieba")
    path = Path(spec.submodule_search_locations[0]) / "dict.txt"
    fields = path.read_text(encoding="utf-8").split()
    return WordList(fields[0::3], np.array(fields[1::3], dtype=np.float64))


def with_dictionary(terms: WordList, n_units: int) -> WordList:
    """Return terms and jieba's dictionary as one list, the terms first.

    Parameters
    ----------
    terms
        Terms with their counts in a corpus; they are scaled to the size of the dictionary's corpus.
    n_units
        Units of that corpus.
    """
    known = jieba_dictionary()
    scale = float(known.frequencies.sum()) / max(n_units, 1)
    return WordList(terms.words, np.maximum(terms.frequencies, 1.0) * scale) + known
