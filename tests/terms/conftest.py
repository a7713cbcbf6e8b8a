"""Texts that several files of tests look for terms in."""

import pytest

from textmine.text import read_corpus


@pytest.fixture(scope="package")
def power(data):
    """The text about power, and the encyclopedia beside it."""
    corpus = read_corpus([str(data / "power.txt")])
    return corpus, read_corpus([str(data / "encyclopedia.txt")], share=corpus)
