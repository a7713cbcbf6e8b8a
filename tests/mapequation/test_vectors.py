"""The cases of the reference program in `cases.json`: flow, codelength, and what the search must reach.

A case has the graph it is of and the options of that program. By ascending node it has the flow, what enters and leaves
where that differs (where `enter` is not given it is `flow`, where `exit` is not given it is `enter`), and the path of
the module. `links` is the flow of each different link in order; `bits` are the codelength, that of the index, of the
modules and of one level.
"""

import json
from pathlib import Path
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


CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
GRAPHS = CASES["graphs"]
# Flows that this program does not have: their numbers serve as networks alone.
OURS = [case for case in CASES["cases"] if case["options"] in FLOWS]
OTHERS = [case for case in CASES["cases"] if case["options"] not in FLOWS]
SEARCHED = [case for case in OURS if case["searched"]]


def of_cases(cases):
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def nodes_of(case):
    return sorted({node for link in GRAPHS[case["graph"]] for node in link[:2]} | set(case.get("nodes", ())))


def network_of(case):
    number = {name: node for node, name in enumerate(nodes_of(case))}
    sources, targets, weights = zip(*GRAPHS[case["graph"]], strict=True)
    links = [number[name] for name in sources], [number[name] for name in targets], weights, len(number)
    return flow_of(*links, FLOWS[case["options"]])


def links_of(case, *, directed):
    """The different links of a case as the program counts them, with their flows, None where it leaves one out."""
    number = {name: node for node, name in enumerate(nodes_of(case))}
    ends = {(number[a], number[b]) for a, b, _ in GRAPHS[case["graph"]]}
    links = sorted(ends if directed else {tuple(sorted(pair)) for pair in ends})
    return dict(zip(links, case["links"], strict=True))


def tree_of(case):
    number, parent, node_module = {(): 0}, [-1], []
    for written in case["modules"].split():
        path = tuple(written.split(":"))
        for depth in range(1, len(path) + 1):
            if path[:depth] not in number:
                number[path[:depth]] = len(parent)
                parent.append(number[path[: depth - 1]])
        node_module.append(number[path])
    return SimpleNamespace(parent=np.array(parent, np.int32), node_module=np.array(node_module, np.int32))


def test_there_are_as_many_cases_as_expected():
    assert (len(OURS), len(OTHERS), len(SEARCHED)) == (35, 3, 30)


@of_cases(OURS)
def test_flow(case):
    network = network_of(case)
    enter = case.get("enter", case["flow"])
    for name, expected in (("node_flow", case["flow"]), ("node_enter", enter), ("node_exit", case.get("exit", enter))):
        assert getattr(network, name) == pytest.approx(expected, abs=1e-9), name
    ends = zip(network.sources.tolist(), network.targets.tolist(), strict=True)
    found = dict(zip(ends, network.flows.tolist(), strict=True))
    expected = links_of(case, directed=network.directed)
    # A link without flow may be left out.
    found, expected = ({link: flow for link, flow in some.items() if flow} for some in (found, expected))
    assert found == pytest.approx(expected, abs=1e-9)


@of_cases(OURS)
def test_codelength(case):
    found = codelength(network_of(case), tree_of(case))
    assert [found.total, found.index, found.module, found.one_level] == pytest.approx(case["bits"], abs=1e-9)


ONE_WAY = ("-d", "-f rawdir", "-f undirdir", "-f outdirdir")
BOTH_WAYS = ("", "-2", "--no-self-links", "--prefer-modular-solution")


def plain_codelength(case):
    """The map equation of a tree from the listed flows, module by module (Rosvall & Bergstrom 2011, equation 1)."""
    modules = [tuple(path.split(":")) for path in case["modules"].split()]
    every = {path[:depth] for path in modules for depth in range(len(path) + 1)}
    flows = {(a, b): flow or 0.0 for (a, b), flow in links_of(case, directed=case["options"] in ONE_WAY).items()}
    if case["options"] in BOTH_WAYS:
        flows = {ends: flow / 2 for (a, b), flow in flows.items() for ends in ((a, b), (b, a))}

    def crossing(path, side):
        inside = [module[: len(path)] == path for module in modules]
        return sum(flow for ends, flow in flows.items() if inside[ends[side]] and not inside[ends[1 - side]])

    def cost(parts):
        parts = np.array([part for part in parts if part > 0])
        return float(-(parts * np.log2(parts / parts.sum())).sum()) if len(parts) else 0.0

    bits = 0.0
    for path in every:
        names = [crossing(other, 1) for other in every if other and other[:-1] == path]
        names += [flow for module, flow in zip(modules, case["flow"], strict=True) if module == path]
        bits += cost([*names, crossing(path, 0)] if path else names)
    return bits


@of_cases([case for case in CASES["cases"] if case["options"] in ONE_WAY + BOTH_WAYS])
def test_the_plain_definition_has_the_bits_of_the_program(case):
    assert plain_codelength(case) == pytest.approx(case["bits"][0], abs=2e-9)


@of_cases(SEARCHED)
def test_search_reaches_the_reference(case):
    names = [str(node) for node in nodes_of(case)]
    found = search(network_of(case), names, SearchOptions(two_level=case["options"] == "-2"))
    bits = case["bits"][0]
    assert found.codelength.total <= bits + 1e-9
    if found.codelength.total > bits - 1e-9 and "nodes" not in case:
        assert (found.levels, found.n_top_modules) == (case["levels"], case["top"])
