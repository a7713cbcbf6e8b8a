"""Comparisons against slow definitions, hand-checked values, and what must not depend on order."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from textmine.comparison import Counted, compare, compare_groups, contrast, log_odds, sum_sides
from textmine.concordance import DocumentCounts, count_by_document
from textmine.errors import OptionError
from textmine.text import build_corpus, read_texts
from textmine.text.records import group_of


def counts_of(table, n_units):
    """Return the counts of a dense table, terms by documents."""
    table = np.array(table)
    terms, documents = np.nonzero(table)
    offsets = np.concatenate(([0], np.cumsum((table > 0).sum(axis=1))))
    names = [f"t{at}" for at in range(len(table))]
    return DocumentCounts(
        names, offsets, documents.astype(np.int32), table[terms, documents].astype(np.int64), np.array(n_units)
    )


TABLES = st.integers(2, 7).flatmap(
    lambda d: st.tuples(
        st.lists(st.lists(st.integers(0, 9), min_size=d, max_size=d), min_size=1, max_size=3),
        st.lists(st.integers(10, 40), min_size=d, max_size=d),
        st.lists(st.integers(-1, 1), min_size=d, max_size=d),
        st.lists(st.integers(-1, 2), min_size=d, max_size=d),
    )
)


def slow_burst(x, n):
    """The variance of counts over parts, over that of Poisson."""
    rate, total = sum(x) / sum(n), sum(n)
    left = 1 - sum((each / total) ** 2 for each in n)
    return sum((a - rate * b) ** 2 for a, b in zip(x, n, strict=True)) / left / max(sum(x), 1)


@given(TABLES)
def test_sums_of_sides_by_their_definition(drawn):
    table, n_units, codes, wholes = drawn
    sides = sum_sides(counts_of(table, n_units), np.array(codes, np.int32), 2, np.array(wholes, np.int32))
    for side in (0, 1):
        inside = [d for d, code in enumerate(codes) if code == side]
        parts = {}
        for d in inside:
            parts.setdefault(wholes[d] if wholes[d] >= 0 else 100 + d, []).append(d)
        assert sides.n_units[side] == sum(n_units[d] for d in inside)
        for term, row in enumerate(table):
            x = [row[d] for d in inside]
            count, documents = sum(x), sum(each > 0 for each in x)
            assert (sides.count[term, side], sides.documents[term, side]) == (count, documents)
            found = [1.0]
            if documents:
                found.append(len(x) * (1 - np.exp(-count / len(x))) / documents)
            if len(x) > 1:
                found.append(slow_burst(x, [n_units[d] for d in inside]))
            else:
                found.append(max(count, 1))
            if len(parts) > 1:
                sums = [sum(row[d] for d in part) for part in parts.values()]
                found.append(slow_burst(sums, [sum(n_units[d] for d in part) for part in parts.values()]))
            assert sides.burst[term, side] == pytest.approx(max(found))


def test_dispersion_is_that_of_gries():
    # By hand: half of |1/4 - 1/2| + |3/4 - 1/2|, and half of |1 - 1/2| + |0 - 1/2|.
    sides = sum_sides(counts_of([[1, 3], [2, 0]], [50, 50]), np.zeros(2, np.int32), 1)
    assert sides.dispersion[:, 0].tolist() == [0.25, 0.5]


def test_dispersion_is_over_wholes_where_there_are_some():
    counts = counts_of([[4, 0, 4, 0]], [10] * 4)
    codes = np.zeros(4, np.int32)
    assert sum_sides(counts, codes, 1).dispersion[0, 0] == 0.5
    assert sum_sides(counts, codes, 1, np.array([0, 0, 1, 1], np.int32)).dispersion[0, 0] == 0.0


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 500), st.integers(1, 500))
def test_plain_counts_have_the_exact_test_and_interval(first, second, n_first, n_second):
    found = contrast(
        *(Counted(np.array([c]), np.ones(1), np.array(n)) for c, n in ((first, n_first), (second, n_second)))
    )
    share = n_first / (n_first + n_second)
    if first + second:
        above = stats.binom.sf(first - 1, first + second, share)
        below = stats.binom.cdf(first, first + second, share)
        assert found.p_value[0] == pytest.approx(min(1, 2 * min(above, below)), rel=1e-9)
        exact = stats.binomtest(first, first + second).proportion_ci(0.95, "exact")
        low = np.log2(exact.low / (1 - exact.low) * n_second / n_first) if first else -64
        high = np.log2(exact.high / (1 - exact.high) * n_second / n_first) if second else 64
        assert (found.low[0], found.high[0]) == pytest.approx((low, high), abs=1e-6)
        assert (found.p_value[0] < 0.05) == (found.sure[0] > 0)
    assert found.low[0] <= found.log_ratio[0] <= found.high[0]


@given(
    st.lists(
        st.tuples(st.integers(0, 90), st.integers(0, 90), st.floats(1, 9), st.floats(1, 9)), min_size=1, max_size=5
    ),
    st.integers(1, 900),
    st.integers(1, 900),
)
def test_the_mirror_changes_signs_and_nothing_else(rows, n_first, n_second):
    a, b, burst_a, burst_b = map(np.array, zip(*rows, strict=True))
    one, other = Counted(a, burst_a, np.array(n_first)), Counted(b, burst_b, np.array(n_second))
    there, back = contrast(one, other), contrast(other, one)
    assert np.array_equal(there.log_ratio, -back.log_ratio)
    assert np.array_equal(there.low, -back.high)
    assert np.array_equal(there.p_value, back.p_value)
    assert np.array_equal(there.q_value, back.q_value)
    assert np.array_equal(log_odds(a, b, 900, 800, (a + b) / 1700), -log_odds(b, a, 800, 900, (a + b) / 1700))


def test_a_word_of_one_document_is_never_sure():
    table = [[40] + [0] * 39, [2] * 20 + [0] * 20]
    found = compare(counts_of(table, [100] * 40), np.arange(40) < 20)
    assert found.contrast.low[0] < 0 < found.contrast.low[1]
    assert found.significant.tolist() == [False, True]


def test_a_word_of_one_whole_is_never_sure():
    table = [[2] * 10 + [0] * 30, [1] * 20 + [0] * 20]
    wholes = np.repeat(np.arange(4), 10).astype(np.int32)
    assert compare(counts_of(table, [100] * 40), np.arange(40) < 20).significant.tolist() == [True, True]
    found = compare(counts_of(table, [100] * 40), np.arange(40) < 20, wholes=wholes)
    assert found.significant.tolist() == [False, True]


def test_corpora_that_are_the_same_do_not_differ():
    rng = np.random.default_rng(1)
    table = np.tile(rng.poisson(0.3, (50, 30)), 2)
    found = compare(counts_of(table, [100] * 60), np.arange(60) < 30)
    assert np.abs(found.contrast.log_ratio).max() < 1e-12
    assert not list(found.rows())


@settings(max_examples=30)
@given(st.permutations(range(12)))
def test_the_order_of_documents_changes_nothing(order):
    rng = np.random.default_rng(2)
    table, n_units, first = rng.poisson(1.0, (4, 12)), rng.integers(20, 60, 12), np.arange(12) < 5
    one = compare(counts_of(table, n_units), first)
    two = compare(counts_of(table[:, order], n_units[order]), first[order])
    for name in ("log_ratio", "low", "high", "p_value", "q_value"):
        assert getattr(one.contrast, name) == pytest.approx(getattr(two.contrast, name))
    assert one.sides.dispersion == pytest.approx(two.sides.dispersion)


def test_bursty_words_of_the_same_frequency_are_rarely_significant():
    # Negative binomial counts, variance five times the mean; sides drawn by lot.
    rng = np.random.default_rng(3)
    table = rng.negative_binomial(0.25, 0.2, (2000, 80))
    found = compare(counts_of(table, [100] * 80), np.arange(80) < 40)
    assert found.significant.sum() <= 2
    assert (found.contrast.p_value < 0.05).mean() < 0.05
    assert ((found.contrast.low < 0) & (found.contrast.high > 0)).mean() > 0.92


def test_groups_are_compared_with_the_rest():
    texts = ["oil " * 3] * 9 + ["gas " * 3] * 9 + ["coal " * 3] * 9 + ["oil gas"]
    counts = count_by_document(build_corpus(texts), ["oil", "gas", "coal"])
    found = compare_groups(counts, group_of(["a"] * 9 + ["b"] * 9 + ["c"] * 9 + [None]))
    assert [(row[0], row[1]) for each in found for row in each.rows()] == [("a", "oil"), ("b", "gas"), ("c", "coal")]
    assert all(each.names[1] == "the rest" for each in found)
    two = compare_groups(counts, group_of(["a"] * 9 + ["b"] * 9 + [None] * 10))
    assert [row[:2] for each in two for row in each.rows()] == [("a", "oil"), ("b", "gas")]


def test_terms_too_rare_for_a_test_are_in_no_family():
    """By hand: three groups of 10 documents of 100 units; `oil` is once in each document of a.

    10 of 10 occurrences on a third of the text have the p-value 2 / 3 ** 10, those of b and c 2 (2 / 3) ** 10 = 0.035:
    each is a test. A term of one occurrence has at best 2 / 3, which is no test: so there are 3 tests, and the
    q-values are 3 x 2 / 3 ** 10, and 2 (2 / 3) ** 10 for the largest two, however many such terms there are.
    """
    rare = [[int(document == at) for document in range(30)] for at in range(30)]
    table = [[1] * 10 + [0] * 20, *rare]
    found = compare_groups(counts_of(table, [100] * 30), group_of(["a"] * 10 + ["b"] * 10 + ["c"] * 10))
    assert [each.contrast.tested.tolist() for each in found] == [[True] + [False] * 30] * 3
    q_values = [each.contrast.q_value for each in found]
    expected = [3 * 2 / 3**10, 2 * (2 / 3) ** 10, 2 * (2 / 3) ** 10]
    assert [each[0] for each in q_values] == pytest.approx(expected)
    assert all((each[1:] == 1).all() for each in q_values)


def test_a_group_of_one_document_has_nothing_sure():
    texts = ["oil oil oil oil oil oil"] + ["gas gas gas"] * 20
    counts = count_by_document(build_corpus(texts), ["oil", "gas"])
    (found,) = compare_groups(counts, group_of(["a"] + ["b"] * 20))
    assert found.ranked(0).tolist() == []


def test_one_side_without_documents_is_refused():
    counts = count_by_document(build_corpus(["oil"]), ["oil"])
    with pytest.raises(OptionError, match="no document is of B"):
        compare(counts, np.array([True]))
    with pytest.raises(OptionError, match="1 value of the group"):
        compare_groups(counts, group_of(["a"]))


def test_a_data_frame_has_the_rows():
    pytest.importorskip("pandas")
    counts = counts_of([[2] * 20 + [0] * 20], [100] * 40)
    frame = compare(counts, np.arange(40) < 20).to_pandas()
    assert frame["count"].tolist() == [40]
    assert frame["other_dispersion"].isna().all()


DEMOCRATS = {"Truman", "Kennedy", "Johnson", "Carter", "Clinton"}


def test_the_first_terms_of_democrats_and_republicans_stand_in_several_addresses(shared):
    from textmine.terms import discover

    path = shared / "documents" / "en_state_union.jsonl"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    corpus = build_corpus(read_texts(path))
    assert corpus.n_documents == len(records)
    counts = count_by_document(corpus, discover(corpus, None, top=3000, min_documents=2))
    years = np.array([record["year"] for record in records], np.int32)
    democrat = np.array([record["speaker"] in DEMOCRATS for record in records])
    found = compare(counts, democrat, names=("Democrats", "Republicans"), wholes=years)
    for side, own in enumerate((democrat, ~democrat)):
        for term in found.ranked(side, significant=False)[:30].tolist():
            documents = counts.documents[counts.offsets[term] : counts.offsets[term + 1]]
            assert len(set(years[documents[own[documents]]].tolist())) > 1, counts.terms[term]


def test_the_first_terms_before_and_after_1979_stand_in_several_reports(shared):
    from textmine.terms import discover

    path = shared / "documents" / "zh_work_reports.jsonl"
    dates = [json.loads(line)["date"] for line in path.read_text(encoding="utf-8").splitlines()]
    corpus = build_corpus(read_texts(path))
    assert (corpus.n_documents, corpus.n_simplified) == (len(dates), 110)
    counts = count_by_document(corpus, discover(corpus, None, top=3000, min_documents=2))
    reports = np.unique(dates, return_inverse=True)[1].astype(np.int32)
    old = np.array([date < "1979" for date in dates])
    found = compare(counts, old, wholes=reports)
    for side in (0, 1):
        assert len(found.ranked(side)) >= 30
        for term in found.ranked(side)[:30].tolist():
            documents = counts.documents[counts.offsets[term] : counts.offsets[term + 1]]
            own = documents[old[documents] == (side == 0)]
            assert len(set(reports[own].tolist())) > 2, counts.terms[term]
    # 1954 is in traditional characters: no spelling leads.
    assert not {"國家", "我國", "國家的"} & {counts.terms[term] for term in found.ranked(0).tolist()}


def test_too_many_sides_are_refused():
    counts = counts_of(np.zeros((3, 2), np.int64), [10, 10])
    with pytest.raises(OptionError, match="3 terms in 3000000 periods or groups are too many"):
        sum_sides(counts, np.zeros(2, np.int32), 3_000_000)
