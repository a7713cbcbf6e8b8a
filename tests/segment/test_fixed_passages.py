"""Passages of the power text, cut as `passages.tsv` has them: by words learned from the text, and by the dictionary."""

import csv
from pathlib import Path

import numpy as np
import pytest

from textmine.segment import WordList, lexicon_free_segmenter, segment_texts


@pytest.fixture(scope="module")
def passages():
    with Path(__file__).with_name("passages.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def text(data):
    return (data / "power.txt").read_text(encoding="utf-8")


def test_words_learned_from_the_text_are_those_of_the_file(passages, text):
    found = "".join(lexicon_free_segmenter([text]).segment([text])).split("\n")
    for passage in passages:
        assert found[int(passage["line"])] == passage["learned"]


def test_words_of_the_dictionary_are_those_of_the_file(passages, text):
    lines = text.split("\n")
    found = segment_texts([lines[int(passage["line"])] for passage in passages])
    assert found == [passage["dictionary"] for passage in passages]


def test_new_words_and_whole_terms_in_a_sentence():
    # The dictionary has no word within 崔敏; 高压断路器 is a phrase of its words.
    terms = WordList(["崔敏", "水冷壁", "高压断路器"], np.ones(3))
    sentence = "崔敏检查水冷壁和高压断路器。"
    assert segment_texts([sentence], terms) == ["崔敏 检查 水冷壁 和 高压 断路器 。"]
    assert segment_texts([sentence], terms, whole_terms=True) == ["崔敏 检查 水冷壁 和 高压断路器 。"]
