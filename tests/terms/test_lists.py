"""Lists of known terms, of terms to include and to exclude."""

import numpy as np

from textmine.segment import WordList
from textmine.terms import DiscoverOptions, TermLists, discover


def words(*terms):
    return WordList(list(terms), np.ones(len(terms)))


def test_included_terms_are_printed_however_rare_and_the_missing_are_told(power, data, notes):
    lists = TermLists(include=words("断路器", "ＳＦ６断路器", "的时候", "光合作用", "电，力", "…"))
    terms = discover(*power, DiscoverOptions(top=3, min_count=50), notes, lists)
    assert len(terms) == 3 + len({"断路器", "SF6断路器", "的时候"} - set(terms.terms[:3]))
    text = (data / "power.txt").read_text(encoding="utf-8")
    for term in ("断路器", "SF6断路器", "的时候"):
        assert terms.count[terms.terms.index(term)] == text.count(term)
    assert (np.diff(terms.score) <= 0).all()
    assert notes.notes == ["3 of 6 terms to include do not occur in the text: 光合作用, 电，力, …"]


def test_an_included_candidate_has_one_row_and_the_evidence_it_has_anyway(power):
    plain = discover(*power, DiscoverOptions(top=0))
    listed = discover(*power, DiscoverOptions(top=0), lists=TermLists(include=words("断路器", "断路器")))
    assert list(plain.rows()) == list(listed.rows())


def test_excluded_terms_are_never_printed(power):
    lists = TermLists(include=words("断路器"), exclude=words("断路器", "scada系统"))
    plain, listed = discover(*power), discover(*power, lists=lists)
    assert set(plain.terms) - set(listed.terms) == {"断路器", "SCADA系统"}


def test_new_terms_are_those_that_no_list_knows(power):
    plain = discover(*power, DiscoverOptions(top=0))
    fresh = discover(*power, DiscoverOptions(top=0, new_only=True))
    assert set(fresh.terms) == {term for term, known in zip(plain.terms, plain.known, strict=True) if not known}
    lists = TermLists(known=words("断路器", "scada系统"))
    known = discover(*power, DiscoverOptions(top=0), lists=lists)
    assert {term for term, is_known in zip(known.terms, known.known, strict=True) if is_known} == {
        "断路器",
        "SCADA系统",
    }
    assert known.score.tolist() == plain.score.tolist()  # word edges stay those of jieba's dictionary
    fresh = discover(*power, DiscoverOptions(top=0, new_only=True), lists=lists)
    assert set(plain.terms) - set(fresh.terms) == {"断路器", "SCADA系统"}
