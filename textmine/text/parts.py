"""Long lines in parts: a line is cut where two units meet that no rule of reading would join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from textmine.text.folding import CLAUSE, DIGIT, DOT, HAN, LETTER, SENTENCE, SPACE, composes, fold_character, kind_of

__all__ = ["Part", "cut_lines", "safe_cut", "uncut"]

_LOOKED_AT = 1 << 12  # characters in which a place is looked for
_LONG = 1 << 20  # characters of a line that is cut
_UNITS = (HAN, LETTER, DIGIT)


class Part(str):
    """A piece of text that ends or begins within a line.

    Attributes
    ----------
    continues
        Whether the first line began in the piece before. There is a unit of it there, and the piece begins with one.
    goes_on
        Whether the last line goes on in the next piece.
    """

    continues: bool
    goes_on: bool

    def __new__(cls, text: str, *, continues: bool, goes_on: bool) -> Self:
        """Return a piece of text."""
        part = super().__new__(cls, text)
        part.continues, part.goes_on = continues, goes_on
        return part


def safe_cut(text: str, begin: int, end: int) -> int:
    """Return the last place between two offsets where a line can be cut; `begin` where there is none.

    The units are the same as without the cut. The best place is behind the end of a sentence, then behind another mark,
    then behind a blank or a Han character.

    Examples
    --------
    >>> text = "甲乙丙。丁,ab cd"
    >>> safe_cut(text, 0, 5), safe_cut("甲ab,cd", 0, 6), safe_cut("甲ab", 0, 3), safe_cut("abcd", 0, 4)
    (4, 4, 1, 0)
    """
    for kinds in ((SENTENCE, DOT), (CLAUSE, SENTENCE, DOT), (SPACE, HAN)):
        for at in range(min(end, len(text) - 1), max(begin, end - _LOOKED_AT), -1):
            if _begins_unit(text[at]) and _ends_with(text, at, kinds):
                # A line that goes on has begun, with a unit.
                return at if any(map(_begins_unit, text[begin:at])) else begin
    return begin


def _ends_with(text: str, end: int, kinds: tuple[int, ...]) -> bool:
    """Return True if the last character before a place is of one of some kinds; blanks are looked behind."""
    at = end - 1
    while SPACE not in kinds and at > 0 and kind_of(text[at]) == SPACE:
        at -= 1
    kind = kind_of(text[at])
    # A dot joins what is next to it.
    return kind in kinds and fold_character(text[at]) == text[at] and (kind != DOT or at < end - 1)


def _begins_unit(character: str) -> bool:
    return kind_of(fold_character(character)[:1] or " ") in _UNITS and not composes(character)


def cut_lines(pieces: Iterable[str], line_end: str = "\n") -> Iterator[str]:
    r"""Yield the same text in pieces that end where a line does, or within a line of more than a million characters.

    Parameters
    ----------
    pieces
        Any pieces of a text.
    line_end
        What ends a line.

    Examples
    --------
    >>> list(cut_lines(["甲\n乙", "丙\n丁"]))
    ['甲\n', '乙丙\n丁']
    """
    begun: list[str] = []  # a list, because a line can be longer than several pieces
    size, longest, continues = 0, _LONG, False
    for text in filter(None, pieces):
        # The cut waits for more text, because the last piece needs no line end.
        end = begun[-1].rfind(line_end) + 1 if begun else 0
        if end:
            rest = begun[-1][end:]
            begun[-1] = begun[-1][:end]
            yield _piece("".join(begun), continues=continues, goes_on=False)
            begun, size, longest, continues = [rest], len(rest), _LONG, False
        elif size > longest:
            line = "".join(begun)
            at = safe_cut(line, 0, size)
            if at:
                yield _piece(line[:at], continues=continues, goes_on=True)
                continues = True
            # Where there is no place, the next one is looked for when the line is twice as long.
            begun, longest = [line[at:]], _LONG if at else 2 * size
            size = len(begun[0])
        begun.append(text)
        size += len(text)
    if begun:
        yield _piece("".join(begun), continues=continues, goes_on=False)


def _piece(text: str, *, continues: bool, goes_on: bool) -> str:
    return Part(text, continues=continues, goes_on=goes_on) if continues or goes_on else text


def uncut(pieces: Iterable[str]) -> Iterator[str]:
    r"""Yield pieces of whole lines.

    Examples
    --------
    >>> list(uncut([Part("甲，", continues=False, goes_on=True), Part("乙", continues=True, goes_on=False), "丙\n"]))
    ['甲，乙', '丙\n']
    """
    begun: list[str] = []
    for piece in pieces:
        begun.append(piece)
        if not (isinstance(piece, Part) and piece.goes_on):
            yield "".join(begun)
            begun = []
