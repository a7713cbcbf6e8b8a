"""Names of communities: a few of their terms."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["joined_terms", "parted_terms"]

_BETWEEN = " · "


def joined_terms(terms: Iterable[str]) -> str:
    """Return terms as one text, as names of communities and columns of tables have them.

    Examples
    --------
    >>> joined_terms(["oil", "gas"]), parted_terms("oil · gas")
    ('oil · gas', ['oil', 'gas'])
    """
    return _BETWEEN.join(terms)


def parted_terms(text: str) -> list[str]:
    """Return the terms of a text that `joined_terms` made."""
    return text.split(_BETWEEN)
