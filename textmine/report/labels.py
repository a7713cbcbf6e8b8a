"""Names as labels: short, and without effect on the direction of the text around them."""

from __future__ import annotations

import re

__all__ = ["label"]

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # they would turn the text next to them too


def label(name: str, longest: int = 90) -> str:
    r"""Return a name for use within a line.

    Examples
    --------
    >>> label("\u202eabc"), label("abc", 2)
    ('abc', 'ab…')
    """
    name = _TURNING.sub("", name)
    return name if len(name) <= longest else f"{name[:longest]}…"
