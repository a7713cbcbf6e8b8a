"""Co-occurrence against its definition, weights by hand, link lists, and communities end to end."""

import dataclasses
from collections import Counter
from math import comb, log, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.communities import cluster
from textmine.errors import GraphError, InputError, OptionError
from textmine.graph import build_graph, read_graph
from textmine.io import table_lines
from textmine.mapequation import SearchOptions
from textmine.pairs import WEIGHTS, CooccurrenceOptions, cooccurrence
from textmine.pairs.cooccurrence import count_pairs, label_terms
from textmine.pairs.counting import PairCounts, Reach, count_near
from textmine.pairs.labels import label_words
from textmine.pairs.pruning import disparity
from textmine.pairs.weights import edge_weights, p_values
from textmine.segment import WordList
from textmine.text import build_corpus
from textmine.text.corpus import WITHIN

# Terms 0 to 3, other words -9, places within a word -4, and the three breaks.
REMEDY = "write source, target and weight, separated by tabs"
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
    options = CooccurrenceOptions(window, within, "count", 1, directed)
    graph = count_pairs(np.array(labels, dtype=np.int32), ["0", "1", "2", "3"], options)
    found = {(int(source), int(target)): count for source, target, _, count in graph.rows()}
    assert found == pairs_by_definition(labels, window, within, directed)


def test_the_kernel_stays_in_bounds_and_does_the_same_interpreted(interpreted, monkeypatch):
    labels = np.array([0, -9, 1, -1, 2, -2, 0, 3, 3, 1, -4, 2, -3] * 5, dtype=np.int32)
    for directed in (False, True):
        options = CooccurrenceOptions(4, "sentence", "count", 2, directed)
        compiled = list(count_pairs(labels, "abcd", options).rows())
        assert compiled
        with monkeypatch.context() as patch:
            patch.setattr("textmine.pairs.counting._kernels", interpreted("pairs"))
            assert list(count_pairs(labels, "abcd", options, threads=2).rows()) == compiled


@given(labels_of, st.booleans(), st.integers(1, 4), st.sampled_from([1, 3]))
def test_neither_threads_nor_memory_change_anything(labels, directed, threads, min_count):
    words = np.array([label for label in labels if label != -4] * 3, dtype=np.int32)
    reach = Reach(5, -2, directed)
    whole = count_near(words, 4, reach, min_count)
    parts = count_near(words, 4, reach, min_count, threads=threads, memory=16)
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


def pairs_of(sources, targets, counts, n_terms, directed=False):
    sources, targets, counts = np.array(sources, np.int32), np.array(targets, np.int32), np.array(counts, np.int64)
    first, second = (np.bincount(ends, counts, n_terms).astype(np.int64) for ends in (sources, targets))
    return PairCounts(sources, targets, counts, first, second, directed)


def test_weights_by_hand():
    # a-b 3 times, a-c once, b-c once, c-d twice: 7 pairs, 14 ends; a has 4, b 4, c 4, d 2.
    pairs = pairs_of([0, 0, 1, 2], [1, 2, 2, 3], [3, 1, 1, 2], 4)

    def weights(kind):
        return edge_weights(kind, pairs)

    assert weights("count").tolist() == [3, 1, 1, 2]
    assert weights("pmi") == pytest.approx([log2(3 * 14 / 16), log2(14 / 16), log2(14 / 16), log2(2 * 14 / 8)])
    assert weights("npmi")[3] == pytest.approx(log2(3.5) / log2(7))  # 2 of 14 pairs in order are c d
    assert weights("jaccard") == pytest.approx([3 / 5, 1 / 7, 1 / 7, 2 / 4])
    assert weights("dice") == pytest.approx([6 / 8, 2 / 8, 2 / 8, 4 / 6])
    assert weights("conditional") == pytest.approx([3 / 4, 1 / 4, 1 / 4, 2 / 4])
    # c-d: 2 together, c 2 more without d, d never without c, 10 neither; G2 = 2 sum o ln(o N / (row column))
    expected = 2 * (2 * log(2 * 14 / (4 * 2)) + 2 * log(2 * 14 / (4 * 12)) + 10 * log(10 * 14 / (10 * 12)))
    assert weights("log-likelihood") == pytest.approx([weights("log-likelihood")[0], 0, 0, expected])


def test_weights_in_order_by_hand():
    # a b 3 times, b a once, a c twice: 6 pairs; a is first in 5, b in 1; second is a in 1, b in 3, c in 2.
    pairs = pairs_of([0, 0, 1], [1, 2, 0], [3, 2, 1], 3, directed=True)
    assert edge_weights("pmi", pairs) == pytest.approx([log2(3 * 6 / 15), log2(2 * 6 / 10), log2(1 * 6 / 1)])
    assert edge_weights("npmi", pairs)[2] == pytest.approx(1.0)
    assert edge_weights("conditional", pairs) == pytest.approx([3 / 5, 2 / 5, 1])
    assert edge_weights("dice", pairs) == pytest.approx([6 / 8, 4 / 7, 1])


def test_what_is_left_out_for_its_count_changes_no_weight():
    words = np.array([0, 1, -3, 0, 1, -3, 0, 2, -3, 1, 3, -3], dtype=np.int32)
    every = count_near(words, 4, Reach(2, -3, False))
    frequent = count_near(words, 4, Reach(2, -3, False), 2)
    assert frequent.counts.tolist() == [2]
    for kind in WEIGHTS:
        assert edge_weights(kind, frequent)[0] == edge_weights(kind, every)[0]
    assert p_values(frequent)[0] == p_values(every)[0]


@pytest.mark.parametrize("kind", WEIGHTS)
def test_a_single_pair_has_a_positive_weight(kind):
    assert edge_weights(kind, pairs_of([0], [1], [5], 2))[0] > 0


@given(st.integers(1, 30), st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_p_values_equal_the_binomial_tail(both, first, second, directed):
    pairs = pairs_of([0, 0, 1, 2], [1, 2, 3, 3], [both, first, second, 7], 4, directed)
    total = both + first + second + 7
    ends = both + first, both + second
    # In order: 0 is first and 1 second of a pair. Without: either way round.
    chance = (both + first) * both / total**2 if directed else 2 * ends[0] * ends[1] / (2 * total) ** 2
    tail = sum(comb(total, k) * chance**k * (1 - chance) ** (total - k) for k in range(both, total + 1))
    assert p_values(pairs)[0] == pytest.approx(tail, abs=1e-12)


def test_terms_strewn_at_random_have_hardly_a_significant_link():
    generator = np.random.default_rng(3)
    words = generator.integers(0, 40, 4000).astype(np.int32)
    words[::4] = -3
    options = CooccurrenceOptions(2, min_count=1, weight="count", false_discovery_rate=0.05)
    names = [str(i) for i in range(40)]
    assert count_pairs(words, names, options).n_links <= 2
    words[1::40], words[2::40] = 0, 1  # a hundred times side by side
    assert ("0", "1") in {row[:2] for row in count_pairs(words, names, options).rows()}


def test_the_disparity_filter_equals_its_integral():
    # Serrano et al. 2009, equation 2: alpha = 1 - (k - 1) times the integral of (1 - x)^(k - 2) from 0 to w / s.
    weights = np.array([5.0, 3.0, 2.0, 1.0])
    sources, targets = np.array([0, 0, 0, 0], np.int32), np.array([1, 2, 3, 4], np.int32)
    alpha = disparity(sources, targets, weights, 5, directed=False)
    for weight, found in zip(weights, alpha, strict=True):
        x = (np.arange(100_000) + 0.5) / 100_000 * weight / 11
        assert found == pytest.approx(1 - 3 * ((1 - x) ** 2).mean() * weight / 11, abs=1e-6)
    # Where links have a direction, the node they all enter judges them too; its four are equal: (1 - 1/4)^3.
    assert disparity(targets, sources, np.ones(4), 5, directed=True) == pytest.approx([0.75**3] * 4)
    # Two nodes and their one link: nothing can be said.
    assert disparity(sources[:1], targets[:1], weights[:1], 2, directed=False).tolist() == [1.0]


def test_pruning_leaves_what_it_should():
    words = np.array([0, 1, -3] * 9 + [0, 2, -3] + [0, 3, -3] + [2, 3, -3] * 2, dtype=np.int32)
    options = CooccurrenceOptions(1, weight="count", min_count=1)

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
    graph = count_pairs(words, "abc", CooccurrenceOptions(1, weight="conditional", min_count=1))
    assert graph.directed
    assert list(graph.rows()) == [("a", "b", 0.75, 3), ("a", "c", 0.25, 1), ("b", "a", 1.0, 3), ("c", "a", 1.0, 1)]
    kept = count_pairs(words, "abc", CooccurrenceOptions(1, weight="conditional", false_discovery_rate=1.0))
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


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=5), st.text(min_size=1, max_size=5), st.floats(0.01, 1e6)), min_size=1
    ),
    st.booleans(),
)
def test_any_names_survive_the_round_trip(links, directed):
    names = sorted({name for source, target, _ in links for name in (source, target)})
    ids = {name: i for i, name in enumerate(names)}
    ends = [np.array([ids[link[i]] for link in links], dtype=np.int32) for i in (0, 1)]
    graph = build_graph(names, *ends, np.array([link[2] for link in links]), directed=directed)
    again = read_graph("".join(table_lines(graph.columns(), graph.rows())), "graph.tsv", directed=directed)
    assert set(again.names) == set(names)
    assert sorted(again.rows()) == sorted(graph.rows()) or not directed
    assert again.weights.sum() == pytest.approx(graph.weights.sum())


@pytest.mark.parametrize(
    ("text", "names", "weights"),
    [
        ("a\tb\t2\n", ("a", "b"), [2.0]),
        ("10 9\n9 2\n", ("2", "9", "10"), [1.0, 1.0]),
        ("# FromNodeId ToNodeId\n0\t1\n", ("0", "1"), [1.0]),
        ("count,target,source\n7,b,a\n", ("a", "b"), [7.0]),
        ('source,target,weight\n"a,b",c,1e-3\n', ("a,b", "c"), [0.001]),
        ("source\ttarget\tweight\na\tb\t1\n\nb\ta\t2\na\tc\t0\n", ("a", "b", "c"), [3.0]),
        ("a\\tb\tc\t1\n", ("a\tb", "c"), [1.0]),
    ],
)
def test_link_lists(text, names, weights):
    graph = read_graph(text, "graph")
    assert graph.names == names
    assert graph.weights.tolist() == weights


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"g: the graph has no link; {REMEDY}"),
        ("a\n", f"g:1: a link has 2 or 3 fields, not 1; {REMEDY}"),
        ("a\tb\t1\nc\td\te\t1\n", f"g:2: 4 fields where the first record has 3; {REMEDY}"),
        ("a b\n\nc\n", f"g:3: 1 fields where the first record has 2; {REMEDY}"),
        ("one\tother\tn\na\tb\t1\n", "g:1: the weight 'n' is not a number; name the columns source, target and weight"),
        ("a\tb\t1_0\n", "g:1: the weight '1_0' is not a number; write a number of 0 or more"),
        ("a\tb\t1\n\na\tb\t-2\n", "g:3: the weight '-2' is negative; write a number of 0 or more"),
        ("a\tb\tnan\n", "g:1: the weight 'nan' is not a number; write a number of 0 or more"),
        ("a\tb\t1e999\n", "g:1: the weight '1e999' is infinite; write a number of 0 or more"),
        ("a\tb\t0x10\n", "g:1: the weight '0x10' is not a number; write a number of 0 or more"),
    ],
)
def test_bad_link_lists_say_where_and_why(text, message):
    with pytest.raises(InputError) as caught:
        read_graph(text, "g")
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("names", "ends", "weight"), [("aa", (0, 1), 1.0), ("ab", (0, 2), 1.0), ("ab", (-1, 1), 1.0), ("ab", (0, 1), -1.0)]
)
def test_graphs_that_make_no_sense_are_refused(names, ends, weight):
    with pytest.raises(GraphError):
        build_graph(names, np.array(ends[:1]), np.array(ends[1:]), np.array([weight]))


def test_networkx_gets_all_nodes_and_links():
    graph = build_graph("abc", np.array([0]), np.array([1]), np.array([2.0]))
    other = graph.to_networkx()
    assert sorted(other.nodes) == ["a", "b", "c"]
    assert other["a"]["b"]["weight"] == 2.0


@given(st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_links_changes_no_community(random, directed):
    lines = [f"{a}\t{b}\t{w}" for a, b, w in ["ab1", "bc1", "ca1", "cd1", "de1", "ef2", "fd1", "fa1"]]
    before = cluster(read_graph("\n".join(lines), "g", directed=directed))
    random.shuffle(lines)
    after = cluster(read_graph("\n".join(lines), "g", directed=directed))
    assert before.paths() == after.paths()
    assert before.codelength.total == pytest.approx(after.codelength.total, abs=1e-12)


def test_a_graph_without_links_has_no_communities():
    with pytest.raises(GraphError, match="no link"):
        cluster(build_graph("ab", np.array([0]), np.array([1]), np.array([0.0])))


def test_every_shared_graph_is_clustered_no_worse_than_one_or_two_levels(shared):
    for path in sorted(shared.glob("graphs/*.tsv")):
        if path.name.endswith(".labels.tsv") or path.name == "reference.tsv" or path.stat().st_size > 2_000_000:
            continue
        graph = read_graph(path.read_text(), path.name)
        found, flat = cluster(graph), cluster(graph, SearchOptions(two_level=True))
        assert found.codelength.total <= found.codelength.one_level + 1e-12, path.name
        assert found.codelength.total <= flat.codelength.total + 1e-9, path.name
        assert flat.levels == 2
        assert cluster(graph).paths() == found.paths(), path.name
