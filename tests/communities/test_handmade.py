"""A graph whose rows somebody made by hand is checked, or read the slow way; nothing reads past the end of an array."""

import numpy as np
import pytest

from textmine.communities import cluster
from textmine.errors import GraphError
from textmine.graph import Graph, read_graph
from textmine.lightclasses import replace
from textmine.mapequation import search, undirected_flow


def by_hand(indptr, targets, weights, directed=False):
    kinds = zip((indptr, targets, weights), (np.int64, np.int32, np.float64), strict=True)
    return Graph(["a", "b", "c", "d"], *(np.array(values, kind) for values, kind in kinds), None, directed)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize(
    ("indptr", "targets", "weights"),
    [
        ([0, 2, 3, 4, 4], [1, 2, 2, 9], [1.0] * 4),
        ([0, 2, 3, 4, 4], [1, 2, 2, 2 * 10**9], [1.0] * 4),
        ([0, 2, 3, 4, 400], [1, 2, 2, 3], [1.0] * 4),
        ([-5, 2, 3, 4, 4], [1, 2, 2, 3], [1.0] * 4),
        ([0, 3, 2, 4, 4], [1, 2, 2, 3], [1.0] * 4),
        ([0, 2, 3, 4], [1, 2, 2, 3], [1.0] * 4),
        ([0, 2, 3, 4, 4], [1, 2, 2, 3], [1.0] * 2),
        ([0, 2, 3, 4, 4], [1, 2, 2, 3], [1.0] * 9),
        ([0, 1, 2, 3, 3], [1, 2, 2, 3], [1.0] * 4),
        ([0, 2, 3, 4, 4], [1, 2, 2, 3], [0.0] * 4),
        ([0, 2, 3, 4, 4], [1, 2, 2, 3], [np.nan, 1.0, 1.0, 1.0]),
        ([0, 2, 3, 4, 4], [1, 2, 2, 3], [1e308] * 4),
    ],
)
def test_wrong_rows_are_refused(indptr, targets, weights, directed):
    with pytest.raises((GraphError, ValueError)):
        cluster(by_hand(indptr, targets, weights, directed))


@pytest.mark.parametrize("directed", [False, True])
def test_rows_in_another_order_are_the_same_graph(directed):
    ends = [0, 2, 3, 4, 4]
    sorted_rows = by_hand(ends, [1, 2, 2, 3], [1.0, 2.0, 1.0, 1.0], directed)
    other = by_hand(ends, [2, 1, 2, 3], [2.0, 1.0, 1.0, 1.0], directed)
    assert cluster(other).codelength == pytest.approx(cluster(sorted_rows).codelength, abs=1e-12)


@pytest.mark.parametrize(("name", "kind"), [("indptr", "i4"), ("targets", "i8"), ("weights", "f4"), ("weights", ">f8")])
def test_rows_of_other_types_are_converted(name, kind):
    graph = read_graph("a b\nb c\nc a\nc d\nd e\ne f\nf d\n", "links")
    found = cluster(replace(graph, **{name: getattr(graph, name).astype(kind)}))
    assert found.codelength == pytest.approx(cluster(graph).codelength, abs=1e-12)
    lists = {each: getattr(graph, each).tolist() for each in ("indptr", "targets", "weights")}
    assert cluster(replace(graph, **lists)).codelength == pytest.approx(found.codelength, abs=1e-12)


@pytest.mark.parametrize("name", ["node_flow", "node_enter", "node_exit", "indptr", "link_flow"])
def test_a_network_whose_arrays_do_not_fit_is_refused(name):
    network = undirected_flow([0, 1, 2, 3], [1, 2, 0, 2], [1.0, 2.0, 1.0, 1.0], 4)
    for cut in (slice(0, -1), slice(0, 0)):
        with pytest.raises(GraphError, match="do not fit each other"):
            search(replace(network, **{name: getattr(network, name)[cut]}))
