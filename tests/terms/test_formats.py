"""The formats of terms as records."""

import numpy as np
import pytest

from textmine.io import ROW_FORMATS
from textmine.segment import WordList
from textmine.terms import DICTIONARIES, TERM_FORMATS, dictionary_lines
from textmine.terms.formats import Entries, TermFormat


def test_formats_are_rows_and_dictionaries():
    assert list(TERM_FORMATS) == [*ROW_FORMATS, *DICTIONARIES]
    assert [name for name, form in TERM_FORMATS.items() if form.entries] == list(DICTIONARIES)
    assert all(TERM_FORMATS[name].help for name in DICTIONARIES)


@pytest.mark.parametrize("kind", DICTIONARIES)
def test_every_dictionary_can_be_written_under_any_name(kind):
    words = WordList(["变压器"], np.array([12.0]))
    for file in ("-", "terms.csv", "terms.tsv", "terms.dict"):
        assert dictionary_lines(words, kind, file)[0].startswith("变压器")


def test_the_longest_ending_decides(monkeypatch):
    entries = {end: Entries("x", lambda word, _, end=end: word + end, _never()) for end in ("", ".tsv", ".v.tsv")}
    monkeypatch.setitem(TERM_FORMATS, "x", TermFormat("x", "a word", entries))
    words = WordList(["a"], np.ones(1))
    found = [dictionary_lines(words, "x", file) for file in ("a.txt", "a.tsv", "a.v.tsv")]
    assert found == [["a\n"], ["a.tsv\n"], ["a.v.tsv\n"]]


def _never():
    import re

    return re.compile(r"(?!)")
