"""Sums over parts, and the numbering of partitions and trees, against slow definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.mapequation import directed_flow, undirected_flow
from textmine.mapequation.contents import plogp
from textmine.mapequation.level import (
    Regions,
    aggregate,
    base_level,
    bits_by_region,
    grouped,
    merged,
    one_region,
    overlaps,
    tally,
)
from textmine.mapequation.tree import depths, prune

SEEDS = st.integers(0, 10**6)


def some_partition(rng, n, most):
    return np.unique(rng.integers(0, most, n), return_inverse=True)[1].astype(np.int32)


@given(seed=SEEDS)
def test_overlaps_and_ranks_are_those_of_numpy(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 40))
    one, other = some_partition(rng, n, 6), some_partition(rng, n, 9)
    keys, expected = np.unique(one.astype(np.int64) * n + other, return_inverse=True)
    count, part = overlaps(one, other)
    assert (count, part.tolist()) == (len(keys), expected.tolist())
    values = rng.integers(0, 50, n).astype(np.int32)
    _, first, ranks = np.unique(values, return_index=True, return_inverse=True)
    assert [each.tolist() for each in grouped(values)] == [first.tolist(), ranks.tolist()]


@pytest.mark.parametrize("build", [undirected_flow, directed_flow])
@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_parts_and_regions_add_up_to_what_a_tally_has(costs, build, seed):
    rng = np.random.default_rng(seed)
    n = 30
    level = base_level(build(rng.integers(0, n, 80), rng.integers(0, n, 80), rng.random(80) + 0.01, n))
    part = some_partition(rng, n, 12)
    found = tally(level, part, one_region(n))
    nodes = np.column_stack((np.reshape(found.flows, (-1, 3)), costs(level, found)))
    above, slow = merged(level, part, len(nodes)), aggregate(level, part, nodes.ravel())
    assert np.asarray(above.nodes) == pytest.approx(nodes.ravel(), abs=1e-12)
    assert above.neighbours.tolist() == slow.neighbours.tolist()
    of = some_partition(rng, len(nodes), 3)
    regions = Regions(of[part], rng.random(int(of.max()) + 1))
    inside = tally(level, part, regions)
    expected = plogp(np.asarray(inside.total)) + np.bincount(
        of, costs(level, inside) + level.price, len(regions.offset)
    )
    assert np.asarray(bits_by_region(level, part, regions)) == pytest.approx(expected, abs=1e-12)


def slow_depth(parent, module):
    return 0 if parent[module] < 0 else 1 + slow_depth(parent, parent[module])


@given(seed=SEEDS)
def test_a_pruned_tree_has_its_modules_by_depth_and_the_same_paths(seed):
    rng = np.random.default_rng(seed)
    k = int(rng.integers(2, 25))
    parent = np.array([-1, *(int(rng.integers(0, module)) for module in range(1, k))], np.int32)
    moved = np.concatenate(([0], 1 + rng.permutation(k - 1)))
    shuffled = np.empty(k, np.int32)
    shuffled[moved] = np.where(parent < 0, -1, moved[parent])
    depth = depths(shuffled)
    assert depth.tolist() == [slow_depth(shuffled, module) for module in range(k)]
    ends = np.setdiff1d(np.arange(1, k), shuffled)
    leaf = rng.permutation(ends)[: max(1, len(ends) // 2)].astype(np.int32)
    tree = prune(shuffled, leaf, np.zeros(1, np.int32))
    above = {int(at) for end in leaf for at in ancestors(shuffled, end)}
    assert len(tree) == len(above)
    assert (np.diff(tree.depth) >= 0).all()
    assert [tree.depth[at] for at in tree.leaf] == [depth[at] for at in leaf]
    assert [len(set(ancestors(tree.parent, tree.leaf[0])) & set(ancestors(tree.parent, at))) for at in tree.leaf] == [
        len(set(ancestors(shuffled, leaf[0])) & set(ancestors(shuffled, at))) for at in leaf
    ]


def ancestors(parent, module):
    """Return a module and all above it."""
    found = []
    while module >= 0:
        found.append(int(module))
        module = parent[module]
    return found
