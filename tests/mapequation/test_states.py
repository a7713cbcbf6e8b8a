"""Networks of states: the codewords that the states of a physical node share, in the codelength and in the search."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.buffers import copied
from textmine.lightclasses import buffer_of
from textmine.mapequation import FlowOptions, SearchOptions, codelength, flow_of, search
from textmine.mapequation.level import base_level, compact, one_region, tally
from textmine.mapequation.multilevel import Passes, improve
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.starts import together
from textmine.mapequation.tree import Ground, flat_tree, in_order, survey


@st.composite
def walks(draw):
    """Draw a network of few states of any number of physical nodes, with jumps, metadata, corrections or without."""
    n = draw(st.integers(2, 14))
    ends = st.integers(0, n - 1)
    links = draw(st.lists(st.tuples(ends, ends, st.integers(1, 4)), min_size=1, max_size=40))
    model = draw(st.sampled_from(["undirected", "directed", "rawdir"]))
    recorded = model == "directed" and draw(st.booleans())
    how = {"regularization": draw(st.sampled_from([0.0, 0.5]))} if model != "rawdir" and not recorded else {}
    if draw(st.booleans()):
        how |= {"categories": np.array(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)), np.int32)}
    sources, targets, weights = np.array(links).T
    how |= {"model": model, "recorded": recorded, "metadata_rate": 0.7}
    how["entropy_correction"] = draw(st.sampled_from([0.0, 0.8]))
    walk = flow_of(sources, targets, weights, n, FlowOptions(**how))
    physical = draw(st.lists(st.integers(0, draw(ends)), min_size=n, max_size=n))
    return replace(walk, physical=np.unique(physical, return_inverse=True)[1].astype(np.int32))


def by_definition(walk, modules):
    """Return the bits of two levels, summed over modules, and over the physical nodes and the categories in them.

    The correction of a codebook of s names has the factor s - 1; each state is a name of its own there.
    """

    def plogp(x):
        return x * np.log2(x) if x > 0 else 0.0

    enter, exit_ = np.zeros(max(modules) + 1), np.zeros(max(modules) + 1)
    for source, target, flow in zip(walk.sources, walk.targets, walk.flows, strict=True):
        if modules[source] != modules[target]:
            ways = [(source, target)] if walk.directed else [(source, target), (target, source)]
            for one, other in ways:
                exit_[modules[one]] += flow / len(ways)
                enter[modules[other]] += flow / len(ways)
    bits = plogp(enter.sum()) - sum(map(plogp, enter)) - sum(map(plogp, exit_))
    for module in range(len(enter)):
        inside = [node for node in range(walk.n_nodes) if modules[node] == module]
        shared = {}
        for node in inside:
            shared[walk.physical[node]] = shared.get(walk.physical[node], 0.0) + walk.node_flow[node]
        bits += plogp(exit_[module] + sum(shared.values())) - sum(map(plogp, shared.values()))
        if len(walk.categories):
            kinds = [sum(walk.node_flow[node] for node in inside if walk.categories[node] == kind) for kind in range(3)]
            bits += walk.metadata_rate * (plogp(sum(kinds)) - sum(map(plogp, kinds)))
    # The root has the modules as names; each module has its states and its exit.
    return bits + walk.module_price * (len(enter) - 1 + sum(modules.count(module) for module in range(len(enter))))


@given(walks(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_codelength_is_that_of_the_definition(walk, random):
    if len(walk.jumps):
        return  # the definition above knows no jumps
    modules = np.unique([random.randrange(3) for _ in range(walk.n_nodes)], return_inverse=True)[1].tolist()
    if max(modules) == 0:
        return  # a single module has no exit
    tree = SimpleNamespace(parent=np.append(-1, np.zeros(max(modules) + 1, int)), node_module=np.array(modules) + 1)
    assert codelength(walk, tree) == pytest.approx(by_definition(walk, modules), abs=1e-12)


@given(walks(), st.integers(0, 9), st.sampled_from([(0,), (1,), (2, 1), (1, 2, 1)]))
@settings(max_examples=100)
def test_the_bits_tracked_are_those_recomputed(walk, seed, plan):
    base = base_level(walk)
    found, bits = improve(base, None, one_region(len(base)), Scratch(seed), Passes(plan))
    modules = np.asarray(found)
    tree = SimpleNamespace(parent=np.append(-1, np.zeros(modules.max() + 1, int)), node_module=modules + 1)
    # What the correction costs in all partitions alike is not tracked; a single module has no exit for a name.
    alike = walk.module_price * (walk.n_nodes - 1 - (modules.max() == 0))
    assert bits + alike == pytest.approx(codelength(walk, tree), abs=1e-9)
    assert bits == pytest.approx(tally(base, found, one_region(len(base))).bits, abs=1e-9)


def tracked(base, found):
    """The bits that the search knows of a tree."""
    part, parent = copied(buffer_of(found, "node_module")), buffer_of(found, "parent")
    leaf = compact(part, len(parent))
    return survey(Ground(base), in_order(parent, leaf, part)[0]).bits


@given(walks(), st.integers(0, 9))
@settings(max_examples=30)
def test_a_search_is_never_worse_than_one_module(walk, seed):
    if walk.module_price and not np.diff(walk.indptr).all():
        return  # a node without links to others is a module of its own, which has its price
    found = search(walk, options=SearchOptions(seed=seed, effort="fast"))
    if walk.module_price:  # the search prices modules; the codelength counts an exit less in a single one
        base = base_level(walk)
        whole = survey(Ground(base), flat_tree(together(base))).bits
        assert tracked(base, found) <= whole + 1e-9
    else:
        assert found.codelength <= found.codelength.one_level + 1e-9
    flat = search(walk, options=SearchOptions(seed=seed, effort="fast", two_level=True))
    assert found.codelength <= flat.codelength + 1e-9


@given(walks(), st.integers(0, 3))
@settings(max_examples=6, deadline=None)
def test_kernels_interpreted_find_the_same(as_python, walk, seed):
    options = SearchOptions(seed=seed, effort="fast")
    compiled = search(walk, options=options)
    with as_python():
        again = search(walk, options=options)
    assert again.node_module.tolist() == compiled.node_module.tolist()


def test_states_that_are_all_different_nodes_are_a_plain_network():
    walk = flow_of([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    states = replace(walk, physical=np.arange(6, dtype=np.int32))
    plain, found = search(walk), search(states)
    assert found.codelength == pytest.approx(plain.codelength, abs=1e-12)
    assert found.node_module.tolist() == plain.node_module.tolist()


def test_two_copies_without_a_link_are_one_module():
    # Two triangles over the same three nodes, as in two layers that no walk changes between. Apart they cost
    # log2(3) each; together the three codewords are shared and there is nothing else to code: log2(3) as well.
    walk = flow_of([0, 1, 2, 3, 4, 5], [1, 2, 0, 4, 5, 3], [1] * 6, 6)
    found = search(replace(walk, physical=np.array([0, 1, 2, 0, 1, 2], np.int32)))
    assert found.codelength == pytest.approx(np.log2(3), abs=1e-12)
    assert found.codelength.one_level == pytest.approx(np.log2(3), abs=1e-12)
