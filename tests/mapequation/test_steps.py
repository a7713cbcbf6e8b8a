"""Each step of the search against its definition, or against a search without it."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.mapequation import FlowOptions, SearchOptions, directed_flow, flow_of, search, undirected_flow
from textmine.mapequation.hierarchy import Growth, Rated, _dissolve, grow
from textmine.mapequation.initial import tree_of
from textmine.mapequation.level import Regions, base_level, bits_by_region, compact, one_region, tally
from textmine.mapequation.multilevel import Passes, carry, improve, polish
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, flat_tree, prune, survey


def recorded_flow(*links):
    return flow_of(*links, FlowOptions(model="directed", recorded=True))


def corrected_flow(*links):
    return flow_of(*links, FlowOptions(entropy_correction=5.0))


BUILDS = [undirected_flow, directed_flow, recorded_flow, corrected_flow]


def planted_links(seed, n_nodes=1000, n_links=3000):
    """Groups of ten nodes, six links in ten inside a group."""
    rng = np.random.default_rng(seed)
    sources, inside = rng.integers(0, n_nodes, n_links), rng.random(n_links) < 0.6
    targets = np.where(inside, sources // 10 * 10 + rng.integers(0, 10, n_links), rng.integers(0, n_nodes, n_links))
    return sources, targets, np.ones(n_links), n_nodes


class Started:
    """A search on a small network about to visit nodes: modules at random in one region, or in two."""

    def __init__(self, network, seed, n_regions=2):
        rng, n = np.random.default_rng(seed), network.n_nodes
        self.base = base_level(network)
        self.regions = Regions(rng.integers(0, n_regions, n).astype(np.int32), rng.random(n_regions))
        self.of = (4 * self.regions.of + rng.integers(0, 4, n)).astype(np.int32)
        scratch = Scratch(seed)
        labels = self.base.labels
        labelled = (len(labels.label), labels.n_labels) if labels else (0, 0)
        scratch.reserve(n, len(self.base.neighbours), n_regions, len(self.base.jumps), labelled=labelled)
        self.buffers, self.modules = scratch.buffers, scratch.buffers.found
        self.modules.of.array[:n], self.modules.region.array[:n] = self.of, self.regions.of
        self.modules.bounded = n_regions > 1
        self.buffers.active.array[:] = 0

    def begin(self, descent):
        """Add up the modules."""
        self.modules.of.array[: len(self.of)] = self.of
        descent.tally(self.base.kernel, self.modules, self.regions.offset, len(self.of), False)
        descent._start(self.base.kernel, self.modules, self.buffers)

    def bits(self, node=0, module=None):
        """Return L afresh, with a node in another module."""
        of = self.of.copy()
        of[node] = of[node] if module is None else module
        return tally(self.base, of, self.regions).bits

    def around(self, node):
        """Return the neighbours of a node in its region."""
        neighbours = np.asarray(self.base.neighbours[self.base.indptr[node] : self.base.indptr[node + 1]])
        return neighbours[self.regions.of[neighbours] == self.regions.of[node]]


def as_table(jumps):
    return np.column_stack((jumps["leaving"], jumps["landing"]))


def visit_and_move(descent, at, node):
    """Visit a node, check the choice against all there are, and move it; return the module chosen, or None."""
    network, modules, buffers = at.base.kernel, at.modules, at.buffers
    network.calm = descent._is_calm(network)
    visit = descent._gather(network, modules, buffers, node)
    if visit.n_touched == 0:
        return None
    if network.labelled:
        descent._gather_labels(network, modules, buffers, visit)
    choice = descent._choose(network, modules, buffers, visit, 1e-11)
    descent._forget(modules, buffers, visit)
    if network.labelled:
        descent._forget_beside(buffers, visit)
    empty = np.setdiff1d(np.arange(len(at.of)), at.of)[:1]
    before, open_to = at.bits(), {*at.of[at.around(node)].tolist(), *empty.tolist()}
    changes = {module: at.bits(node, module) - before for module in open_to - {at.of[node]}}
    least = min(changes.values(), default=0.0)
    assert (choice.module != visit.home) == (least < -1e-11)
    if choice.module == visit.home:
        return None
    assert choice.change == pytest.approx(least, abs=1e-12)
    assert at.bits(node, choice.module) - before == pytest.approx(least, abs=1e-12)
    descent._remove(network, modules, buffers, visit)
    descent._add(network, modules, buffers, visit, choice)
    if network.labelled:
        descent._carry_labels(network, modules, buffers, visit, choice.module)
    at.of[node] = choice.module
    return choice.module


def labelled_flow(*links):
    kinds = np.arange(links[-1], dtype=np.int32) * 7 % 5 % 3
    return flow_of(*links, FlowOptions(categories=kinds, metadata_rate=0.7))


def regularised_flow(*links):
    return flow_of(*links, FlowOptions(model="directed", regularization=0.1))


@pytest.mark.parametrize("build", [*BUILDS, labelled_flow, regularised_flow])
@pytest.mark.parametrize("n_regions", [1, 2])
def test_a_visit_chooses_the_module_where_the_codelength_falls_most(as_python, descent, build, n_regions):
    with as_python():
        at = Started(build(*planted_links(3, 20, 60)), 3, n_regions)
        at.begin(descent)
        moved = [visit_and_move(descent, at, node) is not None for node in range(len(at.of))]
        assert sum(moved) > 3
        fresh, modules = tally(at.base, at.of, at.regions), at.modules
        for name in ("flow", "enter", "exit", "members", "ids"):
            assert modules.record.array[name][: len(fresh.record)] == pytest.approx(fresh.record[name], abs=1e-12), name
        if len(fresh.jumps):
            jumps = np.reshape(fresh.jumps, (-1, 2))
            assert as_table(modules.jumps.array)[: len(jumps)] == pytest.approx(jumps, abs=1e-12)
        assert modules.total.array[:n_regions] == pytest.approx(np.asarray(fresh.total), abs=1e-12)
        assert modules.of.array[: len(at.of)].tolist() == at.of.tolist()


@pytest.mark.parametrize(("home", "otherwise"), [(0, None), (1, 0)])
def test_a_node_parts_from_its_module_where_that_pays_the_price(as_python, descent, home, otherwise):
    # Two cliques of four, modules 0 and 1, and node 0 in one of them, which has a link to module 0 and a heavy one to
    # itself. On its own it is module 8, the last of nine: as long as the price is low.
    cliques = [(u, v, 1.0) for first in (1, 5) for u in range(first, first + 4) for v in range(first, u)]
    links = [*zip(*[(0, 0, 9.0), (0, 1, 1.0), (4, 5, 1.0), *cliques], strict=True)]
    chosen = []
    for strength in (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 9.0, 13.0):
        with as_python():
            at = Started(flow_of(*links, 9, FlowOptions(entropy_correction=strength)), 1, 1)
            at.of[:] = [home, 0, 0, 0, 0, 1, 1, 1, 1]
            at.begin(descent)
            chosen.append(visit_and_move(descent, at, 0))
    alone = chosen.count(8)
    assert 0 < alone < len(chosen)
    assert chosen == [8] * alone + [otherwise] * (len(chosen) - alone)


def test_a_node_that_moved_wakes_its_neighbours_in_other_modules(as_python, descent):
    with as_python():
        at = Started(undirected_flow(*planted_links(5, 20, 60)), 5)
        for node in range(len(at.of)):
            at.buffers.active.array[:] = 0
            at.buffers.n_active = 0
            descent._wake(at.base.kernel, at.modules, at.buffers, node)
            woken = np.flatnonzero(at.buffers.active.array)
            assert woken.tolist() == sorted({int(v) for v in at.around(node) if at.of[v] != at.of[node]})
            assert at.buffers.n_active == len(woken)


def test_between_passes_nodes_wake_where_modules_changed(as_python, descent):
    with as_python():
        at = Started(undirected_flow(*planted_links(7, 20, 60)), 7, 1)
        n, changed = len(at.of), np.array([2, 9])
        # No module was renumbered; two nodes have come to another module since single nodes moved.
        at.buffers.origin.array[:n] = np.arange(n)
        at.buffers.landed.array[:n] = at.of
        at.buffers.landed.array[changed] += 1
        descent._wake_changed(at.base.kernel, at.buffers)
        expected = {*changed.tolist()}.union(*(at.around(node).tolist() for node in changed))
        assert np.flatnonzero(at.buffers.awake.array).tolist() == sorted(expected)


def test_only_a_module_without_members_is_taken_from_the_empty_ones(as_python, descent):
    # A module may hold nodes and yet exchange no flow with the node that joins it: those that nobody ever visits.
    with as_python():
        at = Started(undirected_flow(*planted_links(4, 20, 60)), 4)
        network, modules, buffers = at.base.kernel, at.modules, at.buffers
        at.begin(descent)
        n_empty, empty = buffers.n_empty, buffers.empty.array[buffers.n_empty - 1]
        for module, left in ((at.of[1], n_empty), (empty, n_empty - 1)):
            visit = descent._gather(network, modules, buffers, 0)
            descent._forget(modules, buffers, visit)
            descent._remove(network, modules, buffers, visit)
            choice = descent.Choice(module=module, weight=0.0, change=0.0)
            descent._add(network, modules, buffers, visit, choice)
            assert buffers.n_empty == left


@pytest.mark.parametrize("way", [1, 2])
def test_parts_are_priced_as_sub_modules_or_in_the_place_of_their_module(as_python, descent, way):
    with as_python():
        at = Started(undirected_flow(*planted_links(4, 20, 60)), 4)
        compact(at.of, 8)
        n, n_modules = len(at.of), int(at.of.max()) + 1
        at.begin(descent)
        at.buffers.n_modules = n_modules
        rules = descent.Rules(np.array([way], np.int32), True, False, 4, 1, 0.0, 1e-11, 8)
        n_parts = descent._refine(at.base.kernel, at.buffers, rules, way)
        parts = at.buffers.parts.of.array[:n]
        assert n_modules < n_parts < n
        found, fresh = tally(at.base, at.of, at.regions), tally(at.base, parts, one_region(n))
        module = carry(at.of, parts, n_parts)
        entering = np.bincount(module, fresh.flows[1::3], n_modules)
        regions = carry(at.regions.of, at.of, n_modules)
        index = np.asarray(found.flows[2::3] if way == 1 else np.asarray(found.total)[regions])
        assert at.buffers.parts.total.array[:n_modules] == pytest.approx(index + entering, abs=1e-12)


@pytest.mark.parametrize("build", BUILDS)
def test_bits_of_regions_add_up_to_those_of_all(build):
    rng = np.random.default_rng(8)
    base = base_level(build(*planted_links(8, 60, 180)))
    regions = Regions(rng.integers(0, 3, 60).astype(np.int32), rng.random(3))
    modules = (5 * regions.of + rng.integers(0, 5, 60)).astype(np.int32)
    compact(modules, 15)
    assert sum(bits_by_region(base, modules, regions)) == pytest.approx(tally(base, modules, regions).bits)
    assert survey(Ground(base), flat_tree(modules)).bits == pytest.approx(tally(base, modules, one_region(60)).bits)


def bits_of(passes, build=undirected_flow, seeds=4):
    base = [base_level(build(*planted_links(seed))) for seed in range(seeds)]
    return np.array([improve(each, None, one_region(len(each)), Scratch(1), passes)[1] for each in base])


def test_sweeps_go_on_where_neighbours_moved():
    # A second sweep visits only the nodes that moves of the first have woken.
    once, often = bits_of(Passes((0,), sweeps=1)), bits_of(Passes((0,), sweeps=1000))
    assert (often < once - 1e-3).all()


def test_later_passes_visit_what_changed():
    # Whole modules in every pass: from the second on, all there is to gain are single nodes that were woken.
    one, many = bits_of(Passes((0,), sweeps=1)), bits_of(Passes((0,) * 6, patience=6, sweeps=1))
    assert (many < one - 1e-3).all()


@pytest.mark.parametrize("way", [1, 2])
def test_refinement_finds_better_modules_than_whole_modules_do(way):
    whole, refined = bits_of(Passes((0,) * 4, patience=4)), bits_of(Passes((way,) * 4, patience=4))
    assert (refined < whole - 5e-3).all()


def test_polishing_refines():
    base = base_level(undirected_flow(*planted_links(0)))
    _, bits = polish(base, None, one_region(len(base)), Scratch(1), passes=4)
    assert bits < bits_of(Passes((0,) * 4, patience=4), seeds=1)[0] - 5e-3


def without(tree, module):
    """Return a tree in which a module's children stand below its parent."""
    parent = np.asarray(tree.parent)
    return prune(np.where(parent == module, parent[module], parent), tree.leaf, tree.part)


def could_be_dissolved(ground, tree, least_gain=1e-9):
    inner = np.flatnonzero(np.logical_not(tree.is_leaf))[1:]
    bits = survey(ground, tree).bits
    return [module for module in inner.tolist() if survey(ground, without(tree, module)).bits < bits - least_gain]


def haphazard_tree(n_nodes=60):
    """Modules of three nodes in modules at random: most of those above are of no use."""
    rng = np.random.default_rng(2)
    above = rng.integers(0, 7, n_nodes // 3), rng.integers(0, 3, 7)
    return tree_of([(int(above[1][above[0][k]]), int(above[0][k]), k) for k in range(n_nodes // 3) for _ in range(3)])


@pytest.mark.parametrize("build", BUILDS)
def test_modules_that_do_not_pay_are_dissolved(build):
    ground, tree = Ground(base_level(build(*planted_links(1, 60, 180)))), haphazard_tree()
    assert could_be_dissolved(ground, tree)
    found = _dissolve(ground, tree)
    assert not could_be_dissolved(ground, found)
    assert survey(ground, found).bits < survey(ground, tree).bits
    assert found.part.tolist() == tree.part.tolist()


@pytest.mark.parametrize("build", BUILDS)
def test_no_module_that_does_not_pay_is_left_when_a_tree_has_grown(build):
    base = base_level(build(*planted_links(1, 60, 180)))
    ground, tree = Ground(base), haphazard_tree()
    grown = grow(ground, Rated(tree, survey(ground, tree).bits), Scratch(1), Growth())
    assert not could_be_dissolved(ground, grown.tree)


@pytest.mark.parametrize(("strength", "n_modules"), [(0.0, 2), (3.0, 2), (4.5, 2), (5.0, 1)])
@pytest.mark.parametrize("two_level", [False, True])
def test_one_module_pays_the_correction_of_one_module(strength, n_modules, two_level):
    # Two triangles and a link: 2.320730 bits, one level 2.556657. With a price of strength / (28 ln 2) a module, two
    # modules pay as long as the price of the second is below the difference: up to a strength of 4.579.
    links = [0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 6
    network = flow_of(*links, FlowOptions(entropy_correction=strength))
    assert search(network, options=SearchOptions(two_level=two_level)).n_top_modules == n_modules


def test_preferred_modules_are_priced_on_top_of_the_correction(monkeypatch):
    module, prices = sys.modules["textmine.mapequation.search"], []
    one_search = module._search

    def noted(base, options, given):
        prices.append(base().price)
        return one_search(base, options, given)

    monkeypatch.setattr(module, "_search", noted)
    network = corrected_flow(*planted_links(1, 60, 180))
    search(network, options=SearchOptions(preferred_modules=2, two_level=True))
    assert prices[0] == network.module_price > 0.0
    assert prices[1] - prices[0] == pytest.approx(1e-6)


def test_recorded_jumps_land_by_in_strength():
    # Node 0 leads to 1 and 2, and nothing leads back: all jumps land on 1 and 2 alike, where every step ends.
    network = flow_of([0, 0], [1, 2], [1.0, 1.0], 3, FlowOptions(model="directed", recorded=True))
    assert network.node_flow.tolist() == pytest.approx([0.0, 0.5, 0.5])
    assert network.jumps[:, 1].tolist() == pytest.approx([0.0, 0.5, 0.5])


@given(seed=st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_joining_saves_no_more_than_the_flow_between_node_and_module_allows(costs, seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(4, 30))
    ends = rng.integers(0, n, (2, 3 * n))
    base = base_level(undirected_flow(*ends, rng.random(3 * n) ** 3 + 1e-9, n))
    of = np.unique(rng.integers(0, 4, n), return_inverse=True)[1].astype(np.int32)
    node = int(rng.integers(0, n))
    of[node] = of.max() + 1
    of = np.unique(of, return_inverse=True)[1].astype(np.int32)
    apart = costs(base, tally(base, of, one_region(n)))
    row, weight = slice(*base.indptr[node : node + 2]), np.broadcast_to(base.weight, len(base.neighbours))
    around = of[np.asarray(base.neighbours[row])]
    for module in set(around.tolist()) - {int(of[node])}:
        between = float((weight[row] * (around == module)).sum())
        joined = np.unique(np.where(of == of[node], module, of), return_inverse=True)[1].astype(np.int32)
        change = costs(base, tally(base, joined, one_region(n))).sum() - apart.sum()
        assert change >= -between * (2.0 - np.log2(between)) - 1e-12


@given(loss=st.floats(1e-13, 10.0), slope=st.floats(-30.0, 3.0))
def test_the_least_flow_that_may_join_saves_less_than_the_loss(descent, loss, slope):
    between = descent._least_flow(loss, slope)
    assert between >= 0.0
    assert between == 0.0 or between * (slope + 2.0 - np.log2(between)) <= loss * (1.0 + 1e-9)
