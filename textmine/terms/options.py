"""Options of term discovery."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.errors import OptionError
from textmine.ngrams import CountOptions
from textmine.terms.measures import DEFAULT_MEASURE, check_measure
from textmine.terms.ranking import Exponents
from textmine.terms.spread import check_spread

__all__ = ["DEFAULT_TOP", "DiscoverOptions"]

DEFAULT_TOP = 10_000
_LEAST_CONFIDENCE = 0.5  # below, a reader strikes out more terms than stay


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverOptions:
    """Options of term discovery.

    Attributes
    ----------
    min_count
        Least number of occurrences; None means `default_min_count`.
    max_length
        Length of the longest term, in units (Han characters or words).
    top
        Number of terms, where there are so many; 0 for all. None means 10,000.
    least_confidence
        The list stops where the confidence falls below this share, but not before the 100th term; see
        `Terms.confidence`. None means 0.5 where `top` is None too, else 0: the list goes on to `top`.
    keep_repeats
        Count every occurrence of repeated passages.
    score
        Score that ranks the terms: `product`, or one of MEASURES.
    exponents
        Weights of the evidence in the product; None means CHARACTERS or WORDS, by the majority of the units.
    threads, memory
        See `CountOptions`.
    new_only
        Leave out known terms.
    keep_fragments
        Keep strings that cut through words; see `fragments`.
    keep_numbers
        Keep numbers, dates and numbers with a unit that stand alone; see `is_quantity`.
    merge_forms
        Count the forms of a word as one, and list the forms of each term; see `learn_alternations`.
    significance
        Test each candidate; see `assess`.
    min_documents
        Least number of documents that have a term.
    max_share
        Greatest share of all documents that have a term, above 0 and up to 1.
    """

    min_count: int | None = None
    max_length: int = 8
    top: int | None = None
    least_confidence: float | None = None
    keep_repeats: bool = False
    exponents: Exponents | None = None
    threads: int = 1
    memory: int | None = None
    score: str = DEFAULT_MEASURE
    new_only: bool = False
    keep_fragments: bool = False
    keep_numbers: bool = False
    merge_forms: bool = False
    significance: bool = False
    min_documents: int = 1
    max_share: float = 1.0

    def __post_init__(self) -> None:
        check_measure(self.score)
        self.counting(1 if self.min_count is None else self.min_count)  # raises OptionError for values out of range
        check_spread(self.min_documents, self.max_share)
        if not 0 <= (self.least_confidence or 0) <= 1:
            raise OptionError(
                f"`least_confidence={self.least_confidence}` is no share", "use a number from 0 (for all terms) to 1"
            )
        if (self.top or 0) < 0:
            raise OptionError("the number of terms is negative", "use `top=0` for all terms")

    @property
    def most_terms(self) -> int:
        """The greatest number of terms; 0 for all."""
        return DEFAULT_TOP if self.top is None else self.top

    @property
    def lowest_confidence(self) -> float:
        """The confidence below which no term is listed."""
        if self.least_confidence is not None:
            return self.least_confidence
        return _LEAST_CONFIDENCE if self.top is None else 0.0

    def counting(self, min_count: int) -> CountOptions:
        """Return the options for counting n-grams."""
        return CountOptions(min_count=min_count, max_length=self.max_length, threads=self.threads, memory=self.memory)
