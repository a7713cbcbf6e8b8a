"""Options of a map: those of each stage, and how many terms go from one stage to the next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from textmine.errors import OptionError
from textmine.mapequation import SearchOptions
from textmine.pairs import CooccurrenceOptions
from textmine.terms import DiscoverOptions

__all__ = ["MapOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """Options of each stage, and how many of the terms go on to the next.

    Attributes
    ----------
    discover
        Options of the terms. Without `least_confidence` a map lists its terms whatever their confidence.
    graph_terms
        How many of the best terms become nodes; 0 for all, None for what `default_nodes` says.
    context_terms, contexts_each
        How many of the best terms get contexts, and how many each.
    """

    discover: DiscoverOptions = field(default_factory=DiscoverOptions)
    cooccurrence: CooccurrenceOptions = field(default_factory=CooccurrenceOptions)
    search: SearchOptions = field(default_factory=SearchOptions)
    graph_terms: int | None = None
    context_terms: int = 1000
    contexts_each: int = 5

    def __post_init__(self) -> None:
        most, least = self.discover.most_terms, self.discover.least_confidence or 0.0
        object.__setattr__(self, "discover", replace(self.discover, top=most, least_confidence=least))
        for name in ("graph_terms", "context_terms", "contexts_each"):
            if (getattr(self, name) or 0) < 0:
                raise OptionError(f"{name} is negative", "use 0 or more")
