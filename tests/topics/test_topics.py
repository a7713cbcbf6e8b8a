"""Topics: kernels against slow definitions, agreement against known values, whole runs on small texts, odd texts."""

import math
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.errors import OptionError
from textmine.text.arrays import spooled
from textmine.topics import TopicOptions, find_topics, rows, weak
from textmine.topics.agreement import agreement
from textmine.topics.choosing import ladder
from textmine.topics.directions import directions, weighted
from textmine.topics.merging import compact, merged
from textmine.topics.nearness import nearest_terms
from textmine.topics.ordering import term_ranks
from textmine.topics.rows import count_terms, cut_documents
from textmine.topics.splitting import split_large
from textmine.topics.termtopics import at_home, names_of, same_word
from textmine.topics.weak import by_weak_evidence

DOCUMENTS = st.lists(st.lists(st.integers(0, 5), max_size=6), min_size=1, max_size=12)


def rows_of(documents, n_terms=6):
    """Return documents, lists of terms, as rows."""
    labels = np.array([term for each in documents for term in [*each, -3]], np.int32)
    starts = np.cumsum([0, *(len(each) + 1 for each in documents)])
    return count_terms(labels, starts, n_terms)


@given(DOCUMENTS)
def test_nearest_terms_are_those_with_the_greatest_npmi(documents):
    found = nearest_terms(rows_of(documents), 3)
    n = len(documents)
    has = [{i for i, each in enumerate(documents) if term in each} for term in range(6)]
    for term in range(6):
        wanted = []
        for other in range(6):
            both = len(has[term] & has[other])
            if other != term and 2 <= both < n:
                value = math.log(n * both / len(has[term]) / len(has[other])) / math.log(n / both)
                if value > 1e-9:
                    wanted.append(value)
        wanted = sorted(wanted, reverse=True)[:3]
        strengths = found.strengths[term]
        assert np.allclose(strengths[strengths > 1e-9], wanted)


@given(DOCUMENTS, st.integers(0, 3))
def test_rows_have_length_one_and_sums_do_not_depend_on_threads(documents, seed):
    rows = rows_of(documents)
    near = nearest_terms(rows, 3)
    smoother = near.smoother(1.0)
    values = weighted(rows, near.specificity())
    one, four = (directions(rows, values, smoother, threads=threads) for threads in (1, 4))
    dense = np.zeros((len(rows), 6))
    dense[rows.rows(), rows.terms] = one.values / 2**30
    squares = ((dense @ smoother.toarray()) ** 2).sum(axis=1)
    assert np.all((squares < 1e-9) | (np.abs(squares - 1) < 1e-6))
    labels = np.random.default_rng(seed).integers(-1, 2, len(rows)).astype(np.int32)
    clusters, same = one.clusters(labels, 2), four.clusters(labels, 2)
    assert np.array_equal(clusters.smoothed, same.smoothed)
    for label in (0, 1):
        assert np.allclose(clusters.smoothed[:, label], smoother @ (smoother @ dense[labels == label].sum(axis=0)))
    best, cosines = four.assign(clusters.centres())
    products = dense @ clusters.centres()
    assert np.allclose(cosines, np.maximum(products.max(axis=1), 0))
    assert np.array_equal(best, one.assign(clusters.centres())[0])


def test_kernels_keep_to_their_arrays(interpreted, monkeypatch):
    from textmine.topics import directions as of_directions
    from textmine.topics import merging as of_merging
    from textmine.topics import nearness as of_nearness

    text, starts, words = two_fields()
    compiled = find_topics(text, starts, words, topics=(2, 4), sample=150)
    kernels = interpreted("topics")
    for module in (of_directions, of_merging, of_nearness):
        monkeypatch.setattr(module, "_kernels", kernels)
    slow = find_topics(text, starts, words, topics=(2, 4), sample=150)
    assert np.array_equal(compiled.document_topic, slow.document_topic)
    assert np.array_equal(compiled.term_topic, slow.term_topic)


def random_keys(n, seed=0):
    """Return a number for each document, drawn."""
    return np.random.default_rng(seed).integers(0, 2**64, n, np.uint64)


def two_fields(n=200, seed=0):
    """Return a text of two fields with ten terms each, and two terms that all documents draw from."""
    generator = np.random.default_rng(seed)
    labels, starts = [], [0]
    for number in range(n):
        own = generator.choice(10, 4, replace=False) + 10 * (number % 2)
        common = 20 + generator.choice(2, 1)
        labels += [*own.tolist(), *common.tolist(), -3]
        starts.append(len(labels))
    return np.array(labels, np.int32), np.array(starts), [f"term{number}" for number in range(22)]


def test_two_fields_are_two_themes_and_generic_terms_belong_nowhere():
    text, starts, words = two_fields()
    found = find_topics(text, starts, words, topics=(2, 4), themes=(2, 4))
    assert found.n_themes == 2
    assert agreement(found.document_theme, np.arange(200) % 2).ami > 0.95
    assert found.term_topic[20:].tolist() == [-1, -1]
    assert len(set(found.term_theme[:10].tolist())) == 1 == len(set(found.term_theme[10:20].tolist()))
    assert np.array_equal(found.document_theme, found.topic_theme[found.document_topic])
    named = [term for name in found.names for term in name]
    assert len(named) == len(set(named))
    assert not {20, 21} & set(named)


def test_threads_change_nothing_and_the_seed_decides():
    text, starts, words = two_fields()
    runs = [find_topics(text, starts, words, topics=(2, 8), threads=threads) for threads in (1, 3)]
    for name in ("document_topic", "document_share", "term_topic", "term_bits", "recurrence"):
        assert np.array_equal(getattr(runs[0], name), getattr(runs[1], name))
    assert runs[0].names == runs[1].names


def test_documents_beyond_the_sample_are_assigned_too():
    text, starts, words = two_fields(1000)
    found = find_topics(text, starts, words, topics=(2, 4), sample=100)
    assert (found.document_topic >= 0).all()
    assert agreement(found.document_theme, np.arange(1000) % 2).ami > 0.9


class Notes:
    """Progress that keeps what it is told."""

    def __init__(self):
        self.said = []

    def note(self, message):
        """Keep a message."""
        self.said.append(message)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ([], [0]),  # no document
        ([0, -3] * 20, range(0, 41, 2)),  # twenty documents of one and the same term
        ([0, 1, -3] * 500, range(0, 1501, 3)),  # a template: nothing tells documents apart
        ([-9, -3] * 500, range(0, 1001, 2)),  # no term at all
    ],
)
def test_a_text_without_evidence_says_why_there_are_no_topics(text, starts):
    notes = Notes()
    found = find_topics(np.array(text, np.int32), np.array(starts, np.int64), ["a", "b"], progress=notes)
    assert found.n_topics == 0
    assert found.reason
    assert notes.said == []
    assert (found.document_topic == -1).all()
    assert len(found.document_topic) == len(starts) - 1
    assert found.term_topic.tolist() == [-1, -1]


def test_one_long_document_is_cut_into_pieces():
    generator = np.random.default_rng(0)
    text = np.concatenate([generator.integers(100 * side, 100 * side + 100, 15_000) for side in (0, 1)])
    found = find_topics(
        text.astype(np.int32), np.array([0, len(text)]), [f"term{n}" for n in range(200)], topics=(4, 8)
    )
    assert found.n_themes >= 2
    assert found.document_topic[0] >= 0
    sides = [set(found.term_theme[at : at + 100].tolist()) - {-1} for at in (0, 100)]
    assert sides[0]
    assert sides[1]
    assert not sides[0] & sides[1]


@given(st.lists(st.lists(st.sampled_from([0, 1, -1, -4, -9]), max_size=9), min_size=1, max_size=5), st.integers(1, 4))
def test_pieces_of_a_document_have_all_its_words_in_even_shares(documents, n_words):
    text = np.array([label for each in documents for label in [*each, -3]], np.int32)
    starts = np.cumsum([0, *(len(each) + 1 for each in documents)])
    begins, document = cut_documents(text, starts, n_words)
    assert set(starts.tolist()) <= set(begins.tolist())
    assert (np.diff(begins) > 0).all()
    word = (text >= 0) | (text == -9)
    sizes = np.add.reduceat(word, begins[:-1]).tolist()
    for number in range(len(documents)):
        mine = [size for size, of in zip(sizes, document.tolist(), strict=True) if of == number]
        assert sum(mine) == word[starts[number] : starts[number + 1]].sum()
        assert max(mine) - min(mine) <= 1


def test_agreement_is_one_for_equal_partitions_and_about_nothing_for_random_ones():
    labels = np.repeat(np.arange(4, dtype=np.int32), 25)
    assert agreement(labels, labels).ami == pytest.approx(1)
    # Two bits are shared, less what chance gives.
    assert 1.8 < agreement(labels, labels).bits < 2
    drawn = np.random.default_rng(0).permutation(labels)
    assert abs(agreement(labels, drawn).ami) < 0.1
    assert agreement(np.full(3, -1, np.int32), np.zeros(3, np.int32)) == (0.0, 0.0)


def test_bits_of_a_term_by_hand():
    # A term in 8 of the 8 documents of one topic and in none of 8 others: 8 log2(8 / 4) - (8 - 4) / ln 2 bits.
    rows = rows_of([[0]] * 8 + [[1]] * 8, 2)
    topic, bits = at_home(rows, np.repeat([0, 1], 8).astype(np.int32), 2)
    assert bits.tolist() == pytest.approx([0, 0])  # twice as frequent as chance is not more than twice
    topic, bits = at_home(rows_of([[0]] * 8 + [[1]] * 24, 2), np.repeat([0, 1], [8, 24]).astype(np.int32), 2)
    assert topic[0] == 0
    assert bits[0] == pytest.approx(8 * math.log2(8 / 2) - (8 - 2) / math.log(2))


def test_clusters_that_lose_least_are_merged():
    rows = rows_of([[0, 1]] * 3 + [[0, 1, 2]] * 3 + [[4, 5]] * 3 + [[3]] * 3)
    at = directions(rows, np.ones(len(rows.terms)), nearest_terms(rows, 1).smoother(0.0))
    labels = np.repeat(np.arange(4, dtype=np.int32), 3)
    assert merged(at.clusters(labels, 4), 1).tolist() == [0, 0, 2, 3]


def test_small_things():
    assert compact(np.array([5, -1, 2, 5], np.int32)).tolist() == [1, -1, 0, 1]
    assert ladder(2, 8) == [7, 6, 5, 4, 3, 2]
    assert same_word("Mr Blair", "Blair's government")
    assert not same_word("market", "mark")
    with pytest.raises(OptionError, match="themes"):
        TopicOptions(themes=(5, 4))
    with pytest.raises(OptionError, match="smoothing"):
        TopicOptions(smoothing=1.5)


def test_terms_near_a_term_speak_for_it():
    from scipy.sparse import csr_array

    # Two terms of twenty documents each in one topic, and two that two documents there have, of which one another, too.
    labels = np.repeat(np.arange(4, dtype=np.int32), 20)
    texts = [[label] for label in labels.tolist()]
    texts[0], texts[1], texts[20], texts[21], texts[40] = [0, 4], [0, 4], [1, 5], [1, 5], [2, 5]
    rows = rows_of(texts, 6)
    alone, bits = at_home(rows, labels, 4)
    expected = 2 * 22 / 85  # 22 of the 85 entries are in the first topic
    assert bits[4] == pytest.approx(2 * math.log2(2 / expected) - (2 - expected) / math.log(2))
    assert alone.tolist() == [0, 1, 2, 3, -1, -1]  # the root of these bits is 1.4: too few alone
    near = csr_array(([1.0, 1.0], ([0, 4], [4, 0])), shape=(6, 6))
    assert at_home(rows, labels, 4, near)[0].tolist() == [0, 1, 2, 3, 0, -1]


def test_documents_without_terms_get_the_topic_of_their_words_or_of_the_lines_beside():
    # Ten topics in runs of twenty documents; every second document of a run has a unit of the topic, too.
    topic = np.repeat(np.arange(10, dtype=np.int32), 20)
    units = np.array([[100, number if place % 2 else 100] for number in range(10) for place in range(20)], np.int32)
    starts = 2 * np.arange(201)
    hidden = topic.copy()
    hidden[[5, 43, 84, 128]] = -1
    assert np.array_equal(by_weak_evidence(hidden, starts, units.ravel()), topic)
    # In a shuffled text, the documents beside tell nothing: only the units are left.
    order = np.random.default_rng(1).permutation(200)
    shuffled = hidden[order]
    found = by_weak_evidence(shuffled, starts, units[order].ravel())
    for document in np.flatnonzero(shuffled < 0).tolist():
        assert found[document] == (topic[order][document] if order[document] % 2 else -1)


def test_stretches_change_nothing(monkeypatch):
    from textmine.topics import weak

    generator = np.random.default_rng(0)
    topic = generator.integers(-1, 4, 60).astype(np.int32)
    units = generator.integers(-3, 9, 300).astype(np.int32)
    starts = 5 * np.arange(61)
    whole = by_weak_evidence(topic, starts, units)
    monkeypatch.setattr(weak, "_STRETCH", 7)
    assert np.array_equal(by_weak_evidence(topic, starts, units), whole)


def test_a_topic_with_most_of_the_terms_is_split():
    generator = np.random.default_rng(0)
    documents = [(generator.choice(5, 4, replace=False) + 5 * (n % 4)).tolist() for n in range(80)]
    rows = rows_of(documents, 20)
    near = nearest_terms(rows, 4)
    some = directions(rows, weighted(rows, near.specificity()), near.smoother(1.0))
    labels = np.where(np.arange(80) % 4 == 3, 1, 0).astype(np.int32)
    found = split_large(some, np.arange(80, dtype=np.int32) % 4, labels, np.array([0.42, 0.1]), 5, 0)
    assert agreement(found, np.arange(80, dtype=np.int32) % 4).ami == pytest.approx(1)
    assert np.array_equal(
        split_large(some, labels, labels, np.array([0.42, 0.1]), 2, random_keys(len(some))), labels
    )  # no room for more


def test_addresses_possessives_and_symbols_name_a_topic_last():
    words = ["https", "t.co/aB", "@nasa", "NASA's", "x2", "rocket", "卫星", "ab"]
    scores = np.arange(8, 0, -1.0)[:, None]
    found = names_of(scores, np.zeros(8, np.int32), words, 8)
    assert [words[term] for term in found[0]][:2] == ["rocket", "卫星"]
    assert len(found[0]) == 8


def test_terms_that_occur_together_come_before_frequent_ones_that_do_not():
    # Terms 0 to 3 are each in 20 of the 60 documents of a topic: 1, 2 and 3 in the same, 0 in others.
    documents = [[0]] * 20 + [[1, 2, 3]] * 20 + [[]] * 20 + [[4]] * 60
    topic = np.repeat(np.array([0, 1], np.int32), 60)
    home = np.array([0, 0, 0, 0, 1, -1], np.int32)
    ranks = term_ranks(rows_of(documents), topic, home, random_keys(len(documents)))
    assert ranks[4:].tolist() == [0, -1]
    assert sorted(ranks[:4].tolist()) == [0, 1, 2, 3]
    assert np.argmin(ranks[1:4]) + 1 == 1
    more = rows_of([[0]] * 21 + documents[21:])  # now it is the most frequent, and begins; the others follow in order
    assert term_ranks(more, topic, home, random_keys(len(more)))[:4].tolist() == [0, 1, 2, 3]
    assert np.array_equal(ranks, term_ranks(rows_of(documents), topic, home, random_keys(len(documents))))


@given(DOCUMENTS, st.integers(0, 3))
def test_ranks_number_the_terms_of_each_topic(documents, seed):
    rows = rows_of(documents)
    generator = np.random.default_rng(seed)
    topic, home = (generator.integers(-1, 3, n).astype(np.int32) for n in (len(documents), 6))
    ranks = term_ranks(rows, topic, home, random_keys(len(rows), seed))
    for number in range(3):
        assert sorted(ranks[home == number].tolist()) == list(range(np.count_nonzero(home == number)))
    assert (ranks[home < 0] == -1).all()


@given(documents=DOCUMENTS, stretch=st.integers(1, 9), seed=st.integers(0, 99))
def test_stretches_of_the_text_and_of_topics_change_nothing(documents, stretch, seed):
    labels = np.array([term for each in documents for term in [*each, -3]], np.int32)
    starts = np.cumsum([0, *(len(each) + 1 for each in documents)])
    topic = np.random.default_rng(seed).integers(-1, 4, len(documents)).astype(np.int32)

    def found(stored):
        begins, document = cut_documents(stored, starts, 2)
        counted = count_terms(stored, begins, 6)
        return begins, document, counted.indptr, counted.terms, counted.counts, by_weak_evidence(topic, starts, stored)

    whole = found(labels)
    with (
        mock.patch.object(rows, "_STRETCH", stretch),
        mock.patch.object(weak, "_STRETCH", stretch),
        mock.patch.object(weak, "_CELLS", 8),
        mock.patch.object(weak, "_ROWS", 2),
    ):
        for stored in (labels, spooled(labels)):
            assert all(np.array_equal(*both) for both in zip(whole, found(stored), strict=True))
