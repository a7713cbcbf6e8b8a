"""Backgrounds: counts of n-grams in general text, from text files, saved counts or a shipped file."""

from textmine.backgrounds.adopting import as_background
from textmine.backgrounds.background import Background, CountsBackground, TextBackground
from textmine.backgrounds.merging import adjacent_units, merged_counts
from textmine.backgrounds.opening import (
    NONE,
    check_background,
    choose_background,
    default_background,
    open_background,
    shipped_background,
    shipped_names,
    shipped_path,
)
from textmine.backgrounds.recording import BackgroundOptions, count_background
from textmine.backgrounds.saved import SavedCounts, load_counts, save_counts, saved_counts
from textmine.backgrounds.usage import FREQUENT_SHARE, WordUse, word_use
from textmine.backgrounds.words import ShippedWords

__all__ = [
    "FREQUENT_SHARE",
    "NONE",
    "Background",
    "BackgroundOptions",
    "CountsBackground",
    "SavedCounts",
    "ShippedWords",
    "TextBackground",
    "WordUse",
    "adjacent_units",
    "as_background",
    "check_background",
    "choose_background",
    "count_background",
    "default_background",
    "load_counts",
    "merged_counts",
    "open_background",
    "save_counts",
    "saved_counts",
    "shipped_background",
    "shipped_names",
    "shipped_path",
    "word_use",
]
