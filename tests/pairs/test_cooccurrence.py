"""Co-occurrence against its definition, and which pairs become links."""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.pairs import WEIGHTS, CooccurrenceOptions, Weight, cooccurrence, count_pairs, default_nodes, label_terms
from textmine.pairs.counting import Reach, count_near
from textmine.pairs.labels import label_words
from textmine.segment import WordList
from textmine.text import build_corpus
from textmine.text.breaks import WITHIN

# Terms 0 to 3, other words -9, places within a word -4, and the three breaks.
labels_of = st.lists(st.sampled_from([0, 1, 2, 3, -9, -4, -1, -2, -3]), max_size=40)


def pairs_by_definition(labels, window, within, directed):
    words = [label for label in labels if label != -4]
    found = Counter()
    for i, first in enumerate(words):
        distance = 0
        for second in words[i + 1 :] if first >= 0 else []:
            if -9 < second < 0:
                if second <= WITHIN[within]:
                    break
                continue
            distance += 1
            if distance > window:
                break
            if second >= 0 and second != first:
                found[(first, second) if directed else tuple(sorted((first, second)))] += 1
    return found


@given(labels_of, st.integers(1, 6), st.sampled_from(list(WITHIN)), st.booleans())
def test_pairs_equal_their_definition(labels, window, within, directed):
    options = CooccurrenceOptions(window=window, within=within, weight="count", min_count=1, directed=directed)
    graph = count_pairs(np.array(labels, dtype=np.int32), ["0", "1", "2", "3"], options)
    found = {(int(source), int(target)): count for source, target, _, count in graph.rows()}
    assert found == pairs_by_definition(labels, window, within, directed)


def test_the_kernel_stays_in_bounds_and_does_the_same_interpreted(interpreted, monkeypatch):
    labels = np.array([0, -9, 1, -1, 2, -2, 0, 3, 3, 1, -4, 2, -3] * 5, dtype=np.int32)
    for directed in (False, True):
        options = CooccurrenceOptions(window=4, within="sentence", weight="count", min_count=2, directed=directed)
        compiled = list(count_pairs(labels, "abcd", options).rows())
        assert compiled
        with monkeypatch.context() as patch:
            for module in ("counting", "rows"):
                patch.setattr(f"textmine.pairs.{module}._kernels", interpreted("pairs"))
            patch.setattr("textmine.pairs.rows._STRETCH", 9)
            assert list(count_pairs(labels, "abcd", options, threads=2).rows()) == compiled
            assert list(count_pairs(labels, "abcd", options, memory=1).rows()) == compiled


@given(labels_of, st.booleans(), st.integers(1, 4), st.sampled_from([1, 3]))
def test_neither_threads_nor_memory_change_anything(labels, directed, threads, min_count):
    words = np.array([label for label in labels if label != -4] * 3, dtype=np.int32)
    reach = Reach(5, -2, directed)
    whole = count_near(words, 4, reach, min_count)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.pairs.rows._STRETCH", 11)
        some = count_near(words, 4, reach, min_count, threads=threads, memory=16)
    for parts in (some, count_near(words, 4, reach, min_count, threads=threads, memory=1 << 20)):
        for name in ("sources", "targets", "counts", "first", "second"):
            assert getattr(parts, name).tolist() == getattr(whole, name).tolist()
            assert getattr(parts, name).dtype == getattr(whole, name).dtype


def test_words_may_lie_in_a_file(tmp_path):
    words = np.array([0, 1, -9, 2, -1, 0, -3] * 300_000, dtype=np.int32)  # more than one stretch of a mapped array
    mapped = np.memmap(tmp_path / "words", dtype=np.int32, mode="w+", shape=words.shape)
    mapped[:] = words
    found, expected = (count_near(some, 3, Reach(3, -3, False)) for some in (mapped, words))
    assert found.counts.tolist() == expected.counts.tolist()


def test_terms_are_seen_whole_in_the_text():
    corpus = build_corpus(["油色谱异常时检查变压器。油色谱与变压器"])
    terms = WordList(["变压器", "油色谱", "电表"], np.ones(3))
    graph = cooccurrence(corpus, terms, CooccurrenceOptions(weight="count"))
    assert list(graph.rows()) == [("变压器", "油色谱", 2.0, 2)]


def test_pruning_leaves_what_it_should():
    words = np.array([0, 1, -3] * 9 + [0, 2, -3] + [0, 3, -3] + [2, 3, -3] * 2, dtype=np.int32)
    options = CooccurrenceOptions(window=1, weight="count", min_count=1)

    def links(**changes):
        found = count_pairs(words, "abcd", dataclasses.replace(options, **changes))
        return {source + target: count for source, target, _, count in found.rows()}

    assert links() == {"ab": 9, "ac": 1, "ad": 1, "cd": 2}
    assert links(min_count=2) == {"ab": 9, "cd": 2}
    assert links(top_links=1) == {"ab": 9}
    assert links(top_links=3) == {"ab": 9, "ac": 1, "cd": 2}  # of equal ones the first
    assert links(backbone=0.1) == {"ab": 9}  # (1 - 9/11)^2 = 0.03; of c-d (1 - 2/3)^1
    assert links(backbone=0.4) == {"ab": 9, "cd": 2}


def test_conditional_probability_gives_a_link_either_way():
    words = np.array([0, 1, -3] * 3 + [0, 2, -3], dtype=np.int32)
    graph = count_pairs(words, "abc", CooccurrenceOptions(window=1, weight="conditional", min_count=1))
    assert graph.directed
    assert list(graph.rows()) == [("a", "b", 0.75, 3), ("a", "c", 0.25, 1), ("b", "a", 1.0, 3), ("c", "a", 1.0, 1)]
    kept = count_pairs(words, "abc", CooccurrenceOptions(window=1, weight="conditional", false_discovery_rate=1.0))
    assert [row[:2] for row in kept.rows()] == [("a", "b"), ("b", "a")]


def test_nodes_keep_their_count_and_score():
    corpus = build_corpus(["油色谱异常时检查变压器。油色谱与变压器，变压器"])
    terms = WordList(["变压器", "电表", "油色谱"], np.ones(3), np.array([3.0, 2.0, 1.0]))
    graph = cooccurrence(corpus, terms, CooccurrenceOptions(weight="count"))
    assert dict(graph.node_records()) == {"变压器": {"count": 3, "score": 3.0}, "油色谱": {"count": 2, "score": 1.0}}


def test_stretches_and_threads_label_a_text_alike(monkeypatch):
    corpus = build_corpus(["变压器的绕组过热，检修变压器。\n新变压器有新绕组\n" * 9])
    terms = WordList(["变压器", "绕组"], np.ones(2))
    whole = label_terms(corpus, terms)
    monkeypatch.setattr("textmine.pairs.labels._STRETCH", 5)
    for threads in (1, 3):
        assert label_terms(corpus, terms, threads=threads).tolist() == whole.tolist()
        assert label_words(corpus, terms, threads=threads).tolist() == whole[whole != -4].tolist()


@pytest.mark.parametrize(
    "bad",
    [
        {"window": 0},
        {"within": "page"},
        {"weight": "tfidf"},
        {"min_count": 0},
        {"backbone": 0.0},
        {"false_discovery_rate": 2.0},
        {"top_links": -1},
    ],
)
def test_options_out_of_range_are_refused(bad):
    with pytest.raises(OptionError):
        CooccurrenceOptions(**bad)


def linked(labels, **options):
    names = "abcdefgh"[: max(labels) + 1]
    graph = count_pairs(np.array(labels, np.int32), list(names), CooccurrenceOptions(min_count=1, **options))
    return {(source, target) for source, target, *_ in graph.rows()}


def test_a_pair_that_meets_exactly_as_often_as_by_chance_gets_no_link(monkeypatch):
    # Six pairs: ab ac ad be bf bg. Of the 12 ends a has 3 and b has 4: 12 x 1 / (3 x 4) = 1, a PMI of 0.
    labels = [place for pair in ((0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (1, 6)) for place in (*pair, -3)]
    every = {("a", "b"), ("a", "c"), ("a", "d"), ("b", "e"), ("b", "f"), ("b", "g")}
    assert linked(labels, weight="count") == every
    lift = Weight("lift", lambda pairs: pairs.both * pairs.total / (pairs.first * pairs.second), "", at_chance=1.0)
    monkeypatch.setitem(WEIGHTS, "lift", lift)
    for weight in ("pmi", "npmi", "log-likelihood", "lift"):
        assert linked(labels, weight=weight) == every - {("a", "b")}


def test_the_backbone_has_links_below_the_bar_not_at_it():
    labels = [0, 1, -3, 1, 2]  # b has two links of the same weight: (1 - 1/2)^1
    assert linked(labels, weight="count", backbone=0.5) == set()
    assert linked(labels, weight="count", backbone=0.51) == {("a", "b"), ("b", "c")}


@pytest.mark.parametrize(
    ("n_units", "n_nodes"), [(0, 200), (30_000, 200), (45_000, 300), (300_000, 2000), (10**9, 2000)]
)
def test_the_number_of_nodes_grows_with_the_text_within_limits(n_units, n_nodes):
    assert default_nodes(n_units) == n_nodes
