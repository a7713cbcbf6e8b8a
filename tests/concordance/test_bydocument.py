"""Counts by document, against counting by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textmine.concordance import bydocument, count_by_document, merged_counts
from textmine.text import build_corpus

TEXTS = st.lists(st.text("甲乙丙。", max_size=12), min_size=1, max_size=8).filter(
    lambda texts: any(set(text) - {"。"} for text in texts)
)


def dense(counts):
    table = np.zeros((len(counts.terms), counts.n_documents), dtype=int)
    table[counts.term_numbers(), counts.documents] = counts.counts
    return table


@given(TEXTS, st.lists(st.text("甲乙丙", min_size=1, max_size=3), min_size=1, max_size=4, unique=True))
def test_counts_are_those_of_looking_at_every_place(texts, terms):
    counts = count_by_document(build_corpus(texts), terms)
    kept = [text for text in texts if set(text) - {"。"}]  # lines without a word are no documents
    slow = [[sum(text.startswith(term, at) for at in range(len(text))) for text in kept] for term in terms]
    assert dense(counts).tolist() == slow
    assert counts.n_units.tolist() == [len(text.replace("。", "")) for text in kept]
    assert counts.totals().tolist() == np.sum(slow, axis=1).tolist()


@given(TEXTS, st.data())
def test_taking_documents_and_terms(texts, data):
    counts = count_by_document(build_corpus(texts), ["甲", "甲乙", "丙"])
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=counts.n_documents, max_size=counts.n_documents)), bool)
    assert dense(counts.take_documents(kept)).tolist() == dense(counts)[:, kept].tolist()
    order = np.array(data.draw(st.permutations([0, 1, 2]))[:2])
    assert dense(counts.take_terms(order)).tolist() == dense(counts)[order].tolist()


def test_stretches_change_nothing(monkeypatch):
    corpus = build_corpus(["甲乙甲", "乙", "丙甲乙", "甲" * 9, "甲乙"])
    whole = dense(count_by_document(corpus, ["甲", "甲乙"]))
    monkeypatch.setattr(bydocument, "_STRETCH", 3)
    for threads in (1, 3):
        assert dense(count_by_document(corpus, ["甲", "甲乙"], threads=threads)).tolist() == whole.tolist()


def test_both_scripts_are_one():
    texts = ["經濟發展" * 3, "经济发展"]
    assert dense(count_by_document(build_corpus(texts), ["经济"])).tolist() == [[3, 1]]
    assert dense(count_by_document(build_corpus(texts), ["經濟"])).tolist() == [[3, 1]]


def test_nested_terms_and_segmentation():
    corpus = build_corpus(["变压器油和变压器", "变压器油"])
    terms = ["变压器", "变压器油"]
    assert dense(count_by_document(corpus, terms)).tolist() == [[2, 1], [1, 1]]
    one, many = (count_by_document(corpus, terms, nested=False, threads=threads) for threads in (1, 3))
    assert dense(one).tolist() == [[1, 0], [1, 1]]
    assert dense(many).tolist() == dense(one).tolist()


def test_groups_of_terms():
    counts = count_by_document(build_corpus(["甲乙", "乙丙", "丙"]), ["甲", "乙", "丙"])
    merged = merged_counts(counts, ["x", "x", None])
    assert (merged.terms, dense(merged).tolist()) == (["x"], [[2, 1, 0]])
