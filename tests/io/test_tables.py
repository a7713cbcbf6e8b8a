import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.io import read_table, table_lines, unescape_fields

ANY = st.text(st.characters(exclude_categories=["Cs"]))
PAIRS = st.lists(st.tuples(ANY, ANY), max_size=6)


def written(header, rows, kind):
    return "".join(table_lines(header, rows, kind))


@given(ANY, ANY, PAIRS)
def test_any_text_survives_tsv(first, second, rows):
    text = written([first, second], rows, "tsv")
    assert text.count("\n") == len(rows) + 1
    table = read_table(text, "a.tsv")
    assert table.columns == (first, second)
    assert [tuple(row) for row in table.rows] == rows
    assert table.lines == list(range(2, len(rows) + 2))


@given(PAIRS)
def test_any_text_survives_csv(rows):
    table = read_table(written(["a", "b"], rows, "csv"), "a.csv", comma=True)
    assert [tuple(row) for row in table.rows] == rows


@given(PAIRS)
def test_any_text_survives_json_lines(rows):
    text = written(["a", "b"], rows, "jsonl")
    assert text.count("\n") == len(rows)
    assert [tuple(json.loads(line).values()) for line in text.split("\n")[:-1]] == rows


@given(ANY)
def test_unescaping_undoes_the_escapes_of_a_field(field):
    line = written([field], [], "tsv").removesuffix("\n")
    assert unescape_fields(line) == [field]


def test_escapes_by_hand():
    assert written(["x", "y"], [["a\tb\\", "c\r\n"]], "tsv") == "x\ty\na\\tb\\\\\tc\\r\\n\n"
    assert unescape_fields(r"a\tb\\t\x") == ["a\tb\\t\\x"]


def test_numbers_and_truth_values_are_written_in_full():
    row = ["变压器", 12, 0.1 + 0.2, True, False]
    assert written("abcde", [row], "tsv").split("\n")[1] == "变压器\t12\t0.30000000000000004\ttrue\tfalse"
    assert written("abcde", [row], "csv").split("\n")[1] == "变压器,12,0.30000000000000004,true,false"
    assert written("ab", [["变压器", True]], "jsonl") == '{"a": "变压器", "b": true}\n'


def test_csv_quotes_are_read():
    table = read_table('term,note\n"a,b","says ""so"""\n"two\nlines",x\n\nlast,y\n', "a.csv", comma=True)
    assert table.column("term") == ["a,b", "two\nlines", "last"]
    assert table.column("note") == ['says "so"', "x", "y"]
    assert table.lines == [2, 3, 6]


def test_blank_lines_are_skipped_and_counted():
    for comma, text in ((False, "\nterm\tn\n\n  \na\t1\n"), (True, "\nterm,n\n\n  \na,1\n")):
        table = read_table(text, "a", comma=comma)
        assert table.column("n") == ["1"]
        assert table.lines == [5]


@pytest.mark.parametrize(
    ("text", "comma", "expected"),
    [
        ("term\tcount\na\t1\n", False, "t:1: no column 'score'; the columns are: term, count"),
        (
            "term\tscore\na\t1\n\nb\n",
            False,
            "t:4: the row has 1 fields, too few for the column 'score'; give each row as many fields as the header",
        ),
        ("\n \n", False, "t: empty: there is no header; begin the table with a line of column names"),
        ("", True, "t: empty: there is no header; begin the table with a line of column names"),
        ('term,score\na,1\n"b,2\n', True, 't:3: a quote is not closed; close it, and write " within a field as ""'),
        ('term,score\n"b"x,2\n', True, 't:2: text behind the quote that closes a field; write " within a field as ""'),
    ],
)
def test_a_table_that_cannot_be_used_says_where_and_why(text, comma, expected):
    with pytest.raises(InputError) as raised:
        read_table(text, "t", comma=comma).column("score")
    assert str(raised.value) == expected
