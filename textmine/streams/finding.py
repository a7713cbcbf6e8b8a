"""Finds the communities of each period, and matches those of different periods."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from textmine.arraytypes import Bools, Floats, Ids, Longs
from textmine.communities import GraphCommunities, cluster
from textmine.errors import GraphError, OptionError
from textmine.graph import Graph
from textmine.graph.naming import natural_order
from textmine.mapequation import SearchOptions
from textmine.options import given, require
from textmine.pairs import CooccurrenceOptions, count_pairs, label_terms
from textmine.periods import BY_DATE, parse_every, periods_of
from textmine.progress import SILENT, Progress
from textmine.segment import WordList, Words, as_words
from textmine.streams.layers import in_layers
from textmine.streams.matching import match_communities
from textmine.streams.table import Alluvial
from textmine.streams.whole import Reference, name_of, of_communities
from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, release
from textmine.text.breaks import OTHER
from textmine.text.records import Records, records_of

__all__ = ["AlluvialOptions", "alluvial", "alluvial_of_labels"]

_EVERY = "year"
_STRETCH = 1 << 20  # labels that are copied at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class AlluvialOptions:
    """How communities of periods are found.

    Attributes
    ----------
    every
        Length of a period: `year`, `month`, `week`, `day`, or a number of years. It has no place where `layers` is a
        group.
    each
        Each period has communities of its own, and those of different periods are matched. Otherwise they are those of
        all periods together: the same terms in each.
    layers
        `date` makes the periods layers of one network, which is clustered as such: a community can last, and a term can
        change to another one. The name of a group, such as `author`, does so with its values, in order of their names,
        in place of periods. Instead of `each`.
    nodes
        How many of the first terms are nodes, None for all. The others are found in the text, so that no node is seen
        inside them.
    cooccurrence, search
        Options of the networks and of the search for their communities.
    """

    every: str = _EVERY
    each: bool = False
    layers: str | None = None
    nodes: int | None = None
    cooccurrence: CooccurrenceOptions = field(default_factory=CooccurrenceOptions)
    search: SearchOptions = field(default_factory=SearchOptions)

    def __post_init__(self) -> None:
        parse_every(self.every)
        if self.each and self.layers:
            raise OptionError("`each` and `layers` are two ways to find communities", "leave one of them out")
        if self.layers not in (None, BY_DATE) and self.every != _EVERY:
            reason = f"`every={self.every}` has no effect where the layers are the values of '{self.layers}'"
            raise OptionError(reason, "leave it out, or use `layers=date`")
        if self.nodes is not None and self.nodes < 1:
            raise OptionError(f"the number of nodes is {self.nodes}", "use 1 or more, or None for all terms")


def alluvial(
    corpus: Corpus,
    terms: Words,
    options: AlluvialOptions | None = None,
    *,
    records: Records | None = None,
    reference: Reference | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Alluvial:
    """Find the communities of terms in each period, and what those of one share with those of the next.

    Parameters
    ----------
    corpus
        The text.
    terms
        The terms, of which all or the first are nodes: what `discover` found, a `WordList`, or strings.
    options, keywords
        An `AlluvialOptions`, or its fields as keywords.
    records
        The dates of the documents; by default those that the corpus has.
    reference
        Communities of all periods together, such as those of a map; by default they are found in all dated documents.
    progress
        Gets the name of the stage.

    Raises
    ------
    OptionError
        The documents have no dates that are fine enough or no such group, or the records are those of other documents.
    GraphError
        No two terms occur together in any period.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.text.dates import read_dates
    >>> from textmine.text.records import build_records
    >>> texts = ["coal and steam. Oil and gas."] * 4 + ["coal and gas. Oil and steam."] * 4
    >>> records = build_records(8, dates=read_dates(["1998"] * 4 + ["1999"] * 4))
    >>> found = alluvial(build_corpus(texts), ["coal", "steam", "oil", "gas"], records=records, each=True)
    >>> [row[:2] + row[5:] for row in found.rows()][:2]
    [('1998', 1, 'coal · steam', '1999', 1, 1, 0.25, 0.25), ('1998', 1, 'coal · steam', '1999', 2, 1, 0.25, 0.25)]
    """
    options, words = given(AlluvialOptions, options, keywords), as_words(terms)
    require(corpus, Corpus, "read_corpus")
    progress.stage("finding terms in the text")
    links = options.cooccurrence
    labels = label_terms(corpus, words, threads=links.threads, memory=links.memory)
    known = records_of(corpus) if records is None else records
    known.check(corpus.n_documents)
    return alluvial_of_labels(labels, corpus.documents, words, known, options, reference=reference, progress=progress)


def alluvial_of_labels(
    labels: Ids,
    documents: Longs,
    words: WordList,
    records: Records,
    options: AlluvialOptions,
    *,
    reference: Reference | None = None,
    progress: Progress = SILENT,
) -> Alluvial:
    """Do what `alluvial` does with a text that `label_terms` has labelled; `documents` says where they begin.

    `reference` has the communities of all the words, or of those that are nodes.
    """
    progress.stage("comparing periods")
    parts = _parts(records, options)
    if options.nodes is not None and options.nodes < len(words.words):
        words = words.head(options.nodes)
        labels = np.where(labels < len(words.words), labels, np.int32(OTHER))
        if reference is not None:
            reference = dataclasses.replace(reference, communities=reference.communities[: options.nodes])
    nets = _Networks(labels, documents, words, options)
    if options.layers:
        return _layered(nets, parts)
    if reference is None:
        whole = nets.of(np.logical_or.reduce([documents for _, documents in parts]))
        if whole is None:
            raise _nowhere()
        found = cluster(whole, options.search)
        reference = of_communities(found, nets.nodes(found), words.words)
    graphs, without = _graphs(nets, parts)
    networks = [nets.clustered(graph, reference.communities) for graph in graphs.values()]
    modules, flows = nets.arrays(networks)
    communities, names = _matched(modules, flows, reference, words, each=options.each)
    return Alluvial(list(graphs), list(words.words), communities, flows, names, networks, without)


def _parts(records: Records, options: AlluvialOptions) -> list[tuple[str, Bools]]:
    """Return the periods, or the values of the group that layers are made of, with the documents of each."""
    if options.layers in (None, BY_DATE):
        periods = periods_of(records, options.every)
        return [(label, periods.codes == number) for number, label in enumerate(periods.labels)]
    group = records.groups.get(str(options.layers))
    if group is None:
        known = ", ".join([BY_DATE, *records.groups])
        raise OptionError(f"the documents have no group '{options.layers}'", f"`layers` may be one of: {known}")
    order = natural_order(group.values)
    return [(group.values[code], group.codes == code) for code in order if (group.codes == code).any()]


def _graphs(nets: _Networks, parts: Sequence[tuple[str, Bools]]) -> tuple[dict[str, Graph], list[str]]:
    """Return the graph of each period or value that has links, and the names of those that have none."""
    found = {label: nets.of(documents) for label, documents in parts}
    graphs = {label: graph for label, graph in found.items() if graph is not None}
    if not graphs:
        raise _nowhere()
    return graphs, [label for label in found if label not in graphs]


def _layered(nets: _Networks, parts: Sequence[tuple[str, Bools]]) -> Alluvial:
    """Return the communities of all periods, or values of a group, as layers of one network."""
    graphs, without = _graphs(nets, parts)
    terms = list(nets.words.words)
    communities, flows, names = in_layers(list(graphs.values()), terms, nets.options.search)
    networks = [nets.scored(graph, homes) for graph, homes in zip(graphs.values(), communities, strict=True)]
    return Alluvial(list(graphs), terms, communities, flows, names, networks, without)


def _nowhere() -> GraphError:
    return GraphError("no two terms occur together often enough", "give more text, or terms that occur in it")


def _matched(
    modules: Ids, flows: Floats, reference: Reference, words: WordList, *, each: bool
) -> tuple[Ids, list[str]]:
    """Return the communities of the terms in each period, and the names of all communities."""
    if not each:
        return np.where(modules >= 0, reference.communities, -1).astype(np.int32), list(reference.names)
    communities = match_communities(modules, flows, reference.communities)
    names = list(reference.names)
    # A new community is called by its terms in the first period that has it.
    for own, flow in zip(communities, flows, strict=True):
        for number in range(len(names), int(own.max(initial=-1)) + 1):
            names.append(name_of(own == number, flow, words.words))
    return communities, names


@dataclass(frozen=True, slots=True)
class _Networks:
    """Makes the network of some documents of a labelled text."""

    labels: Ids
    documents: Longs
    words: WordList
    options: AlluvialOptions

    def of(self, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> Graph | None:
        """Return the graph of the documents for which `kept` is True; None where it has no link."""
        links = self.options.cooccurrence
        graph = count_pairs(
            self._part(kept, links.memory), self.words, links, threads=links.threads, memory=links.memory
        )
        if graph.n_links == 0:
            return None
        place = {word: at for at, word in enumerate(self.words.words)}
        return dataclasses.replace(graph, node_ids=np.array([place[name] for name in graph.names], np.int64))

    def _part(self, kept: np.ndarray[Any, np.dtype[np.bool_]], memory: int | None) -> Ids:
        """Return the labels of some documents; in a file if above an eighth of `memory`."""
        part, waiting, size = GrowingArray(array_limit(memory)), [self.labels[:0]], 0
        for first, last in self._stretches(kept):
            for begin in range(first, last, _STRETCH):
                waiting.append(self.labels[begin : min(begin + _STRETCH, last)])
                size += len(waiting[-1])
                if size >= _STRETCH:
                    part.append(np.concatenate(waiting))
                    waiting, size = [], 0
                    release(self.labels)
        part.append(np.concatenate([self.labels[:0], *waiting]))
        release(self.labels)
        return part.finish()

    def _stretches(self, kept: np.ndarray[Any, np.dtype[np.bool_]]) -> Iterator[tuple[int, int]]:
        """Yield begin and end of the runs of documents that are kept."""
        edges = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False])).astype(np.int8)))
        bounds = self.documents[edges].tolist()
        yield from zip(bounds[::2], bounds[1::2], strict=True)

    def clustered(self, graph: Graph, reference: Ids) -> GraphCommunities:
        """Return the communities of a period: its own, or those of all periods together."""
        return cluster(graph, self.options.search) if self.options.each else self.scored(graph, reference)

    def scored(self, graph: Graph, communities: Ids) -> GraphCommunities:
        """Return the communities of the terms as modules of a graph."""
        homes = communities[graph.node_ids].tolist()
        paths = [None if home < 0 else (home + 1,) for home in homes]
        return cluster(graph, self.options.search, initial=paths, search_on=False)

    def nodes(self, found: GraphCommunities) -> Ids:
        """Return int32[n]: the term of each node."""
        return np.asarray(found.graph.node_ids, np.int32)

    def arrays(self, networks: list[GraphCommunities]) -> tuple[Ids, Floats]:
        """Return module and flow of each term in each network, arrays [p, t]."""
        shape = (len(networks), len(self.words.words))
        modules, flows = np.full(shape, -1, np.int32), np.zeros(shape)
        for at, found in enumerate(networks):
            modules[at, self.nodes(found)] = found.top_module - 1
            flows[at, self.nodes(found)] = found.node_flow
        return modules, flows
