"""Terms are left out by patterns, and by the number of documents they stand in."""

import numpy as np
import pytest

from textmine.errors import InputError, OptionError
from textmine.segment import WordList
from textmine.terms import DiscoverOptions, TermLists, discover
from textmine.terms.exclusion import Patterns, in_documents, load_excluded
from textmine.text import build_corpus

TEXT = "第一节，第二节，旧第三节。断路器和断路器\n第一节的断路器，第二节\n第三节，绕组与绕组\n断路器，绕组\n"


def found(lists=None, **options):
    corpus = build_corpus([TEXT])
    return discover(corpus, None, DiscoverOptions(min_count=2, keep_repeats=True, **options), lists=lists)


def test_patterns_make_room_for_others():
    everything = found(keep_fragments=True)
    patterns = Patterns(("re:^第.节$", "断*"))
    assert any(patterns.fits(term) for term in everything.terms[:3])
    rest = [term for term in everything.terms if not patterns.fits(term)]
    assert found(TermLists(excluded_patterns=patterns), keep_fragments=True).terms == rest
    assert found(TermLists(excluded_patterns=patterns), keep_fragments=True, top=1).terms == rest[:1]


def test_patterns_beat_inclusion():
    lists = TermLists(include=WordList(["断路器"], np.ones(1)), excluded_patterns=Patterns(("*路器",)))
    assert "断路器" not in found(lists).terms


def test_files_hold_terms_and_patterns(tmp_path):
    path = tmp_path / "no.txt"
    path.write_text("绕组\n*年月日\nre:^第.*, .条$\n", encoding="utf-8")
    words, patterns = load_excluded(path)
    assert (words.words, patterns.patterns) == (["绕组"], ("re:^第.*, .条$", "*年月日"))
    assert load_excluded(["*年月日", "re:条$"]) == (None, Patterns(("*年月日", "re:条$")))
    path.write_text("绕组\nre:(第\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no\.txt:2: the regular expression is faulty: "):
        load_excluded(path)


def test_terms_stand_in_enough_documents_and_not_in_too_many():
    every = found()
    documents = dict(zip(every.terms, every.documents.tolist(), strict=True))
    assert documents["断路器"] == 3  # of 4
    assert set(found(min_documents=3).terms) == {term for term, n in documents.items() if n >= 3}
    assert set(found(max_share=0.5).terms) == {term for term, n in documents.items() if n <= 2}
    words = WordList(["断路器", "绕组", "第三节"], np.ones(3))
    assert in_documents(words, build_corpus([TEXT]), 2, 0.5).words == ["绕组", "第三节"]


@pytest.mark.parametrize("options", [{"min_documents": 0}, {"max_share": 0.0}, {"max_share": 1.5}])
def test_no_share_is_refused(options):
    with pytest.raises(OptionError):
        DiscoverOptions(**options)
