"""What notebooks show of a result: a small static table, or a page in a frame. All text is data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textmine.lightclasses import dataclass, field

__all__ = ["Frame", "html_table", "table_frame"]

_LONGEST = 80  # characters of a field
_SHOWN = 10  # rows
_FRAMED = 1000  # rows in a frame of their own
_STYLE = (
    "body{font:14px system-ui,sans-serif;margin:.5rem}table{border-collapse:collapse}"
    "caption{text-align:left;padding:.3rem}th{position:sticky;top:0;background:#f4f5f7}"
    "th,td{padding:.15rem .6rem;border-bottom:1px solid #d4d8de;text-align:left}"
)


@dataclass(frozen=True)
class Frame:
    """A page within a notebook, in a frame that can reach neither the notebook nor a network.

    Attributes
    ----------
    page
        HTML of the page.
    height
        Pixels.
    """

    page: str = field(repr=False)
    height: int = 720

    def _repr_html_(self) -> str:
        """Return the frame.

        Examples
        --------
        >>> Frame("<p>a</p>", 100)._repr_html_().partition(" style")[0]
        '<iframe srcdoc="&lt;p&gt;a&lt;/p&gt;" sandbox="allow-scripts allow-downloads"'
        """
        import html

        style = f"width:100%;height:{int(self.height)}px;border:1px solid #d4d8de"
        source = html.escape(self.page)
        return f'<iframe srcdoc="{source}" sandbox="allow-scripts allow-downloads" style="{style}"></iframe>'


def table_frame(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], n_rows: int, height: int) -> Frame:
    """Return the first thousand rows as a table in a frame; parameters as in `html_table`."""
    table = html_table(caption, heads, rows, n_rows, _FRAMED)
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    return Frame(f"<!DOCTYPE html><meta charset=utf-8>{policy}<style>{_STYLE}</style>{table}", height)


def html_table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], n_rows: int, most: int = _SHOWN
) -> str:
    """Return the first rows as a table.

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
    most
        How many are shown.

    Examples
    --------
    >>> html_table("one", ["term", "score"], [("<b>", 0.12345)], 1).partition("<tbody>")[2]
    '<tr><td><bdi>&lt;b&gt;</bdi></td><td><bdi>0.123</bdi></td></tr></tbody></table>'
    """
    import html

    head = "".join(f"<th>{html.escape(name)}</th>" for name in heads)
    shown = [row for row, _ in zip(rows, range(most), strict=False)]
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
