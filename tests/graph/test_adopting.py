"""`textmine.cluster` on graphs of other libraries, and its result."""

import networkx
import numpy as np
import pytest
import scipy.sparse

import textmine
from textmine.errors import GraphError, InputError, OptionError
from textmine.graph import as_graph, read_graph

TRIANGLES = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"
BITS = 2.320730356834  # Infomap 2.16


def edges():
    return [tuple(line.split()) for line in TRIANGLES.splitlines()]


def matrix():
    pairs = [("abcdef".index(a), "abcdef".index(b)) for a, b in edges()]
    dense = np.zeros((6, 6))
    for a, b in pairs:
        dense[a, b] = dense[b, a] = 1.0
    return dense


@pytest.mark.parametrize(
    "graph",
    [
        networkx.Graph(edges()),
        networkx.MultiGraph([*edges(), *edges()]),
        scipy.sparse.csr_array(matrix()),
        scipy.sparse.coo_matrix(matrix()),
        scipy.sparse.csc_array(matrix().astype(np.int32)),
        matrix(),
        read_graph(TRIANGLES, "triangles"),
    ],
    ids=lambda graph: type(graph).__name__,
)
def test_every_kind_of_graph_has_the_same_communities(graph):
    found = textmine.cluster(graph)
    assert found.codelength == pytest.approx(BITS, abs=1e-11)
    assert isinstance(found.codelength, float)
    assert found.levels == 2
    names = list(map(str, found.nodes))
    assert [[names.index(str(node)) for node in module] for module in found.modules()] == [[2, 0, 1], [3, 4, 5]]


def test_nodes_are_those_of_the_graph_that_was_given():
    graph = networkx.karate_club_graph()
    found = textmine.cluster(graph)
    assert sorted(node for module in found.modules() for node in module) == sorted(graph)
    networkx.community.modularity(graph, found.modules())  # raises where this is no partition of its nodes
    again = found.to_networkx()
    assert dict(again.nodes) == {node: again.nodes[node] for node in graph}
    assert {(frozenset(ends), weight) for *ends, weight in again.edges(data="weight")} == {
        (frozenset(ends), float(weight)) for *ends, weight in graph.edges(data="weight")
    }
    by_community = {}
    for node, community in again.nodes(data="community"):
        by_community.setdefault(community, set()).add(node)
    assert [by_community[rank] for rank in sorted(by_community)] == [set(module) for module in found.modules()]
    # Rows and columns of a matrix are the nodes.
    assert textmine.cluster(networkx.to_scipy_sparse_array(graph)).codelength == found.codelength
    assert set(textmine.cluster(scipy.sparse.csr_array(matrix())).nodes) == set(range(6))


def test_directions_of_a_matrix():
    upper = np.triu(matrix())
    assert as_graph(matrix())[0].directed is False
    assert as_graph(upper)[0].directed is True
    assert textmine.cluster(upper, directed=False).codelength == textmine.cluster(matrix()).codelength
    both = textmine.cluster(matrix(), directed=True)
    assert both.graph.directed
    assert both.graph.n_links == 14
    digraph = networkx.DiGraph(edges())
    assert as_graph(digraph)[0].directed
    assert textmine.cluster(digraph, directed=False).codelength == textmine.cluster(matrix()).codelength
    loops = matrix() + np.diag([0, 0, 0, 0, 0, 2.0])
    assert list(as_graph(loops)[0].rows())[-1] == ("5", "5", 2.0)


def test_levels_of_modules():
    # A ring of three cliques, ten times over: cliques within rings.
    graph = networkx.Graph()
    for ring in range(4):
        for clique in range(4):
            graph.add_edges_from(((ring, clique, i), (ring, clique, j)) for i in range(6) for j in range(i))
            graph.add_edge((ring, clique, 0), (ring, (clique + 1) % 4, 1))
        graph.add_edge((ring, 0, 2), ((ring + 1) % 4, 1, 2))
    found = textmine.cluster(graph)
    assert found.levels == 3
    assert sorted(map(len, found.modules())) == [24] * 4
    assert sorted(map(len, found.modules(2))) == [6] * 16
    assert found.modules(0) == found.modules(2) == found.modules(9)
    for module in found.modules():
        assert len({node[0] for node in module}) == 1
    with pytest.raises(OptionError):
        found.modules(-1)


@pytest.mark.parametrize(
    ("graph", "error", "message"),
    [
        (np.ones((2, 3)), GraphError, "a matrix of 2 x 3 is no graph"),
        (np.ones(3), GraphError, "a matrix of 3 is no graph"),
        (np.eye(2) * 1j, GraphError, "a matrix of 2 x 2 is no graph"),
        ([[0, 1], [1, 0]], GraphError, "a list is no graph"),
        (scipy.sparse.csr_array((3, 3)), GraphError, "the graph has no link"),
        (np.array([[0, -1.0], [-1.0, 0]]), GraphError, "a weight is negative"),
        (np.array([[0, np.nan], [1.0, 0]]), GraphError, "a weight is negative, infinite or not a number"),
        (np.eye(3), GraphError, "the flow is degenerate: no link leads from one node to another"),
        (networkx.Graph(), InputError, "the graph has no link"),
        (networkx.Graph([(1, 2, {"weight": -1})]), InputError, "the weight '-1' is no number of 0 or more"),
    ],
)
def test_what_is_no_graph(graph, error, message):
    with pytest.raises(error, match=message):
        textmine.cluster(graph)


def test_bootstrap_is_of_the_graph_whatever_its_order():
    lines = ["x p0 4", *(f"{s}{i} {s}{j} 4" for s in "pq" for i in range(5) for j in range(i)), "x q0 3", "x p1 4"]
    graphs = [read_graph("\n".join(order), "g") for order in (lines, lines[::-1])]
    graphs.append(networkx.Graph())
    graphs[2].add_weighted_edges_from((a, b, int(w)) for a, b, w in map(str.split, lines[::-1]))
    tables = []
    for graph in graphs:
        found = textmine.bootstrap(textmine.cluster(graph), textmine.BootstrapOptions(replicas=20))
        assert found.stability.replicas == 20
        tables.append(dict(zip(found.names, zip(*found.attributes().values(), strict=True), strict=True)))
        assert found.to_networkx().nodes["x"]["stability"] == tables[-1]["x"][3]
    assert tables[0] == tables[1] == tables[2]
