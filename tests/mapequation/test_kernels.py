"""The kernels interpreted, on arrays that refuse what is out of range, do what the compiled ones do."""

import importlib.util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.mapequation import (
    SearchOptions,
    directed_flow,
    level,
    links,
    multilevel,
    search,
    starts,
    tree,
    undirected_flow,
)
from textmine.mapequation import _kernels as link_kernels
from textmine.mapequation import flow as flow_module
from textmine.mapequation import hierarchy as hierarchy_module
from textmine.mapequation.descent import _kernels

pytest.importorskip("Cython")


class Checked(np.ndarray):
    """An array that takes no negative index; numpy itself refuses those that are too large."""

    def __getitem__(self, index):
        self._check(index)
        return super().__getitem__(index)

    def __setitem__(self, index, value):
        self._check(index)
        super().__setitem__(index, value)

    def _check(self, index):
        for part in index if isinstance(index, tuple) else (index,):
            if isinstance(part, int | np.integer) and part < 0:
                raise IndexError(f"negative index {part}")


class Interpreted:
    """A kernel module from its source, its functions handed checked views of the same memory."""

    def __init__(self, compiled):
        source = Path(compiled.__file__).parent / "_kernels.py"
        spec = importlib.util.spec_from_file_location("interpreted_kernels", source)
        self._module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._module)

    def __getattr__(self, name):
        function = getattr(self._module, name)
        return lambda *given: function(*(a.view(Checked) if isinstance(a, np.ndarray) else a for a in given))


@pytest.fixture(scope="module")
def interpreted():
    return Interpreted(_kernels)


def use(monkeypatch, descent):
    loops = Interpreted(link_kernels)
    for module in (flow_module, hierarchy_module, level, links, tree):
        monkeypatch.setattr(module, "_kernels", loops)
    monkeypatch.setattr(level, "_descent", descent)
    monkeypatch.setattr(multilevel, "_kernels", descent)


def random_links(seed, n_nodes=24, n_links=70):
    rng = np.random.default_rng(seed)
    sources = rng.integers(0, n_nodes, n_links)
    targets = np.where(rng.random(n_links) < 0.8, sources // 6 * 6 + rng.integers(0, 6, n_links), sources[::-1])
    return sources, targets, rng.integers(1, 4, n_links).astype(float), n_nodes


def test_the_installed_kernels_are_compiled():
    assert not _kernels.__file__.endswith(".py")
    assert not link_kernels.__file__.endswith(".py")


@pytest.mark.parametrize("build", [undirected_flow, directed_flow])
@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 10**6))
def test_a_whole_search_is_the_same_interpreted(interpreted, build, seed):
    options = SearchOptions(seed=seed)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(starts, "_MOST_STARTS", 3)  # hundreds would take minutes
        compiled = search(build(*random_links(seed)), options=options)
        use(monkeypatch, interpreted)
        slow = search(build(*random_links(seed)), options=options)
    assert slow.paths() == compiled.paths()
    assert slow.codelength.total == pytest.approx(compiled.codelength.total, abs=1e-13)


@given(n=st.integers(0, 200), block=st.integers(1, 70), start=st.integers(1, 2**64 - 1))
def test_shuffle_is_a_permutation_of_blocks_and_the_same_interpreted(interpreted, n, block, start):
    orders = []
    for kernels in (_kernels, interpreted):
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
    above = level.aggregate(base, part, np.zeros((n_parts, 3)))
    expected, found = np.zeros((2, n_parts, n_parts))
    rows = np.repeat(np.arange(len(base)), np.diff(base.indptr))
    np.add.at(expected, (part[rows], part[base.neighbours]), base.weight)
    np.fill_diagonal(expected, 0.0)
    found[np.repeat(np.arange(n_parts), np.diff(above.indptr)), above.neighbours] = above.weight
    assert found == pytest.approx(expected, abs=1e-14)
    assert np.count_nonzero(expected) == len(above.neighbours)


@given(x=st.floats(1e-290, 4.0))
def test_logarithms_of_both_kernels_are_those_of_the_library(interpreted, x):
    # A node whose flow is x costs plogp(x), its exit being zero.
    found = []
    for kernels in (_kernels, interpreted):
        nodes, record, total = np.array([x, 0.0, 0.0, 0.0] * 2), np.empty(8), np.empty(1)
        indptr, one = np.zeros(3, np.int64), np.zeros(2, np.int32)
        bits = kernels.tally(
            indptr, one[:0], total[:0], nodes, total[:0], one, one, record, total[:0], np.zeros(1), total, 2, 1, True,
            False, 0.0,
        )  # fmt: skip
        found.append(bits)
    assert found[0] == found[1]
    assert found[0] == pytest.approx(2 * x * np.log2(2 * x), rel=1e-14, abs=1e-14)
