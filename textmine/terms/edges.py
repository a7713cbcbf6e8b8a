"""Where terms begin and end. Units that hardly ever do (的, 了, of, the) are learned, not listed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, TextBackground
from textmine.segment import Lexicon, Spelling, word_marks
from textmine.text import Alphabet, Corpus

__all__ = ["FUNCTION_SHARE", "POOR_EDGE_SHARE", "POOR_WORD_SHARE", "Edges", "learn_edges", "term_marks", "weak_units"]

POOR_EDGE_SHARE = 0.12
# One word in two thousand is no edge of a term: `of`, `this`, `between`, `first`.
POOR_WORD_SHARE = 0.0005
# One unit in a thousand is frequent enough to tell by what stands beside it.
FUNCTION_SHARE = 0.001

_BEGIN, _END = 1, 2  # bits of a mark; see `NgramTable.marked`
_STRETCH = 1 << 20


@dataclass(frozen=True, slots=True)
class Edges:
    """What is known of units as edges of terms; bool[A] each.

    Attributes
    ----------
    poor_first, poor_last
        Units that hardly ever begin, and end, a term.
    is_function
        Units so frequent that they tell what stands beside them.
    """

    poor_first: NDArray[np.bool_]
    poor_last: NDArray[np.bool_]
    is_function: NDArray[np.bool_]


def learn_edges(
    spelling: Spelling, frequencies: NDArray[np.float64], corpus: Corpus, background: Background | None
) -> Edges:
    """Learn about edges from a dictionary and from the background.

    A Han character is poor where the dictionary uses it nearly always as a word by itself (的, 是), and hardly as the
    beginning (or end) of a longer word: less than one time in eight. A word between blanks is poor where it makes up
    more than one in two thousand of the background, which has no use for a dictionary.

    Parameters
    ----------
    spelling, frequencies
        The words of a dictionary and how frequent each is.
    corpus
        The text.
    background
        The world at large; without one, no word between blanks is poor, and frequent units are those of the text.
    """
    spaced = corpus.alphabet.spaced
    size = len(spaced)
    here = TextBackground(corpus)
    world = here if background is None else background
    shares = world.unit_counts(corpus) / max(world.n_units, 1)
    poor_word = spaced & (shares > POOR_WORD_SHARE) & (background is not None)
    begins, ends, alone = _uses(spelling, frequencies, size)
    # The added 1 leaves units that the dictionary does not know above the bar.
    first = (begins + 1) / (begins + alone + 1) < POOR_EDGE_SHARE
    last = (ends + 1) / (ends + alone + 1) < POOR_EDGE_SHARE
    # A corpus that took the ids of another text knows units that it does not have.
    is_function = (shares > FUNCTION_SHARE) & (here.unit_counts(corpus) > 0)
    return Edges(first | poor_word, last | poor_word, is_function)


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


def term_marks(corpus: Corpus, lexicon: Lexicon, is_function: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Return uint8[n + 1]: bit 0 where a term may begin, bit 1 where one may end before this place.

    Characters begin and end terms where the best segmentation has a word edge. A word between blanks is always a word;
    it begins (ends) a term where a function word, a break or a character stands before (behind) it, as the phrases
    between stop words do (Rose et al. 2010, Automatic keyword extraction from individual documents).

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.segment import WordList
    >>> corpus = build_corpus(["the wind turbine"])
    >>> lexicon = WordList(["wind"], np.ones(1)).lexicon(corpus)
    >>> term_marks(corpus, lexicon, np.array([True, False, False])).tolist()  # wind turbine, and not wind
    [3, 1, 0, 3, 3]
    """
    marks = word_marks(corpus.units, lexicon)
    marks *= np.uint8(_BEGIN | _END)
    spaced = np.append(corpus.alphabet.spaced, False)  # the last entry is read for breaks
    if not spaced.any():
        return marks
    beside = np.append(~corpus.alphabet.spaced | is_function, True)
    for start in range(0, len(corpus.units), _STRETCH):
        end = min(start + _STRETCH, len(corpus.units))
        units = np.maximum(corpus.units[start:end], -1)
        before = np.concatenate(([max(int(corpus.units[start - 1]), -1) if start else -1], units[:-1]))
        begins = np.where(spaced[units], beside[before], marks[start:end] & _BEGIN > 0)
        ends = np.where(spaced[before], beside[units], marks[start:end] & _END > 0)
        marks[start:end] = begins * _BEGIN + ends * _END
    return marks


def weak_units(alphabet: Alphabet, units: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return bool[A]: which of some units are numbers or single letters, which stand at the edge of few terms."""
    weak = np.zeros(len(alphabet.units), dtype=bool)
    for unit in np.unique(units).tolist():
        text = alphabet.units[unit]
        weak[unit] = bool(alphabet.spaced[unit]) and (len(text) == 1 or not any(map(str.isalpha, text)))
    return weak
