"""Graphs of other libraries as ours."""

import networkx
import numpy as np
import pytest
import scipy.sparse

import textmine
from textmine.errors import GraphError
from textmine.graph import as_graph

TRIANGLES = "a b\nb c\nc a\nc d\nd e\ne f\nf d\n"


def edges():
    return [tuple(line.split()) for line in TRIANGLES.splitlines()]


def matrix():
    pairs = [("abcdef".index(a), "abcdef".index(b)) for a, b in edges()]
    dense = np.zeros((6, 6))
    for a, b in pairs:
        dense[a, b] = dense[b, a] = 1.0
    return dense


def test_directions_of_a_matrix():
    upper = np.triu(matrix())
    assert as_graph(matrix())[0].directed is False
    assert as_graph(upper)[0].directed is True
    assert textmine.cluster(upper, directed=False).codelength == textmine.cluster(matrix()).codelength
    both = textmine.cluster(matrix(), directed=True)
    assert both.graph.directed
    assert both.graph.n_links == 14
    digraph = networkx.DiGraph(edges())
    assert as_graph(digraph)[0].directed
    assert textmine.cluster(digraph, directed=False).codelength == textmine.cluster(matrix()).codelength
    loops = matrix() + np.diag([0, 0, 0, 0, 0, 2.0])
    assert list(as_graph(loops)[0].rows())[-1] == ("5", "5", 2.0)


@pytest.mark.parametrize(
    ("graph", "error", "message"),
    [
        (np.ones((2, 3)), GraphError, r"a matrix of 2 x 3 \(float64\) is no graph"),
        (np.ones(3), GraphError, r"a matrix of 3 \(float64\) is no graph"),
        (np.eye(2) * 1j, GraphError, r"a matrix of 2 x 2 \(complex128\) is no graph"),
        (np.array([["a", "b"], ["c", "d"]]), GraphError, r"a matrix of 2 x 2 \(<U1\) is no graph"),
        ([[0, 1], [1, 0]], GraphError, "a list is no graph"),
        (scipy.sparse.csr_array((3, 3)), GraphError, "the graph has no link"),
        (np.array([[0, -1.0], [-1.0, 0]]), GraphError, "a weight is negative"),
        (np.array([[0, np.nan], [1.0, 0]]), GraphError, "a weight is negative, infinite or not a number"),
        (np.eye(3), GraphError, "the flow is degenerate: no link leads from one node to another"),
        (networkx.Graph(), GraphError, "the graph has no link"),
        (networkx.Graph([(1, 2, {"weight": -1})]), GraphError, "the weight '-1' is negative"),
    ],
)
def test_what_is_no_graph(graph, error, message):
    with pytest.raises(error, match=message):
        textmine.cluster(graph)
