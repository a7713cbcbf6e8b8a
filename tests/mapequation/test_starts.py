"""Starts of a search: hubs with their satellites, and networks whose links all have one weight."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.mapequation import SearchOptions, directed_flow, search, undirected_flow
from textmine.mapequation.level import base_level, one_region, tally
from textmine.mapequation.options import PLANS
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.starts import _spread, first_modules, from_above, from_below, with_satellites


def hub_with_satellites(n_satellites, n_cliques):
    """A hub with pairs of nodes around it, in a ring of cliques of six; the network, and the pairs as modules."""
    links, modules, n = [], [0], 1
    for pair in range(n_satellites):
        links += [(n, n + 1, 0.02), (0, n, 0.02)]
        modules += [pair + 1] * 2
        n += 2
    for clique in range(n_cliques):
        links += [(n + i, n + j, 1.0) for i in range(6) for j in range(i)]
        links.append((n, n - 6 if clique else 0, 0.1))
        modules += [n_satellites + 1 + clique] * 6
        n += 6
    return base_level(undirected_flow(*zip(*links, strict=True), n)), np.array(modules, np.int32)


def bits_of(level, modules):
    return tally(level, modules, one_region(len(level))).bits


def test_a_hub_and_its_satellites_become_one_module_although_none_of_them_would_go_alone():
    level, apart = hub_with_satellites(100, 300)
    together = np.maximum(apart - 100, 0).astype(np.int32)
    one = np.where(apart == 1, 0, np.maximum(apart - 1, 0)).astype(np.int32)
    assert bits_of(level, together) < bits_of(level, apart) < bits_of(level, one)
    assert with_satellites(level, apart).tolist() == together.tolist()


@given(seed=st.integers(0, 10**6), build=st.sampled_from([undirected_flow, directed_flow]))
@settings(max_examples=40)
def test_merging_satellites_never_costs_bits(seed, build):
    rng = np.random.default_rng(seed)
    sources, targets = rng.integers(0, 40, 90), (40 * rng.random(90) ** 3).astype(int)
    sources[0], targets[0] = 0, 1  # not all of them are self-links
    level = base_level(build(sources, targets, rng.random(90) + 0.01, 40))
    modules = np.unique(rng.integers(0, 30, 40), return_inverse=True)[1].astype(np.int32)
    merged = np.asarray(with_satellites(level, modules))
    assert bits_of(level, merged) <= bits_of(level, modules)
    for module in range(modules.max() + 1):
        assert len(set(merged[modules == module])) == 1


@given(seed=st.integers(0, 10**6), build=st.sampled_from([undirected_flow, directed_flow]))
@settings(max_examples=40)
def test_the_modules_of_each_way_are_made_of_its_parts(seed, build):
    rng = np.random.default_rng(seed)
    sources = rng.integers(0, 80, 200)
    targets = np.where(rng.random(200) < 0.8, sources // 8 * 8 + rng.integers(0, 8, 200), rng.integers(0, 80, 200))
    sources[0], targets[0] = 0, 1  # not all of them are self-links
    level, scratch, plan = base_level(build(sources, targets, np.ones(200), 80)), Scratch(seed), PLANS["default"]
    for way in (from_below(level, first_modules(level, scratch), plan, scratch), from_above(level, plan, scratch)):
        both = set(zip(np.asarray(way.parts).tolist(), np.asarray(way.modules).tolist(), strict=True))
        assert len(both) == len(set(np.asarray(way.parts).tolist()))


def test_one_weight_for_all_links_is_in_memory_once_and_changes_nothing():
    rng = np.random.default_rng(5)
    pairs = np.unique(np.sort(rng.integers(0, 60, (300, 2)), axis=1), axis=0)
    sources, targets = pairs[pairs[:, 0] < pairs[:, 1]].T
    network = undirected_flow(sources, targets, np.ones(len(sources)), 60)
    assert network.link_flow.strides == (0,)
    assert len(base_level(network).weight) == 1
    weights = np.ones(len(sources))
    weights[0] += 1e-12  # alike, but not the same: one number a link
    other = undirected_flow(sources, targets, weights, 60)
    assert other.link_flow.strides == (8,)
    assert other.link_flow == pytest.approx(network.link_flow, abs=1e-12)
    options = SearchOptions(seed=3)
    assert search(network, options=options).paths() == search(other, options=options).paths()


@given(last=st.integers(0, 300), count=st.integers(0, 12))
def test_further_starts_are_as_far_from_each_other_as_can_be(last, count):
    assert _spread(last, count) == np.linspace(0, last, count).astype(int).tolist()
