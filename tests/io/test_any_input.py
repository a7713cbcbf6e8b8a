"""Whatever a file holds, it is read or refused in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import GraphError, InputError
from textmine.graph import read_graph
from textmine.io import read_any_table, read_workbook, records_table
from textmine.io.jsonvalues import json_values
from textmine.io.signatures import refuse_binary
from textmine.terms import read_terms

PARTS = [
    '"',
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "[",
    "]",
    "{",
    "}",
    ":",
    "1",
    "n",
    " ",
    "term",
    '"term"',
    "变",
    "sep=;\n",
    '""',
    "\\",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
@pytest.mark.parametrize(
    "read",
    [
        lambda text: read_any_table(text, "a.csv"),
        lambda text: read_any_table(text, "a.txt", column="term"),
        lambda text: records_table(text, "a.json", "term"),
        lambda text: list(json_values(text.splitlines(keepends=True), "a.json")),
        lambda text: read_terms(text, "a.txt"),
        lambda text: read_terms(text, "a.csv"),
        lambda text: read_terms(text, "a.jsonl"),
        lambda text: read_graph(text, "a.jsonl"),
        lambda text: refuse_binary(text.encode(), "a.txt"),
    ],
)
def test_any_text_is_read_or_refused(read, text):
    try:
        read(text)
    except (InputError, GraphError) as error:
        assert "\n" not in str(error)  # noqa: PT017


@given(st.lists(TEXTS.filter(bool), max_size=4), st.integers(1, 9))
def test_values_in_pieces_are_those_of_the_whole(texts, size):
    lines = "\n".join(texts).splitlines(keepends=True)

    def outcome(pieces):
        try:
            return list(json_values(pieces, "a.json"))
        except InputError as error:
            return type(error)

    assert outcome(lines) == outcome(["".join(lines)])


@given(st.binary(max_size=200))
def test_any_bytes_are_no_workbook_or_are_refused(data):
    pytest.importorskip("openpyxl")
    with pytest.raises(InputError):
        read_workbook(b"PK\x03\x04" + data, "a.xlsx")
