"""Counts a background text once, for use with many corpora."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textmine.backgrounds.saved import SavedCounts, saved_counts
from textmine.ngrams.counting import CountOptions, count_ngrams
from textmine.ngrams.repeats import drop_repeats
from textmine.options import given, require
from textmine.progress import SILENT, Progress
from textmine.text import Corpus

__all__ = ["BackgroundOptions", "count_background"]

_UNITS_PER_COUNT = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundOptions:
    """Options for counting a background.

    Attributes
    ----------
    min_count
        Least number of occurrences; None means 1 for each ten million units, but at least 2.
    max_length
        Length of the longest n-gram, in units.
    keep_repeats
        Count every occurrence of repeated passages.
    threads, memory
        See `CountOptions`.
    """

    min_count: int | None = None
    max_length: int = 8
    keep_repeats: bool = False
    threads: int = 1
    memory: int | None = None

    def __post_init__(self) -> None:
        self.counting(0)  # raises OptionError for values out of range

    def counting(self, n_units: int) -> CountOptions:
        """Return the options for counting n-grams in a text of `n_units` units."""
        least = max(2, -(-n_units // _UNITS_PER_COUNT)) if self.min_count is None else self.min_count
        return CountOptions(
            min_count=least, max_length=self.max_length, threads=self.threads, memory=self.memory, counts_only=True
        )


def count_background(
    corpus: Corpus, options: BackgroundOptions | None = None, progress: Progress = SILENT, **keywords: Any
) -> SavedCounts:
    """Count all n-grams of a text, for `save_counts` or for `discover` to compare with.

    Parameters
    ----------
    corpus
        The text.
    options, keywords
        What is counted: a `BackgroundOptions`, or its fields as keywords.
    progress
        Receives the stage.

    Raises
    ------
    InputError
        As `count_ngrams`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> count_background(build_corpus(["电网，电网，电力"])).summary()
    {'documents': 1, 'units': 6, 'ngrams': 3, 'min_count': 2, 'max_length': 8}
    """
    options = given(BackgroundOptions, options, keywords)
    require(corpus, Corpus, "read_corpus")
    if not options.keep_repeats:
        corpus = drop_repeats(corpus, memory=options.memory)
    progress.stage("counting")
    counting = options.counting(corpus.n_units)
    table = count_ngrams(corpus, counting, progress=progress)
    return saved_counts(table, corpus, counting.min_count, counting.max_length, memory=options.memory)
