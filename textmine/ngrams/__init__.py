"""Exact counts of all n-grams, level by level, with what stands beside them."""

from textmine.ngrams.background import Background, CountsBackground, TextBackground
from textmine.ngrams.counting import CountOptions, count_in, count_ngrams
from textmine.ngrams.given import GivenCounts, count_given
from textmine.ngrams.merging import adjacent_units, merged_counts
from textmine.ngrams.places import grams_at
from textmine.ngrams.recording import BackgroundOptions, count_background
from textmine.ngrams.repeats import drop_repeats
from textmine.ngrams.saved import SavedCounts, load_counts, save_counts, saved_counts
from textmine.ngrams.statistics import cohesion, extension_counts
from textmine.ngrams.table import NgramTable

__all__ = [
    "Background",
    "BackgroundOptions",
    "CountOptions",
    "CountsBackground",
    "GivenCounts",
    "NgramTable",
    "SavedCounts",
    "TextBackground",
    "adjacent_units",
    "cohesion",
    "count_background",
    "count_given",
    "count_in",
    "count_ngrams",
    "drop_repeats",
    "extension_counts",
    "grams_at",
    "load_counts",
    "merged_counts",
    "save_counts",
    "saved_counts",
]
