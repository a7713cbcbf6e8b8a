"""Measures and tests of significance, by hand and against slow definitions."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.ngrams import CountOptions, count_ngrams
from textmine.terms import MEASURES, DiscoverOptions, discover
from textmine.terms.evidence import Evidence, log_contrast, mean_containers
from textmine.terms.measures import measure
from textmine.terms.ranking import CHARACTERS, product_score
from textmine.terms.significance import assess, clumping
from textmine.text import build_corpus


def evidence(count, background, documents=None, *, n_units=1000, n_documents=10, n_background=4000, **columns):
    count, background = np.array(count), np.array(background, dtype=float)
    n = len(count)
    found = {
        "grams": np.arange(n),
        "length": np.ones(n, dtype=np.int64),
        "count": count,
        "documents": np.array(documents or count),
        "background": background,
        "contrast": log_contrast(count, n_units, background, n_background),
        "known": np.zeros(n, dtype=bool),
        "n_units": n_units,
        "n_documents": n_documents,
        "n_background": n_background,
    }
    zeros = {field.name: np.zeros(n) for field in dataclasses.fields(Evidence) if field.name not in found}
    return Evidence(**(zeros | found | columns))


# 8 of 1,000 units in 2 of 10 documents; 3 of 4,000 in the background.
ONE = evidence([8], [3], [2], containers=np.array([5.0]), cohesion=np.array([4.5]), length=np.array([3]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("count", 8.0),
        ("documents", 2.0),
        ("tf-idf", 8 * math.log2(6)),  # 1 + 10 / 2
        ("residual-idf", math.log2(10 / 2) + math.log2(1 - math.exp(-0.8))),  # Church & Gale: seen less expected idf
        ("c-value", 6.0),  # log2(3 + 1) x (8 - 5)
        ("cohesion", 4.5),
        ("ratio", 3.0),  # 0.008 against 4 / 4,000
        ("weirdness", 8.0),
        ("simple-maths", (8000 + 100) / (750 + 100)),
        ("bayesian-average", 8 / 8.75),  # alone, it is its own common share
        # observed 8, 3, 992, 3997; expected 11 x 0.2, 11 x 0.8, 4989 x 0.2, 4989 x 0.8
        (
            "log-likelihood",
            2
            * (
                8 * math.log(8 / 2.2)
                + 3 * math.log(3 / 8.8)
                + 992 * math.log(992 / 997.8)
                + 3997 * math.log(3997 / 3991.2)
            ),
        ),
        ("chi-square", 5.8**2 * (1 / 2.2 + 1 / 8.8 + 1 / 997.8 + 1 / 3991.2)),
        # prior 11 of 5,000: 19 of 6,000 against 14 of 9,000
        ("log-odds", (math.log(19 / 5981) - math.log(14 / 8986)) / math.sqrt(1 / 19 + 1 / 14)),
    ],
)
def test_measures_by_hand(name, value):
    assert measure(name, ONE) == pytest.approx([value])


def test_entropy_is_the_lesser_of_the_two():
    both = evidence([8], [3], left_entropy=np.array([2.5]), right_entropy=np.array([1.5]))
    assert measure("entropy", both).tolist() == [1.5]


def test_the_bayesian_average_draws_rare_terms_to_the_common_share():
    # Of equal texts 10 + 2 and 0 + 8: 12 of 20 in all; the common share 0.6 counts for 10 occurrences.
    some = evidence([10, 2], [0, 8], n_background=1000)
    assert measure("bayesian-average", some) == pytest.approx([(10 + 6) / 20, (2 + 6) / 20])


def test_log_likelihood_is_signed():
    # The same share in both texts has 0; 1 and 44 where 9 and 36 are expected is a term of the background.
    cells = [(1, 9), (44, 36), (999, 991), (3956, 3964)]
    expected = -2 * sum(observed * math.log(observed / chance) for observed, chance in cells)
    assert measure("log-likelihood", evidence([10, 1], [40, 44])) == pytest.approx([0.0, expected])


def test_every_measure_that_needs_a_background_says_so():
    alone = evidence([8], [0], n_background=0)
    for name, chosen in MEASURES.items():
        if chosen.needs_background:
            with pytest.raises(OptionError, match=f"{name} needs a background"):
                measure(name, alone)
        else:
            assert np.isfinite(measure(name, alone)).all()


def test_the_default_is_the_product():
    values = {"contrast": 3.0, "cohesion": 4.0, "left_entropy": 2.0, "right_entropy": 3.0, "word_edges": 0.98}
    columns = {name: np.array([value]) for name, value in values.items()}
    found = evidence([15], [3], length=np.array([2]), **columns)
    assert measure("product", found).tolist() == product_score(found, CHARACTERS).tolist()


def test_an_unknown_measure_is_refused_with_the_names():
    with pytest.raises(OptionError, match="use one of product, count"):
        DiscoverOptions(score="tfidf")


@given(st.text("甲乙丙", min_size=1, max_size=40))
def test_containers_are_those_that_hold_a_candidate(text):
    corpus = build_corpus([text])
    table = count_ngrams(corpus, CountOptions(min_count=1, max_length=6))
    grams = np.arange(len(table))[table.counts > 0][::2]
    spelled = {gram: "".join(corpus.alphabet.units[unit] for unit in table.units(gram)) for gram in grams.tolist()}
    expected = []
    for gram in grams.tolist():
        longer = [int(table.counts[g]) for g, s in spelled.items() if spelled[gram] in s and g != gram]
        expected.append(sum(longer) / len(longer) if longer else 0.0)
    assert mean_containers([table], grams) == pytest.approx(expected)


def binomial_tail(count, total, share):
    return sum(math.comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(count, total + 1))


@given(st.integers(1, 40), st.integers(0, 40), st.integers(1, 5))
def test_the_p_value_is_a_binomial_tail(count, background, size):
    # As many documents as occurrences, and many more in all: no clumping.
    found = assess(evidence([count], [background], n_units=1000, n_background=1000 * size, n_documents=10**12))
    assert found.p_value == pytest.approx([binomial_tail(count, count + background, 1 / (1 + size))], rel=1e-6)


def test_counts_are_divided_by_how_much_a_term_clumps():
    # 12 occurrences in 3 of very many documents clump by 4: 12 and 8 are worth 3 and 2.
    found = assess(evidence([12], [8], [3], n_documents=10**12))
    assert found.p_value == pytest.approx([binomial_tail(3, 5, 0.2)], rel=1e-6)
    assert clumping(np.array([4]), np.array([1]), 1).tolist() == [1.0]  # one document tells nothing


def test_the_family_of_the_false_discovery_rate_are_all_candidates():
    # p: of 3 candidates the k-th smallest is worth 3 p / k.
    found = assess(evidence([9, 6, 5], [2, 6, 20], n_documents=10**12))
    p = [binomial_tail(9, 11, 0.2), binomial_tail(6, 12, 0.2), binomial_tail(5, 25, 0.2)]
    assert p == sorted(p)
    assert found.q_value == pytest.approx([3 * p[0], 3 * p[1] / 2, p[2]], rel=1e-6)
    assert found.significant.tolist() == [True, True, False]


@pytest.mark.parametrize(("n_units", "significant"), [(1000, True), (1100, False)])
def test_a_term_is_significant_where_one_in_twenty_is_wrong(n_units, significant):
    # Alone, once against never: p = q = N / (N + 19,000).
    found = assess(evidence([1], [0], n_units=n_units, n_background=19_000, n_documents=10**12))
    assert found.q_value == pytest.approx([n_units / (n_units + 19_000)])
    assert found.significant.tolist() == [significant]


def test_significance_of_a_discovery_is_that_of_all_its_candidates():
    domain = "变压器过热。检修变压器！新变压器投运，变压器老化，更换变压器，旧变压器退役。" * 1
    world = "新机器投运，旧机器退役。检修机器！机器过热，机器老化，更换机器。"
    corpus = build_corpus([domain])
    terms = discover(corpus, build_corpus([world], share=corpus), DiscoverOptions(min_count=2, significance=True))
    assert terms.columns()[-3:] == ("p_value", "q_value", "significant")
    assert terms.p_value[terms.terms.index("变压器")] < 0.05
    assert (terms.q_value >= terms.p_value).all()
    assert (terms.significant == (terms.q_value <= 0.05)).all()
    with pytest.raises(OptionError, match="`significance` needs a background"):
        discover(corpus, options=DiscoverOptions(significance=True))


def test_a_sample_of_a_text_has_no_significant_terms(shared):
    """One line in five of a newspaper against the rest; the plain binomial calls 195 significant."""
    lines = (shared / "corpora/zh_newspaper_1998.txt").read_text(encoding="utf-8").split("\n")
    corpus = build_corpus(["\n".join(lines[::5])])
    rest = build_corpus(["\n".join(line for i, line in enumerate(lines) if i % 5)], share=corpus)
    terms = discover(corpus, rest, DiscoverOptions(significance=True, top=0))
    assert terms.significant.sum() <= 3
