"""Boundaries of terms. Units that rarely begin or end terms (的, 了, of, the) are learned, but for words of address."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import FREQUENT_SHARE, Background
from textmine.segment import Spelling
from textmine.terms.closedclass import closed_class
from textmine.text import Alphabet, Corpus

__all__ = [
    "FUNCTION_SHARE",
    "POOR_BOUNDARY_SHARE",
    "Boundaries",
    "joined_loosely",
    "learn_boundaries",
    "weak_units",
]

POOR_BOUNDARY_SHARE = 0.12
# A character this rare (one in five thousand) is no function character, though the dictionary has it alone: 锌, 铂, 熵.
_RARE_CHARACTER = 0.0002
# A frequent word is used as content words are if its neighbours say so by this much, in bits: before it alone, in sum.
_CONTENT_BEFORE, _CONTENT_SUM = 0.25, 1.0
# A frequent content word belongs to the domain if it is this many times as frequent there.
_DOMAIN_RATIO = 4.0
# Least cohesion in bits of a candidate that begins or ends with a frequent content word of no domain: New York.
_LEAST_COHESION = 8.0
# A unit this frequent (one in a thousand) is a function word, which characterises its neighbours.
FUNCTION_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Units that rarely begin or end terms, and function words; bool[A] each.

    Attributes
    ----------
    poor_first, poor_last
        Units that rarely begin a term, and units that rarely end one.
    loose
        Frequent words that are used as content words are, but not more in this text than elsewhere (`new`, `same`).
        They begin and end terms that hold together.
    is_frequent
        Words between blanks that are frequent in the background, of whatever kind, and words of a closed class.
    is_function
        Units so frequent that they characterise their neighbours.
    """

    poor_first: NDArray[np.bool_]
    poor_last: NDArray[np.bool_]
    loose: NDArray[np.bool_]
    is_frequent: NDArray[np.bool_]
    is_function: NDArray[np.bool_]


def learn_boundaries(
    spelling: Spelling, frequencies: NDArray[np.float64], corpus: Corpus, background: Background | None
) -> Boundaries:
    """Learn the boundaries of terms from a dictionary and from the background.

    A Han character is poor if the dictionary uses it mostly as a word by itself (的, 是), and less than one time in
    eight as the beginning (or end) of a longer word, and it is more than one in five thousand units of the background.
    A word between blanks is poor if it is more than one in two thousand words of the background, and its neighbours
    there are not those of content words (`word_use`). This does not need a dictionary. A mark is poor, and so is a word
    of a closed class that backgrounds hardly have (`closed_class`).

    Parameters
    ----------
    spelling, frequencies
        The words of a dictionary and their frequencies.
    corpus
        The text.
    background
        The background. Without one, no word between blanks is poor, rare characters are poor too, and frequent units
        are those of the text.
    """
    spaced = corpus.alphabet.spaced
    size = len(spaced)
    listed = closed_class(corpus.alphabet)
    here = corpus.unit_counts()
    shares = here / max(corpus.n_units, 1)
    frequent, content = listed, np.zeros(size, dtype=bool)
    domain, common = content, np.ones(size, dtype=bool)
    if background is not None:
        shares = background.unit_counts(corpus) / max(background.n_units, 1)
        common = shares > _RARE_CHARACTER
        frequent = spaced & (shares > FREQUENT_SHARE) | listed
        content = _content_words(corpus, background, frequent & ~listed)
        # Less one standard deviation, so that a word that occurs once in a short text is not of its domain.
        domain = here - np.sqrt(here) >= _DOMAIN_RATIO * shares * corpus.n_units
    begins, ends, alone = _uses(spelling, frequencies, size)
    # The added 1 keeps units that the dictionary lacks above the limit.
    first = (begins + 1) / (begins + alone + 1) < POOR_BOUNDARY_SHARE
    last = (ends + 1) / (ends + alone + 1) < POOR_BOUNDARY_SHARE
    poor_word = frequent & ~content
    # A corpus that took the ids of another text knows units that it does not have.
    is_function = (shares > FUNCTION_SHARE) & (here > 0)
    # Interpuncts, and marks of names that a user lists, stand within terms only.
    poor = poor_word | np.array([not any(map(str.isalnum, unit)) for unit in corpus.alphabet.units], dtype=bool)
    return Boundaries(first & common | poor, last & common | poor, content & ~domain, frequent, is_function)


def _content_words(corpus: Corpus, background: Background, frequent: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return those of the frequent words that are used as content words are; none if the background cannot tell."""
    # Where there is nothing to tell apart, the background is not read. Any object that counts n-grams is a background.
    use = background.word_use(corpus) if frequent.any() and hasattr(background, "word_use") else None
    if use is None:
        return np.zeros_like(frequent)
    content: NDArray[np.bool_] = frequent & (use.left > _CONTENT_BEFORE) & (use.left + use.right > _CONTENT_SUM)
    return content


def joined_loosely(
    boundaries: Boundaries, first: NDArray[np.int32], last: NDArray[np.int32], cohesion: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return True for candidates that begin or end with a loose word and do not hold together.

    Parameters
    ----------
    boundaries
        Which words are loose.
    first, last
        int32[n]: first and last unit of each candidate.
    cohesion
        float64[n]: least pointwise mutual information over all splits, in bits; 0 for single units.

    Examples
    --------
    >>> none, loose = np.array([False, False]), np.array([False, True])
    >>> new = np.array([1, 1], np.int32)  # New York, new house
    >>> joined_loosely(Boundaries(none, none, loose, none, none), new, new * 0, np.array([11.0, 3.0])).tolist()
    [False, True]
    """
    found: NDArray[np.bool_] = (boundaries.loose[first] | boundaries.loose[last]) & (cohesion < _LEAST_COHESION)
    return found


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


def weak_units(alphabet: Alphabet, units: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return bool[A]: True for those of `units` that are numbers or single letters, which begin and end few terms."""
    weak = np.zeros(len(alphabet.units), dtype=bool)
    for unit in np.unique(units).tolist():
        text = alphabet.units[unit]
        weak[unit] = bool(alphabet.spaced[unit]) and (len(text) == 1 or not any(map(str.isalpha, text)))
    return weak
