"""Small tables that notebooks show of a result: static HTML in which all text is data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["html_table"]

_LONGEST = 80  # characters of a field
_SHOWN = 10  # rows


def html_table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], n_rows: int) -> str:
    """Return the first ten rows as a table.

    Parameters
    ----------
    caption
        What the table shows.
    heads
        A heading a column.
    rows
        Text and numbers; of the numbers three figures are shown.
    n_rows
        How many rows there are; what is left out is said.

    Examples
    --------
    >>> html_table("one", ["term", "score"], [("<b>", 0.12345)], 1).partition("<tbody>")[2]
    '<tr><td><bdi>&lt;b&gt;</bdi></td><td><bdi>0.123</bdi></td></tr></tbody></table>'
    """
    import html

    head = "".join(f"<th>{html.escape(name)}</th>" for name in heads)
    shown = [row for row, _ in zip(rows, range(_SHOWN), strict=False)]
    body = "".join("<tr>" + "".join(f"<td><bdi>{_field(value)}</bdi></td>" for value in row) + "</tr>" for row in shown)
    more = f"<p>{n_rows - len(shown):,} more</p>" if n_rows > len(shown) else ""
    title = html.escape(caption)
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def _field(value: Any) -> str:
    import html

    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    text = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return html.escape(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
