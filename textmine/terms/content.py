"""The content words of a text: all its words but those that any text has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, SavedCounts, as_background
from textmine.ngrams.given import count_given
from textmine.options import require
from textmine.segment import Lexicon, WordList, best_path, build_lexicon, jieba_dictionary
from textmine.terms.edges import learn_edges
from textmine.text import Corpus
from textmine.text.arrays import release
from textmine.text.breaks import clause_ranges

__all__ = ["STOP_CONTRAST", "STOP_SHARE", "content_words"]

# Chosen by looking at the words near the bars in Chinese and English text: a word of which the world has one in ten
# thousand units is common (可以, 使用, 如果, important, different), and the subject of a text all the same where that
# has eleven times as many (公司 in news of finance, 数据 in a book on learning from data).
STOP_SHARE = 0.0001
STOP_CONTRAST = 3.5  # bits

_STRETCH = 1 << 18
_LEAST = 2  # occurrences: what occurs once meets nothing twice
_Gram = tuple[int, ...]


def content_words(corpus: Corpus, background: Corpus | SavedCounts | Background | None = None) -> WordList:
    """Return the words of a text, by jieba's dictionary, that are no stop words.

    Single characters are none, nor are numbers and single letters, nor what occurs once. Stop words are learned: words
    that begin or end with a unit that is no edge of terms, which between blanks is every word that makes up more than
    one in two thousand of the background (`learn_edges`); and words that make up more than one in ten thousand of it,
    and of the text not eleven times as much (3.5 bits).

    Parameters
    ----------
    corpus
        The text.
    background
        The world at large, as `discover` takes it; without one only the dictionary tells stop words.

    Returns
    -------
    WordList
        Their occurrences, and log2 count x contrast as scores, the best first, where there is a background; else by
        occurrences. Equal ones by code points.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["变压器的绕组过热，变压器的绕组"])
    >>> content_words(corpus).words
    ['变压器', '绕组']
    """
    require(corpus, Corpus, "read_corpus")
    world = as_background(background, corpus, keep_repeats=True)
    dictionary = jieba_dictionary()
    spelling = dictionary.spell(corpus)
    lexicon = build_lexicon(spelling, dictionary.frequencies, len(corpus.alphabet.units))
    edges = learn_edges(spelling, dictionary.frequencies, corpus, world)
    counts = _word_counts(corpus, lexicon)
    nodes = np.flatnonzero((counts >= _LEAST) & _may_be_content(corpus, lexicon))
    grams = [lexicon.units_of(node) for node in nodes.tolist()]
    good = np.array([not (edges.poor_first[gram[0]] or edges.poor_last[gram[-1]]) for gram in grams], dtype=bool)
    nodes, grams = nodes[good], [gram for gram, kept in zip(grams, good.tolist(), strict=True) if kept]
    count = counts[nodes]
    scores = None
    if world is not None and len(nodes):
        contrast, share = _compared(corpus, world, grams, count)
        kept = (share <= STOP_SHARE) | (contrast >= STOP_CONTRAST)
        scores = (np.log2(count) * contrast)[kept]
        count, grams = count[kept], [grams[place] for place in np.flatnonzero(kept).tolist()]
    words = [corpus.alphabet.render(gram) for gram in grams]
    ranks = count.astype(np.float64) if scores is None else scores
    order = sorted(range(len(words)), key=lambda place: (-ranks[place], words[place]))
    frequencies = count[order].astype(np.float64)
    return WordList([words[place] for place in order], frequencies, None if scores is None else scores[order])


def _word_counts(corpus: Corpus, lexicon: Lexicon) -> NDArray[np.int64]:
    """Return int64[G]: how often each node is a word of the best segmentation."""
    counts = np.zeros(len(lexicon.last), dtype=np.int64)
    for begin, end in clause_ranges(corpus.units, _STRETCH):
        words = best_path(corpus.units[begin:end], lexicon)
        counts += np.bincount(words[words >= 0], minlength=len(counts))
        release(corpus.units)
    return counts


def _may_be_content(corpus: Corpus, lexicon: Lexicon) -> NDArray[np.bool_]:
    """Return bool[G]: nodes of several units, and words between blanks with two letters or more."""
    spaced, units = corpus.alphabet.spaced, corpus.alphabet.units
    wordlike = [bool(spaced[i]) and sum(map(str.isalpha, unit)) > 1 for i, unit in enumerate(units)]
    return np.concatenate((wordlike, np.ones(len(lexicon.last) - len(units), dtype=bool)))


def _compared(
    corpus: Corpus, world: Background, grams: list[_Gram], count: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how many bits more frequent words are than in the background, and their share of that."""
    given = count_given(corpus, grams, marks=np.ones(len(corpus.units) + 1, dtype=np.uint8))
    there = np.asarray(world.counts_of(given.table, corpus)[given.ids], dtype=np.float64)
    size, world_size = max(corpus.n_units, 1), max(world.n_units, 1)
    contrast = np.log2((count + 0.5) / size) - np.log2((there + 0.5) / world_size)
    return contrast, there / world_size
