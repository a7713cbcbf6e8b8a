"""Flow models beside the plain ones, and metadata: cases of the reference program, slow definitions, the search.

`models.json` says how its cases were made. A case has a graph and the options of that program; by ascending node it has
weights and metadata where it has any, the flow, what enters and leaves (where `exit` is not given it is `enter`), and
the path of the module; `bits` are the codelength and that with one level.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.communities.metadata import categories_of
from textmine.errors import GraphError, OptionError
from textmine.mapequation import FlowOptions, SearchOptions, codelength, flow_of, score, search
from textmine.mapequation.bridges import bridged
from textmine.mapequation.contents import plogp
from textmine.mapequation.initial import tree_of
from textmine.mapequation.level import base_level, one_region, tally
from textmine.mapequation.multilevel import polish
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.shallow import levels_of, shallower
from textmine.mapequation.tree import Ground, flat_tree, survey

FILE = json.loads(Path(__file__).with_name("models.json").read_text(encoding="utf-8"))
CASES = FILE["cases"]
FLAGS = {
    "-d": ("model", "directed"),
    "-e": ("recorded", True),
    "--to-nodes": ("to_nodes", True),
    "--regularized": ("regularization", 1.0),
    "--no-self-links": ("self_links", False),
    "--variable-markov-time": ("variable_markov_time", True),
    "--use-node-weights-as-flow": ("weights_as_flow", True),
}
VALUES = {
    "-f": ("model", str),
    "--regularization-strength": ("regularization", float),
    "--markov-time": ("markov_time", float),
    "--variable-markov-damping": ("variable_markov_damping", float),
    "--variable-markov-min-scale": ("variable_markov_min_scale", float),
    "--meta-data-rate": ("metadata_rate", float),
}
of_cases = pytest.mark.parametrize("case", CASES, ids=[f"{case['graph']} {case['options']}" for case in CASES])


def options_of(case):
    chosen, words = {}, iter(case["options"].split())
    for word in words:
        if word in FLAGS:
            chosen.update([FLAGS[word]])
        elif word != "-2":
            name, kind = VALUES[word]
            chosen[name] = kind(next(words))
    if "weights" in case:
        chosen["landing"] = np.array(case["weights"])
    if "metadata" in case:
        chosen["categories"] = categories_of(case["metadata"], len(case["flow"]))
    return FlowOptions(**chosen)


def network_of(case):
    links = FILE["graphs"][case["graph"]]
    nodes = sorted({node for link in links for node in link[:2]} | set(case.get("nodes", ())))
    number = {name: node for node, name in enumerate(nodes)}
    sources, targets, weights = zip(*links, strict=True)
    ends = [number[name] for name in sources], [number[name] for name in targets]
    return flow_of(*ends, weights, len(nodes), options_of(case))


@of_cases
def test_flow(case):
    network = network_of(case)
    assert network.node_flow == pytest.approx(case["flow"], abs=1e-11)
    assert network.node_enter == pytest.approx(case["enter"], abs=1e-11)
    assert network.node_exit == pytest.approx(case.get("exit", case["enter"]), abs=1e-11)


@of_cases
def test_codelength(case):
    modules = [tuple(map(int, path.split(":"))) for path in case["modules"].split()]
    found = score(network_of(case), modules).codelength
    assert [found.total, found.one_level] == pytest.approx(case["bits"], abs=1e-9)


@of_cases
def test_search_reaches_the_reference(case):
    # The cases are the best of 40 trials of that program.
    found = search(network_of(case), options=SearchOptions(two_level="-2" in case["options"].split(), trials=10))
    assert found.codelength.total <= case["bits"][0] + 1e-9


NODES = 9
some_links = st.lists(
    st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 2), st.sampled_from([0.5, 1.0, 3.0])),
    min_size=2,
    max_size=25,
).filter(lambda links: any(u != v for u, v, _ in links))
MODELS = [
    {"regularization": 1.0},
    {"model": "directed", "regularization": 0.2},
    {"model": "directed", "regularization": 0.5, "self_links": False},
    {"variable_markov_time": True},
    {"model": "directed", "variable_markov_time": True, "variable_markov_damping": 0.3},
    {"regularization": 0.3, "variable_markov_time": True, "markov_time": 0.7},
    {"model": "directed", "recorded": True, "markov_time": 0.8},
    {"model": "undirdir"},
    {"weights_as_flow": True, "landing": np.arange(1.0, NODES + 1)},
]
of_models = pytest.mark.parametrize("model", MODELS, ids=lambda model: "-".join(map(str, model)))
CATEGORIES = np.array([0, 1, 0, 2, 2, 0, 1, 1, 3], np.int32)
WITH_METADATA = [*MODELS, *(model | {"categories": CATEGORIES, "metadata_rate": 0.6} for model in [{}, *MODELS])]


def built(links, model):
    return flow_of(*([*column] for column in zip(*links, strict=True)), NODES, FlowOptions(**model))


def matrix_of(links, *, directed, self_links):
    weights = np.zeros((NODES, NODES))
    for u, v, weight in links:
        if u != v or self_links:
            weights[u, v] += weight
            if not directed and u != v:
                weights[v, u] += weight
    return weights


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("self_links", [False, True])
@settings(deadline=None, max_examples=25)
@given(links=some_links, strength=st.sampled_from([0.1, 1.0, 4.0]))
def test_regularised_flow_is_a_walk_on_links_and_prior(directed, self_links, links, strength):
    # Smiljanic et al. 2021, equations 6 to 8, with a dense matrix.
    weights = matrix_of(links, directed=directed, self_links=self_links)
    seen = weights > 0
    mean = [
        np.array([each.sum() / has.sum() if has.any() else np.inf for each, has in zip(table, mask, strict=True)])
        for table, mask in ((weights, seen), (weights.T, seen.T))
    ]
    out, into = (np.where(np.isfinite(each), each, each.min()) for each in mean)
    pairs = NODES if self_links else NODES - 1
    prior = strength * np.log(NODES) / pairs * np.outer(out, into) / (weights.sum() / seen.sum())
    if not self_links:
        np.fill_diagonal(prior, 0.0)
    both = weights + prior
    steps = both / both.sum(axis=1, keepdims=True)
    stationary = np.vstack([steps.T - np.eye(NODES), np.ones(NODES)])
    visits = np.linalg.lstsq(stationary, np.append(np.zeros(NODES), 1.0), rcond=None)[0]
    flow = visits[:, None] * steps
    np.fill_diagonal(flow, 0.0)
    model = "directed" if directed else "undirected"
    network = built(links, {"model": model, "regularization": strength, "self_links": self_links})
    assert network.node_flow == pytest.approx(visits, abs=1e-12)
    assert network.node_enter == pytest.approx(flow.sum(axis=0), abs=1e-12)
    assert network.node_exit == pytest.approx(flow.sum(axis=1), abs=1e-12)


@pytest.mark.parametrize("damping", [0.0, 1.0])
@settings(deadline=None, max_examples=25)
@given(links=some_links)
def test_variable_markov_time_is_the_largest_scale_over_the_own(damping, links):
    weights = matrix_of(links, directed=False, self_links=True)
    mean_weight = weights.sum() / (weights > 0).sum()
    degree = weights.sum(axis=1) / mean_weight
    scale = np.maximum(np.log2(np.maximum(degree, 1e-9)) if damping else degree, 1.0)
    time = scale.max() / np.maximum.outer(scale, scale)
    flow = weights / weights.sum() * time
    np.fill_diagonal(flow, 0.0)
    network = built(links, {"variable_markov_time": True, "variable_markov_damping": damping})
    assert network.node_flow == pytest.approx(weights.sum(axis=1) / weights.sum(), abs=1e-12)
    assert network.node_exit == pytest.approx(flow.sum(axis=1), abs=1e-12)


def test_without_a_prior_regularised_flow_is_the_plain_one():
    links = [(0, 1, 2.0), (1, 2, 1.0), (2, 0, 3.0), (3, 3, 1.0), (2, 3, 1.0)]
    plain, weak = built(links, {}), built(links, {"regularization": 1e-12})
    assert weak.node_flow == pytest.approx(plain.node_flow, abs=1e-11)
    assert weak.node_exit == pytest.approx(plain.node_exit, abs=1e-11)


@pytest.mark.parametrize("model", WITH_METADATA, ids=lambda model: "-".join(map(str, model)))
@settings(deadline=None, max_examples=8)
@given(links=some_links, seed=st.integers(0, 99))
def test_tracked_codelength_is_the_fresh_one(model, links, seed):
    network = built(links, model)
    base = base_level(network)
    base = bridged(base) if len(base.jumps) else base
    modules, bits = polish(base, None, one_region(NODES), Scratch(seed), passes=3)
    assert tally(base, modules, one_region(NODES)).bits == pytest.approx(bits, abs=1e-9)
    tree = flat_tree(modules)
    assert survey(Ground(base), tree).bits == pytest.approx(bits, abs=1e-9)
    fresh = codelength(network, tree)
    assert fresh.total == pytest.approx(bits - plogp(network.node_flow).sum(), abs=1e-9)
    found = search(network, options=SearchOptions(seed=seed))
    assert found.codelength.total <= fresh.total + 1e-9
    assert found.codelength.total <= fresh.one_level + 1e-9 or not network.node_exit.all()


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10**6), rate=st.sampled_from([0.0, 0.5, 3.0]))
def test_metadata_are_coded_in_each_module_of_nodes(seed, rate):
    rng = np.random.default_rng(seed)
    links = [(int(u), int(v), 1.0) for u, v in rng.integers(0, NODES, (20, 2))]
    network = built([*links, (0, 1, 1.0)], {"categories": CATEGORIES, "metadata_rate": rate})
    plain = built([*links, (0, 1, 1.0)], {})
    paths = [(int(top), int(low)) for top, low in rng.integers(0, 2, (NODES, 2))]
    bits = 0.0
    for path in set(paths):
        inside = np.array([each == path for each in paths])
        for category in range(4):
            share = network.node_flow[inside & (category == CATEGORIES)].sum()
            bits -= share * np.log2(share / network.node_flow[inside].sum()) if share > 0 else 0.0
    found = score(network, paths).codelength
    assert found.metadata == pytest.approx(rate * bits, abs=1e-12)
    assert found.total == pytest.approx(score(plain, paths).codelength.total + rate * bits, abs=1e-12)


def test_metadata_draw_nodes_to_their_own_kind():
    # A ring of six: without metadata, no cut is better than another of the same size.
    ring = [(u, (u + 1) % 6, 1.0) for u in range(6)]
    columns = [list(column) for column in zip(*ring, strict=True)]
    for shift in range(3):
        kinds = np.array([(u + shift) % 6 // 3 for u in range(6)], np.int32)
        network = flow_of(*columns, 6, FlowOptions(categories=kinds, metadata_rate=2.0))
        top = search(network).top_module
        assert len({(int(kind), int(module)) for kind, module in zip(kinds, top, strict=True)}) == 2


def test_a_search_with_metadata_is_the_same_interpreted(as_python):
    case = next(case for case in CASES if case["graph"] == "nine triangles" and "metadata" in case)
    network = network_of(case)
    modules, bits = polish(base_level(network), None, one_region(27), Scratch(5), passes=2)
    with as_python():
        again, same = polish(base_level(network), None, one_region(27), Scratch(5), passes=2)
    assert (again.tolist(), same) == (modules.tolist(), pytest.approx(bits, abs=1e-12))


def test_jumps_join_what_no_link_joins():
    # Two pairs and a node without links: so strong a prior makes them one module.
    network = flow_of([0, 2], [1, 3], [1.0, 1.0], 5, FlowOptions(regularization=5.0))
    found = search(network)
    assert found.n_top_modules == 1
    assert found.codelength.total == pytest.approx(found.codelength.one_level, abs=1e-12)
    # 100 pairs under a weak prior: the bridges of a larger network.
    ends = np.arange(200).reshape(100, 2).T
    loose = search(flow_of(*ends, np.ones(100), 200, FlowOptions(regularization=1e-3)))
    assert loose.n_top_modules == 100
    assert search(flow_of(*ends, np.ones(100), 200, FlowOptions(regularization=3.0))).n_top_modules < 100


@pytest.mark.parametrize(
    "wrong",
    [
        {"regularization": -1.0},
        {"regularization": np.nan},
        {"model": "rawdir", "regularization": 1.0},
        {"model": "directed", "to_nodes": True, "regularization": 1.0},
        {"variable_markov_damping": 1.5},
        {"variable_markov_min_scale": 0.0},
        {"metadata_rate": -0.1},
        {"metadata_rate": np.inf},
    ],
    ids=str,
)
def test_options_out_of_range_are_refused(wrong):
    with pytest.raises(OptionError):
        FlowOptions(**wrong)


def test_weights_and_categories_that_do_not_fit_are_refused():
    for wrong in ({"weights_as_flow": True}, {"categories": np.zeros(3, np.int32)}):
        with pytest.raises(GraphError):
            flow_of([0], [1], [1.0], 2, FlowOptions(**wrong))


def deep_links():
    """Triangles in triples in triples: 81 nodes, whose best tree has four levels."""
    some = [(u + k, v + k, 1.0) for k in range(0, 81, 3) for u, v in ((0, 1), (0, 2), (1, 2))]
    for size, weight in ((3, 0.5), (9, 0.2), (27, 0.05)):
        for first in range(0, 81, 3 * size):
            some += [(first + size * i, first + size * ((i + 1) % 3) + 1, weight) for i in range(3)]
    return [list(column) for column in zip(*some, strict=True)]


def test_as_many_levels_as_are_preferred():
    network = flow_of(*deep_links(), 81)
    free = search(network)
    bits = []
    for levels in range(2, free.levels + 1):
        found = search(network, options=SearchOptions(preferred_levels=levels))
        assert found.levels == levels
        bits.append(found.codelength.total)
    assert bits == sorted(bits, reverse=True)
    assert bits[-1] == pytest.approx(free.codelength.total, abs=1e-9)
    assert bits[0] == search(network, options=SearchOptions(two_level=True)).codelength.total
    assert search(network, options=SearchOptions(preferred_levels=9)).levels == free.levels
    with pytest.raises(OptionError):
        SearchOptions(preferred_levels=1)


def test_the_cheapest_modules_of_modules_are_dissolved_first():
    network = flow_of(*deep_links(), 81)
    base, tree = base_level(network), tree_of([path[:-1] for path in search(network).paths()])
    assert survey(Ground(base), shallower(base, tree, 9)).bits == survey(Ground(base), tree).bits
    three = shallower(base, tree, 3)
    assert levels_of(three) == 3
    assert levels_of(shallower(base, tree, 2)) == 2
    assert (max(three.node_module), len(set(three.node_module))) == (len(three) - 1, 27)
