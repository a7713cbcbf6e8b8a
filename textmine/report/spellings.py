"""Traditional and simplified characters on the page: text in either is found and marked by terms in the other."""

from __future__ import annotations

from collections.abc import Iterable

from textmine.text.characters import simplified_characters

__all__ = ["simplified_pairs"]

_SHORT = 0x10000  # characters below are one UTF-16 unit, as scripts of the page count


def simplified_pairs(texts: Iterable[str]) -> tuple[str, str]:
    """Return the traditional characters in some texts, and in the same order their simplified ones.

    Each is one UTF-16 unit, so a text that is simplified with them is as long as before.

    Examples
    --------
    >>> simplified_pairs(["變壓器的試驗", "变压器"])
    ('壓試變驗', '压试变验')
    """
    simple = simplified_characters()
    found = sorted(simple.keys() & set().union(*texts))
    pairs = [(sign, simple[sign]) for sign in found if ord(sign) < _SHORT and ord(simple[sign]) < _SHORT]
    return "".join(sign for sign, _ in pairs), "".join(sign for _, sign in pairs)
