"""Buffers hold what numpy arrays of the same type hold, in the same memory."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.buffers import copied, doubles, flags, ints, longs
from textmine.buffers._kernels import Records
from textmine.lightclasses import array, buffer_of, dataclass

KINDS = [(ints, np.int32), (longs, np.int64), (doubles, np.float64), (flags, np.uint8)]


@pytest.mark.parametrize(("make", "kind"), KINDS)
@pytest.mark.parametrize("n", [0, 1, 1000, 1 << 20])
def test_a_buffer_is_zero_and_shares_its_memory_with_an_array(make, kind, n):
    buffer = make(n)
    view = np.asarray(buffer)
    assert view.dtype == kind
    assert view.shape == (n,)
    assert not view.any()
    view[:] = 7
    assert buffer.tolist() == [7] * n


def test_memory_outlives_the_buffer_that_it_was_made_for():
    view = np.asarray(ints(100_000)[5:])
    view += 3
    assert view.sum() == 3 * 99_995


@pytest.mark.parametrize("n", [-1, 1 << 61])
def test_a_length_that_cannot_be_is_refused(n):
    with pytest.raises((ValueError, MemoryError)):
        doubles(n)


@given(st.lists(st.floats(allow_nan=False)))
def test_a_copy_has_the_same_numbers_and_memory_of_its_own(values):
    first = np.array(values, np.float64)
    second = copied(first)
    assert second.tolist() == values
    first[:] = 1.0
    assert second.tolist() == values


def test_records_are_the_memory_of_another_object():
    values = doubles(6)
    view = np.asarray(Records(values, 16, b"T{d:flow:d:enter:}"))
    view["enter"] = [1.0, 2.0, 3.0]
    assert values.tolist() == [0.0, 1.0, 0.0, 2.0, 0.0, 3.0]


@dataclass(frozen=True)
class Row:
    items: object = array()
    rest: object = array(default=None)


def test_a_field_is_a_buffer_until_it_is_read_and_is_copied_as_an_array():
    row = Row(ints(3))
    assert isinstance(vars(row)["items"], memoryview)
    for other in (copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert other.items.tolist() == [0, 0, 0]
        assert other.rest is None
    assert isinstance(row.items, np.ndarray)
    assert buffer_of(row, "items").tolist() == [0, 0, 0]
    assert buffer_of(row, "rest") is None
