"""Every format: any names survive the round trip, networkx reads what is written, and bad files say what is wrong."""

import dataclasses
import io
import json

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.graph import GRAPH_FORMATS, build_graph, from_networkx, graph_lines, read_graph
from textmine.graph.formats import graph_format

names_of = st.lists(st.text(max_size=6), min_size=2, max_size=5, unique=True)
# What has broken formats before: quotes, escapes, ends of lines, references, controls, what looks like a header.
HARD = ["", " ", 'a"b', "\\", "\\u0001", "\x01", "\n", "\r", "\r\n", "\t", "\x85", "\u2028", "\ufeff", "\uffff"]
HARD += [
    "<a>",
    "n0",
    "0",
    "1",
    "source",
    "'",
    "%",
    "*Vertices 2",
    "# x",
    "a,b",
    "变压器 SF6",
    "\U0001f600",
    "\x00",
    "--",
]


def sample(names, directed=False):
    n = len(names)
    generator = np.random.default_rng(n)
    sources, targets = np.arange(n, dtype=np.int32), np.roll(np.arange(n, dtype=np.int32), 1)
    graph = build_graph(
        names,
        sources,
        targets,
        generator.random(n) + 0.1,
        counts=generator.integers(1, 9, n),
        directed=directed,
    )
    return graph.with_nodes(generator.integers(1, 99, n), generator.random(n))


def links(graph):
    """Links with their ends in order of the names where direction does not matter."""
    rows = [(*row[:2], *row[2:]) if graph.directed else (*sorted(row[:2]), *row[2:]) for row in graph.rows()]
    return sorted(rows)


def again(graph, kind):
    text = "".join(graph_lines(graph, kind))
    # As it is read from a file: bytes, decoded, with no ends of lines changed.
    text.encode("utf-8")
    return read_graph(text, f"graph.{'net' if kind == 'pajek' else kind}", directed=graph.directed)


@pytest.mark.parametrize("kind", GRAPH_FORMATS)
@given(names=names_of, directed=st.booleans())
def test_any_names_survive_every_format(kind, names, directed):
    graph = sample(names, directed)
    found = again(graph, kind)
    assert sorted(found.names) == sorted(graph.names)
    assert [row[:2] for row in links(found)] == [row[:2] for row in links(graph)]
    assert [row[2] for row in links(found)] == [row[2] for row in links(graph)]
    assert found.directed == directed


@pytest.mark.parametrize("kind", GRAPH_FORMATS)
def test_hard_names_survive_every_format(kind):
    graph = sample(HARD)
    found = again(graph, kind)
    assert sorted(found.names) == sorted(HARD)
    assert [row[:3] for row in links(found)] == [row[:3] for row in links(graph)]


@pytest.mark.parametrize("kind", ["graphml", "gexf", "json"])
def test_attributes_of_nodes_and_links_survive(kind):
    graph = sample(["a", "b", "c"])
    assert dict(again(graph, kind).node_records()) == dict(graph.node_records())
    if kind == "json":
        assert links(again(graph, kind)) == links(graph)
    unknown = dataclasses.replace(graph, node_scores=np.array([1.0, np.nan, 2.0]))
    assert dict(again(unknown, kind).node_records()) == dict(unknown.node_records())


@pytest.mark.parametrize("directed", [False, True])
def test_networkx_reads_what_is_written(directed):
    graph = sample(["变压器", "b c", '"'], directed)
    expected = graph.to_networkx()
    readers = {
        "graphml": lambda text: networkx.relabel_nodes(
            found := networkx.read_graphml(io.BytesIO(text.encode())), dict(found.nodes(data="label"))
        ),
        "gexf": lambda text: networkx.relabel_nodes(
            found := networkx.read_gexf(io.BytesIO(text.encode())), dict(found.nodes(data="label"))
        ),
        "json": lambda text: networkx.node_link_graph(json.loads(text), edges="edges"),
        "pajek": lambda text: networkx.parse_pajek(text.splitlines()),
    }
    for kind, read in readers.items():
        found = read("".join(graph_lines(graph, kind)))
        assert found.is_directed() == directed, kind
        assert set(found.nodes) == set(expected.nodes), kind
        for source, target, data in expected.edges(data=True):
            edge = found.get_edge_data(source, target)
            assert (edge[0] if found.is_multigraph() else edge)["weight"] == data["weight"], kind


def test_what_networkx_writes_is_read():
    graph = networkx.les_miserables_graph()
    expected = {tuple(sorted(edge[:2])): edge[2] for edge in graph.edges(data="weight")}
    texts = {
        "graphml": "\n".join(networkx.generate_graphml(graph)),
        "gexf": "\n".join(networkx.generate_gexf(graph)),
        "json": json.dumps(networkx.node_link_data(graph, edges="links")),
        "net": "\n".join(networkx.generate_pajek(graph)),
    }
    for suffix, text in texts.items():
        for source in (f"graph.{suffix}", "-"):  # by the name, and by how it begins
            found = read_graph(text, source)
            assert {tuple(sorted(row[:2])): row[2] for row in found.rows()} == expected, source
    assert links(from_networkx(graph)) == links(read_graph(texts["json"], "-"))


def test_files_of_other_programs():
    arcs = '% made by hand\n*Vertices 3\n1 "a b" 0.1 0.2\n3 c ic Red\n*Arcs :1 "likes"\n1 2\n2 3 2\n*Edges\n1 3 4\n'
    graph = read_graph(arcs, "-")
    assert graph.directed
    assert list(graph.rows()) == [("a b", "2", 1.0), ("a b", "c", 4.0), ("2", "c", 2.0), ("c", "a b", 4.0)]
    lists = "*vertices 3\n*edgeslist\n1 2 3\n"
    assert list(read_graph(lists, "-").rows()) == [("1", "2", 1.0), ("1", "3", 1.0)]
    plain = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="x"/>'
    plain += '<node id="y"/><edge source="y" target="x"/></graph></graphml>'
    assert (read_graph(plain, "-").directed, list(read_graph(plain, "-").rows())) == (True, [("y", "x", 1.0)])


@pytest.mark.parametrize(
    ("text", "source", "message"),
    [
        ("*Vertices 2\n1 a\n*Edges\n1 3\n", "g.net", "g.net:4: no vertex 3"),
        ("*Vertices 2\n3 a\n", "g.net", "g.net:2: no vertex between 1 and their number"),
        ("*Vertices many\n", "g.net", "g.net:1: the number of vertices is 'many'"),
        ("*Vertices 2\n*Edges\n1 2 x\n", "g.net", "g.net:3: the weight 'x' is not a number"),
        ("*Vertices 2\n*Edges\na 2\n", "g.net", "g.net:3: a link is two numbers of vertices"),
        ("*Vertices 2\n", "g.net", "g.net: the graph has no link"),
        ("{", "g.json", "g.json:1: not JSON"),
        ("[]", "g.json", "g.json: no nodes and edges"),
        ('{"nodes": [{"id": []}], "edges": []}', "g.json", "g.json: an id is neither text nor a number"),
        (
            '{"nodes": [{"id": 1}, {"id": "1"}], "edges": [{"source": 1, "target": "1"}]}',
            "g.json",
            "g.json: two nodes have the same name",
        ),
        ('{"nodes": [{"id": 1}], "edges": [{"source": 1, "target": 2}]}', "g.json", "g.json: a link names '2'"),
        (
            '{"nodes": [{"id": 1}], "edges": [{"source": 1, "target": 1, "weight": "NaN"}]}',
            "g.json",
            "g.json: the weight 'NaN' is not a number",
        ),
        ("<graphml>", "g.graphml", "g.graphml:1: not GraphML: "),
        ("<html></html>", "g.graphml", "g.graphml:1: not GraphML: "),
        ("a b", "g.gexf", "g.gexf:1: not GEXF: "),
    ],
)
def test_bad_files_say_what_is_wrong(text, source, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, source)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("head", ["\n", "# a comment\n", " \n", "\t", "/* a */", "<!-- a -->\n", "<?x?>"])
def test_the_format_is_found_out_at_once_behind_a_long_beginning(head):
    # A pattern that tries all ways to divide 10,000 blank lines would not come to an end.
    assert graph_format(head * 10_000 + "a b 1\n", "graph.txt") == "tsv"
    assert graph_format("\n" * 10_000 + "*Vertices 2\n", "graph.txt") == "pajek"


def test_a_list_of_pajek_with_a_name_is_refused_as_a_list():
    with pytest.raises(InputError, match=r"^g.net:3: a list is numbers of vertices; see Pajek's format"):
        read_graph("*Vertices 2\n*Edgeslist\n1 b\n", "g.net")
