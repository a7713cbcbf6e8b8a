"""Dates in the forms that people and programs write."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.text.dates import DAY, MONTH, NO_DATE, UNKNOWN, YEAR, Dates, read_date, read_dates
from textmine.text.records import Group, build_records, group_of

EPOCH = datetime.date(1970, 1, 1)
ENGLISH = [datetime.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
FORMS = (
    lambda d: d.isoformat(),
    lambda d: d.isoformat() + "T12:30:00Z",
    lambda d: d.isoformat() + " 12:30",
    lambda d: f"{d.year:04d}{d.month:02d}{d.day:02d}",
    lambda d: f"{d.year:04d}/{d.month}/{d.day}",
    lambda d: f"{d.year:04d}.{d.month}.{d.day}",
    lambda d: f"{d.year:04d}年{d.month}月{d.day}日",
    lambda d: f"{d.year:04d} 年 {d.month:02d} 月 {d.day:02d} 号",
    lambda d: f"{d.year:04d}年{d.month}月{d.day}日 星期三",
    lambda d: f"{d.day}.{d.month}.{d.year:04d}",
    lambda d: f"{d.day}. {d.month}. {d.year:04d}",
    lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year:04d}",
    lambda d: f"{d.day}-{ENGLISH[d.month - 1][:3]}-{d.year:04d}",
    lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year:04d}",
    lambda d: f"{ENGLISH[d.month - 1][:3]}. {d.day} {d.year:04d}",
    lambda d: f"Tue, {d.day:02d} {ENGLISH[d.month - 1][:3]} {d.year:04d} 12:30:00 +0000",
)


@given(st.dates(datetime.date(1, 1, 1)), st.sampled_from(FORMS))
def test_a_day_is_read_in_every_form(day, form):
    assert read_date(form(day)) == ((day - EPOCH).days, DAY)


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("1998", "1998-01-01", YEAR),
        ("1998年", "1998-01-01", YEAR),
        ("１９９８年", "1998-01-01", YEAR),
        ("1998-03", "1998-03-01", MONTH),
        ("199803", "1998-03-01", MONTH),
        ("1998年3月", "1998-03-01", MONTH),
        ("1998年3月份", "1998-03-01", MONTH),
        ("03/1998", "1998-03-01", MONTH),
        ("March 1998", "1998-03-01", MONTH),
        ("1998-00-00", "1998-01-01", YEAR),
        ("3rd April 1998", "1998-04-03", DAY),
        ("3 avril 1998", "1998-04-03", DAY),
        ("3. März 1998", "1998-03-03", DAY),
        ("3 de abril de 1998", "1998-04-03", DAY),
        ("二〇二三年", "2023-01-01", YEAR),
        ("一九九八年十二月", "1998-12-01", MONTH),
        ("二○二三年十月二十一日", "2023-10-21", DAY),
        ("二零零三年三月卅一日", "2003-03-31", DAY),
        ("一九九八年二月廿八日", "1998-02-28", DAY),
        ("公元1998年3月4日", "1998-03-04", DAY),
        ("民国八十七年三月四日", "1998-03-04", DAY),
        ("中華民國38年10月", "1949-10-01", MONTH),
        ("民国元年", "1912-01-01", YEAR),
        ("1998年上半年", "1998-01-01", YEAR),
        ("1998年第三季度", "1998-01-01", YEAR),
        ("Q3 1998", "1998-01-01", YEAR),
        ("1998-Q3", "1998-01-01", YEAR),
        ("891561600", None, UNKNOWN),
        ("1078358400", "2004-03-04", DAY),  # date -u -d 2004-03-04 +%s
        ("1078358400000", "2004-03-04", DAY),
    ],
)
def test_forms_less_precise_or_rarer(text, iso, precision):
    found = read_date(text)
    if iso is None:
        assert found is None
    else:
        assert found == ((datetime.date.fromisoformat(iso) - EPOCH).days, precision)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1998-13",
        "1998-02-30",
        "19981301",
        "31.4.1998",
        "3 Foo 1998",
        "98-03-04",
        "0000",
        "1998年13月",
        "一九九八年十三月",
        "去年三月",
        "十十年",
        "民国年",
    ],
)
def test_what_is_no_date_is_none(text):
    assert read_date(text) is None


def test_numbers_and_missing_values():
    dates = read_dates([1998, 1998.0, 19980304, None, "", "  ", "n.d."])
    assert dates.texts() == ["1998", "1998", "1998-03-04", "", "", "", ""]
    assert (dates.n_missing, dates.n_unread, list(dates.unread)) == (3, 1, ["n.d."])
    assert dates.days[3] == NO_DATE


def test_the_column_decides_whether_the_day_is_first():
    with pytest.raises(TypeError, match="a list of dates is wanted, not a single str"):
        read_dates("1998")
    assert read_dates(["04/03/1998"]).texts() == ["1998-04-03"]
    assert "no value tells" in read_dates(["04/03/1998"]).note
    first = read_dates(["04/03/1998", "23/03/1998"])
    assert first.texts() == ["1998-03-04", "1998-03-23"]
    american = read_dates(["04/03/1998", "03/23/1998"])
    assert american.texts() == ["1998-04-03", "1998-03-23"]
    assert american.note.endswith("as 03/23/1998 is")


def test_a_column_that_contradicts_itself_reads_only_what_is_certain():
    dates = read_dates(["04/03/1998", "23/03/1998", "03/23/1998", "05/05/1998"])
    assert dates.texts() == ["", "1998-03-23", "1998-03-23", "1998-05-05"]
    assert dates.n_unread == 1
    assert "23/03/1998 has the day first, 03/23/1998 the month" in dates.note


def test_records_are_checked_where_they_are_made():
    dates = read_dates(["1998", None])
    records = build_records(2, ids=["a", "b"], dates=dates, groups={"by": group_of(["x", ""])})
    assert records.groups["by"].codes.tolist() == [0, -1]
    assert records.take(np.array([1, 0, 0])).dates.texts() == ["", "1998", "1998"]
    for wrong in (
        {"dates": read_dates(["1998"])},
        {"groups": {"by": group_of(["x"])}},
        {"groups": {"by": Group(np.array([0, 2], np.int32), ["x"])}},
        {"dates": Dates(dates.days, np.array([1, 1], np.uint8))},
    ):
        with pytest.raises(OptionError):
            build_records(2, **wrong)
