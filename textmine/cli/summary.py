"""The summary that `textmine map` prints on a terminal, and the command that the report shows."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textmine.map.summary import MapSummary

__all__ = ["print_summary", "said_command"]

# Options that do not change the result. Without them, two equal runs write the same bytes.
_WITH_VALUE = ("--output", "-o", "--threads", "--memory", "--spool", "--scheduler", "--config")
_JOINED = ("--output=", "-o", "--threads=", "--memory=", "--spool=", "--scheduler=", "--config=")
_ALONE = ("--open", "--verbose", "-v", "--quiet", "-q", "--fresh")


def said_command(arguments: Sequence[str]) -> str:
    """Return the command without the options that do not change its result; `--output` is left for the user to choose.

    Examples
    --------
    >>> said_command(["map", "my text.txt", "-o", "map", "--threads=2", "--spool", "tmp", "--top", "50"])
    "textmine map 'my text.txt' --top 50 --output DIR"
    """
    return f"{shlex.join(['textmine', *_kept(arguments)])} --output DIR"


def _kept(arguments: Sequence[str]) -> Iterator[str]:
    rest = iter(arguments)
    for argument in rest:
        if argument in _WITH_VALUE:
            next(rest, None)
        elif argument not in _ALONE and not argument.startswith(_JOINED):
            yield argument


def print_summary(found: MapSummary, directory: str, n_terms: int = 20) -> None:
    """Print the best terms, and the communities by theme, as tables, and the path of the report."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terms, score, count, documents, known = found.columns.values()
    best = Table(box=box.SIMPLE_HEAD, title=f"{len(terms)} terms in {found.documents} documents")
    for heading in ("", "term", "score", "count", "documents", "known"):
        best.add_column(heading, justify="left" if heading in ("term", "known") else "right")
    for row in range(min(n_terms, len(terms))):
        value = float(score[row])
        said = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"
        figures = (said, count[row], documents[row])
        best.add_row(str(row + 1), Text(terms[row]), *figures, "yes" if known[row] == "true" else "no")
    general = found.nodes - found.grouped
    title = f"{found.n_communities} communities; {general} of the {found.nodes} terms in the graph are general"
    groups = Table(box=box.SIMPLE_HEAD, title=title)
    for heading in ("documents", "terms", "community"):
        groups.add_column(heading, justify="left" if heading == "community" else "right")
    for theme in found.themes:
        if theme.name:
            groups.add_row(str(theme.documents), "", Text(theme.name, style="bold"))
        for community in theme.communities:
            groups.add_row(str(community.documents), str(community.terms), Text(f"  {community.name}"))
    console = Console(highlight=False)
    console.print(best, groups)
    console.print(Text(f"Report: {os.path.join(directory, 'report.html')}"), soft_wrap=True)
