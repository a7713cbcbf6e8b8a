"""Resampled weights, and modules of two trees compared."""

from types import SimpleNamespace

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import textmine
from textmine.communities import BootstrapOptions, expected_events, resample, stability
from textmine.communities.stability import _cores
from textmine.errors import OptionError
from textmine.graph import read_graph
from textmine.mapequation import FlowOptions, Links, SearchOptions, flow_of, search, undirected_flow
from textmine.mapequation.initial import tree_of
from textmine.mapequation.overlap import best_matches, last_below

LEAVES = [(1,), (2, 1), (2, 2), (3, 1, 1), (3, 1, 2), (3, 2)]
HOW = (SearchOptions(effort="fast"), FlowOptions())


def members(tree):
    """The nodes in each module of a tree, by walking up from every node."""
    found = {module: set() for module in range(len(tree.parent))}
    for node, module in enumerate(tree.node_module.tolist()):
        while module >= 0:
            found[module].add(node)
            module = int(tree.parent[module])
    return found


@given(st.lists(st.tuples(st.sampled_from(LEAVES), st.sampled_from(LEAVES)), min_size=1, max_size=12))
def test_best_matches_are_those_of_all_pairs_of_sets(paths):
    first, second = (tree_of(side) for side in zip(*paths, strict=True))
    match, overlap = best_matches(first, second.parent, second.node_module)
    ours, theirs = members(first), members(second)
    for module in range(1, len(first.parent)):
        jaccard = {
            other: len(ours[module] & nodes) / len(ours[module] | nodes) for other, nodes in theirs.items() if other
        }
        best = max(jaccard.values())
        assert overlap[module] == pytest.approx(best)
        assert match[module] == min(other for other, share in jaccard.items() if share == pytest.approx(best))
    assert (match[0], overlap[0]) == (0, 1.0)


def test_last_below():
    assert last_below(np.array([-1, 0, 1, 2, 0, 4], np.int32)).tolist() == [5, 3, 3, 3, 5, 5]


def test_a_core_is_together_as_a_whole():
    # Each but the first is in its community in 19 of 20 replicas, but the last one in other replicas than the others.
    together = np.ones((20, 4), bool)
    together[0, 1] = together[0, 2] = together[5, 3] = False
    found = SimpleNamespace(top_module=np.ones(4, int), order=lambda: np.arange(4))
    assert _cores(found, together, together.mean(axis=0)).tolist() == [True, True, True, False]


def test_what_links_stand_for():
    weights = np.array([2.0, 1.0, 3.0])
    assert expected_events(weights)[0].tolist() == [2.0, 1.0, 3.0]
    assert expected_events(weights, np.array([5, 6, 7]))[0].tolist() == [5.0, 6.0, 7.0]
    assert expected_events(weights, np.array([5, 6, 0]))[0].tolist() == [2.0, 1.0, 3.0]  # 0 events, but a link
    scaled, how = expected_events(weights / 8)
    assert (scaled.tolist(), how) == ([1.0, 0.5, 1.5], True)
    assert expected_events(weights, events=60)[0].tolist() == [20.0, 10.0, 30.0]
    assert expected_events(np.array([1e300, 1e300]))[0].tolist() == [1.0, 1.0]  # no counts


def test_the_weight_of_a_replica_is_the_weight_times_drawn_over_expected(monkeypatch):
    # So many events that what is drawn differs from what is expected by less than one in ten thousand.
    links = Links(*np.array([[0, 1, 0], [1, 2, 2]], np.int32), np.array([0.25, 3.0, 8.0]))
    found = search(undirected_flow(links.sources, links.targets, links.weights, 3))
    seen = []
    monkeypatch.setattr(stability, "flow_of", lambda *given: seen.append(given[2]) or flow_of(*given))
    resample(found, links, np.array([1e10, 2e10, 1e10]), HOW, BootstrapOptions(replicas=2))
    assert len(seen) == 2
    for weights in seen:
        assert weights == pytest.approx(links.weights, rel=1e-4)


def test_weights_drawn_to_nothing_leave_every_node_alone():
    # One link of 0.01 expected events: with this seed, none of three replicas draws it.
    links = Links(np.array([0], np.int32), np.array([1], np.int32), np.array([1.0]))
    found = search(undirected_flow([0], [1], [1.0], 2))
    stability = resample(found, links, np.array([0.01]), HOW, BootstrapOptions(replicas=3))
    assert stability.together.tolist() == [0.0, 0.0]  # half of the community is no match
    assert (stability.overlap.tolist(), stability.matched.tolist()) == ([1.0, 0.5], [1.0, 0.0])


@pytest.mark.parametrize(
    "option", [{"replicas": 0}, {"seed": -1}, {"threads": 0}, {"events": -1.0}, {"events": np.inf}]
)
def test_numbers_out_of_range(option):
    with pytest.raises(OptionError):
        BootstrapOptions(**option)


def test_bootstrap_is_of_the_graph_whatever_its_order():
    lines = ["x p0 4", *(f"{s}{i} {s}{j} 4" for s in "pq" for i in range(5) for j in range(i)), "x q0 3", "x p1 4"]
    graphs = [read_graph("\n".join(order), "g") for order in (lines, lines[::-1])]
    graphs.append(networkx.Graph())
    graphs[2].add_weighted_edges_from((a, b, int(w)) for a, b, w in map(str.split, lines[::-1]))
    tables = []
    for graph in graphs:
        found = textmine.bootstrap(textmine.cluster(graph), textmine.BootstrapOptions(replicas=8))
        assert found.stability.replicas == 8
        tables.append(dict(zip(found.names, zip(*found.attributes().values(), strict=True), strict=True)))
        assert found.to_networkx().nodes["x"]["stability"] == tables[-1]["x"][3]
    assert tables[0] == tables[1] == tables[2]
