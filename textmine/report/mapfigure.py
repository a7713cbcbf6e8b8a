"""The map as a figure: links, terms, names of terms and communities, and a legend."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Floats
from textmine.report.colours import GREY
from textmine.report.shapes import (
    Disc,
    Drawing,
    Label,
    Shape,
    Stroke,
    Text,
    clipped,
    fitted,
    labelled,
    placed_labels,
    text_width,
)

__all__ = ["legend", "map_drawing", "size_legend"]

_WIDTH, _HEIGHT, _LEGEND, _MARGIN = 1500.0, 1000.0, 330.0, 20.0  # pixels
_ROW, _LABELS = 19.0, 160
_SIZES = 90.0  # pixels below the legend, for the sizes of discs
_LEAST_ROW = 14.5  # pixels of a row where there are many communities


def map_drawing(drawn: dict[str, Any], names: Sequence[str], wording: dict[str, str]) -> Drawing:
    """Return the figure: links of the backbone, terms, names of terms and communities, a legend.

    Parameters
    ----------
    drawn
        What `drawn_map` returns.
    names
        The terms.
    wording
        Texts of the legend.
    """
    at, radii, scale = _placed(drawn)
    discs = zip(drawn["nodes"]["community"], at.tolist(), radii.tolist(), strict=True)
    frame = (0.0, 0.0, _WIDTH - _LEGEND, _HEIGHT)
    labels = placed_labels(_wanted_labels(drawn, names, at, radii), frame, _LABELS)
    shapes: list[Shape] = [
        *_links(drawn, at),
        *(Disc(x, y, radius, _colour(drawn, home)) for home, (x, y), radius in discs),
        *(shape for label in labels for shape in labelled(label)),
        *legend(drawn, wording),
        *size_legend(drawn["nodes"]["flow"], scale, wording),
    ]
    return Drawing(_WIDTH, _HEIGHT, shapes)


def _placed(drawn: dict[str, Any]) -> tuple[Floats, Floats, float]:
    """Return positions and radii in pixels, and the radius of the mean; the map is stretched a little to its frame."""
    nodes = drawn["nodes"]
    at = np.column_stack((nodes["x"], nodes["y"])).astype(np.float64)
    low, high = at.min(axis=0) - 3, at.max(axis=0) + 3
    room = np.array([_WIDTH - _LEGEND, _HEIGHT]) - 2 * _MARGIN
    scales = room / (high - low)
    scales = np.minimum(scales, 1.5 * scales.min())
    middle = np.array([(_WIDTH - _LEGEND) / 2, _HEIGHT / 2])
    scale = 0.8 * float(scales.min())
    return (at - (low + high) / 2) * scales + middle, scale * np.array(nodes["radius"]["flow"]), scale


def _colour(drawn: dict[str, Any], community: int) -> str:
    return (drawn["communities"][community]["colours"][0] if community >= 0 else None) or GREY[0]


def _links(drawn: dict[str, Any], at: Floats) -> Iterator[Stroke]:
    """Yield a stroke for the links within communities of each colour, and one for those between communities."""
    homes, links = drawn["nodes"]["community"], drawn["links"]
    lines: dict[str, list[list[tuple[float, float]]]] = {}
    for link in links["backbone"]:
        a, b = links["a"][link], links["b"][link]
        colour = _colour(drawn, homes[a]) if homes[a] == homes[b] else "#000"
        (x, y), (to_x, to_y) = at[a].tolist(), at[b].tolist()
        lines.setdefault(colour, []).append([(x, y), (to_x, to_y)])
    for colour, parts in sorted(lines.items()):
        yield Stroke(parts, colour, opacity=0.1 if colour == "#000" else 0.4)


def _wanted_labels(drawn: dict[str, Any], names: Sequence[str], at: Floats, radii: Floats) -> Iterator[Label]:
    """Yield the names of the communities, the largest first, then those of the terms."""
    homes = np.array(drawn["nodes"]["community"])
    for place in sorted(range(len(drawn["communities"])), key=lambda place: -drawn["communities"][place]["flow"]):
        own = at[homes == place]
        if len(own):
            x, y = own.mean(axis=0).tolist()
            room = max(90.0, float(np.ptp(own[:, 0])) * 1.15)
            yield Label(fitted(drawn["communities"][place]["name"], room, 13), x, y, 13, _colour(drawn, place))
    for node in sorted(range(len(homes)), key=lambda node: -drawn["nodes"]["flow"][node]):
        x, y = at[node].tolist()
        size = min(18.0, max(10.0, 1.3 * float(radii[node])))
        yield Label(clipped(names[drawn["nodes"]["term"][node]]), x, y, size)


def legend(drawn: dict[str, Any], wording: dict[str, str]) -> Iterator[Shape]:
    """Yield the communities under their themes, with the number of documents of each, as many as there is room for."""
    rows: list[tuple[str, str, int]] = []  # text, colour or nothing for a theme, documents
    theme = -1
    for community in drawn["communities"]:
        if community["theme"] != theme and community["theme"] >= 0:
            theme = community["theme"]
            rows.append((drawn["themes"][theme]["name"], "", drawn["themes"][theme]["documents"]))
        rows.append((community["name"], community["colours"][0] or GREY[0], community["documents"]))
    room = _HEIGHT - 2 * _MARGIN - _SIZES
    row = max(_LEAST_ROW, min(_ROW, room / (len(rows) + 2)))
    most = int(room / row) - 1
    left, right = _WIDTH - _LEGEND + 10, _WIDTH - _MARGIN
    counted = any(documents for _, _, documents in rows)  # a small text has communities without documents
    if counted:
        yield Text(wording["n_documents"], right, _MARGIN, 12, "end", opacity=0.75)
    for place, (text, colour, documents) in enumerate(rows[:most]):
        y = _MARGIN + (place + 1) * row
        if colour:
            yield Disc(left + 6, y, 5, colour)
        shown = text
        while text_width(shown, 12) > right - left - 70:
            shown = shown.rstrip("…")[:-1] + "…"
        yield Text(shown, left + (18 if colour else 0), y, 12, bold=not colour)
        if counted:
            yield Text(f"{documents:,}", right, y, 12, "end", opacity=0.75)
    if len(rows) > most:
        yield Text(f"… {len(rows) - most:,}", left, _HEIGHT - _MARGIN - _SIZES, 12)


def size_legend(flows: Sequence[float], scale: float, wording: dict[str, str]) -> Iterator[Shape]:
    """Yield discs of up to three round shares of the links, with these, below the legend.

    Parameters
    ----------
    flows
        Of the nodes; areas are in proportion to them, from 0.25 to 9 times the mean.
    scale
        Radius of the mean, in pixels.
    wording
        Texts of the legend.
    """
    mean = sum(flows) / len(flows)
    if mean <= 0:
        return
    start = math.floor(math.log10(mean)) - 1
    rounded = [float(f"{part}e{start + at}") for at in range(4) for part in (1, 2, 5)]
    known = (value for value in rounded if 0.25 <= value / mean <= 9 and value <= max(flows))
    steps = [value for value in known if scale * math.sqrt(value / mean) <= (_SIZES - 30) / 2]
    steps = steps if len(steps) < 4 else [steps[0], steps[len(steps) // 2], steps[-1]]
    if not steps:
        return
    x, y = _WIDTH - _LEGEND + 10, _HEIGHT - _MARGIN - scale * math.sqrt(steps[-1] / mean)
    yield Text(f"{wording['size']}: {wording['size_flow']}", x, _HEIGHT - _MARGIN - _SIZES + 18, 12, opacity=0.75)
    for value in steps:
        radius, said = scale * math.sqrt(value / mean), f"{100 * value:.2g}%"
        yield Disc(x + radius, y, radius, GREY[0])
        yield Text(said, x + 2 * radius + 5, y, 12)
        x += 2 * radius + 22 + text_width(said, 12)
