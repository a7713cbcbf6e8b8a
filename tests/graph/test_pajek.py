"""Pajek files as Pajek, Infomap, UCINET and people write them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.communities import clu_lines, cluster, load_partition, read_partition, tree_lines
from textmine.errors import InputError
from textmine.graph import Graph, build_graph, graph_lines, load_graph, read_graph
from textmine.mapequation import FlowOptions, SearchOptions

TRIANGLES = "1 2\n2 3\n1 3\n3 4\n4 5\n5 6\n4 6\n"
BITS = 2.320730356834  # Infomap 2.16


def links(text, **how):
    graph = read_graph(text, "g.net", **how)
    return graph.directed, [(*row[:2], row[2]) for row in graph.rows()]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('*VERTICES 2\r\n1 "a"\r\n\r\n2 "b"\r\n*EDGES\r\n1 2 3\r\n', (False, [("a", "b", 3.0)])),
        ('# by hand\n*Vertices\n# id name\n0 "a"\n1 "b"\n*Links\n0 1\n', (False, [("a", "b", 1.0)])),
        ('*vertices 2\n7 "a"\n9 "b"\n*arcs\n9 7 2\n', (True, [("b", "a", 2.0)])),
        ("*Edges\n5 7 1\n7 9\n", (False, [("5", "7", 1.0), ("7", "9", 1.0)])),
        ("*Vertices 3\n*Edgeslist\n1 2 3\n", (False, [("1", "2", 1.0), ("1", "3", 1.0)])),
        ("*Vertices 3\n*Arcslist\n3 1 2\n", (True, [("3", "1", 1.0), ("3", "2", 1.0)])),
        (
            '*Network old\n*Vertices 3\n1 "a" 0.1 0.2 0.5\n2 b ellipse\n3 "c"\n*Arcs\n1 2 4\n*Edges\n2 3\n',
            (True, [("a", "b", 4.0), ("b", "c", 1.0), ("c", "b", 1.0)]),
        ),
        ("*Vertices 3\n*Matrix\n0 1 0\n1 0 2\n0 2 0\n", (False, [("1", "2", 1.0), ("2", "3", 2.0)])),
        ("*Vertices 2\n*Matrix\n0 1\n0 5\n", (True, [("1", "2", 1.0), ("2", "2", 5.0)])),
        ("# source target\n1 2\n2 3 0.5\n", (False, [("1", "2", 1.0), ("2", "3", 0.5)])),  # no section: a link list
    ],
)  # fmt: skip
def test_files_of_many_hands(text, wanted):
    assert links(text) == wanted


def test_direction_is_what_the_file_says_unless_somebody_says_otherwise():
    text = "*Vertices 2\n*Arcs\n1 2 1\n2 1 1\n"
    assert links(text) == (True, [("1", "2", 1.0), ("2", "1", 1.0)])
    assert links(text, directed=False) == (False, [("1", "2", 2.0)])
    assert links("*Vertices 2\n*Edges\n2 1\n", directed=True) == (True, [("2", "1", 1.0)])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('"part ""A"", old"', 'part "A", old'),
        ('"the "big" one"', 'the "big" one'),
        (r'"a\"b"', 'a"b'),
        (r'"C:\x"', r"C:\x"),
        ("bare", "bare"),
        ('"# no comment"', "# no comment"),
    ],
)
def test_names_with_quotes_inside(written, name):
    assert read_graph(f'*Vertices 2\n1 {written}\n2 "z"\n*Edges\n1 2\n', "g.net").names == (name, "z")


def test_ids_are_kept_in_what_is_written_and_read():
    for first in (0, 1, 40):
        vertices = "".join(f'{first + n} "{name}"\n' for n, name in enumerate("abcdef"))
        pairs = [[int(end) - 1 + first for end in line.split()] for line in TRIANGLES.splitlines()]
        edges = "".join(f"{one} {other}\n" for one, other in pairs)
        graph = read_graph(f"*Vertices\n{vertices}*Edges\n{edges}", "g.net")
        found = cluster(graph)
        assert found.codelength == pytest.approx(BITS, abs=1e-11)
        ids = graph.node_ids.tolist()
        assert ids == list(range(first, first + 6))
        tree = "".join(tree_lines(found))
        assert {int(line.split()[-1]) for line in tree.splitlines() if line[0] != "#"} == set(ids)
        for text in (tree, "".join(clu_lines(found))):
            again = cluster(graph, initial=read_partition(text, "old", graph.names, ids), search_on=False)
            assert again.codelength == pytest.approx(BITS, abs=1e-11)
        assert read_graph("".join(graph_lines(graph, "pajek")), "g.net").node_ids.tolist() == ids


def test_modules_of_other_programs():
    text = '*Vertices 4\n5 "say ""hi"""\n6 "b"\n7 "b"\n8 "d"\n*Edges\n5 6\n6 7\n7 8\n'
    graph = read_graph(text, "g.net")
    ids = graph.node_ids.tolist()
    # Infomap's tree has names as they are in its memory; two are called b, and only the ids tell them apart.
    tree = '# v2.16.0\n1:1 0.2 "b" 6\n1:2 0.1 "say "hi"" 5\n2:1 0.2 "b" 7\n2:2 0.1 "d" 8\n*Links undirected\n1 2 0.1\n'
    assert read_partition(tree, "g.tree", graph.names, ids) == [(1,), (1,), (2,), (2,)]
    assert read_partition("# module level 1\n# node_id module flow\n8 2 0.1\n5 1 0.1\n", "g.clu", graph.names, ids) == [
        (1,), None, None, (2,),
    ]  # fmt: skip
    # Pajek's own .clu counts vertices.
    assert read_partition("*Vertices 4\n1\n1\n2\n2\n", "g.clu", graph.names, ids) == [(1,), (1,), (2,), (2,)]
    with pytest.raises(InputError, match="2 modules do not fit 4 nodes"):
        read_partition("*Vertices 2\n1\n1\n", "g.clu", graph.names, ids)


def test_a_clu_may_have_the_modules_of_any_level():
    triple = "1 2\n1 3\n2 3\n4 5\n4 6\n5 6\n7 8\n7 9\n8 9\n2 4\n3 7\n6 8\n"
    edges = [[int(end) + 9 * k for end in line.split()] for k in range(3) for line in triple.splitlines()]
    text = "\n".join(f"{a} {b}" for a, b in [*edges, (5, 10), (9, 19), (18, 23)])
    found = cluster(read_graph(text, "nine"))
    assert found.levels == 3
    paths = found.paths()
    for level, depth in ((1, 1), (2, 2), (0, 99)):
        rows = [line.split() for line in clu_lines(found, level=level) if line[0] != "#"]
        module = {int(row[0]): int(row[1]) for row in rows}
        wanted = {int(name): path[:-1][:depth] for name, path in zip(found.names, paths, strict=True)}
        numbers = {path: number for number, path in enumerate(sorted(set(wanted.values())), 1)}
        assert module == {name: numbers[path] for name, path in wanted.items()}


def test_jumps_land_by_the_weights_of_vertices():
    # Infomap 2.16 with -d --to-nodes: 0.512195 and 0.487805; without weights 0.649123 and 0.350877.
    text = '*Vertices 3\n1 "a" 5\n2 "b" 1\n3 "c" 1\n*Arcs\n1 2 1\n2 3 1\n'
    alike = text.replace(" 5\n", "\n").replace('"b" 1', '"b"').replace('"c" 1', '"c"')
    for vertices, wanted in ((text, [0.0, 0.487805, 0.512195]), (alike, [0.0, 0.350877, 0.649123])):
        graph = read_graph(vertices, "g.net")
        found = cluster(graph, flow=FlowOptions(model="directed", to_nodes=True))
        assert found.node_flow.tolist() == pytest.approx(wanted, abs=1e-6)
    assert read_graph(text.replace(" 5\n", " 0.1 0.2\n"), "g.net").node_weights.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("*Vertices 2\n*States\n1 1\n", "2: the section *States makes this a network with states (of higher order)"),
        ("*vertices 2\n*multilayer\n", "2: the section *multilayer makes this a multilayer network, which is not read"),
        ("*Vertices 2\n*Bipartite 2\n", "2: the section *Bipartite makes this a bipartite network, which is not read"),
        ("*Paths\n1 2 3\n", "1: the section *Paths makes this a network of paths, which is not read"),
        ("*Vertices 2\n*Arrcs\n1 2\n", "2: no section is called *Arrcs; the sections are: *Vertices, *Edges"),
        ("*Vertices 2\n1 a\n1 b\n", "3: the vertex 1 stands here a second time; give each vertex a number of its own"),
        ("*Vertices\n1 a\n*Edges\n1 2\n", "4: no vertex 2"),
        ('*Vertices 1\n1 "a\n', '2: the quote before a name is not closed; write " behind the name, too'),
        ("*Vertices 2\n*Matrix\n0 1 1\n", "3: a row of the matrix has 3 numbers where there are 2 vertices"),
        ("*Vertices 2\n*Matrix\n0 1\n", " the matrix has 1 rows where there are 2 vertices"),
        ("*Vertices 2\n*Edges\n1 2\n*Vertices 2\n", "4: a second *Vertices begins another network; give a"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_name(text, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, "g.net")
    assert str(caught.value).startswith(f"g.net:{message}")


name_of = st.text(max_size=5)


@given(
    # In order of their numbers, which is that of vertices whose numbers have no gaps.
    st.dictionaries(st.integers(0, 99), name_of, min_size=2, max_size=5)
    .filter(lambda named: len(set(named.values())) == len(named))
    .map(lambda named: dict(sorted(named.items()))),
    st.booleans(),
    st.data(),
)
def test_ids_names_and_weights_survive(named, directed, data):
    n = len(named)
    weights = np.array(data.draw(st.lists(st.floats(0.1, 9), min_size=n, max_size=n)))
    ends = np.arange(n, dtype=np.int32), np.roll(np.arange(n, dtype=np.int32), 1)
    plain = build_graph(list(named.values()), *ends, weights, directed=directed)
    graph = Graph(
        plain.names, plain.indptr, plain.targets, plain.weights, None, directed,
        node_ids=np.array(list(named)), node_weights=weights,
    )  # fmt: skip
    found = read_graph("".join(graph_lines(graph, "pajek")), "g.net")
    assert (found.names, found.directed) == (graph.names, directed)
    assert found.node_ids.tolist() == graph.node_ids.tolist()
    assert found.node_weights.tolist() == graph.node_weights.tolist()
    assert list(found.rows()) == list(graph.rows())


@pytest.mark.parametrize(
    ("name", "model", "two_level", "bits"),
    [
        ("twotriangles", "undirected", False, 2.3207303568337894),
        ("ninetriangles", "undirected", False, 3.3718750263854105),
        ("modular_w", "undirected", False, 3.0481118600274084),
        ("modular_wd", "directed", True, 2.8753540460914233),
        ("modular_wd", "rawdir", False, 2.8466053197057906),
    ],
)
def test_the_references_examples(shared, name, model, two_level, bits):
    graph = load_graph(str(shared / "graphs" / "infomap_examples" / f"{name}.net"))
    assert graph.directed == (model != "undirected")
    found = cluster(graph, SearchOptions(two_level=two_level, trials=10), FlowOptions(model=model))
    assert found.codelength.total <= bits + 1e-9
    assert len(found.trials) == 10
    assert min(found.trials) >= found.codelength.total - 1e-9


@pytest.mark.parametrize("name", ["states", "multilayer", "multilayer_intra", "multilayer_intra_inter", "bipartite"])
def test_the_references_other_examples_are_refused_by_their_section(shared, name):
    with pytest.raises(InputError, match=r"the section \*\w+ makes this a .* network"):
        load_graph(str(shared / "graphs" / "infomap_examples" / f"{name}.net"))


def test_initial_is_read_from_files(tmp_path):
    graph = read_graph(f"*Vertices 6\n*Edges\n{TRIANGLES}", "g.net")
    (tmp_path / "old.clu").write_text("1 1\n2 1\n3 1\n4 2\n5 2\n6 2\n")
    paths = load_partition(str(tmp_path / "old.clu"), graph.names, graph.node_ids.tolist())
    assert paths == [(1,)] * 3 + [(2,)] * 3


def test_all_sections_are_named_where_one_is_unknown():
    with pytest.raises(
        InputError, match=r"textmine cluster also \*States, \*Multilayer, \*Intra, \*Inter, \*Bipartite"
    ):
        read_graph("*Foo\n", "g.net")
