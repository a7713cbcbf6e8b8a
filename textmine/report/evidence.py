"""The columns of the term table for the page: their descriptions and values."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.map.folder import MapFolder
from textmine.report.columns import COLUMNS

__all__ = ["column_values", "described_columns"]


def described_columns(folder: MapFolder, values: dict[str, list[Any]], language: str) -> list[dict[str, str]]:
    """Return name, heading, help and kind of each column; the heading of an unknown column is its name.

    The kind is `community`, `flag`, `whole`, `number` or `text`; it follows from the values of `column_values`.
    """
    texts = COLUMNS[language]
    names = ["term", "community", *(name for name in folder.terms.columns if name != "term")]
    described = ((name, *texts.get(name, (name, name))) for name in names)
    return [
        {"name": name, "heading": heading, "help": text, "kind": _kind(folder, name, values[name])}
        for name, heading, text in described
    ]


def _kind(folder: MapFolder, name: str, values: list[Any]) -> str:
    if name == "community":
        return name
    if values and isinstance(values[0], str):
        return "text"
    if _are_flags(folder.terms.column(name)):
        return "flag"
    return "whole" if all(isinstance(value, int) for value in values) else "number"


def column_values(fields: list[str]) -> list[Any]:
    """Return numbers if all fields are numbers, 0 and 1 if all are truth values, else the text.

    Examples
    --------
    >>> [column_values(fields) for fields in (["1", "2.0"], ["0.123456", "1"], ["true", "false"], ["a", "1"])]
    [[1, 2], [0.12346, 1.0], [1, 0], ['a', '1']]
    """
    if _are_flags(fields):
        return [int(field.lower() == "true") for field in fields]
    try:
        numbers = [float(field) for field in fields]
    except ValueError:
        return fields
    if not np.isfinite(numbers).all():
        return fields
    whole = all(number.is_integer() and abs(number) < 2**53 for number in numbers)
    return [int(number) if whole else float(f"{number:.5g}") for number in numbers]


def _are_flags(fields: list[str]) -> bool:
    return set(fields) <= {"true", "false", "True", "False"}
