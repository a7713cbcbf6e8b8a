"""Words of address are no terms, whatever a background has of them."""

from textmine.terms import discover
from textmine.text import build_corpus

WORLD = ["The dam was built. The river has a dam and the turbine turns."] * 20


def terms_of(lines, **options):
    return set(
        discover(build_corpus(lines), build_corpus(WORLD), keep_repeats=True, least_confidence=0, **options).terms
    )


def test_words_of_address_neither_are_terms_nor_begin_nor_end_them():
    lines = [
        "We repair rotor crews' tools",
        "Our rotor crews ask how we work",
        "You know rotor crews from afar",
        "They met rotor crews; we did not",
        "What rotor crews say, you hear",
        "Our rotor crews and we agree",
    ]
    assert terms_of(lines * 2) == {"rotor crews", "tools"}


def test_an_abbreviation_of_the_same_letters_is_a_term():
    assert "US" in terms_of(["The US and the IT department agree, and US crews came."] * 6)
    assert "us" not in terms_of(["They told us and they saw us."] * 6)
