"""Spellings, forms and patterns at the command line."""

import json

import pytest

TEXT = """\
车间的USB口坏了，车载Usb口断电，通用串行总线口松动。
更换USB口以后usb口恢复，universal serial bus口也是，第一条。
通用串行总线口与USB口，turbine blade 与 turbine blades，第二条。
"""
NOUNS = """
turbine blade rotor tower motor wheel shaft brake flange spring valve gasket hose pump filter boiler
"""
FORMS = "".join(f"the {noun} is new and the {noun}s are old, a {noun} of {noun}s.\n" for noun in NOUNS.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("variants")
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "merge.tsv").write_text("label\treplace by\n通用串行总线\tUSB\nuniversal serial bus\tUSB\n", "utf-8")
    (folder / "no.txt").write_text("re:^第.条$\n*blade*\n", encoding="utf-8")
    (folder / "forms.txt").write_text(FORMS, encoding="utf-8")
    return folder


def terms_of(out):
    return {row.split("\t")[0]: row.split("\t") for row in out.decode().splitlines()[1:]}


def test_spellings_are_counted_as_one_term(inside, folder):
    options = ("-b", "none", "--min-count", "2", "--merge", "merge.tsv", "--include", "usb.txt")
    (folder / "usb.txt").write_text("通用串行总线口\n", encoding="utf-8")
    code, out, err = inside("discover", "text.txt", *options, cwd=folder)
    found = terms_of(out)
    assert code == 0
    assert found["USB口"][2:4] == ["8", "3"]
    assert "通用串行总线" not in "".join(found)
    assert "merge.tsv: other spellings at 5 places, read as 1 term" in err.decode()


def test_every_command_that_reads_text_merges(inside, folder):
    merge = ("--merge", "merge.tsv")
    assert inside("segment", "text.txt", *merge, cwd=folder)[1].decode().count("USB 口") == 8
    linked = inside("graph", "text.txt", "-b", "none", "--weight", "count", "--min-count", "1", *merge, cwd=folder)[1]
    assert b"USB" in linked
    assert "串行" not in linked.decode()
    shown = inside("contexts", "通用串行总线", "text.txt", "--per-term", "0", *merge, cwd=folder)[1].decode()
    assert shown.count("\nUSB\t") == 8


def test_a_map_knows_its_spellings(inside, folder):
    run = ("map", "text.txt", "-b", "none", "--min-count", "1", "--merge", "merge.tsv", "-o", "map")
    assert inside(*run, cwd=folder)[0] == 0
    record = json.loads((folder / "map" / "run.json").read_text(encoding="utf-8"))
    assert [file["file"] for file in record["inputs"]["merge"]] == ["merge.tsv"]
    assert b"from an earlier run" in inside(*run, cwd=folder)[2]
    assert b"map: terms" not in inside(*run, "--exclude", "*条", cwd=folder)[2]
    inside(*run, cwd=folder)
    (folder / "merge.tsv").write_text("label\treplace by\n通用串行总线\tUSB\nuniversal serial bus\tUSB\n\n", "utf-8")
    assert b"from an earlier run" not in inside(*run, cwd=folder)[2]


def test_graphs_leave_patterns_out(inside, folder):
    graph = ("graph", "text.txt", "-b", "none", "--weight", "count", "--min-count", "1", "--terms", "list.txt")
    (folder / "list.txt").write_text("第一条\n第二条\nturbine blade\nusb口\n恢复\n松动\n", encoding="utf-8")
    assert "第一条" in inside(*graph, cwd=folder)[1].decode()
    names = inside(*graph, "--exclude", "no.txt", cwd=folder)[1].decode()
    assert "条" not in names
    assert "blade" not in names
    assert "恢复" in names
    typed = inside(*graph, "--exclude", "re:^第.条$", "--exclude", "*blade*", cwd=folder)[1].decode()
    assert typed == names
    few = inside(*graph, "--min-documents", "2", "--max-share", "1", cwd=folder)[1].decode()
    assert few.count("\n") == 1  # usb口 alone stands in two documents


def test_forms_are_one_word_in_graph_segment_vectors_and_map(inside, folder):
    merged = inside("graph", "forms.txt", "-b", "none", "--min-count", "1", "--merge-forms", cwd=folder)[1].decode()
    nodes = {name for row in merged.splitlines()[1:] for name in row.split("\t")[:2]}
    assert not any(name + "s" in nodes for name in nodes)
    cut = inside("segment", "forms.txt", "--merge-forms", cwd=folder)[1].decode()
    assert cut.startswith("the turbine is new and the turbine are old , a turbine of turbine .")
    options = ("--merge-forms", "--dimensions", "2", "--min-count", "1")
    words = inside("vectors", "forms.txt", *options, cwd=folder)[1].decode()
    assert "\nturbine " in words
    assert "\nturbines " not in words
    code, _, _ = inside("map", "forms.txt", "-b", "none", "--min-count", "2", "--merge-forms", "-o", "m", cwd=folder)
    assert code == 0
    assert "forms" in (folder / "m" / "terms.tsv").read_text(encoding="utf-8").split("\n")[0]
