"""`textmine documents`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from textmine.cli.counted import RowsOrTable
from textmine.cli.options import Output, typed

__all__ = ["documents"]

_CUT = 60  # characters of a text in a table for people
_LONG = {"name": 0.5, "start": 1.0}  # columns that a terminal cuts, and their share of what is left of its width
_LEAST = 20  # width of these at least
_OWN = ("document", "id", "title", "date", "community", "share", "name", "start")
_LEFT_OUT = ("second", "second_share", "theme", "terms")


def documents(
    directory: Annotated[str, typer.Argument(metavar="DIR", help="What textmine map wrote.")],
    community: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Documents of a community: its number, its name, or a term of its name."),
    ] = None,
    theme: Annotated[
        str | None, typer.Option(metavar="NAME", help="Documents of a theme, the level above communities.")
    ] = None,
    term: Annotated[
        str | None, typer.Option(metavar="TERM", help="Documents for whose community this term speaks most.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Documents from this day, month or year on.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Documents to the end of this.")] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="Documents with this id, title or group; may be given several times: values of one name are"
            " alternatives.",
        ),
    ] = None,
    rows: Annotated[
        int | None, typer.Option("--rows", metavar="N", help="How many documents; 0 for all.  [default: 30 in a table]")
    ] = None,
    format_: RowsOrTable = None,
    output: Output = "-",
) -> None:
    """Print documents of a map: those of a community, a theme, a term, a time or a group.

    In: the folder of a map.

    Out: one row a document: document (its number, from 1), id, title, date and groups where the map was made with them,
    community (its number), share (of the weight of the document's terms that are at home there), second (the community
    that comes next), second_share, theme, name (of the community), terms (five that speak most for it), start (200
    characters of the text). Rows are in order of documents; where a community, a theme or a term is asked for, those
    with the greatest share come first. A table on a terminal leaves columns out.

    Memory: as the file documents.tsv, five times.

    Example: textmine map data/power.txt --background data/encyclopedia.txt --output map > map.txt &&
    textmine documents map --community 2
    """
    from textmine.cli.counted import shown_as
    from textmine.cli.fitting import terminal_width
    from textmine.cli.rows import write_rows
    from textmine.io import check_paths
    from textmine.map.choosing import documents as choose
    from textmine.map.files import MAP_FILES
    from textmine.map.folder import ALL_READ

    format_, n_rows = shown_as(format_, output, rows)
    check_paths(output, [os.path.join(directory, name) for name in dict.fromkeys((*ALL_READ, *MAP_FILES))])
    found = choose(
        typed(directory),
        community=None if community is None else typed(community),
        theme=None if theme is None else typed(theme),
        term=None if term is None else typed(term),
        since=since,
        until=until,
        where=_wanted(where or []),
    )
    shown = found.rows[: n_rows or None]
    _note(len(found), len(shown))
    if format_ == "table":
        write_rows(output, *_drawn(found.columns, shown, terminal_width(output)), format_)
    else:
        write_rows(output, found.columns, shown, format_)


def _wanted(where: Sequence[str]) -> dict[str, list[str]]:
    from textmine.errors import OptionError

    wanted: dict[str, list[str]] = {}
    for each in map(typed, where):
        name, sign, value = each.partition("=")
        if not sign or not name.strip():
            raise OptionError(f"'{each}' names no value", "write --where NAME=VALUE")
        wanted.setdefault(name.strip(), []).append(value.strip())
    return wanted


def _note(n: int, shown: int) -> None:
    """Say how many documents there are if there are none, or more than are shown."""
    from textmine.cli.progress import Terminal

    if n == 0:
        Terminal().note("no document was found that fits all options")
    elif shown < n:
        Terminal().note(f"{shown} of {n} documents are shown (--rows 0 shows all)")


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[Any]], width: int = 0) -> tuple[list[str], list[list[Any]]]:
    """Return some of the columns, with names and texts cut: to what `width` leaves them, if it is not 0."""
    kept = [at for at, name in enumerate(columns) if name not in _LEFT_OUT]
    names, cells = [columns[at] for at in kept], [[_cut(row[at]) for at in kept] for row in rows]
    if width:
        kept = _roomy(names, cells, width)
        names, cells = [names[at] for at in kept], [[row[at] for at in kept] for row in cells]
        _fit(names, cells, width)
    return names, cells


def _roomy(names: Sequence[str], cells: Sequence[Sequence[Any]], width: int) -> list[int]:
    """Return the columns that leave room for names and texts: groups go first, the id last."""
    from textmine.cli.fitting import GAP, cut_to, fit_columns

    short = [
        [cut_to(cell, _LEAST - GAP) if name in _LONG else cell for name, cell in zip(names, row, strict=True)]
        for row in cells
    ]
    groups = [name for name in names if name not in _OWN]
    found, _ = fit_columns(names, short, width, [*groups, "share", "title", "date", "id"])
    return [names.index(name) for name in found if name in names]


def _fit(names: Sequence[str], cells: Sequence[list[Any]], width: int) -> None:
    """Cut the name of the community and the start of the text, so that a row fits into a line of a terminal."""
    from rich.cells import cell_len

    from textmine.cli.fitting import GAP, cut_to

    widths = {
        name: max(cell_len(str(each)) for each in column) + GAP
        for name, *column in zip(names, names, *cells, strict=True)
    }
    left = width - GAP - sum(taken for name, taken in widths.items() if name not in _LONG)
    for name, part in _LONG.items():
        at, room = names.index(name), max(int(left * part), _LEAST)
        for row in cells:
            row[at] = cut_to(row[at], room - GAP)
        left -= min(widths[name], room)


def _cut(value: Any) -> Any:
    return value[:_CUT] + "…" if isinstance(value, str) and len(value) > _CUT else value
