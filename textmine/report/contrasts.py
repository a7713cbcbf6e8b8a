"""The page's data of the two-sided plots: each value of a group beside the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textmine.errors import InputError
from textmine.map.files import COMPARISON
from textmine.map.folder import MapFolder
from textmine.report.labels import label
from textmine.report.times import numbers

__all__ = ["contrast_data", "typical_values"]

_TERMS = 1_500  # of a plot
_MOST = 15_000  # rows of all plots


def contrast_data(folder: MapFolder, place_of: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the plots: of each value of each group, the frequencies of terms there and elsewhere.

    Parameters
    ----------
    folder
        The folder that `textmine map` wrote.
    place_of
        Index of each term of the page.

    Returns
    -------
    list of dict
        `group`; `side`, the value; `other`, the other value where there are two; `term`: the index of each term, those
        first that differ surely; `rate`, `other_rate`: per million units; `sure`: bits of the difference that is sure,
        below 0 where the other side has more, 0 where nothing is significant.

    Raises
    ------
    InputError
        The table is not what `textmine map` writes.
    """
    table = folder.tables.get(COMPARISON)
    if table is None:
        return []
    groups, sides, opposite, names = (table.column(name) for name in ("group", "side", "other", "term"))
    rates, others, ratios, lows, highs = (
        numbers(table, name) for name in ("per_million", "other_per_million", "log_ratio", "low", "high")
    )
    significant = [text.lower() == "true" for text in table.column("significant")]
    plots: dict[tuple[str, str, str], list[Any]] = {}
    for row, line in enumerate(table.lines):
        known = (rates[row], others[row], ratios[row], lows[row], highs[row])
        if None in known:
            raise InputError(table.source, line, "a number is missing", "make the folder with textmine map")
        if names[row] in place_of:
            more = ratios[row] > 0
            sure = (lows[row] if more else -highs[row]) if significant[row] else 0.0
            entry = (-sure, -abs(ratios[row]), place_of[names[row]], sure if more else -sure, rates[row], others[row])
            plots.setdefault((groups[row], sides[row], opposite[row]), []).append(entry)
    most = min(_TERMS, _MOST // max(len(plots), 1))
    return [_plot(names, sorted(entries)[:most]) for names, entries in plots.items()]


def _plot(names: tuple[str, str, str], entries: list[Any]) -> dict[str, Any]:
    def short(place: int) -> list[float]:
        return [float(f"{entry[place]:.4g}") for entry in entries]

    return {
        **dict(zip(("group", "side", "other"), map(label, names), strict=True)),
        "term": [entry[2] for entry in entries],
        "sure": [round(entry[3], 2) for entry in entries],
        "rate": short(4),
        "other_rate": short(5),
    }


def typical_values(plots: list[dict[str, Any]], terms: Sequence[int]) -> list[dict[str, Any]]:
    """Return for each group its values, and the value that surely uses each term most, -1 for none.

    Examples
    --------
    >>> plot = {"group": "by", "side": "a", "other": "b", "term": [3, 1], "sure": [1.5, -2.0]}
    >>> typical_values([plot], [1, 2, 3])
    [{'name': 'by', 'values': ['a', 'b'], 'of': [1, -1, 0]}]
    """
    found: dict[str, dict[int, tuple[float, str]]] = {}
    for plot in plots:
        best = found.setdefault(plot["group"], {})
        for term, sure in zip(plot["term"], plot["sure"], strict=True):
            side = plot["side"] if sure > 0 else plot["other"]
            if side and abs(sure) > best.get(term, (0.0, ""))[0]:
                best[term] = (abs(sure), side)
    named: dict[str, dict[str, int]] = {name: {} for name in found}
    for plot in plots:
        for side in filter(None, (plot["side"], plot["other"])):
            named[plot["group"]].setdefault(side, len(named[plot["group"]]))
    return [
        {
            "name": name,
            "values": list(named[name]),
            "of": [named[name][best[term][1]] if term in best else -1 for term in terms],
        }
        for name, best in found.items()
    ]
