"""`textmine report`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["Export", "Exports", "Heading", "NoText", "Open", "report", "show_page"]


class Export(StrEnum):
    """Programs that read maps."""

    GEXF = "gexf"
    GRAPHML = "graphml"
    VOSVIEWER = "vosviewer"
    FTREE = "ftree"


Exports = Annotated[
    list[Export] | None,
    typer.Option("--export", help="Also write the map into DIR for another program; may be given several times."),
]
Figure = Annotated[
    str | None,
    typer.Option("--figure", metavar="FILE", help="Also write a figure for papers: an .svg, .pdf or .png file."),
]


class _Drawing(StrEnum):
    MAP = "map"
    TREEMAP = "treemap"
    TRENDS = "trends"
    COMPARISON = "comparison"
    ALLUVIAL = "alluvial"


NoText = Annotated[
    bool, typer.Option("--no-text", help="Leave the texts of documents and the contexts out of the report.")
]
Heading = Annotated[
    str | None,
    typer.Option("--heading", metavar="TEXT", help="Heading of the report.  [default: the name of the first file]"),
]
Open = Annotated[bool, typer.Option("--open", help="Show the report in the browser.")]


class _Language(StrEnum):
    ZH = "zh"
    EN = "en"


def report(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="The folder that textmine map wrote.")],
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where to write; - is standard output.  [default: report.html in DIR]",
        ),
    ] = None,
    language: Annotated[
        _Language | None, typer.Option(help="Language of the page.  [default: that of the terms]")
    ] = None,
    export: Exports = None,
    figure: Figure = None,
    drawing: Annotated[_Drawing, typer.Option(help="What the figure shows.")] = _Drawing.MAP,
    line: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A term or community of --drawing trends; may be given several times.  [default: eight communities]",
        ),
    ] = None,
    side: Annotated[
        str | None,
        typer.Option(
            metavar="VALUE", help="The value that --drawing comparison has on one side.  [default: the first]"
        ),
    ] = None,
    no_text: NoText = False,
    heading: Heading = None,
    open_: Open = False,
) -> None:
    """Write the HTML report of a map: one file that needs no network.

    In: the folder that textmine map wrote, with terms.tsv, graph.tsv, communities.tsv, themes.tsv,
    documents.tsv, contexts.jsonl and run.json; and the texts of texts.tsv.

    Out: a page with the figures of the run, the terms with their evidence and contexts, the map of the terms, the
    communities, the documents with their text, and a comparison of the text with the background. It holds at most
    10,000 terms, 5,000 nodes, 40,000 links and 20,000 documents, and 6 MB: where there is too much text, all documents
    are cut at the same length, and standard error says how many.
    Where the map was made with dates or groups, it has trends by period and comparisons of groups, from trends.tsv,
    periods.tsv, alluvial.tsv and comparison.tsv.
    --figure writes the map with names and legend, or with --drawing treemap, trends, comparison or alluvial another
    drawing, as SVG, PDF or PNG; the last two need matplotlib (pip install 'textmine[figures]').
    --export writes into DIR, as map does: map.gexf, map.graphml, vosviewer_map.txt and vosviewer_network.txt,
    map.ftree.

    Memory: about 200 MB.

    Example: textmine map data/power.txt -b data/encyclopedia.txt -o map && textmine report map -o report.html
    """
    import os

    from textmine.cli.progress import Terminal
    from textmine.errors import OptionError
    from textmine.io import check_paths
    from textmine.map import ALL_READ, REPORT
    from textmine.report import check_figure, export_map, write_figure, write_report

    wanted = {"--line": (line, _Drawing.TRENDS), "--side": (side, _Drawing.COMPARISON)}
    for option, (value, needed) in wanted.items():
        if value and (figure is None or drawing != needed):
            raise OptionError(
                f"{option} is for a figure of {needed.value}", f"add --figure FILE --drawing {needed.value}"
            )
    if figure is None and drawing != _Drawing.MAP:
        raise OptionError(f"--drawing {drawing.value} needs a file", "add --figure FILE")
    if figure is not None:
        check_figure(figure)
        check_paths(figure, [os.path.join(directory, name) for name in ALL_READ])
    target = os.path.join(directory, REPORT) if output is None else output
    check_paths(target, [os.path.join(directory, name) for name in ALL_READ], new_folder=output is None)
    tongue = None if language is None else language.value
    write_report(directory, target, tongue, text=not no_text, heading=heading, progress=Terminal())
    for kind in export or []:
        export_map(directory, kind.value)
    if figure is not None:
        write_figure(directory, figure, tongue, drawing=drawing.value, lines=line or [], side=side)
    if open_:
        show_page(target)


def show_page(path: str) -> None:
    """Open a file in the browser; print a message if there is none."""
    import pathlib
    import webbrowser

    from textmine.cli.progress import say

    if path == "-" or not webbrowser.open(pathlib.Path(path).resolve().as_uri()):
        say(f"no browser was found for {path}")
