"""The trie of terms against looking at every place; the kernels interpreted do what the compiled ones do."""

from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.concordance import _kernels, matching
from textmine.concordance.matching import TermTrie
from textmine.segment import Spelling

UNITS = st.lists(st.sampled_from([0, 1, 2, -1, -3]), max_size=20)
# No term begins with a break, and 9 is no unit of the text.
WORDS = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 9]), st.lists(st.sampled_from([0, 1, 2, -1]), max_size=3)).map(
        lambda word: [word[0], *word[1]]
    )
    | st.just([]),
    max_size=6,
)


@pytest.fixture(scope="module")
def kernels(interpreted):
    return interpreted("concordance")


def spelling(words):
    ends = np.cumsum([len(word) for word in words]).astype(np.int64)
    starts = np.concatenate(([0], ends))[:-1].astype(np.int64) if words else ends
    return Spelling(np.array([unit for word in words for unit in word], np.int32), starts, ends)


def test_the_installed_kernels_are_compiled():
    assert not _kernels.__file__.endswith(".py")


@given(UNITS, WORDS, st.integers(1, 3))
def test_places_are_those_of_looking_everywhere(kernels, units, words, room):
    slow = [
        (at, term)
        for at in range(len(units))
        for _, term in sorted((len(word), term) for term, word in enumerate(words))
        if words[term] and units[at : at + len(words[term])] == words[term]
    ]
    trie, text = TermTrie(spelling(words)), np.array(units, np.int32)
    for module in (kernels, _kernels):
        with (
            mock.patch.object(matching, "_kernels", module),
            mock.patch.object(matching, "_ROOM", room),
            mock.patch.object(matching, "_STRETCH", room),
        ):
            places, terms = trie.places(text)
        assert list(zip(places.tolist(), terms.tolist(), strict=True)) == slow


@given(st.lists(UNITS, max_size=5), WORDS, st.integers(1, 3))
def test_counts_are_those_of_the_places_of_each_document(kernels, documents, words, room):
    """Each document ends with a break of its own."""
    texts = [[*document, -4] for document in documents]
    edges = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    text = np.array([unit for document in texts for unit in document], np.int32)
    trie = TermTrie(spelling(words))
    slow = {}
    for number, document in enumerate(texts):
        for term in trie.places(np.array(document, np.int32))[1].tolist():
            slow[number, term] = slow.get((number, term), 0) + 1
    for module in (kernels, _kernels):
        with mock.patch.object(matching, "_kernels", module), mock.patch.object(matching, "_ROOM", room):
            terms, numbers, counts, n_units = trie.counts(text, edges)
        assert numbers.tolist() == sorted(numbers.tolist())
        assert dict(zip(zip(numbers.tolist(), terms.tolist(), strict=True), counts.tolist(), strict=True)) == slow
        assert n_units.tolist() == [sum(unit >= 0 for unit in document) for document in texts]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.integers(1, 9)), max_size=12))
def test_entries_are_sorted_by_term(kernels, entries):
    terms, documents = (np.array([entry[at] for entry in entries], np.int32) for at in (0, 1))
    counts = np.array([entry[2] for entry in entries], np.int64)
    slow = [entry[1:] for entry in sorted(entries, key=lambda entry: entry[0])]
    for module in (kernels, _kernels):
        places = np.concatenate(([0], np.cumsum(np.bincount(terms, minlength=4))))[:-1].astype(np.int64)
        out = np.empty_like(documents), np.empty_like(counts)
        module.sort_by_term(terms, documents, counts, places, *out)
        assert list(zip(*map(np.ndarray.tolist, out), strict=True)) == slow
