"""Figures for papers, made without a browser: map, treemap, trends, two sides of a comparison, streams."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.errors import OptionError
from textmine.io import open_output
from textmine.map.folder import MapFolder, read_folder
from textmine.report.contrasts import contrast_data
from textmine.report.drawn import drawn_map
from textmine.report.mapfigure import map_drawing
from textmine.report.plotting import write_plot
from textmine.report.shapes import Drawing, svg_lines
from textmine.report.sidesfigure import sides_drawing
from textmine.report.timefigures import alluvial_drawing, trend_drawing
from textmine.report.times import alluvial_data, times_data
from textmine.report.treemapfigure import treemap_drawing
from textmine.report.wording import WORDING, language_of

__all__ = ["DRAWINGS", "check_figure", "figure_drawing", "write_figure"]

DRAWINGS = ("map", "treemap", "trends", "comparison", "alluvial")
_KINDS = (".svg", ".pdf", ".png")


def check_figure(path: str) -> None:
    """Raise OptionError for the name of a figure of another format than SVG, PDF and PNG."""
    if not path.lower().endswith(_KINDS):
        raise OptionError(f"`figure` is {path}, which is no .svg, .pdf or .png", "name a file that ends in one of them")


def write_figure(
    directory: str,
    path: str,
    language: str | None = None,
    *,
    drawing: str = "map",
    lines: Sequence[str] = (),
    side: str | None = None,
) -> None:
    """Read the folder that `textmine map` wrote, and write a figure.

    Parameters
    ----------
    directory
        The folder.
    path
        The file; its name ends in `.svg`, `.pdf` or `.png`. The last two need matplotlib.
    language
        Of the words in the figure, `zh` or `en`; None means the language of the terms.
    drawing
        `map`, `treemap` (the communities as areas), `trends` (lines by period), `comparison` (one value of a group
        beside the others), or `alluvial` (streams of communities).
    lines
        Terms or communities of the trends; none means the communities with the most documents.
    side
        The value of a group that is compared; None for the first.

    Raises
    ------
    InputError
        A file is missing or broken, or the figure cannot be written.
    OptionError
        The name has another ending, the map has no such data, matplotlib is not installed, or no font has the letters.
    """
    check_figure(path)
    drawn = figure_drawing(read_folder(directory), language, drawing=drawing, lines=lines, side=side)
    if path.lower().endswith(".svg"):
        with open_output(path) as stream:
            stream.writelines(svg_lines(drawn))
    else:
        write_plot(drawn, path)


def figure_drawing(
    folder: MapFolder,
    language: str | None = None,
    *,
    drawing: str = "map",
    lines: Sequence[str] = (),
    side: str | None = None,
) -> Drawing:
    """Return a figure of a map; parameters and errors as for `write_figure`."""
    names = folder.terms.column("term")
    place_of = {term: place for place, term in enumerate(names)}
    wording = WORDING[language or language_of(names[:1000])]
    if drawing == "map":
        return map_drawing(drawn_map(folder, place_of), names, wording)
    if drawing == "comparison":
        return sides_drawing(contrast_data(folder, place_of), names, side, wording)
    if drawing == "treemap":
        return treemap_drawing(drawn_map(folder, place_of), names)
    communities = drawn_map(folder, place_of)["communities"]
    if drawing == "alluvial":
        streams = alluvial_data(folder)
        if not streams:
            raise OptionError("the map has no streams of communities", "make the map with `date`")
        return alluvial_drawing(streams, communities)
    if drawing != "trends":
        raise OptionError(f"there is no drawing '{drawing}'", f"use one of {', '.join(DRAWINGS)}")
    times = times_data(folder, place_of, ())
    if not times:
        raise OptionError("the map has no trends", "make the map with `date`")
    return trend_drawing({"times": times, "communities": communities}, names, lines, wording)
