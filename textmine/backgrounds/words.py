"""The words of the shipped backgrounds, which tell words that were broken at the end of a line."""

from __future__ import annotations

from textmine.backgrounds.opening import shipped_background, shipped_names

__all__ = ["ShippedWords"]


class ShippedWords:
    """The units of all shipped backgrounds, read when a word is first looked up.

    Examples
    --------
    >>> words = ShippedWords()
    >>> "turbine" in words, "tur-bine" in words
    (True, False)
    """

    def __init__(self) -> None:
        self._words: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        if self._words is None:
            opened = [shipped_background(name) for name in shipped_names()]
            self._words = frozenset(unit for background in opened for unit in background.counts.units())
        return word in self._words
