"""The whole chain from texts to a map: terms, their graph, its communities, and contexts."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Ids
from textmine.backgrounds import Background, as_background
from textmine.communities import GraphCommunities, cluster
from textmine.concordance import Context, DocumentCounts, count_by_document, enough_places, find_contexts
from textmine.errors import GraphError, InputError, OptionError
from textmine.graph import Graph, build_graph
from textmine.graph.naming import natural_order
from textmine.map.edits import forced_nodes, note_unknown, renamed, without_dropped
from textmine.map.files import ALLUVIAL
from textmine.map.grouping import Grouping, group
from textmine.map.options import MODULES, MapOptions
from textmine.map.sources import Sources, SourceTexts, World
from textmine.ngrams import drop_repeats
from textmine.pairs import count_pairs, default_nodes, label_terms
from textmine.progress import SILENT, Progress
from textmine.terms import TermLists, Terms, discover
from textmine.terms.spread import spread_remedy
from textmine.text import Corpus
from textmine.text.arrays import give_back, release
from textmine.text.records import Group, Records, records_of
from textmine.text.scripts import note_scripts
from textmine.topics.topics import no_topics

if TYPE_CHECKING:
    from textmine.senses import Senses
    from textmine.streams import Alluvial

__all__ = ["Chain"]

_LAYERS = 15  # of a group: as many as there are periods at most


class Chain:
    """The stages of one map. Each is made from the stages before it when it is first needed.

    In `textmine.map.writing`, some stages are read from files instead.
    """

    def __init__(self, sources: Sources, options: MapOptions, progress: Progress = SILENT) -> None:
        merge = options.edits.merge
        self.sources = sources.merged(merge) if merge else sources
        self.options, self.progress = options, progress

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
        edits = self.options.edits
        if edits.keep:
            note_unknown("keep", edits.keep, self.terms.terms, self.progress, edits, self.lists)
        return forced_nodes(self.terms, n, edits.keep)

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
        senses = self.senses
        if senses is None or not len(senses.split()):
            return cluster(self.graph, self.options.search)
        return cluster(senses.network(self.sorted_graph), self.options.search)

    @functools.cached_property
    def sorted_graph(self) -> Graph:
        """The graph with its nodes in order of their names: the same from memory and from a file."""
        graph = self.graph
        order = natural_order(graph.names)
        place = np.empty(graph.n_nodes, np.int32)
        place[order] = np.arange(graph.n_nodes)
        ends = place[graph.sources], place[graph.targets]
        names = [graph.names[node] for node in order]
        return build_graph(names, *ends, graph.weights, directed=graph.directed)

    @functools.cached_property
    def senses(self) -> Senses | None:
        """The senses of the nodes; None where they are not asked for."""
        if not self.options.senses:
            return None
        from textmine.senses import SenseOptions, find_senses

        self.progress.stage("finding senses")
        links = self.options.cooccurrence
        window = links.window or max(len(self.counted.units), 1)
        options = SenseOptions(window=window, within=links.within, **self._bounds)
        found = find_senses(self.counted, self.sorted_graph, options)
        split = found.split().tolist()
        examples = ", ".join(found.names[term] for term in split[:3])
        said = f"{len(split)} of {self.graph.n_nodes} terms have two senses or more{': ' * bool(split)}{examples}"
        self.progress.note(said)
        return found

    @functools.cached_property
    def groups(self) -> Grouping:
        """Communities of terms and documents, and themes of communities."""
        communities = self.communities
        if self.options.communities == MODULES:
            return self._named(
                group((), no_topics(self.corpus.n_documents, 0, "modules are shown"), communities), modules=True
            )
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
        return self._named(group(words.terms, found, communities), modules=bool(found.reason))

    def _named(self, groups: Grouping, *, modules: bool) -> Grouping:
        edits, senses = self.options.edits, self.senses
        if senses is not None:
            from textmine.map.senses import with_senses

            groups = with_senses(groups, senses, self.sorted_graph, self.communities, modules=modules)
        return renamed(groups, edits, self.progress) if edits.rename else groups

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
        """Return the communities by period or layer; None if no document has a date, or no period a network."""
        from textmine.periods import BY_DATE, fitting_every
        from textmine.streams import AlluvialOptions, Reference, alluvial_of_labels

        dates, groups = self.records.dates, self.groups
        by_group = self.options.layers not in (None, BY_DATE)
        if not by_group and (dates is None or not dates.precision.any()):
            return None
        # Where there are no topics, modules of the nodes are shown.
        topics = groups.words is self.grouped.terms
        words, labels = (self.grouped, self.grouped_labels) if topics else (self.nodes, self.label(self.nodes))
        links = replace(self.options.cooccurrence, threads=self.options.discover.threads)
        options = AlluvialOptions(
            every="year" if dates is None or by_group else fitting_every(dates),
            layers=self.options.layers,
            nodes=default_nodes(self.corpus.n_units),
            cooccurrence=links,
            search=self.options.search,
        )
        home = dict(zip(groups.words, groups.terms.tolist(), strict=True))
        homes = np.array([home.get(term, -1) for term in words.terms], np.int32)
        reference = Reference(homes, [groups.name(number) for number in range(len(groups.names))])
        labelled = labels, self.spoken.documents, words.as_words()
        try:
            records = self._with_few_values(str(self.options.layers)) if by_group else self.records
            return alluvial_of_labels(*labelled, records, options, reference=reference, progress=self.progress)
        except GraphError as error:
            self.progress.note(f"communities by period: {error}")
            return None

    def _with_few_values(self, name: str) -> Records:
        """Return the records without the values of a group that are too many for layers."""
        records = self.records
        group = records.groups.get(name)
        if group is None or len(group.values) <= _LAYERS:
            return records
        sizes = np.bincount(group.codes[group.codes >= 0], minlength=len(group.values))
        kept = np.sort(np.argsort(-sizes, kind="stable")[:_LAYERS])
        place = np.full(len(group.values) + 1, -1, np.int32)
        place[kept] = np.arange(len(kept))
        left_out = int(sizes.sum() - sizes[kept].sum())
        said = f"'{name}' has {len(group.values)} values, of which the {_LAYERS} largest are layers"
        self.progress.note(f"{said}; {left_out} documents are left out of {ALLUVIAL}")
        few = Group(place[group.codes], [group.values[code] for code in kept.tolist()])
        return replace(records, groups={**records.groups, name: few})

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
        edits = self.options.edits
        note_unknown("drop", edits.drop, terms.terms, self.progress, edits)
        note_unknown("merge", dict.fromkeys(into for _, into in edits.merge), terms.terms, self.progress, edits)
        terms = without_dropped(terms, edits.drop)
        if len(terms) == 0:
            asked = self.options.discover
            none_can = spread_remedy(asked.min_documents, asked.max_share, self.corpus.n_documents)
            more = "drop fewer terms" if edits.drop else "give more text, or lower `min_count`"
            raise InputError("corpus", None, "no term was found", none_can or more)
        return terms

    def link_nodes(self) -> Graph:
        """Count which nodes occur together; raise InputError if no two do."""
        options = self.options
        graph = count_pairs(
            self.labels, self.nodes.as_words(), options.cooccurrence, **self._bounds, engine=self.counted.engine
        )
        if graph.n_links == 0:
            raise InputError("corpus", None, "no two terms occur together often enough", self._remedy())
        return graph

    def _remedy(self) -> str:
        """Return what may give a text links that has none."""
        if self.options.graph_terms and len(self.nodes) < len(self.terms):
            return f"raise `graph_terms={self.options.graph_terms}`: there are {len(self.terms)} terms"
        if self.options.discover.min_count == 1:
            return "give more text"
        return "give more text, or lower `min_count`, which gives more terms"

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
