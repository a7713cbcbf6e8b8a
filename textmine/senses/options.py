"""What counts as a sense of its own."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.errors import OptionError
from textmine.text.breaks import WITHIN

__all__ = ["SenseOptions"]

MOST_SENSES = 4  # a bit of a mask each


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseOptions:
    """Options of `find_senses`.

    Attributes
    ----------
    window, within
        The context of an occurrence: so many words to either side, in the same clause, sentence or document.
    neighbours
        How many neighbours of a term are grouped: those with the heaviest links.
    most
        Greatest number of senses of a term, 1 to 4.
    min_documents
        Least number of documents in which the term stands near each sense.
    min_share
        Least share of each sense in the documents that tell.
    overlap
        Two groups are senses if the term stands near both in fewer documents than this share of what chance would give.
    likeness
        Two groups are senses if their company has a cosine below this.
    threads, memory
        How many threads work, and how many bytes the labels of the text may take before they go to a file.
    """

    window: int = 10
    within: str = "sentence"
    neighbours: int = 40
    most: int = MOST_SENSES
    min_documents: int = 5
    min_share: float = 0.15
    overlap: float = 0.5
    likeness: float = 0.03
    threads: int = 1
    memory: int | None = None

    def __post_init__(self) -> None:
        if self.within not in WITHIN:
            raise OptionError(f"'{self.within}' is not a part of the text", f"use one of: {', '.join(WITHIN)}")
        for name, least in (("window", 1), ("neighbours", 2), ("min_documents", 1), ("threads", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"{name} is {getattr(self, name)}, below {least}", f"use {least} or more")
        if not 1 <= self.most <= MOST_SENSES:
            raise OptionError(f"{self.most} is no number of senses from 1 to {MOST_SENSES}", f"use {MOST_SENSES}")
        for name in ("min_share", "overlap", "likeness"):
            if not 0 < getattr(self, name) <= 1:
                value = getattr(self, name)
                raise OptionError(f"{name} is {value}, not above 0 and up to 1", f"leave {name} out")
