"""`textmine documents`, and the options of reading that name fields."""

import csv
import io
import json

import pytest
from rich.cells import cell_len

from textmine.cli.documents import _drawn

GRID = "变压器绕组过热，检修变压器和绕组。断路器跳闸，继电保护动作"
FARM = "水稻病虫害防治，水稻育苗和插秧。小麦播种，小麦锈病防治和施肥"


@pytest.fixture(scope="module")
def folder(inside, tmp_path_factory):
    made = tmp_path_factory.mktemp("documents")
    lines = [{"text": GRID if n % 2 else FARM, "id": f"k{n}", "d": str(2000 + n % 9)} for n in range(60)]
    (made / "d.jsonl").write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    run = ("map", "d.jsonl", "-b", "none", "--keep-repeats", "--id", "id", "--date", "d", "--group", "id", "-o", "map")
    assert inside(*run, cwd=made)[0] == 0
    return made


def table(out):
    return list(csv.DictReader(io.StringIO(out.decode()), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_documents_of_a_time_and_a_group(inside, folder):
    code, out, err = inside("documents", "map", "--since", "2003", "--where", "id=k3", "--where", "id=k1", cwd=folder)
    assert (code, err) == (0, b"")
    assert [(row["document"], row["id"], row["date"], row["group_id"], row["start"]) for row in table(out)] == [
        ("4", "k3", "2003", "k3", GRID)
    ]


def test_a_table_for_people_has_fewer_columns(inside, folder):
    code, out, err = inside("documents", "map", "--rows", "2", "--format", "table", cwd=folder)
    assert code == 0
    assert err.startswith(b"textmine: 2 of ")
    assert "start" in out.decode()
    assert "second" not in out.decode()
    assert len(out.decode().strip().splitlines()) == 4


@pytest.mark.parametrize(("width", "name", "start"), [(100, 30, 50), (60, 19, 20)])
def test_a_table_fits_into_a_terminal(width, name, start):
    """Of 100 cells, `document` and blanks leave 86: the name takes 33 of them, with blanks, and the start the rest.

    Of 60 they leave 46, half of them for the name: 20 without blanks, of which 9 characters of 2 and the sign fill 19.
    """
    columns = ["document", "second", "name", "start"]
    names, cells = _drawn(columns, [(1, 2, "甲" * 15, "x" * 200), (2, 3, "短", "short")], width)
    assert names == ["document", "name", "start"]
    assert [max(cell_len(str(row[at])) for row in cells) for at in (1, 2)] == [name, start]
    assert cells[1] == [2, "短", "short"]
    assert cells[0][2].endswith("…")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("nowhere",), 1, "nowhere: is no folder; make the folder with textmine map"),
        (("map", "--where", "id"), 2, "'id' names no value; write --where NAME=VALUE"),
        (("map", "--where", "by=x"), 2, "the documents have no 'by'; they have: id, date, group_id"),
        (("map", "--where", "id=K33"), 2, "no document has the id 'K33'; near it: k33, "),
        (("map", "--where", "id=nothing"), 2, "no document has the id 'nothing'; there are 60, such as k0, k1, "),
        (("map", "--since", "2003", "--until", "2001"), 2, "--since 2003 is later than --until 2001; "),
        (
            ("map", "--community", "1"),
            2,
            "no document of this map has a community; leave out --community, --theme and ",
        ),
    ],
)
def test_what_is_refused_is_one_line(inside, folder, args, code, message):
    found = inside("documents", *args, cwd=folder)
    assert found[:2] == (code, b"")
    assert found[2].decode().startswith(f"textmine: {message}")
    assert found[2].count(b"\n") == 1


def test_contexts_of_records_from_standard_input(textmine, folder):
    data = (folder / "d.jsonl").read_bytes()
    run = ("contexts", "变压器", "-", "--id", "id", "--date", "d", "--per-term", "1", "--width", "4")
    code, out, err = textmine(*run, stdin=data, cwd=folder)
    assert (code, err) == (0, b"")
    assert [(row["id"], row["date"], row["right"]) for row in table(out)] == [("k1", "2001", "绕组过热")]
