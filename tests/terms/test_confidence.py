"""The confidence: what it says by hand, that it never rises, where the list stops, and what a reader found."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.map import MapOptions
from textmine.terms import DiscoverOptions, TermLists, discover
from textmine.terms.confidence import LEAST_TERMS, OF_CHARACTERS, chances, confidence, worth_listing
from textmine.terms.discovery import find_candidates
from textmine.text import build_corpus

ROOT = Path(__file__).parents[2]


class Notes:
    def __init__(self):
        self.said = []

    def note(self, message):
        self.said.append(message)

    def stage(self, name): ...
    def advance(self, done, total=None, unit="B"): ...


def test_a_chance_by_hand():
    """绕组 in a text without a background, by the formula at the top of the module."""
    corpus = build_corpus(["变压器的绕组过热。检修变压器和绕组"])
    found = find_candidates(corpus, None, DiscoverOptions(min_count=2, keep_repeats=True), Notes(), TermLists())
    names = [corpus.alphabet.render(found.tables[0].units(gram)) for gram in found.evidence.grams.tolist()]
    place = names.index("绕组")
    assert found.evidence.cohesion[place] == pytest.approx(np.log2(16 * 2 / (2 * 2)))  # 3 bits: 16 units, 2 of each
    assert (found.evidence.left_breaks[place], found.evidence.right_breaks[place]) == (0, 0.5)
    bits = -0.85 + 1.59 + 0.32 * np.log2(found.score[place]) - 2.03 * 1 + 0.45 * 3 - 2.59 * 0.5
    assert chances(found.evidence, OF_CHARACTERS)[place] == pytest.approx(1 / (1 + 2**-bits))


SHARES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=12)


def test_the_kernel_does_the_same_interpreted(interpreted, monkeypatch):
    chance = np.random.default_rng(3).random(200)
    score, listed = np.arange(200.0), np.ones(200, bool)
    compiled = confidence(chance, score, listed)
    monkeypatch.setattr("textmine.terms.confidence._kernels", interpreted("terms"))
    assert confidence(chance, score, listed).tolist() == compiled.tolist()


@given(SHARES)
def test_the_confidence_is_the_isotonic_regression_of_the_chances(rows):
    """Against the max-min formula: the best right end for the worst left end of the mean around each place."""
    chance, score = np.array([share for share, _ in rows]), np.array([float(s) for _, s in rows])
    found = confidence(chance, score, np.ones(len(rows), dtype=bool))
    levels = sorted(set(score.tolist()), reverse=True)
    for rank, level in enumerate(levels):
        means = [
            min(chance[(score <= levels[a]) & (score >= levels[b])].mean() for a in range(rank + 1))
            for b in range(rank, len(levels))
        ]
        assert found[score == level] == pytest.approx(max(means), abs=0.00051)
    assert (np.diff(found[np.argsort(-score, kind="stable")]) <= 0).all()


def test_candidates_that_are_not_listed_get_the_confidence_of_their_place():
    listed = np.array([True, False, True, False, False])
    found = confidence(np.array([0.9, 0.1, 0.3, 0.9, 0.9]), np.array([8.0, 6.0, 4.0, 9.0, 0.0]), listed)
    assert found.tolist() == [0.9, 0.3, 0.3, 0.9, 0.3]
    assert confidence(np.array([0.25]), np.array([0.0]), np.array([False])).tolist() == [0.25]


@pytest.mark.parametrize(("n_sure", "expected"), [(150, 150), (100, 100), (20, LEAST_TERMS), (0, LEAST_TERMS)])
def test_a_list_is_cut_where_it_is_wrong_more_often_than_right_but_not_before_its_hundredth_term(n_sure, expected):
    share, score = np.where(np.arange(200) < n_sure, 0.5, 0.499), np.arange(200, 0, -1.0)
    kept = worth_listing(share, score, np.ones(200, dtype=bool), 0.5)
    assert kept.tolist() == [rank < expected for rank in range(200)]


def test_short_lists_are_not_cut():
    listed = np.arange(20) % 2 == 0
    assert (worth_listing(np.zeros(20), np.arange(20.0), listed, 0.5) == listed).all()


@pytest.mark.parametrize("options", [{}, {"score": "log-likelihood"}, {"new_only": True}, {"merge_forms": True}])
def test_the_confidence_never_rises_and_the_list_ends_at_one_half(power, options):
    notes = Notes()
    terms, every = discover(*power, progress=notes, **options), discover(*power, top=0, **options)
    assert (np.diff(every.confidence) <= 0).all()
    assert 100 < len(terms) < len(every)
    assert terms.confidence[-1] >= 0.5 > every.confidence[len(terms)]
    assert list(every.rows())[: len(terms)] == list(terms.rows())
    assert f"the list stops after {len(terms)} of {len(every)} terms, " in notes.said[-1]
    assert notes.said[-1].endswith("where the confidence falls below 0.5; `least_confidence=0` goes on")


def test_who_names_a_number_of_terms_gets_it(power):
    notes, every = Notes(), discover(*power, top=0)
    some = discover(*power, top=len(every) - 5, progress=notes)
    assert (len(some), notes.said) == (len(every) - 5, [])
    assert len(discover(*power, least_confidence=0)) == len(every)
    assert 100 < len(discover(*power, top=2000, least_confidence=0.7)) < len(discover(*power))
    with pytest.raises(OptionError, match=r"`least_confidence=1\.5` is no share"):
        DiscoverOptions(least_confidence=1.5)


def test_terms_to_include_stand_below_the_cut(power):
    last = discover(*power, top=0)[-1].term
    terms = discover(*power, lists=TermLists(include=[last]))
    assert last in terms.terms
    assert terms.confidence[list(terms.terms).index(last)] < 0.5


def test_a_map_lists_all_terms():
    assert MapOptions().discover.lowest_confidence == 0
    assert MapOptions(discover=DiscoverOptions(keep_repeats=True)).discover.most_terms == 10_000
    assert MapOptions(discover=DiscoverOptions(least_confidence=0.8)).discover.lowest_confidence == 0.8


@pytest.mark.parametrize("name", ["zh_clinical_records", "en_wind"])
def test_a_reader_finds_what_the_column_says(shared, name):
    """Of the terms that were read where it says .7 to .9: docs/terms.md has the tables of each text left out."""
    spec = importlib.util.spec_from_file_location("confidence_benchmark", ROOT / "benchmarks" / "confidence.py")
    benchmark = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    text = benchmark.load(shared, name, benchmark.read_readings()[name])
    said = text.confidence(text.calibration)[text.read]
    assert 0.65 < text.right[(said >= 0.7) & (said < 0.9)].mean() < 0.97
    assert text.right[said >= 0.9].mean() > 0.85
    assert text.right[said < 0.4].mean() < 0.4
