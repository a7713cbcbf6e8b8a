"""Small networks that the tests of the map equation share."""

import pytest

from textmine.mapequation import undirected_flow

TWO_TRIANGLES = ([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 6)


@pytest.fixture
def two_triangles():
    """Two triangles joined by one link: the map equation's smallest example."""
    return undirected_flow(*TWO_TRIANGLES)
