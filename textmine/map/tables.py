"""Tables of a map beside its communities: terms and communities by period, and the groups of documents compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.comparison import COMPARISON_COLUMNS, Comparison, compare_groups
from textmine.concordance import DocumentCounts
from textmine.errors import OptionError
from textmine.map.grouping import Grouping
from textmine.periods import PERIOD_COLUMNS, TREND_COLUMNS, Trends, fitting_every, trends
from textmine.progress import SILENT, Progress
from textmine.text.dates import UNKNOWN, Dates
from textmine.text.records import Group, Records

__all__ = [
    "GROUP_COLUMNS",
    "PERIODS_COLUMNS",
    "TRENDS_COLUMNS",
    "TimeTables",
    "community_counts",
    "comparison_rows",
    "group_comparisons",
    "time_tables",
]

TRENDS_COLUMNS: Final = ("community", *TREND_COLUMNS, "mean_year")
PERIODS_COLUMNS: Final = ("community", *PERIOD_COLUMNS)
GROUP_COLUMNS: Final = ("group", "other", *COMPARISON_COLUMNS)  # the other side, empty for all others

_PERIODS: Final = 24  # that a line shows at most
_VALUES: Final = 12  # of a group that are compared at most
_YEAR: Final = 365.2425  # days

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TimeTables:
    """Terms and communities over time.

    Attributes
    ----------
    every
        Length of a period, as `make_periods` takes it.
    terms
        The terms by period.
    communities
        The documents of each community by period; None where documents have no communities. Terms are numbers from 0.
    names
        Of the communities.
    mean_years
        float64[t]: the mean date of the occurrences of each term, in years; NaN without one.
    """

    every: str
    terms: Trends
    communities: Trends | None
    names: Sequence[str]
    mean_years: Floats

    def trend_rows(self) -> Iterator[Row]:
        """Yield a row for each community, then for each term, under `TRENDS_COLUMNS`."""
        if self.communities is not None:
            for name, *rest in self.communities.rows():
                yield int(name) + 1, self.names[int(name)], *rest, ""
        years = dict(zip(self.terms.terms, self.mean_years.tolist(), strict=True))
        for name, *rest in self.terms.rows():
            yield "", name, *rest, round(years[str(name)], 2)

    def period_rows(self) -> Iterator[Row]:
        """Yield a row for each community, then each term, and period under `PERIODS_COLUMNS`.

        Periods without an occurrence are left out where that is no significant change.
        """
        count, significant = PERIOD_COLUMNS.index("count"), PERIOD_COLUMNS.index("significant")
        if self.communities is not None:
            for row in self.communities.period_rows():
                yield int(row[0]) + 1, self.names[int(row[0])], *row[1:]
        yield from (("", *row) for row in self.terms.period_rows() if row[count] or row[significant])


def time_tables(
    counts: DocumentCounts, records: Records, groups: Grouping, wholes: Ids | None = None
) -> TimeTables | None:
    """Return terms and communities by period; None where no document has a date, or all are of one period.

    Parameters
    ----------
    counts
        Of the terms by document.
    records
        The dates of the documents.
    groups
        Their communities.
    wholes
        What each document is a part of, -1 for nothing; None where each stands for itself.
    """
    dates = records.dates
    if dates is None or not dates.precision.any():
        return None
    every = fitting_every(dates, _PERIODS)
    found = trends(counts, records, every=every, wholes=wholes)
    if len(found.periods) < 2:
        return None
    by_community = community_counts(groups)
    communities = None if by_community is None else trends(by_community, records, every=every, wholes=wholes)
    names = [groups.name(number) for number in range(len(groups.names))]
    return TimeTables(every, found, communities, names, _mean_years(counts, dates))


def community_counts(groups: Grouping) -> DocumentCounts | None:
    """Return which community each document is of, as counts of one in one unit; None where none has a community."""
    homes = groups.documents
    own = np.flatnonzero(homes >= 0)
    if not len(own):
        return None
    order = own[np.argsort(homes[own], kind="stable")]
    sizes = np.bincount(homes[own], minlength=len(groups.names))
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    names = [str(number) for number in range(len(groups.names))]
    ones = np.ones(len(homes), np.int64)
    return DocumentCounts(names, offsets, order.astype(np.int32), ones[: len(order)], ones)


def _mean_years(counts: DocumentCounts, dates: Dates) -> Floats:
    """Return the mean date of each term, in years; a year without a month is its middle, a month its fifteenth."""
    middle = np.array([0.0, 182.0, 14.0, 0.0])[np.minimum(dates.precision, 3)]
    years = 1970 + (dates.days + middle) / _YEAR
    dated = dates.precision[counts.documents] != UNKNOWN
    terms, weights = counts.term_numbers()[dated], counts.counts[dated].astype(np.float64)
    sums = np.bincount(terms, weights * years[counts.documents[dated]], len(counts.terms))
    sizes = np.bincount(terms, weights, len(counts.terms))
    return np.asarray(np.where(sizes > 0, sums / np.maximum(sizes, 1), np.nan))


def group_comparisons(
    counts: DocumentCounts, groups: Mapping[str, Group], wholes: Ids | None = None, progress: Progress = SILENT
) -> list[tuple[str, list[Comparison]]]:
    """Return each group with the comparisons of its values; of many values, the twelve with the most documents.

    Parameters
    ----------
    counts
        Of the terms by document.
    groups
        The value of each document, by the name of the group.
    wholes
        As in `time_tables`.
    progress
        Gets a note of what is not compared.
    """
    found = []
    for name, group in groups.items():
        sizes = np.bincount(group.codes[group.codes >= 0], minlength=len(group.values))
        some = np.sort(np.lexsort((np.arange(len(sizes)), -sizes))[:_VALUES])
        some = some[sizes[some] > 1]  # of one document nothing is known
        if len(some) < 2:
            progress.note(f"{name} is not compared: no two of its values have more than one document")
            continue
        if (sizes > 0).sum() > len(some):
            progress.note(f"{name}: {len(some)} of {(sizes > 0).sum()} values are compared, each with all the rest")
        try:
            found.append((name, compare_groups(counts, _largest(group, some), wholes=wholes)))
        except OptionError as error:  # too many terms and values for the memory
            progress.note(f"{name} is not compared: {error.reason}")
    return found


def _largest(group: Group, some: Any) -> Group:
    """Return a group of some of its values, and one more for all others where there are others."""
    number = np.full(len(group.values) + 1, len(some), np.int32)
    number[some] = np.arange(len(some))
    number[-1] = -1
    codes: Ids = number[group.codes]
    values = [group.values[value] for value in some.tolist()]
    return Group(codes, [*values, "…"])


def comparison_rows(found: Sequence[tuple[str, Sequence[Comparison]]]) -> Iterator[Row]:
    """Yield a row for each value and term under `GROUP_COLUMNS`; two values are the two sides of one row."""
    for name, comparisons in found:
        for each in comparisons:
            if each.names[0] != "…":
                other = "" if each.one_sided else each.names[1]
                yield from ((name, other, *row) for row in each.all_rows())
