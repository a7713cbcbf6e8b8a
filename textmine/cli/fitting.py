"""Tables that fit into a terminal: columns that matter less are left out, and long texts are cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["GAP", "bounded", "cut_to", "fit_columns", "terminal_width"]

GAP = 3  # blanks between columns


def terminal_width(output: str) -> int:
    """Return the characters of a line of the terminal that the output goes to; 0 if it goes to none."""
    import sys
    from shutil import get_terminal_size

    return get_terminal_size().columns if output == "-" and sys.stdout is not None and sys.stdout.isatty() else 0


def bounded(end: float) -> float | str:
    """Return the end of an interval of a ratio, in bits; a dash where the ratio has no bound on that side.

    Examples
    --------
    >>> bounded(-1.5), bounded(-64.0)
    (-1.5, '–')
    """
    from textmine.comparison.contrasts import WIDEST

    return "–" if abs(end) >= WIDEST else end


def cut_to(text: str, room: int) -> str:
    """Return a text that takes at most so many columns of a terminal; what is cut has an ellipsis.

    Examples
    --------
    >>> cut_to("transformer", 6), cut_to("变压器", 5), cut_to("oil", 3)
    ('trans…', '变压…', 'oil')
    """
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= room else set_cell_size(text, max(room - 1, 0)).rstrip() + "…"


def fit_columns(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], width: int, last: Sequence[str]
) -> tuple[list[str], list[list[Any]]]:
    """Return the columns and rows that fit into lines of `width` characters; all where it is 0.

    Parameters
    ----------
    columns, rows
        The table.
    width
        Characters of a line, 0 for any number.
    last
        Columns that may be left out, in this order. If that is not enough, the widest column of text is cut.

    Examples
    --------
    >>> fit_columns(["term", "count", "documents"], [["grid", 12, 7]], 20, ["documents", "count"])
    (['term', 'count'], [['grid', 12]])
    """
    kept, cells = [*columns], [[*row] for row in rows]
    if not width:
        return kept, cells
    widths = {name: _width(name, [row[at] for row in cells]) for at, name in enumerate(columns)}
    for name in last:
        if name in kept and _taken(widths, kept) > width:
            kept.remove(name)
    cells = [[row[columns.index(name)] for name in kept] for row in cells]
    over = _taken(widths, kept) - width
    texts = [name for at, name in enumerate(kept) if any(isinstance(row[at], str) for row in cells)]
    if over > 0 and texts:
        widest = max(texts, key=widths.__getitem__)
        at, room = kept.index(widest), max(widths[widest] - over, 2 * GAP)
        for row in cells:
            row[at] = cut_to(str(row[at]), room)
        kept[at] = cut_to(widest, room)
    return kept, cells


def _taken(widths: dict[str, int], kept: Sequence[str]) -> int:
    return sum(widths[name] for name in kept) + GAP * (len(kept) + 1)


def _width(name: str, cells: Sequence[Any]) -> int:
    from rich.cells import cell_len

    texts = (f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in cells)
    return max([cell_len(name), *map(cell_len, texts)])
