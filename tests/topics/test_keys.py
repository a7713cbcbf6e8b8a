"""Numbers that the terms of a document decide."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.topics.keys import content_keys, drawn, of_groups, seeded
from textmine.topics.rows import count_terms

WORDS = ["风", "叶", "塔", "煤", "炉"]
DOCUMENTS = st.lists(st.lists(st.integers(0, 4), max_size=4), max_size=12)


def keys_of(documents, words=WORDS):
    labels = np.array([term for each in documents for term in [*each, -3]], np.int32)
    starts = np.cumsum([0, *(len(each) + 1 for each in documents)])
    return content_keys(count_terms(labels, starts, len(words)), words)


@given(DOCUMENTS, DOCUMENTS)
def test_terms_decide_the_number_whatever_stands_behind_and_however_terms_are_numbered(documents, others):
    keys = keys_of(documents)
    assert len(np.unique(keys)) == len(documents)
    assert np.array_equal(keys_of(documents + others)[: len(documents)], keys)
    turned = [[len(WORDS) - 1 - term for term in each] for each in documents]
    assert np.array_equal(keys_of(turned, WORDS[::-1]), keys)


def test_a_sample_keeps_most_of_its_documents_when_a_tenth_of_the_text_goes():
    words = [f"word{number}" for number in range(50)]
    documents = np.random.default_rng(0).integers(0, 50, (3000, 12)).tolist()
    kept = np.sort(np.random.default_rng(1).permutation(3000)[:2700])
    before = drawn(keys_of(documents, words), 300)
    after = kept[drawn(keys_of([documents[place] for place in kept.tolist()], words), 300)]
    # About a tenth of the sample goes with the text; a sample drawn by place would share a tenth.
    assert len(np.intersect1d(before, after)) > 250


def test_another_seed_draws_others_and_a_group_has_the_least_number_of_its_members():
    keys = keys_of(np.random.default_rng(0).integers(0, 5, (1000, 12)).tolist())
    shared = np.intersect1d(drawn(seeded(keys, 0), 500), drawn(seeded(keys, 1), 500))
    assert 200 < len(shared) < 300
    assert of_groups(np.array([5, 3, 4], np.uint64), np.array([0, 0, 1])).tolist() == [3, 4]
    assert drawn(keys[:3], 5).tolist() == [0, 1, 2]


@given(DOCUMENTS)
def test_the_size_of_blocks_changes_nothing(documents):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textmine.topics.rows._BLOCK", 2)
        found = keys_of(documents)
    assert np.array_equal(found, keys_of(documents))
