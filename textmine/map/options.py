"""Options of a map: those of each stage, and how many terms go from one stage to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from textmine.errors import OptionError
from textmine.mapequation import SearchOptions
from textmine.pairs import CooccurrenceOptions
from textmine.terms import DiscoverOptions
from textmine.topics import TopicOptions

__all__ = ["MapOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """Options of each stage, and how many of the terms go on to the next.

    Attributes
    ----------
    graph_terms
        How many of the best terms become nodes; 0 for all, None for what `default_nodes` says.
    context_terms, contexts_each
        How many of the best terms get contexts beside the nodes, and how many each.
    """

    discover: DiscoverOptions = field(default_factory=DiscoverOptions)
    cooccurrence: CooccurrenceOptions = field(default_factory=CooccurrenceOptions)
    search: SearchOptions = field(default_factory=SearchOptions)
    topics: TopicOptions = field(default_factory=TopicOptions)
    graph_terms: int | None = None
    context_terms: int = 1000
    contexts_each: int = 10

    def __post_init__(self) -> None:
        for name in ("graph_terms", "context_terms", "contexts_each"):
            if (getattr(self, name) or 0) < 0:
                raise OptionError(f"{name} is negative", "use 0 or more")
