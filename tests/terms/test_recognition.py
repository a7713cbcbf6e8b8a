"""Lists of terms in every format that is written, and as other programs write them."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import InputError
from textmine.io import table_lines
from textmine.segment import WordList
from textmine.terms import dictionary_lines, load_terms, read_terms
from textmine.terms.recognition import term_table

ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
# What a line can hold that is stripped at its ends.
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), min_size=1).filter(
    lambda word: word.strip() and word[0] != " " and word[-1] != " "
)
COUNTS = st.integers(1, 10**9)


@pytest.fixture(scope="module")
def recognised(new_notes):
    """Return a function that gives words and counts of a list, and what it was taken for."""

    def run(text, source="terms.txt"):
        notes = new_notes()
        words = read_terms(text, source, notes)
        return list(zip(words.words, words.frequencies.tolist(), strict=True)), notes.notes

    return run


@given(st.lists(st.tuples(ANY, COUNTS), min_size=1, max_size=5))
@pytest.mark.parametrize("kind", ["tsv", "csv", "jsonl"])
@pytest.mark.parametrize("source", ["-", "terms"])
def test_tables_that_discover_writes_are_read_back(recognised, kind, source, terms):
    rows = [(term, 0.5, count, True) for term, count in terms]
    text = "".join(table_lines(("term", "score", "count", "known"), rows, kind))
    assert recognised(text, source if source == "-" else f"{source}.{kind}") == (terms, [])


@given(st.lists(st.tuples(LINE, COUNTS), min_size=1, max_size=5))
@pytest.mark.parametrize("source", ["-", "terms.txt", "terms.csv", "terms.tsv"])
def test_dictionaries_of_jieba_are_read_back(recognised, source, terms):
    words = WordList([term for term, _ in terms], np.array([count for _, count in terms], float))
    text = "".join(dictionary_lines(words, "jieba"))
    assert recognised(text, source) == (terms, [f"{source}: read as a user dictionary of jieba: word, count, tag"])


@given(st.lists(st.tuples(LINE, COUNTS), min_size=1, max_size=5))
@pytest.mark.parametrize(("file", "ends"), [("a.txt", " "), ("a.csv", ","), ("a.tsv", "\t")])
def test_dictionaries_of_hanlp_are_read_back(recognised, file, ends, terms):
    held = [(term, count) for term, count in terms if ends not in term and (ends != " " or term.split() == [term])]
    words = WordList([term for term, _ in held], np.array([count for _, count in held], float))
    text = "".join(dictionary_lines(words, "hanlp", file))
    for source in (file, "-") if held else ():
        assert recognised(text, source) == (held, [f"{source}: read as a dictionary of HanLP: word, nature, count"])


@given(st.lists(st.text(st.characters(categories=["Lo", "Ll", "Po"]), min_size=1), min_size=1, max_size=5))
def test_dictionaries_of_pkuseg_are_read_back(recognised, terms):
    # A backslash may begin an escape of our own tables, which is undone.
    kept = [term for term in terms if term != "term" and "\\" not in term and not term.startswith(("{", "["))]
    words = WordList(kept, np.ones(len(kept)))
    if kept:
        assert recognised("".join(dictionary_lines(words, "pkuseg"))) == ([(term, 1.0) for term in kept], [])


JIEBA = "a user dictionary of jieba: word, count, tag"
HANLP = "a dictionary of HanLP: word, nature, count"
PKUSEG = "a dictionary of pkuseg: word, tag"
COUNTED = "words and their counts"


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("neural network 12 n\ngate 3 n\n", {"neural network": 12, "gate": 3}, JIEBA),
        ("断路器 5\n甲 乙 2 nr\neasy_install 3 eng\n台中\n凱特琳 nz\n", None, JIEBA),
        (
            "变压器 myown 12\n绕组 myown 3\n",
            {"变压器": 12, "绕组": 3},
            HANLP,
        ),
        ("变压器 12 device\n绕组 3 part\n", {"变压器": 12, "绕组": 3}, JIEBA),
        ("变压器 transformer 12\n绕组 winding 3\n", {"变压器 transformer": 12, "绕组 winding": 3}, COUNTED),
        ("希望 v 7685 vn 616\n", {"希望": 8301}, HANLP),
        ("wind turbine\tn\t5\n", {"wind turbine": 5}, HANLP),
        ("变压器\tn\n绕组\tvn\n", {"变压器": 1, "绕组": 1}, PKUSEG),
        ("变压器 \t 120\n绕组\t7\n", {"变压器": 120, "绕组": 7}, COUNTED),
        ("变压器,120\n绕组,7\n", {"变压器": 120, "绕组": 7}, COUNTED),
        ("变压器 120\n绕组 7\n", {"变压器": 120, "绕组": 7}, COUNTED),
        ("oil pump 12\nsealing ring 9\nvalve 2\n", {"oil pump": 12, "sealing ring": 9, "valve": 2}, COUNTED),
        ("iphone pro 12\niphone max 13\n", {"iphone pro 12": 1, "iphone max 13": 1}, None),
        ("windows 7\nwindows 8\nwindows 10\n", {"windows 7": 1, "windows 8": 1, "windows 10": 1}, None),
        ("windows 7\ngalaxy 9\niphone 8\n", {"windows 7": 1, "galaxy 9": 1, "iphone 8": 1}, None),
        ("plan a\nplan b\n", {"plan a": 1, "plan b": 1}, None),
        ("phase 2 n\nphase one\nphase three\n", {"phase 2 n": 1, "phase one": 1, "phase three": 1}, None),
        ("1,2-xylene\nAT&T, Inc.\n", {"1,2-xylene": 1, "AT&T, Inc.": 1}, None),
        ('Rank;Term;Count\n1;"oil; gas";3\n', {"oil; gas": 1}, None),
        ('"term","n"\n"oil, gas",3\n', {"oil, gas": 1}, None),
        ('["oil", "gas"]', {"oil": 1, "gas": 1}, None),
        ('[{"Term": "oil", "count": 3}]', {"oil": 3}, None),
        ('{"oil": 3, "gas": 1}', {"oil": 3, "gas": 1}, None),
        ("{oil}\n[gas]\n", {"{oil}": 1, "[gas]": 1}, None),
    ],
)
def test_what_a_list_is_shows_in_all_its_lines(recognised, text, expected, kind):
    found, notes = recognised(text)
    if expected is None:
        expected = {"断路器": 5, "甲 乙": 2, "easy_install": 3, "台中": 1, "凱特琳": 1}
    assert dict(found) == expected
    assert notes == ([] if kind is None else [f"terms.txt: read as {kind}"])


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("a.jsonl", '{"word": "oil"}\n', "a.jsonl:1: no field 'term'; the fields are: word"),
        ("a.jsonl", '{"term": "oil"\n', "a.jsonl:2: not JSON: expecting ',' delimiter at character 1; "),
        ("a.json", "[1, 2]", "a.json:1: neither an object nor a text; "),
        ("a.txt", "word\tn\nx\tlong\n", "a.txt:1: no column 'term'; the columns are: word, n"),
        ("a.tsv", "元素\telement\t4\n", "a.tsv:1: no column 'term'; the columns are: 元素, element, 4"),
        ("a.csv", 'term,count\n"oil,3\n', "a.csv:2: a quote is not closed"),
    ],
)
def test_a_list_without_terms_is_refused(source, text, expected):
    with pytest.raises(InputError) as raised:
        read_terms(text, source)
    assert str(raised.value).startswith(expected)


def test_lines_of_a_list_are_those_of_the_file():
    assert term_table("\na\n\nb\n", "t").lines == [2, 4]
    assert term_table('\n{"term": "a"}\n\n{"term": "b"}\n', "t").lines == [2, 4]
    assert term_table("\na 1 n\n\nb 2 n\n", "t").lines == [2, 4]


def test_the_first_column_is_taken_on_request():
    table = term_table("oil\tpart\ngas\twhole\n", "t", first_column=True)
    assert (table.column("term"), table.lines) == (["oil", "gas"], [1, 2])


def test_a_workbook_is_a_list(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["Rank", "Term", "count"], [1, "oil", 3], [2, "a\tb", 2]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = load_terms(str(tmp_path / "a.xlsx"))
    assert (list(found.words), found.frequencies.tolist()) == (["oil", "a\tb"], [3, 2])


def test_json_of_terms_keeps_their_scores():
    text = json.dumps({"term": "oil", "score": 0.1 + 0.2, "count": 3})
    assert read_terms(text, "a.jsonl").scores.tolist() == [0.1 + 0.2]
