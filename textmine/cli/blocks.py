"""Bars of block characters, for tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["bar", "columns_of"]

_HEIGHTS = " ▁▂▃▄▅▆▇█"
_WIDTHS = " ▏▎▍▌▋▊▉█"


def columns_of(values: Sequence[float]) -> str:
    """Return a column for each value, as high as it is, in eighths of the largest; what is not 0 shows.

    Examples
    --------
    >>> columns_of([0, 1, 4, 8])
    ' ▁▄█'
    """
    most = max(values, default=0)
    return "".join(_HEIGHTS[0 if value <= 0 else max(round(8 * value / most), 1)] for value in values)


def bar(value: float, most: float, width: int = 12) -> str:
    """Return a bar as long as a value, `width` characters for the largest.

    Examples
    --------
    >>> bar(3, 8, 4), bar(0, 8, 4)
    ('█▌', '')
    """
    if value <= 0 or most <= 0:
        return ""
    eighths = max(round(8 * width * min(value / most, 1)), 1)
    return "█" * (eighths // 8) + (_WIDTHS[eighths % 8] if eighths % 8 else "")
