"""Exact counts of all n-grams, level by level, with what stands beside them."""

from textmine.ngrams.counting import CountOptions, count_in, count_ngrams
from textmine.ngrams.repeats import drop_repeats
from textmine.ngrams.statistics import cohesion, extension_counts
from textmine.ngrams.table import NgramTable

__all__ = [
    "CountOptions",
    "NgramTable",
    "cohesion",
    "count_in",
    "count_ngrams",
    "drop_repeats",
    "extension_counts",
]
