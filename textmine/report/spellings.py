"""Traditional and simplified characters on the page: text in either is found and marked by terms in the other."""

from __future__ import annotations

from collections.abc import Iterable

from textmine.text.characters import simplified_characters

__all__ = ["simplified_pairs"]

_COMPATIBLE = "\uf900"  # ideographs from here on are others after NFKC, as the search reads its words
_SHORT = 0x10000  # characters below are one UTF-16 unit, as scripts of the page count


def simplified_pairs(texts: Iterable[str]) -> tuple[str, str]:
    """Return the traditional characters of some texts, and in the same order their simplified ones.

    Characters of which only the simplified ones are in the texts belong to them, too: somebody may search for them.
    Each is one UTF-16 unit, so a text that is simplified with them is as long as before.

    Examples
    --------
    >>> simplified_pairs(["試驗", "压力"])
    ('壓試驗', '压试验')
    """
    simple, used = simplified_characters(), set().union(*texts)
    found = sorted(sign for sign, plain in simple.items() if sign in used or (plain in used and sign < _COMPATIBLE))
    pairs = [(sign, simple[sign]) for sign in found if ord(sign) < _SHORT and ord(simple[sign]) < _SHORT]
    return "".join(sign for sign, _ in pairs), "".join(sign for _, sign in pairs)
