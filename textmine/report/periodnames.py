"""What periods are called on the page: several years by the first and last of them that has a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from textmine.periods import fitting_every, make_periods, parse_every
from textmine.text.dates import UNKNOWN, Dates

__all__ = ["column_length", "named_periods"]

_SEVERAL = re.compile(r"(\d{4,})-(\d{4,})")


def named_periods(labels: Sequence[str], dates: Dates) -> list[str]:
    """Return what a reader sees of each period: one of several years ends where the dates of the documents end.

    Parameters
    ----------
    labels
        Of the periods, as `make_periods` calls them.
    dates
        Of the documents.

    Examples
    --------
    >>> from textmine.text.dates import read_dates
    >>> named_periods(["1950-1954", "2020-2024", "2025-2029"], read_dates(["1953", "2026-03-05", None]))
    ['1953–1954', '2020–2024', '2025–2026']
    >>> named_periods(["1998-01", "1998"], read_dates(["1998-01"]))
    ['1998-01', '1998']
    """
    days = dates.days[dates.precision != UNKNOWN]
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    if not len(years):
        return list(labels)
    first, last = int(years.min()), int(years.max())
    return [_named(label, first, last) for label in labels]


def _named(label: str, first: int, last: int) -> str:
    found = _SEVERAL.fullmatch(label)
    if not found:
        return label
    begin, end = max(int(found[1]), first), min(int(found[2]), last)
    return f"{begin:04d}–{end:04d}" if begin < end else f"{end:04d}"


def column_length(labels: Sequence[str], dates: Dates) -> tuple[int, str] | None:
    """Return how long the periods of the streams are, as `parse_every` says it; None where they fit no length.

    Examples
    --------
    >>> from textmine.text.dates import read_dates
    >>> dates = read_dates(["1954", "2025"])
    >>> column_length(["1950-1959", "2020-2029"], dates), column_length(["1954", "2025"], dates)
    ((10, 'year'), None)
    """
    every = fitting_every(dates)
    return parse_every(every) if {*labels} <= {*make_periods(dates, every).labels} else None
