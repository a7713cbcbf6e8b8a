"""Terms that a dictionary lacks, and their costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.segment.dictionary import jieba_dictionary
from textmine.segment.lexicon import Lexicon, Spelling, build_lexicon
from textmine.segment.paths import best_path
from textmine.segment.words import WordList
from textmine.text import Corpus
from textmine.text.names import Names

__all__ = ["dictionary_lexicon"]

_ADVANTAGE = 1.0  # bits by which a new word is cheaper than its units


def dictionary_lexicon(corpus: Corpus, terms: WordList | None = None, *, whole_terms: bool = False) -> Lexicon:
    """Return jieba's dictionary and terms as a lexicon.

    A term is a new word if the dictionary cuts it into single units. If the dictionary has parts of two units or more,
    as in 隔离 开关, the term is a phrase of these words and is not added. A new word costs one bit less than its units.
    That is enough for the term to be preferred. Its count plays no role. A name with a mark inside (亨利·福特) is
    always added.

    Parameters
    ----------
    corpus
        Corpus that gives the unit ids; the units of all words are added to its table.
    terms
        Terms to add. Their counts are not used.
    whole_terms
        Add all terms, phrases too. Each costs as little as the most frequent word, so that it stays in one piece.

    Raises
    ------
    InputError
        As `jieba_dictionary`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.text.breaks import INSIDE
    >>> corpus = build_corpus([])
    >>> terms = WordList(["崔敏", "隔离开关"], np.ones(2))
    >>> lexicon = dictionary_lexicon(corpus, terms)
    >>> text = build_corpus(["崔敏隔离开关"], share=corpus)
    >>> (best_path(text.units, lexicon) != INSIDE).astype(int).tolist()
    [1, 0, 1, 0, 1, 0, 1]
    """
    # The terms come before the dictionary, so that a lexicon over the units of the terms alone is small.
    if terms is not None:
        corpus.table.names = Names(terms.words)
    added = (terms or WordList([], np.empty(0))).spell(corpus)
    n_units_of_terms = len(corpus.table.units)
    known = jieba_dictionary()
    words = known.spell(corpus)
    if terms is None or len(added.units) == 0:
        return build_lexicon(words, known.frequencies, len(corpus.table.units))
    cost, parts = _cut(added, build_lexicon(words, known.frequencies, n_units_of_terms))
    long = added.ends - added.starts > 1
    marked = _with_marks(added, corpus.table.units[:n_units_of_terms])
    used = long & (whole_terms | marked | (parts == added.ends - added.starts))
    frequencies = np.concatenate((known.frequencies, np.zeros(np.count_nonzero(used))))
    lexicon = build_lexicon(_joined(words, added, used), frequencies, len(corpus.table.units))
    # The costs are set directly: added frequencies would make all other words more expensive.
    nodes = lexicon.nodes[len(known.words) :]
    # A name with a mark is found wherever it stands: 由亨利 is in the dictionary, too, and is cheaper than 由 and 亨利.
    bits = np.where(whole_terms | marked[used], lexicon.costs.min(), cost[used] - _ADVANTAGE)
    # A term that is in the dictionary keeps its cost there.
    new = (nodes >= 0) & (whole_terms | np.isinf(lexicon.costs[nodes]))
    lexicon.costs[nodes[new]] = bits[new]
    return lexicon


def _with_marks(terms: Spelling, units: Sequence[str]) -> NDArray[np.bool_]:
    """Return True for the terms with a unit that is a mark."""
    is_mark = np.array([not any(map(str.isalnum, unit)) for unit in units], dtype=bool)
    n_marks = np.concatenate(([0], np.cumsum((terms.units >= 0) & is_mark[np.maximum(terms.units, 0)])))
    return np.asarray(n_marks[terms.ends] > n_marks[terms.starts])


def _cut(terms: Spelling, lexicon: Lexicon) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Segment the terms with the lexicon; return the cost in bits and the number of parts of each."""
    path = best_path(terms.units, lexicon)
    begins = path >= 0
    costs = np.where(np.isfinite(lexicon.costs), lexicon.costs, lexicon.unknown)
    bits = np.concatenate(([0.0], np.cumsum(np.where(begins, costs[np.maximum(path, 0)], 0.0))))
    parts = np.concatenate(([0], np.cumsum(begins)))
    return bits[terms.ends] - bits[terms.starts], parts[terms.ends] - parts[terms.starts]


def _joined(words: Spelling, terms: Spelling, used: NDArray[np.bool_]) -> Spelling:
    """Return the words, followed by the terms that are used."""
    shift = len(words.units)
    return Spelling(
        np.concatenate((words.units, terms.units)),
        np.concatenate((words.starts, terms.starts[used] + shift)),
        np.concatenate((words.ends, terms.ends[used] + shift)),
    )
