"""The content words of a text: its words without stop words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, SavedCounts, as_background
from textmine.backgrounds.scripts import join_scripts
from textmine.ngrams.given import given_table
from textmine.options import require
from textmine.segment import Lexicon, WordList, best_path, build_lexicon, jieba_dictionary
from textmine.terms.boundaries import learn_boundaries
from textmine.terms.quantities import is_quantity, is_symbol
from textmine.text import Corpus
from textmine.text.arrays import release
from textmine.text.breaks import clause_ranges
from textmine.text.characters import simple_units

if TYPE_CHECKING:
    from textmine.terms.merging import MergedForms

__all__ = ["STOP_CONTRAST", "STOP_SHARE", "content_words"]

# Chosen from the words near the limits in Chinese and English text. A word that is one in ten thousand units of the
# background is common (可以, 使用, 如果, important, different). It is still a subject of the text if it is eleven times
# as frequent there (公司 in news of finance, 数据 in a book on learning from data).
STOP_SHARE = 0.0001
STOP_CONTRAST = 3.5  # bits

_STRETCH = 1 << 18
_LEAST = 2  # occurrences: a word that occurs once co-occurs with nothing twice
_Gram = tuple[int, ...]


def content_words(
    corpus: Corpus, background: Corpus | SavedCounts | Background | None = None, *, memory: int | None = None
) -> WordList:
    """Return the words of a text, by jieba's dictionary, without stop words.

    Single characters, numbers, dates, units of measurement, single letters and words that occur once are left out. Stop
    words are learned. They begin or end with a unit that rarely begins or ends terms (`learn_boundaries`), or with a
    word between blanks above one in two thousand of the background. Or they are above one in ten thousand of the
    background, and not eleven times (3.5 bits) as frequent in the text.

    Parameters
    ----------
    corpus
        The text.
    background
        The background, as in `discover`. Without one, only the dictionary identifies stop words.
    memory
        Bytes to use; None means a quarter of the machine's memory.

    Returns
    -------
    WordList
        With counts. With a background, the scores are log2 count x contrast, and the best come first; else the most
        frequent come first. Ties by code points.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["变压器的绕组过热，变压器的绕组"])
    >>> content_words(corpus).words
    ['变压器', '绕组']
    """
    require(corpus, Corpus, "read_corpus")
    world = as_background(background, corpus, keep_repeats=True, memory=memory)
    scripts = join_scripts(corpus, world, memory)
    forms = None
    if scripts is not None:
        from textmine.terms.merging import MergedForms

        forms = MergedForms(scripts.corpus, scripts.background, corpus, scripts.classes)
        corpus, world = scripts.corpus, scripts.background
    dictionary = jieba_dictionary()
    spelling = dictionary.spell(corpus)
    lexicon = build_lexicon(spelling, dictionary.frequencies, len(corpus.alphabet.units))
    boundaries = learn_boundaries(spelling, dictionary.frequencies, corpus, world)
    counts = _word_counts(corpus, lexicon)
    nodes = np.flatnonzero((counts >= _LEAST) & _may_be_content(corpus, lexicon))
    grams = [lexicon.units_of(node) for node in nodes.tolist()]
    first, last = boundaries.poor_first | boundaries.is_frequent, boundaries.poor_last | boundaries.is_frequent
    poor = [
        first[gram[0]] or last[gram[-1]] or _measures([corpus.alphabet.units[unit] for unit in gram]) for gram in grams
    ]
    good = ~np.array(poor, dtype=bool)
    nodes, grams = nodes[good], [gram for gram, kept in zip(grams, good.tolist(), strict=True) if kept]
    count = counts[nodes]
    scores = None
    if world is not None and len(nodes):
        contrast, share = _compared(corpus, world, grams, count)
        kept = (share <= STOP_SHARE) | (contrast >= STOP_CONTRAST)
        scores = (np.log2(count) * contrast)[kept]
        count, grams = count[kept], [grams[place] for place in np.flatnonzero(kept).tolist()]
    words = [corpus.alphabet.render(gram) for gram in grams] if forms is None else _as_written(forms, grams)
    ranks = count.astype(np.float64) if scores is None else scores
    keys = simple_units(words)
    order = sorted(range(len(words)), key=lambda place: (-ranks[place], keys[place], words[place]))
    frequencies = count[order].astype(np.float64)
    return WordList([words[place] for place in order], frequencies, None if scores is None else scores[order])


def _measures(units: list[str]) -> bool:
    return is_quantity(units) or is_symbol(units)


def _as_written(forms: MergedForms, grams: list[_Gram]) -> list[str]:
    """Return the words as the text mostly has them."""
    corpus = forms.corpus
    table, ids = given_table(corpus, sorted(set(grams)))
    surfaces = forms.surfaces([table], ids)
    number = {tuple(table.units(gram)): gram for gram in ids.tolist()}
    return [surfaces[number[gram]][0] if number[gram] in surfaces else corpus.alphabet.render(gram) for gram in grams]


def _word_counts(corpus: Corpus, lexicon: Lexicon) -> NDArray[np.int64]:
    """Return int64[G]: count of each node as a word of the best segmentation."""
    counts = np.zeros(len(lexicon.last), dtype=np.int64)
    for begin, end in clause_ranges(corpus.units, _STRETCH):
        words = best_path(corpus.units[begin:end], lexicon)
        counts += np.bincount(words[words >= 0], minlength=len(counts))
        release(corpus.units)
    return counts


def _may_be_content(corpus: Corpus, lexicon: Lexicon) -> NDArray[np.bool_]:
    """Return bool[G]: True for nodes of several units, and for words between blanks with two letters or more."""
    spaced, units = corpus.alphabet.spaced, corpus.alphabet.units
    wordlike = [bool(spaced[i]) and sum(map(str.isalpha, unit)) > 1 for i, unit in enumerate(units)]
    return np.concatenate((wordlike, np.ones(len(lexicon.last) - len(units), dtype=bool)))


def _compared(
    corpus: Corpus, world: Background, grams: list[_Gram], count: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the contrast of words with the background in bits, and their share of the background."""
    table, ids = given_table(corpus, grams)
    there = np.asarray(world.counts_of(table, corpus)[ids], dtype=np.float64)
    size, world_size = max(corpus.n_units, 1), max(world.n_units, 1)
    contrast = np.log2((count + 0.5) / size) - np.log2((there + 0.5) / world_size)
    return contrast, there / world_size
