"""Options of a search (levels, trials, seed, threads, effort), and the settings behind each effort."""

from __future__ import annotations

from textmine.errors import OptionError
from textmine.lightclasses import NamedTuple, dataclass
from textmine.mapequation.hierarchy import Growth
from textmine.options import check_threads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.mapequation.effort import Effort

__all__ = ["PLANS", "Plan", "SearchOptions"]


class Plan(NamedTuple):
    """The settings of an effort.

    Attributes
    ----------
    below, above : int
        Number of passes from single nodes up, and from one module down.
    cores : int
        Number of passes after the two are crossed, whose smallest units are cores: nodes that were together in modules
        and in parts of them both ways.
    after : int
        Number of passes after that, from single nodes.
    growth : Growth
        Limits on the work for a hierarchy.
    again : bool
        Start several times on small networks.
    least_share : float
        A pass that gains less than this share of the codelength is idle.
    patience : int
        Number of idle passes in a row after which the search stops.
    """

    below: int
    above: int
    cores: int
    after: int
    growth: Growth
    again: bool = True
    least_share: float = 0.0
    patience: int = 2

    @property
    def given(self) -> int:
        """Number of passes from given modules."""
        return self.below + self.cores + self.after


PLANS = {
    "fast": Plan(
        2, 0, 0, 0, Growth(rounds=2, passes=1, anew=False, least_share=0.05), again=False, least_share=0.005, patience=1
    ),
    "default": Plan(1, 1, 1, 1, Growth(rounds=2, passes=1, anew=False)),
    "best": Plan(4, 4, 0, 10, Growth()),
}


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """Options of a search.

    Attributes
    ----------
    two_level : bool
        Find modules of nodes, but no modules of modules.
    trials : int
        Number of independent searches. The best result is kept.
    seed : int
        Not negative. The same seed gives the same communities.
    threads : int
        Number of threads; they change the time, never the result. Trials run in parallel; with two threads a trial,
        networks of 200,000 nodes and link ends or more are searched from below and from above at once.
    effort : {"fast", "default", "best"}
        How long each trial searches.
    preferred_modules : int, optional
        Number of top-level modules to aim for; by default the map equation decides.
    preferred_levels : int, optional
        Number of levels to aim for, 2 or more; 2 is the same as `two_level`. A tree of more levels loses the modules of
        modules that it can do without best. A tree of fewer levels is replaced by that of another trial, if one has
        that many.

    Raises
    ------
    OptionError
        If a number is out of range.
    """

    two_level: bool = False
    trials: int = 1
    seed: int = 123
    threads: int = 1
    effort: Effort | str = "default"
    preferred_modules: int | None = None
    preferred_levels: int | None = None

    def __post_init__(self) -> None:
        if self.effort not in PLANS:
            raise OptionError(f"no effort is called {self.effort!r}", f"choose {', '.join(PLANS)}")
        for name, least in (("trials", 1), ("seed", 0)):
            if getattr(self, name) < least:
                raise OptionError(f"{name} is {getattr(self, name)}, below {least}", f"use `{name}={least}` or more")
        check_threads(self.threads)
        if self.preferred_modules is not None and self.preferred_modules < 1:
            raise OptionError(f"{self.preferred_modules} modules are too few", "use `preferred_modules=1` or more")
        if self.preferred_levels is not None and self.preferred_levels < 2:
            raise OptionError(f"{self.preferred_levels} levels are too few", "use `preferred_levels=2` or more")
