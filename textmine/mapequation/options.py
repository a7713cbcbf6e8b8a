"""What a search may be told: levels, trials, seed, threads, effort; and what an effort means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textmine.errors import OptionError
from textmine.mapequation.hierarchy import Growth

__all__ = ["PLANS", "Effort", "Plan", "SearchOptions"]


class Effort(StrEnum):
    """How long to search: one start, what finds as good modules as ten trials of others, or all that helps."""

    FAST = "fast"
    DEFAULT = "default"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Plan:
    """What an effort means.

    Attributes
    ----------
    below, above : int
        Passes from single nodes up, and from one module down.
    after : int
        Passes after the two are crossed.
    growth : Growth
        Work put into a hierarchy.
    again : bool
        Whether small networks start several times.
    least_share : float
        Share of the codelength; passes that gain less are idle.
    patience : int
        Idle passes running after which no more are made.
    """

    below: int
    above: int
    after: int
    growth: Growth
    again: bool = True
    least_share: float = 0.0
    patience: int = 2

    @property
    def given(self) -> int:
        """Passes from modules that are given."""
        return self.below + self.after


PLANS = {
    Effort.FAST: Plan(
        2, 0, 0, Growth(rounds=2, passes=1, anew=False, least_share=0.05), again=False, least_share=0.005, patience=1
    ),
    Effort.DEFAULT: Plan(1, 2, 2, Growth(rounds=2, passes=1, anew=False)),
    Effort.BEST: Plan(4, 4, 10, Growth()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """How to search.

    Attributes
    ----------
    two_level : bool
        Modules of nodes only, no modules of modules.
    trials : int
        Independent searches, of which the best is kept.
    seed : int
        Not negative. The same seed finds the same communities.
    threads : int
        Trials searched at the same time; changes the time, never the result.
    effort : {"fast", "default", "best"}
        How long to search in each trial.
    preferred_modules : int, optional
        How many modules to aim for right below the root; how many pay is left to the map equation otherwise.

    Raises
    ------
    OptionError
        If a number is out of range.
    """

    two_level: bool = False
    trials: int = 1
    seed: int = 123
    threads: int = 1
    effort: Effort | str = Effort.DEFAULT
    preferred_modules: int | None = None

    def __post_init__(self) -> None:
        if self.effort not in list(Effort):
            raise OptionError(f"no effort is called {self.effort!r}", f"choose {', '.join(Effort)}")
        for name, least in (("trials", 1), ("seed", 0), ("threads", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"{name} is {getattr(self, name)}, below {least}", f"use `{name}={least}` or more")
        if self.preferred_modules is not None and self.preferred_modules < 1:
            raise OptionError(f"{self.preferred_modules} modules are too few", "use `preferred_modules=1` or more")
