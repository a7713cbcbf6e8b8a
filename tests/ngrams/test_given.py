"""N-grams that are given and not found."""

import numpy as np
import pytest

from textmine.ngrams import CountOptions, cohesion, count_given, count_ngrams, extension_counts
from textmine.ngrams.given import given_documents, given_table
from textmine.ngrams.levels import EVIDENCE
from textmine.text import build_corpus


@pytest.mark.parametrize("limit", [None, 0])
def test_given_ngrams_have_the_evidence_of_counted_ones(limit, monkeypatch):
    monkeypatch.setattr("textmine.ngrams.given._LEAST_PLACES", 3)  # without memory, so few are sorted together
    text = "断路器跳闸。SF6断路器漏气，断路器断路器合闸\n隔离开关与断路器，SF6气体\n断路器跳闸又跳闸"
    corpus = build_corpus([text])
    marks = (np.arange(len(corpus.units) + 1) % 4).astype(np.uint8)
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=5), marks=marks)
    chosen = [gram for gram in range(len(table)) if table.lengths[gram] <= 4 and table.counts[gram]][::3]
    given = count_given(corpus, [tuple(table.units(gram)) for gram in chosen], marks=marks, memory=limit)
    for name in ("counts", "lengths", *EVIDENCE):
        assert getattr(given.table, name)[given.ids].tolist() == getattr(table, name)[chosen].tolist(), name
    assert cohesion(given.table)[given.ids] == pytest.approx(cohesion(table)[chosen])
    assert given.extensions[given.ids].tolist() == extension_counts(table)[chosen].tolist()
    assert [given.table.units(gram) for gram in given.ids.tolist()] == [table.units(gram) for gram in chosen]
    assert len(given.without(table, np.array(chosen[:4]))) == len(chosen) - 4
    same, ids = given_table(corpus, [tuple(table.units(gram)) for gram in chosen])
    assert ids.tolist() == given.ids.tolist()
    assert same.first_child.tolist() == given.table.first_child.tolist()
    documents = given_documents(corpus, [tuple(table.units(gram)) for gram in chosen], limit)
    assert documents.tolist() == table.documents[chosen].tolist()
