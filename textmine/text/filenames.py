"""Dates in the names of files."""

from __future__ import annotations

import re
from collections.abc import Callable

from textmine.errors import OptionError

__all__ = ["name_dates"]

_ELEMENTS = {"YYYY": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{2})", "DD": r"(?P<day>\d{2})", "*": ".*?", "?": "."}
_PARTS = re.compile(r"YYYY|MM|DD|[*?]")


def name_dates(pattern: str) -> Callable[[str], str]:
    """Return a function that finds the date in the name of a file, in ISO form; empty where there is none.

    Parameters
    ----------
    pattern
        What stands somewhere in the path: `YYYY`, `MM` and `DD` are the digits of year, month and day, `*` is anything,
        `?` any character; all else stands for itself. If it fits at several places, the last one counts.

    Raises
    ------
    OptionError
        The pattern has no year, or an element twice.

    Examples
    --------
    >>> find = name_dates("report-YYYYMM")
    >>> find("in/2024/report-199805.txt"), find("in/199805.txt")
    ('1998-05', '')
    """
    parts = _PARTS.findall(pattern)
    if parts.count("YYYY") != 1 or parts.count("MM") > 1 or parts.count("DD") > 1:
        raise OptionError(
            f"'{pattern}' does not say where the year stands", "write YYYY, and MM and DD, once, as in report-YYYY-MM"
        )
    if "DD" in parts and "MM" not in parts:
        raise OptionError(f"'{pattern}' has a day without a month", "write YYYY, MM and DD")
    regex, at = "", 0
    for found in _PARTS.finditer(pattern):
        regex += re.escape(pattern[at : found.start()]) + _ELEMENTS[found[0]]
        at = found.end()
    regex += re.escape(pattern[at:])
    # Digits are not cut out of longer numbers, unless the pattern says what stands beside them.
    begin = r"(?<!\d)" if pattern[0] in "YMD" else ""
    end = r"(?!\d)" if pattern[-1] in "YMD" else ""
    expression = re.compile(begin + regex + end)

    def find(name: str) -> str:
        date = ""
        for place in expression.finditer(name):
            fields = place.groupdict()
            date = "-".join(fields[each] for each in ("year", "month", "day") if fields.get(each))
        return date

    return find
