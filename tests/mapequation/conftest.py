"""What the tests of the map equation share: small networks, and where the data beside the repository lies."""

import os
from pathlib import Path

import pytest

from textmine.mapequation import undirected_flow

TWO_TRIANGLES = ([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 6)


@pytest.fixture
def two_triangles():
    """Two triangles joined by one link: the map equation's smallest example."""
    return undirected_flow(*TWO_TRIANGLES)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the development data, which is no part of the repository."""
    folder = Path(os.environ.get("TEXTMINE_SHARED", Path(__file__).parents[3] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the development data is not at {folder}")
    return folder
