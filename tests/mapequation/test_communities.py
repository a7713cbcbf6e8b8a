"""The canonical order of modules and nodes."""

from types import SimpleNamespace

import numpy as np
import pytest

from textmine.errors import GraphError
from textmine.mapequation import codelength, communities_of, undirected_flow


def tree(parent, node_module):
    return SimpleNamespace(parent=np.array(parent, np.int32), node_module=np.array(node_module, np.int32))


def test_order_is_by_flow_then_by_name(two_triangles):
    # Both modules have flow 1/2, so the one with the smallest name is first, wherever it stood; c and d have 3/14.
    found = communities_of(two_triangles, tree([-1, 0, 0], [2, 2, 2, 1, 1, 1]), ["x", "y", "z", "c", "b", "a"])
    assert found.paths() == [(2, 2), (2, 3), (2, 1), (1, 1), (1, 3), (1, 2)]
    assert found.top_module.tolist() == [2, 2, 2, 1, 1, 1]
    assert found.order().tolist() == [3, 5, 4, 2, 0, 1]


def test_modules_are_numbered_depth_first_whatever_their_numbers():
    network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1, 1, 1, 1, 9, 9, 9], 6)
    # Root 0; module 1 below 3, module 2 below 3, module 4 below the root; parents after their children.
    found = communities_of(network, tree([-1, 3, 3, 0, 0], [4, 4, 4, 1, 1, 2]), "abcdef")
    assert found.parent.tolist() == [-1, 0, 1, 1, 0]
    assert found.node_module.tolist() == [4, 4, 4, 2, 2, 3]
    assert found.module_paths() == [(), (1,), (1, 1), (1, 2), (2,)]
    assert found.paths() == [(2, 2), (2, 3), (2, 1), (1, 1, 1), (1, 1, 2), (1, 2, 1)]
    assert (found.levels, found.n_top_modules) == (3, 2)
    assert found.top_module.tolist() == [2, 2, 2, 1, 1, 1]
    assert found.codelength == codelength(network, found)


def test_module_flows_are_sums_and_cuts(two_triangles):
    found = communities_of(two_triangles, tree([-1, 0, 0], [1, 1, 1, 2, 2, 2]))
    assert found.module_flow == pytest.approx([1, 0.5, 0.5])
    assert found.module_enter == pytest.approx([0, 1 / 14, 1 / 14])
    assert found.module_exit == pytest.approx([0, 1 / 14, 1 / 14])


def test_a_name_too_few_is_refused(two_triangles):
    with pytest.raises(GraphError, match="5 names do not fit 6 nodes"):
        communities_of(two_triangles, tree([-1, 0], [1] * 6), "abcde")
