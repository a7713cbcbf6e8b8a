"""The map equation against values worked out by hand and against its definition written out slowly."""

from math import log2
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.mapequation import (
    FlowOptions,
    codelength,
    directed_flow,
    flow_of,
    one_level_codelength,
    undirected_flow,
)

NODES = 6
links = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.sampled_from([0.5, 1.0, 3.0])),
    min_size=1,
    max_size=15,
)


def plogp(x):
    return x * log2(x) if x > 1e-15 else 0.0


def tree(parent, node_module):
    return SimpleNamespace(parent=np.array(parent, np.int32), node_module=np.array(node_module, np.int32))


def slow_codelength(network, parent, node_module):
    """The definition, module by module, with sets of nodes and a loop over links."""
    inside = [set() for _ in parent]
    for node, module in enumerate(node_module):
        while module >= 0:
            inside[module].add(node)
            module = parent[module]
    enter, exit_ = [0.0] * len(parent), [0.0] * len(parent)
    for u, v, flow in zip(network.sources, network.targets, network.flows, strict=True):
        ways = [(u, v, flow)] if network.directed else [(u, v, flow / 2), (v, u, flow / 2)]
        for source, target, rate in ways:
            for module, nodes in enumerate(inside):
                exit_[module] += rate if source in nodes and target not in nodes else 0.0
                enter[module] += rate if source not in nodes and target in nodes else 0.0
    bits = 0.0
    for module in range(len(parent)):
        words = [enter[child] for child in range(len(parent)) if parent[child] == module]
        words += [float(network.node_flow[node]) for node, holder in enumerate(node_module) if holder == module]
        words.append(exit_[module])
        bits += plogp(sum(words)) - sum(map(plogp, words))
    return bits


def test_two_triangles_by_hand(two_triangles):
    # Each module: flow 1/2, enter = exit = 1/14; the index codes two words of rate 1/14 each: 2/14 bit.
    found = codelength(two_triangles, tree([-1, 0, 0], [1, 1, 1, 2, 2, 2]))
    module = plogp(8 / 14) - plogp(1 / 14) - 2 * plogp(2 / 14) - plogp(3 / 14)
    assert found.index == pytest.approx(1 / 7, abs=1e-12)
    assert found.module == pytest.approx(2 * module, abs=1e-12)
    assert found.total == pytest.approx(2.320730356834, abs=1e-11)  # Infomap 2.16
    assert found.one_level == pytest.approx(-4 * plogp(2 / 14) - 2 * plogp(3 / 14), abs=1e-12)


def test_one_module_costs_one_level(two_triangles):
    one = one_level_codelength(two_triangles)
    assert codelength(two_triangles, tree([-1], [0] * 6)).total == pytest.approx(one, abs=1e-12)
    assert codelength(two_triangles, tree([-1, 0], [1] * 6)).total == pytest.approx(one, abs=1e-12)


def test_pair_split_with_self_link():
    # "self_loop_undirected_pair_split", Infomap 2.16: L = 2.251629167388, index 2/3.
    found = codelength(undirected_flow([0, 0], [1, 0], [1.0, 1.0], 2), tree([-1, 0, 0], [1, 2]))
    assert found.total == pytest.approx(2.251629167388, abs=1e-11)
    assert found.index == pytest.approx(2 / 3, abs=1e-12)


@pytest.mark.parametrize("build", [undirected_flow, directed_flow])
@given(some=links, seed=st.integers(0, 2**32 - 1))
def test_equals_its_definition_on_random_trees(build, some, seed):
    network = build(*zip(*some, strict=True), NODES)
    rng = np.random.default_rng(seed)
    parent = [-1, *(int(rng.integers(0, module)) for module in range(1, 8))]
    leaves = [module for module in range(8) if module not in parent]
    node_module = [leaves[int(i)] for i in rng.integers(0, len(leaves), NODES)]
    found = codelength(network, tree(parent, node_module))
    assert found.total == pytest.approx(slow_codelength(network, parent, node_module), abs=1e-10)
    assert found.index + found.module == pytest.approx(found.total, abs=1e-12)


@pytest.mark.parametrize(
    ("weights", "more", "bits"),
    [
        ([1, 1, 1, 1, 1, 1, 1], [], 0.36067),  # 7 / (2 x 14 ln 2): 14 ends
        ([2, 2, 2, 2, 2, 2, 2], [], 0.18034),  # weights are counts: 28 ends
        ([0.5] * 7, [], 0.36067),  # a link was seen once at least
        ([0.5, 0.5, 0.5, 2, 2, 2, 2], [], 0.26576),  # 19, the sum of both ends of all
        ([1, 1, 1, 1, 1, 1, 1], [(0, 0, 3)], 0.29702),  # a self-link has one end: 17
        ([1, 1, 1, 1, 1, 1, 1], [(0, 1, 1)], 0.31559),  # a link given twice is one of weight 2: 16
    ],
)
def test_correction_for_few_links_is_that_of_infomap(weights, more, bits):
    # Figures of Infomap 2.16 run with --no-infomap, with and without --entropy-corrected.
    ends = [*zip([0, 1, 0, 2, 3, 4, 3], [1, 2, 2, 3, 4, 5, 5], weights, strict=True), *more]
    tree = SimpleNamespace(parent=np.array([-1, 0, 0]), node_module=np.array([1, 1, 1, 2, 2, 2]))
    plain, corrected = (
        codelength(flow_of(*zip(*ends, strict=True), 6, FlowOptions(entropy_correction=strength)), tree).total
        for strength in (0.0, 1.0)
    )
    assert corrected - plain == pytest.approx(bits, abs=1e-5)
