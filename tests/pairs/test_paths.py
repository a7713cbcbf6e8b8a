"""Paths of terms against their definition."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import GraphError
from textmine.graph import state_lines
from textmine.graph.higher import read_higher
from textmine.pairs import CooccurrenceOptions, term_paths
from textmine.pairs.paths import _paths
from textmine.text import build_corpus
from textmine.text.breaks import WITHIN

words_of = st.lists(st.sampled_from([0, 1, 2, 3, -9, -1, -2, -3]), max_size=40)


def paths_by_definition(words, window, within):
    """Return how often three terms follow each other: the next term is looked for from each on."""

    def after(i):
        distance = 0
        for j in range(i + 1, len(words)):
            if -9 < words[j] < 0:
                if words[j] <= WITHIN[within]:
                    return None
                continue
            distance += 1
            if distance > window:
                return None
            if words[j] >= 0:
                return j if words[j] != words[i] else None
        return None

    found = Counter()
    for i, first in enumerate(words):
        if first >= 0 and (j := after(i)) is not None and (k := after(j)) is not None:
            found[first, words[j], words[k]] += 1
    return found


@given(words_of, st.integers(1, 5), st.sampled_from(sorted(WITHIN)), st.integers(1, 2))
def test_paths_are_those_of_the_definition(words, window, within, least):
    options = CooccurrenceOptions(window=window, within=within, min_count=least)
    paths, counts = _paths(np.array(words, np.int32), 4, options)
    expected = {path: n for path, n in paths_by_definition(words, window, within).items() if n >= least}
    assert dict(zip(map(tuple, paths.tolist()), counts.tolist(), strict=True)) == expected


def test_a_term_has_a_state_for_each_term_before_it_and_the_file_says_so():
    corpus = build_corpus(["甲车乙站丙路。" * 3 + "丁车乙站戊路。" * 3])
    network = term_paths(corpus, ["甲车", "乙站", "丙路", "丁车", "戊路"])
    assert sorted(network.graph.names) == ["丁车 乙站", "乙站 丙路", "乙站 戊路", "甲车 乙站"]
    assert sorted(network.state_nodes) == ["丙路", "乙站", "乙站", "戊路"]
    again = read_higher("".join(state_lines(network)), "paths.net")
    assert again.state_nodes == network.state_nodes
    assert again.graph.names == network.graph.names
    assert again.graph.weights.tolist() == network.graph.weights.tolist() == [3.0, 3.0]


def test_no_path_is_an_error():
    with pytest.raises(GraphError, match="no link"):
        term_paths(build_corpus(["甲车乙站。"]), ["甲车", "乙站"])
