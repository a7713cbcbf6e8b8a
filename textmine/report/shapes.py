"""What a figure is made of: discs, rectangles, strokes, areas and texts; and the same as SVG."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["INK", "Area", "Disc", "Drawing", "Label", "Rectangle", "Shape", "Stroke", "Text", "labelled"]
__all__ += ["clipped", "fitted", "placed_labels", "svg_lines", "text_width"]

INK = "#1b1f26"  # of texts
_FONT = "Helvetica, Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 28  # characters of a label

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: str


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines through points; `dash` are the lengths of strokes and gaps."""

    lines: Sequence[Sequence[Point]]
    colour: str
    width: float = 1.0
    opacity: float = 1.0
    dash: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A filled band between two curves from left to right: `start` and `stop` are x, upper and lower end."""

    start: tuple[float, float, float]
    stop: tuple[float, float, float]
    fill: str
    opacity: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose middle line is at `y`; `anchor` is start, middle or end, `halo` a white edge around the letters."""

    text: str
    x: float
    y: float
    size: float
    anchor: str = "start"
    bold: bool = False
    opacity: float = 1.0
    halo: bool = False
    colour: str = INK


Shape = Disc | Rectangle | Stroke | Area | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: its size in pixels, and its shapes, the lowest first."""

    width: float
    height: float
    shapes: Sequence[Shape]

    def texts(self) -> list[str]:
        """Return the texts of the figure."""
        return [shape.text for shape in self.shapes if isinstance(shape, Text)]


@dataclass(frozen=True, slots=True)
class Label:
    """A text around a point: `plate` is the colour of the edge of a name of a community, empty for a term."""

    text: str
    x: float
    y: float
    size: float
    plate: str = ""

    @property
    def box(self) -> Box:
        """What the label covers."""
        wide = text_width(self.text, self.size)
        half, tall = (0.55 * wide + 6 if self.plate else wide / 2 + 2), self.size / 2 + 2  # names are bold
        return self.x - half, self.y - tall, self.x + half, self.y + tall


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is, in pixels: the fonts of the reader are not known.

    Examples
    --------
    >>> text_width("变压器", 10), round(text_width("tax", 10), 1)
    (30.0, 17.4)
    """
    return size * sum(1.0 if unicodedata.east_asian_width(character) in "WF" else 0.58 for character in text)


def clipped(text: str, longest: int = _LONGEST) -> str:
    """Return the start of a text, with a sign that there is more."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def fitted(name: str, room: float, size: float) -> str:
    """Return as many terms of a name as there is room for, one at least."""
    parts = name.split(" · ")
    tried = [" · ".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return clipped(next((text for text in tried if text_width(text, size) <= room), tried[-1]))


def placed_labels(labels: Iterable[Label], frame: Box, most: int) -> list[Label]:
    """Return the labels, in order, that cover no other one and do not leave the frame."""
    placed: list[tuple[Label, Box]] = []
    for label in labels:
        left, top, right, bottom = box = label.box
        inside = left >= frame[0] and top >= frame[1] and right <= frame[2] and bottom <= frame[3]
        if inside and not any(
            other[0] < right and left < other[2] and other[1] < bottom and top < other[3] for _, other in placed
        ):
            placed.append((label, box))
        if len(placed) == most:
            break
    return [label for label, _ in placed]


def labelled(label: Label) -> Iterator[Shape]:
    """Yield the shapes of a label."""
    left, top, right, bottom = label.box
    if label.plate:
        yield Rectangle(left, top, right - left, bottom - top, "#fff", 0.88)
        yield Rectangle(left, top, 3, bottom - top, label.plate)
    yield Text(label.text, label.x, label.y, label.size, "middle", bold=bool(label.plate), halo=not label.plate)


def svg_lines(drawing: Drawing) -> Iterator[str]:
    """Yield the lines of the drawing as SVG; what XML cannot hold is left out of texts."""
    width, height = drawing.width, drawing.height
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}">\n'
    )
    yield f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>\n'
    for shape in drawing.shapes:
        yield _svg(shape)
    yield "</svg>\n"


def _svg(shape: Shape) -> str:
    match shape:
        case Disc(x, y, radius, fill):
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>\n'
        case Rectangle(x, y, width, height, fill, opacity):
            place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
            return f'<rect {place} fill="{fill}"{_share("fill-opacity", opacity)}/>\n'
        case Stroke(lines, colour, width, opacity, dash):
            path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in lines)
            dashes = f' stroke-dasharray="{" ".join(f"{part:g}" for part in dash)}"' if dash else ""
            looks = f'stroke="{colour}" stroke-width="{width:g}"{_share("stroke-opacity", opacity)}{dashes}'
            return f'<path d="{path}" fill="none" {looks}/>\n'
        case Area((x, y, low), (last, end, down), fill, opacity):
            m = (x + last) / 2
            path = f"M{x:.1f} {y:.1f}C{m:.1f} {y:.1f} {m:.1f} {end:.1f} {last:.1f} {end:.1f}L{last:.1f} {down:.1f}"
            path += f"C{m:.1f} {down:.1f} {m:.1f} {low:.1f} {x:.1f} {low:.1f}Z"
            return f'<path d="{path}" fill="{fill}"{_share("fill-opacity", opacity)}/>\n'
        case Text():
            return _svg_text(shape)


def _share(name: str, value: float) -> str:
    return f' {name}="{value:g}"' if value < 1 else ""


def _svg_text(text: Text) -> str:
    shown = html.escape(_NOT_XML.sub("", text.text))
    style = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    style += ' font-weight="700"' if text.bold else ""
    style += ' paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"' if text.halo else ""
    place = f'x="{text.x:.1f}" y="{text.y + 0.35 * text.size:.1f}" font-size="{text.size:.3g}"'
    return f'<text {place} fill="{text.colour}"{_share("fill-opacity", text.opacity)}{style}>{shown}</text>\n'
