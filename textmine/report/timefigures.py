"""Trends and streams of communities as figures."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from textmine.errors import OptionError
from textmine.report.colours import GREY
from textmine.report.shapes import (
    Area,
    Disc,
    Drawing,
    Label,
    Rectangle,
    Shape,
    Stroke,
    Text,
    clipped,
    fitted,
    labelled,
    placed_labels,
    text_width,
)

__all__ = ["alluvial_drawing", "trend_drawing"]

_WIDTH, _HEIGHT, _BESIDE = 1200.0, 700.0, 260.0  # pixels; the names of lines are beside them
_LEFT, _TOP, _BOTTOM = 70.0, 40.0, 650.0
_LINES = 8
_SHADES = ("#0072b2", "#c14a00", "#00795a", "#a8438a", "#7a5b00", "#3d7cc9", "#8b1a1a", "#566270")
_UNSURE = (2.0, 4.0)  # dashes
_GRID = "#d4d8de"
_THICK, _GAP = 14.0, 5.0  # of the blocks of a stream


def trend_drawing(page: dict[str, Any], names: Sequence[str], lines: Sequence[str], wording: dict[str, str]) -> Drawing:
    """Return lines by period, of terms as occurrences per million words, or of communities as shares of documents.

    Parameters
    ----------
    page
        `times` of `times_data` and `communities` of `drawn_map`.
    names
        The terms.
    lines
        Names of terms, or of communities; none means the communities with the most documents.
    wording
        Texts of the figure.

    Raises
    ------
    OptionError
        No term or community is called so, or there are both.
    """
    of_terms, chosen = _chosen(page, names, lines)
    times = page["times"]
    periods, calendar = times["periods"], times["at"]
    most = max((value for _, _, values in chosen for value in values), default=0.0) or 1.0
    right = _WIDTH - _BESIDE

    def across(period: int) -> float:
        return _LEFT + (right - _LEFT) * float(calendar[period] / max(1, calendar[-1]))

    def up(value: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * value / (1.04 * most)

    shapes: list[Shape] = [*_time_axes(periods, most, across, up, of_terms=of_terms)]
    shapes.append(Text(wording["axis_rate" if of_terms else "axis_share"], 10, 14, 13, opacity=0.75))
    heights: list[Label] = []
    for place, (name, colour, values) in enumerate(chosen):
        points = [(across(period), up(value)) for period, value in enumerate(values)]
        shapes += _line(points, colour, times, square=of_terms and place // len(_SHADES) % 2 == 1)
        shown = fitted(name, _BESIDE - 40, 13)
        heights.append(Label(shown, right + 24 + text_width(shown, 13) / 2, points[-1][1], 13, colour))
    shapes += _names_of_lines(heights, right + 12)
    return Drawing(_WIDTH, _HEIGHT, shapes)


def _line(
    points: Sequence[tuple[float, float]], colour: str, times: Mapping[str, Any], *, square: bool
) -> Iterator[Shape]:
    """Yield a line with its points; hollow where a period has few documents, dashed to there and over missing ones."""
    few, calendar = {*times["few"]}, times["at"]

    def is_sure(stop: int) -> bool:
        return not few & {stop - 1, stop} and bool(calendar[stop] == calendar[stop - 1] + 1)

    for sure, pieces in itertools.groupby(range(1, len(points)), is_sure):
        ends = [*pieces]
        yield Stroke([points[ends[0] - 1 : ends[-1] + 1]], colour, 2.2 if sure else 1.4, dash=() if sure else _UNSURE)
    for period, (x, y) in enumerate(points):
        yield _point(x, y, 4 if period in few else 3, colour, square=square)
        if period in few:
            yield _point(x, y, 2.4, "#ffffff", square=square)


def _point(x: float, y: float, radius: float, colour: str, *, square: bool) -> Shape:
    """Return a disc, or a square: lines after the eighth have the colours of the first ones."""
    return Rectangle(x - radius, y - radius, 2 * radius, 2 * radius, colour) if square else Disc(x, y, radius, colour)


def _chosen(
    page: dict[str, Any], names: Sequence[str], lines: Sequence[str]
) -> tuple[bool, list[tuple[str, str, list[float]]]]:
    """Return whether the lines are terms, and name, colour and values of each."""
    times, communities = page["times"], page["communities"]
    rates = dict(zip((names[term] for term in times["terms"]["term"]), times["terms"]["rate"], strict=True))
    by_name = {community["name"]: place for place, community in enumerate(communities)}
    order = sorted(range(len(communities)), key=lambda place: (-communities[place]["documents"], place))
    if lines and all(line in rates for line in lines):
        return True, [(line, _SHADES[at % len(_SHADES)], rates[line]) for at, line in enumerate(lines)]
    unknown = [line for line in lines if line not in by_name and line not in rates]
    if unknown or any(line not in by_name for line in lines):
        mixed = "`line` names terms and communities"
        reason = f"`line` '{unknown[0]}' is no term and no community" if unknown else mixed
        raise OptionError(reason, "name terms of trends.tsv, or communities of themes.tsv")
    places = [by_name[line] for line in lines] or order[:_LINES]
    sizes = [max(1, size) for size in times["documents"]]
    return False, [
        (
            communities[place]["name"],
            communities[place]["colours"][0] or GREY[0],
            [count / size for count, size in zip(times["communities"][place], sizes, strict=True)],
        )
        for place in places
    ]


def _time_axes(
    periods: Sequence[str], most: float, across: Callable[[int], float], up: Callable[[float], float], *, of_terms: bool
) -> Iterator[Shape]:
    power = 10.0 ** math.floor(math.log10(most))
    step = power * next((part for part in (0.2, 0.5, 1.0) if most / (power * part) <= 6), 2.0)
    for number in range(int(1.04 * most / step) + 1):
        y = up(number * step)
        yield Stroke([[(_LEFT, y), (_WIDTH - _BESIDE, y)]], _GRID)
        said = f"{number * step:,g}" if of_terms else f"{100 * number * step:.3g}%"
        yield Text(said, _LEFT - 8, y, 12, "end", opacity=0.75)
    wide = max(text_width(label, 12) for label in periods) + 14
    free = 0.0
    for period, label in enumerate(periods):
        yield Stroke([[(across(period), _BOTTOM), (across(period), _BOTTOM + 5)]], _GRID)
        if across(period) - wide / 2 >= free:
            yield Text(label, across(period), _BOTTOM + 18, 12, "middle", opacity=0.75)
            free = across(period) + wide / 2


def _names_of_lines(labels: list[Label], left: float) -> Iterator[Shape]:
    """Yield the names beside the ends of their lines, one below the other, each with a piece of its colour."""
    y = -math.inf
    order = sorted(labels, key=lambda label: label.y)
    heights = []
    for label in order:
        y = max(label.y, y + 18)
        heights.append(y)
    lowest = float(_BOTTOM)  # the last period stands below
    for at in reversed(range(len(heights))):  # those that are too low push the others up
        heights[at] = min(heights[at], lowest)
        lowest = heights[at] - 18
    for label, height in zip(order, heights, strict=True):
        yield Rectangle(left, height - 2, 8, 4, label.plate)
        yield Text(label.text, left + 14, height, 13)


def alluvial_drawing(alluvial: dict[str, Any], communities: Sequence[dict[str, Any]]) -> Drawing:
    """Return the streams of communities from period to period.

    Parameters
    ----------
    alluvial
        What `alluvial_data` returns.
    communities
        `communities` of `drawn_map`; those that are in the streams, too, have the same colour.
    """
    blocks, scale, rank = _blocks(alluvial)
    used: dict[tuple[int, int, bool], float] = {}
    shapes: list[Shape] = []
    streams = sorted(alluvial["streams"], key=lambda stream: (stream[0], rank[stream[1]], rank[stream[2]]))
    for period, number, then, shared, grown in streams:
        ends = [(period, number, True), (period + 1, then, False)]
        edges = []
        for (at, who, out), share in zip(ends, (shared, grown), strict=True):
            x, y, _, _ = blocks[at, who]
            top = y + used.get((at, who, out), 0.0)
            used[at, who, out] = used.get((at, who, out), 0.0) + share * scale
            edges.append((x + (_THICK if out else 0), top, top + share * scale))
        colour = _stream_colour(communities, then, blocks[period + 1, then][3])
        shapes.append(Area(edges[0], edges[1], colour, 0.4))
    for (_period, number), (x, y, flow, name) in blocks.items():
        fill = _stream_colour(communities, number, name)
        shapes.append(Rectangle(x, y, _THICK, max(1.0, flow * scale), fill))
    return Drawing(_WIDTH, _HEIGHT, [*shapes, *_block_names(alluvial, blocks, scale)])


_Blocks = dict[tuple[int, int], tuple[float, float, float, str]]  # period, number: x, y, flow, name


def _blocks(alluvial: dict[str, Any]) -> tuple[_Blocks, float, dict[int, int]]:
    """Return the blocks, the pixels of a flow of 1, and the order of the communities from top to bottom."""
    total: dict[int, float] = {}
    for _, number, flow, _, _ in alluvial["blocks"]:
        total[number] = total.get(number, 0.0) + flow
    rank = {number: place for place, number in enumerate(sorted(total, key=lambda number: (-total[number], number)))}
    columns: dict[int, list[Any]] = {}
    for block in alluvial["blocks"]:
        columns.setdefault(block[0], []).append(block)
    most = max(map(len, columns.values()))
    gap = min(_GAP, 0.25 * (_BOTTOM - _TOP) / max(1, most - 1))
    largest = max(sum(block[2] for block in some) for some in columns.values())
    scale = (_BOTTOM + 30 - _TOP - gap * (most - 1)) / max(largest, 1e-9)
    blocks: _Blocks = {}
    for period, some in columns.items():
        y = _TOP
        x = 20 + (_WIDTH - 40 - _THICK) * period / max(1, len(alluvial["periods"]) - 1)
        for _, number, flow, name, _ in sorted(some, key=lambda block: rank[block[1]]):
            blocks[period, number] = (x, y, flow, name)
            y += flow * scale + gap
    return blocks, scale, rank


def _stream_colour(communities: Sequence[dict[str, Any]], number: int, name: str) -> str:
    """Return the colour of a community on the map, or one of its own where the map does not have it."""
    own = communities[number - 1] if 0 < number <= len(communities) else None
    if own is not None and name in (own["name"], own.get("given")):
        return str(own["colours"][0] or GREY[0])
    return _SHADES[number % len(_SHADES)]


def _block_names(alluvial: dict[str, Any], blocks: _Blocks, scale: float) -> Iterator[Shape]:
    """Yield the labels of the periods, and the name of each community once, at its largest block."""
    periods = alluvial["periods"]
    for period, label in enumerate(periods):
        x = next(block[0] for (at, _), block in blocks.items() if at == period) + _THICK / 2
        half = 0.55 * text_width(label, 13)  # bold letters are wider
        yield Text(label, min(max(x, half + 4), _WIDTH - half - 4), 18, 13, "middle", bold=True)
    largest: dict[int, tuple[int, int]] = {}
    for period, number in blocks:
        best = largest.get(number)
        if best is None or blocks[period, number][2] > blocks[best][2]:
            largest[number] = (period, number)
    room = _WIDTH / len(periods) - 30
    wanted = []
    for key in sorted(largest.values(), key=lambda key: -blocks[key][2]):
        x, y, flow, name = blocks[key]
        text = clipped(fitted(name, room, 13), 20)
        half = text_width(text, 13) / 2 + 6
        at_end = key[0] == len(periods) - 1 and len(periods) > 1
        wanted.append(Label(text, x - half if at_end else x + _THICK + half, y + flow * scale / 2, 13))
    for placed in placed_labels(wanted, (0, 30, _WIDTH, _HEIGHT), 80):
        yield from labelled(placed)
