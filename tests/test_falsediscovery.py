"""The step-up procedure against its definition."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.falsediscovery import q_values


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_false_discovery_is_the_step_up_procedure(values):
    p = np.array(values)
    m, q = len(p), q_values(p)
    for i in range(m):
        # The least rate at which some k smallest, p_i among them, lie below k / m of it.
        rates = [m * s / (k + 1) for k, s in enumerate(sorted(values)) if s >= values[i]]
        assert q[i] == pytest.approx(min(rates))
