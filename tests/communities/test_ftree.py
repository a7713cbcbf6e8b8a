"""Trees with links, and Newick: every link is where its ends meet, and all of it can be read back."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.communities import cluster, ftree, ftree_lines, newick_lines
from textmine.graph import build_graph
from textmine.mapequation import FlowOptions, Links, communities_of, flow_of, score, search


@pytest.fixture(scope="module", params=["compiled", "interpreted"])
def kernels(request, interpreted):
    """Return the kernels of the room."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "interpreted":
            patch.setattr(ftree, "_kernels", interpreted("communities"))
            patch.setattr(ftree, "_walk", interpreted("mapequation/walk"))
        yield ftree._kernels


def links_of(network):
    return Links(network.sources, network.targets, network.flows)


def sections(lines):
    """Return the head of each module and the links under it, by the path of the module."""
    found, head = {}, None
    for line in lines:
        if line.startswith("*Links ") and line.count(" ") > 1:
            name, *head = line.split()[1:]
            found[name] = (tuple(map(float, head[:2])), tuple(map(int, head[2:])), {})
        elif head is not None:
            source, target, flow = line.split()
            found[name][2][int(source), int(target)] = float(flow)
    return found


def test_two_triangles(two_triangles):
    # Infomap 2.16 --ftree of the same graph: each link carries 1/7 both ways, the bridge too; 1/14 leaves each module.
    found = sections(ftree_lines(search(two_triangles, "abcdef"), links_of(two_triangles)))
    link = pytest.approx(1 / 7)
    assert found["root"] == ((0.0, 0.0), (1, 2), {(1, 2): link})
    triangle = {(1, 2): link, (1, 3): link, (2, 3): link}
    for module in ("1", "2"):
        assert found[module] == (pytest.approx((1 / 14, 1 / 14)), (3, 3), triangle)


@st.composite
def trees(draw):
    """A random network and random paths of modules over it, of any depth."""
    n = draw(st.integers(2, 12))
    node = st.integers(0, n - 1)
    links = draw(st.lists(st.tuples(node, node, st.integers(1, 5)), min_size=1, max_size=30))
    links.append((0, 1, 1))
    leaves = [(1,), (2, 1), (2, 2), (3, 1, 1), (3, 1, 2), (3, 2)]
    paths = draw(st.lists(st.sampled_from(leaves), min_size=n, max_size=n))
    return n, links, paths


@settings(max_examples=60)
@given(case=trees(), model=st.sampled_from(["undirected", "rawdir"]))
def test_each_link_stands_in_the_smallest_module_of_both_its_ends(kernels, case, model):
    n, links, paths = case
    network = flow_of(*zip(*links, strict=True), n, FlowOptions(model=model))
    names = [f"n{node}" for node in range(n)]
    found = score(network, paths, names)
    directed = model != "undirected"
    wanted = {}
    places = found.paths()
    for source, target, flow in zip(
        *map(np.ndarray.tolist, (network.sources, network.targets, network.flows)), strict=True
    ):
        if source == target:
            continue
        a, b = places[source], places[target]
        common = next(i for i in range(len(a)) if a[i] != b[i])
        pair = (a[common], b[common]) if directed else tuple(sorted((a[common], b[common])))
        name = ":".join(map(str, a[:common])) or "root"
        below = wanted.setdefault(name, {})
        below[pair] = below.get(pair, 0.0) + flow
    got = sections(ftree_lines(found, links_of(network), directed=directed))
    assert {name: below for name, (_, _, below) in got.items() if below} == {
        name: pytest.approx(below) for name, below in wanted.items()
    }
    for _, (rows, children), below in got.values():
        assert rows == len(below)
        assert children >= 1
    # Every module has its section, and every flow is counted once.
    assert list(got) == [":".join(map(str, path)) or "root" for path in found.module_paths()]
    assert next(iter(got)) == "root"


@pytest.mark.parametrize("n", [1, 7, 8, 9, 17, 128, 129, 130, 300, 1100])
def test_many_flows_are_added_up_without_loss(kernels, n):
    flow = np.random.default_rng(n).random(n + 1)
    home, ends = np.repeat([3, 4], [n, 1]).astype(np.int32), np.zeros(n + 1, np.int32)
    in_home, begins, whole = np.zeros(5, np.int64), np.zeros(n + 1, np.int32), np.zeros((2, n + 1), np.int64)
    sums, starts, order = np.zeros(n + 1), np.zeros(n + 2, np.int64), np.arange(n + 1, dtype=np.int32)
    count = kernels.join_links(order, home, ends, ends, flow, in_home, begins, *whole, sums, starts)
    ftree._walk.add_runs(sums, starts[: count + 1], sums)
    assert (count, in_home.tolist(), begins[:2].tolist()) == (2, [0, 0, 0, 1, 1], [1, 2])
    assert sums[:2].tolist() == [pytest.approx(math.fsum(flow[:n]), rel=1e-15), flow[n]]


@pytest.mark.parametrize("directed", [False, True])
def test_links_of_a_graph_have_its_numbers(directed):
    names = ["d", "a", "c", "b"]  # another order than that of the walk
    ends = np.array([0, 1, 2, 0, 3, 3]), np.array([1, 2, 3, 2, 3, 0])
    found = cluster(build_graph(names, *ends, np.array([1.0, 2, 3, 4, 5, 6]), directed=directed))
    walk, links = found.network, found.links()
    assert links.weights.tolist() == walk.flows.tolist()
    assert links.sources.tolist() == found.by_name[walk.sources].tolist()
    assert links.targets.tolist() == found.by_name[walk.targets].tolist()


def parsed(text):
    """Read a Newick tree: lists of children with lengths, names as leaves."""
    tokens = re.findall(r"'(?:[^']|'')*'|[(),:;]|[^\s(),:;']+", text)
    place = 0

    def node():
        nonlocal place
        if tokens[place] == "(":
            children = []
            while tokens[place] in "(,":
                place += 1
                children.append(node())
            place += 1
            item = children
        else:
            item, place = tokens[place], place + 1
            item = item[1:-1].replace("''", "'") if item.startswith("'") else item
        length, place = float(tokens[place + 1]), place + 2
        return item, length

    found = node()
    assert tokens[place:] == [";"]
    return found


@given(case=trees(), name=st.text(min_size=1, max_size=5))
def test_newick_is_the_tree_with_its_flows(case, name):
    n, links, paths = case
    network = flow_of(*zip(*links, strict=True), n)
    found = score(network, paths, [f"{name}{node}" for node in range(n)])

    def check(item, path):
        children, flow = item
        if isinstance(children, str):
            node = found.paths().index(path)
            assert (children, flow) == (found.names[node], found.node_flow[node])
            return 1
        assert flow == found.module_flow[found.module_paths().index(path)]
        return sum(check(child, (*path, rank)) for rank, child in enumerate(children, 1))

    assert check(parsed("".join(newick_lines(found))), ()) == n


def test_newick_by_hand(two_triangles):
    tree = type("Tree", (), {"parent": np.array([-1, 0, 0, 1, 1]), "node_module": np.array([3, 3, 4, 2, 2, 2])})
    found = communities_of(two_triangles, tree, ["a", "b_1", "it's", "d", "e", "f"])
    text = re.sub(r":[0-9.]+", "", "".join(newick_lines(found)))
    # Both halves have the same flow, so the one with the first name comes first.
    assert text == "(((a,'b_1'),('it''s')),(d,e,f));\n"
