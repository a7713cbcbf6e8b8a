"""What the tests of the map equation share: the search run as Python."""

import importlib
from contextlib import contextmanager

import numpy as np
import pytest

from textmine.mapequation.contents import plogp
from textmine.mapequation.descent import layout
from textmine.ordering import orders


@pytest.fixture(scope="session")
def descent(interpreted):
    """Return the kernels of the search, interpreted."""
    return interpreted("mapequation/descent")


def records(values, kind):
    """Return numbers as records whose fields are attributes, as those of the kernels are."""
    return np.asarray(compiled_records(values, kind)).view(np.recarray)


compiled_records = layout.as_records


@pytest.fixture(scope="session")
def costs():
    """Return what each module of a level costs by its definition, in bits; a single node may have a cost of its own."""

    def defined(level, modules):
        flow, enter, exit_ = np.reshape(modules.flows, (-1, 3)).T
        bits = plogp(exit_ + flow) - plogp(exit_) - plogp(enter)
        of = np.asarray(modules.of)
        lonely = np.flatnonzero(np.bincount(of)[of] == 1)
        bits[of[lonely]] = np.reshape(level.nodes, (-1, 4))[lonely, 3]
        return bits

    return defined


@pytest.fixture(scope="session")
def growth(interpreted):
    """Return the kernels of the steps that grow a tree, interpreted."""
    return interpreted("mapequation/growth")


def of_room(name):
    """Return a module of the room; some functions have the same names."""
    return importlib.import_module(f"textmine.mapequation.{name}")


@pytest.fixture(scope="session")
def as_python(interpreted, descent, growth):
    """Return a context in which the whole search runs as Python, on arrays that refuse what is out of range."""
    loops, walk, ordering = (interpreted(room) for room in ("mapequation", "mapequation/walk", "ordering"))
    swaps = {
        loops: "codelength level search tree hierarchy._loops multilevel._loops shallow._loops",
        walk: "links walk.steps",
        descent: "multilevel scratch contents._descent level._descent tree._descent",
        growth: "hierarchy shallow starts",
    }

    @contextmanager
    def swapped():
        with pytest.MonkeyPatch.context() as patch:
            for kernels, names in swaps.items():
                for module in names.split():
                    name, _, kept_as = module.partition("._")
                    patch.setattr(of_room(name), f"_{kept_as or 'kernels'}", kernels)
            patch.setattr(layout, "as_records", records)
            patch.setattr(orders, "_kernels", ordering)
            yield

    return swapped
