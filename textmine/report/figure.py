"""The map as a figure for papers: SVG with text as text, made without a browser."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arraytypes import Floats
from textmine.errors import OptionError
from textmine.io import open_output
from textmine.map.folder import read_folder
from textmine.report.colours import GREY
from textmine.report.drawn import drawn_map
from textmine.report.wording import WORDING, language_of

__all__ = ["check_figure", "figure_lines", "write_figure"]

_WIDTH, _HEIGHT, _LEGEND, _MARGIN = 1500.0, 1000.0, 330.0, 20.0  # pixels
_ROW, _LABELS, _LONGEST = 19.0, 160, 28
_FONT = "Helvetica, Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Label:
    """A text around a point: `plate` is the colour of the edge of a name of a community, empty for a term."""

    text: str
    x: float
    y: float
    size: float
    plate: str = ""

    @property
    def box(self) -> Box:
        wide = text_width(self.text, self.size)
        half, tall = (0.55 * wide + 6 if self.plate else wide / 2 + 2), self.size / 2 + 2  # names are bold
        return self.x - half, self.y - tall, self.x + half, self.y + tall


def check_figure(path: str) -> None:
    """Raise OptionError for the name of a figure of another format than SVG."""
    if not path.lower().endswith(".svg"):
        raise OptionError(
            f"`figure` is {path}, which is no .svg", "name a file that ends in .svg; any editor converts it"
        )


def write_figure(directory: str, path: str, language: str | None = None) -> None:
    """Read the folder that `textmine map` wrote, and write its map as an SVG figure.

    Parameters
    ----------
    directory
        The folder.
    path
        The file; its name ends in `.svg`.
    language
        Of the legend, `zh` or `en`; None means the language of the terms.

    Raises
    ------
    InputError
        A file is missing or broken, or the figure cannot be written.
    OptionError
        The name does not end in `.svg`.
    """
    check_figure(path)
    folder = read_folder(directory)
    names = folder.terms.column("term")
    drawn = drawn_map(folder, {term: place for place, term in enumerate(names)})
    with open_output(path) as stream:
        stream.writelines(figure_lines(drawn, names, language or language_of(names[:1000])))


def figure_lines(drawn: dict[str, Any], names: Sequence[str], language: str) -> Iterator[str]:
    """Yield the lines of the figure: links of the backbone, terms, names of terms and communities, a legend.

    Parameters
    ----------
    drawn
        What `drawn_map` returns.
    names
        The terms.
    language
        `zh` or `en`.
    """
    at, radii = _placed(drawn)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{_HEIGHT:g}"'
        f' viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" font-family="{_FONT}">\n'
    )
    yield f'<rect width="{_WIDTH:g}" height="{_HEIGHT:g}" fill="#fff"/>\n'
    yield from _links(drawn, at)
    for home, (x, y), radius in zip(drawn["nodes"]["community"], at.tolist(), radii.tolist(), strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_colour(drawn, home)}"/>\n'
    for label in _placed_labels(_wanted_labels(drawn, names, at, radii)):
        yield from _label_lines(label)
    yield from _legend(drawn, WORDING[language])
    yield "</svg>\n"


def _placed(drawn: dict[str, Any]) -> tuple[Floats, Floats]:
    """Return positions and radii in pixels; the map is stretched a little to fill its frame."""
    nodes = drawn["nodes"]
    at = np.column_stack((nodes["x"], nodes["y"])).astype(np.float64)
    low, high = at.min(axis=0) - 3, at.max(axis=0) + 3
    room = np.array([_WIDTH - _LEGEND, _HEIGHT]) - 2 * _MARGIN
    scales = room / (high - low)
    scales = np.minimum(scales, 1.5 * scales.min())
    middle = np.array([(_WIDTH - _LEGEND) / 2, _HEIGHT / 2])
    return (at - (low + high) / 2) * scales + middle, 0.8 * float(scales.min()) * np.array(nodes["radius"]["flow"])


def _colour(drawn: dict[str, Any], community: int) -> str:
    return (drawn["communities"][community]["colours"][0] if community >= 0 else None) or GREY[0]


def _links(drawn: dict[str, Any], at: Floats) -> Iterator[str]:
    """Yield a path for the links within communities of each colour, and one for those between communities."""
    homes, links = drawn["nodes"]["community"], drawn["links"]
    paths: dict[str, list[str]] = {}
    for link in links["backbone"]:
        a, b = links["a"][link], links["b"][link]
        colour = _colour(drawn, homes[a]) if homes[a] == homes[b] else "#000"
        (x, y), (to_x, to_y) = at[a].tolist(), at[b].tolist()
        paths.setdefault(colour, []).append(f"M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}")
    for colour, parts in sorted(paths.items()):
        opacity = 0.1 if colour == "#000" else 0.4
        yield f'<path d="{"".join(parts)}" fill="none" stroke="{colour}" stroke-opacity="{opacity}"/>\n'


def _wanted_labels(drawn: dict[str, Any], names: Sequence[str], at: Floats, radii: Floats) -> Iterator[_Label]:
    """Yield the names of the communities, the largest first, then those of the terms."""
    homes = np.array(drawn["nodes"]["community"])
    for place in sorted(range(len(drawn["communities"])), key=lambda place: -drawn["communities"][place]["flow"]):
        own = at[homes == place]
        if len(own):
            x, y = own.mean(axis=0).tolist()
            room = max(90.0, float(np.ptp(own[:, 0])) * 1.15)
            yield _Label(_shorter(drawn["communities"][place]["name"], room), x, y, 13, _colour(drawn, place))
    for node in sorted(range(len(homes)), key=lambda node: -drawn["nodes"]["flow"][node]):
        x, y = at[node].tolist()
        size = min(18.0, max(10.0, 1.3 * float(radii[node])))
        yield _Label(_clipped(names[drawn["nodes"]["term"][node]]), x, y, size)


def _shorter(name: str, room: float) -> str:
    """Return as many terms of a name as there is room for, one at least."""
    parts = name.split(" · ")
    tried = [" · ".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return _clipped(next((text for text in tried if text_width(text, 13) <= room), tried[-1]))


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels: the fonts of the reader are not known.

    Examples
    --------
    >>> text_width("变压器", 10), round(text_width("tax", 10), 1)
    (30.0, 17.4)
    """
    return size * sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.58 for character in text)


def _placed_labels(labels: Iterator[_Label]) -> list[_Label]:
    """Return the labels, in order, that cover no other one and do not leave the frame."""
    placed: list[tuple[_Label, Box]] = []
    for label in labels:
        left, top, right, bottom = box = label.box
        inside = left >= 0 and top >= 0 and right <= _WIDTH - _LEGEND and bottom <= _HEIGHT
        if inside and not any(
            other[0] < right and left < other[2] and other[1] < bottom and top < other[3] for _, other in placed
        ):
            placed.append((label, box))
        if len(placed) == _LABELS:
            break
    return [label for label, _ in placed]


def _label_lines(label: _Label) -> Iterator[str]:
    left, top, right, bottom = label.box
    style = 'paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"'
    if label.plate:
        style = 'font-weight="700"'
        place = f'x="{left:.1f}" y="{top:.1f}" height="{bottom - top:.1f}"'
        yield f'<rect {place} width="{right - left:.1f}" fill="#fff" fill-opacity="0.88"/>\n'
        yield f'<rect {place} width="3" fill="{label.plate}"/>\n'
    yield _text(label.text, label.x, label.y, label.size, f'text-anchor="middle" {style}')


def _text(text: str, x: float, y: float, size: float, style: str) -> str:
    """Return a text around the height `y`; what XML cannot hold is left out."""
    shown = html.escape(_NOT_XML.sub("", text))
    return f'<text x="{x:.1f}" y="{y + 0.35 * size:.1f}" font-size="{size:.3g}" fill="#1b1f26" {style}>{shown}</text>\n'


def _legend(drawn: dict[str, Any], wording: dict[str, str]) -> Iterator[str]:
    """Yield the communities under their themes, with the number of documents of each, as many as there is room for."""
    rows: list[tuple[str, str, int]] = []  # text, colour or nothing for a theme, documents
    theme = -1
    for community in drawn["communities"]:
        if community["theme"] != theme and community["theme"] >= 0:
            theme = community["theme"]
            rows.append((drawn["themes"][theme]["name"], "", drawn["themes"][theme]["documents"]))
        rows.append((community["name"], community["colours"][0] or GREY[0], community["documents"]))
    most = int((_HEIGHT - 2 * _MARGIN) / _ROW) - 1
    left, right = _WIDTH - _LEGEND + 10, _WIDTH - _MARGIN
    quiet = 'text-anchor="end" fill-opacity="0.75"'
    counted = any(documents for _, _, documents in rows)  # a small text has communities without documents
    if counted:
        yield _text(wording["n_documents"], right, _MARGIN, 12, quiet)
    for place, (text, colour, documents) in enumerate(rows[:most]):
        y = _MARGIN + (place + 1) * _ROW
        if colour:
            yield f'<circle cx="{left + 6:g}" cy="{y:.1f}" r="5" fill="{colour}"/>\n'
        fitting = text
        while text_width(fitting, 12) > right - left - 70:
            fitting = fitting.rstrip("…")[:-1] + "…"
        yield _text(fitting, left + (18 if colour else 0), y, 12, "" if colour else 'font-weight="700"')
        if counted:
            yield _text(f"{documents:,}", right, y, 12, quiet)
    if len(rows) > most:
        yield _text(f"… {len(rows) - most:,}", left, _HEIGHT - _MARGIN, 12, "")
