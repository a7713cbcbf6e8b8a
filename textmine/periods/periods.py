"""Periods: years, months, weeks, days or several years, and the period of each document."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Bools, Ids, Longs
from textmine.errors import OptionError
from textmine.text.dates import DAY, MONTH, NO_DATE, UNKNOWN, YEAR, Dates
from textmine.text.records import Records

__all__ = ["BY_DATE", "Periods", "fitting_every", "make_periods", "parse_every", "periods_of"]

BY_DATE: Final = "date"  # how options name periods, where they could be a group of documents

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_MONDAY = 4  # 1970-01-05 was a Monday
_NEEDS: Final = {"year": YEAR, "month": MONTH, "week": DAY, "day": DAY}  # how precise a date must be
_LENGTHS: Final = ("day", "week", "month", "year", "2", "5", "10", "20", "50", "100", "500", "1000")
_MOST: Final = 15  # periods that a reader takes in at once
_FINE: Final = 0.9  # share of the dates that a length needs to be fine enough


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods that have a document, in order.

    Attributes
    ----------
    codes
        int32[d]: the period of each document; -1 for a document without a date, or with one that is too coarse.
    labels
        What each period is called: `1998`, `1990-1999`, `1998-01`, `1998-01-05` (a day, or the Monday of a week).
    numbers
        int64[p]: place of each period on the calendar; consecutive periods have consecutive numbers.
    n_undated, n_coarse
        Number of documents without a date, and with one that is too coarse, as a year is for months.
    """

    codes: Ids
    labels: Sequence[str]
    numbers: Longs
    n_undated: int
    n_coarse: int

    def __len__(self) -> int:
        return len(self.labels)


def parse_every(text: str) -> tuple[int, str]:
    """Return the length of a period, a number and its unit, from text.

    Raises
    ------
    OptionError
        It is none of year, month, week, day and a number of years.

    Examples
    --------
    >>> parse_every("month"), parse_every("10"), parse_every("5 years")
    ((1, 'month'), (10, 'year'), (5, 'year'))
    """
    if text in _NEEDS:
        return 1, text
    found = re.fullmatch(r"0*([1-9]\d{0,3})\s*(?:years?)?", text.strip())
    if not found:
        hint = "use `every=year`, month, week, day or a number of years, such as 10"
        raise OptionError(f"'{text}' is no length of a period", hint)
    return int(found[1]), "year"


def make_periods(dates: Dates, every: str = "year") -> Periods:
    """Return the periods of documents.

    Several years begin at a multiple of their number: the periods of 10 years are decades, such as 1990-1999. Weeks
    begin on Monday. Periods without a document are left out; `numbers` tells where.

    Parameters
    ----------
    dates
        The date of each document.
    every
        `year`, `month`, `week`, `day`, or a number of years.

    Examples
    --------
    >>> from textmine.text.dates import read_dates
    >>> dates = read_dates(["1998-03-02", "2004", None, "1999年"])
    >>> periods = make_periods(dates, "5")
    >>> periods.labels, periods.codes.tolist(), periods.n_undated
    (['1995-1999', '2000-2004'], [0, 1, -1, 0], 1)
    >>> make_periods(dates, "month").labels, make_periods(dates, "month").n_coarse
    (['1998-03'], 2)
    """
    size, unit = parse_every(every)
    dated = dates.precision != UNKNOWN
    fine: Bools = dates.precision >= _NEEDS[unit]
    numbers = _numbers(dates.days, size, unit)
    found, codes = np.unique(numbers[fine], return_inverse=True)
    periods = np.full(len(dates), -1, dtype=np.int32)
    periods[fine] = codes
    labels = [_label(number, size, unit) for number in found.tolist()]
    return Periods(periods, labels, found, int((~dated).sum()), int((dated & ~fine).sum()))


def periods_of(records: Records, every: str = "year") -> Periods:
    """Return the periods of documents, of which some must have one.

    Raises
    ------
    OptionError
        No document has a date that is fine enough.
    """
    if records.dates is None:
        raise OptionError("the documents have no dates", "read the records with a field for the `date`")
    periods = make_periods(records.dates, every)
    if not len(periods):
        why = "no document has a date" if not periods.n_coarse else f"no date is fine enough for `every={every}`"
        raise OptionError(why, "name another field with `date`, or use `every=year`")
    return periods


def fitting_every(dates: Dates, most: int = _MOST) -> str:
    """Return the shortest length of a period that makes at most `most` of them: for overviews.

    Examples
    --------
    >>> from textmine.text.dates import read_dates
    >>> fitting_every(read_dates(["1954", "2025-03-05"])), fitting_every(read_dates(["1998-01-02", "1998-12-31"]))
    ('10', 'month')
    """
    n_dated = int((dates.precision != UNKNOWN).sum())
    for every in _LENGTHS:
        size, unit = parse_every(every)
        fine: Bools = dates.precision >= _NEEDS[unit]
        if fine.sum() < _FINE * n_dated:
            continue
        numbers = np.unique(_numbers(dates.days[fine], size, unit))
        if len(numbers) == 0 or numbers[-1] - numbers[0] < most:
            return every
    return _LENGTHS[-1]


def _numbers(days: NDArray[np.int32], size: int, unit: str) -> Longs:
    """Return the number of the period of each day."""
    known = np.where(days == NO_DATE, 0, days).astype(np.int64)
    if unit == "day":
        return known
    if unit == "week":
        return (known - _MONDAY) // 7
    stamps = known.astype("datetime64[D]")
    months: Longs = stamps.astype("datetime64[M]").astype(np.int64)  # from January 1970
    return months if unit == "month" else (1970 + months // 12) // size


def _label(number: int, size: int, unit: str) -> str:
    if unit == "year":
        first = number * size
        return f"{first:04d}" if size == 1 else f"{first:04d}-{first + size - 1:04d}"
    if unit == "month":
        return f"{1970 + number // 12:04d}-{number % 12 + 1:02d}"
    day = number if unit == "day" else number * 7 + _MONDAY
    return datetime.date.fromordinal(max(day + _EPOCH, 1)).isoformat()
