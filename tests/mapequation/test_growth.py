"""Steps that grow a tree never make the codelength longer; the better of two partitions; the price of modules."""

import dataclasses

import numpy as np
import pytest

from textmine.mapequation import FlowOptions, directed_flow, flow_of, undirected_flow
from textmine.mapequation.hierarchy import Growth, Rated, _group, _regroup_modules, _regroup_nodes, _Seen, _split, grow
from textmine.mapequation.initial import tree_of
from textmine.mapequation.level import base_level, one_region
from textmine.mapequation.multilevel import better_of, bits_by_region, refinements
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, flat_tree, survey

TRIANGLES = [0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 6


def corrected_flow(*links):
    return flow_of(*links, FlowOptions(entropy_correction=5.0))


STEPS = {
    "group": lambda ground, tree: _group(ground, tree, Scratch(1), 3),
    "regroup nodes": lambda ground, tree: _regroup_nodes(ground, tree, Scratch(1), _Seen(), 3, anew=False),
    "regroup nodes anew": lambda ground, tree: _regroup_nodes(ground, tree, Scratch(1), _Seen(), 3, anew=True),
    "split": lambda ground, tree: _split(ground, tree, Scratch(1), _Seen()),
    "regroup modules": lambda ground, tree: _regroup_modules(ground, tree, Scratch(1), (_Seen(), _Seen()), 3),
}


def start_trees():
    """Three modules of modules with nodes at random; all nodes in one module; modules of ten."""
    rng = np.random.default_rng(4)
    homes = rng.integers(0, 9, 60).tolist()
    yield tree_of([(home // 3, home) for home in homes])
    yield flat_tree(np.zeros(60, np.int32))
    yield flat_tree(np.arange(60, dtype=np.int32) // 10)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("build", [undirected_flow, directed_flow, corrected_flow])
def test_no_step_makes_the_codelength_longer(build, step):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        links = rng.integers(0, 60, 150), rng.integers(0, 60, 150), np.ones(150), 60  # no modules in it
        ground = Ground(base_level(build(*links)))
        for tree in start_trees():
            assert survey(ground, step(ground, tree)).bits <= survey(ground, tree).bits + 1e-9


@pytest.mark.parametrize("turned", [False, True])
def test_the_better_of_two_partitions_is_chosen(turned):
    base, region = base_level(undirected_flow(*TRIANGLES)), one_region(6)
    pair = [np.array(modules, np.int32) for modules in ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])]
    bits = [sum(bits_by_region(base, modules, region)) for modules in pair]
    assert bits[0] < bits[1]  # the triangles
    assert better_of(base, *(pair[::-1] if turned else pair), region).tolist() in (
        [0, 0, 0, 1, 1, 1],
        [1, 1, 1, 0, 0, 0],
    )


def test_every_module_pays_its_price_also_a_module_of_one_node():
    priced = base_level(corrected_flow(*TRIANGLES))
    free = dataclasses.replace(priced, price=0.0)
    modules = np.array([0, 1, 1, 2, 2, 2], np.int32)
    with_price, without = (sum(bits_by_region(level, modules, one_region(6))) for level in (priced, free))
    assert priced.price > 0.0
    assert with_price - without == pytest.approx(3 * priced.price)


def test_passes_refine_in_turn_and_the_first_by_sub_modules():
    assert refinements(5) == (1, 2, 1, 2, 1)


def test_the_first_round_starts_again_from_single_nodes():
    # Groups of ten nodes, in a tree of modules at random: moving nodes between these finds less than a fresh start.
    for seed in range(3):
        rng = np.random.default_rng(seed)
        sources, inside = rng.integers(0, 300, 900), rng.random(900) < 0.6
        targets = np.where(inside, sources // 10 * 10 + rng.integers(0, 10, 900), rng.integers(0, 300, 900))
        ground = Ground(base_level(undirected_flow(sources, targets, np.ones(900), 300)))
        homes = rng.integers(0, 30, 300).tolist()
        tree = tree_of([(home // 10, home) for home in homes])
        start = Rated(tree, survey(ground, tree).bits)
        bits = [grow(ground, start, Scratch(1), Growth(rounds=1, anew=anew)).bits for anew in (False, True)]
        assert bits[1] < bits[0] - 0.01
