"""The kernels interpreted, on arrays that refuse what is out of range, do what the compiled ones do."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.mapequation import (
    FlowOptions,
    SearchOptions,
    directed_flow,
    flow_of,
    level,
    search,
    starts,
    undirected_flow,
)
from textmine.mapequation import _kernels as link_kernels
from textmine.mapequation.descent import _kernels, layout
from textmine.mapequation.descent.layout import JUMP, MODULE, NODE
from textmine.mapequation.walk import _kernels as walk_kernels

pytest.importorskip("Cython")


def recorded_flow(*links):
    return flow_of(*links, FlowOptions(model="directed", recorded=True))


def random_links(seed, n_nodes=24, n_links=70):
    rng = np.random.default_rng(seed)
    sources = rng.integers(0, n_nodes, n_links)
    targets = np.where(rng.random(n_links) < 0.8, sources // 6 * 6 + rng.integers(0, 6, n_links), sources[::-1])
    return sources, targets, rng.integers(1, 4, n_links).astype(float), n_nodes


def test_the_installed_kernels_are_compiled():
    assert not _kernels.__file__.endswith(".py")
    assert not link_kernels.__file__.endswith(".py")
    assert not walk_kernels.__file__.endswith(".py")


@pytest.mark.parametrize("build", [undirected_flow, directed_flow, recorded_flow])
@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 10**6))
def test_a_whole_search_is_the_same_interpreted(as_python, build, seed):
    options = SearchOptions(seed=seed)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(starts, "_MOST_STARTS", 3)  # hundreds would take minutes
        compiled = search(build(*random_links(seed)), options=options)
        with as_python():
            slow = search(build(*random_links(seed)), options=options)
    assert slow.paths() == compiled.paths()
    assert slow.codelength.total == pytest.approx(compiled.codelength.total, abs=1e-13)


@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 10**6))
def test_a_walk_that_never_comes_to_most_nodes_stays_within_the_arrays(as_python, seed):
    # Sources without links in: recorded, their links carry no flow, and thousands of those once met one module anew.
    rng = np.random.default_rng(seed)
    sources, targets = rng.integers(0, 30, 90), np.append(rng.integers(30, 36, 80), rng.integers(30, 34, 10))
    sources[80:] = rng.integers(30, 36, 10)
    given = sources, targets, np.ones(90), 36
    options = SearchOptions(effort="fast", seed=seed)
    with as_python():
        slow = search(recorded_flow(*given), options=options)
    assert search(recorded_flow(*given), options=options).paths() == slow.paths()


@given(n=st.integers(0, 200), block=st.integers(1, 70), start=st.integers(1, 2**64 - 1))
def test_shuffle_is_a_permutation_of_blocks_and_the_same_interpreted(descent, n, block, start):
    orders = []
    for kernels in (_kernels, descent):
        state, order = np.array([start], np.uint64), np.empty(n, np.int32)
        kernels.shuffle(order, np.empty(n, np.int32), n, block, state)
        orders.append((order.tolist(), int(state[0])))
    assert orders[0] == orders[1]
    assert sorted(orders[0][0]) == list(range(n))
    leaps = sum(u // block != v // block for u, v in pairwise(orders[0][0]))
    assert leaps == max(0, -(-n // block) - 1)  # each block is left once


def test_xorshift_by_hand():
    # From state 1: x ^= x << 13 -> 8193; x ^= x >> 7 -> 8193 ^ 64 = 8257; x ^= x << 17 -> 8257 * 131073 = 1082269761.
    state, order = np.array([1], np.uint64), np.empty(2, np.int32)
    _kernels.shuffle(order, np.empty(1, np.int32), 2, 2, state)
    assert int(state[0]) == 1082269761


@given(labels=st.lists(st.integers(0, 9), max_size=30))
def test_compact_numbers_by_first_appearance(labels):
    modules, scratch = np.array(labels, np.int32), np.empty((2, 10), np.int32)
    k = _kernels.compact(modules, scratch[0], scratch[1], len(modules), 10)
    seen = list(dict.fromkeys(labels))
    assert modules.tolist() == [seen.index(label) for label in labels]
    assert scratch[1][:k].tolist() == seen


@given(seed=st.integers(0, 10**6), n_parts=st.integers(1, 8))
def test_aggregate_is_the_sum_over_parts(seed, n_parts):
    base = level.base_level(undirected_flow(*random_links(seed)))
    part = np.random.default_rng(seed).integers(0, n_parts, len(base)).astype(np.int32)
    above = level.aggregate(base, part, np.zeros(4 * n_parts))
    expected, found = np.zeros((2, n_parts, n_parts))
    rows = np.repeat(np.arange(len(base)), np.diff(base.indptr))
    np.add.at(expected, (part[rows], part[base.neighbours]), base.weight)
    np.fill_diagonal(expected, 0.0)
    found[np.repeat(np.arange(n_parts), np.diff(above.indptr)), above.neighbours] = above.weight
    assert found == pytest.approx(expected, abs=1e-14)
    assert np.count_nonzero(expected) == len(above.neighbours)


def bits_of_two(kernels, x):
    """Return the bits of a module of two nodes whose flow is x, without links."""
    nodes, jumps = layout.as_records(np.array([x, 0.0, 0.0, 0.0] * 2), NODE), layout.as_records(np.empty(0), JUMP)
    record = layout.as_records(np.empty(MODULE.size, np.uint8), MODULE)
    network = kernels.Network(np.zeros(3, np.int64), np.empty(0, np.int32), np.empty(0), nodes, jumps, 2, True)
    module = kernels.Modules(np.zeros(2, np.int32), np.zeros(2, np.int32), record, jumps, np.empty(1))
    return kernels.tally(network, module, np.zeros(1), 1, False)


@given(x=st.floats(1e-290, 4.0))
def test_logarithms_of_both_kernels_are_those_of_the_library(as_python, descent, x):
    # A module whose exit is zero costs plogp(flow).
    found = bits_of_two(_kernels, x)
    with as_python():
        assert found == bits_of_two(descent, x)
    assert found == pytest.approx(2 * x * np.log2(2 * x), rel=1e-14, abs=1e-14)


def test_a_sum_is_rounded_at_each_value_for_every_version_of_python(interpreted):
    values = np.array([1e16, 1.0, -1e16])  # Python's sum() gives 1.0 from 3.12 on
    assert link_kernels.add_up(values) == interpreted("mapequation").add_up(values) == 0.0
