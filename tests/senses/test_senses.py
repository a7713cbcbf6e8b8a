"""Terms with two senses: counted by the definition, found where they are planted, and nowhere else."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.communities import cluster
from textmine.errors import OptionError
from textmine.pairs import cooccurrence
from textmine.senses import SenseOptions, _kernels, find_senses
from textmine.senses.choosing import split_of
from textmine.senses.contexts import Grouped, count_contexts
from textmine.text import build_corpus

# Terms 0 to 4, other words -9, breaks of clause, sentence, document.
words_of = st.lists(st.sampled_from([0, 1, 2, 3, 4, -9, -1, -2, -3]), max_size=40)
STOPS = {"clause": -1, "sentence": -2, "document": -3}


def counts_by_definition(words, groups, window, within):
    """Return a counter of (term, mask) over documents: for each occurrence, all words near it are looked at."""
    found, document = Counter(), 0
    masks = defaultdict(int)
    for i, term in enumerate(words):
        document += term == -3
        if term not in groups:
            continue
        masks[term, document] |= 0
        for step in (1, -1):
            distance, j = 0, i + step
            while 0 <= j < len(words) and distance < window:
                if -9 < words[j] <= STOPS[within]:
                    break
                masks[term, document] |= groups[term].get(words[j], 0)
                distance += words[j] >= 0 or words[j] == -9
                j += step
    for (term, _document), mask in masks.items():
        found[term, mask] += 1
    return found


@given(words_of, st.integers(1, 5), st.sampled_from(sorted(STOPS)), st.integers(1, 3))
def test_contexts_are_counted_by_document(words, window, within, threads):
    grouped = [
        Grouped(0, np.array([1, 2, 3], np.int32), np.ones(3), np.eye(3), np.array([0, 1, 1], np.int32)),
        Grouped(3, np.array([0, 4], np.int32), np.ones(2), np.eye(2), np.array([1, 0], np.int32)),
    ]
    groups = {0: {1: 1, 2: 2, 3: 2}, 3: {0: 2, 4: 1}}
    words = [*words, -3]
    begins = np.array([0, *(np.flatnonzero(np.array(words) == -3) + 1)], np.int64)
    options = SenseOptions(window=window, within=within, threads=threads)
    counts = count_contexts(np.array(words, np.int32), begins, grouped, 5, options)
    expected = counts_by_definition(words, groups, window, within)
    assert {(v, m): int(counts[v, m]) for v, m in np.argwhere(counts).tolist()} == dict(expected)


@pytest.fixture(scope="module")
def source(interpreted):
    return interpreted("senses")


@given(words=words_of)
def test_kernels_interpreted_do_what_the_compiled_ones_do(source, words):
    words = np.array([*words, -3], np.int32)
    begins = np.array([0, *(np.flatnonzero(words == -3) + 1)], np.int64)
    start, near = np.array([0, 2, 2, 2, 3, 3], np.int64), np.array([1, 2, 0], np.int32)
    found = []
    for kernels in (_kernels, source):
        counts = np.zeros((5, 16), np.int64)
        kernels.count_documents(
            words, begins, 0, len(begins) - 1, 3, -2, start, near, np.array([1, 2, 1], np.uint8),
            np.full(5, -1, np.int64), np.zeros(5, np.uint8), counts,
        )  # fmt: skip
        found.append(counts)
    assert np.array_equal(*found)


POWER, BUSES = ("电压", "绝缘", "跳闸", "变电站"), ("公交", "站台", "乘客", "票价")


def lines_of(field, word="线路"):
    return [f"{word},{a},{b}" for a in field for b in field if a != b] * 3


@pytest.mark.parametrize(
    ("near_first", "near_both", "near_second", "alike", "is_split"),
    [
        (20, 0, 10, 0.0, True),
        (20, 10, 10, 0.0, False),  # as many near both as chance gives
        (20, 0, 4, 0.0, False),  # fewer than five documents
        (60, 0, 8, 0.0, False),  # less than 15 %
        (20, 0, 10, 0.5, False),  # the same company
    ],
)
def test_groups_are_senses_if_their_company_differs_and_documents_are_seldom_near_both(
    near_first, near_both, near_second, alike, is_split
):
    companies = np.kron(np.array([[1.0, alike], [alike, 1.0]]), np.ones((3, 3)))
    grouped = Grouped(0, np.arange(1, 7, dtype=np.int32), np.ones(6), companies, np.repeat([0, 1], 3).astype(np.int32))
    counts = np.zeros(16, np.int64)
    counts[[1, 2, 3]] = near_first, near_second, near_both
    found = split_of(grouped, counts, SenseOptions())
    assert (found is not None) == is_split
    assert found is None or (found.senses == [[0], [1]] and found.documents == [near_first, near_second])


def test_like_groups_are_joined_first():
    companies = np.kron(np.array([[1.0, 0.9, 0.0], [0.9, 1.0, 0.0], [0.0, 0.0, 1.0]]), np.ones((2, 2)))
    grouped = Grouped(
        0, np.arange(1, 7, dtype=np.int32), np.ones(6), companies, np.repeat([0, 1, 2], 2).astype(np.int32)
    )
    counts = np.zeros(16, np.int64)
    counts[[1, 2, 4]] = 10
    found = split_of(grouped, counts, SenseOptions())
    assert [sorted(sense) for sense in found.senses] == [[0, 1], [2]]


def test_links_go_to_the_sense_they_are_about_and_communities_have_the_term_twice():
    corpus = build_corpus([*lines_of(POWER), *lines_of(BUSES)])
    graph = cooccurrence(corpus, ["线路", *POWER, *BUSES], weight="count")
    senses = find_senses(corpus, graph)
    network = senses.network(graph)
    assert network.n_states == 10
    assert network.graph.weights.sum() == graph.weights.sum()
    found = cluster(network)
    of = dict(zip(network.graph.names, found.top_module.tolist(), strict=True))
    power, buses = (next(name for name in of if name.startswith("线路") and word in name) for word in ("电压", "公交"))
    assert of[power] == of["绝缘"] != of["票价"] == of[buses]


def test_options_are_checked():
    for wrong in ({"window": 0}, {"most": 5}, {"likeness": 0.0}, {"within": "page"}, {"min_documents": 0}):
        with pytest.raises(OptionError):
            SenseOptions(**wrong)
