"""The kernels interpreted, on arrays that refuse what is out of range, do what the compiled ones do."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.text import _kernels, units
from textmine.text.folding import fold
from textmine.text.items import cut
from textmine.text.units import UnitTable

PIECES = [*"'éhC+#-.3变压か\u0301\n，。 ½", "l'", "qu'", "d'", "ab", "ba", "SF6", "sf6"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@pytest.fixture(scope="module")
def kernels(interpreted):
    return interpreted("text")


def read(texts, module):
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(units, "_kernels", module)
        table = UnitTable()
        found = []
        for text in texts:
            folded = fold(text)
            items = cut(folded)
            forms = table.read(folded, items)
            found.append([array.tolist() for array in (items.starts, items.ends, items.classes, forms)])
        return found, table.forms, table.units, table.spaced


def test_the_installed_kernels_are_compiled():
    assert not _kernels.__file__.endswith(".py")


@settings(deadline=None)
@given(texts=st.lists(TEXTS, max_size=4))
def test_reading_is_the_same_interpreted(kernels, texts):
    assert read(texts, kernels) == read(texts, _kernels)


def intern(module, words, n_slots):
    """Forms of words, by a table of n_slots slots."""
    text = np.array([ord(c) for word in words for c in word], np.uint32)
    ends = np.cumsum([len(word) for word in words]).astype(np.int64)
    starts = np.concatenate(([0], ends[:-1])).astype(np.int64) if words else ends
    classes = np.full(len(words), 2, np.int8)
    slots, hashes = np.full(n_slots, -1, np.int32), np.zeros(len(words), np.uint64)
    pool, pool_ends = np.zeros(len(text), np.uint32), np.zeros(len(words), np.int64)
    forms = np.empty(len(words), np.int32)
    han = np.full(0x110000, -1, np.int32)
    known = module.Forms(han, slots, hashes, pool, pool_ends, 0)
    n = module.intern(text, starts, ends, classes, known, forms)
    return n, forms.tolist(), hashes[:n].tolist()


@settings(deadline=None)
@given(words=st.lists(st.text("abc", min_size=1, max_size=3), max_size=15))
def test_a_nearly_full_table_still_tells_words_apart(kernels, words):
    # 16 slots for up to 15 words: nearly every look-up collides.
    seen = list(dict.fromkeys(words))
    for module in (_kernels, kernels):
        n, forms, _ = intern(module, words, 16)
        assert n == len(seen)
        assert forms == [seen.index(word) for word in words]


def test_hash_is_fnv_1a():
    # The published value of 64-bit FNV-1a for "a" (Fowler, Noll & Vo): af63dc4c8601ec8c.
    for text, expected in (("a", 0xAF63DC4C8601EC8C), ("foobar", 0x85944171F73967E8)):
        assert intern(_kernels, [text], 4)[2] == [expected]
