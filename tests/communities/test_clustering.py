"""Communities of graphs: what the search is given, and what comes back."""

import networkx
import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine
from textmine.communities import cluster
from textmine.errors import GraphError, OptionError
from textmine.graph import build_graph, read_graph
from textmine.mapequation import SearchOptions


@settings(max_examples=20)
@given(st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_links_changes_no_community(random, directed):
    lines = [f"{a}\t{b}\t{w}" for a, b, w in ["ab1", "bc1", "ca1", "cd1", "de1", "ef2", "fd1", "fa1"]]
    before = cluster(read_graph("\n".join(lines), "g", directed=directed))
    random.shuffle(lines)
    after = cluster(read_graph("\n".join(lines), "g", directed=directed))
    assert before.paths() == after.paths()
    assert before.codelength.total == pytest.approx(after.codelength.total, abs=1e-12)


def test_a_graph_without_links_has_no_communities():
    with pytest.raises(GraphError, match="no link"):
        cluster(build_graph("ab", np.array([0]), np.array([1]), np.array([0.0])))


def test_every_shared_graph_is_clustered_no_worse_than_one_or_two_levels(shared):
    for path in sorted(shared.glob("graphs/*.tsv")):
        if path.name.endswith(".labels.tsv") or path.name == "reference.tsv" or path.stat().st_size > 40_000:
            continue
        graph = read_graph(path.read_text(), path.name)
        found, flat = cluster(graph), cluster(graph, SearchOptions(two_level=True))
        assert found.codelength.total <= found.codelength.one_level + 1e-12, path.name
        assert found.codelength.total <= flat.codelength.total + 1e-9, path.name
        assert flat.levels == 2
        assert cluster(graph).paths() == found.paths(), path.name


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
