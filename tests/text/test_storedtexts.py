"""Texts that are read several times, in memory and in a file."""

from hypothesis import given
from hypothesis import strategies as st

from textmine.text.storedtexts import StoredTexts, stored_texts


@given(st.lists(st.text(max_size=9), max_size=9), st.integers(0, 30))
def test_texts_come_back_as_they_were(texts, limit):
    stored = stored_texts(iter(texts), limit)
    assert isinstance(stored, StoredTexts) == (
        sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) > limit
    )
    assert list(stored) == list(stored) == texts
    assert len(stored) == len(texts)
    assert stored[1:] == texts[1:]
    assert [stored[-at] for at in range(1, len(texts) + 1)] == texts[::-1]


def test_half_a_character_comes_back():
    assert list(stored_texts(["a\ud800", "b"], 0)) == ["a\ud800", "b"]
