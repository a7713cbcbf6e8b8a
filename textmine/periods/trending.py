"""How terms come and go: their frequency by period, slopes, bursts, and changes from one period to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Bools, Floats, Ids
from textmine.comparison import Contrast, Sides, contrast, sum_sides
from textmine.comparison.cells import Row, frame_of, known_or_blank
from textmine.concordance import DocumentCounts
from textmine.options import require
from textmine.periods.bursts import Bursts, find_bursts
from textmine.periods.periods import Periods, periods_of
from textmine.periods.slopes import Slopes, fit_slopes
from textmine.text.records import Records

if TYPE_CHECKING:
    import pandas

__all__ = ["CHANGE_COLUMNS", "PERIOD_COLUMNS", "TREND_COLUMNS", "Trends", "trends"]

_FEW = 3  # periods that a slope takes
TREND_COLUMNS: Final = (
    "term",
    "count",
    "documents",
    "periods",
    "first",
    "last",
    "peak",
    "per_million",
    "peak_per_million",
    "slope",
    "slope_low",
    "slope_high",
    "burst_first",
    "burst_last",
    "burst_weight",
    "rises",
    "falls",
)
PERIOD_COLUMNS: Final = (
    "term",
    "period",
    "count",
    "documents",
    "per_million",
    "share",
    "burst",
    "log_ratio",
    "low",
    "high",
    "p_value",
    "q_value",
    "significant",
)
CHANGE_COLUMNS: Final = (
    "period",
    "change",
    "term",
    "count",
    "count_before",
    "documents",
    "documents_before",
    "per_million",
    "per_million_before",
    "log_ratio",
    "low",
    "high",
    "dispersion",
    "p_value",
    "q_value",
    "significant",
)


@dataclass(frozen=True, slots=True)
class Trends:
    """Terms by period.

    Attributes
    ----------
    terms
        The terms, t in number.
    periods
        The p periods that have a document.
    sides
        Counts, documents and dispersion of each term in each period; see `Sides`.
    changes
        Each period beside the one before, arrays [t, p - 1]; above 0 where the term is more frequent than before; see
        `Contrast`. The false-discovery rate is over all terms and periods.
    slopes
        Slope of each term in bits a period; see `fit_slopes`.
    bursts
        Bursts of each term; see `find_bursts`.
    """

    terms: Sequence[str]
    periods: Periods
    sides: Sides
    changes: Contrast
    slopes: Slopes
    bursts: Bursts

    @property
    def per_million(self) -> Floats:
        """float64[t, p]: occurrences per million units."""
        rate: Floats = 1e6 * self.sides.count / np.maximum(self.sides.n_units, 1)
        return rate

    @property
    def share(self) -> Floats:
        """float64[t, p]: share of the documents of each period that have the term."""
        share: Floats = self.sides.documents / np.maximum(self.sides.n_documents, 1)
        return share

    @property
    def significant(self) -> Bools:
        """bool[t, p - 1]: changes with a q-value of 0.05 or less whose interval does not hold 0."""
        return self.changes.significant

    def ranked(self) -> NDArray[np.int64]:
        """Return the terms, those first whose frequency surely changes most over all periods.

        The end of the interval of the slope that is nearer to 0 decides. Terms of one or two periods, of three or more,
        come last: a line through them says when they were, not where they go.
        """
        slopes = self.slopes
        sure = np.where(slopes.slope >= 0, slopes.low, -slopes.high)
        few = (self.sides.count > 0).sum(axis=1) < min(_FEW, len(self.periods))
        sure = np.where(few, -np.inf, sure)
        return np.lexsort((-self.sides.count.sum(axis=1), -np.nan_to_num(sure, neginf=-np.inf)))

    def rows(self, top: int = 0) -> Iterator[Row]:
        """Yield the rows of `TREND_COLUMNS`, a row a term, in the order of `ranked`; `top` of them, 0 for all."""
        labels, significant, up = self.periods.labels, self.significant, self.changes.log_ratio > 0
        rates = self.per_million
        n_units = max(int(self.sides.n_units.sum()), 1)
        for term in self.ranked()[: top or None].tolist():
            present = np.flatnonzero(self.sides.count[term])
            if not len(present):
                continue
            peak, count = int(rates[term].argmax()), int(self.sides.count[term].sum())
            burst = (int(self.bursts.first[term]), int(self.bursts.last[term]))
            yield (
                self.terms[term],
                count,
                int(self.sides.documents[term].sum()),
                len(present),
                labels[present[0]],
                labels[present[-1]],
                labels[peak],
                1e6 * count / n_units,
                float(rates[term, peak]),
                known_or_blank(self.slopes.slope[term]),
                known_or_blank(self.slopes.low[term]),
                known_or_blank(self.slopes.high[term]),
                *("" if at < 0 else labels[at] for at in burst),
                float(self.bursts.weight[term]),
                int((significant[term] & up[term]).sum()),
                int((significant[term] & ~up[term]).sum()),
            )

    def period_rows(self) -> Iterator[Row]:
        """Yield the rows of `PERIOD_COLUMNS`, a row for each term and period, in their order.

        The first period has no change: its numbers are blank.
        """
        rates, share, significant, found = self.per_million, self.share, self.significant, self.changes
        for term, name in enumerate(self.terms):
            for period, label in enumerate(self.periods.labels):
                at = (term, period - 1)
                change = [getattr(found, each) for each in ("log_ratio", "low", "high", "p_value", "q_value")]
                yield (
                    name,
                    label,
                    int(self.sides.count[term, period]),
                    int(self.sides.documents[term, period]),
                    float(rates[term, period]),
                    float(share[term, period]),
                    bool(self.bursts.in_burst[term, period]),
                    *(float(each[at]) if period else "" for each in change),
                    bool(period and significant[at]),
                )

    def change_rows(self, top: int = 0, *, significant: bool = True) -> Iterator[Row]:
        """Yield the rows of `CHANGE_COLUMNS`: the rises, then the falls of each period, those first that are sure.

        Parameters
        ----------
        top
            Greatest number of rises, and of falls, of each period; 0 for all.
        significant
            Only changes that are significant.
        """
        sure, up = self.changes.sure, self.changes.log_ratio > 0
        is_significant = self.significant
        wanted = is_significant if significant else (self.sides.count[:, 1:] + self.sides.count[:, :-1]) > 0
        for period in range(1, len(self.periods)):
            for direction, chosen in (("rise", up[:, period - 1]), ("fall", ~up[:, period - 1])):
                terms = np.flatnonzero(wanted[:, period - 1] & chosen)
                order = np.lexsort((-self.sides.count[terms].sum(axis=1), -sure[terms, period - 1]))
                for term in terms[order][: top or None].tolist():
                    yield self._change(term, period, direction, bool(is_significant[term, period - 1]))

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows of `period_rows` as a data frame; needs pandas."""
        return frame_of(PERIOD_COLUMNS, self.period_rows())

    def _change(self, term: int, period: int, direction: str, significant: bool) -> Row:
        sides, found, at = self.sides, self.changes, (term, period - 1)
        rates = 1e6 * sides.count[term] / np.maximum(sides.n_units, 1)
        # Dispersion in the period that has more of the term.
        shown = period if direction == "rise" else period - 1
        return (
            self.periods.labels[period],
            direction,
            self.terms[term],
            int(sides.count[term, period]),
            int(sides.count[at]),
            int(sides.documents[term, period]),
            int(sides.documents[at]),
            float(rates[period]),
            float(rates[period - 1]),
            float(found.log_ratio[at]),
            float(found.low[at]),
            float(found.high[at]),
            known_or_blank(sides.dispersion[term, shown]),
            float(found.p_value[at]),
            float(found.q_value[at]),
            significant,
        )


def trends(counts: DocumentCounts, records: Records, *, every: str = "year", wholes: Ids | None = None) -> Trends:
    """Return the terms by period, with slopes, bursts and changes.

    Communities have trends too: of `merged_counts`.

    Parameters
    ----------
    counts
        Counts of terms by document; `count_by_document` makes them.
    records
        The dates of the documents. Those without one are left out.
    every
        Length of a period: `year`, `month`, `week`, `day`, or a number of years.
    wholes
        int32[d]: the whole that each document is a part of, such as a report; intervals allow for words that burst in
        one of them. See `sum_sides`.

    Raises
    ------
    OptionError
        No document has a date that is fine enough, there are too many periods for the memory, or the records are those
        of other documents.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.text.dates import read_dates
    >>> from textmine.text.records import build_records
    >>> from textmine.concordance import count_by_document
    >>> texts = ["the grid failed"] * 20 + ["the river rose"] * 20
    >>> records = build_records(40, dates=read_dates(["1998-03"] * 20 + ["1999-05-02"] * 20))
    >>> found = trends(count_by_document(build_corpus(texts), ["grid", "river"]), records)
    >>> found.sides.count.tolist(), [row[:3] for row in found.change_rows()]
    ([[20, 0], [0, 20]], [('1999', 'rise', 'river'), ('1999', 'fall', 'grid')])
    """
    require(counts, DocumentCounts, "count_by_document")
    require(records, Records, "records_of")
    records.check(counts.n_documents)
    periods = periods_of(records, every)
    sides = sum_sides(counts, periods.codes, len(periods), wholes)
    changes = contrast(sides.side(slice(1, None)), sides.side(slice(None, -1)))
    slopes = fit_slopes(sides.side(slice(None)), periods.numbers)
    bursts = find_bursts(sides.documents, sides.n_documents)
    return Trends(counts.terms, periods, sides, changes, slopes, bursts)
