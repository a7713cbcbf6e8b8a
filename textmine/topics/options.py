"""Options of finding topics."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.errors import OptionError
from textmine.options import check_threads

__all__ = ["TopicOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicOptions:
    """How to find topics.

    Attributes
    ----------
    topics, themes
        Least and greatest number of topics, and of themes.
    seed
        Not negative. It draws halves and samples, which decide how many topics there are, and begins the search for the
        modules of terms that topics are merged from.
    threads
        Ranges of documents or terms processed in parallel; changes the time, never the result.
    sample
        Greatest number of documents that are clustered; all others are assigned to what comes out.
    neighbours
        Number of nearest terms of each term.
    smoothing
        Weight of the nearest terms of a document's terms beside these terms themselves, 0 to 1.
    name_terms
        Greatest number of terms that name a topic.
    """

    topics: tuple[int, int] = (8, 60)
    themes: tuple[int, int] = (4, 12)
    seed: int = 123
    threads: int = 1
    sample: int = 30_000
    neighbours: int = 20
    smoothing: float = 1.0
    name_terms: int = 5

    def __post_init__(self) -> None:
        for name in ("topics", "themes"):
            least, most = getattr(self, name)
            if not 2 <= least <= most:
                raise OptionError(f"`{name}` is not a range from 2 up", f"use `{name}=(4, 12)`")
        for name, least in (("seed", 0), ("sample", 1), ("neighbours", 1), ("name_terms", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"`{name}` is below {least}", f"use `{name}={least}` or more")
        check_threads(self.threads)
        if not 0 <= self.smoothing <= 1:
            raise OptionError("`smoothing` is not between 0 and 1", "use `smoothing=1`")
