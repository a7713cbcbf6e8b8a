"""Periods, bursts, slopes and trends, against slow definitions and hand-checked values."""

import datetime
import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.comparison import Counted
from textmine.concordance import count_by_document
from textmine.errors import OptionError
from textmine.periods import find_bursts, fit_slopes, make_periods, parse_every, trends
from textmine.text import build_corpus, read_texts
from textmine.text.dates import read_dates
from textmine.text.records import build_records

DATES = st.lists(st.one_of(st.none(), st.dates(datetime.date(1, 1, 8))), min_size=1, max_size=20)


def slow_label(day, every):
    """The label of the period of a day, by the calendar of Python."""
    if every.isdecimal():
        first = day.year // int(every) * int(every)
        return f"{first:04d}-{first + int(every) - 1:04d}"
    if every == "week":
        return (day - datetime.timedelta(days=day.weekday())).isoformat()
    return {"year": f"{day.year:04d}", "month": day.isoformat()[:7], "day": day.isoformat()}[every]


@given(DATES, st.sampled_from(["year", "month", "week", "day", "5", "10"]))
def test_periods_are_those_of_the_calendar(days, every):
    periods = make_periods(read_dates([day and day.isoformat() for day in days]), every)
    labels = [slow_label(day, every) if day else None for day in days]
    assert [periods.labels[code] if code >= 0 else None for code in periods.codes.tolist()] == labels
    assert list(periods.labels) == sorted({label for label in labels if label})
    assert periods.n_undated == labels.count(None)
    assert (np.diff(periods.numbers) > 0).all()


def test_dates_that_are_too_coarse_are_counted():
    dates = read_dates(["1998", "1998-03", "1998-03-04", None])
    for every, n_coarse in (("year", 0), ("month", 1), ("week", 2), ("day", 2)):
        assert make_periods(dates, every).n_coarse == n_coarse


@pytest.mark.parametrize("text", ["", "0", "decade", "-5", "5 weeks", "1.5"])
def test_lengths_that_are_none(text):
    with pytest.raises(OptionError, match="is no length of a period"):
        parse_every(text)


def slow_cost(states, documents, totals):
    """Kleinberg's cost of a sequence of states, without the binomial coefficients."""
    usual = min(sum(documents) / sum(totals), 0.9999)
    shares = (usual, min(2 * usual, 0.9999))
    cost, before = 0.0, 0
    for state, r, d in zip(states, documents, totals, strict=True):
        cost += np.log(len(states)) if state > before else 0.0
        cost -= r * np.log(shares[state]) + (d - r) * np.log(1 - shares[state])
        before = state
    return cost


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7))
def test_bursts_are_the_cheapest_states(drawn):
    documents = [r for r, _ in drawn]
    totals = [r + more for r, more in drawn]
    if not sum(documents):
        return
    found = find_bursts(np.array([documents]), np.array(totals))
    states = found.in_burst[0].astype(int).tolist()
    every = itertools.product((0, 1), repeat=len(documents))
    least = min(slow_cost(each, documents, totals) for each in every)
    assert slow_cost(states, documents, totals) == pytest.approx(least, abs=1e-9)
    if found.first[0] >= 0:
        first, last = found.first[0], found.last[0]
        assert all(states[first : last + 1])
        without = [0 if first <= at <= last else state for at, state in enumerate(states)]
        enter = np.log(len(states))
        saved = slow_cost(without, documents, totals) - least + enter
        assert found.weight[0] == pytest.approx(saved, abs=1e-9)


def test_a_term_without_documents_has_no_burst():
    found = find_bursts(np.zeros((1, 3), np.int64), np.array([5, 5, 5]))
    assert (found.first[0], found.weight[0], found.in_burst.any()) == (-1, 0.0, False)


@given(
    st.lists(st.tuples(st.integers(0, 99), st.integers(50, 900)), min_size=2, max_size=8).filter(
        lambda rows: sum(count for count, _ in rows) > 0
    )
)
def test_slopes_are_those_of_weighted_least_squares(rows):
    count, n_units = (np.array(column) for column in zip(*rows, strict=True))
    numbers = np.arange(len(rows)) * 2
    found = fit_slopes(Counted(count[None, :], np.ones((1, len(rows))), n_units), numbers)
    weight = count + n_units / n_units.sum()
    slope, _ = np.polyfit(numbers, np.log2(weight / n_units), 1, w=np.sqrt(weight))
    assert found.slope[0] == pytest.approx(slope, abs=1e-8)
    assert found.low[0] <= found.slope[0] <= found.high[0]


def made(texts, dates, terms, **options):
    records = build_records(len(texts), dates=read_dates(dates))
    return trends(count_by_document(build_corpus(texts), terms), records, **options)


def test_a_small_table_by_hand():
    found = made(["oil oil gas", "oil", "gas gas coal", "tin"], ["1998", "1998", "2001", None], ["oil", "gas"])
    assert found.periods.labels == ["1998", "2001"]
    assert found.sides.count.tolist() == [[3, 0], [1, 2]]
    assert found.sides.documents.tolist() == [[2, 0], [1, 1]]
    assert found.per_million[:, 0].tolist() == [750_000.0, 250_000.0]
    assert found.share.tolist() == [[1.0, 0.0], [0.5, 1.0]]
    rows = {(row[0], row[1]): row for row in found.period_rows()}
    assert rows["oil", "1998"][7:12] == ("",) * 5
    assert rows["gas", "2001"][2:6] == (2, 1, 2e6 / 3, 1.0)
    assert next(row[:7] for row in found.rows())[:5] == ("gas", 3, 2, 2, "1998")


def test_one_period_has_no_changes():
    found = made(["oil gas", "oil"], ["1998", "1998"], ["oil", "gas"])
    assert not list(found.change_rows(significant=False))
    assert [(row[0], row[9]) for row in found.rows()] == [("oil", ""), ("gas", "")]


def test_no_date_that_can_be_used_is_refused():
    with pytest.raises(OptionError, match="no document has a date"):
        made(["oil"], [None], ["oil"])
    with pytest.raises(OptionError, match="no date is fine enough"):
        made(["oil"], ["1998"], ["oil"], every="month")
    with pytest.raises(OptionError, match="have no dates"):
        trends(count_by_document(build_corpus(["oil"]), ["oil"]), build_records(1))


@settings(max_examples=20)
@given(st.permutations(range(12)))
def test_the_order_of_documents_changes_nothing(order):
    texts = ["oil " * (at % 4 + 1) + "gas " * (at // 3) for at in range(12)]
    dates = [str(1998 + at // 4) for at in range(12)]
    one = made(texts, dates, ["oil", "gas"])
    two = made([texts[at] for at in order], [dates[at] for at in order], ["oil", "gas"])
    assert one.changes.low == pytest.approx(two.changes.low)
    assert one.changes.q_value == pytest.approx(two.changes.q_value)
    assert one.slopes.slope == pytest.approx(two.slopes.slope)


def test_a_long_report_is_no_rise():
    """Twice the text of the same kind in one period changes no frequency."""
    texts = ["oil and gas and coal"] * 10 + ["oil and gas and coal"] * 40
    found = made(texts, ["1998"] * 10 + ["1999"] * 40, ["oil", "gas", "coal"])
    assert not found.significant.any()
    assert np.abs(found.changes.log_ratio).max() < 1e-9


def test_work_reports_say_what_a_historian_expects(shared):
    path = shared / "documents" / "zh_work_reports.jsonl"
    values = [json.loads(line)["date"] for line in path.read_text(encoding="utf-8").splitlines()]
    corpus = build_corpus(read_texts(path))
    assert corpus.n_documents == len(values)
    terms = ["人民公社", "改革开放", "乡镇企业", "无产阶级专政", "宏观调控", "西部大开发", "互联网", "常态化"]
    _, wholes = np.unique(values, return_inverse=True)
    records = build_records(len(values), dates=read_dates(values))
    found = trends(count_by_document(corpus, terms), records, every="10", wholes=wholes.astype(np.int32))
    changes = {(row[0], row[1], row[2]) for row in found.change_rows()}
    assert {
        ("1980-1989", "fall", "人民公社"),
        ("1980-1989", "fall", "无产阶级专政"),
        ("1990-1999", "rise", "改革开放"),
        ("1990-1999", "rise", "乡镇企业"),
        ("1990-1999", "rise", "宏观调控"),
        ("2000-2009", "rise", "西部大开发"),
        ("2000-2009", "fall", "乡镇企业"),
        ("2010-2019", "rise", "互联网"),
        ("2020-2029", "rise", "常态化"),
    } <= changes


def test_bursts_of_the_work_reports(shared):
    path = shared / "documents" / "zh_work_reports.jsonl"
    dates = [json.loads(line)["date"] for line in path.read_text(encoding="utf-8").splitlines()]
    corpus = build_corpus(read_texts(path))
    counts = count_by_document(corpus, ["人民公社", "非典", "互联网", "疫情"])
    found = trends(counts, build_records(len(dates), dates=read_dates(dates)))
    bursts = {row[0]: (row[12], row[13]) for row in found.rows()}
    assert bursts["人民公社"] == ("1959", "1979")
    assert bursts["非典"][0] == "2004"
    assert bursts["互联网"] == ("2014", "2025")
    assert bursts["疫情"] == ("2021", "2024")
