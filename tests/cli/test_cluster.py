"""`textmine cluster` as a process: every option, every format in and out."""

import gzip
import io
import json
import re

import networkx
import pytest

from textmine.communities import cluster
from textmine.graph import graph_lines, read_graph
from textmine.mapequation import FlowOptions

TRIANGLES = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"
BITS = 2.320730356834  # Infomap 2.16
STABLE = "use one of: tsv, csv, jsonl, table, json, graphml, gexf"
# Arcs with a way back, a self-link, a weak one and a node that nothing leads to.
ARCS = "a b 3\nb c 2\nc a 1\nc d 0.5\nd e 1\ne d 4\ne c 0.25\nf a 1\nd d 2\n"


def document(inside, text, *options):
    code, out, err = inside("cluster", "-", "--format", "json", *options, stdin=text.encode())
    assert (code, err) == (0, b"")
    return json.loads(out)


def members(found):
    """The nodes of each top module."""
    modules = {}
    for node in found["nodes"]:
        modules.setdefault(node["module"], set()).add(node["name"])
    return list(map(frozenset, modules.values()))


def as_read(kind):
    graph = read_graph(TRIANGLES, "triangles")
    return "".join(graph_lines(graph, kind))


READINGS = {
    "tabs": TRIANGLES.replace(" ", "\t"),
    "blanks": TRIANGLES,
    "commas": TRIANGLES.replace(" ", ","),
    "header.tsv": "target\tweight\tnote\tsource\n" + re.sub("(.) (.)", r"\2\t1\tx\t\1", TRIANGLES),
    "header.csv": "source,target\n" + TRIANGLES.replace(" ", ","),
    "graph.net": as_read("pajek"),
    "graph.graphml": as_read("graphml"),
    "graph.gexf": as_read("gexf"),
    "graph.json": as_read("json"),
    "from_networkx.graphml": "\n".join(networkx.generate_graphml(networkx.parse_edgelist(TRIANGLES.splitlines()))),
    "from_networkx.gexf": "\n".join(networkx.generate_gexf(networkx.parse_edgelist(TRIANGLES.splitlines()))),
}  # fmt: skip


@pytest.mark.parametrize("name", READINGS)
def test_every_format_is_read_from_a_file_and_from_standard_input(inside, tmp_path, name):
    expected = inside("cluster", "-", stdin=TRIANGLES.encode())[1]
    (tmp_path / name).write_text(READINGS[name], encoding="utf-8")
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(READINGS[name].encode()))
    unused = "columns of text that are not used: note"
    for source, given in (("-", READINGS[name].encode()), (tmp_path / name, b""), (tmp_path / f"{name}.gz", b"")):
        note = f"textmine: {source}: {unused}\n" if name == "header.tsv" else ""
        assert inside("cluster", source, stdin=given) == (0, expected, note.encode())


def test_the_communities_and_their_bits(inside):
    found = document(inside, TRIANGLES)
    assert found["codelength"] == pytest.approx(BITS, abs=1e-11)
    assert found["index_codelength"] + found["module_codelength"] == pytest.approx(BITS, abs=1e-11)
    assert [module["path"] for module in found["modules"]] == [[1], [2]]
    assert [module["flow"] for module in found["modules"]] == pytest.approx([0.5, 0.5])
    # 1/14 of all steps cross the bridge in each direction.
    assert [module["exit_flow"] for module in found["modules"]] == pytest.approx([1 / 14] * 2)
    assert members(found) == [frozenset("abc"), frozenset("def")]


@pytest.mark.parametrize("kind", ["tsv", "csv", "jsonl", "tree", "ftree", "clu", "json", "newick", "graphml", "gexf"])
def test_the_end_of_the_output_names_the_format(inside, tmp_path, kind):
    code, shown, err = inside("cluster", "-", "--format", kind, stdin=TRIANGLES.encode())
    assert (code, err) == (0, b"")
    path = tmp_path / f"out.{kind}"
    assert inside("cluster", "-", "-o", path, stdin=TRIANGLES.encode()) == (0, b"", b"")
    assert path.read_bytes() == shown
    other = tmp_path / "other.tree"
    assert inside("cluster", "-", "-o", other, "-f", kind, stdin=TRIANGLES.encode()) == (0, b"", b"")
    assert other.read_bytes() == shown


def test_formats_of_graphs_have_the_communities(inside):
    wanted = {node["name"]: node for node in document(inside, TRIANGLES)["nodes"]}
    for kind in ("graphml", "gexf"):
        out = inside("cluster", "-", "-f", kind, stdin=TRIANGLES.encode())[1]
        graph = getattr(networkx, f"read_{kind}")(io.BytesIO(out))
        assert graph.number_of_edges() == 7
        for _, node in graph.nodes(data=True):
            of = wanted[node["label"]]
            assert (node["community"], node["path"]) == (of["module"], ":".join(map(str, of["path"])))
            assert node["flow"] == of["flow"]
        # And it is a graph to cluster again.
        assert inside("cluster", "-", stdin=out) == inside("cluster", "-", stdin=TRIANGLES.encode())


@pytest.mark.parametrize("kind", ["tree", "ftree", "clu", "tsv"])
@pytest.mark.parametrize("text", [TRIANGLES, "7 1\n1 3\n3 7\n3 10\n10 12\n12 20\n20 10\n"])
def test_what_was_written_is_scored_alike(inside, tmp_path, kind, text):
    path = tmp_path / f"old.{kind}"
    assert inside("cluster", "-", "-o", path, stdin=text.encode()) == (0, b"", b"")
    again = document(inside, text, "--initial", path, "--no-search")
    assert again["codelength"] == pytest.approx(BITS, abs=1e-11)
    assert members(again) == members(document(inside, text))


def test_initial_is_where_a_search_begins_or_what_is_scored(inside, tmp_path):
    start = tmp_path / "start.clu"
    start.write_text("0 1\n1 2\n2 1\n3 2\n4 1\n5 2\n", encoding="utf-8")
    given = document(inside, TRIANGLES, "--initial", start, "--no-search")
    assert members(given) == [frozenset("ace"), frozenset("bdf")]
    assert given["codelength"] > BITS + 0.5
    assert document(inside, TRIANGLES, "--initial", start)["codelength"] == pytest.approx(BITS, abs=1e-11)


def test_directions(inside):
    assert document(inside, ARCS, "--directed")["codelength"] != document(inside, ARCS)["codelength"]
    found = {node["name"]: node["flow"] for node in document(inside, ARCS, "--rawdir")["nodes"]}
    total = 3 + 2 + 1 + 0.5 + 1 + 4 + 0.25 + 1 + 2
    into = {"a": 2, "b": 3, "c": 2.25, "d": 6.5, "e": 1, "f": 0}  # the weights are the flow
    assert found == pytest.approx({name: weight / total for name, weight in into.items()})


@pytest.mark.parametrize(
    ("options", "flow"),
    [
        (("--directed", "--teleportation", "0.4"), FlowOptions(model="directed", teleportation=0.4)),
        (("--directed", "--to-nodes"), FlowOptions(model="directed", to_nodes=True)),
        (
            ("--directed", "--to-nodes", "--teleportation", "0.01"),
            FlowOptions(model="directed", teleportation=0.01, to_nodes=True),
        ),
        (("--markov-time", "2.5"), FlowOptions(markov_time=2.5)),
        (("--rawdir", "--markov-time", "0.5"), FlowOptions(model="rawdir", markov_time=0.5)),
        (("--regularized",), FlowOptions(regularization=1.0)),
        (
            ("--directed", "--regularized", "--regularization-strength", "0.2"),
            FlowOptions(model="directed", regularization=0.2),
        ),
        (
            ("--variable-markov-time", "--variable-markov-damping", "0.4", "--variable-markov-min-scale", "0.5"),
            FlowOptions(variable_markov_time=True, variable_markov_damping=0.4, variable_markov_min_scale=0.5),
        ),
        (("--outdirdir",), FlowOptions(model="outdirdir")),
    ],
)
def test_options_of_the_walk_reach_it(inside, options, flow):
    graph = read_graph(ARCS, "arcs", directed=flow.model != "undirected")
    wanted = cluster(graph, flow=flow)
    found = document(inside, ARCS, *options)
    assert found["codelength"] == wanted.codelength
    assert {node["name"]: node["flow"] for node in found["nodes"]} == dict(
        zip(wanted.names, wanted.node_flow.tolist(), strict=True)
    )


def test_metadata_reach_the_search(inside, tmp_path):
    kinds = tmp_path / "kinds.tsv"
    kinds.write_text("a\tx\nb\ty\nc\tx\nd\ty\ne\tx\n", encoding="utf-8")
    code, out, err = inside("cluster", "-", "-f", "json", "--metadata", kinds, stdin=TRIANGLES.encode())
    assert code == 0
    assert err.decode().endswith("kinds.tsv: nodes without a category (1 of 6) form one of their own\n")
    found = json.loads(out)
    assert found["codelength"] == pytest.approx(BITS + found["metadata_codelength"], abs=1e-9)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--regularized", "--regularization-strength", "-1"), "the strength of the regularization is -1.0"),
        (("--regularization-strength", "2"), "no effect without --regularized"),
        (("--undirdir", "--outdirdir"), "two flow models"),
        (("--rawdir", "--regularized"), "rawdir flow is not regularized"),
        (("--directed", "--to-nodes", "--regularized"), "leave out --to-nodes or --regularized"),
        (("--variable-markov-time", "--variable-markov-damping", "2"), "use 0 for degrees"),
        (("--variable-markov-damping", "0.5"), "give --variable-markov-time too"),
        (("--metadata-rate", "2"), "give --metadata too"),
    ],
)
def test_options_of_models_that_do_not_fit_are_one_line(inside, options, said):
    code, out, err = inside("cluster", "-", *options, stdin=TRIANGLES.encode())
    assert (code, out, err.count(b"\n")) == (2, b"", 1)
    assert said in err.decode()


def test_links_left_out_are_as_if_they_were_not_there(inside):
    for options, dropped in (
        (("--no-self-links",), ("d d 2",)),
        (("--weight-threshold", "1"), ("c d 0.5", "e c 0.25")),
        (("--weight-threshold", "0.5"), ("e c 0.25",)),
    ):
        rest = "".join(f"{line}\n" for line in ARCS.splitlines() if line not in dropped)
        for way in ((), ("--directed",), ("--rawdir",)):
            left = inside("cluster", "-", *way, *options, stdin=ARCS.encode())
            assert left == inside("cluster", "-", *way, stdin=rest.encode())


def test_a_threshold_drops_links_of_layers_before_others_are_made(inside):
    strong = "*Intra\n1 1 2 0.9\n1 2 3 0.8\n2 1 2 0.7\n2 2 4 0.9\n"
    found = inside("cluster", "-", "--weight-threshold", "0.5", stdin=f"{strong}2 1 4 0.4\n".encode())
    assert found == inside("cluster", "-", stdin=strong.encode())
    assert found[0] == 0


def test_levels_efforts_trials_seeds_and_threads(inside, workspace):
    def bits(*options):
        code, out, err = inside("cluster", "graph.tsv", "-f", "json", *options, cwd=workspace)
        assert (code, err) == (0, b"")
        found = json.loads(out)
        return found["codelength"], found["levels"], out

    default, two = bits(), bits("--two-level")
    assert two[1] == 2
    assert default[0] <= two[0] + 1e-12
    assert bits("--effort", "fast")[0] >= bits("--effort", "best")[0] - 1e-12
    assert bits("--effort", "default") == default
    assert bits("--seed", "123") == default
    five = bits("--trials", "5", "--effort", "fast")
    assert five[0] <= bits("--effort", "fast")[0]
    assert bits("--trials", "5", "--effort", "fast", "--threads", "2") == five


# Two cliques of six; x is linked to four nodes of the one and three of the other. Every link was seen four times.
CLIQUES = "".join(f"{side}{i}\t{side}{j}\t4\n" for side in "pq" for i in range(6) for j in range(i))
BRIDGE = "source\ttarget\tweight\n" + CLIQUES
BRIDGE += "".join(f"x\t{name}\t4\n" for name in ("p0", "p1", "p2", "p3", "q0", "q1", "q2"))


def test_bootstrap_tells_who_belongs_and_who_is_between(inside):
    code, out, err = inside("cluster", "-", "--bootstrap", "100", stdin=BRIDGE.encode())
    assert (code, err) == (0, b"")
    head, *rows = [line.split("\t") for line in out.decode().splitlines()]
    assert head == ["path", "term", "flow", "stability", "core", "community_matched", "community_overlap"]
    found = {row[1]: row for row in rows}
    assert found["x"][0].startswith("1:")
    # Its links to the one side, Poisson(16), outweigh those to the other, Poisson(12), with a probability of 0.75.
    assert 0.65 < float(found["x"][3]) < 0.85
    assert found["x"][4] == "false"
    assert all((float(row[3]), row[4]) == (1.0, "true") for name, row in found.items() if name != "x")
    # The cliques are always found, with or without x: six of seven nodes in common, or all.
    assert all(float(row[5]) == 1.0 for row in rows)
    with_x = float(found["x"][3])
    assert float(found["p0"][6]) == pytest.approx(with_x + (1 - with_x) * 6 / 7)


def test_bootstrap_depends_on_the_graph_and_the_seed_alone(inside):
    options = ("--bootstrap", "5")
    code, out, err = inside("cluster", "-", *options, stdin=BRIDGE.encode())
    assert (code, err) == (0, b"")
    assert inside("cluster", "-", *options, "--threads", "2", stdin=BRIDGE.encode()) == (0, out, b"")
    assert inside("cluster", "-", *options, "--seed", "7", stdin=BRIDGE.encode())[1] != out
    shuffled = "\n".join([BRIDGE.splitlines()[0], *sorted(BRIDGE.splitlines()[1:])]).encode()
    assert inside("cluster", "-", *options, stdin=shuffled) == (0, out, b"")


def test_bootstrap_stands_in_every_format_that_has_a_place_for_it(inside):
    wanted = document(inside, BRIDGE, "--bootstrap", "10")
    assert wanted["bootstrap"] == {"replicas": 10, "events": 148.0, "scaled": False}
    nodes = {node["name"]: (node["stability"], node["core"]) for node in wanted["nodes"]}
    assert [module["matched"] for module in wanted["modules"]] == [1.0, 1.0]
    assert all(6 / 7 < module["overlap"] < 1.0 for module in wanted["modules"])
    for kind in ("graphml", "gexf"):
        out = inside("cluster", "-", "-f", kind, "--bootstrap", "10", stdin=BRIDGE.encode())[1]
        graph = getattr(networkx, f"read_{kind}")(io.BytesIO(out))
        assert {of["label"]: (of["stability"], of["core"]) for _, of in graph.nodes(data=True)} == nodes
    for kind in ("csv", "jsonl", "table"):
        assert b"stability" in inside("cluster", "-", "-f", kind, "--bootstrap", "10", stdin=BRIDGE.encode())[1]


def test_weights_that_are_no_counts_are_drawn_as_events(inside):
    wanted = inside("cluster", "-", "--bootstrap", "5", stdin=BRIDGE.encode())
    halves = BRIDGE.replace("\t4\n", "\t0.5\n")
    code, out, err = inside("cluster", "-", "--bootstrap", "5", stdin=halves.encode())
    said = b"textmine: the weights are not counts; they are scaled to 37 events, one for each link on average"
    assert (code, err.startswith(said), err.count(b"\n")) == (0, True, 1)
    assert out != wanted[1]
    # As many events as there are counts: the same draws. And a column of counts is what is drawn, whatever the weights.
    assert inside("cluster", "-", "--bootstrap", "5", "--bootstrap-events", "148", stdin=halves.encode()) == wanted
    counted = BRIDGE.replace("\t4\n", "\t0.5\t4\n").replace("weight", "weight\tcount")
    assert inside("cluster", "-", "--bootstrap", "5", stdin=counted.encode()) == wanted


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--no-search",), "--no-search has nothing to score; name communities with --initial"),
        (("--bootstrap", "-1"), "--bootstrap is -1, below 0; use 100 or more, or leave it out"),
        (("--bootstrap-events", "5"), "--bootstrap-events has no effect without --bootstrap; give --bootstrap too"),
        (("--bootstrap", "5", "--bootstrap-events", "0"), "the number of events is 0.0; use a number above 0"),
        (("--bootstrap", "5", "--bootstrap-events", "nan"), "the number of events is nan; use a number above 0"),
        (
            ("--bootstrap", "5", "-f", "tree"),
            f"tree has no place for the stability of communities; {STABLE}",
        ),
        (
            ("--bootstrap", "5", "-o", "x.nwk"),
            f"newick has no place for the stability of communities; {STABLE}",
        ),
        (("--markov-time", "0"), "the Markov time must be above 0, not 0.0; the usual value is 1"),
        (("--teleportation", "1"), "teleportation must lie between 0 and 1, not 1.0; the usual value is 0.15"),
        (("--weight-threshold", "-1"), "the weight threshold is -1.0, below 0; use 0 or more"),
        (("--seed", "-1"), "seed is -1, below 0; use --seed 0 or more"),
    ],
)
def test_options_that_make_no_sense(inside, tmp_path, options, message):
    code, out, err = inside("cluster", "-", *options, stdin=TRIANGLES.encode(), cwd=tmp_path)
    assert (code, out, err.decode()) == (2, b"", f"textmine: {message}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [("-f", "tree", "-f", "clu", "-o", "graph.tsv"), ("-o", "graph.tsv/")])
def test_a_file_is_no_folder_for_several_formats(inside, tmp_path, options):
    (tmp_path / "graph.tsv").write_text(TRIANGLES)
    code, out, err = inside("cluster", "graph.tsv", *options, cwd=tmp_path)
    said = "textmine: the output needs a folder, and graph.tsv is a file; name a folder with -o DIR\n"
    assert (code, out, err.decode()) == (2, b"", said)
    assert (tmp_path / "graph.tsv").read_text() == TRIANGLES


ALONE = "the flow is degenerate: no link leads from one node to another; give links between different nodes"
SINK = (
    "the flow is degenerate: all of it ends at one node; give links on from there, or take links both ways"
    " (--undirected)"
)
NO_LINK = "the graph has no link; give links with a weight above 0"
WRONG = "write a number of 0 or more"
SIZE = "is too small or too large; scale all weights to between 1e-100 and 1e+100"
FIELDS = "write source, target and weight, separated by tabs"
UNKNOWN = "use the names or ids of its nodes"


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("a a 1\nb b 2\n", (), ALONE),
        ("a a 1\nb b 2\n", ("--directed",), ALONE),
        ("a a 1\nb b 2\n", ("--rawdir",), ALONE),
        ("a b 1\n", ("--directed",), SINK),
        ("a b 1\nc b 1\n", ("--rawdir",), SINK),
        ("a a 1\n", ("--no-self-links",), "all links lead from a node to itself; leave out --no-self-links"),
        ("a b 1\n", ("--weight-threshold", "2"), "no link has a weight of 2 or more; lower --weight-threshold"),
        (
            "a a 9\na b 1\n",
            ("--weight-threshold", "2", "--no-self-links"),
            "no link from a node to another has a weight of 2 or more; lower --weight-threshold, or leave out"
            " --no-self-links",
        ),
        ("a b 0\n", (), NO_LINK),
        ("source\ttarget\n", (), NO_LINK),
        ("a b 1e308\nb c 1e308\n", (), f"a weight of 1e+308 {SIZE}"),
        ("a b 1e-310\n", (), f"a weight of 1e-310 {SIZE}"),
        ("*Vertices 2\n*Edges\n1 2 -1\n", (), f"3: the weight '-1' is negative; {WRONG}"),
        ("*Vertices 2\n*Edges\n1 2 nan\n", (), f"3: the weight 'nan' is not a number; {WRONG}"),
        (as_read("graphml").replace(">1.0<", ">-2<"), (), f"12: the weight '-2.0' is negative; {WRONG}"),
        (as_read("gexf").replace('weight="1.0"', 'weight="INF"'), (), f"13: the weight 'inf' is infinite; {WRONG}"),
        (as_read("json").replace("1.0}", '"x"}'), (), f"the weight 'x' is not a number; {WRONG}"),
        ("source,target,weight\na,b,1\nb,c\n", (), f"3: 2 fields where the first record has 3; {FIELDS}"),
    ],
)  # fmt: skip
def test_graphs_that_are_refused(inside, tmp_path, text, options, message):
    code, out, err = inside("cluster", "-", *options, "-o", tmp_path / "out.tsv", stdin=text.encode())
    place = "-:" if message[0].isdigit() else "-: "
    assert (code, out, err.decode()) == (1, b"", f"textmine: {place}{message}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("old.tree", '1:1 0.5 "z" 0\n', f"old.tree:1: the graph has no node 'z'; {UNKNOWN}"),
        ("old.clu", "# a\n6 1\n", f"old.clu:2: the graph has no node 6; {UNKNOWN}"),
        ("old.tsv", "path\tterm\tflow\n1:1\tg\t1\n", f"old.tsv:2: the graph has no node 'g'; {UNKNOWN}"),
        ("old.clu", "0 1\n0 2\n", "old.clu:2: the node 'a' stands here a second time; drop one of them"),
    ],
)  # fmt: skip
def test_communities_that_are_refused(inside, tmp_path, name, text, message):
    (tmp_path / name).write_text(text, encoding="utf-8")
    code, out, err = inside("cluster", "-", "--initial", name, stdin=TRIANGLES.encode(), cwd=tmp_path)
    assert (code, out, err.decode()) == (1, b"", f"textmine: {message}\n")


def test_more_links_than_ids_can_name(monkeypatch):
    from textmine.errors import GraphError
    from textmine.graph import graph as home
    from textmine.mapequation import links, undirected_flow

    monkeypatch.setattr(home, "_MOST_LINKS", 6)
    with pytest.raises(GraphError, match="7 links are more than 6; drop those of little weight"):
        read_graph(TRIANGLES, "triangles")
    monkeypatch.setattr(links, "_MOST_LINKS", 2)
    with pytest.raises(GraphError, match="3 links are more than 2; drop those of little weight"):
        undirected_flow([0, 1, 2], [1, 2, 0], [1.0] * 3, 3)
