"""Discovery, ranking and contexts."""

import json
import subprocess
import sys

import numpy as np
import pytest

from textmine.corpus import build_corpus, read_corpus
from textmine.errors import InputError, OptionError
from textmine.segment import jieba_dictionary
from textmine.terms import DiscoverOptions, Exponents, discover, read_terms
from textmine.terms.edges import poor_edges
from textmine.terms.ranking import log_contrast, product_score


@pytest.fixture(scope="module")
def power(data):
    corpus = read_corpus([str(data / "power.txt")])
    return corpus, read_corpus([str(data / "encyclopedia.txt")], share=corpus)


@pytest.fixture(scope="module")
def power_terms(power):
    return discover(*power)


def test_power_engineers_find_their_terms_among_the_first_hundred(power_terms):
    best = set(power_terms.terms[:100])
    assert best >= {"断路器", "变压器", "继电器", "绕组", "差动保护", "隔离开关", "电能表", "发电机", "SCADA系统"}


def test_function_words_neither_begin_nor_end_a_term(power_terms):
    assert not [term for term in power_terms.terms if term[0] in "的了是在和" or term[-1] in "的了在和"]


def test_rows_are_ordered_by_score_and_hold_all_columns(power_terms):
    assert (np.diff(power_terms.score) <= 0).all()
    assert all(len(row) == len(power_terms.columns()) for row in power_terms.rows())


def test_counts_are_those_of_the_text(power_terms, data):
    text = (data / "power.txt").read_text(encoding="utf-8")
    for term in ("断路器", "差动保护", "绕组"):
        at = power_terms.terms.index(term)
        assert power_terms.count[at] == text.count(term)
        assert power_terms.documents[at] == sum(term in line for line in text.splitlines())


def test_without_a_background_the_contrast_is_zero_and_terms_are_still_found(power):
    terms = discover(power[0], options=DiscoverOptions(top=300))
    assert not terms.contrast.any()
    assert "断路器" in terms.terms


def test_top_and_min_count_prune(power):
    terms = discover(*power, DiscoverOptions(top=20, min_count=30))
    assert len(terms) == 20
    assert terms.count.min() >= 30


@pytest.mark.parametrize("bad", [{"min_count": 0}, {"max_length": 0}, {"max_length": 65}, {"top": -1}])
def test_options_out_of_range_are_refused(bad):
    with pytest.raises(OptionError):
        DiscoverOptions(**bad)


def test_english_terms_keep_their_blanks_and_capitals():
    text = "The wind turbine turns. A wind turbine stands! Old wind turbine, new wind turbine by REpower."
    background = "The house stands. A new house turns. An old house of the town by the sea. " * 3
    corpus = build_corpus([text])
    terms = discover(corpus, build_corpus([background], share=corpus))
    assert terms.terms[0] == "wind turbine"


def test_contrast_is_the_log_ratio_of_relative_frequencies():
    # 8 of 1,000 against 3 + 1 of 4,000: 0.008 / 0.001
    assert log_contrast(np.array([8]), 1000, np.array([3]), 4000) == pytest.approx([3.0])


def test_the_score_is_a_product_of_powers():
    evidence = {
        "contrast": np.array([3.0]),
        "cohesion": np.array([4.0]),
        "left_entropy": np.array([2.0]),
        "right_entropy": np.array([3.0]),
        "word_edges": np.array([0.98]),
        "count": np.array([15.0]),
        "length": np.array([2.0]),
    }
    # (3 + 1)^1.5 x 2 x 3 x 4^1.5 x (0.98 + 0.02) x log2(16)^-0.5 = 8 x 6 x 8 / 2
    assert product_score(evidence, Exponents(), has_background=True) == pytest.approx([192.0])
    assert product_score(evidence, Exponents(), has_background=False) == pytest.approx([24.0])


def test_particles_are_poor_edges_and_nouns_are_not():
    corpus = build_corpus(["的 电 了 器 the"])
    words = jieba_dictionary()
    shares = np.array([0.0, 0.0, 0.0, 0.0, 1.0])
    first, last = poor_edges(words.spell(corpus), words.frequencies, shares, corpus.alphabet.spaced)
    assert first.tolist() == [True, False, True, False, True]
    assert last.tolist() == [True, False, True, False, True]


def test_a_term_list_needs_a_column_called_term():
    with pytest.raises(InputError, match=r"t.tsv:1: no column 'term'; the columns are: word, n"):
        read_terms("word\tn\n甲\t1\n", "t.tsv")


def test_a_count_that_is_no_number_is_refused_with_its_line():
    with pytest.raises(InputError, match=r"t.tsv:3: the count 'x' is not a whole number"):
        read_terms("term\tcount\n甲\t1\n乙\tx\n", "t.tsv")


def test_average_precision_on_deep_learning(shared, tmp_path):
    """The bar of this project's first milestone; the older recipe (PMI-cut words and a ratio) has 0.20."""
    text, background = shared / "corpora/zh_deep_learning.txt", shared / "corpora/zh_encyclopedia.txt"
    corpus = read_corpus([str(text)])
    terms = discover(corpus, read_corpus([str(background)], share=corpus))
    ranked = tmp_path / "terms.txt"
    ranked.write_text("term\n" + "".join(f"{term}\n" for term in terms.terms), encoding="utf-8")
    scorer = [sys.executable, shared / "score/score_terms.py", ranked, shared / "gold/zh_deep_learning.tsv", text]
    score = json.loads(subprocess.run(scorer, capture_output=True, check=True).stdout)
    assert score["AP"] >= 0.30
