"""What a search must reach, and what must hold whatever it reaches."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.mapequation import (
    FlowOptions,
    SearchOptions,
    codelength,
    directed_flow,
    flow_of,
    level,
    score,
    search,
    undirected_flow,
)
from textmine.mapequation.level import base_level, one_region
from textmine.mapequation.multilevel import polish
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, flat_tree, survey


def recorded_flow(*links):
    return flow_of(*links, FlowOptions(model="directed", recorded=True, markov_time=0.8))


def corrected_flow(*links):
    return flow_of(*links, FlowOptions(entropy_correction=0.5))


BUILDS = [undirected_flow, directed_flow, recorded_flow, corrected_flow]
# Three triples of triangles (Rosvall & Bergstrom 2011, as in Infomap's examples).
TRIPLE = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (6, 7), (6, 8), (7, 8), (1, 3), (2, 6), (5, 7)]
NINE_TRIANGLES = [(u + 9 * k, v + 9 * k, 1.0) for k in range(3) for u, v in TRIPLE]
NINE_TRIANGLES += [(4, 9, 0.8), (8, 18, 0.8), (17, 22, 0.8)]


def random_links(seed, n_nodes=40, n_links=120):
    """A few dense groups with links between them, some nodes without links, some self-links."""
    rng = np.random.default_rng(seed)
    sources = rng.integers(0, n_nodes - 3, n_links)
    near = sources // 8 * 8 + rng.integers(0, 8, n_links)
    targets = np.where(rng.random(n_links) < 0.8, near, rng.integers(0, n_nodes - 3, n_links))
    return sources, np.minimum(targets, n_nodes - 4), rng.integers(1, 4, n_links).astype(float), n_nodes


def test_two_triangles(two_triangles):
    found = search(two_triangles, "abcdef")
    assert found.codelength.total == pytest.approx(2.320730356834, abs=1e-11)  # Infomap 2.16
    assert found.top_module.tolist() == [1, 1, 1, 2, 2, 2]
    assert (found.levels, found.n_top_modules) == (2, 2)


@pytest.mark.parametrize(
    ("two_level", "bits", "levels", "top"), [(False, 3.371875026385, 3, 5), (True, 3.517754809044, 2, 9)]
)
def test_nine_triangles(two_level, bits, levels, top):
    # "ninetriangles_multilevel" and "ninetriangles_two_level", Infomap 2.16.
    network = undirected_flow(*zip(*NINE_TRIANGLES, strict=True), 27)
    found = search(network, options=SearchOptions(two_level=two_level))
    # With two levels there are modules of 3.496483926, which Infomap's 20 trials did not find.
    assert found.codelength.total <= bits + 1e-9
    assert found.codelength == codelength(network, found)
    if not two_level:
        assert found.codelength.total == pytest.approx(bits, abs=1e-9)
        assert found.n_top_modules == top
    assert found.levels == levels


def test_one_module_where_that_is_cheapest():
    # "directed_cycle4_pair", Infomap 2.16: no partition of it beats one level.
    network = directed_flow([0, 1, 2, 3, 1, 2], [1, 2, 3, 0, 0, 0], [2, 1, 1, 1, 1, 0.5], 4)
    for two_level in (False, True):
        found = search(network, options=SearchOptions(two_level=two_level))
        assert found.codelength.total == pytest.approx(1.865106961559, abs=1e-11)
        assert (found.n_top_modules, found.levels) == (1, 2)


def test_nodes_without_links_are_modules_of_their_own(two_triangles):
    network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 8)
    found = search(network, "abcdefgh")
    assert found.top_module.tolist() == [1, 1, 1, 2, 2, 2, 3, 4]
    assert found.codelength.total == search(two_triangles, "abcdef").codelength.total


@pytest.mark.parametrize("build", BUILDS)
@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 10**6))
def test_tracked_codelength_is_the_fresh_one(build, seed):
    network = build(*random_links(seed))
    base = base_level(network)
    modules, bits = polish(base, None, one_region(len(base)), Scratch(seed), passes=4, least_gain=0.0)
    flat = flat_tree(modules)
    entropy = codelength(network, flat).one_level
    assert bits + entropy == pytest.approx(codelength(network, flat).total, abs=1e-10)
    assert survey(Ground(base), flat).bits + entropy == pytest.approx(codelength(network, flat).total, abs=1e-10)


@pytest.mark.parametrize("build", BUILDS)
@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 10**6))
def test_never_worse_than_one_level_nor_than_two(build, seed):
    network = build(*random_links(seed, 28, 80))
    deep = search(network, options=SearchOptions(seed=seed))
    flat = search(network, options=SearchOptions(seed=seed, two_level=True))
    assert flat.codelength.total <= flat.codelength.one_level + 1e-12
    assert deep.codelength.total <= flat.codelength.total + 1e-12
    assert flat.levels == 2
    assert deep.codelength == codelength(network, deep)


@pytest.mark.parametrize("build", BUILDS)
def test_same_seed_same_communities_whatever_the_threads(build):
    network = build(*random_links(7, 80, 300))
    first = search(network, options=SearchOptions(trials=4))
    for threads in (1, 3):
        again = search(network, options=SearchOptions(trials=4, threads=threads))
        assert again.paths() == first.paths()
        assert again.codelength == first.codelength


@pytest.mark.parametrize("effort", ["fast", "default", "best"])
@pytest.mark.parametrize("trials", [1, 2])
@pytest.mark.parametrize("build", BUILDS)
def test_threads_inside_a_trial_change_nothing(monkeypatch, build, trials, effort):
    monkeypatch.setattr(level, "_LARGE", 1)
    monkeypatch.setattr(level, "_SMALL", 1)
    network = build(*random_links(11, 300, 900))
    one, two, five = (
        search(network, options=SearchOptions(trials=trials, effort=effort, threads=threads)) for threads in (1, 2, 5)
    )
    assert one.paths() == two.paths() == five.paths()
    assert one.codelength == two.codelength == five.codelength
    assert one.codelength == codelength(network, one)


@pytest.mark.parametrize("build", BUILDS)
@pytest.mark.parametrize("effort", ["fast", "default", "best"])
def test_networks_that_start_once_are_searched_at_every_effort(build, effort):
    # Planted: 60 groups of 40 nodes, eight links in ten inside a group; the groups are what must be found.
    rng = np.random.default_rng(3)
    sources = rng.integers(0, 2400, 24_000)
    inside = rng.random(24_000) < 0.8
    targets = np.where(inside, sources // 40 * 40 + rng.integers(0, 40, 24_000), rng.integers(0, 2400, 24_000))
    network = build(sources, targets, np.ones(24_000), 2400)
    found = search(network, options=SearchOptions(effort=effort))
    planted = score(network, [(1 + node // 40,) for node in range(2400)])
    assert found.codelength.total <= planted.codelength.total + 1e-9
    assert found.codelength == codelength(network, found)


def test_more_trials_are_never_worse():
    network = undirected_flow(*random_links(11, 120, 500))
    bits = [search(network, options=SearchOptions(trials=n)).codelength.total for n in (1, 3, 6)]
    assert bits == sorted(bits, reverse=True)


def cliques():
    """Cliques of 4, 5, 6, 7 and 8 nodes in a chain of weak links: one clear answer, on two levels."""
    starts = [0, 4, 9, 15, 22, 30]
    links = [(u, v, 1.0) for a, b in pairwise(starts) for u in range(a, b) for v in range(a, b) if u != v]
    return links + [(a, b, 0.1) for a, b in pairwise(starts[:-1])] + [(b, a, 0.1) for a, b in pairwise(starts[:-1])]


@pytest.mark.parametrize("build", BUILDS)
@settings(deadline=None, max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_numbering_of_nodes_and_order_of_links_do_not_show(build, seed):
    names = [f"n{node:02}" for node in range(30)]
    sources, targets, weights = map(np.array, zip(*cliques(), strict=True))
    flat = SearchOptions(two_level=True)  # which of them are grouped above makes no difference in bits
    first = search(build(sources, targets, weights, 30), names, flat)
    assert first.n_top_modules == 5
    rng = np.random.default_rng(seed)
    number, order = rng.permutation(30), rng.permutation(len(weights))
    mixed = [names[node] for node in np.argsort(number)]
    other = search(build(number[sources][order], number[targets][order], weights[order], 30), mixed, flat)
    assert dict(zip(mixed, other.paths(), strict=True)) == dict(zip(names, first.paths(), strict=True))


def modules_of(groups):
    """Return rows of parts as a tree has them, right below the root."""
    return flat_tree(np.array(groups, np.int32))


def test_recorded_jumps_by_hand():
    # Two nodes, each following the other: half the steps end at each. With a jump in five steps, landing on either
    # alike, each node is left by 0.5 (0.8 + 0.2 / 2) = 0.45 a step, over the link or by a jump to the other.
    network = flow_of([0, 1], [1, 0], [1.0, 1.0], 2, FlowOptions(model="directed", teleportation=0.2, recorded=True))
    assert network.node_flow.tolist() == pytest.approx([0.5, 0.5])
    assert network.node_exit.tolist() == pytest.approx([0.45, 0.45])
    assert network.node_enter.tolist() == pytest.approx([0.45, 0.45])
    # Two modules: the index codes 0.9 enterings, each module its node and its exit: 0.9 + 2 * 0.95 H(0.5 / 0.95).
    entropy = -(0.5 * np.log2(0.5 / 0.95) + 0.45 * np.log2(0.45 / 0.95))
    assert codelength(network, modules_of([0, 1])).total == pytest.approx(0.9 + 2 * entropy)
    assert codelength(network, modules_of([0, 0])).total == pytest.approx(1.0)


@pytest.mark.parametrize("build", [undirected_flow, corrected_flow])
@pytest.mark.parametrize("wanted", [1, 2, 3, 5])
def test_preferred_number_of_modules_is_found(build, wanted):
    sources, targets, weights = map(np.array, zip(*cliques(), strict=True))
    network = build(sources, targets, weights, 30)
    found = search(network, options=SearchOptions(preferred_modules=wanted, two_level=True))
    assert found.n_top_modules == wanted
    assert found.codelength == codelength(network, found)  # without the price that brought it about


def test_correction_for_few_links_joins_modules():
    # Ten rings of three in a chain, a link in each place: modules pay, but 40 links hardly prove them.
    sources = [node for first in range(0, 30, 3) for node in (first, first, first + 1)] + list(range(2, 27, 3))
    targets = [node for first in range(0, 30, 3) for node in (first + 1, first + 2, first + 2)] + list(range(3, 30, 3))
    links = sources, targets, [1.0] * len(sources), 30
    flat = SearchOptions(two_level=True)
    free = search(flow_of(*links), options=flat).n_top_modules
    assert search(flow_of(*links, FlowOptions(entropy_correction=8.0)), options=flat).n_top_modules < free


@pytest.mark.parametrize("wrong", [{"model": "undirected", "recorded": True}, {"entropy_correction": -1.0}])
def test_flow_options_that_do_not_go_together_are_refused(wrong):
    with pytest.raises(OptionError):
        FlowOptions(**wrong)


@pytest.mark.parametrize(
    "wrong", [{"preferred_modules": 0}, {"trials": 0}, {"threads": 0}, {"seed": -1}, {"effort": "most"}]
)
def test_options_out_of_range_are_refused(wrong):
    with pytest.raises(OptionError):
        SearchOptions(**wrong)
