"""Rows of numbers some of which are not known: blank in a table, missing in a data frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textmine.io import data_frame

if TYPE_CHECKING:
    import pandas

__all__ = ["Row", "frame_of", "known_or_blank"]

Row = tuple[str | int | float | bool, ...]


def known_or_blank(value: float) -> float | str:
    """Return a number, or an empty text for NaN, which JSON does not have.

    Examples
    --------
    >>> known_or_blank(0.5), known_or_blank(float("nan"))
    (0.5, '')
    """
    return "" if math.isnan(value) else float(value)


def frame_of(columns: Sequence[str], rows: Iterable[Row]) -> pandas.DataFrame:
    """Return rows as a data frame, blanks as missing values; needs pandas."""
    values = [[None if cell == "" else cell for cell in row] for row in rows]
    return data_frame({name: [row[at] for row in values] for at, name in enumerate(columns)})
