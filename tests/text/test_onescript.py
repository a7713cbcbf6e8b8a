"""Traditional documents among simplified ones."""

import itertools

import numpy as np

from textmine.text import build_corpus, onescript
from textmine.text.onescript import in_one_script

SIMPLE = "乾隆年间的经济发展" * 60


def texts_of(corpus):
    edges = corpus.documents.tolist()
    return [
        "".join(corpus.alphabet.units[unit] for unit in corpus.units[begin:end].tolist() if unit >= 0)
        for begin, end in itertools.pairwise(edges)
    ]


def test_traditional_documents_become_simplified_and_others_stay(monkeypatch):
    corpus = build_corpus([SIMPLE, "經濟發展", SIMPLE + "後", "oil", "發"])
    for stretch in (1, 1 << 20):
        monkeypatch.setattr(onescript, "_STRETCH", stretch)
        found, n_documents = in_one_script(corpus)
        assert n_documents == 2
        assert texts_of(found) == [SIMPLE, "经济发展", SIMPLE + "後", "oil", "发"]
        assert np.array_equal(found.documents, corpus.documents)


def test_a_text_that_is_traditional_or_has_none_stays_as_it_is():
    for texts in (["經濟發展", "经济"], [SIMPLE], ["oil"]):
        corpus = build_corpus(texts)
        assert in_one_script(corpus) == (corpus, 0)
