"""`textmine cluster` on files that users bring: what is said, which way links lead, where results go."""

import json

import networkx
import pytest

LINKS = "1 2\n2 3\n1 3\n3 4\n4 5\n5 6\n4 6\n"
PAJEK = "*Vertices 6\n" + "".join(f'{n} "{name}"\n' for n, name in enumerate("abcdef", 1)) + f"*Edges\n{LINKS}"
ARCS = "*Vertices 3\n*Arcs\n1 2\n2 3\n3 1\n1 3\n"
DECLARED = "textmine: g.net: the file says that links are directed; --undirected takes them both ways\n"
BITS = 2.320730356834  # Infomap 2.16


@pytest.fixture
def cluster(inside, tmp_path):
    """Return a function that writes a file, clusters it, and returns code, output and errors as text."""

    def run(name, text, *options):
        (tmp_path / name).write_text(text, encoding="utf-8")
        code, out, err = inside("cluster", name, *options, cwd=tmp_path)
        return code, out.decode(), err.decode()

    return run


def flows(out):
    return {row.split("\t")[1]: float(row.split("\t")[2]) for row in out.splitlines()[1:]}


def test_the_direction_that_a_file_declares_is_used_and_said(cluster):
    code, out, err = cluster("g.net", ARCS)
    assert (code, err) == (0, DECLARED)
    assert (0, out, "") == cluster("g.net", ARCS, "--directed") == cluster("g.net", ARCS, "-d")
    code, both, err = cluster("g.net", ARCS, "--undirected")
    assert (code, err) == (0, "")
    # Strengths 3, 2, 3 of 8: an arc each way between 1 and 3 is a link of weight 2.
    assert flows(both) == pytest.approx({"1": 3 / 8, "2": 2 / 8, "3": 3 / 8})
    assert cluster("g.net", ARCS, "--undirected", "-d") == (
        2, "", "textmine: --undirected and --directed exclude each other; leave out one of them\n",
    )  # fmt: skip


def test_jumps_to_vertices_with_weights(cluster):
    text = '*Vertices 3\n1 "a" 5\n2 "b" 1\n3 "c" 1\n*Arcs\n1 2 1\n2 3 1\n'
    code, out, err = cluster("g.net", text, "--to-nodes")
    assert (code, err) == (0, DECLARED)
    assert flows(out) == pytest.approx({"a": 0.0, "b": 0.487805, "c": 0.512195}, abs=1e-6)  # Infomap 2.16
    code, _, err = cluster("g.net", text)
    assert (code, err) == (
        0,
        DECLARED + "textmine: g.net: the weights of its vertices are used with --to-nodes and --weights-as-flow only\n",
    )


def test_several_formats_go_into_a_folder_and_say_how_they_were_made(cluster, tmp_path):
    options = ("-2", "-N", "3", "--seed", "5", "-f", "tree", "-f", "ftree", "-f", "clu", "-f", "json", "-f", "table")
    assert cluster("g.net", PAJEK, *options, "-o", "found") == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "found").iterdir()) == [
        "g.clu", "g.ftree", "g.json", "g.tree", "g.txt",
    ]  # fmt: skip
    document = json.loads((tmp_path / "found" / "g.json").read_text())
    assert document["version"].startswith("textmine ")
    assert (document["seed"], document["options"]["two_level"], document["options"]["model"]) == (5, True, "undirected")
    assert document["trial_codelengths"] == pytest.approx([BITS] * 3)
    assert [node["id"] for node in document["nodes"]] == [3, 1, 2, 4, 5, 6]
    for kind in ("tree", "ftree", "clu"):
        head = [line for line in (tmp_path / "found" / f"g.{kind}").read_text().splitlines() if line.startswith("#")]
        assert head[0] == f"# {document['version']}"
        assert "two_level=True" in head[1]
        assert head[2] == "# seed 5"
        assert len(head[3].removeprefix("# codelengths of trials ").split()) == 3
        again = cluster("g.net", PAJEK, "--initial", f"found/g.{kind}", "--no-search", "-f", "json")[1]
        assert json.loads(again)["codelength"] == pytest.approx(BITS, abs=1e-11)
    assert cluster("g.net", PAJEK, "-f", "tree", "-f", "clu")[::2] == (
        2, "textmine: several formats do not fit on standard output; name a folder with -o DIR\n",
    )  # fmt: skip
    threads = cluster("g.net", PAJEK, "-N", "3", "-f", "json")
    assert threads == cluster("g.net", PAJEK, "-N", "3", "-f", "json", "--threads", "2")


def test_an_ending_that_no_format_has_is_refused(cluster, inside, tmp_path):
    code, out, err = cluster("g.net", PAJEK, "-o", "x.foo")
    assert (code, out) == (2, "")
    assert err.startswith("textmine: no format ends in .foo; let the name end in one of .tsv, .csv, ")
    assert not (tmp_path / "x.foo").exists()
    assert cluster("g.net", PAJEK, "-o", "x.foo", "-f", "tree") == (0, "", "")
    assert cluster("g.net", PAJEK, "-o", "x")[0] == cluster("g.net", PAJEK, "-o", "x.tsv.gz")[0] == 0
    (tmp_path / "a.txt").write_text("a b c\n" * 9)
    code, out, err = inside("vectors", "a.txt", "-o", "v.foo", cwd=tmp_path)
    assert (code, err.decode()[:36]) == (2, "textmine: no format ends in .foo; le")


def test_attributes_of_nodes_come_back(cluster):
    graph = networkx.Graph()
    for n, name in enumerate("abcdef", 1):
        graph.add_node(n, label=name, group="left" if n < 4 else "right", size=n / 2)
    graph.add_edges_from([int(end) for end in line.split()] for line in LINKS.splitlines())
    text = "\n".join(networkx.generate_graphml(graph))
    code, out, err = cluster("g.graphml", text, "--attributes")
    assert (code, err) == (0, "")
    head, *rows = [line.split("\t") for line in out.splitlines()]
    assert head == ["path", "term", "flow", "group", "size"]
    assert {row[1]: row[3:] for row in rows}["e"] == ["right", "2.5"]
    for kind in ("graphml", "gexf"):
        out = cluster("g.graphml", text, "-f", kind)[1]
        again = cluster(f"again.{kind}", out, "--attributes")
        assert again[0] == 0
        head, *rows = [line.split("\t") for line in again[1].splitlines()]
        assert head == ["path", "term", "flow", "group", "size", "community", "node_path", "node_flow"]
        assert {row[1]: row[3] for row in rows}["b"] == "left"
    found = json.loads(cluster("g.graphml", text, "-f", "json")[1])
    assert {node["name"]: node["attributes"] for node in found["nodes"]}["a"] == {"group": "left", "size": 0.5}


def test_what_separates_the_fields_may_be_said(cluster):
    code, out, err = cluster("g.txt", "a b:c d:2\nc d:e f:1\n", "--delimiter", ":")
    assert (code, err) == (0, "")
    assert flows(out) == pytest.approx({"a b": 2 / 6, "c d": 3 / 6, "e f": 1 / 6})
    assert cluster("g.txt", "a b 1,5\n", "--delimiter", "::")[::2] == (
        2, "textmine: '::' is no delimiter; give one character, or tab, comma, semicolon, bar or blank\n",
    )  # fmt: skip
    code, out, err = cluster("g.txt", "a b 1,5\n")
    assert (code, out) == (1, "")
    assert err.endswith("say --delimiter ,\n")


def test_the_encoding_of_a_graph_is_an_option(inside, tmp_path):
    (tmp_path / "g.net").write_bytes('*Vertices 2\n1 "élève"\n2 "b"\n*Edges\n1 2\n'.encode("latin-1"))
    code, out, err = inside("cluster", "g.net", "--encoding", "latin-1", cwd=tmp_path)
    assert (code, err) == (0, b"")
    assert flows(out.decode()) == {"élève": 0.5, "b": 0.5}
    code, out, err = inside("cluster", "g.net", "--encoding", "none-such", cwd=tmp_path)
    assert (code, out) == (2, b"")
    assert err.startswith(b"textmine: 'none-such' is not an encoding; ")
