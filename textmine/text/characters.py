"""The table of traditional Chinese characters and their simplified ones."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping

__all__ = ["simple_units", "simplified_characters"]


@functools.cache
def simplified_characters() -> Mapping[str, str]:
    """Return the simplified character of each traditional one; docs/make_characters.py made the table from OpenCC."""
    with open(os.path.join(os.path.dirname(__file__), "characters.txt"), encoding="utf-8") as file:
        text = file.read()
    return dict(zip(*text.split("\n")[:2], strict=True))


def simple_units(units: Iterable[str]) -> list[str]:
    """Return units or words with each traditional character made a simplified one.

    Examples
    --------
    >>> simple_units(["發", "发", "SF6", "變壓器"])
    ['发', '发', 'SF6', '变压器']
    """
    simple = simplified_characters().get
    return ["".join([simple(character, character) for character in unit]) for unit in units]
