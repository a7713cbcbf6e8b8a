"""Links in JSON, a record each."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.graph.jsonlinks import is_json_links, read_json_links
from textmine.graph.links import link_lines, read_links
from textmine.io import table_lines

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
WEIGHTS = st.floats(1e-6, 1e6)
LINKS = st.lists(st.tuples(NAMES, NAMES, WEIGHTS, st.integers(1, 10**6)), min_size=1, max_size=6)


@given(LINKS)
@pytest.mark.parametrize("directed", [False, True])
def test_what_graph_writes_is_read_back_as_its_tsv_is(directed, links):
    columns = ("source", "target", "weight", "count")
    text = "".join(table_lines(columns, links, "jsonl"))
    assert is_json_links(text)
    found = read_json_links(text, "-", directed=directed)
    tsv = read_links("".join(table_lines(columns, links)), "-", directed=directed)
    assert list(found.rows()) == list(tsv.rows())
    assert found.names == tsv.names
    assert read_json_links(text, "-", directed=directed).directed is directed
    assert list(link_lines(found)) == list(link_lines(tsv))


@pytest.mark.parametrize(
    "text",
    [
        '[{"From": 1, "TO": 10, "Value": 2}, {"From": 10, "TO": 9}]',
        '{"src": 1, "dst": 10, "weight": 2}\n\n{"src": "10", "dst": 9}\n',
        '{\n"source": "1",\n"target": "10",\n"weight": 2.0\n}\n{"source": "9", "target": "10", "weight": 1}',
    ],
)
def test_other_names_and_layouts(text):
    assert is_json_links(text)
    assert list(read_json_links(text, "-").rows()) == [("1", "10", 2.0), ("9", "10", 1.0)]


@pytest.mark.parametrize(
    "text", ["a b\n", '{"nodes": [], "edges": []}', '{"a": 1}', "[1, 2]", "", "{a}", '{"source": "a"}']
)
def test_other_texts_are_no_links(text):
    assert not is_json_links(text)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"source": "a"}, "g:2: a link without target; "),
        ([1], "g:2: a link without source; "),
        ({"source": None, "target": "b"}, "g:2: the source is neither text nor a number; "),
        ({"source": "a", "target": ["b"]}, "g:2: the target is neither text nor a number; "),
        ({"source": "a", "target": "b", "weight": -1}, "g:2: the weight '-1' is no number of 0 or more; write one"),
        ({"source": "a", "target": "b", "weight": "1"}, "g:2: the weight '1' is no number of 0 or more; write one"),
        ({"source": "a", "target": "b", "weight": None}, "g:2: the weight 'None' is no number of 0 or more; write one"),
        ({"source": "a", "target": "\ud800"}, "g:2: half a surrogate pair in a name; write both halves"),
    ],
)
def test_a_record_that_is_no_link_is_refused_with_its_line(second, expected):
    text = '{"source": "a", "target": "b"}\n' + json.dumps(second) + "\n"
    with pytest.raises(InputError) as raised:
        read_json_links(text, "g")
    assert str(raised.value).startswith(expected)
