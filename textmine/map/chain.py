"""The whole chain from texts to a map: terms, their graph, its communities, and contexts."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Ids
from textmine.backgrounds import Background, as_background
from textmine.communities import GraphCommunities, cluster
from textmine.concordance import Context, DocumentCounts, count_by_document, enough_places, find_contexts
from textmine.errors import GraphError, InputError, OptionError
from textmine.graph import Graph
from textmine.map.edits import forced_nodes, note_unknown, renamed, without_dropped
from textmine.map.grouping import Grouping, group, theme_rows
from textmine.map.options import MODULES, MapOptions
from textmine.map.sources import Sources, SourceTexts, TextSources, World
from textmine.ngrams import drop_repeats
from textmine.notebook import Frame, html_table
from textmine.options import given
from textmine.pairs import count_pairs, default_nodes, label_terms
from textmine.progress import SILENT, Progress
from textmine.terms import TermLists, Terms, discover
from textmine.text import Corpus
from textmine.text.arrays import give_back, release
from textmine.text.breaks import OTHER
from textmine.text.records import Records, records_of
from textmine.text.scripts import note_scripts
from textmine.topics.topics import no_topics

if TYPE_CHECKING:
    from textmine.map.choosing import DocumentTable
    from textmine.streams import Alluvial

__all__ = ["Chain", "TermMap", "map_texts"]


@dataclass(frozen=True, slots=True, repr=False)
class TermMap:
    """The results of all stages: corpus, terms, graph, its communities, groups of terms and documents, contexts.

    `texts` are the texts as they were read. `n_characters` is the number of characters of the texts, `n_background`
    the number of units of the background, 0 without one. `wholes` is what each document is a part of, None where
    nobody knows.
    """

    corpus: Corpus
    terms: Terms
    graph: Graph
    communities: GraphCommunities
    groups: Grouping
    contexts: list[Context]
    texts: Sequence[str]
    n_characters: int
    n_background: int = 0
    wholes: Ids | None = None

    def documents(self, **asked: Any) -> DocumentTable:
        """Return the documents, a row each, or those that are asked for; see `textmine.map.documents`."""
        from textmine.map.choosing import documents

        return documents(self, **asked)

    def __repr__(self) -> str:
        found = f"{self.graph.n_nodes} of them linked, {len(self.groups.names)} communities"
        return f"<TermMap of {len(self.terms)} terms, {found}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the communities with their themes and sizes."""
        n = len(self.groups.names)
        rows = ((theme, name, terms, documents) for name, _, theme, _, terms, documents, _ in theme_rows(self.groups))
        caption = f"{len(self.terms):,} terms, {self.graph.n_nodes:,} of them linked, in {n:,} communities"
        return html_table(caption, ("theme", "community", "terms", "documents"), rows, n)

    def show(self, height: int = 720, language: str | None = None) -> Frame:
        """Return the report of the map in a frame of a notebook.

        Parameters
        ----------
        height
            Of the frame, in pixels.
        language
            `zh` or `en`; None means the language of the terms.
        """
        # The report stands above the map: it is looked up, so that no import points up.
        return Frame(importlib.import_module("textmine.report").map_page(self, language), height)


def map_texts(
    texts: Sequence[str],
    background: World | str | Sequence[str] = None,
    options: MapOptions | None = None,
    progress: Progress = SILENT,
    *,
    records: Records | None = None,
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
    records
        What is known of each line of the texts beside its words, such as ids and dates; see `build_records`. The
        documents found, which are the lines with a word, have it in `TermMap.corpus.records`.

    Raises
    ------
    InputError
        The texts hold no term, or no two terms that occur together.
    OptionError
        There are not as many records as lines.

    Examples
    --------
    >>> from textmine.terms import DiscoverOptions
    >>> text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 2
    >>> found = map_texts([text], ["新机器投运，旧机器退役。"], discover=DiscoverOptions(keep_repeats=True))
    >>> list(found.graph.names)
    ['变压器', '绕组']
    """
    return Chain(
        TextSources(texts, background, records=records), given(MapOptions, options, keywords), progress
    ).found()


class Chain:
    """The stages of one map. Each is made from the stages before it when it is first needed.

    In `textmine.map.writing`, some stages are read from files instead.
    """

    def __init__(self, sources: Sources, options: MapOptions, progress: Progress = SILENT) -> None:
        merge = options.edits.merge
        self.sources = sources.merged(merge) if merge else sources
        self.options, self.progress = options, progress

    def found(self) -> TermMap:
        """Return the results of all stages."""
        terms, graph, communities, groups = self.terms, self.graph, self.communities, self.groups
        contexts, sizes = self.collect_contexts(), (self.n_characters, self.n_background)
        return TermMap(self.corpus, terms, graph, communities, groups, contexts, self.texts, *sizes, self.wholes)

    @functools.cached_property
    def read(self) -> SourceTexts:
        """The texts of the domain, with what is known of their documents."""
        return self.sources.texts(self.progress)

    @property
    def texts(self) -> Sequence[str]:
        """The texts of the domain."""
        return self.read.pieces

    @functools.cached_property
    def lists(self) -> TermLists:
        """The terms that the user lists; read once, since they may come from standard input."""
        return self.sources.lists(self.progress)

    @functools.cached_property
    def corpus(self) -> Corpus:
        """The units of the texts."""
        corpus = self.sources.build(self.texts, self.lists.names())
        note_scripts(corpus, self.progress)
        return corpus.with_records(self.read.records(corpus.offsets))

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
        n = default_nodes(self.corpus.n_units) if asked is None else asked or len(self.terms)
        keep = self.options.edits.keep
        note_unknown("keep", keep, self.terms.terms, self.progress)
        return forced_nodes(self.terms, n, keep)

    @functools.cached_property
    def labels(self) -> NDArray[np.int32]:
        """The labels of the nodes in `counted`; see `label_terms`."""
        self.progress.stage("counting co-occurrences")
        return label_terms(self.counted, self.nodes.as_words(), **self._bounds)

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
        communities = self.communities
        if self.options.communities == MODULES:
            return self._named(group((), no_topics(self.corpus.n_documents, 0, "modules are shown"), communities))
        from textmine.topics import find_topics

        self.progress.stage("finding topics")
        words, corpus = self.grouped, self.spoken
        # Periods need the labels again.
        labels = self.grouped_labels if self.sources.dated else self.label(words)
        give_back(self.options.discover.memory)
        found = find_topics(
            labels, corpus.documents, words.terms, self.options.topics, self.progress, units=corpus.units
        )
        release(labels, corpus.units, corpus.documents)
        del labels
        give_back(self.options.discover.memory)
        if found.reason:
            self.progress.note(
                f"no communities of documents: {found.reason}; the modules of the graph are shown instead"
            )
        return self._named(group(words.terms, found, communities))

    def _named(self, groups: Grouping) -> Grouping:
        rename = self.options.edits.rename
        return renamed(groups, rename, self.progress) if rename else groups

    @functools.cached_property
    def grouped(self) -> Terms:
        """The terms that may belong to communities."""
        from textmine.topics import topic_terms

        return self.terms.take(topic_terms(self.terms, self.corpus.n_documents))

    @property
    def spoken(self) -> Corpus:
        """The text with its repeats: a document that only repeats others is about something, too."""
        return self.counted if self.options.discover.merge_forms else self.corpus

    @functools.cached_property
    def grouped_labels(self) -> NDArray[np.int32]:
        """The labels of the terms of `grouped` in `spoken`."""
        return self.label(self.grouped)

    def label(self, words: Terms) -> NDArray[np.int32]:
        """Return the labels of terms in `spoken`."""
        return label_terms(self.spoken, words.as_words(), **self._bounds)

    def alluvial(self) -> Alluvial | None:
        """Return the communities by period; None if no document has a date, or no period a network."""
        from textmine.periods import fitting_every
        from textmine.streams import AlluvialOptions, Reference, alluvial_of_labels

        dates, groups = self.records.dates, self.groups
        if dates is None or not dates.precision.any():
            return None
        # Where there are no topics, modules of the nodes are shown.
        topics = groups.words is self.grouped.terms
        words, labels = (self.grouped, self.grouped_labels) if topics else (self.nodes, self.label(self.nodes))
        words = words.head(default_nodes(self.corpus.n_units))
        links = replace(self.options.cooccurrence, threads=self.options.discover.threads)
        options = AlluvialOptions(every=fitting_every(dates), cooccurrence=links, search=self.options.search)
        home = dict(zip(groups.words, groups.terms.tolist(), strict=True))
        homes = np.array([home.get(term, -1) for term in words.terms], np.int32)
        reference = Reference(homes, [groups.name(number) for number in range(len(groups.names))])
        labelled = np.where(labels < len(words), labels, np.int32(OTHER)), self.spoken.documents, words.as_words()
        try:
            return alluvial_of_labels(*labelled, self.records, options, reference=reference, progress=self.progress)
        except GraphError as error:
            self.progress.note(f"communities by period: {error}")
            return None

    @property
    def records(self) -> Records:
        """What is known of the documents beside their text."""
        return records_of(self.corpus)

    @functools.cached_property
    def wholes(self) -> Ids | None:
        """What each document is a part of, -1 for nothing; None where the options do not say."""
        name = self.options.part_of
        if name is None:
            return None
        group = self.records.groups.get(name)
        if group is None:
            raise OptionError(f"the documents have no '{name}'", "name a group of the records with `part_of`")
        if (group.codes < 0).any():
            self.progress.note(f"documents without '{name}' are wholes by themselves")
        return group.codes

    @property
    def n_characters(self) -> int:
        """Characters of the texts."""
        return sum(map(len, self.texts))

    @property
    def n_background(self) -> int:
        """Units of the background, 0 for none."""
        world: Corpus | Background | None = self.opened_world[0]
        return 0 if world is None else world.n_units

    @functools.cached_property
    def shown(self) -> Terms:
        """The nodes, and the best terms beside them: those with contexts."""
        most = max(self.options.context_terms, len(self.nodes)) if self.options.context_terms else 0
        return forced_nodes(self.terms, most, self.options.edits.keep if most else ())

    @functools.cached_property
    def shown_counts(self) -> DocumentCounts:
        """The counts by document of `shown`; a document that only repeats others counts, too."""
        self.progress.stage("counting terms by document")
        return count_by_document(self.spoken, self.shown, **self._bounds)

    @property
    def _bounds(self) -> dict[str, Any]:
        """How many threads work at a time, and the bytes they may use."""
        return {"threads": self.options.discover.threads, "memory": self.options.discover.memory}

    def find_terms(self) -> Terms:
        """Discover the terms; raise InputError where there is none."""
        terms = discover(self.corpus, self.opened_world[0], self.options.discover, self.progress, self.lists)
        drop = self.options.edits.drop
        note_unknown("drop", drop, terms.terms, self.progress)
        note_unknown("merge", dict.fromkeys(into for _, into in self.options.edits.merge), terms.terms, self.progress)
        terms = without_dropped(terms, drop)
        if len(terms) == 0:
            hint = "drop fewer terms" if drop else "give more text, or lower `min_count`"
            raise InputError("corpus", None, "no term was found", hint)
        return terms

    def link_nodes(self) -> Graph:
        """Count which nodes occur together; raise InputError if no two do."""
        options = self.options
        graph = count_pairs(self.labels, self.nodes.as_words(), options.cooccurrence, **self._bounds)
        if graph.n_links == 0:
            raise InputError("corpus", None, "no two terms occur together often enough", "give more text")
        return graph

    def collect_contexts(self) -> list[Context]:
        """Return contexts of the best terms, including terms that are not nodes: the report shows them too."""
        self.progress.stage("collecting contexts")
        options, terms, shown = self.options, self.terms, self.shown
        if len(shown) > len(self.nodes):
            labels = label_terms(self.counted, shown.as_words(), **self._bounds)
        else:
            labels = self.labels
        each = options.contexts_each
        places = enough_places(self.counted, labels, shown.terms, each, spread=True)
        release(labels, self.corpus.units, self.counted.units)
        found = find_contexts(self.texts, self.counted, places, per_term=each, spread=True)
        if shown.terms[-1:] == terms.terms[len(shown) - 1 : len(shown)]:  # no term was taken from further down
            return found
        place = {term: at for at, term in enumerate(terms.terms)}
        return [replace(context, term=place[shown.terms[context.term]]) for context in found]
