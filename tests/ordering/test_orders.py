"""Orders against those of numpy, and interpreted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.ordering import numbered, order_by_doubles, order_by_ints, order_inside, orders, put, taken


@pytest.fixture(scope="module", params=["compiled", "interpreted"])
def kernels(request, interpreted):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "interpreted":
            patch.setattr(orders, "_kernels", interpreted("ordering"))
        yield


@given(st.lists(st.sampled_from([0.0, -0.0, 0.5, 1.0, np.inf, -3.0]) | st.floats(allow_nan=False), max_size=100))
def test_numbers_are_in_order_of_their_keys_as_in_numpy(kernels, keys):
    keys = np.array(keys, np.float64)
    assert order_by_doubles(keys).tolist() == np.argsort(keys, kind="stable").tolist()
    some = np.arange(len(keys) - 1, -1, -2, dtype=np.int32)
    assert order_by_doubles(keys, some).tolist() == some[np.argsort(keys[some], kind="stable")].tolist()


@given(st.lists(st.integers(0, 9), max_size=60))
def test_counting_gives_the_same_order(kernels, keys):
    keys = np.array(keys, np.int32)
    assert order_by_ints(keys, 10).tolist() == np.argsort(keys, kind="stable").tolist()
    some = numbered(len(keys))[::2]
    some = np.ascontiguousarray(some)
    assert order_by_ints(keys, 10, some).tolist() == some[np.argsort(keys[some], kind="stable")].tolist()


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0.0, 0.5, 1.0]) | st.floats(allow_nan=False))))
def test_inside_a_home_the_keys_count(kernels, drawn):
    home = np.array([at for at, _ in drawn], np.int32)
    keys = np.array([key for _, key in drawn], np.float64)
    assert order_inside(home, 4, keys).tolist() == np.lexsort((keys, home)).tolist()


@given(st.permutations(range(20)), st.integers(0, 20))
def test_what_is_taken_in_an_order_can_be_put_back(kernels, order, n):
    order, values = np.array(order, np.int32), np.arange(20, dtype=np.int32) ** 2
    assert taken(values, order[:n]).tolist() == values[order[:n]].tolist()
    assert put(taken(values, order), order, np.zeros(20, np.int32)).tolist() == values.tolist()
