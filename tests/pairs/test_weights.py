"""Weights by hand, p-values and the disparity filter against their definitions."""

from math import comb, log, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.pairs import WEIGHTS, CooccurrenceOptions, count_pairs
from textmine.pairs.counting import PairCounts, Reach, count_near
from textmine.pairs.pruning import disparity, heaviest, is_significant
from textmine.pairs.weights import Margins, edge_weights, p_values


def pairs_of(sources, targets, counts, n_terms, directed=False):
    sources, targets, counts = np.array(sources, np.int32), np.array(targets, np.int32), np.array(counts, np.int64)
    first, second = (np.bincount(ends, counts, n_terms).astype(np.int64) for ends in (sources, targets))
    return PairCounts(sources, targets, counts, first, second, directed)


def test_weights_by_hand():
    # a-b 3 times, a-c once, b-c once, c-d twice: 7 pairs, 14 ends; a has 4, b 4, c 4, d 2.
    pairs = pairs_of([0, 0, 1, 2], [1, 2, 2, 3], [3, 1, 1, 2], 4)

    def weights(kind):
        return edge_weights(kind, pairs)

    assert weights("count").tolist() == [3, 1, 1, 2]
    assert weights("pmi") == pytest.approx([log2(3 * 14 / 16), log2(14 / 16), log2(14 / 16), log2(2 * 14 / 8)])
    assert weights("npmi")[3] == pytest.approx(log2(3.5) / log2(7))  # 2 of 14 pairs in order are c d
    assert weights("jaccard") == pytest.approx([3 / 5, 1 / 7, 1 / 7, 2 / 4])
    assert weights("dice") == pytest.approx([6 / 8, 2 / 8, 2 / 8, 4 / 6])
    assert weights("conditional") == pytest.approx([3 / 4, 1 / 4, 1 / 4, 2 / 4])
    # c-d: 2 together, c 2 more without d, d never without c, 10 neither; G2 = 2 sum o ln(o N / (row column))
    expected = 2 * (2 * log(2 * 14 / (4 * 2)) + 2 * log(2 * 14 / (4 * 12)) + 10 * log(10 * 14 / (10 * 12)))
    assert weights("log-likelihood") == pytest.approx([weights("log-likelihood")[0], 0, 0, expected])


def test_weights_in_order_by_hand():
    # a b 3 times, b a once, a c twice: 6 pairs; a is first in 5, b in 1; second is a in 1, b in 3, c in 2.
    pairs = pairs_of([0, 0, 1], [1, 2, 0], [3, 2, 1], 3, directed=True)
    assert edge_weights("pmi", pairs) == pytest.approx([log2(3 * 6 / 15), log2(2 * 6 / 10), log2(1 * 6 / 1)])
    assert edge_weights("npmi", pairs)[2] == pytest.approx(1.0)
    assert edge_weights("conditional", pairs) == pytest.approx([3 / 5, 2 / 5, 1])
    assert edge_weights("dice", pairs) == pytest.approx([6 / 8, 4 / 7, 1])


def test_what_is_left_out_for_its_count_changes_no_weight():
    words = np.array([0, 1, -3, 0, 1, -3, 0, 2, -3, 1, 3, -3], dtype=np.int32)
    every = count_near(words, 4, Reach(2, -3, False))
    frequent = count_near(words, 4, Reach(2, -3, False), 2)
    assert frequent.counts.tolist() == [2]
    for kind in WEIGHTS:
        assert edge_weights(kind, frequent)[0] == edge_weights(kind, every)[0]
    assert p_values(frequent)[0] == p_values(every)[0]


@pytest.mark.parametrize("kind", WEIGHTS)
def test_a_single_pair_has_a_positive_weight(kind):
    assert edge_weights(kind, pairs_of([0], [1], [5], 2))[0] > 0


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_p_values_equal_the_binomial_tail(both, first, second, directed):
    pairs = pairs_of([0, 0, 1, 2], [1, 2, 3, 3], [both, first, second, 7], 4, directed)
    total = both + first + second + 7
    ends = both + first, both + second
    # In order: 0 is first and 1 second of a pair. Without: either way round.
    chance = (both + first) * both / total**2 if directed else 2 * ends[0] * ends[1] / (2 * total) ** 2
    tail = sum(comb(total, k) * chance**k * (1 - chance) ** (total - k) for k in range(both, total + 1))
    assert p_values(pairs)[0] == pytest.approx(tail, abs=1e-12)


def test_terms_strewn_at_random_have_hardly_a_significant_link():
    generator = np.random.default_rng(3)
    words = generator.integers(0, 40, 4000).astype(np.int32)
    words[::4] = -3
    options = CooccurrenceOptions(window=2, min_count=1, weight="count", false_discovery_rate=0.05)
    names = [str(i) for i in range(40)]
    assert count_pairs(words, names, options).n_links <= 2
    words[1::40], words[2::40] = 0, 1  # a hundred times side by side
    assert ("0", "1") in {row[:2] for row in count_pairs(words, names, options).rows()}


@pytest.mark.parametrize(("directed", "n_tests"), [(False, 4 * 3 / 2), (True, 4 * 3)])
def test_every_two_terms_that_stand_in_a_pair_are_one_test(directed, n_tests):
    # Five terms; the last stands in no pair.
    pairs = pairs_of([0, 1, 2], [1, 2, 3], [9, 1, 1], 5, directed)
    p = sorted(p_values(pairs).tolist())
    for place, value in enumerate(p_values(pairs).tolist()):
        # Benjamini & Hochberg 1995: the k-th smallest of m is worth m p / k.
        rate = min(n_tests * other / (k + 1) for k, other in enumerate(p) if other >= value)
        assert not is_significant(pairs, rate * (1 - 1e-9))[place]
        assert is_significant(pairs, rate * (1 + 1e-9))[place]


def test_the_disparity_filter_equals_its_integral():
    # Serrano et al. 2009, equation 2: alpha = 1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to w / s.
    weights = np.array([5.0, 3.0, 2.0, 1.0])
    sources, targets = np.array([0, 0, 0, 0], np.int32), np.array([1, 2, 3, 4], np.int32)
    alpha = disparity(sources, targets, weights, 5, directed=False)
    for weight, found in zip(weights, alpha, strict=True):
        x = (np.arange(100_000) + 0.5) / 100_000 * weight / 11
        assert found == pytest.approx(1 - 3 * ((1 - x) ** 2).mean() * weight / 11, abs=1e-6)
    # Where links have a direction, the node they all enter judges them too; its four are equal: (1 - 1/4)^3.
    assert disparity(targets, sources, np.ones(4), 5, directed=True) == pytest.approx([0.75**3] * 4)
    # Two nodes and their one link: nothing can be said.
    assert disparity(sources[:1], targets[:1], weights[:1], 2, directed=False).tolist() == [1.0]


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(0, 12))
def test_the_heaviest_are_kept_and_of_equal_ones_the_first(weights, n):
    places = sorted(sorted(range(len(weights)), key=lambda i: (-weights[i], i))[:n])
    assert heaviest(np.array(weights, dtype=float), n).tolist() == places


@pytest.mark.parametrize("weight", WEIGHTS.values(), ids=lambda weight: weight.name)
def test_the_value_at_chance_is_that_of_a_pair_that_meets_as_often_as_by_chance(weight):
    independent = Margins(*(np.array([value]) for value in (4.0, 8.0, 8.0)), 16.0, 1)  # 8 x 8 / 16
    (value,) = weight.formula(independent).tolist()
    assert (value == pytest.approx(weight.at_chance)) if weight.at_chance is not None else value > 0
