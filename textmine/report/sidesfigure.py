"""Two sides of a comparison as a figure: the frequencies of terms on both, with the diagonal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from textmine.errors import OptionError
from textmine.report.colours import GREY
from textmine.report.shapes import Disc, Drawing, Label, Shape, Stroke, Text, clipped, labelled, placed_labels

__all__ = ["sides_drawing"]

_SIZE, _LEFT, _TOP, _MARGIN, _STEP = 1000.0, 80.0, 50.0, 70.0, 70.0  # pixels
_GRID = "#d4d8de"
_LABELS = 150
_COLOURS = ("#0072b2", "#c14a00")  # what one side, and what the other has more of


def sides_drawing(
    plots: Sequence[dict[str, Any]], names: Sequence[str], side: str | None, wording: dict[str, str]
) -> Drawing:
    """Return the plot of one side against the others.

    Parameters
    ----------
    plots
        What `contrast_data` returns.
    names
        The terms.
    side
        The value of a group; None for the first.
    wording
        Texts of the figure.

    Raises
    ------
    OptionError
        Nothing is compared, or there is no such side.
    """
    if not plots:
        raise OptionError("no groups of documents were compared", "make the map with `group`")
    plot = next((plot for plot in plots if side in (None, plot["side"])), None)
    if plot is None:
        known = ", ".join(plot["side"] for plot in plots[:5])
        raise OptionError(f"`side` '{side}' is not compared with the others", f"there are: {known}")
    rates, others = plot["rate"], plot["other_rate"]
    above = [value for value in (*rates, *others) if value > 0] or [1.0]
    low, high = math.log10(min(above)) - 0.05, math.log10(max(above)) + 0.08
    end = _SIZE - _MARGIN

    def across(value: float) -> float:
        share = (math.log10(value) - low) / max(0.1, high - low) if value > 0 else 0.0
        return _LEFT + _STEP + share * (end - _LEFT - _STEP) if value > 0 else _LEFT + _STEP / 3

    def up(value: float) -> float:
        share = (math.log10(value) - low) / max(0.1, high - low) if value > 0 else 0.0
        return end - _STEP - share * (end - _TOP - _STEP) if value > 0 else end - _STEP / 3

    shapes: list[Shape] = [*_axes(plot, across, up, (low, high), wording)]
    points = list(zip(plot["term"], map(across, others), map(up, rates), plot["sure"], strict=True))
    shapes += [Disc(x, y, 2.5, _COLOURS[sure < 0] if sure else GREY[0]) for _, x, y, sure in reversed(points)]
    wanted = (Label(clipped(names[term]), x, y - 10, 13) for term, x, y, sure in points if sure or len(points) < 100)
    for label in placed_labels(wanted, (_LEFT, _TOP, _SIZE, end), _LABELS):
        shapes += labelled(label)
    return Drawing(_SIZE, _SIZE, shapes)


def _axes(
    plot: dict[str, Any],
    across: Callable[[float], float],
    up: Callable[[float], float],
    ends: tuple[float, float],
    wording: dict[str, str],
) -> Iterator[Shape]:
    """Yield the grid, the diagonal, the names of the axes, and what the colours mean."""
    end, low, high = _SIZE - _MARGIN, *ends
    for value in (0.0, *(10.0**power for power in range(math.ceil(low), math.floor(high) + 1))):
        yield Stroke([[(across(value), _TOP), (across(value), end)], [(_LEFT, up(value)), (end, up(value))]], _GRID)
        yield Text(f"{value:,g}", across(value), end + 14, 12, "middle", opacity=0.75)
        yield Text(f"{value:,g}", _LEFT - 8, up(value), 12, "end", opacity=0.75)
    corner = [(across(10.0**at), up(10.0**at)) for at in (low, high)]
    yield Stroke([corner], "#5a6372", 1.2, dash=(5, 4))
    side, other = clipped(plot["side"]), clipped(plot["other"] or wording["rest"])
    yield Text(f"{wording['per_million'].format(side=other)} →", end, _SIZE - 28, 13, "end")
    yield Text(f"↑ {wording['per_million'].format(side=side)}", 10, 18, 13)
    for place, (name, colour) in enumerate(zip((side, other), _COLOURS, strict=True)):
        yield Disc(_LEFT + 10 + 300 * place, _SIZE - 28, 5, colour)
        yield Text(wording["more_on"].format(side=name), _LEFT + 22 + 300 * place, _SIZE - 28, 13)
