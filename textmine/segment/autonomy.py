"""Words of a text without a lexicon: strings that occur freely on both sides and are worth an entry.

The autonomy of a string x of n units is its normalised variation of branching entropy on both sides,

    a(x) = (H_right(x) - H_right(x without its last unit) - mean of that difference over strings of n units)
         + (H_left(x) - H_left(x without its first unit) - mean likewise),

where H is the entropy, in bits, of the unit after and before (Magistry & Sagot 2012, Unsupervized word segmentation:
the case for Mandarin Chinese; Jin & Tanaka-Ishii 2006 for H). They choose the words that maximise the sum of a(w)
len(w). That ignores the frequency of words, and cuts too much. Here a word also has its cost in a unigram code,

    cost(w) = -log2 p(w) - len(w) a(w) / 2    (the mean of both sides, so that both terms are bits),

and p is learned by expectation maximisation: each segmentation has the weight 2^-cost, and the expected counts of the
words give the next p. It is variational Bayes: exp psi(count) replaces the count, which takes half an occurrence from
every word and leaves almost nothing of words expected less than once (Beal 2003, Johnson 2007).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import CountOptions, NgramTable, count_ngrams
from textmine.progress import SILENT, Progress
from textmine.segment.expectation import expected_counts, word_costs
from textmine.segment.lexicon import Lexicon
from textmine.segment.numbers import Numbers
from textmine.text import Corpus
from textmine.text.arrays import give_back

__all__ = ["autonomy", "learn_lexicon"]

_MIN_COUNT = 2  # a string that occurs once has no branching
_MAX_LENGTH = 6  # units of the longest word: 4, 5, 6 and 8 make no difference on the PKU test (word F1 0.807 to 0.808)
_ROUNDS = 5  # on the PKU test word F1 is 0.805 after 2 rounds, 0.808 after 4, 6 and 8


def autonomy(table: NgramTable) -> NDArray[np.float64]:
    """Return the normalised variation of branching entropy, left and right together, of each n-gram.

    Returns
    -------
    float64[G]
        Bits. The means are over the different n-grams of each length that occur twice or more.

    References
    ----------
    Magistry & Sagot 2012, Unsupervized word segmentation: the case for Mandarin Chinese (nVBE).

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> table = count_ngrams(build_corpus(["电网，电网，电力，电力"]), CountOptions(min_count=2))
    >>> autonomy(table).round(2).tolist()  # before 电 4 breaks, 2 bits; before 网 and 力 always 电, 0 bits; mean 2/3
    [1.33, -0.67, -0.67, 0.0, 0.0]
    """
    bits = np.zeros(len(table))
    for entropy, shorter in ((table.right_entropy, table.prefix), (table.left_entropy, table.suffix)):
        # Single units have no shorter string (-1). They use 0, and subtracting the mean removes any constant.
        variation = entropy - np.where(shorter >= 0, entropy[np.maximum(shorter, 0)], 0.0)
        for begin, end in pairwise(table.level_bounds()):
            often = table.counts[begin:end] >= _MIN_COUNT
            if often.any():
                bits[begin:end] += variation[begin:end] - variation[begin:end][often].mean()
    return bits


def learn_lexicon(
    corpus: Corpus, progress: Progress = SILENT, *, rounds: int = _ROUNDS, memory: int | None = None
) -> Lexicon:
    """Return the words of a text with their costs, from the text alone.

    Parameters
    ----------
    corpus
        The text to be segmented; more text of the same kind helps.
    progress
        Receives a report for each round.
    rounds
        Rounds of learning. With 0, words are chosen by autonomy alone, as Magistry & Sagot do.
    memory
        Bytes to use for the text and for counting; None means a quarter of the machine's memory.

    Returns
    -------
    Lexicon
        Over the units of `corpus` with numbers joined (`Numbers.join_corpus`). A cost is below 0 if autonomy outweighs
        frequency. Words that blanks separate are never part of a longer word.

    Raises
    ------
    InputError
        As `count_ngrams`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.segment.paths import best_path
    >>> corpus = build_corpus(["电网和电力", "电力和电网", "电网，电力"])
    >>> best_path(corpus.units, learn_lexicon(corpus))[:6].tolist()  # 电网 is one word (-4: inside), 和 another
    [4, -4, 2, 5, -4, -3]
    """
    corpus = Numbers(corpus.table).join_corpus(corpus, memory)
    progress.stage("counting")
    # A greater least count in long texts would save memory, but rare words are words: 5 in place of 2 in a text of 24
    # million units takes word F1 on the PKU test from 0.791 to 0.763.
    options = CountOptions(min_count=_MIN_COUNT, max_length=_MAX_LENGTH, memory=memory)
    table = count_ngrams(corpus, options, progress=progress)
    costs = -0.5 * table.lengths * autonomy(table)
    costs[_holds_spaced(table, corpus.alphabet.spaced)] = np.inf
    first_child, last, parent = np.array(table.first_child), np.array(table.last), np.array(table.prefix)
    del table  # it has many more columns, and is not needed any more
    give_back(memory)
    lexicon = Lexicon(first_child, last, costs, np.empty(0, np.int32), parent, 0.0)
    progress.stage("learning words")
    for done in range(rounds):
        bits = word_costs(expected_counts(corpus.units, lexicon, _MAX_LENGTH, corpus.engine))
        bits += costs
        lexicon = Lexicon(first_child, last, bits, lexicon.nodes, parent, lexicon.unknown)
        progress.advance(done + 1, rounds, "rounds")
    return lexicon


def _holds_spaced(table: NgramTable, spaced: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return True for n-grams of two units or more that contain a unit separated by blanks."""
    holds = spaced[table.last]
    for begin, end in pairwise(table.level_bounds()[1:]):
        holds[begin:end] |= holds[table.prefix[begin:end]]
    holds[: table.n_alphabet] = False
    return holds
