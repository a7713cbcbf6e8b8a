"""Where terms stand, and the text around them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.concordance import contexts, enough_places, find_contexts, labelled_places, term_places
from textmine.errors import OptionError
from textmine.pairs import label_terms
from textmine.segment import WordList
from textmine.text import build_corpus
from textmine.text.dates import read_dates
from textmine.text.records import build_records

TEXTS = ["序言。\n\n１０kV变压器过热，Ａ变压器\n", "无关\n（变压器）"]


def shown(found):
    return [(context.left, context.keyword, context.right, context.document) for context in found]


def test_contexts_show_the_text_as_written():
    corpus = build_corpus(TEXTS)
    places = labelled_places(label_terms(corpus, WordList(["变压器"], np.array([3.0]))))
    assert shown(find_contexts(TEXTS, corpus, places, width=4)) == [
        ("１０kV", "变压器", "过热，Ａ", 2),
        ("过热，Ａ", "变压器", "", 2),
        ("（", "变压器", "）", 4),
    ]


def test_a_few_contexts_show_many_documents():
    corpus = build_corpus(TEXTS)
    places = term_places(corpus, ["变压器"])
    documents = [[c.document for c in find_contexts(TEXTS, corpus, places, per_term=n)] for n in (1, 2, 3, None)]
    # The second occurrence in document 2 comes after the first in 4, and then stands in its place.
    assert documents == [[2], [2, 4], [2, 2, 4], [2, 2, 4]]


def test_a_term_is_found_whatever_its_case_width_and_blanks():
    texts = ["ＳＦ6断路器与sf6 断路器，SF6-断路器。Neural  networks, neural NETWORK"]
    corpus = build_corpus(texts)
    places = term_places(corpus, ["Sf6断路器", "neural network", "断路", "，", "没有", ""])
    found = find_contexts(texts, corpus, places, per_term=None, width=2)
    assert [(c.term, c.keyword) for c in found] == [
        (0, "ＳＦ6断路器"),
        (0, "sf6 断路器"),
        (1, "neural NETWORK"),
        (2, "断路"),
        (2, "断路"),
        (2, "断路"),
    ]


LETTERS = st.text(st.sampled_from("甲乙ab 。\n"), max_size=40)


@given(LETTERS, st.lists(st.text(st.sampled_from("甲乙"), min_size=1, max_size=4), max_size=5, unique=True))
def test_all_places_are_those_of_the_string(text, terms):
    """Slow definition: try each term, of Han characters alone, at every place of the text."""
    corpus = build_corpus([text])
    places = term_places(corpus, terms)
    contexts = find_contexts([text], corpus, places, per_term=None, width=1000)
    lines = [line for line in text.split("\n") if line.strip(" 。")]
    expected = []
    for number, term in enumerate(terms):
        for document, line in enumerate(lines, 1):
            # A blank beside a Han character is nothing: the string is looked for without blanks.
            at = [i for i, c in enumerate(line) if c != " "]
            bare = "".join(line[i] for i in at)
            for i in range(len(bare) - len(term) + 1):
                if bare.startswith(term, i):
                    start, end = at[i], at[i + len(term) - 1] + 1
                    expected.append((number, line[:start], line[start:end], line[end:], document))
    assert [(c.term, c.left, c.keyword, c.right, c.document) for c in contexts] == expected


@pytest.mark.parametrize("per_term", [1, 2, 5])
def test_fewer_contexts_are_some_of_all_in_the_same_order(data, per_term):
    texts = [(data / "power.txt").read_text(encoding="utf-8")]
    corpus = build_corpus(texts)
    terms = ["变压器", "断路器", "油色谱", "没有的词"]
    every = find_contexts(texts, corpus, term_places(corpus, terms), per_term=None)
    some = find_contexts(texts, corpus, term_places(corpus, terms), per_term=per_term)
    remaining = iter(every)
    assert all(context in remaining for context in some)
    for number, term in enumerate(terms):
        assert sum(c.term == number for c in every) == texts[0].count(term)
        assert sum(c.term == number for c in some) == min(per_term, texts[0].count(term))


def test_words_are_not_cut():
    texts = ["the quick brown fox jumps over the lazy dog", "一二三四fox五六七八", "supercalifragilisticfox"]
    found = contexts(texts, ["fox"], width=7)
    assert [row[1:4] for row in found.rows] == [(" brown ", "fox", " jumps "), ("一二三四", "fox", "五六七八")]
    assert contexts(["aaaaaaaa fox"], ["fox"], width=4).rows[0][1] == " "


def test_contexts_are_sorted_by_their_neighbours():
    texts = ["甲丙x丁", "乙丙x甲", "甲乙x丙"]
    assert [row[1] for row in contexts(texts, ["x"], sort="left").rows] == ["乙丙", "甲丙", "甲乙"]
    assert [row[3] for row in contexts(texts, ["x"], sort="right").rows] == ["丁", "丙", "甲"]


def test_contexts_with_dates_are_sorted_and_drawn_evenly():
    texts = ["油 油 油 油"] * 30 + ["油"] * 2 + ["气", "油"]
    dates = read_dates([*["1998"] * 30, "1997", "1999", "1999", None])
    records = build_records(34, ids=[f"d{number}" for number in range(34)], dates=dates)
    found = contexts(texts, ["油"], records=records, sample=8, sort="date", seed=7)
    assert found.columns == ("term", "left", "keyword", "right", "document", "id", "date")
    # Each of the other periods has one place; the rest is of 1998, and of five documents.
    assert [row[-1] for row in found.rows] == ["1997", *["1998"] * 5, "1999", ""]
    assert len({row[4] for row in found.rows}) == 8
    assert [row[5] for row in found.rows] == [f"d{row[4] - 1}" for row in found.rows]
    assert contexts(texts, ["油"], records=records, sample=8, sort="date", seed=7).rows == found.rows
    assert contexts(texts, ["油"], records=records, sample=8, sort="date", seed=8).rows != found.rows
    assert len(contexts(texts, ["油"], records=records, sample=1000)) == 123
    with pytest.raises(OptionError, match="no dates to sort by"):
        contexts(texts, ["油"], sort="date")


def test_a_few_contexts_are_spread_over_the_documents():
    texts = ["\n".join(f"{'铁' if number % 2 else '铜'}甲" for number in range(40))]
    corpus = build_corpus(texts)
    places = term_places(corpus, ["甲", "铁甲", "铜甲"])
    found = find_contexts(texts, corpus, places, per_term=4, spread=True)
    documents = [[context.document for context in found if context.term == term] for term in range(3)]
    # Of 40 (and of 20) documents those that end a quarter.
    assert documents == [[10, 20, 30, 40], [10, 20, 30, 40], [9, 19, 29, 39]]
    all_of_them = find_contexts(texts, corpus, places, per_term=40, spread=True)
    assert all_of_them == find_contexts(texts, corpus, places, per_term=40)


@given(
    st.lists(st.lists(st.sampled_from([0, 1, 2, -9, -4, -1]), max_size=12), min_size=1, max_size=30), st.integers(1, 4)
)
def test_places_thinned_out_show_the_same_contexts(documents, each):
    # A document is a line of as many units as labels, with a break at its end.
    texts = ["\n".join("甲" * (len(labels) + 1) for labels in documents)]
    corpus = build_corpus(texts)
    labels = np.array([label for labels in documents for label in [*labels, -9, -3]], dtype=np.int32)
    expected = find_contexts(texts, corpus, enough_places(corpus, labels, "甲乙丙", each), per_term=each, spread=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.concordance.spread._STRETCH", 9)
        thinned = enough_places(corpus, labels, "甲乙丙", each, spread=True)
    assert find_contexts(texts, corpus, thinned, per_term=each, spread=True) == expected
