"""Exact counts of all n-grams of a text."""

from textmine.ngrams.counting import CountOptions, count_in, count_ngrams
from textmine.ngrams.given import GivenCounts, count_given
from textmine.ngrams.places import grams_at
from textmine.ngrams.repeats import drop_repeats
from textmine.ngrams.statistics import cohesion, extension_counts
from textmine.ngrams.table import NgramTable

__all__ = [
    "CountOptions",
    "GivenCounts",
    "NgramTable",
    "cohesion",
    "count_given",
    "count_in",
    "count_ngrams",
    "drop_repeats",
    "extension_counts",
    "grams_at",
]
