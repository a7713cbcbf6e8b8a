"""Boundaries of terms. Units that rarely begin or end terms (的, 了, of, the) are learned, not listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, TextBackground
from textmine.segment import Lexicon, Spelling, word_marks
from textmine.text import Alphabet, Corpus

__all__ = [
    "FUNCTION_SHARE",
    "POOR_BOUNDARY_SHARE",
    "POOR_WORD_SHARE",
    "Boundaries",
    "learn_boundaries",
    "term_marks",
    "weak_units",
]

POOR_BOUNDARY_SHARE = 0.12
# A word this frequent does not begin or end a term (one in two thousand): `of`, `this`, `between`, `first`.
POOR_WORD_SHARE = 0.0005
# A unit this frequent (one in a thousand) is a function word, which characterises its neighbours.
FUNCTION_SHARE = 0.001

_BEGIN, _END = 1, 2  # bits of a mark; see `NgramTable.marked`
_STRETCH = 1 << 20


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Units that rarely begin or end terms, and function words; bool[A] each.

    Attributes
    ----------
    poor_first, poor_last
        Units that rarely begin a term, and units that rarely end one.
    is_function
        Units so frequent that they characterise their neighbours.
    """

    poor_first: NDArray[np.bool_]
    poor_last: NDArray[np.bool_]
    is_function: NDArray[np.bool_]


def learn_boundaries(
    spelling: Spelling, frequencies: NDArray[np.float64], corpus: Corpus, background: Background | None
) -> Boundaries:
    """Learn the boundaries of terms from a dictionary and from the background.

    A Han character is poor if the dictionary uses it mostly as a word by itself (的, 是), and less than one time in
    eight as the beginning (or end) of a longer word. A word between blanks is poor if it is more than one in two
    thousand words of the background. This does not need a dictionary. A mark is poor.

    Parameters
    ----------
    spelling, frequencies
        The words of a dictionary and their frequencies.
    corpus
        The text.
    background
        The background. Without one, no word between blanks is poor, and frequent units are those of the text.
    """
    spaced = corpus.alphabet.spaced
    size = len(spaced)
    here = TextBackground(corpus)
    world = here if background is None else background
    shares = world.unit_counts(corpus) / max(world.n_units, 1)
    poor_word = spaced & (shares > POOR_WORD_SHARE) & (background is not None)
    begins, ends, alone = _uses(spelling, frequencies, size)
    # The added 1 keeps units that the dictionary lacks above the limit.
    first = (begins + 1) / (begins + alone + 1) < POOR_BOUNDARY_SHARE
    last = (ends + 1) / (ends + alone + 1) < POOR_BOUNDARY_SHARE
    # A corpus that took the ids of another text knows units that it does not have.
    is_function = (shares > FUNCTION_SHARE) & (here.unit_counts(corpus) > 0)
    # Interpuncts, and marks of names that a user lists, stand within terms only.
    poor = poor_word | np.array([not any(map(str.isalnum, unit)) for unit in corpus.alphabet.units], dtype=bool)
    return Boundaries(first | poor, last | poor, is_function)


def _uses(
    spelling: Spelling, frequencies: NDArray[np.float64], size: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Sum the dictionary frequencies of each unit at the beginning of longer words, at their end, and alone."""
    lengths = spelling.ends - spelling.starts
    first, last = spelling.units[spelling.starts], spelling.units[spelling.ends - 1]

    def total(units: NDArray[np.int32], words: NDArray[np.bool_]) -> NDArray[np.float64]:
        present = words & (units >= 0) & (units < size)
        return np.bincount(units[present], frequencies[present], size).astype(np.float64)

    return total(first, lengths > 1), total(last, lengths > 1), total(first, lengths == 1)


def term_marks(corpus: Corpus, lexicon: Lexicon, is_function: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return uint8[n + 1]: bit 0 if a term may begin at this place, bit 1 if one may end before it.

    Characters begin and end terms at the word boundaries of the best segmentation. A word between blanks begins (ends)
    a term if a function word, a break or a character comes before (after) it, like the phrases between stop words of
    Rose et al. 2010, Automatic keyword extraction from individual documents.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.segment import WordList
    >>> corpus = build_corpus(["the wind turbine"])
    >>> lexicon = WordList(["wind"], np.ones(1)).lexicon(corpus)
    >>> term_marks(corpus, lexicon, np.array([True, False, False])).tolist()  # wind turbine, not wind
    [3, 1, 0, 3, 3]
    """
    marks = word_marks(corpus.units, lexicon)
    marks *= np.uint8(_BEGIN | _END)
    spaced = np.append(corpus.alphabet.spaced, False)  # the last entry stands for breaks
    if not spaced.any():
        return marks
    borders = np.append(~corpus.alphabet.spaced | is_function, True)
    for start in range(0, len(corpus.units), _STRETCH):
        end = min(start + _STRETCH, len(corpus.units))
        units = np.maximum(corpus.units[start:end], -1)
        before = np.concatenate(([max(int(corpus.units[start - 1]), -1) if start else -1], units[:-1]))
        begins = np.where(spaced[units], borders[before], marks[start:end] & _BEGIN > 0)
        ends = np.where(spaced[before], borders[units], marks[start:end] & _END > 0)
        marks[start:end] = begins * _BEGIN + ends * _END
    return marks


def weak_units(alphabet: Alphabet, units: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return bool[A]: True for those of `units` that are numbers or single letters, which begin and end few terms."""
    weak = np.zeros(len(alphabet.units), dtype=bool)
    for unit in np.unique(units).tolist():
        text = alphabet.units[unit]
        weak[unit] = bool(alphabet.spaced[unit]) and (len(text) == 1 or not any(map(str.isalpha, text)))
    return weak
