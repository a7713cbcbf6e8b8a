"""Lists of numbers are read as numbers, and it makes no difference."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.errors import TextmineError
from textmine.graph import links, read_graph

number = st.integers(0, 30).map(str) | st.sampled_from(["0.5", "1.", ".5", "07", "00", "1.5", "", "9" * 400, "9" * 17])
record = st.lists(number, min_size=2, max_size=3)


@st.composite
def lists(draw):
    sign = draw(st.sampled_from("\t, "))
    width = draw(st.integers(2, 3))
    rows = draw(st.lists(st.lists(number, min_size=width, max_size=width) | record, min_size=1, max_size=6))
    return "\n".join(sign.join(row) for row in rows) + draw(st.sampled_from(["", "\n", "\n\n"]))


def outcome(text):
    try:
        graph = read_graph(text, "links")
    except TextmineError as error:
        return str(error)
    return graph.names, list(graph.rows())


@settings(max_examples=400)
@given(lists() | st.text("0123456789., \t\n", max_size=20))
@example("1 2 \n 3 4")
@example(" 01 2\n")
@example("1\t2\n\n3\t4\n")
@example("\n1 2\n")
def test_numbers_are_read_as_text_is(text):
    fast = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "read_numbered", lambda _: None)
        assert outcome(text) == fast
