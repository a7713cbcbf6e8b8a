"""Limits and costs of lexicons by hand: unknown units, single units among the terms, autonomy, the longest word."""

from math import isinf, log2

import numpy as np
import pytest

from textmine.ngrams import CountOptions, count_ngrams
from textmine.segment import WordList, learn_lexicon, segment_texts
from textmine.segment.autonomy import autonomy
from textmine.segment.lexicon import Spelling, build_lexicon
from textmine.segment.newwords import dictionary_lexicon
from textmine.text import build_corpus


def test_a_unit_that_is_no_word_costs_a_bit_more_than_the_rarest_word():
    lexicon = build_lexicon(
        Spelling(np.array([0, 1], np.int32), np.array([0, 1]), np.array([1, 2])), np.array([1, 3]), 3
    )
    assert lexicon.costs.tolist() == [2.0, pytest.approx(log2(4 / 3)), np.inf]
    assert lexicon.unknown == 3.0


def test_a_term_of_one_unit_is_no_new_word():
    corpus = build_corpus([])
    lexicon = dictionary_lexicon(corpus, WordList(["㐀", "㐀㐁"], np.ones(2)))
    unit, word = lexicon.nodes[-1], corpus.table.find(["㐀"])[0]
    assert lexicon.costs[unit] == pytest.approx(2 * lexicon.unknown - 1.0)
    assert isinf(lexicon.costs[word])


def test_an_ideographic_blank_is_a_blank():
    assert segment_texts(["变压器　绕组"]) == ["变压器 绕组"]  # U+3000


def test_the_cost_of_autonomy_is_the_mean_of_both_sides_for_each_unit():
    corpus = build_corpus(["甲乙丙，甲乙丁，丙甲乙，丁甲乙，乙丙，乙丙"] * 2)
    table = count_ngrams(corpus, CountOptions(min_count=2, max_length=6))
    assert learn_lexicon(corpus, rounds=0).costs == pytest.approx(-autonomy(table) * table.lengths / 2)


def test_the_longest_word_has_six_units():
    lexicon = learn_lexicon(build_corpus(["甲乙丙丁戊己庚辛"] * 3), rounds=0)
    assert max(len(lexicon.units_of(node)) for node in range(len(lexicon.last))) == 6
