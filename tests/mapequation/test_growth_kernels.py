"""The kernels between the searches that grow a tree do what a few slow lines of numpy say, compiled and interpreted."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.mapequation.growth import _kernels
from textmine.ordering import order_by_doubles, order_by_ints

pytest.importorskip("Cython")

seeds = given(seed=st.integers(0, 10**6), k=st.integers(2, 40))
few = settings(max_examples=40)


def plogp(x):
    positive = np.where(x > 0.0, x, 1.0)
    return positive * np.log2(positive)


class RandomTree:
    """Modules with parents before children; a third of the flows is zero, and many are equal."""

    def __init__(self, seed, k):
        self.rng = np.random.default_rng(seed)
        self.parent = np.array([-1, *(self.rng.integers(0, m) for m in range(1, k))], np.int32)
        self.depth = np.zeros(k, np.int32)
        for m in range(1, k):
            self.depth[m] = self.depth[self.parent[m]] + 1
        self.is_leaf = ~np.isin(np.arange(k), self.parent)
        self.table = self.rng.integers(0, 4, (k, 3)) / 64
        self.rate = self.rng.random(k) + 1.0

    def flags(self):
        return self.rng.random(len(self.parent)) < 0.6

    def inside(self, values):
        return np.bincount(self.parent[1:], values[1:], len(self.parent))


def as_bytes(flags):
    return np.ascontiguousarray(flags, np.uint8)


@seeds
@few
def test_signatures_add_up_what_is_in_a_module(growth, seed, k):
    tree = RandomTree(seed, k)
    flow, enter, leaving = tree.table.T
    leaf = tree.is_leaf & (np.arange(k) > 0)
    children = tree.rate + tree.inside(enter * enter + math.pi * leaving * leaving)
    grandchildren = tree.rate + math.e * tree.inside(children * enter)
    leaves = tree.rate + tree.inside(np.where(leaf, flow * flow + math.pi * enter * enter, 0.0))
    for kernels in (_kernels, growth):
        found = np.zeros((4, k))
        table = tree.table.ravel()
        kernels.sign_children(tree.parent, table, tree.rate, found[0])
        kernels.sign_grandchildren(tree.parent, table, tree.rate, found[0], found[1])
        assert kernels.sign_leaves(tree.parent, as_bytes(leaf), table, tree.rate, found[2]) == leaf.sum()
        kernels.sign_modules(table, found[3])
        assert np.array_equal(found, [children, grandchildren, leaves, flow + math.pi * leaving])


@given(values=st.lists(st.integers(0, 40).map(lambda each: each * 0.31 - 1.0), max_size=60), n=st.integers(0, 60))
@few
def test_a_signature_is_fresh_once(growth, values, n):
    values = np.array(values)
    for kernels in (_kernels, growth):
        known, fresh = np.zeros(2 * len(values) + 1), np.empty(len(values), np.uint8)
        before, after = values[:n] * (1.0 + 1e-16), values[n:]
        kernels.recall(before.copy(), known, fresh[:n])
        assert fresh[: len(before)].all()
        keys = before.copy()
        kernels.recall(keys, known, fresh[:n])
        assert kernels.remember(keys, known) == len(np.unique(np.abs(before).round(13)))
        assert kernels.remember(keys, known) == 0
        kernels.recall(after.copy(), known, fresh[n:])
        assert fresh[n:].tolist() == [abs(each) not in np.abs(before) for each in after]
        wider = np.zeros(7 * len(values) + 1)
        kernels.remember(known, wider)
        assert set(wider) == set(known)


@seeds
@few
def test_units_of_fresh_regions(growth, seed, k):
    tree = RandomTree(seed, k)
    fresh, region = tree.flags(), tree.rng.integers(0, k, 50).astype(np.int32)
    for kernels in (_kernels, growth):
        units = np.zeros(50, np.int32)
        n = kernels.units_in(as_bytes(fresh), region, units)
        assert units[:n].tolist() == np.flatnonzero(fresh[region]).tolist()


@seeds
@few
@pytest.mark.parametrize("parity", [0, 1])
def test_modules_that_may_move_to_a_sibling_of_their_parent(growth, parity, seed, k):
    tree = RandomTree(seed, k)
    fresh, enter = tree.flags(), tree.table[:, 1]
    above = tree.parent[np.maximum(tree.parent, 0)]
    movable = (tree.depth % 2 == parity) & (tree.depth >= 2) & fresh[above]
    left = np.isin(np.arange(k), tree.parent[movable])
    alone = plogp(tree.table[:, 2] + enter) - plogp(tree.table[:, 2]) - plogp(enter)
    for kernels in (_kernels, growth):
        found, (region, units) = np.zeros((2, k), np.uint8), np.full((2, k), -1, np.int32)
        n = kernels.movable_modules(tree.parent, tree.depth, as_bytes(fresh), parity, *found, region, units)
        assert found.tolist() == [movable.tolist(), left.tolist()]
        assert units[:n].tolist() == np.flatnonzero(movable).tolist()
        assert region.tolist() == np.where(movable, above, -1).tolist()
        offset, nodes, every = np.zeros(k), np.zeros((k, 4)), np.zeros((k, 4))
        kernels.offsets(tree.parent, found[1], tree.table.ravel(), tree.rate, offset)
        assert np.array_equal(offset, tree.rate - tree.inside(enter * left))
        kernels.modules_as_nodes(tree.table.ravel(), found[0], nodes.ravel())
        kernels.modules_as_nodes(tree.table.ravel(), found[0][:0], every.ravel())
        assert every == pytest.approx(np.column_stack((enter, enter, tree.table[:, 2], alone)), abs=1e-15)
        assert np.array_equal(nodes, np.where(movable[:, None], every, 0.0))
        jumps, found = tree.rng.random((k, 2)), np.zeros((k, 2))
        kernels.jumps_of(nodes.ravel(), jumps.ravel(), found.ravel())
        assert np.array_equal(found, np.where(nodes[:, :1] > 0.0, jumps, 0.0))


@seeds
@few
def test_rows_have_each_link_at_both_ends(growth, seed, k):
    rng = np.random.default_rng(seed)
    sources, targets = rng.integers(0, k, (2, 30)).astype(np.int32)
    rows = [[] for _ in range(k)]
    for at, (u, v) in enumerate(zip(sources.tolist(), targets.tolist(), strict=True)):
        rows[u].append((v, at))
        rows[v].append((u, at))
    for kernels in (_kernels, growth):
        place, neighbours, weight = np.zeros(k + 2, np.int64), np.empty(60, np.int32), np.empty(60)
        kernels.rows_of(sources, targets, np.arange(30.0), place, neighbours, weight)
        ends = list(zip(neighbours.tolist(), weight.tolist(), strict=True))
        assert [ends[begin:end] for begin, end in pairwise(place[:-1])] == rows


@seeds
@few
def test_halves_are_of_whole_modules(growth, seed, k):
    rng = np.random.default_rng(seed)
    module, nodes = rng.integers(0, k, 60).astype(np.int32), np.flatnonzero(rng.random(60) < 0.7).astype(np.int32)
    ahead = np.bincount(module[nodes], minlength=k).cumsum()[module[nodes]] <= len(nodes) // 2
    for kernels in (_kernels, growth):
        first, second = np.empty((2, 60), np.int32)
        n = kernels.halve(nodes, module, np.zeros(k, np.int32), first, second)
        assert first[:n].tolist() == nodes[ahead].tolist()
        assert second[: len(nodes) - n].tolist() == nodes[~ahead].tolist()


@seeds
@few
def test_what_is_kept_is_what_gains(growth, seed, k):
    tree = RandomTree(seed, k)
    bits, words, metadata = tree.rng.random((3, k))
    gain = plogp(tree.rate) + words + metadata - bits
    units = np.flatnonzero(tree.flags()).astype(np.int32)
    region = np.maximum(tree.parent[units], 0)
    groups = np.unique(region * 3 + tree.rng.integers(0, 2, len(units)), return_inverse=True)[1].astype(np.int32)
    size, siblings = np.bincount(groups)[groups] if len(groups) else groups, np.bincount(tree.parent[1:], minlength=k)
    pays = gain[region] > 0.5
    forms = pays & (size > 1) & (size < siblings[region]) & (units > 0)
    for kernels in (_kernels, growth):
        gained = bits.copy()
        kernels.gains(tree.rate, words, metadata, gained)
        assert gained == pytest.approx(gain, abs=1e-15)
        kept = np.array([units, groups, region])
        n = kernels.keep_gaining(gain, 0.5, 7, *kept)
        assert kept[:, :n].tolist() == [units[pays].tolist(), (groups[pays] + 7).tolist(), region[pays].tolist()]
        kept, counts = np.array([units, groups, region]), np.zeros((2, 3 * k), np.int32)
        n = kernels.keep_groups(tree.parent, gain, 0.5, *counts, *kept)
        assert kept[:, :n].tolist() == [units[forms].tolist(), groups[forms].tolist(), region[forms].tolist()]


@seeds
@few
def test_new_modules_are_in_the_order_of_their_groups(growth, seed, k):
    rng = np.random.default_rng(seed)
    units = rng.permutation(60)[:k].astype(np.int32)
    groups = rng.integers(0, 30, k).astype(np.int32)
    region = (groups * 7 % 5).astype(np.int32)
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    for kernels in (_kernels, growth):
        home, parent = np.full(60, -1, np.int32), np.full(100 + k, -1, np.int32)
        number = np.zeros(groups.max() + 1, np.int32)
        n = kernels.insert(units, groups, region, 100, number, home, parent)
        assert n == 100 + len(first)
        assert home[units].tolist() == (100 + inverse).tolist()
        assert parent[100:n].tolist() == region[first].tolist()
        assert (home >= 0).sum() == k


def give_up(tree, price, stop):
    """Replace the best module by those in it until `stop`; what each would change is reckoned anew every time."""
    parent, rate, inner = tree.parent.copy(), tree.rate.copy(), ~tree.is_leaf & (np.arange(len(tree.parent)) > 0)
    _, enter, leaving = tree.table.T
    while inner.any():
        total, held = rate[parent], rate - leaving
        change = plogp(total - enter + held) - plogp(total) + plogp(enter) - plogp(leaving + held) + plogp(leaving)
        change = stop(np.where(inner, change - price, np.inf), parent)
        best = int(np.argmin(change))
        if np.isinf(change[best]):
            break
        rate[parent[best]] += rate[best] - leaving[best] - enter[best]
        parent[parent == best] = parent[best]
        inner[best] = False
    return parent, rate, ~inner


def deepest(parent):
    """Return the depth of the deepest module in each module."""
    found = np.zeros(len(parent), int)
    for m in range(len(parent)):
        path = [m]
        while path[-1] > 0:
            path.append(int(parent[path[-1]]))
        found[path] = np.maximum(found[path], len(path) - 1)
    return found


@seeds
@few
@pytest.mark.parametrize("most", [0, 2, 3, 4])
def test_the_best_modules_go_first_while_that_pays_or_paths_are_too_long(growth, most, seed, k):
    tree = RandomTree(seed, k)
    tree.table = np.random.default_rng(seed).random((k, 3)) / 3
    tree.rate = tree.inside(tree.table[:, 1]) + tree.table[:, 2] + np.where(tree.is_leaf, tree.table[:, 0], 0.0)
    table, depth = tree.table.ravel(), np.empty((2, k), np.int32)
    if most:
        wanted = give_up(tree, 0.0, lambda change, parent: np.where(deepest(parent) >= most, change, np.inf))
    else:
        wanted = give_up(tree, 0.01, lambda change, _: np.where(change <= -1e-10, change, np.inf))
    for kernels in (_kernels, growth):
        parent, rate, kept = tree.parent.copy(), tree.rate.copy(), as_bytes(tree.is_leaf)
        kept[0] = 1
        before = kept.sum()
        if most:
            kernels.cut(parent, table, rate, most, kept, *depth)
        else:
            assert kernels.dissolve(parent, table, rate, 0.01, 1e-10, kept, np.empty(k)) == kept.sum() - before
        assert [parent.tolist(), kept.tolist()] == [wanted[0].tolist(), wanted[2].tolist()]
        assert rate == pytest.approx(wanted[1], abs=1e-14)


def random_level(seed, n):
    """Rows of links in both directions, most of them to one of three hubs; some nodes have jumps and no links."""
    rng = np.random.default_rng(seed)
    weight = np.zeros((n, n))
    for u in range(n):
        if rng.random() < 0.9:
            weight[u, rng.integers(0, min(3, n))] = rng.integers(1, 4) / 10000
            weight[u, rng.integers(0, n)] += rng.integers(0, 2) / 10000
    weight = np.triu(weight + weight.T, 1)
    weight = weight + weight.T
    indptr = np.concatenate(([0], np.cumsum((weight > 0).sum(axis=1))))
    border = weight.sum(axis=1) + rng.integers(0, 2, n) / 20000
    flow = border * (1.0 + rng.random(n) / 10)
    nodes = np.column_stack((flow, border, border, plogp(border + flow) - 2 * plogp(border)))
    return indptr, weight.nonzero()[1].astype(np.int32), weight[weight > 0], nodes


@seeds
@few
def test_nodes_with_links_or_jumps_are_together(growth, seed, k):
    indptr, _, _, nodes = random_level(seed, k)
    linked = (np.diff(indptr) > 0) | (nodes[:, 2] > 0.0)
    wanted = np.zeros(k, np.int32)
    wanted[~linked] = np.arange(linked.any(), linked.any() + (~linked).sum())
    for kernels in (_kernels, growth):
        modules = np.zeros(k, np.int32)
        kernels.together(indptr, nodes.ravel(), modules)
        assert modules.tolist() == wanted.tolist()


def joined_satellites(indptr, neighbours, weight, nodes, least):
    """Return the hub of each node that joins one, as long lists of sums."""
    satellite = np.flatnonzero(np.diff(indptr))
    row = [slice(indptr[u], indptr[u + 1]) for u in satellite]
    strongest = np.array([weight[each].max() for each in row])
    hub = np.array([neighbours[each][np.argmax(weight[each])] for each in row], np.int64)
    flow, enter, leaving, alone = nodes.T
    order = np.lexsort((-strongest / (enter + leaving)[satellite], hub)) if len(row) else []
    order = [at for at in order if flow[hub[at]] > flow[satellite[at]]]
    total, joins = enter.sum(), {}
    for h in sorted({hub[at] for at in order}):
        ours = [at for at in order if hub[at] == h]
        change = []
        for count in range(1, len(ours) + 1):
            members, inner = [h, *satellite[ours[:count]]], strongest[ours[:count]].sum()
            into, out = enter[members].sum() - inner, leaving[members].sum() - inner
            cost = plogp(out + flow[members].sum()) - plogp(into) - plogp(out) - alone[members].sum()
            change.append(cost + plogp(total - inner) - plogp(total))
        best = int(np.argmin(change))
        if change[best] < -least:
            joins.update((int(satellite[at]), int(h)) for at in ours[: best + 1])
    if len({hub[at] for at in order}) == len(order):
        return {}
    return {u: h for u, h in joins.items() if h not in joins}


@seeds
@few
def test_hubs_are_joined_by_as_many_satellites_as_are_best(growth, seed, k):
    indptr, neighbours, weight, nodes = random_level(seed, k)
    wanted = joined_satellites(indptr, neighbours, weight, nodes, 1e-7)
    for kernels in (_kernels, growth):
        (satellites, hub), (between, rank) = np.zeros((2, k), np.int32), np.zeros((2, k))
        n = kernels.strongest_links(indptr, neighbours, weight, nodes.ravel(), satellites, hub, between, rank)
        ordered = order_by_ints(hub, k, order_by_doubles(rank, satellites[:n]))
        group = np.arange(k, dtype=np.int32)
        count = kernels.choose_satellites(
            nodes.ravel(), ordered, hub, between, 1e-7, group, np.zeros(k, np.uint8)
        )  # fmt: skip
        assert count == len(wanted)
        assert {u: h for u, h in enumerate(group.tolist()) if u != h} == wanted
