"""The best segmentation against all segmentations, and text in and out."""

import importlib.util
from itertools import pairwise, product
from math import inf, isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.segment import WordList, best_path, dictionary_segmenter, jieba_dictionary, segment_texts
from textmine.segment.dictionary import parse_dictionary
from textmine.segment.newwords import dictionary_lexicon
from textmine.segment.words import Lines
from textmine.text import build_corpus
from textmine.text.breaks import INSIDE

words_of = st.dictionaries(st.text("甲乙丙", min_size=1, max_size=4), st.integers(1, 50), max_size=8)


def words_in(path, units):
    """The words of a labelled corpus as tuples of units."""
    starts = [i for i, node in enumerate(path.tolist()) if node != INSIDE] + [len(path)]
    return [tuple(units[a:b].tolist()) for a, b in pairwise(starts) if path[a] >= 0]


def cheapest(clause, bits, unknown):
    """Least cost over all 2^(n-1) ways to cut a clause."""
    least = inf
    for cuts in product([False, True], repeat=len(clause) - 1):
        edges = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), len(clause)]
        parts = [clause[a:b] for a, b in pairwise(edges)]
        least = min(least, sum(bits.get(part, unknown if len(part) == 1 else inf) for part in parts))
    return least


@given(words_of, st.text("甲乙丙", min_size=1, max_size=9))
def test_the_path_is_the_cheapest_of_all(words, clause):
    corpus = build_corpus([clause])
    word_list = WordList(list(words), np.array(list(words.values()), dtype=float))
    lexicon = word_list.lexicon(corpus)
    total = sum(words.values())
    bits = {word: np.log2(max(total, 1)) - np.log2(frequency) for word, frequency in words.items()}
    path = words_in(best_path(corpus.units, lexicon), corpus.units)
    found = ["".join(corpus.alphabet.units[unit] for unit in word) for word in path]
    assert "".join(found) == clause
    cost = sum(bits.get(word, lexicon.unknown) for word in found)
    assert isclose(cost, cheapest(clause, bits, lexicon.unknown), rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    ("clause", "words", "expected"),
    [
        ("甲乙丙", ["甲", "乙丙", "甲乙", "丙"], ["甲", "乙丙"]),
        ("甲乙丙丁", ["甲", "乙丙丁", "甲乙", "丙丁"], ["甲", "乙丙丁"]),
        ("甲乙丙丁", ["甲乙丙", "丁", "甲乙", "丙丁"], ["甲乙", "丙丁"]),
        ("甲乙丙甲乙丙", ["甲", "乙丙", "甲乙", "丙"], ["甲", "乙丙", "甲", "乙丙"]),
    ],
)
def test_of_two_ways_of_equal_cost_the_last_word_is_the_longer(
    interpreted, monkeypatch, clause, words, expected, compiled
):
    if not compiled:
        monkeypatch.setattr("textmine.segment.paths._kernels", interpreted("segment"))
    corpus = build_corpus([clause])
    path = best_path(corpus.units, WordList(words, np.ones(4)).lexicon(corpus))
    found = ["".join(corpus.alphabet.units[unit] for unit in word) for word in words_in(path, corpus.units)]
    assert found == expected


@given(words_of)
def test_a_lexicon_knows_its_words_and_no_others(words):
    corpus = build_corpus(["甲乙丙"])
    word_list = WordList(list(words), np.array(list(words.values()), dtype=float))
    lexicon = word_list.lexicon(corpus)
    assert (lexicon.nodes >= 0).all()
    assert np.isfinite(lexicon.costs).sum() == len(words)
    for node, word in zip(lexicon.nodes.tolist(), words, strict=True):
        spelled = []
        while node >= 0:
            spelled.append(corpus.alphabet.units[lexicon.last[node]])
            node = int(lexicon.parent[node])
        assert "".join(reversed(spelled)) == word


def test_words_that_cannot_occur_get_no_node():
    corpus = build_corpus(["甲乙"])
    lexicon = WordList(["甲丁", "甲，乙", "。", "甲乙"], np.ones(4)).lexicon(corpus)
    assert (lexicon.nodes >= 0).tolist() == [False, False, False, True]


@pytest.fixture(scope="module")
def segmenter():
    """One dictionary for all texts."""
    return dictionary_segmenter()


def test_jiebas_dictionary_is_read_without_importing_jieba():
    words = jieba_dictionary()
    # The figures of jieba 0.42.1's dict.txt: `wc -l`, and the entry 变压器 of frequency 124.
    assert len(words.words) == len(words.frequencies) == 349_046
    assert words.frequencies[words.words.index("变压器")] > 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("\n\n", "\n\n"),
        ("  变压器   绕组  \n", "变压器 绕组\n"),
        ("北京大学——很好……\n\n是的。", "北京大学 —— 很 好 ……\n\n是 的 。"),
        ("１０ kV的SF6断路器", "１０ kV 的 SF6 断路器"),
        ("½杯", "½ 杯"),
        ("cafe\u0301很好", "cafe\u0301 很 好"),
        ("\u200b变压\u200b器", "\u200b 变压\u200b器"),
    ],
)
def test_segmented_text(segmenter, text, expected):
    assert "".join(segmenter.segment([text])) == expected


def test_texts_are_segmented_one_by_one():
    assert segment_texts(["北京大学", "变压器绕组\n"]) == ["北京大学", "变压器 绕组\n"]


@given(texts=st.lists(st.text("变压器的电，。 \nａB1-㎡½é\u0301\u200b😀", max_size=40), max_size=3))
def test_segmentation_adds_and_removes_blanks_only(segmenter, texts):
    for text in texts:
        segmented = "".join(segmenter.segment([text]))
        assert "".join(segmented.split()) == "".join(text.split())
        assert segmented.count("\n") == text.count("\n")
        assert "  " not in segmented


def test_terms_are_seen_whole_where_asked():
    text = "油色谱分析发现油色谱异常"
    terms = WordList(["油色谱"], np.array([2.0]))
    assert "油色谱" not in segment_texts([text])[0].split()
    assert segment_texts([text], terms, whole_terms=True)[0].split().count("油色谱") == 2


def test_terms_of_known_words_are_left_to_the_dictionary():
    # jieba's dictionary has 隔离 and 开关 but neither 隔离开关 nor 崔敏, of which it has the characters alone.
    terms = WordList(["隔离开关", "崔敏"], np.array([9.0, 9.0]))
    assert segment_texts(["隔离开关崔敏相机"]) == ["隔离 开关 崔 敏 相机"]
    assert segment_texts(["隔离开关崔敏相机"], terms) == ["隔离 开关 崔敏 相机"]
    assert segment_texts(["隔离开关崔敏相机"], terms, whole_terms=True) == ["隔离开关 崔敏 相机"]


def test_a_new_word_costs_one_bit_less_than_its_characters():
    corpus = build_corpus([])
    lexicon = dictionary_lexicon(corpus, WordList(["崔敏"], np.ones(1)))
    text = build_corpus(["崔，敏，崔敏"], share=corpus)
    one, other, new = lexicon.costs[[node for node in best_path(text.units, lexicon).tolist() if node >= 0]]
    assert new == pytest.approx(one + other - 1.0, abs=1e-12)


def test_the_kernel_does_the_same_interpreted(interpreted, monkeypatch):
    corpus = build_corpus(["甲乙丙甲，乙\n丙丙", "丁"])
    lexicon = WordList(["甲乙", "乙丙甲", "丙"], np.array([3.0, 5.0, 1.0])).lexicon(corpus)
    compiled = best_path(corpus.units, lexicon).tolist()
    monkeypatch.setattr("textmine.segment.paths._kernels", interpreted("segment"))
    assert best_path(corpus.units, lexicon).tolist() == compiled


@pytest.mark.parametrize(
    "line",
    ["变压器", "变压器 n", "变压器  n", "变压器 1 2 n", "变压器 -1 n", "变压器 1.5 n", "变压器 9999999999999999 n"],
)
def test_a_dictionary_of_another_form_is_refused(line):
    good = "变压器 124 n\n"
    assert parse_dictionary(good.encode()).frequencies.tolist() == [124.0]
    with pytest.raises(ValueError, match="not a dictionary"):
        parse_dictionary((good + line + "\n").encode())


def test_a_dictionary_is_what_a_plain_reading_of_it_is():
    path = importlib.util.find_spec("jieba").submodule_search_locations[0] + "/dict.txt"
    with open(path, encoding="utf-8") as file:
        fields = [line.split(" ") for line in file]
    words = jieba_dictionary()
    assert list(words.words) == [word for word, _, _ in fields]
    assert words.frequencies.tolist() == [float(number) for _, number, _ in fields]


@given(st.lists(st.text("甲乙，。a \n", max_size=4), max_size=8))
def test_words_are_spelled_one_by_one_as_together(words):
    corpus = build_corpus(["甲乙a"])
    together = WordList(words, np.ones(len(words))).spell(corpus)
    assert len(together.starts) == len(together.ends) == len(words)
    for word, start, end in zip(words, together.starts, together.ends, strict=True):
        alone = build_corpus([word.replace("\n", "。")], share=corpus).units[:-1]
        assert together.units[start:end].tolist() == alone.tolist()


def test_lists_add_up_and_have_heads():
    first, second = WordList(["甲", "乙"], np.array([1.0, 2.0])), WordList(Lines("丙\n丁\n"), np.array([3.0, 4.0]))
    both = first + second
    assert (list(both.words), both.frequencies.tolist()) == (["甲", "乙", "丙", "丁"], [1.0, 2.0, 3.0, 4.0])
    assert list(both.head(3).words) == ["甲", "乙", "丙"]
    assert list(both.head(0).words) == []
    assert (both.words[-1], both.words.index("丙"), "丁" in both.words) == ("丁", 2, True)
