"""The communities as a figure: a treemap, an area a community, those of a theme beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from textmine.report.colours import GREY
from textmine.report.shapes import INK, Box, Drawing, Rectangle, Shape, Text, text_width

__all__ = ["squarified", "treemap_drawing"]

_WIDTH, _HEIGHT = 1200.0, 800.0  # pixels
_LETTERS = (22.0, 16.0, 12.0)
_PLENTY = 90  # square pixels of a cell for each of the area of one of its letters
_LINE, _MARGIN = 1.4, 6.0
_DARK = 0.179  # relative luminance below which white is easier to read than black


def treemap_drawing(drawn: dict[str, Any], names: Sequence[str]) -> Drawing:
    """Return the figure: cells as large as the shares of the links, with the first terms of each community.

    Parameters
    ----------
    drawn
        What `drawn_map` returns.
    names
        The terms.
    """
    members: list[list[str]] = [[] for _ in drawn["communities"]]
    for term, home in zip(drawn["nodes"]["term"], drawn["nodes"]["community"], strict=True):
        if home >= 0:
            members[home].append(names[term])
    by_theme: dict[int, list[int]] = {}
    for place, community in enumerate(drawn["communities"]):
        if community["flow"] > 0:
            by_theme.setdefault(community["theme"], []).append(place)
    flows = [community["flow"] for community in drawn["communities"]]
    shapes: list[Shape] = []
    frame = (0.0, 0.0, _WIDTH, _HEIGHT)
    themes = sorted(by_theme.values(), key=lambda places: -sum(flows[place] for place in places))
    areas = [sum(flows[place] for place in places) for places in themes]
    for places, outer in zip(themes, squarified(areas, frame), strict=True):
        places = sorted(places, key=lambda place: -flows[place])
        for place, box in zip(places, squarified([flows[place] for place in places], outer), strict=True):
            community = drawn["communities"][place]
            words = dict.fromkeys([*community["name"].split(" · "), *members[place][:100]])
            shapes += _cell(box, community["colours"][0] or GREY[0], list(words))
    return Drawing(_WIDTH, _HEIGHT, shapes)


def _cell(box: Box, colour: str, words: Sequence[str]) -> Iterator[Shape]:
    left, top, width, height = box
    yield Rectangle(left + 0.5, top + 0.5, max(0.0, width - 1), max(0.0, height - 1), colour)
    sizes = [size for size in _LETTERS if width * height >= _PLENTY * size * size] or list(_LETTERS[-1:])
    tried = [(size, _lines(words, width - 2 * _MARGIN, height - 8, size)) for size in sizes]
    size, lines = next((some for some in tried if some[1]), (_LETTERS[-1], []))
    for at, line in enumerate(lines):
        y = top + 4 + (at + 0.5) * _LINE * size
        yield Text(line, left + _MARGIN, y, size, bold=at == 0, colour=_ink_on(colour))


def _lines(words: Sequence[str], width: float, height: float, size: float) -> list[str]:
    """Return lines of whole terms that fit: the first one comes first, or there is none."""
    lines: list[str] = []
    if 1.1 * text_width(words[0], size) > width:
        return lines
    for word in words:
        wide = 1.1 if len(lines) <= 1 else 1.0  # the first line is bold
        if lines and wide * text_width(f"{lines[-1]} · {word}", size) <= width:
            lines[-1] += f" · {word}"
        elif (len(lines) + 1) * size * _LINE <= height and (1.0 if lines else 1.1) * text_width(word, size) <= width:
            lines.append(word)
    return lines


def _ink_on(colour: str) -> str:
    """Return dark or white: the one that is easier to read on a colour (WCAG 2.2).

    Examples
    --------
    >>> _ink_on("#ffffff") == INK, _ink_on("#003366")
    (True, '#ffffff')
    """
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return INK if 0.2126 * red + 0.7152 * green + 0.0722 * blue > _DARK + 0.03 else "#ffffff"


def squarified(sizes: Sequence[float], frame: Box) -> list[Box]:
    """Return boxes (left, top, width, height) as large as the sizes, which descend, and as square as possible.

    Source: Bruls, Huizing & van Wijk 2000, Squarified treemaps.

    Parameters
    ----------
    sizes
        Above 0.
    frame
        Left, top, width, height.

    Examples
    --------
    >>> squarified([6, 6, 4, 3, 2, 2, 1], (0, 0, 6, 4))[:2]
    [(0, 0.0, 3.0, 2.0), (0, 2.0, 3.0, 2.0)]
    """
    left, top, width, height = frame
    placed: list[Box] = []
    rest, start = sum(sizes), 0
    while start < len(sizes):
        upright = width >= height  # rows stand at the shorter side
        side, scale = min(width, height), width * height / rest
        row = sizes[start : start + _row_length(sizes[start:], side / scale**0.5)] if scale > 0 else sizes[start:]
        total = sum(row)
        thick, at = total / rest * (width if upright else height), 0.0
        for size in row:
            long = size / total * side
            placed.append((left, top + at, thick, long) if upright else (left + at, top, long, thick))
            at += long
        if upright:
            left, width = left + thick, width - thick
        else:
            top, height = top + thick, height - thick
        rest, start = rest - total, start + len(row)
    return placed


def _row_length(sizes: Sequence[float], side: float) -> int:
    """Return how many sizes make the row whose worst box is nearest to a square."""
    total, best = 0.0, float("inf")
    for length, size in enumerate(sizes):
        total += size
        worst = max(side**2 * sizes[0] / total**2, total**2 / (side**2 * size))
        if worst > best:
            return length
        best = worst
    return len(sizes)
