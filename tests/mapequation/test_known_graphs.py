"""Small graphs that anyone can make again, and the bits that the search must reach on them."""

from math import log2

import networkx
import pytest

from textmine.mapequation import SearchOptions, codelength, directed_flow, score, search, undirected_flow


def rings_of_cliques():
    """Four rings of four cliques of six nodes, the rings joined to a ring: modules within modules."""
    graph = networkx.Graph()
    for ring in range(4):
        for clique in range(4):
            graph.add_edges_from(((ring, clique, i), (ring, clique, j)) for i in range(6) for j in range(i))
            graph.add_edge((ring, clique, 0), (ring, (clique + 1) % 4, 1))
        graph.add_edge((ring, 0, 2), ((ring + 1) % 4, 1, 2))
    return graph


def cycles_one_way():
    """Five cycles of six nodes that are hardly left."""
    graph = networkx.DiGraph()
    for cycle in range(5):
        for i in range(6):
            graph.add_edge((cycle, i), (cycle, (i + 1) % 6), weight=3.0)
            graph.add_edge((cycle, i), (cycle, (i + 2) % 6), weight=1.0)
        graph.add_edge((cycle, 0), ((cycle + 1) % 5, 3), weight=1.0)
    return graph


# Bits and modules of Infomap 2.16, the best of 50 trials, with and without modules in modules.
GRAPHS = {
    "ring of cliques": (networkx.ring_of_cliques(8, 5), (3.037264503111, 2, 8), (3.037264503111, 8)),
    "connected caves": (networkx.connected_caveman_graph(6, 7), (3.204164673119, 2, 6), (3.204164673119, 6)),
    "karate club": (networkx.karate_club_graph(), (4.087423158820, 2, 3), (4.087423158820, 3)),
    "les miserables": (networkx.les_miserables_graph(), (4.204714637184, 2, 10), (4.204714637184, 10)),
    "florentine families": (networkx.florentine_families_graph(), (3.446961727360, 2, 4), (3.446961727360, 4)),
    "southern women": (networkx.davis_southern_women_graph(), (4.708038423273, 2, 2), (4.708038423273, 2)),
    "barbell": (networkx.barbell_graph(6, 2), (2.854451821989, 2, 3), (2.854451821989, 3)),
    "grid": (networkx.grid_2d_graph(6, 6), (4.318086449378, 2, 5), (4.318086449378, 5)),
    "rings of cliques": (rings_of_cliques(), (3.219610435565, 3, 4), (3.282685288952, 16)),
    "cycles one way": (cycles_one_way(), (2.883151326290, 2, 5), (2.883151326290, 5)),
}


def network_of(graph):
    number = {node: place for place, node in enumerate(graph)}
    links = [(number[a], number[b], float(weight)) for a, b, weight in graph.edges(data="weight", default=1.0)]
    return (directed_flow if graph.is_directed() else undirected_flow)(*zip(*links, strict=True), len(number))


@pytest.mark.parametrize("name", GRAPHS)
def test_the_search_reaches_the_reference(name):
    graph, (bits, levels, n_modules), (flat_bits, n_flat) = GRAPHS[name]
    network = network_of(graph)
    found = search(network)
    assert found.codelength.total == pytest.approx(bits, abs=1e-11)
    assert (found.levels, found.n_top_modules) == (levels, n_modules)
    assert found.codelength == codelength(network, found)
    flat = search(network, options=SearchOptions(two_level=True))
    assert flat.codelength.total == pytest.approx(flat_bits, abs=1e-11)
    assert (flat.levels, flat.n_top_modules) == (2, n_flat)


def plogp(x):
    return x * log2(x)


@pytest.mark.parametrize(("k", "s"), [(3, 4), (8, 5), (12, 7)])
def test_cliques_of_a_ring_are_its_modules(k, s):
    """In closed form: of m = k (s (s - 1) / 2 + 1) links, two nodes of each clique have one to the next clique."""
    network = network_of(networkx.ring_of_cliques(k, s))
    m = k * (s * (s - 1) / 2 + 1)
    plain, joined, out = (s - 1) / (2 * m), s / (2 * m), 2 / (2 * m)  # node, node with a ring link, exit of a clique
    index = plogp(k * out) - k * plogp(out)
    module = plogp(out + 2 * joined + (s - 2) * plain) - plogp(out) - 2 * plogp(joined) - (s - 2) * plogp(plain)
    found = search(network, options=SearchOptions(two_level=True))
    assert found.codelength.total == pytest.approx(index + k * module, abs=1e-12)
    cliques = score(network, [(1 + node // s,) for node in range(k * s)])
    assert found.codelength.total == pytest.approx(cliques.codelength.total, abs=1e-12)
    assert {frozenset(found.top_module[s * i : s * i + s].tolist()) for i in range(k)} == {
        frozenset([module]) for module in range(1, k + 1)
    }
