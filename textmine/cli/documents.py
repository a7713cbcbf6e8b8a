"""`textmine documents`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from textmine.cli.counted import RowsOrTable
from textmine.cli.options import Output, typed

__all__ = ["documents"]

_CUT = 60  # characters of a text in a table for people
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

    Example: textmine documents map --community 2 --rows 10
    """
    from textmine.cli.counted import shown_as
    from textmine.cli.rows import write_rows
    from textmine.io import check_paths
    from textmine.map.choosing import documents as choose

    format_, n_rows = shown_as(format_, output, rows)
    check_paths(output, [])
    found = choose(
        typed(directory),
        community=None if community is None else typed(community),
        theme=None if theme is None else typed(theme),
        term=None if term is None else typed(term),
        since=since,
        until=until,
        where=_wanted(where or []),
    )
    _note(len(found))
    shown = found.rows[: n_rows or None]
    if format_ == "table":
        write_rows(output, *_drawn(found.columns, shown), format_)
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


def _note(n: int) -> None:
    from textmine.cli.progress import Terminal

    Terminal().note(f"{n} document" + "s" * (n != 1))


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> tuple[list[str], Iterator[list[Any]]]:
    kept = [at for at, name in enumerate(columns) if name not in _LEFT_OUT]
    return [columns[at] for at in kept], ([_cut(row[at]) for at in kept] for row in rows)


def _cut(value: Any) -> Any:
    return value[:_CUT] + "…" if isinstance(value, str) and len(value) > _CUT else value
