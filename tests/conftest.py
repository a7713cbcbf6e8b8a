"""What all tests share: kernels run as Python, and where the development data lies."""

import importlib.util
import operator
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

# As the program does before it loads numpy: sums in one order, and no threads that wait for work.
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"), "1")

import numpy as np
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# A busy machine is no failure.
settings.register_profile("textmine", deadline=None)
settings.load_profile("textmine")


class Checked:
    """An array as kernels see it, but one that refuses indices out of range, negative ones included.

    Its items are Python's numbers, which do not wrap: what would overflow in C raises here when it is stored. Items of
    an array of records have the fields as attributes, and are the memory of the array.
    """

    def __init__(self, array: np.ndarray) -> None:
        self.array = array
        self.shape = array.shape

    def _place(self, index: Any) -> tuple[int, ...]:
        place = tuple(map(operator.index, index if isinstance(index, tuple) else (index,)))
        if len(place) != len(self.shape) or not all(0 <= at < size for at, size in zip(place, self.shape, strict=True)):
            raise IndexError(f"index {place} of an array of {self.shape}")
        return place

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return Checked(self.array[index])
        item = self.array[self._place(index)]
        return item if isinstance(item, np.record) else item.item()

    def __setitem__(self, index: Any, value: Any) -> None:
        self.array[self._place(index)] = value


class Interpreted:
    """A kernel module run from its source, its array arguments checked at every access."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        kernel = getattr(self._module, name)

        def checked(arg: Any) -> Any:
            array = np.asarray(arg) if isinstance(arg, memoryview) else arg
            return Checked(array) if isinstance(array, np.ndarray) else array

        def call(*args: Any, **named: Any) -> Any:
            return kernel(*map(checked, args), **{name: checked(arg) for name, arg in named.items()})

        return call


@pytest.fixture(scope="session")
def interpreted():
    """Return a function that loads the kernels of a room, e.g. `interpreted("ngrams")`."""

    def load(room: str) -> Interpreted:
        path = ROOT / "textmine" / room / "_kernels.py"
        spec = importlib.util.spec_from_file_location(f"interpreted_{room.replace('/', '_')}_kernels", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module  # where dataclasses look for the module of a class
        spec.loader.exec_module(module)
        return Interpreted(module)

    return load


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the development data, which is no part of the repository."""
    folder = Path(os.environ.get("TEXTMINE_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"the development data is not at {folder}")
    return folder


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of the texts that ship with the project."""
    return ROOT / "data"


class Notes:
    """Progress that keeps what it is told, and may interrupt the work at the n-th stage."""

    def __init__(self, stop_at=None):
        self.notes, self.stages, self.steps, self.stop_at = [], [], [], stop_at

    def stage(self, name):
        self.stages.append(name)
        if len(self.stages) == self.stop_at:
            raise KeyboardInterrupt

    def advance(self, done, total=None, unit="B"):
        self.steps.append((done, total, unit))

    def note(self, message):
        self.notes.append(message)


@pytest.fixture
def notes() -> Notes:
    """Progress that keeps what it is told in `notes`, `stages` and `steps`."""
    return Notes()


@pytest.fixture(scope="session")
def new_notes() -> type[Notes]:
    """What makes such progress, for tests that want it more than once."""
    return Notes


@pytest.fixture
def two_triangles():
    """Two triangles joined by one link: the smallest example of the map equation."""
    from textmine.mapequation import undirected_flow

    return undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1.0] * 7, 6)
