"""The flow on links that stand in rows: against its definition, as interpreted, and without numpy."""

import copy
import math
import pickle
import subprocess
import sys
from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textmine
from textmine.errors import GraphError
from textmine.lightclasses import buffer_of
from textmine.mapequation import FlowOptions, flow_of, undirected_flow
from textmine.mapequation.flow import flow_of_rows
from textmine.mapequation.links import folded, links_of, read_links, rows_by_source
from textmine.mapequation.walk import _kernels

NODES = 6
FIELDS = "node_flow", "node_enter", "node_exit", "indptr", "neighbours", "link_flow", "starts", "targets", "weights"
ends = st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1))
graphs = st.dictionaries(ends, st.sampled_from([0.1, 0.7, 1.0, 3.0]), min_size=1, max_size=20)
models = st.sampled_from(["undirected", "directed", "rawdir"])


def rows(links):
    sources, targets = zip(*links, strict=True)
    return rows_by_source(read_links(sources, targets, list(links.values()), NODES, directed=True), NODES)


def same(network, other):
    return network.total == other.total and all(
        np.array_equal(getattr(network, name), getattr(other, name)) for name in FIELDS
    )


def settled(links):
    """Return the flow on each link of a walk that jumps to places in proportion to their strength: many steps of it."""
    strength = [sum(w for (u, _), w in links.items() if u == node) for node in range(NODES)]
    landing = [each / sum(strength) for each in strength]
    visits = landing
    for _ in range(400):
        jumping = sum(p * (0.15 if out else 1.0) for p, out in zip(visits, strength, strict=True))
        after = [jumping * share for share in landing]
        for (u, v), weight in links.items():
            after[v] += 0.85 * visits[u] * weight / strength[u]
        visits = after
    flows = {(u, v): visits[u] * weight / strength[u] for (u, v), weight in links.items()}
    return {link: flow / sum(flows.values()) for link, flow in flows.items()}


def one_way(links, model):
    """Return the flow from node to node, of undirected links half of it each way; a self-link counts once."""
    if model == "directed":
        return settled(links)
    flows = defaultdict(float)
    for (u, v), weight in links.items():
        flows[u, v] += weight
        if model == "undirected" and u != v:
            flows[v, u] += weight
    return {link: weight / sum(flows.values()) for link, weight in flows.items()}


@given(links=graphs, model=models, markov_time=st.sampled_from([1.0, 0.5, 3.0]))
def test_the_flow_is_that_of_the_definition(links, model, markov_time):
    flows = one_way(links, model)
    network = flow_of_rows(*rows(links), FlowOptions(model=model, markov_time=markov_time))
    between = {(u, v): flow * markov_time for (u, v), flow in flows.items() if u != v}
    for node in range(NODES):
        visits = sum(flow for (_, v), flow in flows.items() if v == node)
        into = sum(flow for (_, v), flow in between.items() if v == node)
        out = sum(flow for (u, _), flow in between.items() if u == node)
        found = network.node_flow[node], network.node_enter[node], network.node_exit[node]
        assert found == pytest.approx((visits, into, out), abs=1e-12)
        row = slice(network.indptr[node], network.indptr[node + 1])
        linked = sorted({v for u, v in between if u == node} | {u for u, v in between if v == node})
        assert network.neighbours[row].tolist() == linked
        expected = [between.get((node, v), 0.0) + between.get((v, node), 0.0) for v in linked]
        assert network.link_flow[row].tolist() == pytest.approx(expected, abs=1e-12)
    assert sum(network.flows) == pytest.approx(1.0)


OPTIONS = [
    {},
    {"model": "directed"},
    {"model": "directed", "to_nodes": True},
    {"model": "rawdir"},
    {"entropy_correction": 1.0},
    {"model": "directed", "entropy_correction": 1.0},
    {"self_links": False},
    {"model": "directed", "weight_threshold": 0.5},
    {"model": "directed", "recorded": True},
    {"regularization": 1.0},
    {"model": "directed", "regularization": 1.0},
    {"variable_markov_time": True},
    {"model": "directed", "variable_markov_time": True},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@settings(max_examples=30)
@given(links=graphs)
def test_rows_have_the_flow_of_their_links(options, links):
    options, given_rows = FlowOptions(**options), rows(links)
    try:
        network = flow_of(*links_of(given_rows), NODES, options)
    except GraphError as error:
        with pytest.raises(GraphError, match=str(error)):
            flow_of_rows(*given_rows, options)
        return
    other = flow_of_rows(*given_rows, options)
    assert same(network, other)
    assert network.module_price == other.module_price
    assert np.array_equal(network.jumps, other.jumps)


@settings(max_examples=20)
@given(links=graphs, model=models)
def test_the_flow_is_the_same_interpreted(as_python, links, model):
    compiled = flow_of_rows(*rows(links), FlowOptions(model=model))
    with as_python():
        assert same(flow_of_rows(*rows(links), FlowOptions(model=model)), compiled)


@given(links=graphs)
def test_folded_links_have_no_direction(links):
    expected = defaultdict(float)
    for (u, v), weight in links.items():
        expected[min(u, v), max(u, v)] += weight
    found = links_of(folded(rows(links)))
    given_links = zip(found.sources.tolist(), found.targets.tolist(), strict=True)
    assert list(given_links) == sorted(expected)
    assert found.weights.tolist() == [expected[link] for link in sorted(expected)]


def test_rows_without_links_are_refused():
    with pytest.raises(GraphError, match="no link has a positive weight"):
        flow_of_rows(np.zeros(3, np.int64), np.empty(0, np.int32), np.empty(0))


@pytest.mark.parametrize("n", [0, 1, 7, 8, 9, 127, 128, 129, 1000, 4099])
def test_a_sum_is_that_of_halves(interpreted, n):
    values = np.random.default_rng(n).random(n)
    found = _kernels.add_up(values)
    assert found == pytest.approx(math.fsum(values), rel=4e-16 * (1 + math.log2(n + 1)))
    assert interpreted("mapequation/walk").add_up(values) == found


def test_one_flow_for_all_links_is_one_number(two_triangles):
    assert buffer_of(two_triangles, "link_flow").tolist() == pytest.approx([1 / 7])
    assert two_triangles.link_flow.tolist() == pytest.approx([1 / 7] * 14)
    with pytest.raises(ValueError, match="read-only"):
        two_triangles.link_flow[0] = 1.0


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda network: pickle.loads(pickle.dumps(network))])
def test_a_copy_has_the_same_arrays(two_triangles, again):
    recorded = flow_of([0, 1], [1, 2], [1.0, 2.0], 3, FlowOptions(model="directed", recorded=True))
    for network in (two_triangles, recorded):
        other = again(network)
        assert same(network, other)
        assert np.array_equal(network.jumps, other.jumps)
        assert buffer_of(other, "jumps").ndim == 1


def test_jumps_are_pairs_where_they_are_recorded():
    network = flow_of([0, 1], [1, 0], [1.0, 1.0], 2, FlowOptions(model="directed", recorded=True))
    assert network.jumps.shape == (2, 2)
    assert buffer_of(network, "jumps").tolist() == network.jumps.ravel().tolist()
    assert undirected_flow([0], [1], [1.0], 2).jumps.shape == (0, 2)


WITHOUT_NUMPY = """
import sys, types
room = types.ModuleType("textmine.mapequation")  # without what its other modules load
room.__path__ = [sys.argv[1]]
sys.modules["textmine.mapequation"] = room
from textmine.buffers import doubles, ints, longs
from textmine.mapequation.flow import FlowOptions, flow_of_rows
from textmine.lightclasses import buffer_of
starts, targets, weights = longs(4), ints(4), doubles(4)
for at, (target, weight) in enumerate([(0, 1.0), (1, 2.0), (2, 1.0), (0, 4.0)]):
    targets[at], weights[at] = target, weight
starts[1], starts[2], starts[3] = 2, 3, 4
for options in ({}, {"model": "directed"}, {"model": "directed", "to_nodes": True}, {"model": "rawdir"},
                {"markov_time": 2.0, "entropy_correction": 1.0}, {"self_links": False, "weight_threshold": 2.0}):
    network = flow_of_rows(starts, targets, weights, FlowOptions(**options))
    print(network, network.n_nodes, *[f"{flow:.6f}" for flow in buffer_of(network, "node_flow")])
print("numpy" in sys.modules)
"""


def test_the_flow_on_rows_does_without_numpy():
    room = f"{textmine.__path__[0]}/mapequation"
    done = subprocess.run(
        [sys.executable, "-P", "-c", WITHOUT_NUMPY, room], capture_output=True, text=True, check=True, timeout=60
    )
    *networks, loaded = done.stdout.splitlines()
    assert loaded == "False"
    # The weights at both ends are 1 + 2 (2 + 1 + 4) = 15: 7 of them at node 0, 3 at node 1, 5 at node 2.
    assert networks[0] == "<FlowNetwork of 3 nodes, 4 links> 3 0.466667 0.200000 0.333333"
    assert networks[3] == "<FlowNetwork of 3 nodes, 4 links> 3 0.625000 0.250000 0.125000"
    assert networks[4] == networks[0]
    assert networks[5] == "<FlowNetwork of 3 nodes, 2 links> 3 0.500000 0.166667 0.333333"  # 0-1 of weight 2, 2-0 of 4
