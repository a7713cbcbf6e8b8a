"""The whole chain from texts to a map: terms, their graph, its communities, and contexts."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background, as_background
from textmine.communities import GraphCommunities, cluster
from textmine.concordance import Context, enough_places, find_contexts
from textmine.errors import InputError
from textmine.graph import Graph
from textmine.map.grouping import Grouping, group
from textmine.map.options import MapOptions
from textmine.map.sources import Sources, TextSources, World
from textmine.ngrams import drop_repeats
from textmine.options import given
from textmine.pairs import count_pairs, default_nodes, label_terms
from textmine.progress import SILENT, Progress
from textmine.terms import TermLists, Terms, discover
from textmine.text import Corpus
from textmine.text.scripts import note_scripts

__all__ = ["Chain", "TermMap", "map_texts"]


@dataclass(frozen=True, slots=True, repr=False)
class TermMap:
    """The results of all stages: corpus, terms, graph, its communities, groups of terms and documents, contexts.

    `n_characters` is the number of characters of the texts, `n_background` the number of units of the background, 0
    without one.
    """

    corpus: Corpus
    terms: Terms
    graph: Graph
    communities: GraphCommunities
    groups: Grouping
    contexts: list[Context]
    n_characters: int
    n_background: int = 0

    def __repr__(self) -> str:
        found = f"{self.graph.n_nodes} of them linked, {len(self.groups.names)} communities"
        return f"<TermMap of {len(self.terms)} terms, {found}>"


def map_texts(
    texts: Sequence[str],
    background: World | str | Sequence[str] = None,
    options: MapOptions | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> TermMap:
    r"""Go from texts to a map of their terms, as ``textmine map`` does from files.

    Parameters
    ----------
    texts
        The domain; each line is a document.
    background
        The background: texts, a corpus, a background, or a name as for `open_background`. None chooses the shipped
        one for the language of the texts; `"none"` means no background.
    options, keywords
        Options of each stage: a `MapOptions`, or its fields as keywords.
    progress
        Gets the name of each stage, and a note of the background that was chosen.

    Raises
    ------
    InputError
        The texts hold no term, or no two terms that occur together.

    Examples
    --------
    >>> from textmine.terms import DiscoverOptions
    >>> text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 2
    >>> found = map_texts([text], ["新机器投运，旧机器退役。"], discover=DiscoverOptions(keep_repeats=True))
    >>> list(found.graph.names)
    ['变压器', '绕组']
    """
    return Chain(TextSources(texts, background), given(MapOptions, options, keywords), progress).found()


class Chain:
    """The stages of one map. Each is made from the stages before it when it is first needed.

    In `textmine.map.writing`, some stages are read from files instead.
    """

    def __init__(self, sources: Sources, options: MapOptions, progress: Progress = SILENT) -> None:
        self.sources, self.options, self.progress = sources, options, progress

    def found(self) -> TermMap:
        """Return the results of all stages."""
        terms, graph, communities, groups = self.terms, self.graph, self.communities, self.groups
        contexts = self.collect_contexts()
        return TermMap(self.corpus, terms, graph, communities, groups, contexts, self.n_characters, self.n_background)

    @functools.cached_property
    def texts(self) -> Sequence[str]:
        """The texts of the domain."""
        return self.sources.texts(self.progress)

    @functools.cached_property
    def lists(self) -> TermLists:
        """The terms that the user lists; read once, since they may come from standard input."""
        return self.sources.lists(self.progress)

    @functools.cached_property
    def corpus(self) -> Corpus:
        """The units of the texts."""
        corpus = self.sources.build(self.texts, self.lists.names())
        note_scripts(corpus, self.progress)
        return corpus

    @functools.cached_property
    def counted(self) -> Corpus:
        """The corpus without repeated clauses, unless the options keep them."""
        discovering = self.options.discover
        counted = self.corpus if discovering.keep_repeats else drop_repeats(self.corpus, memory=discovering.memory)
        if not discovering.merge_forms:
            return counted
        from textmine.terms.merging import merge_forms  # this import takes long

        world = as_background(
            self.opened_world[0], counted, keep_repeats=discovering.keep_repeats, memory=discovering.memory
        )
        return merge_forms(counted, world, discovering.memory).corpus

    @functools.cached_property
    def opened_world(self) -> tuple[World, list[str]]:
        """The background, and the names of its sources."""
        return self.sources.open_world(self.corpus, self.options.discover, self.progress)

    @functools.cached_property
    def terms(self) -> Terms:
        """The terms, best first."""
        return self.find_terms()

    @functools.cached_property
    def nodes(self) -> Terms:
        """The terms that become nodes."""
        asked = self.options.graph_terms
        return self.terms.head(default_nodes(self.corpus.n_units) if asked is None else asked or len(self.terms))

    @functools.cached_property
    def labels(self) -> NDArray[np.int32]:
        """The labels of the nodes in `counted`; see `label_terms`."""
        self.progress.stage("counting co-occurrences")
        return label_terms(self.counted, self.nodes.as_words(), threads=self.options.discover.threads)

    @functools.cached_property
    def graph(self) -> Graph:
        """The graph of the nodes."""
        return self.link_nodes()

    @functools.cached_property
    def communities(self) -> GraphCommunities:
        """The communities of the graph."""
        self.progress.stage("finding communities")
        return cluster(self.graph, self.options.search)

    @functools.cached_property
    def groups(self) -> Grouping:
        """Communities of terms and documents, and themes of communities."""
        from textmine.topics import find_topics

        communities = self.communities
        self.progress.stage("finding topics")
        words = self.grouped
        # A document that only repeats others is about something, too.
        corpus = self.counted if self.options.discover.merge_forms else self.corpus
        labels = label_terms(corpus, words.as_words(), threads=self.options.discover.threads)
        found = find_topics(
            labels, corpus.documents, words.terms, self.options.topics, self.progress, units=corpus.units
        )
        return group(words.terms, found, communities)

    @functools.cached_property
    def grouped(self) -> Terms:
        """The terms that may belong to communities."""
        from textmine.topics import topic_terms

        return self.terms.take(topic_terms(self.terms, self.corpus.n_documents))

    @property
    def n_characters(self) -> int:
        """Characters of the texts."""
        return sum(map(len, self.texts))

    @property
    def n_background(self) -> int:
        """Units of the background, 0 for none."""
        world: Corpus | Background | None = self.opened_world[0]
        return 0 if world is None else world.n_units

    def find_terms(self) -> Terms:
        """Discover the terms; raise InputError where there is none."""
        terms = discover(self.corpus, self.opened_world[0], self.options.discover, self.progress, self.lists)
        if len(terms) == 0:
            raise InputError("corpus", None, "no term was found", "give more text, or lower `min_count`")
        return terms

    def link_nodes(self) -> Graph:
        """Count which nodes occur together; raise InputError if no two do."""
        options = self.options
        threads, memory = options.discover.threads, options.discover.memory
        words = self.nodes.as_words()
        graph = count_pairs(self.labels, words, options.cooccurrence, threads=threads, memory=memory)
        if graph.n_links == 0:
            raise InputError("corpus", None, "no two terms occur together often enough", "give more text")
        return graph

    def collect_contexts(self) -> list[Context]:
        """Return contexts of the best terms, including terms that are not nodes: the report shows them too."""
        self.progress.stage("collecting contexts")
        options, terms, labels = self.options, self.terms, self.labels
        if len(self.nodes) < min(options.context_terms, len(terms)):
            labels = label_terms(self.counted, terms.head(options.context_terms).as_words())
        places = enough_places(self.counted, labels, terms.terms[: options.context_terms], options.contexts_each)
        return find_contexts(self.texts, self.counted, places, per_term=options.contexts_each)
