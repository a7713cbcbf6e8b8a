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

import dataclasses
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import CountOptions, NgramTable, count_ngrams
from textmine.progress import SILENT, Progress
from textmine.segment.expectation import expected_counts, word_costs
from textmine.segment.lexicon import Lexicon
from textmine.segment.numbers import Numbers
from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, give_back, new_array, ranges, release, spooled

__all__ = ["autonomy", "learn_lexicon"]

_MIN_COUNT = 2  # a string that occurs once has no branching
_MAX_LENGTH = 6  # units of the longest word: 4, 5, 6 and 8 make no difference on the PKU test (word F1 0.807 to 0.808)
_BLOCK = 1 << 18  # n-grams
_ROUNDS = 5  # on the PKU test word F1 is 0.805 after 2 rounds, 0.808 after 4, 6 and 8


def autonomy(table: NgramTable, limit: int = 1 << 62) -> NDArray[np.float64]:
    """Return the normalised variation of branching entropy, left and right together, of each n-gram.

    Parameters
    ----------
    table
        The n-grams; a block of them is read at a time.
    limit
        Greatest size in bytes of a result in memory; a larger one is in the spool.

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
    bits: NDArray[np.float64] = new_array(len(table), limit, np.float64)
    bits[:] = 0.0
    for entropy, shorter in ((table.right_entropy, table.prefix), (table.left_entropy, table.suffix)):
        for begin, end in pairwise(table.level_bounds()):
            blocks = [slice(low, min(low + _BLOCK, end)) for low in range(begin, end, _BLOCK)]
            often = GrowingArray(limit, np.float64)
            for block in blocks:
                often.append(_variation(entropy, shorter, block)[table.counts[block] >= _MIN_COUNT])
                table.release()
            if len(often):
                mean = often.finish().mean()
                for block in blocks:
                    bits[block] += _variation(entropy, shorter, block) - mean
                    release(bits)
                    table.release()
    return bits


def _variation(entropy: NDArray[np.float64], shorter: NDArray[np.int32], block: slice) -> NDArray[np.float64]:
    """Return by how much the entropy beside n-grams differs from that of the shorter ones."""
    # Single units have no shorter string (-1). They use 0, and subtracting the mean removes any constant.
    of_shorter = np.where(shorter[block] >= 0, entropy[np.maximum(shorter[block], 0)], 0.0)
    return np.asarray(entropy[block] - of_shorter)


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
    limit = array_limit(memory)
    lexicon = _possible_words(table, corpus.alphabet.spaced, limit)
    own, n_absent = lexicon.costs, len(table) - len(lexicon.costs)
    del table  # it has many more columns, and is not needed any more
    give_back(memory)
    progress.stage("learning words")
    for done in range(rounds):
        counts = expected_counts(corpus.units, lexicon, _MAX_LENGTH, corpus.engine)
        bits = word_costs(counts, n_absent)
        del counts
        for begin, end in ranges(own):
            bits[begin:end] += own[begin:end]
            release(own)
        lexicon = dataclasses.replace(lexicon, costs=spooled(bits, limit))
        del bits
        give_back(memory)
        progress.advance(done + 1, rounds, "rounds")
    return lexicon


def _possible_words(table: NgramTable, spaced: NDArray[np.bool_], limit: int) -> Lexicon:
    """Return the n-grams that may be words, each with the part of its cost that does not depend on its count.

    A text finds its words anywhere in `first_child` and `last`: they are in memory. The others lie in files if they are
    larger than `limit` bytes.
    """
    bits = autonomy(table, limit)
    kept = ~_holds_spaced(table, spaced)  # with an n-gram, those that begin with it are left out
    n = int(np.count_nonzero(kept))
    before = np.concatenate(([0], np.cumsum(kept, dtype=np.int32)), dtype=np.int32)
    costs, parent = new_array(n, limit, np.float64), new_array(n, limit)
    first_child, last = np.empty(n + 1, dtype=np.int32), np.empty(n, dtype=np.int32)
    first_child[n] = n
    for low in range(0, len(kept), _BLOCK):
        block = slice(low, low + _BLOCK)
        these, there = kept[block], slice(before[low], before[min(low + _BLOCK, len(kept))])
        costs[there] = (-0.5 * table.lengths[block] * bits[block])[these]
        parents = table.prefix[block][these]
        parent[there] = np.where(parents >= 0, before[np.maximum(parents, 0)], -1)
        first_child[there] = before[table.first_child[block][: len(these)][these]]
        last[there] = table.last[block][these]
        release(bits, costs, parent)
        table.release()
    return Lexicon(first_child, last, costs, np.empty(0, np.int32), parent, 0.0)


def _holds_spaced(table: NgramTable, spaced: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return True for n-grams of two units or more that contain a unit separated by blanks."""
    holds = spaced[table.last]
    for _, begin, end in table.longer_blocks():
        holds[begin:end] |= holds[table.prefix[begin:end]]
        table.release()
    holds[: table.n_alphabet] = False
    return holds
