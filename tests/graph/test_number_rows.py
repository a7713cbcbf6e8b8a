"""Rows of numbers read at once are those read one by one, and errors name the same lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.graph import higher
from textmine.graph.numberrows import read_numbers

field = st.sampled_from(
    ["1", "2", "03", "7.5", ".5", "1e2", "-1", "+1", "x", "#", "1_0", "9" * 17, "1e999", "nan", "二"]
)
end = st.sampled_from(["\n", "\r\n", " \n", "\n\n", "\t\n"])
plain = st.sampled_from(["1", "20", "03"])
rows_of = st.lists(st.tuples(st.lists(st.one_of(plain, field), min_size=1, max_size=4), end))


def by_row(text, width):
    """Return keys, weight and line of each row, None if one has another form than whole numbers and a weight."""
    found, each = [], None
    for number, line in enumerate(text.split("\n")):
        fields = line.split()
        if not fields:
            continue
        each = each or len(fields)
        if len(fields) != each or each not in (width, width + 1):
            return None
        keys, rest = fields[:width], fields[width:]
        if not all(key.isascii() and key.isdigit() and int(key) < 1 << 53 for key in keys):
            return None
        try:
            weight = float(rest[0]) if rest and "_" not in rest[0] else 1.0 if not rest else -1.0
        except ValueError:
            return None
        if not 0.0 <= weight < float("inf"):
            return None
        found.append((list(map(int, keys)), weight, number))
    return found or None


@given(rows_of, st.sampled_from([2, 3]))
def test_rows_are_those_of_the_definition(rows, width):
    text = "".join(" ".join(fields) + stop for fields, stop in rows)
    found, expected = read_numbers(text, width), by_row(text, width)
    assert (found is None) == (expected is None)
    if found is not None:
        read = zip(found.keys.tolist(), found.weights.tolist(), found.lines.tolist(), strict=True)
        assert list(read) == expected


@pytest.mark.parametrize("block", [1, 9, 1 << 20])
def test_blocks_change_nothing_and_errors_name_their_lines(monkeypatch, block):
    text = "*Vertices 3\n1 a\n2 b\n3 c\n*States\n1 1\n2 2\n3 3\n% no row\n*Links\n1 2\n2 3 .5\n\n % 9 9\n3 1 2\n1 3\n"
    wanted = higher.read_higher(text, "walk.net")
    monkeypatch.setattr(higher, "_BLOCK", block)
    found = higher.read_higher(text, "walk.net")
    assert list(found.graph.rows()) == list(wanted.graph.rows())
    assert sorted(found.graph.weights.tolist()) == [0.5, 1.0, 3.0]  # 3 1 and 1 3 are one link
    for wrong, line in (("4 4", 9), ("2 1", 9), ("x 1", 9), ("4", 9)):
        with pytest.raises(InputError, match=rf"walk.net:{line}: "):
            higher.read_higher(text.replace("% no row", wrong), "walk.net")
    for wrong, line in (("1 2 -1\n", 17), ("1 x\n", 17), ("1 2\n1 2 3 4\n", 18), ("1 2\n\n7 1\n", 19)):
        with pytest.raises(InputError, match=rf"walk.net:{line}: "):
            higher.read_higher(text + wrong, "walk.net")
