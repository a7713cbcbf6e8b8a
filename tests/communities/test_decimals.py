"""Real numbers written by the kernel, against `repr`."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.communities.columns import blocks
from textmine.communities.decimals import Decimals, powers


def written(values):
    at = np.arange(len(values), dtype=np.int32)
    return "".join(blocks([Decimals(values, at, "\n", len(values))]))


def shown(values):
    return "".join(f"{value!r}\n" for value in values.tolist())


def test_powers_of_two_and_of_ten_and_their_neighbours():
    twos, tens = np.ldexp(1.0, np.arange(-1074, 1024)), np.array([float(f"1e{k}") for k in range(-323, 309)])
    for exact in (twos, tens):
        values = np.concatenate((exact, np.nextafter(exact, 0.0), np.nextafter(exact[:-1], np.inf)))
        assert written(values) == shown(values)


def test_any_bits():
    values = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, 50_000).view(np.float64)
    values = values[np.isfinite(values)]
    assert written(values) == shown(values)


@pytest.fixture(scope="module", params=["compiled", "interpreted"])
def kernels(request, interpreted):
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "interpreted":
            patch.setattr(powers, "_kernels", interpreted("communities/decimals"))
        yield


@settings(max_examples=50)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1, 1), min_size=1, max_size=20))
@example([0.0, -0.0])
@example([5e-324, 2.0**-1022, 1.7976931348623157e308])
@example([1e-4, 1e-5, 9999999999999998.0, 1e16, -1e22, 1e23, 1e100, 123.0, 9007199254740993.0])
def test_numbers_are_written_as_python_writes_them(kernels, values):
    assert written(np.array(values)) == shown(np.array(values))


def test_what_is_not_finite_is_noticed(kernels):
    at = np.zeros(1, np.int32)
    for value, finite in ((1.0, True), (np.inf, False), (-np.inf, False), (np.nan, False), (0.0, True)):
        assert Decimals(np.array([value, 0.5]), at, "", 1).finite == finite
