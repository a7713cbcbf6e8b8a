"""Traditional documents among simplified ones."""

import itertools

import numpy as np

from textmine.concordance import contexts
from textmine.concordance.places import term_places
from textmine.engine import LocalEngine
from textmine.text import build_corpus, onescript, read_corpus
from textmine.text.records import build_records
from textmine.text.scripts import note_scripts

SIMPLE = "乾隆年间的经济发展" * 60


def texts_of(corpus):
    edges = corpus.documents.tolist()
    return [
        "".join(corpus.alphabet.units[unit] for unit in corpus.units[begin:end].tolist() if unit >= 0)
        for begin, end in itertools.pairwise(edges)
    ]


DOCUMENTS = [SIMPLE, "經濟發展", SIMPLE + "後", "oil", "發", "三塚年间经济", "1956年經济發展"]


def test_traditional_documents_become_simplified_and_others_stay(monkeypatch):
    for stretch in (1, 1 << 20):
        monkeypatch.setattr(onescript, "_STRETCH", stretch)
        found = build_corpus(DOCUMENTS)
        assert found.n_simplified == 3
        assert texts_of(found) == [SIMPLE, "经济发展", SIMPLE + "後", "oil", "发", "三塚年间经济", "1956年经济发展"]
        counts = dict(zip(found.alphabet.units, found.unit_counts().tolist(), strict=True))
        assert (counts["發"], counts["发"], counts["塚"]) == (0, 123, 1)


def test_a_text_in_a_file_of_the_spool_and_one_with_the_ids_of_another_are_in_one_script():
    stored = build_corpus(DOCUMENTS, memory=8)
    assert isinstance(stored.units, np.memmap)
    assert texts_of(stored) == texts_of(build_corpus(DOCUMENTS))
    assert texts_of(build_corpus([SIMPLE * 2, "發"], build_corpus(["經濟發展"]))) == [SIMPLE * 2, "发"]


def test_a_text_that_is_traditional_or_has_none_stays_as_it_is():
    for texts in (["經濟發展", "经济"], [SIMPLE], ["oil"]):
        corpus = build_corpus(texts)
        assert (texts_of(corpus), corpus.n_simplified) == (texts, 0)


def test_terms_are_looked_up_as_the_text_is_read():
    """塚 stands in a simplified document too, so it stays; 鐵 is not in the text, nor is its simplified character."""
    corpus = build_corpus(DOCUMENTS)
    terms = ["經濟發展", "经济发展", "三塚", "鐵"]
    counts = np.bincount(term_places(corpus, terms).terms, minlength=4)
    assert counts.tolist() == [122, 122, 1, 0]  # 60 in each simplified document, one in each of two others
    found = contexts([line + "\n" for line in DOCUMENTS], ["經濟發展"], per_term=None)
    assert [row[2] for row in found.rows if row[2] != "经济发展"] == ["經濟發展", "經济發展"]


def test_what_was_read_as_simplified_is_said(notes):
    note_scripts(build_corpus(DOCUMENTS), notes)
    assert notes.notes[0] == "3 documents are in traditional characters; read as simplified ones"
    assert "1 characters are traditional only" in notes.notes[1]


def test_units_of_a_traditional_text_are_counted_once(tmp_path):
    (tmp_path / "text.txt").write_text("經濟發展\n", encoding="utf-8")
    counted = build_corpus(["經濟發展"])  # to see that it is traditional
    assert counted.known_counts() is not None
    for same in (counted.with_engine(LocalEngine()), counted.with_records(build_records(1))):
        assert np.shares_memory(same.known_counts(), counted.known_counts())
    assert read_corpus([str(tmp_path / "text.txt")]).known_counts() is not None
