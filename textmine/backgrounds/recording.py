"""Counting a text once, as the background of many."""

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
    """What is counted of a background, and with what.

    Attributes
    ----------
    min_count
        Least number of occurrences; None for one for each ten million units, 2 at least.
    max_length
        Units of the longest n-gram.
    keep_repeats
        Count repeated passages each time.
    threads, memory
        See `CountOptions`.
    """

    min_count: int | None = None
    max_length: int = 8
    keep_repeats: bool = False
    threads: int = 1
    memory: int | None = None

    def __post_init__(self) -> None:
        self.counting(0)  # which refuses what is out of range

    def counting(self, n_units: int) -> CountOptions:
        """Return how n-grams are counted in a text of `n_units`."""
        least = max(2, -(-n_units // _UNITS_PER_COUNT)) if self.min_count is None else self.min_count
        return CountOptions(
            min_count=least, max_length=self.max_length, threads=self.threads, memory=self.memory, counts_only=True
        )


def count_background(
    corpus: Corpus, options: BackgroundOptions | None = None, progress: Progress = SILENT, **keywords: Any
) -> SavedCounts:
    """Count all n-grams of a text, to be saved by `save_counts` or compared with by `discover`.

    Parameters
    ----------
    corpus
        The text.
    options
        What is counted.
    progress
        Told of the stage.
    **keywords
        Options by name, in place of `options`: `min_count=3`.

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
    return saved_counts(
        count_ngrams(corpus, counting, progress=progress), corpus, counting.min_count, counting.max_length
    )
