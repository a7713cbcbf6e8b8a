from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from textmine.backgrounds import shipped_background
from textmine.ngrams import CountOptions, count_ngrams
from textmine.terms import discover
from textmine.terms import spelling as module
from textmine.terms.merging import merge_forms
from textmine.terms.spelling import spell_terms
from textmine.text import build_corpus

WORDS = st.lists(st.sampled_from(["It", "IT", "it", "the", "The", "部", "desk", "."]), max_size=40)


def slowly(words, wanted):
    """The spellings of a term, counted by comparing it with the words at every place."""
    size = len(wanted)
    found = (words[at : at + size] for at in range(len(words) - size + 1))
    return Counter(tuple(part) for part in found if [word.lower() for word in part] == list(wanted))


@given(WORDS, st.integers(1, 4))
def test_each_term_has_its_commonest_spelling(words, at_a_time):
    corpus = build_corpus([" ".join(words) + " end"])
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=3))
    before, module._AT_A_TIME = module._AT_A_TIME, at_a_time
    try:
        names = spell_terms(corpus, corpus, [table], np.arange(len(table)))
    finally:
        module._AT_A_TIME = before
    for gram, name in enumerate(names):
        units = table.units(gram)
        found = slowly(words, [corpus.alphabet.units[unit] for unit in units])
        if not found:
            assert "end" in name
            continue
        best = max(found.values())
        among = {corpus.alphabet.join(units, written) for written, count in found.items() if count == best}
        usual = corpus.alphabet.render(units)
        assert name == (usual if usual in among else min(among))


def test_capitals_of_other_places_do_not_count():
    # `it` is mostly a pronoun; `IT desk` never is. `k` is lower case twelve times, in `K线` never.
    lines = ["so it is what it was", "k组，k类"] * 6 + [
        "call the IT desk now",
        "our IT desk is shut",
        "看K线图",
        "画K线图，K线图",
    ]
    found = discover(build_corpus(lines), min_count=2, keep_repeats=True, top=0).terms
    assert "IT desk" in found
    assert "K线图" in found
    assert not {"it desk", "k线图"} & set(found)


def test_words_in_capitals_are_no_function_words():
    plain = ["who knows who said that", "she told us who it was", "it is us who said it", "they asked us about it"] * 4
    named = ["The WHO vaccine plan is out", "a WHO vaccine, tested", "each WHO vaccine helps", "one WHO vaccine more"]
    heading = ["WHO SAID IT", "WHO SAID THAT", "AND WHO SAID SO"]
    corpus = build_corpus(plain + named + heading)
    found = discover(corpus, shipped_background("en"), min_count=3, keep_repeats=True, top=0).terms
    assert "WHO vaccine" in found
    assert not [term for term in found if term.lower().startswith(("who said", "it ", "us "))]


def test_forms_are_written_as_they_mostly_are():
    corpus = build_corpus(
        ["co-ordinate IT, coordinate IT, coordinate IT, Coordinate IT, coordinate It. it it it it coordinate"]
    )
    merged = merge_forms(corpus, None)
    table = count_ngrams(merged.corpus, CountOptions(min_count=5, max_length=2))
    pair = len(table) - 1
    assert merged.surfaces([table], np.array([pair])) == {pair: ["coordinate IT", "co-ordinate IT"]}


def test_ties_go_to_the_usual_forms():
    assert discover(build_corpus(["a Big oak, b big oak, big, Big, Big"]), min_count=2, top=0).terms[:2] == [
        "Big",
        "Big oak",
    ]
