"""Where terms stand, and the text around them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.concordance import find_contexts, labelled_places, term_places
from textmine.pairs import label_terms
from textmine.segment import WordList
from textmine.text import build_corpus

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


def test_words_at_the_ends_are_not_cut():
    texts = ["seven blue whales swim past slow green turtles"]
    corpus = build_corpus(texts)
    places = term_places(corpus, ["swim"])
    (cut,) = find_contexts(texts, corpus, places, width=8)
    (whole,) = find_contexts(texts, corpus, places, width=8, whole_words=True)
    assert (cut.left, cut.right) == (" whales ", " past sl")
    assert (whole.left, whole.right) == (" whales ", " past ")
    (narrow,) = find_contexts(texts, corpus, places, width=4, whole_words=True)
    assert (narrow.left, narrow.right) == (" ", " ")
