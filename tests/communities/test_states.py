"""Networks of states, layers and two kinds: what Infomap 2.16 says of them, what is written, what is refused."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from textmine.communities import bootstrap, cluster
from textmine.communities.partitions import read_partition
from textmine.communities.writing import communities_lines
from textmine.errors import GraphError, InputError, OptionError
from textmine.graph import LayerOptions, load_network, multilayer_network, state_network
from textmine.graph.graph import Graph
from textmine.graph.higher import read_higher
from textmine.graph.reading import Reading

CASES = json.loads((Path(__file__).parent.parent / "mapequation/state_cases.json").read_text())
# Two triangles i-l-m and i-j-k, each walked around by its own state of i.
WALK = """*Vertices 5
1 "i"
2 "j"
3 "k"
4 "l"
5 "m"
*States
1 1
2 2
3 3
4 1
5 4
6 5
*Arcs
1 2
2 3
3 1
4 5
5 6
6 4
6 1 0.1
3 4 0.1
"""


def as_ours(flags):
    """Return direction, layers and flow as Infomap's options say."""
    values = dict(pairwise([*flags, ""]))
    names = {"--multilayer-relax-rate": "relax_rate", "--multilayer-relax-limit": "relax_limit"}
    names |= {f"--multilayer-relax-limit-{way}": f"relax_limit_{way}" for way in ("up", "down")}
    layers = {ours: float(values[name]) if ours == "relax_rate" else int(values[name]) for name, ours in names.items()
              if name in flags}  # fmt: skip
    layers |= {"by_similarity": True} if "--multilayer-relax-by-jsd" in flags else {}
    flow = {}
    if "--recorded-teleportation" in flags:
        flow["recorded"] = True
    if "--to-nodes" in flags:
        flow["to_nodes"] = True
    if "--markov-time" in flags:
        flow["markov_time"] = float(values["--markov-time"])
    if "--skip-adjust-bipartite-flow" in flags:
        flow["both_kinds"] = True
    if "--flow-model" in flags:
        flow["model"] = values["--flow-model"]
    return "--directed" in flags or "--flow-model" in flags, LayerOptions(**layers), flow


@pytest.mark.parametrize("number", range(len(CASES)))
def test_the_bits_of_the_reference_and_a_search_that_is_no_worse(number):
    case = CASES[number]
    directed, layers, flow = as_ours(case["flags"])
    network = read_higher(case["text"], "case.net", Reading(directed), layers)
    modules = {tuple(key): tuple(path) for key, path in case["modules"]}
    if isinstance(network, Graph):
        keys = [(node,) for node in network.node_ids.tolist()]
    elif network.layers is None:
        keys = [(state,) for state in network.state_ids.tolist()]
    else:
        keys = list(zip(network.node_ids[network.physical].tolist(), network.layers, strict=True))
    start = [modules.get(key) for key in keys]
    scored = cluster(network, initial=start, search_on=False, **flow)
    assert scored.codelength == pytest.approx(case["codelength"], abs=1e-9)
    # Starting once a trial does not find the best modules of every network; the default, which starts often, does.
    found = cluster(network, effort="fast", trials=6, **flow).codelength
    if found > case["codelength"] + 1e-9:
        found = cluster(network, **flow).codelength
    assert found <= case["codelength"] + 1e-9


def test_a_node_stands_in_two_modules_and_every_format_says_so():
    found = cluster(read_higher(WALK, "walk.net"), effort="fast")
    assert [sorted(module) for module in found.modules()] == [["i", "j", "k"], ["i", "l", "m"]]
    tsv = "".join(communities_lines(found, "tsv")).splitlines()
    assert tsv[0] == "path\tterm\tflow\tstate_id"
    assert Counter(line.split("\t")[1] for line in tsv[1:]) == Counter({"i": 2, **dict.fromkeys("jklm", 1)})
    tree = [line for line in communities_lines(found, "tree") if not line.startswith("#")]
    assert {tuple(line.split()[2:]) for line in tree} == {
        ('"i"', "1", "1"), ('"j"', "2", "2"), ('"k"', "3", "3"),
        ('"i"', "4", "1"), ('"l"', "5", "4"), ('"m"', "6", "5"),
    }  # fmt: skip
    assert "# path flow name state_id node_id\n" in communities_lines(found, "ftree")
    assert "# state_id module flow node_id\n" in communities_lines(found, "clu")
    nodes = json.loads("".join(communities_lines(found, "json")))["nodes"]
    assert {(node["name"], node["id"], node["state_id"]) for node in nodes} >= {("i", 1, 1), ("i", 1, 4)}
    for kind in ("newick", "graphml", "gexf"):
        assert "".join(communities_lines(found, kind))


@pytest.mark.parametrize("kind", ["tsv", "tree", "ftree", "clu"])
def test_what_is_written_is_read_again(kind):
    network = read_higher(WALK, "walk.net")
    found = cluster(network, effort="fast")
    text = "".join(communities_lines(found, kind))
    start = read_partition(text, f"old.{kind}", network.graph.names, network.state_ids.tolist(), states=True)
    again = cluster(network, initial=start, search_on=False)
    assert again.codelength == pytest.approx(found.codelength, abs=1e-12)


def test_a_file_about_nodes_does_not_say_where_their_states_are():
    network = read_higher(WALK, "walk.net")
    for text in ('# path flow name node_id\n1:1 0.5 "i" 1\n', "# node_id module flow\n1 1 0.5\n"):
        with pytest.raises(InputError, match="about nodes, and the network has states"):
            read_partition(text, "old", network.graph.names, network.state_ids.tolist(), states=True)


def test_layers_are_written_with_the_states():
    found = cluster(multilayer_network([("x", "a", "x", "b"), ("x", "b", "x", "c"), ("late y", "a", "late y", "d")]))
    lines = "".join(communities_lines(found, "tree"))
    assert "# path flow name state_id node_id layer_id\n" in lines
    assert '"late y"\n' in lines
    assert "layer_id" in next(iter(communities_lines(found, "tsv")))


def test_relaxing_is_that_of_the_definition():
    # Node a: 1 to b in layer 1, 3 to c in layer 2. At r = 0.4 from (1, a): 0.6 + 0.4 / 4 to (1, b), 0.4 * 3 / 4 to
    # (2, c).
    links = [(1, "a", 1, "b", 1.0), (2, "a", 2, "c", 3.0)]
    graph = multilayer_network(links, LayerOptions(relax_rate=0.4), directed=True).graph
    weights = {(source, target): weight for source, target, weight in graph.rows()}
    assert weights == {
        ("a (1)", "b (1)"): pytest.approx(0.7), ("a (1)", "c (2)"): pytest.approx(0.3),
        ("a (2)", "b (1)"): pytest.approx(0.1), ("a (2)", "c (2)"): pytest.approx(0.9),
    }  # fmt: skip


@pytest.mark.parametrize("inter", ["", "*Inter\n1 1 2 0.4\n1 1 2 0.4\n1 2 2 0.3\n"])
def test_a_threshold_is_for_the_links_of_the_file(inter):
    strong = "*Intra\n1 1 2 0.9\n1 2 3 0.8\n2 1 2 0.7\n2 2 4 0.9\n"
    weak, loop = "2 1 4 0.4\n1 1 3 0.3\n", "1 2 2 0.9\n"
    wanted = read_higher(strong + inter.replace("1 2 2 0.3\n", ""), "layers.net")
    how = LayerOptions(weight_threshold=0.5, self_links=False)
    found = read_higher(strong + weak + loop + inter, "layers.net", layers=how)
    assert list(found.graph.rows()) == list(wanted.graph.rows())
    with pytest.raises(OptionError, match="were made"):
        cluster(found, weight_threshold=0.5)
    with pytest.raises(GraphError, match="no link inside a layer has a weight of 2 or more; lower `weight_threshold`"):
        read_higher(strong, "layers.net", layers=LayerOptions(weight_threshold=2))


def test_states_of_tuples_and_of_a_mapping_are_the_same():
    steps = [(("a", "b"), ("b", "a"), 2), (("b", "a"), ("a", "b"), 1), (("c", "b"), ("b", "c"), 1)]
    one = state_network(steps)
    names = {state: state[1] for step in steps for state in step[:2]}
    other = state_network(((str(a), str(b), w) for a, b, w in steps), {str(key): node for key, node in names.items()})
    assert one.state_nodes == other.state_nodes
    assert list(one.graph.weights) == list(other.graph.weights)


def test_order_of_lines_changes_nothing():
    head, states, links = WALK.partition("*States\n")[0], *WALK.partition("*States\n")[2].split("*Arcs\n")
    turned = [*reversed(states.splitlines()), "*Arcs", *reversed(links.splitlines())]
    other = read_higher(head + "*States\n" + "\n".join(turned) + "\n", "walk.net")
    assert list(communities_lines(cluster(read_higher(WALK, "walk.net"), effort="fast"), "tsv")) == list(
        communities_lines(cluster(other, effort="fast"), "tsv")
    )


def test_bootstrap_draws_the_links_of_states_and_refuses_made_ones():
    drawn = bootstrap(cluster(read_higher(WALK, "walk.net"), effort="fast"), replicas=3)
    assert len(drawn.stability.together) == 6
    with pytest.raises(GraphError, match="were made, not counted"):
        bootstrap(cluster(multilayer_network([(1, "a", 1, "b"), (2, "a", 2, "c")])), replicas=3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*Vertices 1\n1 a\n*States\n1 1\n2 7\n*Arcs\n1 2\n", "5: the state 2 is of node 7, which is no vertex"),
        ("*Vertices 1\n1 a\n*States\n1 1\n*Arcs\n1 2\n", "6: no state 2"),
        ("*States\n1 1\n1 2\n", "3: the state 1 stands here a second time"),
        ("*States\n1\n", "2: a state is its number and that of its node"),
        ("*Intra\n1 1 2 1\n*Inter\n1 1 9 1\n", "4: no link of \\*Intra is in layer 9"),
        ("*Vertices 2\n1 a\n2 b\n*Multilayer\n1 1 2 3 1\n", "5: no vertex 3"),
        ("*Multilayer\n1 1 2\n", "2: a link is layer, node, layer, node and perhaps a weight"),
        ("*Intra\n1 1 2 -1\n", "2: the weight '-1' is negative"),
        ("*Bipartite 3\n1 3\n1 2 1\n", "3: the link from 1 to 2 lies within one kind of nodes"),
        ("*Bipartite\n1 3\n", "1: \\*Bipartite does not say where the second kind"),
        ("*Multilayer\n", "the network has no link"),
        ("*States\n1 1\n*Paths\n", "3: no section is called \\*Paths"),
        ("*Edges\n1 2\n*Intra\n1 2 3\n", "3: \\*Intra beside \\*Edges: these are two kinds of networks; give a file"),
        ("*Edges\n1 2\n*Multilayer\n1 1 1 2\n", "3: \\*Multilayer beside \\*Edges: these are two kinds"),
        ("*Edges\n1 2\n*Bipartite 3\n1 3\n", "3: \\*Bipartite beside \\*Edges: these are two kinds"),
        ("*States\n1 1\n2 2\n*Links\n1 2\n*Bipartite 2\n1 2\n", "6: \\*Bipartite beside \\*States: these are two"),
        ("*States\n1 1\n2 2\n*Multilayer\n1 1 1 2\n", "4: \\*Multilayer beside \\*States: these are two kinds"),
        ("*Intra\n1 1 2\n*Multilayer\n1 1 1 2\n", "3: \\*Multilayer beside \\*Intra: these are two kinds"),
        ("*States\n1 1\n2 2\n*Links\n1 2\n*Arcs\n1 2\n", "7: links beside arcs"),
        ("*Bipartite 2\n1 2\n*Bipartite 3\n1 3\n", "3: a second \\*Bipartite"),
        ("*Vertices 2\n1 a\n2 b\n*States\n*Links\n1 2\n", "4: \\*States lists no state; list number and node"),
        ("*Vertices 2\n1 a\n2 b\n*Bipartite 0\n1 2\n", "4: no number of a node is below 0, so all are of one kind"),
        ("*Vertices 2\n1 a\n2 b\n*Bipartite 9\n1 2\n", "4: no number of a node is 9 or more, so all are of one"),
        ("*Bipartite 9\n", "the network has no link; write links below"),
        ("*Multilayer\n-1 1 1 2\n", "2: '-1' is no whole number of 0 or more; a link is layer, node, layer"),
        (f"*Multilayer\n{'9' * 20} 1 1 2\n", f"2: the number {'9' * 20} is too large; a link .* at most 18 digits"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text, said):
    with pytest.raises(InputError, match=said):
        read_higher(text, "bad.net")


def test_an_empty_section_is_as_none():
    links, walk = "*Intra\n1 1 2\n2 2 3\n", "*States\n1 1\n2 2\n*Arcs\n1 2\n"
    for text, empty in ((links, "*Inter\n"), (walk, "*Links\n")):
        networks = [read_higher(each, "walk.net").graph for each in (text, text + empty)]
        assert list(networks[0].rows()) == list(networks[1].rows())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_sections_are_known_in_every_encoding(encoding, end, tmp_path, notes):
    text = '*Intra\n1 1 2\n2 2 3\n*Vertices 3\n1 "变压器"\n2 "油"\n3 "绕组"\n'
    path = tmp_path / "layers.net"
    path.write_bytes(text.replace("\n", end).encode(encoding))
    found = load_network(path, encoding=encoding if encoding == "utf-16-le" else None, progress=notes)
    assert list(found.graph.rows()) == list(read_higher(text, "layers.net").graph.rows())
    assert notes.notes == []


def test_two_names_of_one_section_are_read_together():
    network = read_higher("*States\n1 1\n2 2\n3 3\n*Links\n1 2\n*Edges\n2 3\n", "walk.net")
    assert network.graph.n_links == 2
    assert read_higher("*Multilayer\n1 1 1 2\n*Multiplex\n1 2 1 3\n", "layers.net").graph.n_links == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("*Multilayer\n1 1 1 2\n", "1 of 3 vertices are in no layer and are left out: c"),
        ("*States\n1 1\n2 2\n*Links\n1 2\n", None),
        ("*States 5\n1 1\n2 2\n*Links\n1 2\n", "*States says 5, and 2 stand there"),
    ],
)
def test_what_is_left_out_is_said(text, said, notes):
    vertices = "".join(f'{number} "{name}"\n' for number, name in enumerate("abc", 1))
    read_higher(f"*Vertices 3\n{vertices}{text}", "walk.net", Reading(progress=notes))
    assert f"walk.net: {said or '1 of 3 vertices have no state and are left out: c'}" in notes.notes


@pytest.mark.parametrize(
    "section", ["*States\n1 1\n2 2\n*Links\n1 2\n", "*Multilayer\n1 1 1 2\n", "*Bipartite 2\n1 2\n"]
)
def test_another_number_of_vertices_is_said(section, notes):
    for said in (" 2", "", " 7"):
        read_higher(f"*Vertices{said}\n1 a\n2 b\n{section}", "net", Reading(progress=notes))
    assert notes.notes == ["net: *Vertices says 7, and 2 stand there"]


def test_two_columns_are_two_kinds(tmp_path):
    path = tmp_path / "ratings.tsv"
    path.write_text("ann\tfilm\nben\tfilm\nben\tbook\ncem\tbook\n")
    graph = load_network(path, bipartite=True)
    assert [name for name, first in zip(graph.names, graph.first_kind, strict=True) if first] == ["ann", "ben", "cem"]
    flow = dict(zip(graph.names, cluster(graph).node_flow.tolist(), strict=True))
    assert flow == {"ann": 0.25, "ben": 0.5, "cem": 0.25, "film": 0.0, "book": 0.0}
    one_way = load_network(path, bipartite=True, directed=True)  # all leave for the second kind, by their links
    found = cluster(one_way)
    assert dict(zip(one_way.names, found.node_flow.tolist(), strict=True)) == pytest.approx(flow)
    # Infomap 2.16 has ann alone, and the same bits
    assert found.codelength == pytest.approx(1.3774437510817337, abs=1e-9)
    path.write_text("ann\tfilm\nfilm\tben\n")
    with pytest.raises(InputError, match=r"ratings.tsv:2: the node 'film' is both a source and a target"):
        load_network(path, bipartite=True)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["reader book", "ann film", "ben film"], True),
        (["source target", "ann film", "ben film"], False),
        (["reader book", "ann film"], False),
        (["ann film", "ben film", "ann book"], False),
        (["reader book", "ann film", "ann film", "reader film"], False),
        (["reader book", "ann film", "ben film", "reader book"], False),
        (["reader book 1", "ann film 1", "ben film 1"], False),
        (["1 2", "3 4", "3 5"], False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_first_row_that_could_be_a_header_is_told(rows, said, encoding, tmp_path, notes):
    path = tmp_path / "ratings.tsv"
    path.write_bytes("\n".join(row.replace(" ", "\t") for row in rows).encode(encoding))
    load_network(path, bipartite=True, progress=notes)
    told = "the first row is read as a link; if 'reader' and 'book' are the names of the columns, call them source and"
    assert notes.notes == ([f"{path}: {told} target"] if said else [])


def test_the_network_is_made_in_parts_that_change_nothing(monkeypatch):
    rng = np.random.default_rng(3)
    links = [(int(a), int(i), int(a), int(j)) for a, i, j in rng.integers(0, 5, (60, 3)) if i != j]
    whole = multilayer_network(links).graph
    monkeypatch.setattr("textmine.graph.layers._BLOCK", 7)
    parts = multilayer_network(links).graph
    assert whole.weights.tolist() == parts.weights.tolist()
    assert whole.targets.tolist() == parts.targets.tolist()


def test_states_have_the_category_of_their_node():
    network = read_higher(WALK, "walk.net")
    kinds = dict(zip("ijklm", "xxyxy", strict=True))
    found = cluster(network, metadata=[kinds[name] for name in network.names], metadata_rate=0.5)
    flow = {}
    for module, state, share in zip(found.node_module.tolist(), found.names, found.node_flow.tolist(), strict=True):
        flow.setdefault(module, dict.fromkeys("xy", 0.0))[kinds[state]] += share
    bits = [sum(each.values()) * np.log2(sum(each.values())) for each in flow.values()]
    bits += [-share * np.log2(share) for each in flow.values() for share in each.values() if share]
    assert found.codelength.metadata == pytest.approx(0.5 * sum(bits), abs=1e-9)
    with pytest.raises(GraphError, match="5 nodes"):
        cluster(network, metadata=["x"] * 6)


@pytest.mark.parametrize("how", [{"regularization": 1.0}, {"weights_as_flow": True, "landing": np.ones(4)}])
def test_flow_that_is_not_that_of_one_kind_needs_both(how):
    graph = read_higher("*Bipartite 3\n1 3\n1 4\n2 4\n", "two.net")
    with pytest.raises(OptionError, match="kind"):
        cluster(graph, **how)
    assert cluster(graph, both_kinds=True, **how).codelength > 0.0
