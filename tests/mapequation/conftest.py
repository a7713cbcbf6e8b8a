"""What the tests of the map equation share: the search run as Python."""

from contextlib import contextmanager

import pytest

from textmine.mapequation import contents, hierarchy, level, links, multilevel, scratch, tree
from textmine.mapequation.walk import steps


@pytest.fixture(scope="session")
def descent(interpreted):
    """Return the kernels of the search, interpreted."""
    return interpreted("mapequation/descent")


@pytest.fixture(scope="session")
def as_python(interpreted, descent):
    """Return a context in which the whole search runs as Python, on arrays that refuse what is out of range."""
    loops, walk = interpreted("mapequation"), interpreted("mapequation/walk")

    @contextmanager
    def swapped():
        with pytest.MonkeyPatch.context() as patch:
            for module in (hierarchy, level, tree):
                patch.setattr(module, "_kernels", loops)
            for module in (links, steps):
                patch.setattr(module, "_kernels", walk)
            for module in (contents, level, tree):
                patch.setattr(module, "_descent", descent)
            for module in (multilevel, scratch):
                patch.setattr(module, "_kernels", descent)
            yield

    return swapped
