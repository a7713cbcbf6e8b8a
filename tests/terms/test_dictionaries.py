"""User dictionaries: what was written is what the other program's loader reads."""

import logging
import re
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.segment import WordList
from textmine.terms import DICTIONARIES, TERM_FORMATS, dictionary_lines

# Digits, letters and blanks at the end are what a loader could take for a count or a tag.
TERMS = ["变压器油", "iphone 6", "SF6断路器", "x 3 n", "neural network", "type n", "C++", "5G", "l'eau"]
COUNTS = [40, 7, 12, 3, 30, 5, 9, 11, 2]
UNITS = st.text(st.sampled_from("变压器aNn06-+."), min_size=1, max_size=4)
WORDS = st.lists(st.lists(UNITS, min_size=1, max_size=3).map(" ".join), min_size=1, unique=True)


class Notes:
    def __init__(self):
        self.notes = []

    def note(self, message):
        self.notes.append(message)


def lines_and_notes(terms, kind, file="-"):
    progress = Notes()
    words = WordList(terms, np.array(COUNTS[: len(terms)], dtype=float))
    return dictionary_lines(words, kind, file, progress), progress.notes


@pytest.fixture(scope="module")
def jieba():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own: pkg_resources, escapes
        import jieba
    jieba.setLogLevel(logging.ERROR)
    return jieba


@pytest.fixture
def load(jieba, tmp_path):
    """Return a function that gives lines to jieba's own loader and returns the words it read, with counts and tags."""

    def read(lines):
        path = tmp_path / "words.txt"
        path.write_text("".join(lines), encoding="utf-8")
        tokenizer = jieba.Tokenizer()
        tokenizer.initialized = True  # no dictionary but ours
        words = {}
        tokenizer.add_word = lambda word, freq, tag: words.update({word: (freq, tag)})
        with path.open("rb") as stream:  # jieba would not close it
            tokenizer.load_userdict(stream)
        return words

    return read


def test_jieba_reads_every_term_whatever_it_ends_in(load):
    lines, notes = lines_and_notes(TERMS, "jieba")
    assert load(lines) == {term: (str(count), "n") for term, count in zip(TERMS, COUNTS, strict=True)}
    # iphone 6, x 3 n, neural network, type n; and l'eau for its apostrophe
    expected = (
        "jieba: 5 of 9 terms are written but will never be found: they hold a blank or sign at which it cuts text"
    )
    assert notes == [expected]


def test_jieba_never_finds_what_the_note_counts_and_finds_the_rest(jieba):
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for term in TERMS:
        tokenizer.add_word(term, 10_000_000, "n")
        _, notes = lines_and_notes([term], "jieba")
        assert (term in tokenizer.cut(f"的{term}的", HMM=False)) == (not notes), term


@given(WORDS, st.integers(1, 10**9))
def test_the_lines_of_jieba_give_the_words_back(words, count):
    # The pattern that jieba's documentation of load_userdict describes: a word, then perhaps a count, then a tag.
    pattern = re.compile("^(.+?)( [0-9]+)?( [a-z]+)?$")
    lines = dictionary_lines(WordList(words, np.full(len(words), float(count))), "jieba")
    assert [pattern.match(line.strip()).groups() for line in lines] == [(w, f" {count}", " n") for w in words]


def read_hanlp(lines, separator):
    """HanLP 1.x as its documentation has it: fields between separators, no quoting; pairs of nature and count."""
    words = {}
    for line in lines:
        word, *pairs = re.split(separator, line.removesuffix("\n"))
        assert len(pairs) == 2
        words[word] = (pairs[0], int(pairs[1]))
    return words


@pytest.mark.parametrize(("file", "separator"), [("terms.csv", ","), ("terms.tsv", "\t")])
def test_hanlp_goes_by_the_name_of_the_file_and_then_takes_blanks(file, separator):
    lines, notes = lines_and_notes(TERMS, "hanlp", file)
    assert read_hanlp(lines, separator) == {term: ("n", count) for term, count in zip(TERMS, COUNTS, strict=True)}
    assert notes == []


@pytest.mark.parametrize("file", ["-", "terms.txt"])
def test_hanlp_leaves_terms_with_blanks_out_where_blanks_part_the_fields_and_says_so(file):
    lines, notes = lines_and_notes(TERMS, "hanlp", file)
    assert list(read_hanlp(lines, r"\s")) == [term for term in TERMS if " " not in term]
    assert notes == [
        "HanLP: 4 of 9 terms left out: they hold what ends a word in such a file; `output=NAME.csv` keeps blanks"
    ]


def test_pkuseg_gets_a_word_a_line():
    lines, notes = lines_and_notes(TERMS, "pkuseg")
    assert lines == [term + "\n" for term in TERMS]
    assert notes == [
        "pkuseg: 4 of 9 terms are written but will never be found: they hold a blank or sign at which it cuts text"
    ]


@pytest.mark.parametrize("kind", DICTIONARIES)
def test_a_term_that_would_break_the_file_is_left_out(kind):
    lines, notes = lines_and_notes(["变\n压", "断路器"], kind, "x.csv")
    assert len(lines) == 1
    assert notes[0].startswith(f"{TERM_FORMATS[kind].entries_for('x.csv').program}: 1 of 2 terms left out")


def test_a_term_with_a_comma_is_left_out_of_a_csv_that_knows_no_quotes():
    assert lines_and_notes(["a,b", "断路器"], "hanlp", "x.csv")[0] == ["断路器,n,7\n"]
