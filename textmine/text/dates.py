r"""Reads dates as people and programs write them: ISO, plain digits, Chinese, European; a year or a month alone too.

A date is the number of its day from 1970-01-01 in the Gregorian calendar, and how precise it is. Where both 4 March
and April 3 can be meant (`04/03/1998`), the whole column decides; see `read_dates`.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.text.strings import check_list

__all__ = ["DAY", "MONTH", "NO_DATE", "UNKNOWN", "YEAR", "Dates", "read_coded_dates", "read_date", "read_dates"]

NO_DATE: Final = -(1 << 31)  # the day of a document without a date, as NaT is in numpy
UNKNOWN: Final = 0  # precisions: no date; the year is known; the month too; the day too
YEAR: Final = 1
MONTH: Final = 2
DAY: Final = 3

_SHOWN = 3  # values that could not be read, kept to be shown
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_LAST_SECOND = 253_402_300_800  # of the year 9999
_MONTHS = (
    "january january jan januar jänner janvier enero gennaio|february february feb februar février febrero febbraio|"
    "march mar märz mars marzo|april apr avril abril aprile avr|may mai mayo maggio|june jun juni juin junio giugno|"
    "july jul juli juillet julio luglio|august aug août agosto|september sep sept septembre septiembre settembre|"
    "october oct oktober okt octobre octubre ottobre|november nov novembre noviembre|"
    "december dec dezember dez décembre diciembre dicembre"
)
_MONTH_OF = {name: month for month, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}

# Behind a date may stand a time of day, which is not read.
_TIME = r"(?:[T\s,]\s*\d{1,2}[:时点h].*|[T\s]+(?:上午|下午|AM|PM).*)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?)?{_TIME}", re.IGNORECASE)
_DIGITS = re.compile(rf"(\d{{4}})(\d\d)(\d\d)?{_TIME}")
_PART = r"第?[1-4]季度?|[上下]半年|[年初中末底]|[春夏秋冬]季?"  # of a year: the year is what is known
_CHINESE = re.compile(
    rf"(?:公元|西元)?\s*(\d{{4}})\s*年(?:\s*(\d{{1,2}})\s*月(?:\s*(\d{{1,2}})\s*[日号號]?)?|{_PART})?\s*份?{_TIME}"
)
_QUARTER = re.compile(r"(\d{4})[-\s/]?Q[1-4]|Q[1-4][-\s/]?(\d{4})", re.IGNORECASE)
_NUMERAL = re.compile(r"[〇零○元一二三四五六七八九十廿卅]+(?=\s*[年月日号號季])")
_NUMERALS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "元": "1"}
_TENS = {"十": 1, "廿": 2, "卅": 3}
_REPUBLIC = re.compile(r"(?:中[华華])?民[国國]\s*(\d{1,3})\s*年")  # year 1 is 1912
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\.\s*(\d{{1,2}})\.\s*(\d{{4}}){_TIME}")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_EITHER = re.compile(rf"(\d{{1,2}})([-/])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.IGNORECASE)
_DAY_NAME = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er|\.)?[-\s]\s*(?:de\s+)?)?([^\W\d]+)\.?,?[-\s]\s*(?:de\s+)?(\d{{4}}){_TIME}", re.I
)
_NAME_DAY = re.compile(rf"([^\W\d]+)\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_WEEKDAY = re.compile(r"^[^\W\d]{2,10}\.?,\s*(?=\d)|\s*\(?(?:星期|周)[一二三四五六日天]\)?")


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates of documents.

    Attributes
    ----------
    days
        int32[d]: days from 1970-01-01, below 0 before; the first day of a month or year where only that is known;
        NO_DATE where there is none.
    precision
        uint8[d]: UNKNOWN, YEAR, MONTH or DAY.
    n_missing
        Number of documents for which nothing was written.
    n_unread
        Number of values that are no date that can be read.
    unread
        Some of these values.
    note
        What was decided about dates such as 04/03/1998; empty if there are none.
    """

    days: NDArray[np.int32]
    precision: NDArray[np.uint8]
    n_missing: int = 0
    n_unread: int = 0
    unread: Sequence[str] = ()
    note: str = ""

    def __len__(self) -> int:
        return len(self.days)

    def take(self, documents: NDArray[np.int64]) -> Dates:
        """Return the dates of some documents; what was counted when they were read stays."""
        return Dates(
            self.days[documents], self.precision[documents], self.n_missing, self.n_unread, self.unread, self.note
        )

    def texts(self) -> list[str]:
        """Return the dates in ISO form, as precise as they are; empty where there is none.

        Examples
        --------
        >>> read_dates(["1998年1月", "3.4.1998", None]).texts()
        ['1998-01', '1998-04-03', '']
        """
        # Equal dates are one object.
        keys, places = np.unique(self.days.astype(np.int64) * 4 + self.precision, return_inverse=True)
        texts = [
            datetime.date.fromordinal(key // 4 + _EPOCH).isoformat()[: (0, 4, 7, 10)[key % 4]] if key % 4 else ""
            for key in keys.tolist()
        ]
        return [texts[place] for place in places.tolist()]


def read_dates(values: Iterable[str | int | float | None]) -> Dates:
    """Read a column of dates.

    `04/03/1998` may be 3 April or 4 March. Such values are read with the month first, unless a value of the column,
    such as `23/03/1998`, needs the day first. If other values of the same column need the month first, the column
    contradicts itself: then values that can be read in two ways are not read.

    Parameters
    ----------
    values
        A value a document: text, or a number (a year, 19980103, or seconds or milliseconds since 1970). None and blank
        text mean that there is no date.

    Raises
    ------
    TypeError
        The values are a single string, or no list.

    Examples
    --------
    >>> dates = read_dates(["04/03/1998", "23/03/1998", "soon", ""])
    >>> dates.texts(), dates.n_unread, dates.n_missing
    (['1998-03-04', '1998-03-23', '', ''], 1, 1)
    >>> dates.note
    'dates such as 04/03/1998 are read with the day first, because 23/03/1998 needs it'
    """
    check_list(values, "date")
    number: dict[str, int] = {}
    texts = ("" if value is None else _plain(value) for value in values)
    codes = np.fromiter((number.setdefault(text, len(number)) if text else -1 for text in texts), np.int32)
    return read_coded_dates(codes, list(number))


def read_coded_dates(codes: NDArray[np.int32], texts: Sequence[str]) -> Dates:
    """Read a column of dates in which every different text stands once; see `read_dates`.

    Parameters
    ----------
    codes
        int32[d]: the text of each document, a number of `texts`; -1 where there is none.
    texts
        Different texts. Those that no document has do not count.

    Examples
    --------
    >>> read_coded_dates(np.array([1, -1, 1], np.int32), ["soon", "1998年"]).texts()
    ['1998', '', '1998']
    """
    used = {text: code for code, text in enumerate(texts) if text}
    n_each = np.bincount(codes[codes >= 0], minlength=len(texts))
    different = [text for text, code in used.items() if n_each[code]]
    day_first, note = _order(different)
    days = np.full(len(texts) + 1, NO_DATE, np.int32)  # the last place is for those that have none
    precision = np.full(len(texts) + 1, UNKNOWN, np.uint8)
    unread = []
    for text in different:
        found = read_date(text, day_first)
        if found is None:
            unread.append(text)
        else:
            days[used[text]], precision[used[text]] = found
    n_unread = sum(int(n_each[used[text]]) for text in unread)
    n_missing = int(np.count_nonzero(precision[codes] == UNKNOWN)) - n_unread
    return Dates(days[codes], precision[codes], n_missing, n_unread, unread[:_SHOWN], note)


def read_date(text: str, day_first: bool | None = False) -> tuple[int, int] | None:
    """Return the day from 1970-01-01 and the precision of one date; None where it is no date.

    Parameters
    ----------
    text
        The date.
    day_first
        How to read `04/03/1998`: True for 4 March, False for April 3, None for not at all.

    Examples
    --------
    >>> read_date("1970年1月2日"), read_date("1970-02"), read_date("2. März 1970"), read_date("1970-02-30")
    ((1, 3), (31, 2), (60, 3), None)
    """
    text = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip())
    if "年" in text:
        text = _REPUBLIC.sub(lambda year: f"{1911 + int(year[1]):04d}年", _NUMERAL.sub(_arabic, text))
    for pattern, order in (
        (_YEAR_FIRST, (1, 3, 4)),
        (_DIGITS, (1, 2, 3)),
        (_CHINESE, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
    ):
        found = pattern.fullmatch(text)
        if found:
            return _day(*(int(found[at] or 0) for at in order))
    if found := _MONTH_YEAR.fullmatch(text):
        return _day(int(found[2]), int(found[1]), 0)
    if found := _QUARTER.fullmatch(text):
        return _day(int(found[1] or found[2]), 0, 0)
    if found := _EITHER.fullmatch(text):
        return _either(int(found[1]), int(found[3]), int(found[4]), day_first)
    if found := _DAY_NAME.fullmatch(text):
        return _named(found[3], found[2], found[1])
    if found := _NAME_DAY.fullmatch(text):
        return _named(found[3], found[1], found[2])
    return _since_1970(text)


def _arabic(numeral: re.Match[str]) -> str:
    """Return a number in Chinese characters as digits: 二〇二三, 十二, 二十一, 卅."""
    text = numeral[0]
    tens = next((sign for sign in text if sign in _TENS), "")
    before, _, behind = text.partition(tens) if tens else ("", "", text)
    digits = "".join(_NUMERALS.get(sign, "") for sign in behind)
    if not tens:
        return digits
    return str(10 * (int(_NUMERALS[before]) if before in _NUMERALS else _TENS[tens]) + int(digits or 0))


def _plain(value: str | int | float) -> str:
    if isinstance(value, str):
        return value.strip()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _day(year: int, month: int, day: int) -> tuple[int, int] | None:
    """Return the day and the precision; a month or day of 0 is not known."""
    try:
        ordinal = datetime.date(year, month or 1, day or 1).toordinal()
    except ValueError:
        return None
    return ordinal - _EPOCH, DAY if day else MONTH if month else YEAR


def _either(first: int, second: int, year: int, day_first: bool | None) -> tuple[int, int] | None:
    if second > 12 or (day_first is False and first <= 12):
        return _day(year, first, second) if first and second else None
    if first > 12 or day_first:
        return _day(year, second, first) if first and second else None
    return _day(year, first, first) if first == second and first else None


def _named(year: str, name: str, day: str | None) -> tuple[int, int] | None:
    month = _MONTH_OF.get(name.lower())
    return None if month is None else _day(int(year), month, int(day or 0))


def _since_1970(text: str) -> tuple[int, int] | None:
    """Read seconds (10 digits) or milliseconds (13) since 1970, which programs write."""
    if not re.fullmatch(r"\d{10}(?:\d{3})?(?:\.\d+)?", text):
        return None
    seconds = int(text.split(".")[0]) // (1000 if len(text.split(".")[0]) == 13 else 1)
    return (seconds // 86_400, DAY) if seconds < _LAST_SECOND else None


def _order(texts: Iterable[str]) -> tuple[bool | None, str]:
    """Return how values such as 04/03/1998 are to be read, and a note that says so where there are some."""
    needs_day = needs_month = example = ""
    for text in texts:
        found = _EITHER.fullmatch(unicodedata.normalize("NFKC", text))
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if 12 < first <= 31 and second <= 12:
            needs_day = needs_day or text
        elif first <= 12 < second <= 31:
            needs_month = needs_month or text
        elif first != second and max(first, second) <= 12:
            example = example or text
    day_first = None if needs_day and needs_month else bool(needs_day)
    if not example:
        return day_first, ""
    such = f"dates such as {example} are"
    if needs_day and needs_month:
        return None, f"{such} not read: {needs_day} has the day first, {needs_month} the month"
    if needs_day:
        return True, f"{such} read with the day first, because {needs_day} needs it"
    return False, f"{such} read with the month first" + (
        f", as {needs_month} is" if needs_month else "; no value tells"
    )
