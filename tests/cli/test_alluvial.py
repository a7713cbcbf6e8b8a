"""`alluvial` as a program."""

import csv
import io
import json

import pytest

pytestmark = pytest.mark.usefixtures("small_dictionary")

OLD, NEW = "变压器的绕组过热。断路器的触头磨损。", "变压器的触头磨损。断路器的绕组过热。"


@pytest.fixture
def reports(tmp_path):
    rows = [{"d": "1998" if at < 20 else "1999", "text": OLD if at < 20 else NEW} for at in range(40)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "r.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "terms.txt").write_text("变压器\n断路器\n绕组\n触头\n", encoding="utf-8")
    return tmp_path


def test_the_table_and_the_networks(inside, reports):
    args = ("alluvial", "r.jsonl", "--date", "d", "--terms", "terms.txt", "--each", "--networks", "nets")
    code, out, err = inside(*args, cwd=reports)
    assert (code, err) == (0, b"")
    rows = list(csv.DictReader(io.StringIO(out.decode()), delimiter="\t"))
    assert [(row["period"], row["terms"], row["next_community"], row["shared_terms"]) for row in rows] == [
        ("1998", "变压器 · 绕组", "1", "1"),
        ("1998", "变压器 · 绕组", "2", "1"),
        ("1998", "断路器 · 触头", "1", "1"),
        ("1998", "断路器 · 触头", "2", "1"),
        ("1999", "变压器 · 触头", "", ""),
        ("1999", "断路器 · 绕组", "", ""),
    ]
    assert sorted(path.name for path in (reports / "nets").iterdir()) == ["1998.ftree", "1999.ftree"]
    table = inside(*args[:-2], "--format", "table", cwd=reports)[1].decode()
    assert "next_community" in table.splitlines()[1]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (
            ("r.jsonl",),
            2,
            "an alluvial diagram needs dates; name the field of the records that holds them",
        ),
        (("r.jsonl", "--date", "when"), 1, "r.jsonl: no record has the field 'when'; "),
        (("r.jsonl", "--date", "text"), 2, "no document has a date; name another field with --date, "),
        (
            ("r.jsonl", "--date", "d", "--each", "--communities", "x"),
            2,
            "--each and --communities exclude each other; ",
        ),
        (
            ("r.jsonl", "--layers", "d", "--every", "10"),
            2,
            "--every 10 has no effect where the layers are the values of 'd'; leave it out, or use --layers date\n",
        ),
        (
            ("r.jsonl", "--date", "d", "--max-share", "0.01"),
            1,
            "terms.txt: no term is in as many documents as are asked for; raise --max-share 0.01, which is less than",
        ),
        (("r.jsonl", "--date", "d", "--every", "era"), 2, "'era' is no length of a period; "),
        (("gone.jsonl", "--date", "d", "--networks", "-"), 2, "--networks is the name of a folder, which standard "),
        (
            ("gone.jsonl", "--date", "d", "--networks", "r.jsonl"),  # the text is not looked at before
            1,
            "r.jsonl: cannot be made: file exists; name another folder with --networks",
        ),
    ],
)
def test_what_is_refused(inside, reports, args, code, said):
    found = inside("alluvial", *args, "--terms", "terms.txt", cwd=reports)
    assert (found[0], found[1]) == (code, b"")
    assert f"textmine: {said}" in found[2].decode()


def test_a_folder_for_networks_is_left_only_if_it_has_any(inside, reports):
    assert inside("alluvial", "gone.jsonl", "--date", "d", "--networks", "new", cwd=reports)[0] == 1
    assert not (reports / "new").exists()


def test_layers_of_a_group_need_no_dates_and_their_networks_have_names_that_files_can_have(inside, tmp_path):
    rows = [{"who": "x/y" if at < 20 else "z", "text": OLD if at < 20 else NEW} for at in range(40)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "r.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "terms.txt").write_text("变压器\n断路器\n绕组\n触头\n", encoding="utf-8")
    args = ("alluvial", "r.jsonl", "--layers", "who", "--terms", "terms.txt", "--networks", "nets")
    code, out, err = inside(*args, cwd=tmp_path)
    assert (code, err) == (0, b"")
    assert {row["period"] for row in csv.DictReader(io.StringIO(out.decode()), delimiter="\t")} == {"x/y", "z"}
    assert sorted(path.name for path in (tmp_path / "nets").iterdir()) == ["x_y.ftree", "z.ftree"]


def test_one_period_is_said(inside, reports):
    args = ("alluvial", "r.jsonl", "--date", "d", "--terms", "terms.txt", "--every", "10")
    code, out, err = inside(*args, cwd=reports)
    assert (code, err) == (0, b"textmine: only 1990-1999 has a network of terms: nothing goes on\n")
    assert len(out.splitlines()) == 2


def test_the_folder_of_a_map_gives_the_table_of_the_map(inside, data, tmp_path):
    """Two documents are traditional, there are more terms than nodes, and some terms are in too few documents."""
    texts = (data / "power.txt").read_text(encoding="utf-8").split("\n")[:120] + ["變壓器的繞組過熱，斷路器跳閘"] * 2
    rows = [{"d": str(1990 + at % 3), "text": text} for at, text in enumerate(texts)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / "r.jsonl").write_text(text, encoding="utf-8")
    options = ("r.jsonl", "--date", "d", "--threads", "1")
    assert inside("map", *options, "--background", "none", "-o", "m", cwd=tmp_path)[0] == 0
    made = (tmp_path / "m" / "alluvial.tsv").read_bytes()
    assert made.count(b"\n") > 30
    for option in ("--terms", "--communities"):
        code, out, err = inside("alluvial", *options, option, "m", cwd=tmp_path)
        assert (code, out) == (0, made)
        assert err == b"textmine: 2 documents are in traditional characters; read as simplified ones\n"


def test_terms_that_do_not_meet_are_said_of_the_text(inside, reports):
    (reports / "one.txt").write_text("变压器\n", encoding="utf-8")
    code, _, err = inside("alluvial", "r.jsonl", "--date", "d", "--terms", "one.txt", cwd=reports)
    assert (code, err.decode()[:52]) == (1, "textmine: r.jsonl: no two terms occur together often")
