"""The whole chain: from texts to terms, their graph, its communities, and contexts, one stage after the other."""

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
from textmine.notebook import html_table
from textmine.options import given
from textmine.pairs import count_pairs, default_nodes, label_terms
from textmine.progress import SILENT, Progress
from textmine.terms import Terms, discover
from textmine.text import Corpus
from textmine.text.scripts import note_scripts

__all__ = ["Chain", "TermMap", "map_texts"]


@dataclass(frozen=True, slots=True, repr=False)
class TermMap:
    """What the chain found: the corpus it read, its terms, their graph, its communities, what it is about, contexts.

    `n_characters` is the size of the texts, `n_background` the number of units of the background, 0 for none.
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

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the communities with their themes and sizes."""
        groups, n = self.groups, len(self.groups.names)
        sizes = [np.bincount(of[of >= 0], minlength=n).tolist() for of in (groups.terms, groups.documents)]
        rows = ((groups.theme_name(place), groups.name(place), sizes[0][place], sizes[1][place]) for place in range(n))
        caption = f"{len(self.terms):,} terms, {self.graph.n_nodes:,} of them linked, in {n:,} communities"
        return html_table(caption, ("theme", "community", "terms", "documents"), rows, n)


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
        The world at large: texts, a corpus, a background, or a name as `open_background` takes it. None chooses the
        shipped one for the language of the texts; `"none"` asks for none.
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
    """The stages of one map; each is made when it is first asked for, from those before it.

    A stage that has a file in a folder may be read from there in place of being made: see `textmine.map.writing`.
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
    def corpus(self) -> Corpus:
        """The units of the texts."""
        corpus = self.sources.build(self.texts)
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
        """The background, and the names of what it was read from."""
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
        """Which node stands at each place of `counted`; see `label_terms`."""
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
        words = self.nodes.terms
        found = find_topics(self.labels, self.counted.documents, words, self.options.topics, self.progress)
        return group(words, found, communities)

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
        lists = self.sources.lists(self.progress)
        terms = discover(self.corpus, self.opened_world[0], self.options.discover, self.progress, lists)
        if len(terms) == 0:
            raise InputError("corpus", None, "no term was found", "give more text, or lower `min_count`")
        return terms

    def link_nodes(self) -> Graph:
        """Count which nodes occur together; raise InputError where no two do."""
        options = self.options
        threads, memory = options.discover.threads, options.discover.memory
        words = self.nodes.as_words()
        graph = count_pairs(self.labels, words, options.cooccurrence, threads=threads, memory=memory)
        if graph.n_links == 0:
            raise InputError("corpus", None, "no two terms occur together often enough", "give more text")
        return graph

    def collect_contexts(self) -> list[Context]:
        """Return contexts of the best terms; the report shows terms that are not nodes, too."""
        self.progress.stage("collecting contexts")
        options, terms, labels = self.options, self.terms, self.labels
        most = max(options.context_terms, len(self.nodes)) if options.context_terms else 0
        if len(self.nodes) < min(most, len(terms)):
            labels = label_terms(self.counted, terms.head(most).as_words())
        each = options.contexts_each
        places = enough_places(self.counted, labels, terms.terms[:most], each)
        return find_contexts(self.texts, self.counted, places, per_term=each, spread=True, whole_words=True)
