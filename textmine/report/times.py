"""The page's data of trends: terms and communities by period, what rises and falls, streams of communities."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from textmine.errors import InputError
from textmine.io import Table
from textmine.map.files import ALLUVIAL, PERIODS, TRENDS
from textmine.map.folder import MapFolder
from textmine.periods import make_periods, parse_every
from textmine.report.labels import label
from textmine.report.periodnames import column_length, named_periods
from textmine.text.dates import Dates, read_dates

__all__ = ["alluvial_data", "few_documents", "mean_years", "numbers", "times_data"]

_MOST = 60_000  # numbers of terms by period on a page
_FEW = 10  # documents of a period that say little, or one of so many of the median
_CHANGES = 20  # rises, and falls, of a period
_MOST_NUMBER = 2**53  # what a script holds exactly; no number of a table is near
_FLOWS = ("flow", "shared_flow", "next_flow")
_REMEDY = "make the folder with textmine map"


def times_data(
    folder: MapFolder, place_of: Mapping[str, int], shown: Sequence[int], subcommunities: Sequence[int] = ()
) -> dict[str, Any]:
    """Return what the tab of trends shows; empty where the map has no periods.

    Parameters
    ----------
    folder
        The folder that `textmine map` wrote.
    place_of
        Index of each term of the page.
    shown
        The documents of the page, from 0.
    subcommunities
        The finest subcommunity of each document, -1 for none.

    Returns
    -------
    dict
        `periods` (what they are called); `every`, how long they are, as number and unit; `documents` of each; `at`,
        their places on the calendar, from 0; `few`, those of few documents; `of`, the period of each document of the
        page, -1 for none; `terms` with `term` (its index) and `rate` (per million units in each period), the one that
        surely changes most first; `communities` and `subcommunities`, the documents of each by period; `changes` by
        period, each as term, direction (1 or -1), and the change that is sure, bits; `overall`, terms whose slope is
        sure: term and slope in bits a period.

    Raises
    ------
    InputError
        A table is not what `textmine map` writes.
    """
    table = folder.tables.get(PERIODS)
    trends = folder.tables.get(TRENDS)
    if table is None or trends is None or not table.rows:
        return {}
    dates = read_dates(list(folder.documents.fields.get("date", ())))
    labels, codes, sizes, calendar = _periods(folder, table, dates)
    place = {label: at for at, label in enumerate(labels)}
    at = [place[label] for label in table.column("period")]
    homes = numbers(table, "community", int)
    names, rates, counts = table.column("term"), numbers(table, "per_million"), numbers(table, "documents", int)
    by_term: dict[int, list[float]] = {}
    communities = [[0] * len(labels) for _ in folder.communities]
    for name, home, period, rate, count in zip(names, homes, at, rates, counts, strict=True):
        if home is not None and 0 < home <= len(communities):
            communities[home - 1][period] = count or 0
        elif home is None and name in place_of:
            by_term.setdefault(place_of[name], [0.0] * len(labels))[period] = float(f"{rate or 0:.4g}")
    order = [place_of[name] for name, home in _names(trends) if not home and name in place_of]
    drawn = [term for term in order if term in by_term][: _MOST // len(labels)]
    return {
        "periods": named_periods(labels, dates),
        "every": parse_every(_every(folder)),
        "documents": sizes,
        "at": calendar,
        "few": few_documents(sizes),
        "of": [codes[document] for document in shown],
        "terms": {"term": drawn, "rate": [by_term[term] for term in drawn]},
        "communities": communities,
        "subcommunities": _by_period(subcommunities, codes, len(labels)),
        "changes": _changes(table, at, len(labels), place_of),
        "overall": _overall(trends, place_of),
    }


def few_documents(sizes: Sequence[int]) -> list[int]:
    """Return the periods that say little: of fewer than ten documents, or than a tenth of the median.

    Examples
    --------
    >>> few_documents([500, 9, 400, 30, 450]), few_documents([3, 4])
    ([1, 3], [0, 1])
    """
    least = max(_FEW, statistics.median(sizes) / _FEW) if sizes else 0
    return [period for period, size in enumerate(sizes) if size < least]


def _every(folder: MapFolder) -> str:
    every = folder.record.get("every")
    return every if isinstance(every, str) else "year"


def _periods(folder: MapFolder, table: Table, dates: Dates) -> tuple[list[str], list[int], list[int], list[int]]:
    """Return labels of the periods, period of each document, documents of each period, and places on the calendar."""
    found = make_periods(dates, _every(folder))
    labels = list(found.labels)
    unknown = {*table.column("period")} - {*labels}
    if unknown:
        reason = f"no document is of the period '{min(unknown)}'"
        raise InputError(table.source, None, reason, _REMEDY)
    codes = found.codes.tolist()
    calendar = (found.numbers - found.numbers[:1]).tolist()
    return labels, codes, [codes.count(at) for at in range(len(labels))], calendar


def _by_period(groups: Sequence[int], codes: Sequence[int], n: int) -> list[list[int]]:
    """Return the documents of each group in each of n periods."""
    found = [[0] * n for _ in range(max(groups, default=-1) + 1)]
    for group, period in zip(groups, codes, strict=False):
        if group >= 0 and period >= 0:
            found[group][period] += 1
    return found


def _names(trends: Table) -> list[tuple[str, str]]:
    return list(zip(trends.column("term"), trends.column("community"), strict=True))


def _changes(table: Table, at: Sequence[int], n: int, place_of: Mapping[str, int]) -> list[list[list[float]]]:
    """Return the significant changes of terms in each period, those first that are sure."""
    found: list[list[list[float]]] = [[] for _ in range(n)]
    columns = (table.column("term"), table.column("community"), table.column("significant"))
    ratios, lows, highs = (numbers(table, name) for name in ("log_ratio", "low", "high"))
    for name, home, significant, period, ratio, low, high in zip(*columns, at, ratios, lows, highs, strict=True):
        if home or significant.lower() != "true" or name not in place_of or ratio is None:
            continue
        sure = (low if ratio > 0 else -(high or 0.0)) or 0.0
        found[period].append([place_of[name], 1 if ratio > 0 else -1, round(sure, 2)])
    kept = []
    for rows in found:
        rows.sort(key=lambda row: (-row[2], row[0]))
        kept.append([row for sign in (1, -1) for row in [row for row in rows if row[1] == sign][:_CHANGES]])
    return kept


def _overall(trends: Table, place_of: Mapping[str, int]) -> list[list[float]]:
    """Return the terms whose slope is surely above or below 0, with the slope; in the order of the table."""
    slopes, lows, highs = (numbers(trends, name) for name in ("slope", "slope_low", "slope_high"))
    found = []
    for (name, home), slope, low, high in zip(_names(trends), slopes, lows, highs, strict=True):
        known = slope is not None and low is not None and high is not None
        if known and not home and name in place_of and low * high > 0:
            found.append([place_of[name], round(slope, 3)])
    return [row for sign in (1, -1) for row in [row for row in found if row[1] * sign > 0][:_CHANGES]]


def mean_years(folder: MapFolder) -> dict[str, float]:
    """Return the mean date of the occurrences of each term, in years, where it is known."""
    trends = folder.tables.get(TRENDS)
    if trends is None:
        return {}
    years = numbers(trends, "mean_year")
    return {name: year for (name, _), year in zip(_names(trends), years, strict=True) if year is not None}


def alluvial_data(folder: MapFolder) -> dict[str, Any]:
    """Return the streams of communities from period to period; empty where there are none.

    Returns
    -------
    dict
        `periods` (what they are called); `every`, how long they are, None where nobody knows; `blocks`: of each
        community in each period its period, number, flow, name and terms; `streams`: period, community, community in
        the next period of the list, shared flow, the same flow there.

    Raises
    ------
    InputError
        The table is not what `textmine map` writes.
    """
    table = folder.tables.get(ALLUVIAL)
    if table is None or not table.rows:
        return {}
    texts = {name: table.column(name) for name in ("period", "name", "terms", "next_period")}
    figures = {name: numbers(table, name) for name in _FLOWS}
    own, then = (numbers(table, name, int) for name in ("community", "next_community"))
    dates = read_dates(list(folder.documents.fields.get("date", ())))
    periods = list(dict.fromkeys(texts["period"]))
    blocks: dict[tuple[int, int], list[Any]] = {}
    streams = []
    for row, line in enumerate(table.lines):
        number, period = own[row], periods.index(texts["period"][row])
        shares = [figures[name][row] or 0.0 for name in _FLOWS]
        if number is None or not all(0 <= share <= 1.001 for share in shares):
            raise InputError(table.source, line, "no community with its flow", _REMEDY)
        about = [period, number, shares[0], label(texts["name"][row]), label(texts["terms"][row], 200)]
        blocks.setdefault((period, number), about)
        following = texts["next_period"][row]
        if following and then[row] is not None:
            if period + 1 >= len(periods) or periods[period + 1] != following:
                raise InputError(table.source, line, f"'{following}' is not the period that comes next", _REMEDY)
            streams.append([period, number, then[row], *(float(f"{share:.3g}") for share in shares[1:])])
    return {
        "periods": named_periods(periods, dates),
        "every": column_length(periods, dates),
        "blocks": [[*block[:2], float(f"{block[2]:.3g}"), *block[3:]] for block in blocks.values()],
        "streams": [stream for stream in streams if (stream[0] + 1, stream[2]) in blocks],
    }


def numbers(table: Table, name: str, kind: type = float) -> list[Any]:
    """Return the numbers of a column, None where it is empty.

    Raises
    ------
    InputError
        A field is no number, or one that is not finite or far too large.
    """
    found: list[Any] = []
    for field, line in zip(table.column(name), table.lines, strict=True):
        try:
            value = kind(field) if field else None
        except ValueError:
            value = math.nan
        if value is not None and not abs(value) < _MOST_NUMBER:
            raise InputError(table.source, line, f"the {name} '{field[:40]}' is no number", _REMEDY)
        found.append(value)
    return found
