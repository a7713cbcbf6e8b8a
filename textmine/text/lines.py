"""Joins the lines of wrapped text: paragraphs between blank lines become one line each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from textmine.text.folding import HAN, kind_of

__all__ = ["join_lines"]

# A word's first part at the end of a line: letters and a hyphen, a soft one too.
_BROKEN = re.compile(r"([^\W\d_]+)([-\u2010\u00ad])$")
_BEGIN = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_SOFT = "\u00ad"


def join_lines(text: str, known: Container[str] = (), end: str = "\n") -> str:
    r"""Return a text whose paragraphs are single lines; blank lines end paragraphs.

    Between two lines comes a blank, but none next to a Han character, kana or a mark of theirs. A hyphen at the end of
    a line goes where the word without it is in the text, and not rarer than with it, or is known; else it stays, and no
    blank follows.

    Parameters
    ----------
    text
        The text.
    known
        Words, in lower case.
    end
        What lines end with.

    Examples
    --------
    >>> join_lines("A tur-\nbine and a well-\nknown\nturbine.\n\n量子\n比特")
    'A turbine and a well-known turbine.\n量子比特'
    """
    lines = [line.strip() for line in text.split(end)]
    words: Counter[str] = Counter()
    if any(_BROKEN.search(line) for line in lines):
        for line in lines:
            words.update(_WORD.findall(line.lower()))
    paragraphs: list[str] = []
    parts: list[str] = []
    for line in [*lines, ""]:
        if not line:
            if parts:
                paragraphs.append("".join(parts))
            parts = []
        elif parts:
            parts[-1:] = _joint(parts[-1], line, words, known)
        else:
            parts = [line]
    return end.join(paragraphs)


def _joint(before: str, after: str, words: Counter[str], known: Container[str]) -> list[str]:
    """Return two lines as they are joined, in parts."""
    broken, begin = _BROKEN.search(before), _BEGIN.match(after)
    if broken and begin:
        whole, hyphenated = ((broken[1] + sign + begin[0]).lower() for sign in ("", "-"))
        goes = broken[2] == _SOFT or ((words[whole] or whole in known) and words[whole] >= words[hyphenated])
        return [before[:-1] if goes else before, after]
    return [before, after] if _is_east_asian(before[-1]) or _is_east_asian(after[0]) else [before, " ", after]


def _is_east_asian(character: str) -> bool:
    """Tell whether no blank stands beside a character: Han, kana, and marks of full width."""
    return kind_of(character) == HAN or "\u3001" <= character <= "\u303f" or "\uff01" <= character <= "\uff65"
