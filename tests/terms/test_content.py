"""Content words: stop words are learned from a background."""

import numpy as np
import pytest

from textmine.backgrounds import shipped_background
from textmine.terms import content_words
from textmine.text import build_corpus

ENGLISH = "Her turbine often turned three times. However, the turbine turned her rotor, and three rotors often turned. "


def test_function_like_words_are_no_content_words():
    words = content_words(build_corpus([ENGLISH * 5]), shipped_background("en")).words
    assert {"turbine", "rotor"} <= set(words)
    assert not {"her", "three", "often", "the", "however", "and"} & set(words)


def test_words_of_characters_are_known_by_the_dictionary_and_the_background(data):
    corpus = build_corpus([(data / "power.txt").read_text(encoding="utf-8")])
    words = content_words(corpus, shipped_background("zh"))
    assert set(words.words[:300]) >= {"变压器", "绕组", "过热", "短路"}
    assert not {"可以", "如果", "的", "和", "这个", "我们", "因为", "进行", "10"} & set(words.words)
    assert words.scores is not None
    assert words.scores.tolist() == sorted(words.scores, reverse=True)
    assert words.frequencies.min() == 2


def test_a_text_background_does_as_well():
    corpus = build_corpus([ENGLISH * 5])
    world = build_corpus(["her three often and the however other words of all the world times " * 300], share=corpus)
    assert set(content_words(corpus, world).words) == {"turbine", "turned", "rotor", "rotors"}


@pytest.mark.parametrize("background", [None, "zh"])
def test_a_text_without_words_that_recur_has_none(background):
    world = None if background is None else shipped_background(background)
    assert list(content_words(build_corpus(["变压器，过热"]), world).words) == []


class World:
    """A background of 100,000 units that has every word equally often."""

    n_units = 100_000

    def __init__(self, count):
        self.count = count

    def unit_counts(self, corpus):
        return np.full(len(corpus.alphabet.units), self.count)

    def counts_of(self, table, corpus):
        return np.full(len(table), self.count)


@pytest.mark.parametrize(
    ("count", "n_words", "is_content"),
    [
        # One in ten thousand is not too many, whatever the text has.
        (10, 30_000, True),
        # Above that the text must have 3.5 bits more, 2^3.5 = 11.31 times: (2.5 / n) / (11.5 / 100,000).
        (11, 1921, True),
        (11, 1923, False),
        # One in two thousand is not yet too many for a word between blanks: (2.5 / n) / (50.5 / 100,000).
        (50, 437, True),
        (50, 438, False),
        (51, 10, False),
    ],
)
def test_the_bars_of_stop_words(count, n_words, is_content):
    corpus = build_corpus(["rotor rotor " + "x " * (n_words - 2)])
    assert ("rotor" in content_words(corpus, World(count)).words) == is_content
