import numpy as np
import pytest

from textmine.terms import content_words, discover
from textmine.terms.quantities import is_quantity
from textmine.text import build_corpus

LINES = ["在2023年检修，用电380伏", "从2023年起，共380伏", "在2023年底，约380伏"]


@pytest.mark.parametrize(
    "units",
    [["3.5"], ["12/3/24"], ["300", "mm"], ["15kv"], ["9:30"], list("二十三"), list("三月八日"), ["5", "may", "2023"]],
)
def test_numbers_dates_and_units_are_quantities(units):
    assert is_quantity(units)


@pytest.mark.parametrize(
    "units",
    [["c4"], ["4k"], ["covid-19"], ["90", "年", "代"], list("三七"), ["in"], list("日元"), ["may"], ["mw"], ["kwh"]],
)
def test_names_are_not(units):
    assert not is_quantity(units)


def test_quantities_are_no_terms_unless_asked():
    corpus = build_corpus(LINES)
    plain, kept = (discover(corpus, min_count=2, keep_numbers=keep, top=0).terms for keep in (False, True))
    assert {"2023年", "380伏"} <= set(kept)
    assert not {"2023年", "380伏", "2023", "380"} & set(plain)
    assert set(plain) < set(kept)


def test_quantities_to_include_are_printed():
    from textmine.segment import WordList
    from textmine.terms import TermLists

    lists = TermLists(include=WordList(["380伏"], np.ones(1)))
    assert "380伏" in discover(build_corpus(LINES), min_count=2, lists=lists).terms


def test_quantities_are_no_content_words():
    corpus = build_corpus(["三月和三月，断路器，断路器，380 kV, 380 kV"])
    assert content_words(corpus).words == ["断路器"]


def test_the_symbol_of_a_unit_is_a_term_but_a_number_of_them_is_none():
    corpus = build_corpus(["the MW rating is 5 MW", "a MW turbine of 5 MW", "per MW installed, 5 MW"])
    terms = discover(corpus, min_count=2, top=0).terms
    assert "MW" in terms
    assert "5 MW" not in terms
    assert "mw" not in [word.lower() for word in content_words(corpus).words]
