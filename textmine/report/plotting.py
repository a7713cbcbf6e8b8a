"""Figures as PDF and PNG, with matplotlib: vectors, and text as text in PDF."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence
from typing import Any

from textmine.errors import OptionError
from textmine.io import open_binary_output
from textmine.report.shapes import Area, Disc, Drawing, Rectangle, Shape, Stroke, Text

__all__ = ["write_plot"]

_HAN = (  # looked at first where a text has Chinese characters
    *(
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "Noto Sans SC",
        "PingFang SC",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei",
    ),
    *("WenQuanYi Zen Hei", "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei", "SimSun", "Droid Sans Fallback"),
)
_PLAIN = "DejaVu Sans"  # comes with matplotlib
_ABSENT = "□"
_DPI = 150  # of a PNG; a pixel of the figure is a 72nd of an inch


def write_plot(drawing: Drawing, path: str) -> None:
    """Write a drawing as PDF or PNG, by the end of the name. The same drawing gives the same bytes.

    Raises
    ------
    OptionError
        Matplotlib is not installed, or no font has the letters.
    InputError
        The file cannot be written.
    """
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError as error:
        hint = "pip install 'textmine[figures]', or write .svg"
        raise OptionError("PDF and PNG figures need matplotlib", hint) from error
    kind = path.rpartition(".")[2].lower()
    families, absent = _fonts(drawing.texts())
    # A Chinese font without a bold face is said once a text; the normal face will do.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    with mpl.rc_context({"pdf.fonttype": 42, "font.family": families, "path.simplify": False}):
        figure = Figure(figsize=(drawing.width / 72, drawing.height / 72), facecolor="#fff")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, drawing.width)
        axes.set_ylim(drawing.height, 0)
        for order, shape in enumerate(drawing.shapes):
            _draw(axes, shape, order, absent)
        said: dict[str, Any] = {"CreationDate": None, "Producer": None, "Creator": None} if kind == "pdf" else {}
        made = io.BytesIO()  # pipes cannot be written in another order
        figure.savefig(made, format=kind, dpi=_DPI, metadata=said or {"Software": None})
    with open_binary_output(path) as stream:
        stream.write(made.getvalue())


def _draw(axes: Any, shape: Shape, order: int, absent: frozenset[str]) -> None:
    from matplotlib.collections import LineCollection
    from matplotlib.patches import Circle, PathPatch
    from matplotlib.patches import Rectangle as Box
    from matplotlib.path import Path

    match shape:
        case Disc(x, y, radius, fill):
            axes.add_patch(Circle((x, y), radius, facecolor=fill, linewidth=0, zorder=order))
        case Rectangle(x, y, width, height, fill, opacity):
            axes.add_patch(Box((x, y), width, height, facecolor=fill, alpha=opacity, linewidth=0, zorder=order))
        case Stroke(lines, colour, width, opacity, dash):
            style = (0, [part / width for part in dash]) if dash else "solid"
            looks = {"colors": colour, "linewidths": width, "alpha": opacity, "linestyles": style}
            axes.add_collection(LineCollection(lines, zorder=order, **looks), autolim=False)
        case Area((x, y, low), (last, end, down), fill, opacity):
            m = (x + last) / 2
            points = [(x, y), (m, y), (m, end), (last, end), (last, down), (m, down), (m, low), (x, low), (x, y)]
            codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
            axes.add_patch(PathPatch(Path(points, codes), facecolor=fill, alpha=opacity, linewidth=0, zorder=order))
        case Text():
            _write(axes, shape, order, absent)


def _write(axes: Any, text: Text, order: int, absent: frozenset[str]) -> None:
    from matplotlib.patheffects import Stroke as Edge

    shown = "".join(_ABSENT if character in absent else character for character in text.text)
    looks = {
        "ha": {"start": "left", "middle": "center", "end": "right"}[text.anchor],
        "va": "center_baseline",
        "fontsize": text.size,
        "fontweight": "bold" if text.bold else "normal",
        "alpha": text.opacity,
        "zorder": order,
        "parse_math": False,  # a dollar sign is a character of the text and begins no formula
    }
    if text.halo:  # letters with an edge become outlines in a PDF: the edge stands by itself, below the text
        edge = axes.text(text.x, text.y, shown, color="#fff", **looks)
        edge.set_path_effects([Edge(linewidth=3, foreground="#fff")])
    axes.text(text.x, text.y, shown, color=text.colour, **looks)


def _fonts(texts: Iterable[str]) -> tuple[Sequence[str], frozenset[str]]:
    """Return the families that have all characters of some texts, and the marks that no font has.

    Raises
    ------
    OptionError
        No font of the machine has some letters.
    """
    from matplotlib.font_manager import fontManager

    entries = sorted(fontManager.ttflist, key=lambda entry: entry.fname, reverse=True)
    files = {entry.name: entry.fname for entry in entries}
    wanted = {*"".join(texts)} - {*"\n\r\t"}
    families = [_PLAIN]
    wanted -= _characters(files[_PLAIN])
    if any("\u2e80" <= character <= "\u9fff" for character in wanted):
        known = [name for name in _HAN if name in files]
        for name in [*known, *sorted({*files} - {*known})]:
            found = _characters(files[name])
            if wanted & found:
                families.append(name)
                wanted -= found
            if not wanted:
                break
    letters = sorted(character for character in wanted if character.isalpha())
    if letters:
        some = "".join(letters[:5])
        reason = f"no font of this machine has {len(letters)} of the letters, such as {some}"
        raise OptionError(reason, "install one that does, such as Noto Sans CJK, or write .svg")
    return families, frozenset(wanted)


def _characters(path: str) -> set[str]:
    """Return the characters that a font file has; none where it cannot be read."""
    from matplotlib.ft2font import FT2Font

    try:
        return set(map(chr, FT2Font(path).get_charmap()))
    except (OSError, RuntimeError, ValueError):
        return set()
