"""What the tests of the map equation share: the search run as Python."""

from contextlib import contextmanager

import numpy as np
import pytest

from textmine.mapequation import (
    codelength,
    contents,
    hierarchy,
    level,
    links,
    multilevel,
    scratch,
    search,
    shallow,
    starts,
    tree,
)
from textmine.mapequation import flow as flow_module
from textmine.mapequation.descent import layout


@pytest.fixture(scope="session")
def descent(interpreted):
    """Return the kernels of the search, interpreted."""
    return interpreted("mapequation/descent")


def records(values, kind):
    """Return numbers as records whose fields are attributes, as those of the kernels are."""
    return np.asarray(compiled_records(values, kind)).view(np.recarray)


compiled_records = layout.as_records


@pytest.fixture(scope="session")
def growth(interpreted):
    """Return the kernels of the steps that grow a tree, interpreted."""
    return interpreted("mapequation/growth")


@pytest.fixture(scope="session")
def as_python(interpreted, descent, growth):
    """Return a context in which the whole search runs as Python, on arrays that refuse what is out of range."""
    loops = interpreted("mapequation")

    @contextmanager
    def swapped():
        with pytest.MonkeyPatch.context() as patch:
            for module in (codelength, flow_module, level, links, search, tree):
                patch.setattr(module, "_kernels", loops)
            for module in (hierarchy, multilevel, shallow):
                patch.setattr(module, "_loops", loops)
            for module in (hierarchy, shallow, starts):
                patch.setattr(module, "_kernels", growth)
            patch.setattr(layout, "as_records", records)
            for module in (contents, level, tree):
                patch.setattr(module, "_descent", descent)
            for module in (multilevel, scratch):
                patch.setattr(module, "_kernels", descent)
            yield

    return swapped
