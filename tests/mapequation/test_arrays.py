"""Arrays of numpy that users give, of any integers, read-only or with gaps, are as good as buffers of our own."""

import copy
import pickle
from types import SimpleNamespace

import numpy as np
import pytest

from textmine.communities import cluster
from textmine.errors import GraphError
from textmine.graph import read_graph
from textmine.lightclasses import replace
from textmine.mapequation import FlowOptions, codelength, communities_of, flow_of, search, undirected_flow
from textmine.mapequation.codelength import check_flow, one_level_codelength
from textmine.mapequation.level import base_level
from textmine.mapequation.network import FlowNetwork

LINKS = [0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5]
EQUAL, UNEQUAL = [1.0] * 7, [1.0, 2.0, 1.0, 0.5, 1.0, 2.0, 1.0]
ARRAYS = ("node_flow", "node_enter", "node_exit", "indptr", "neighbours", "link_flow", "starts", "targets", "weights")
MODELS = [{}, {"model": "directed"}, {"model": "directed", "recorded": True}, {"categories": np.arange(6) // 2}]


def read_only(array):
    array = np.array(array)
    array.flags.writeable = False
    return array


def with_gaps(array):
    return np.repeat(array, 2, axis=0)[::2]


def by_hand(network, kind):
    arrays = {name: kind(getattr(network, name)) for name in (*ARRAYS, "jumps", "physical", "categories")}
    return FlowNetwork(**arrays, total=network.total, directed=network.directed, metadata_rate=network.metadata_rate)


def copies_of(one):
    return copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))


@pytest.mark.parametrize("kind", [lambda array: array, np.array, read_only, with_gaps])
@pytest.mark.parametrize("weights", [EQUAL, UNEQUAL], ids=["equal", "unequal"])
@pytest.mark.parametrize("model", MODELS, ids=str)
def test_a_network_made_by_hand_is_searched_as_the_same_one_made_of_links(model, weights, kind):
    network = flow_of(*LINKS, weights, 6, FlowOptions(**model))
    given = by_hand(network, kind)
    for each in (given, *copies_of(given), *copies_of(network)):
        check_flow(each)
        found, expected = search(each), search(network)
        assert found.paths() == expected.paths()
        assert found.codelength == expected.codelength
        assert one_level_codelength(each) == expected.codelength.one_level
        assert each.link_flow.tolist() == network.link_flow.tolist()
        assert each.jumps.shape == network.jumps.shape


def test_one_flow_of_all_links_stays_one_number():
    network = undirected_flow(*LINKS, EQUAL, 6)
    assert network.link_flow.strides == (0,)  # read-only, and repeated
    for each in (network, by_hand(network, lambda array: array), *map(copy.copy, [network] * 2)):
        check_flow(each)
        assert len(base_level(each).weight) == 1


def test_degenerate_flow_is_refused_after_its_arrays_were_read():
    network = undirected_flow([0, 1], [0, 1], [1.0, 1.0], 2)
    assert network.link_flow.tolist() == []
    with pytest.raises(GraphError):
        check_flow(network)


IDS = [
    np.asarray,
    read_only,
    with_gaps,
    memoryview,
    lambda ids: ids.astype(np.int32),
    lambda ids: read_only(ids.astype(np.int32)),
    lambda ids: memoryview(with_gaps(ids.astype(np.int32))),
    lambda ids: ids.astype(np.int8),
    lambda ids: ids.tolist(),
]


@pytest.mark.parametrize("kind", IDS)
def test_trees_have_ids_of_any_kind(kind):
    # Two triangles joined by a link: 2.320730 bits (see `codelength`).
    network = undirected_flow(*LINKS, EQUAL, 6)
    tree = SimpleNamespace(parent=kind(np.array([-1, 0, 0])), node_module=kind(np.array([1, 1, 1, 2, 2, 2])))
    assert codelength(network, tree) == pytest.approx(2.320730357)
    found = communities_of(network, tree, list("abcdef"))
    assert found.codelength == codelength(network, found) == codelength(network, tree)
    assert found.paths() == [(1, 2), (1, 3), (1, 1), (2, 1), (2, 2), (2, 3)]


@pytest.mark.parametrize("directed", [False, True])
def test_a_graph_is_clustered_after_its_arrays_were_read_and_so_are_others_made_of_them(directed):
    lines = "c a 1\na b 2\nb c 1\nc d 1\nd e 1\ne f 2\nf d 1\n"
    fresh, read = (read_graph(lines, "triangles", directed=directed) for _ in range(2))
    names = ("indptr", "targets", "weights")
    arrays = {name: getattr(read, name) for name in names}
    graphs = [read, *(replace(read, **{name: kind(arrays[name]) for name in names}) for kind in (read_only, with_gaps))]
    expected = cluster(fresh)
    for graph in (*graphs, *copies_of(read)):
        found = cluster(graph)
        assert found.paths() == expected.paths()
        assert found.codelength == expected.codelength


def test_copies_of_communities_are_the_same_communities():
    found = cluster(read_graph("c a 1\na b 1\nb c 1\nc d 1\nd e 1\ne f 1\nf d 1\n", "triangles"))
    for each in (*copies_of(found), *copies_of(pickle.loads(pickle.dumps(found)))):
        assert each.paths() == found.paths()
        assert each.modules() == found.modules()
        assert each.codelength.one_level == found.codelength.one_level
        assert each.by_name.tolist() == found.by_name.tolist()
        assert list(each.names) == list(found.names)
        assert [part.tolist() for part in each.links()] == [part.tolist() for part in found.links()]
        assert cluster(each.graph).codelength == found.codelength
