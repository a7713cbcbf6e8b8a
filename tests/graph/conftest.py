"""The readers of graphs with their kernels run as Python."""

from contextlib import contextmanager

import pytest

from textmine.graph import graph, naming, scan


@pytest.fixture(scope="session")
def as_python(interpreted):
    """Return a context in which tables are read and links put into rows by Python, with checked indices."""
    reading, rows, names = interpreted("graph"), interpreted("graph/rows"), interpreted("graph/names")

    @contextmanager
    def swapped():
        with pytest.MonkeyPatch.context() as patch:
            for module, kernels in ((graph, rows), (naming, names), (scan, reading)):
                patch.setattr(module, "_kernels", kernels)
            patch.setattr(scan, "_ranking", names)
            yield

    return swapped
