"""Every case of the reference program that this room can compute: flow, codelength, and what the search must reach."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from textmine.mapequation import FlowOptions, SearchOptions, codelength, flow_of, search

FLOWS = {
    "": FlowOptions(),
    "-2": FlowOptions(),
    "--prefer-modular-solution": FlowOptions(),
    "-d": FlowOptions(model="directed"),
    "-d -p 0.05": FlowOptions(model="directed", teleportation=0.05),
    "-d --to-nodes": FlowOptions(model="directed", to_nodes=True),
    "-f rawdir": FlowOptions(model="rawdir"),
    "--no-self-links": FlowOptions(self_links=False),
    "--markov-time 2": FlowOptions(markov_time=2.0),
    "--markov-time 0.5": FlowOptions(markov_time=0.5),
    "-d -e": FlowOptions(model="directed", recorded=True),
    "-d -e --to-nodes": FlowOptions(model="directed", recorded=True, to_nodes=True),
    "--entropy-corrected": FlowOptions(entropy_correction=1.0),
}


@pytest.fixture(scope="module")
def cases(shared):
    cases = json.loads((shared / "vectors.json").read_text())["vectors"]
    return [case for case in cases if case["options"] in FLOWS]


def network_of(case):
    ids = sorted({node for link in case["edges"] for node in link[:2]} | set(case["declared_nodes"] or ()))
    number = {name: node for node, name in enumerate(ids)}
    sources, targets, weights = zip(*case["edges"], strict=True)
    links = [number[name] for name in sources], [number[name] for name in targets], weights, len(ids)
    return flow_of(*links, FLOWS[case["options"]]), ids


def tree_of(case, ids):
    number, parent = {(): 0}, [-1]
    for name in ids:
        path = tuple(case["tree_path"][str(name)][:-1])
        for depth in range(1, len(path) + 1):
            if path[:depth] not in number:
                number[path[:depth]] = len(parent)
                parent.append(number[path[: depth - 1]])
    node_module = [number[tuple(case["tree_path"][str(name)][:-1])] for name in ids]
    return SimpleNamespace(parent=np.array(parent, np.int32), node_module=np.array(node_module, np.int32))


def test_there_are_as_many_cases_as_expected(cases):
    assert len(cases) == 35


def test_flow(cases):
    for case in cases:
        network, ids = network_of(case)
        for name in ("node_flow", "node_enter", "node_exit"):
            listed = case[name if name == "node_flow" else f"{name}_flow"]
            expected = [listed[str(node)] for node in ids]
            assert getattr(network, name) == pytest.approx(expected, abs=1e-9), (case["name"], name)
        found = {}
        for source, target, flow in zip(network.sources, network.targets, network.flows, strict=True):
            found[ids[source], ids[target]] = flow
        expected = {}
        for link, flow in case["link_flow"].items():
            ends = tuple(map(int, link.split()))
            expected[ends if network.directed else tuple(sorted(ends))] = flow
        found |= {link: 0.0 for link in expected if link not in found}  # a link of weight zero, listed with flow zero
        assert found == pytest.approx(expected, abs=1e-9), case["name"]


def test_codelength(cases):
    for case in cases:
        network, ids = network_of(case)
        found = codelength(network, tree_of(case, ids))
        assert found.total == pytest.approx(case["codelength"], abs=1e-9), case["name"]
        assert found.index == pytest.approx(case["index_codelength"], abs=1e-9), case["name"]
        assert found.module == pytest.approx(case["module_codelength"], abs=1e-9), case["name"]
        assert found.one_level == pytest.approx(case["one_level_codelength"], abs=1e-9), case["name"]


def test_search_reaches_the_reference(cases):
    for case in cases:
        if case["fixed_partition"] is not None:
            continue
        network, ids = network_of(case)
        found = search(network, [str(node) for node in ids], SearchOptions(two_level=case["options"] == "-2"))
        assert found.codelength.total <= case["codelength"] + 1e-9, case["name"]
        if found.codelength.total > case["codelength"] - 1e-9 and case["declared_nodes"] is None:
            assert found.levels == case["num_levels"], case["name"]
            assert found.n_top_modules == case["num_top_modules"], case["name"]
