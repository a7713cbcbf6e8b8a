"""Options of a map: the options of each stage, and the number of terms that the next stage gets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from textmine.errors import OptionError
from textmine.map.edits import Edits
from textmine.mapequation import SearchOptions
from textmine.pairs import CooccurrenceOptions
from textmine.terms import DiscoverOptions
from textmine.topics import TopicOptions

__all__ = ["COMMUNITIES", "MODULES", "MapOptions"]

TOPICS, MODULES = COMMUNITIES = ("topics", "modules")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOptions:
    """Options of each stage, and the number of terms that the next stage gets.

    Attributes
    ----------
    discover
        Options of the terms. Without `least_confidence` a map lists its terms whatever their confidence.
    cooccurrence, search, topics
        Options of the graph, of the search for its modules, and of communities and themes.
    communities
        What the map shows as communities: `topics` of documents and terms, or `modules` of the graph.
    graph_terms
        Number of best terms that become nodes; 0 for all, None for the number of `default_nodes`.
    part_of
        The group that says what a document is a part of, such as the report of a paragraph: words that burst in one of
        these wholes count less in trends and comparisons, and the wholes themselves are not compared.
    senses
        Terms with two senses or uses are split, and may belong to several communities; see `find_senses`.
    layers
        The communities of `alluvial.tsv` are not those of the map but those of layers of one network: of all periods
        (`date`), or of the values of a group, by its name. Of many values those with the most documents are layers.
    context_terms
        Number of best terms that get contexts, beside the nodes.
    contexts_each
        Greatest number of contexts for each of these terms.
    edits
        Terms to leave out, keep on the map or merge, and communities to rename; see `load_edits`.
    heading
        Of the report; None for the name of the first file.

    Raises
    ------
    OptionError
        A number is negative, or the kind of communities is unknown.
    """

    discover: DiscoverOptions = field(default_factory=DiscoverOptions)
    cooccurrence: CooccurrenceOptions = field(default_factory=CooccurrenceOptions)
    search: SearchOptions = field(default_factory=SearchOptions)
    topics: TopicOptions = field(default_factory=TopicOptions)
    communities: str = TOPICS
    graph_terms: int | None = None
    context_terms: int = 1000
    contexts_each: int = 10
    part_of: str | None = None
    senses: bool = False
    layers: str | None = None
    edits: Edits = field(default_factory=Edits)
    heading: str | None = None

    def __post_init__(self) -> None:
        most, least = self.discover.most_terms, self.discover.least_confidence or 0.0
        object.__setattr__(self, "discover", replace(self.discover, top=most, least_confidence=least))
        if self.communities not in COMMUNITIES:
            raise OptionError(f"there are no communities of the kind '{self.communities}'", "use topics or modules")
        for name in ("graph_terms", "context_terms", "contexts_each"):
            if (getattr(self, name) or 0) < 0:
                raise OptionError(f"{name} is negative", "use 0 or more")
