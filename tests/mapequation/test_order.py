"""The canonical order of modules and nodes, computed by kernels, against the same order by sorting paths of keys."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.graph.naming import Names, name_keys
from textmine.mapequation import Communities
from textmine.mapequation.communities import FLOW_DECIMALS, node_order
from textmine.mapequation.order import _kernels, canonical
from textmine.mapequation.order.canonical import modules_on, nodes_in_order, numbering, ranks_inside

NAMES = ["a", "b", "B", "é", "變", "变", "电压", "10", "9"]
FLOWS = st.sampled_from([0.0, 0.1, 0.1 + 1e-15, 0.1 + 4e-14, 0.2, 0.30000000000000004]) | st.floats(0, 1)


@pytest.fixture(scope="module", params=["compiled", "interpreted"])
def kernels(request, interpreted):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "interpreted":
            patch.setattr(canonical, "_kernels", interpreted("mapequation/order"))
        yield


@st.composite
def trees(draw):
    """Draw parents in any order, the module of each node, flows, and names."""
    k = draw(st.integers(1, 12))
    parent = [-1] + [draw(st.integers(0, module - 1)) for module in range(1, k)]
    leaves = sorted({*range(k)} - {*parent})
    extra = draw(st.lists(st.sampled_from(leaves), max_size=14))
    node_module = draw(st.permutations([*leaves, *extra]))
    n = len(node_module)
    number = [0, *draw(st.permutations(range(1, k)))]
    parents = np.empty(k, np.int32)
    parents[number] = [number[above] if above >= 0 else -1 for above in parent]
    flow = np.array(draw(st.lists(FLOWS, min_size=n, max_size=n)))
    kind = draw(st.sampled_from(["numbers", "sorted", "any"]))
    if kind == "numbers":
        values = draw(st.lists(st.integers(0, 120), min_size=n, max_size=n, unique=True))
        names = Names.of_numbers(np.sort(np.array(values, np.int64)))
    else:
        names = draw(st.lists(st.text("abc变9", min_size=1, max_size=4), min_size=n, max_size=n, unique=True))
        if kind == "sorted":
            names = Names("".join(f"{name}\n" for name in sorted(names)).encode())
    return parents, np.array([number[module] for module in node_module], np.int32), flow, names


def keys_of(names):
    """Return what names are compared by; numbers by their figures."""
    return name_keys(list(names))


def sums(parent, node_module, node_flow):
    """Return the flow of each module, deepest modules first, as numpy adds it up."""
    depth = [0] * len(parent)
    for module in range(len(parent)):
        above = parent[module]
        while above >= 0:
            depth[module], above = depth[module] + 1, parent[above]
    depth = np.array(depth)
    flow = np.bincount(node_module, node_flow, len(parent))
    for level in range(int(depth.max()), 0, -1):
        here = np.flatnonzero(depth == level)
        flow += np.bincount(parent[here], flow[here], len(parent))
    return flow


def expected_numbers(parent, node_module, node_flow, names):
    """Return the number of each module: its place when paths of (flow, first name) from the root are sorted."""
    keys = keys_of(names)
    flow = np.round(sums(parent, node_module, node_flow), FLOW_DECIMALS)
    first = {}
    for node, module in enumerate(node_module.tolist()):
        while module >= 0:
            first[module] = min(first.get(module, keys[node]), keys[node])
            module = int(parent[module])
    paths = []
    for module in range(len(parent)):
        path = []
        at = module
        while at > 0:
            path.append((-flow[at], first[at]))
            at = int(parent[at])
        paths.append(path[::-1])
    order = sorted(range(len(parent)), key=paths.__getitem__)
    return [order.index(module) for module in range(len(parent))]


@settings(max_examples=40)
@given(trees())
def test_modules_are_numbered_depth_first_by_flow_and_name(kernels, drawn):
    parent, node_module, node_flow, names = drawn
    assert numbering(parent, node_module, node_flow, names).tolist() == expected_numbers(*drawn)


@settings(max_examples=40)
@given(trees())
def test_nodes_are_in_order_of_module_flow_and_name(kernels, drawn):
    _, node_module, node_flow, names = drawn
    keys, rounded = keys_of(names), np.round(node_flow, FLOW_DECIMALS)
    expected = sorted(range(len(names)), key=lambda node: (node_module[node], -rounded[node], keys[node]))
    order = nodes_in_order(node_module, node_flow, names, len(drawn[0]))
    assert order.tolist() == expected
    rank, met = {}, {}
    for node in expected:
        met[node_module[node]] = met.get(node_module[node], 0) + 1
        rank[node] = met[node_module[node]]
    assert dict(enumerate(ranks_inside(node_module, order).tolist())) == rank


@settings(max_examples=40)
@given(trees(), st.integers(-1, 5))
def test_the_modules_of_a_level_are_ancestors(kernels, drawn, level):
    parent, node_module, node_flow, names = drawn
    number = np.array(numbering(parent, node_module, node_flow, names))
    canon = np.full(len(parent), -1, np.int32)
    canon[number[parent >= 0]] = number[parent[parent >= 0]]
    found = modules_on(canon, number[node_module], level).tolist()
    for node, module in enumerate(number[node_module].tolist()):
        lineage = [module]
        while lineage[-1] > 0:
            lineage.append(int(canon[lineage[-1]]))
        lineage = lineage[::-1]  # from the root down
        assert found[node] == (lineage[min(level, len(lineage) - 1)] if level > 0 else module)


@settings(max_examples=40)
@given(st.lists(st.floats(-2, 2) | st.floats(-1e200, 1e200), max_size=20))
def test_flows_are_rounded_as_numpy_does(interpreted, values):
    values = np.array(values, np.float64)
    for kernel in (_kernels, interpreted("mapequation/order")):
        keys = np.empty_like(values)
        kernel.descending(values, 10.0**FLOW_DECIMALS, keys)
        assert (-keys).tolist() == np.round(values, FLOW_DECIMALS).tolist()


def test_what_nobody_may_write_to_is_put_in_order():
    parent, node_module = np.array([-1, 0, 0], np.int32), np.array([1, 2, 2], np.int32)
    flow = np.array([0.4, 0.3, 0.3])
    for array in (parent, node_module, flow):
        array.flags.writeable = False
    found = Communities(parent, node_module, flow, flow, flow, flow, ("c", "b", "a"), None)
    assert node_order(found).tolist() == found.order().tolist() == [0, 2, 1]
    assert found.top_module.tolist() == [1, 2, 2]
    assert found.paths() == [(1, 1), (2, 2), (2, 1)]
