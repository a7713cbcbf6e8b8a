"""Co-occurrence against its definition, weights by hand, link lists, and communities end to end."""

from collections import Counter
from math import log, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.corpus import build_corpus
from textmine.errors import GraphError, InputError, OptionError
from textmine.graph import WEIGHTS, CooccurrenceOptions, build_graph, cluster, cooccurrence, read_graph
from textmine.graph.pairs import WITHIN, count_pairs
from textmine.graph.weights import edge_weights
from textmine.io import table_lines
from textmine.mapequation import SearchOptions
from textmine.segment import WordList

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
    options = CooccurrenceOptions(4, "sentence", "count", 1)
    compiled = list(count_pairs(labels, "abcd", options).rows())
    monkeypatch.setattr("textmine.graph.pairs._kernels", interpreted("graph"))
    assert list(count_pairs(labels, "abcd", options).rows()) == compiled


def test_a_small_buffer_changes_nothing(monkeypatch):
    labels = np.array([0, 1, 2, 3, 1, 0, -3, 2, 2, 1] * 20, dtype=np.int32)
    options = CooccurrenceOptions(5, "document", "npmi", 1)
    whole = list(count_pairs(labels, "abcd", options).rows())
    monkeypatch.setattr("textmine.graph.pairs._CHUNK", 7)
    assert list(count_pairs(labels, "abcd", options).rows()) == whole


def test_terms_are_seen_whole_in_the_text():
    corpus = build_corpus(["油色谱异常时检查变压器。油色谱与变压器"])
    terms = WordList(["变压器", "油色谱", "电表"], np.ones(3))
    graph = cooccurrence(corpus, terms, CooccurrenceOptions(weight="count"))
    assert list(graph.rows()) == [("变压器", "油色谱", 2.0, 2)]


def test_weights_by_hand():
    # a-b 3 times, a-c once, b-c once, c-d twice: 7 pairs, 14 ends; a has 4, b 4, c 4, d 2.
    sources, targets = np.array([0, 0, 1, 2], np.int32), np.array([1, 2, 2, 3], np.int32)
    counts = np.array([3, 1, 1, 2])

    def weights(kind):
        return edge_weights(kind, sources, targets, counts, 4)

    assert weights("count").tolist() == [3, 1, 1, 2]
    assert weights("pmi") == pytest.approx([log2(3 * 14 / 16), log2(14 / 16), log2(14 / 16), log2(2 * 14 / 8)])
    assert weights("npmi")[3] == pytest.approx(log2(3.5) / log2(7))
    assert weights("jaccard") == pytest.approx([3 / 5, 1 / 7, 1 / 7, 2 / 4])
    # c-d: 2 together, c 2 more without d, d never without c, 10 neither; G2 = 2 sum o ln(o N / (row column))
    expected = 2 * (2 * log(2 * 14 / (4 * 2)) + 2 * log(2 * 14 / (4 * 12)) + 10 * log(10 * 14 / (10 * 12)))
    assert weights("log-likelihood") == pytest.approx([weights("log-likelihood")[0], 0, 0, expected])


@pytest.mark.parametrize("kind", WEIGHTS)
def test_a_single_pair_has_a_positive_weight(kind):
    assert edge_weights(kind, np.array([0], np.int32), np.array([1], np.int32), np.array([5]), 2)[0] > 0


@pytest.mark.parametrize("bad", [{"window": 0}, {"within": "page"}, {"weight": "tfidf"}, {"min_count": 0}])
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
        ("count,target,source\n7,b,a\n", ("a", "b"), [1.0]),
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
        ("a\tb\t1\nc\td\n", f"g:2: 2 fields where the first record has 3; {REMEDY}"),
        ("a b\n\nc\n", f"g:3: 1 fields where the first record has 2; {REMEDY}"),
        ("from\tto\tn\na\tb\t1\n", "g:1: the weight 'n' is not a number; name the columns source, target and weight"),
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
