"""`textmine graph` as a process."""

import json

import networkx
import pytest

CORPUS = ("graph", "data/power.txt", "--terms", "terms.tsv")


def rows(out):
    return [line.split("\t") for line in out.decode().splitlines()[1:]]


def test_threads_and_memory_change_no_byte(inside, workspace):
    plain = inside(*CORPUS, cwd=workspace)
    assert plain[0] == 0
    assert inside(*CORPUS, "--threads", "3", cwd=workspace) == plain
    assert inside(*CORPUS, "--memory", "1M", "--threads", "2", cwd=workspace) == plain


def test_pruning_keeps_what_is_asked_for(inside, workspace):
    every = rows(inside(*CORPUS, cwd=workspace)[1])
    few = rows(inside(*CORPUS, "--top-edges", "50", cwd=workspace)[1])
    assert len(few) == 50
    assert rows(inside(*CORPUS, "--top-links", "50", cwd=workspace)[1]) == few
    bar = sorted((float(row[2]) for row in every), reverse=True)[49]
    assert all(float(row[2]) >= bar for row in few)
    for option in (("--fdr", "0.05"), ("--backbone", "0.3"), ("--min-count", "5")):
        found = rows(inside(*CORPUS, *option, cwd=workspace)[1])
        assert 0 < len(found) < len(every), option
        assert {tuple(row) for row in found} <= {tuple(row) for row in every}, option


def test_arcs_are_in_the_order_of_words(inside, tmp_path):
    (tmp_path / "text.txt").write_text("alpha beta.\nbeta alpha beta.\n", encoding="utf-8")
    (tmp_path / "terms.txt").write_text("alpha\nbeta\n", encoding="utf-8")
    args = ("graph", "text.txt", "--terms", "terms.txt", "--weight", "count", "--min-count", "1", "--directed")
    assert rows(inside(*args, cwd=tmp_path)[1]) == [["alpha", "beta", "2.0", "2"], ["beta", "alpha", "1.0", "1"]]


@pytest.mark.parametrize("kind", ["pajek", "graphml", "gexf", "json", "csv", "jsonl", "table"])
def test_every_format_is_written_and_clustered_alike(inside, workspace, shell, kind):
    code, out, err = inside(*CORPUS, "--format", kind, cwd=workspace)
    assert (code, err) == (0, b"")
    if kind in ("jsonl", "table"):
        assert "故障" in out.decode()
        return
    expected = inside("cluster", "-", stdin=inside(*CORPUS, cwd=workspace)[1])
    assert inside("cluster", "-", stdin=out) == expected
    if kind == "json":
        graph = networkx.node_link_graph(json.loads(out), edges="edges")
        assert graph.nodes["故障"]["count"] > 100
        assert graph.nodes["故障"]["score"] > 1


def test_without_terms_the_nodes_are_content_words(inside, workspace):
    code, out, err = inside("graph", "data/power.txt", "-b", "data/encyclopedia.txt", cwd=workspace)
    assert (code, err) == (0, b"")
    names = {name for row in rows(out) for name in row[:2]}
    assert {"变压器", "绕组", "断路器"} <= names
    assert not {"可以", "我们", "如果", "因为", "的"} & names
    code, _, err = inside("graph", "data/power.txt", cwd=workspace)
    assert (code, err) == (0, b"textmine: background: the shipped zh (--background names another, or none)\n")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--fdr", "0"), b"--fdr 0.0 is not a share above 0 and up to 1; use --fdr 0.05"),
        (("--backbone", "2"), b"--backbone 2.0 is not a share above 0 and up to 1; use --backbone 0.05"),
        (("--window", "-1"), b"the window is below 1; use --window 10"),
        (("--mutual",), b"--mutual has no effect without --from-vectors; give --from-vectors FILE too"),
        (("--neighbours", "3"), b"--neighbours has no effect without --from-vectors; give --from-vectors FILE too"),
        (("--top-edges", "-1"), b"the number of links is negative; use --top-edges 0 for all"),
    ],
)
def test_options_that_make_no_sense_are_refused(inside, workspace, option, message):
    code, out, err = inside(*CORPUS, *option, cwd=workspace)
    assert (code, out, err) == (2, b"", b"textmine: " + message + b"\n")


def test_senses_are_a_table_and_a_network_of_states(inside, tmp_path):
    fields = ("电压 绝缘 跳闸 变电站", "公交 站台 乘客 票价")
    lines = [f"线路,{a},{b}" for field in fields for a in field.split() for b in field.split() if a != b] * 3
    (tmp_path / "text.txt").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "terms.txt").write_text("\n".join(["线路", *" ".join(fields).split()]), encoding="utf-8")
    args = ("graph", "text.txt", "--terms", "terms.txt", "--weight", "count", "--keep-repeats")
    code, out, err = inside(*args, "--senses", "senses.tsv", cwd=tmp_path)
    assert code == 0
    assert "1 of 9 terms have two senses or more: 线路" in err.decode()
    table = (tmp_path / "senses.tsv").read_text(encoding="utf-8").splitlines()
    assert [line.split("\t")[:3] for line in table[1:]] == [["线路", "1", "0.5"], ["线路", "2", "0.5"]]
    found = rows(inside("cluster", "-", stdin=out)[1])
    homes = {row[0].split(":")[0] for row in found if row[1] == "线路"}
    assert len(homes) == 2
    for wrong in (("--directed",), ("--format", "gexf"), ("--order", "2"), ("--output", "senses.tsv")):
        assert inside(*args, "--senses", "senses.tsv", *wrong, cwd=tmp_path)[0] == 2, wrong


def test_paths_remember_the_term_before(inside, tmp_path):
    (tmp_path / "text.txt").write_text("甲车乙站丙路。\n丁车乙站戊路。\n" * 3, encoding="utf-8")
    (tmp_path / "terms.txt").write_text("甲车\n乙站\n丙路\n丁车\n戊路\n", encoding="utf-8")
    args = ("graph", "text.txt", "--terms", "terms.txt", "--keep-repeats")
    code, out, _ = inside(*args, "--order", "2", cwd=tmp_path)
    assert code == 0
    assert [line for line in out.decode().splitlines() if '"乙站"' in line or '乙站"' in line][1:] == [
        '1 1 "甲车 乙站"',
        '4 1 "丁车 乙站"',
    ]
    assert inside(*args, "--order", "3", cwd=tmp_path)[0] == 2


def test_a_network_of_states_overwrites_no_input_and_takes_no_option_in_vain(inside, tmp_path):
    text = tmp_path / "text.txt"
    text.write_text("甲车乙站丙路。\n丁车乙站戊路。\n" * 3, encoding="utf-8")
    before = text.read_bytes()
    for wrong in (
        ("--senses", "text.txt"),
        ("--senses", "-"),
        ("--order", "2", "--weight", "pmi"),
        ("--order", "2", "--fdr", "0.1"),
        ("--order", "2", "--format", "tsv"),
        ("--senses", "s.tsv", "--format", "tsv"),
    ):
        assert inside("graph", "text.txt", *wrong, cwd=tmp_path)[0] == 2, wrong
    assert text.read_bytes() == before


@pytest.mark.parametrize("states", [("--senses", "s.csv"), ("--order", "2")])
def test_a_text_without_links_gives_a_network_without_states_and_a_note(inside, tmp_path, states):
    (tmp_path / "text.txt").write_text("变压器\n", encoding="utf-8")
    (tmp_path / "terms.txt").write_text("变压器\n", encoding="utf-8")
    code, out, err = inside("graph", "text.txt", "--terms", "terms.txt", *states, cwd=tmp_path)
    assert (code, out.decode()) == (0, "*Vertices 0\n*States\n*Edges\n")
    assert "no link: no" in err.decode()
    if states[0] == "--senses":
        assert (tmp_path / "s.csv").read_text(encoding="utf-8") == "term,sense,share,likeness,near\n"


@pytest.mark.parametrize(
    ("name", "begins", "note"),
    [
        ("g.gexf", "<?xml", None),
        ("g.GraphML", "<?xml", None),
        ("g.net", "*Vertices 2", None),
        ("g.json", '{"directed"', None),
        ("g.csv", "source,target,weight,count", None),
        ("g.jsonl", '{"source": "电压"', None),
        ("g.txt", "source\ttarget", None),
        ("g.gml", "source\ttarget", "no format that graph writes ends in .gml; this is TSV"),
    ],
)
def test_the_end_of_the_name_chooses_the_format(inside, tmp_path, name, begins, note):
    (tmp_path / "text.txt").write_text("电压与电流。\n" * 3, encoding="utf-8")
    (tmp_path / "terms.txt").write_text("电压\n电流\n", encoding="utf-8")
    args = ("graph", "text.txt", "--terms", "terms.txt", "--keep-repeats", "-o", name)
    said = b"" if note is None else f"textmine: {name}: {note}\n".encode()
    assert inside(*args, cwd=tmp_path) == (0, b"", said)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert inside(*args, "--format", "tsv", cwd=tmp_path)[0] == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("source\ttarget")


def test_states_are_pajek_whatever_the_name_ends_in(inside, tmp_path):
    (tmp_path / "text.txt").write_text("甲车乙站丙路。\n丁车乙站戊路。\n" * 3, encoding="utf-8")
    args = ("graph", "text.txt", "-b", "none", "--order", "2", "--keep-repeats")
    for name, said in (("s.net", b""), ("s.gexf", b"textmine: s.gexf: a network of states is a Pajek file")):
        code, _, err = inside(*args, "-o", name, cwd=tmp_path)
        assert (code, said in err) == (0, True)
        assert b"ends in" not in err or name == "s.gexf"
        assert (tmp_path / name).read_text(encoding="utf-8").startswith("*Vertices")


def test_the_places_of_both_outputs_are_looked_at_before_the_work(inside, tmp_path):
    (tmp_path / "text.txt").write_text("电压与电流。\n", encoding="utf-8")
    for option in ("--senses", "-o"):
        code, _, err = inside("graph", "text.txt", option, "absent/s.tsv", cwd=tmp_path)
        assert (code, err[:53]) == (1, b"textmine: absent/s.tsv: cannot be written: no such fi")
