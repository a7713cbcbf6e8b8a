"""Tables of a map by period and group, on a text whose numbers can be counted by hand."""

import numpy as np
import pytest

from textmine.concordance import count_by_document
from textmine.errors import OptionError
from textmine.map import MapOptions, TextSources, read_folder, write_map
from textmine.map.grouping import Grouping
from textmine.map.tables import (
    GROUP_COLUMNS,
    PERIODS_COLUMNS,
    TRENDS_COLUMNS,
    comparison_rows,
    group_comparisons,
    time_tables,
)
from textmine.terms import DiscoverOptions
from textmine.text import build_corpus
from textmine.text.dates import read_dates
from textmine.text.records import build_records, group_of

TEXTS = ["the grid failed", "the grid and the river", "the river rose", "the river rose"]
DATES = ["1998", "1998-03-15", "1999-07-02", "1999-07-02"]
NONE = np.full((4, 5), -1, np.int32)


def groups_of(homes):
    homes = np.array(homes, np.int32)
    n, empty = int(homes.max()) + 1, np.zeros(len(homes))
    names, themes = [[f"c{number}"] for number in range(n)], np.full(n, -1, np.int32)
    words = np.zeros(0, np.int32)
    return Grouping(names, themes, [], [], words, words, homes, empty, homes, empty, NONE, np.full(n, np.nan))


@pytest.fixture(scope="module")
def counts():
    return count_by_document(build_corpus(TEXTS), ["grid", "river"])


def test_terms_and_communities_by_period_are_what_is_counted_by_hand(counts):
    records = build_records(4, dates=read_dates(DATES))
    found = time_tables(counts, records, groups_of([0, 0, 1, -1]))
    assert found.every == "year"
    rows = [dict(zip(PERIODS_COLUMNS, row, strict=True)) for row in found.period_rows()]
    short = [tuple(row[name] for name in ("community", "term", "period", "count", "documents")) for row in rows]
    assert short == [
        (1, "c0", "1998", 2, 2),
        (1, "c0", "1999", 0, 0),
        (2, "c1", "1998", 0, 0),
        (2, "c1", "1999", 1, 1),
        ("", "grid", "1998", 2, 2),
        ("", "river", "1998", 1, 1),
        ("", "river", "1999", 2, 2),
    ]
    assert rows[0]["per_million"] == 1e6  # both documents of 1998
    assert rows[5]["per_million"] == pytest.approx(1e6 / 8)  # one of 8 words
    years = {row[1]: row[-1] for row in found.trend_rows() if row[0] == ""}
    # The middle of 1998, and 15 March; 1999-07-02 is day 182 of 365.
    assert years["grid"] == pytest.approx((1998.5 + 1998.2) / 2, abs=0.01)
    assert years["river"] == pytest.approx((1998.2 + 2 * 1999.5) / 3, abs=0.01)


def test_without_dates_or_with_one_period_there_are_no_trends(counts):
    assert time_tables(counts, build_records(4), groups_of([0, 0, 0, 0])) is None
    same = build_records(4, dates=read_dates(["1998-03-01"] * 4))
    assert time_tables(counts, same, groups_of([0, 0, 0, 0])) is None
    without = time_tables(counts, build_records(4, dates=read_dates(DATES)), groups_of([-1, -1, -1, -1]))
    assert without.communities is None


def test_values_of_groups_are_compared_with_the_others(counts, notes):
    records = build_records(4, groups={"by": group_of(["a", "a", "b", "b"]), "one": group_of(["x"] * 4)})
    rows = list(comparison_rows(group_comparisons(counts, records.groups, progress=notes)))
    found = [dict(zip(GROUP_COLUMNS, row, strict=True)) for row in rows]
    shown = ("group", "side", "other", "term", "count", "other_count")
    assert [tuple(row[name] for name in shown) for row in found] == [
        ("by", "a", "b", "grid", 2, 0),
        ("by", "a", "b", "river", 1, 2),
    ]
    assert found[1]["log_ratio"] < 0
    assert notes.notes == ["one is not compared: no two of its values have more than one document"]


def test_of_many_values_the_largest_are_compared_and_that_is_said(notes):
    texts = [f"the grid of {number}" for number in range(40)]
    counts = count_by_document(build_corpus(texts), ["grid"])
    values = [str(min(number // 2, 17)) for number in range(40)]
    found = group_comparisons(counts, {"by": group_of(values)}, progress=notes)
    sides = {row[2] for row in comparison_rows(found)}
    assert len(sides) == 12
    assert "17" in sides  # it has six documents
    assert notes.notes == ["by: 12 of 18 values are compared, each with all the rest"]


def test_a_map_has_the_tables_only_where_there_are_dates_or_groups(tmp_path):
    text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸\n"
    dates = build_records(4, dates=read_dates(["1998", "1998", "1999", "1999"]))
    groups = build_records(4, groups={"by": group_of(["a", "a", "b", "b"])})
    dated = {"alluvial.tsv", "periods.tsv", "trends.tsv"}
    for records, tables in ((dates, dated), (groups, {"comparison.tsv"}), (None, set())):
        write_map(str(tmp_path), TextSources([text * 4], "none", records=records), MapOptions())
        folder = read_folder(str(tmp_path))
        assert {*folder.tables} == tables  # those of an earlier run are gone
        for name, columns in (("trends.tsv", TRENDS_COLUMNS), ("periods.tsv", PERIODS_COLUMNS)):
            assert name not in tables or folder.tables[name].columns == columns


def test_documents_of_one_whole_count_as_one_where_the_map_is_told(tmp_path):
    """A word that bursts in one report of many paragraphs: by paragraphs its rise is sure, by reports it is not."""
    rising, other = (
        [text] * 30
        for text in ("变压器的绕组过热。检修变压器和绕组！新变压器有新绕组", "断路器跳闸，检修断路器，保护装置动作")
    )
    texts = other * 2 + rising + other
    dates = ["1998"] * 60 + ["1999"] * 60
    reports = [f"r{number // 10}" for number in range(60)] + ["x"] * 30 + [f"s{number // 10}" for number in range(30)]
    groups = {"report": group_of(reports), "kind": group_of(["a", "b"] * 60)}
    found = {}
    for part_of in (None, "report"):
        records = build_records(120, dates=read_dates(dates), groups=groups)
        sources = TextSources(["\n".join(texts) + "\n"], "none", records=records)
        options = MapOptions(part_of=part_of, discover=DiscoverOptions(keep_repeats=True))
        write_map(str(tmp_path / str(part_of)), sources, options)
        tables = read_folder(str(tmp_path / str(part_of))).tables
        rows = zip(*(tables["periods.tsv"].column(name) for name in ("term", "period", "low")), strict=True)
        found[part_of] = next(float(low) for term, period, low in rows if (term, period) == ("绕组", "1999"))
        compared = {"report", "kind"} if part_of is None else {"kind"}
        assert {*tables["comparison.tsv"].column("group")} == compared
    assert found[None] > 0 > found["report"]


def test_wholes_alone_are_no_groups_to_compare(tmp_path):
    lines = ["变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸"] * 4
    records = build_records(4, groups={"report": group_of(["a", "a", "b", "b"])})
    options = MapOptions(part_of="report", discover=DiscoverOptions(keep_repeats=True))
    write_map(str(tmp_path), TextSources(["\n".join(lines)], "none", records=records), options)
    assert "comparison.tsv" not in read_folder(str(tmp_path)).tables


def test_a_group_that_no_record_has_is_an_error(tmp_path):
    lines = ["变压器的绕组过热。检修变压器和绕组！新变压器有新绕组，断路器跳闸"] * 4
    sources = TextSources(["\n".join(lines)], "none", records=build_records(4, dates=read_dates(DATES)))
    with pytest.raises(OptionError, match="the documents have no 'report'"):
        write_map(str(tmp_path), sources, MapOptions(part_of="report", discover=DiscoverOptions(keep_repeats=True)))
