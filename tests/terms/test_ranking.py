"""The evidence of candidates and the score made of it."""

import dataclasses
from math import exp, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.backgrounds import as_background, count_background
from textmine.segment import WordList, jieba_dictionary
from textmine.terms import CHARACTERS, WORDS, Exponents, company, discover
from textmine.terms.boundaries import learn_boundaries, weak_units
from textmine.terms.company import company_of_best
from textmine.terms.evidence import Evidence, log_contrast
from textmine.terms.marks import term_marks
from textmine.terms.ranking import product_score
from textmine.text import build_corpus

# One candidate: 16 occurrences in 4 documents, half of them behind a break, none before one.
ONE = {
    "count": 16,
    "documents": 4,
    "length": 2,
    "contrast": 3.0,
    "cohesion": 4.0,
    "left_entropy": 3.5,
    "right_entropy": 3.0,
    "left_breaks": 0.5,
    "right_breaks": 0.0,
    "word_edges": 0.95,
    "company": 2.0,
}
NOTHING = Exponents(**{field.name: 0.0 for field in dataclasses.fields(Exponents)})


def evidence(**values):
    zeros = {field.name: np.zeros(1) for field in dataclasses.fields(Evidence)}
    columns = {name: np.array([value]) for name, value in (ONE | values).items() if name != "n_documents"}
    columns["spaced"] = np.array([values.get("spaced", False)])
    sizes = {
        "n_units": 1000,
        "n_documents": values.get("n_documents", 10),
        "n_background": values.get("n_background", 4000),
    }
    return Evidence(**(zeros | columns | sizes))


def test_contrast_is_the_log_ratio_of_relative_frequencies():
    # 8 of 1,000 against 3 + 1 of 4,000: 0.008 / 0.001
    assert log_contrast(np.array([8]), 1000, np.array([3]), 4000) == pytest.approx([3.0])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("contrast", 3.0 + 1.0),
        ("entropy", 3.0),  # the least of both sides
        ("variety", 2.0 + 0.1),  # left, where 8 of 16 are breaks: 3.5 bits less 8/16 log2 8
        ("breaks", 1.0 + 0.1),  # left: half of them, 1 bit; right: never, 0 bits
        ("cohesion", 4.0),
        ("word_edges", 0.95 + 0.05),
        ("burstiness", 10 * (1 - exp(-16 / 10)) / 4),  # by chance 8 of the 10 documents
        ("length", 2.0),
        ("company", 2.0**2),
    ],
)
def test_the_score_is_a_product_of_powers(name, value):
    assert product_score(evidence(), NOTHING).tolist() == [1.0]
    assert product_score(evidence(), dataclasses.replace(NOTHING, **{name: 1.0})) == pytest.approx([value])
    assert product_score(evidence(), dataclasses.replace(NOTHING, **{name: -2.0})) == pytest.approx([value**-2])
    every = product_score(evidence(), CHARACTERS)[0]
    without = product_score(evidence(), dataclasses.replace(CHARACTERS, **{name: 0.0}))[0]
    assert every / without == pytest.approx(value ** getattr(CHARACTERS, name))


@pytest.mark.parametrize(("documents", "value"), [(1, 4 / 3), (2, 5 / 3), (3, 2.0), (6, 16 / 6), (8, 2.0)])
def test_bursts_are_worth_at_most_1_and_a_third_for_each_document(documents, value):
    only = dataclasses.replace(NOTHING, burstiness=1.0)
    found = product_score(evidence(documents=documents, n_documents=10**6), only)
    assert found == pytest.approx([value], rel=1e-4)  # 16 occurrences: in 8 documents, chance has twice as many


def test_weak_boundaries_cost_and_evidence_against_rules_out():
    assert product_score(evidence(weak_boundaries=2), WORDS) == pytest.approx(
        product_score(evidence(), WORDS) * 0.02**2
    )
    assert product_score(evidence(contrast=-1.5), CHARACTERS).tolist() == [0.0]
    assert product_score(evidence(cohesion=-0.5), CHARACTERS).tolist() == [0.0]
    assert product_score(evidence(cohesion=-0.5, spaced=True), CHARACTERS)[0] > 0  # words need not hold together
    assert product_score(evidence(contrast=0.0, n_background=0), CHARACTERS)[0] > 0


@pytest.mark.parametrize("cohesion", [-3.0, 0.0, 9.0])
def test_words_between_blanks_are_granted_a_cohesion(cohesion):
    only = dataclasses.replace(NOTHING, cohesion=1.0)
    assert product_score(evidence(spaced=True, cohesion=cohesion), only).tolist() == [2.5]
    assert product_score(evidence(spaced=False, cohesion=cohesion), only).tolist() == [max(cohesion, 0.0)]


def test_the_granted_cohesion_weighs_as_any_other_does():
    only = dataclasses.replace(NOTHING, cohesion=1.5)
    assert product_score(evidence(spaced=True), only) == pytest.approx([2.5**1.5])


def test_particles_are_poor_edges_and_nouns_are_not():
    corpus = build_corpus(["的 电 了 器 the"])
    words = jieba_dictionary()
    world = build_corpus(["the the the 的 了"], share=corpus)

    class World:
        n_units = 5

        def unit_counts(self, corpus):
            return np.bincount(world.units[world.units >= 0], minlength=len(corpus.alphabet.units))

    boundaries = learn_boundaries(words.spell(corpus), words.frequencies, corpus, World())
    assert boundaries.poor_first.tolist() == [True, False, True, False, True]
    assert boundaries.poor_last.tolist() == [True, False, True, False, True]
    assert boundaries.is_function.tolist() == [True, False, True, False, True]
    alone = learn_boundaries(words.spell(corpus), words.frequencies, corpus, None)
    assert alone.poor_first.tolist() == [True, False, True, False, False]


class Counted:
    """A background that has one unit so many times."""

    def __init__(self, count, n_units):
        self.count, self.n_units = count, n_units

    def unit_counts(self, corpus):
        return np.full(len(corpus.alphabet.units), self.count)


@pytest.mark.parametrize(
    ("count", "poor", "function"),
    [(1, False, False), (5, False, False), (6, True, False), (10, True, False), (11, True, True)],
)
def test_a_word_is_poor_above_one_in_two_thousand_and_a_function_word_above_one_in_a_thousand(count, poor, function):
    corpus = build_corpus(["the"])
    boundaries = learn_boundaries(WordList([], np.ones(0)).spell(corpus), np.ones(0), corpus, Counted(count, 10_000))
    assert (boundaries.poor_first[0], boundaries.poor_last[0], boundaries.is_function[0]) == (poor, poor, function)


@pytest.mark.parametrize(("longer", "poor"), [(10, True), (11, False)])
@pytest.mark.parametrize(("word", "side"), [("的确", "poor_first"), ("确的", "poor_last")])
def test_a_character_is_poor_that_begins_or_ends_fewer_than_12_words_in_100(longer, poor, word, side):
    corpus = build_corpus(["的确"])
    words = WordList(["的", word], np.array([99.0 - longer, longer]))
    boundaries = learn_boundaries(words.spell(corpus), words.frequencies, corpus, None)
    assert getattr(boundaries, side).tolist() == [poor, False]  # (longer + 1) of 100; 确 is no word by itself


@pytest.mark.parametrize(("count", "poor"), [(1, False), (2, False), (3, True)])
def test_a_character_that_stands_alone_is_poor_above_one_in_five_thousand(count, poor):
    corpus = build_corpus(["锌"])
    words = WordList(["锌"], np.array([99.0]))
    boundaries = learn_boundaries(words.spell(corpus), words.frequencies, corpus, Counted(count, 10_000))
    assert (boundaries.poor_first.tolist(), boundaries.poor_last.tolist()) == ([poor], [poor])


# `the`, `of`, `and` stand beside rare words, which are content words; `system` stands where these do, one time in 500.
NAMES = [a + b + c for a in "bcdfghklmn" for b in "aeiou" for c in "bcdfghklmnprstvwxz"]
WORLD = [
    f"the {NAMES[i % 900]} of the {'system' if i % 50 == 0 else NAMES[i * 7 % 900]} and the {NAMES[i * 11 % 900]}"
    for i in range(4000)
]


@pytest.mark.parametrize(
    ("text", "poor", "loose"),
    [
        ("the system, the system, the system of bab", ["the", "of"], []),
        ("the bab of " * 2000 + "system", ["the", "of"], ["system"]),
    ],
)
@pytest.mark.parametrize("saved", [False, True])
def test_frequent_words_with_the_neighbours_of_content_words_are_not_poor(text, poor, loose, saved):
    corpus = build_corpus([text])
    world = build_corpus(WORLD)
    background = as_background(count_background(world) if saved else world, corpus)
    boundaries = learn_boundaries(WordList([], np.ones(0)).spell(corpus), np.ones(0), corpus, background)
    words = {
        name: {corpus.alphabet.units[i] for i in np.flatnonzero(getattr(boundaries, name))}
        for name in ("poor_first", "poor_last", "loose", "is_frequent")
    }
    assert words == {
        "poor_first": set(poor),
        "poor_last": set(poor),
        "loose": set(loose),
        "is_frequent": {*poor, "system"},
    }


def test_terms_may_begin_and_end_with_frequent_content_words():
    corpus = build_corpus(["the system of bab ended. an bab system began; no bab system of the bab left"])
    terms = discover(corpus, build_corpus(WORLD), min_count=2).terms
    assert "bab system" in list(terms)
    assert not {"the", "of"} & {word for term in terms for word in term.split()[:1] + term.split()[-1:]}


def test_numbers_and_single_letters_are_weak_boundaries():
    alphabet = build_corpus(["5G 3.14 x 10 Windows PM2.5 电"]).alphabet
    weak = weak_units(alphabet, np.arange(len(alphabet.units), dtype=np.int32))
    names = [alphabet.units[i] for i in np.flatnonzero(weak)]
    assert names == ["3.14", "x", "10"]


@given(st.lists(st.sampled_from(["the ", "of ", "cat ", "dog ", "，", "断", "路"]), max_size=30))
def test_marks_say_where_words_and_phrases_begin_and_end(pieces):
    corpus = build_corpus(["".join(pieces)])
    alphabet = corpus.alphabet
    functions = np.array([unit in ("the", "of") for unit in alphabet.units], dtype=bool)
    marks = term_marks(corpus, WordList(["断路"], np.ones(1)).lexicon(corpus), functions)
    names = [alphabet.units[unit] if unit >= 0 else "," for unit in corpus.units.tolist()]
    inside, at = set(), 0
    while at < len(names):
        inside |= {at + 1} if names[at : at + 2] == ["断", "路"] else set()
        at += 2 if names[at : at + 2] == ["断", "路"] else 1
    for place in range(len(names)):
        here, before, open_ = names[place], names[place - 1] if place else ",", ("the", "of", ",", "断", "路")
        begins = before in open_ if here in ("the", "of", "cat", "dog") else place not in inside
        ends = here in open_ if before in ("the", "of", "cat", "dog") else place not in inside
        if here != ",":
            assert bool(marks[place] & 1) == begins
        if before != ",":
            assert bool(marks[place] & 2) == ends


def slow_likeness(units, functions, best, every):
    """The definition, by dictionaries: mean log2 ratio of smoothed neighbour distributions, sides added up."""
    size = len(functions)
    kind = lambda place: (  # noqa: E731
        "break" if not 0 <= place < len(units) or units[place] < 0
        else units[place] if functions[units[place]] else "other"
    )  # fmt: skip
    kinds = [*np.flatnonzero(functions).tolist(), "other", "break"]
    result = np.zeros(size)
    for step in (-1, 1):
        beside = {unit: [kind(i + step) for i, u in enumerate(units) if u == unit] for unit in range(size)}
        seen = [k for near in beside.values() for k in near]
        usual = {k: (seen.count(k) + 1) / (len(seen) + len(kinds)) for k in kinds}
        share = {u: {k: (near.count(k) + 3 * usual[k]) / (len(near) + 3) for k in kinds} for u, near in beside.items()}
        mean = lambda group, k, share=share: sum(share[u][k] for u in group) / len(group)  # noqa: E731
        ratio = {k: log2(mean(best, k) / mean(every, k)) for k in kinds}
        result += [sum(share[u][k] * ratio[k] for k in kinds) for u in range(size)]
    return result


texts = st.lists(st.sampled_from(["a ", "b ", "c ", "d ", "，", "\n"]), min_size=1, max_size=40)


@given(texts, st.data())
def test_company_is_that_of_the_best(pieces, data):
    corpus = build_corpus(["a b c d，", "".join(pieces)])
    functions = np.array([unit in ("a", "b") for unit in corpus.alphabet.units])
    pick = st.lists(st.integers(0, 3), min_size=2, max_size=45)
    first = np.array(data.draw(pick), np.int32)
    last, score = first[::-1].copy(), -np.arange(len(first), dtype=float)
    found = company_of_best(corpus, functions, first, last, score)
    n_best = max(1, len(first) // 20)
    units = corpus.units.tolist()
    assert found.first == pytest.approx(slow_likeness(units, functions, first[:n_best].tolist(), first.tolist()))
    assert found.last == pytest.approx(slow_likeness(units, functions, last[:n_best].tolist(), last.tolist()))


def test_without_candidates_there_is_no_company():
    corpus = build_corpus(["a b"])
    nothing = np.zeros(0, dtype=np.int32)
    found = company_of_best(corpus, np.zeros(2, dtype=bool), nothing, nothing, np.zeros(0))
    assert not found.first.any()
    assert not found.last.any()


def test_the_kernels_do_the_same_interpreted(interpreted, monkeypatch):
    corpus = build_corpus(["the cat sat on the mat，a dog\nthe end"])
    functions = np.array([unit in ("the", "a", "on") for unit in corpus.alphabet.units])
    edges = np.arange(len(functions), dtype=np.int32)
    compiled = company_of_best(corpus, functions, edges, edges, edges.astype(float))
    monkeypatch.setattr(company, "_kernels", interpreted("terms"))
    slow = company_of_best(corpus, functions, edges, edges, edges.astype(float))
    assert slow.first.tolist() == compiled.first.tolist()
    assert slow.last.tolist() == compiled.last.tolist()
