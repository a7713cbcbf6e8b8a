"""`trends` and `compare` as programs: what they read, say and refuse."""

import csv
import io
import json

import pytest
from rich.cells import cell_len

pytestmark = pytest.mark.usefixtures("small_dictionary")

OLD, NEW = "变压器的绕组过热。", "断路器的触头磨损。"


def records(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def reports(tmp_path):
    """40 records of two kinds, with dates in three forms; two lack text, of which one has no record's end."""
    rows = [{"d": f"1998年{at % 12 + 1}月", "kind": "old", "text": OLD} for at in range(20)]
    rows += [{"d": 1999 if at % 2 else "5 May 1999", "kind": "new", "text": NEW} for at in range(20)]
    rows.insert(7, {"d": "2031", "kind": "empty", "text": "。"})
    records(tmp_path / "reports.jsonl", rows)
    (tmp_path / "terms.txt").write_text("变压器\n断路器\n绕组\n没有\n", encoding="utf-8")
    return tmp_path


def table(out):
    return list(csv.DictReader(io.StringIO(out.decode()), delimiter="\t"))


def test_trends_by_year(inside, reports):
    code, out, err = inside("trends", "reports.jsonl", "--date", "d", "--terms", "terms.txt", cwd=reports)
    assert (code, err) == (0, b"")
    rows = table(out)
    assert {(row["term"], row["count"], row["first"], row["last"]) for row in rows} == {
        ("变压器", "20", "1998", "1998"),
        ("断路器", "20", "1999", "1999"),
        ("绕组", "20", "1998", "1998"),
    }
    args = ("trends", "reports.jsonl", "--date", "d", "--terms", "terms.txt", "--show", "changes")
    rows = table(inside(*args, cwd=reports)[1])
    assert [(row["period"], row["change"], row["term"]) for row in rows] == [
        ("1999", "rise", "断路器"),
        ("1999", "fall", "变压器"),
        ("1999", "fall", "绕组"),
    ]


def test_a_term_of_several_communities_is_counted_once_and_is_in_the_one_with_most_of_its_flow(inside, reports):
    rows = ["term\tcommunity\tname\tflow", "变压器\t1\tone\t.1", "绕组\t2\ttwo\t.2", "变压器\t2\ttwo\t.3"]
    (reports / "homes.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    args = ("compare", "reports.jsonl", "--by", "kind", "--terms", "homes.tsv")
    code, out, _ = inside(*args, cwd=reports)
    assert code == 0
    assert [(row["term"], row["community"]) for row in table(out)] == [("变压器", "2 two"), ("绕组", "2 two")]


def test_months_that_years_do_not_tell(inside, reports):
    args = ("trends", "reports.jsonl", "--date", "d", "--terms", "terms.txt", "--every", "month", "--show", "periods")
    code, out, err = inside(*args, cwd=reports)
    assert code == 0
    assert err.decode() == "textmine: 10 dates do not tell the month; their documents are left out\n"
    assert len(table(out)) == 3 * 13


@pytest.mark.parametrize("sides", [("--by", "kind"), ("--date", "d", "--split", "1999")])
def test_two_sides_of_one_file(inside, reports, sides):
    code, out, err = inside("compare", "reports.jsonl", *sides, "--terms", "terms.txt", cwd=reports)
    assert (code, err) == (0, b"")
    names = ("old", "new") if "--by" in sides else ("before 1999", "from 1999")
    assert [(row["side"], row["term"], row["count"], row["other_count"]) for row in table(out)] == [
        (names[0], "变压器", "20", "0"),
        (names[0], "绕组", "20", "0"),
        (names[1], "断路器", "20", "0"),
    ]


def test_two_files_and_their_mirror(inside, tmp_path):
    (tmp_path / "a.txt").write_text((OLD + "\n") * 20, encoding="utf-8")
    (tmp_path / "b.txt").write_text((NEW + "\n\n") * 20, encoding="utf-8")
    (tmp_path / "terms.txt").write_text("变压器\n断路器\n", encoding="utf-8")
    there = inside("compare", "a.txt", "b.txt", "--terms", "terms.txt", cwd=tmp_path)
    back = inside("compare", "b.txt", "a.txt", "--terms", "terms.txt", cwd=tmp_path)
    assert there[0] == 0
    assert sorted(there[1].splitlines()) == sorted(back[1].splitlines())
    same = inside("compare", "a.txt", "a.txt", "--terms", "terms.txt", cwd=tmp_path)
    assert (same[0], same[1].count(b"\n")) == (0, 1)
    assert same[2] == b"textmine: no difference is significant (--all prints the others)\n"


def test_tables_have_fields_too(inside, tmp_path):
    lines = ["text,year", *[f"{OLD},1998"] * 9, *[f"{NEW},1999"] * 9]
    (tmp_path / "t.csv").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "terms.txt").write_text("变压器\n断路器\n", encoding="utf-8")
    args = ("trends", "t.csv", "--column", "text", "--date", "year", "--terms", "terms.txt")
    code, out, err = inside(*args, cwd=tmp_path)
    assert (code, err) == (0, b"")
    assert {(row["term"], row["first"], row["last"]) for row in table(out)} == {
        ("变压器", "1998", "1998"),
        ("断路器", "1999", "1999"),
    }


def test_communities_in_the_place_of_terms(inside, reports):
    (reports / "c.tsv").write_text(
        "path\tterm\tflow\n1:1\t变压器\t0.5\n1:2\t绕组\t0.3\n2:1\t断路器\t0.2\n", encoding="utf-8"
    )
    args = ("compare", "reports.jsonl", "--by", "kind", "--communities", "c.tsv")
    code, out, err = inside(*args, cwd=reports)
    assert (code, err) == (0, b"")
    assert [(row["side"], row["term"], row["count"]) for row in table(out)] == [
        ("old", "1 变压器", "40"),
        ("new", "2 断路器", "20"),
    ]


def test_communities_of_a_map_are_those_that_it_shows(inside, reports):
    """Not its modules, which are in the column path; without communities, the modules."""
    head = "name\tcommunity\ttheme\tpath\tterm\tflow\n"
    (reports / "c.tsv").write_text(
        head + "站 · 线\t2\t1\t1:1\t变压器\t0.5\n\t\t\t1:2\t绕组\t0.3\n开关\t1\t1\t\t断路器\t\n", encoding="utf-8"
    )
    (reports / "m.tsv").write_text(head + "\t\t\t1:1\t变压器\t0.5\n\t\t\t2:1\t断路器\t0.3\n", encoding="utf-8")
    found = {
        name: {row["term"]: row["count"] for row in table(inside(*args, cwd=reports)[1])}
        for name in ("c.tsv", "m.tsv")
        for args in [("trends", "reports.jsonl", "--date", "d", "--communities", name)]
    }
    assert found == {"c.tsv": {"2 站 · 线": "20", "1 开关": "20"}, "m.tsv": {"1 变压器": "20", "2 断路器": "20"}}


def test_compared_terms_have_the_community_that_their_list_gives(inside, reports):
    """The folder of a map stands for its file of communities; a term without one has an empty cell."""
    head = "name\tcommunity\ttheme\tpath\tterm\tflow\n"
    (reports / "map").mkdir()
    (reports / "map" / "communities.tsv").write_text(
        head + "站 · 线\t2\t1\t1:1\t变压器\t0.5\n\t\t\t1:2\t断路器\t0.3\n", encoding="utf-8"
    )
    (reports / "map" / "terms.tsv").write_text("term\tcount\n断路器\t20\n变压器\t20\n绕组\t20\n", encoding="utf-8")
    args = ("compare", "reports.jsonl", "--by", "kind", "--terms", "map", "--top", "2")
    code, out, err = inside(*args, cwd=reports)
    assert (code, err) == (0, b"")
    rows = [(row["side"], row["term"], row["community"]) for row in table(out)]
    assert rows == [("old", "变压器", "2 站 · 线"), ("new", "断路器", "")]
    assert out.splitlines()[0].endswith(b"\tsignificant\tcommunity")
    found = inside("compare", "reports.jsonl", "--by", "kind", "--communities", "map", cwd=reports)
    assert [row["term"] for row in table(found[1])] == ["2 站 · 线"]
    found = inside("compare", "reports.jsonl", "--by", "kind", "--communities", "terms.txt", cwd=reports)
    assert found[0] == 1
    assert found[2].startswith(b"textmine: terms.txt: no term has a community; ")


def test_a_table_for_people_has_bars(inside, reports):
    args = ("reports.jsonl", "--date", "d", "--terms", "terms.txt", "--format", "table")
    assert "█" in inside("trends", *args, cwd=reports)[1].decode()
    assert "█" in inside("trends", *args, "--show", "changes", cwd=reports)[1].decode()
    assert "█" in inside("compare", *args, "--split", "1999", cwd=reports)[1].decode()


def test_a_table_shows_both_ends_of_an_interval_and_a_dash_for_none(inside, reports):
    """One period lacks each term: the fall from it has no lower bound, the rise to it no upper one."""
    args = ("reports.jsonl", "--date", "d", "--terms", "terms.txt", "--show", "changes", "--format", "table")
    head, _, *rows = [line.split() for line in inside("trends", *args, cwd=reports)[1].decode().splitlines() if line]
    low, high = head.index("low"), head.index("high")
    shown = {row[head.index("change")]: (row[low], row[high]) for row in rows}
    assert (shown["rise"][1], shown["fall"][0]) == ("–", "–")
    assert float(shown["rise"][0]) > 0 > float(shown["fall"][1])


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (
            ("trends", "reports.jsonl"),
            2,
            "trends need dates; name the field of the records that holds them with --date, ",
        ),
        (("trends", "reports.jsonl", "--date", "when"), 1, "reports.jsonl: no record has the field 'when'; "),
        (("trends", "reports.jsonl", "--date", "kind"), 2, "no document has a date; name another field with --date, "),
        (("trends", "terms.txt", "--date", "d"), 1, "terms.txt: no record has the field 'd'; "),
        (
            ("trends", "reports.jsonl", "--date", "d", "--every", "era"),
            2,
            "'era' is no length of a period; use --every ",
        ),
        (("compare", "reports.jsonl"), 2, "one text is not two sides; "),
        (("compare", "reports.jsonl", "--split", "1999"), 2, "--split needs dates; "),
        (("compare", "reports.jsonl", "--date", "d", "--split", "soon"), 2, "'soon' is no date; "),
        (
            ("compare", "reports.jsonl", "--date", "d", "--split", "1990"),
            2,
            "no document is older than 1990; choose a date between 1998-01 and 1999-05-05",
        ),
        (("compare", "reports.jsonl", "--date", "d", "--split", "2032"), 2, "all documents are older than 2032; "),
        (("compare", "reports.jsonl", "--by", "kind", "--split", "1999"), 2, "--by and --split exclude each other; "),
        (("compare", "reports.jsonl", "--by", "where"), 1, "reports.jsonl: no record has the field 'where'; "),
    ],
)
def test_what_is_refused_is_one_line(inside, reports, args, code, message):
    found = inside(*args, "--terms", "terms.txt", cwd=reports)
    assert found[:2] == (code, b"")
    lines = found[2].decode().splitlines()
    assert lines[-1].startswith(f"textmine: {message}")
    assert len(lines) == 1 or "cannot be read" in lines[0]


def test_records_half_of_which_lack_a_date(inside, tmp_path):
    records(tmp_path / "r.jsonl", [{"text": OLD, "d": "1998"}, {"text": OLD}, {"text": NEW, "d": "x"}] * 9)
    (tmp_path / "terms.txt").write_text("变压器\n", encoding="utf-8")
    code, out, err = inside("trends", "r.jsonl", "--date", "d", "--terms", "terms.txt", cwd=tmp_path)
    assert (code, len(table(out))) == (0, 1)
    assert err.decode().splitlines() == [
        "textmine: 9 of 27 documents have no date",
        "textmine: 9 of 27 dates cannot be read, such as x",
        "textmine: all documents are of 1998: one period has no trend",
    ]


def test_a_group_of_one_document(inside, tmp_path):
    records(tmp_path / "r.jsonl", [{"text": NEW * 9, "k": "one"}] + [{"text": OLD, "k": "many"}] * 20)
    (tmp_path / "terms.txt").write_text("变压器\n断路器\n", encoding="utf-8")
    code, out, err = inside(
        "compare", "r.jsonl", "--by", "k", "--terms", "terms.txt", "--min-documents", 1, cwd=tmp_path
    )
    assert code == 0
    assert err == b"textmine: one is one document: nothing about it can be significant\n"
    assert "断路器" not in {row["term"] for row in table(out)}


def test_many_groups_of_one_document_are_one_note(inside, reports):
    rows = [{"text": OLD if at % 2 else NEW, "k": f"k{at}", "d": str(1990 + at % 2)} for at in range(6)]
    records(reports / "r.jsonl", rows)
    found = inside("compare", "r.jsonl", "--by", "k", "--terms", "terms.txt", cwd=reports)
    assert found[0] == 0
    assert found[2].decode().splitlines() == [
        "textmine: 6 sides are one document each, such as k0: nothing about them can be significant",
        "textmine: no difference is significant (--all prints the others)",
    ]


def test_rows_bound_the_rows_of_periods(inside, reports):
    args = ("trends", "reports.jsonl", "--date", "d", "--terms", "terms.txt", "--show", "periods", "--rows")
    every, three = (inside(*args, rows, cwd=reports)[1].splitlines() for rows in ("0", "3"))
    assert len(every) > 4
    assert three == every[:4]


def test_no_change_is_said(inside, reports):
    records(reports / "r.jsonl", [{"text": OLD, "d": str(1990 + at % 2)} for at in range(40)])
    trends = ("trends", "r.jsonl", "--date", "d", "--terms", "terms.txt", "--show", "changes")
    assert inside(*trends, cwd=reports)[2] == b"textmine: no change is significant (--all prints the others)\n"
    assert b"no change" not in inside(*trends, "--all", cwd=reports)[2]


def test_terms_are_found_in_both_sides_together(textmine, workspace):
    args = ("compare", "data/power.txt", "data/encyclopedia.txt", "--background", "none")
    code, out, err = textmine(*args, cwd=workspace)
    assert (code, err) == (0, b"")
    sides = {row["term"]: row["side"] for row in table(out)}
    assert sides["变压器"] == "data/power.txt"
    assert sides["世纪"] == "data/encyclopedia.txt"
    assert textmine(*args, "--threads", "3", "--memory", "2M", cwd=workspace)[1] == out


@pytest.mark.parametrize("width", [50, 80])
@pytest.mark.parametrize(
    "args",
    [
        ("trends", "--date", "d"),
        ("trends", "--date", "d", "--show", "changes"),
        ("trends", "--date", "d", "--every", "month", "--show", "periods"),
        ("compare", "--by", "kind"),
    ],
    ids=" ".join,
)
def test_tables_fit_into_a_terminal(inside, reports, monkeypatch, args, width):
    """Columns that matter less are left out; the term and a bar stay."""
    monkeypatch.setattr("textmine.cli.fitting.terminal_width", lambda _: width)
    command, *options = args
    code, out, _ = inside(command, "reports.jsonl", *options, "--terms", "terms.txt", "-f", "table", cwd=reports)
    lines = out.decode().splitlines()
    assert code == 0
    assert max(cell_len(line) for line in lines) <= width
    assert "term" in lines[1]
    assert "█" in out.decode()
