"""The least evidence that counts: entropy of 0, words of one letter, words that occur once."""

import dataclasses

import numpy as np
import pytest

from textmine.terms import Exponents, content_words
from textmine.terms.evidence import Evidence
from textmine.terms.ranking import product_score
from textmine.text import build_corpus


def test_an_entropy_of_zero_counts_as_a_twentieth_of_a_bit():
    zeros = {field.name: np.zeros(1) for field in dataclasses.fields(Evidence)}
    columns = {"spaced": np.zeros(1, bool), "n_units": 10, "n_documents": 1, "n_background": 0}
    exponents = Exponents(**{field.name: 0.0 for field in dataclasses.fields(Exponents)} | {"entropy": 1.0})
    assert product_score(Evidence(**(zeros | columns)), exponents) == pytest.approx([0.05])


def test_single_letters_and_numbers_are_no_content_words():
    assert content_words(build_corpus(["x turbine 10 rotor x 10. "] * 5)).words == ["rotor", "turbine"]
