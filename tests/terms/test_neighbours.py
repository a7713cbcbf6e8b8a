"""Neighbours counted in parts on an engine against one pass over the text."""

from unittest import mock

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.engine import LocalEngine
from textmine.terms import _kernels, neighbours


class Apart(LocalEngine):
    apart = True


@settings(max_examples=60)
@given(st.lists(st.integers(-2, 5), min_size=1, max_size=60), st.sampled_from([-1, 1]), st.integers(1, 4))
def test_parts_have_the_neighbours_of_the_whole(numbers, step, tasks):
    units = np.array(numbers, dtype=np.int32)
    kinds, n_kinds = np.array([0, 1, 2, 2, 2, 2, 3], dtype=np.int32), 4
    counts = np.bincount(units[units >= 0], minlength=6)
    rows = np.concatenate(([0], np.cumsum(np.minimum(counts, n_kinds))))
    whole, parts = np.zeros((2, int(rows[-1])), dtype=np.int64)
    _kernels.count_neighbours(units, 0, len(units), kinds, n_kinds, step, rows, np.zeros(6, dtype=np.int64), whole)
    with mock.patch.object(neighbours, "_LEAST_PART", 1):
        neighbours.add_neighbours_of_parts(units, kinds, n_kinds, step, rows, parts, Apart(tasks))
    assert parts.tolist() == whole.tolist()
