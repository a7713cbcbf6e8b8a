"""The whole chain as one function: from texts to terms, their graph, its communities, and contexts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background
from textmine.communities import cluster
from textmine.concordance import Context, enough_places, find_contexts
from textmine.errors import InputError, OptionError
from textmine.graph import Graph
from textmine.mapequation import Communities, SearchOptions
from textmine.ngrams import drop_repeats
from textmine.pairs import CooccurrenceOptions, count_pairs, default_nodes, label_terms
from textmine.progress import SILENT, Progress
from textmine.terms import DiscoverOptions, TermLists, Terms, discover
from textmine.text import Corpus, build_corpus

__all__ = [
    "MapOptions",
    "TermMap",
    "collect_contexts",
    "counted_once",
    "find_terms",
    "label_nodes",
    "link_nodes",
    "map_corpus",
    "map_texts",
    "node_terms",
]


@dataclass(frozen=True, slots=True)
class MapOptions:
    """Options of each stage, and how many of the terms go on to the next.

    Attributes
    ----------
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
        for name in ("graph_terms", "context_terms", "contexts_each"):
            if (getattr(self, name) or 0) < 0:
                raise OptionError(f"{name} is negative", "use 0 or more")


@dataclass(frozen=True, slots=True)
class TermMap:
    """What the chain found: the corpus it read, its terms, their graph, its communities, contexts.

    `n_characters` of the texts, and `n_background` units of what they were compared with, 0 for nothing.
    """

    corpus: Corpus
    terms: Terms
    graph: Graph
    communities: Communities
    contexts: list[Context]
    n_characters: int
    n_background: int = 0


def map_texts(
    texts: Sequence[str],
    background: Sequence[str] | None = None,
    options: MapOptions | None = None,
    progress: Progress = SILENT,
) -> TermMap:
    r"""Go from texts to a map of their terms.

    Parameters
    ----------
    texts
        The domain; each line is a document.
    background
        Text of the world at large.
    options
        Options of each stage.
    progress
        Told of each stage.

    Raises
    ------
    InputError
        The texts hold no term, or no two terms that occur together.

    Examples
    --------
    >>> text = "变压器的绕组过热。检修变压器和绕组！新变压器有新绕组\n" * 2
    >>> options = MapOptions(discover=DiscoverOptions(keep_repeats=True))
    >>> found = map_texts([text], ["新机器投运，旧机器退役。"], options)
    >>> list(found.graph.names)
    ['变压器', '绕组']
    """
    corpus = build_corpus(texts)
    other = None if background is None else build_corpus(background, share=corpus)
    return map_corpus(corpus, texts, other, options, progress)


def map_corpus(
    corpus: Corpus,
    texts: Sequence[str],
    background: Corpus | Background | None = None,
    options: MapOptions | None = None,
    progress: Progress = SILENT,
    lists: TermLists | None = None,
) -> TermMap:
    """Go from a corpus to a map of its terms, as `map_texts` does.

    Parameters
    ----------
    corpus
        The domain.
    texts
        What it was built from.
    background
        Text that shares the unit ids of `corpus`, or any other background.
    options
        Options of each stage.
    progress
        Told of each stage.
    lists
        Terms that are known, to include, to exclude.

    Raises
    ------
    InputError
        The corpus holds no term, or no two terms that occur together.
    """
    options = options or MapOptions()
    terms = find_terms(corpus, background, options, progress, lists)
    nodes = node_terms(terms, corpus.n_units, options)
    counted = counted_once(corpus, options)
    labels = label_nodes(counted, nodes, options, progress)
    graph = link_nodes(labels, nodes, options)
    progress.stage("finding communities")
    communities = cluster(graph, options.search)
    contexts = collect_contexts(texts, counted, terms, labels, len(nodes), options, progress)
    sizes = sum(map(len, texts)), 0 if background is None else background.n_units
    return TermMap(corpus, terms, graph, communities, contexts, *sizes)


def find_terms(
    corpus: Corpus,
    background: Corpus | Background | None,
    options: MapOptions,
    progress: Progress = SILENT,
    lists: TermLists | None = None,
) -> Terms:
    """Return the terms of a corpus.

    Raises
    ------
    InputError
        There is none.
    """
    terms = discover(corpus, background, options.discover, progress, lists)
    if len(terms) == 0:
        raise InputError("corpus", None, "no term was found", "give more text, or lower --min-count")
    return terms


def node_terms(terms: Terms, n_units: int, options: MapOptions) -> Terms:
    """Return the terms that become nodes, of a corpus of `n_units`."""
    return terms.head(default_nodes(n_units) if options.graph_terms is None else options.graph_terms)


def counted_once(corpus: Corpus, options: MapOptions) -> Corpus:
    """Return the corpus without what is repeated, unless that is asked for."""
    return corpus if options.discover.keep_repeats else drop_repeats(corpus, memory=options.discover.memory)


def label_nodes(counted: Corpus, nodes: Terms, options: MapOptions, progress: Progress = SILENT) -> NDArray[np.int32]:
    """Return which node stands at each place of a corpus, as `label_terms` does."""
    progress.stage("counting co-occurrences")
    return label_terms(counted, nodes.as_words(), threads=options.discover.threads)


def link_nodes(labels: NDArray[np.int32], nodes: Terms, options: MapOptions) -> Graph:
    """Return the graph of the nodes at the places that `label_nodes` gave.

    Raises
    ------
    InputError
        No two occur together.
    """
    threads, memory = options.discover.threads, options.discover.memory
    graph = count_pairs(labels, nodes.as_words(), options.cooccurrence, threads=threads, memory=memory)
    if graph.n_links == 0:
        raise InputError("corpus", None, "no two terms occur together often enough", "give more text")
    return graph


def collect_contexts(
    texts: Sequence[str],
    counted: Corpus,
    terms: Terms,
    labels: NDArray[np.int32],
    n_nodes: int,
    options: MapOptions,
    progress: Progress = SILENT,
) -> list[Context]:
    """Return contexts of the best terms; `labels` are those of the first `n_nodes`."""
    progress.stage("collecting contexts")
    if n_nodes < min(options.context_terms, len(terms)):  # the report shows terms that are no nodes, too
        labels = label_terms(counted, terms.head(options.context_terms).as_words())
    places = enough_places(counted, labels, terms.terms[: options.context_terms], options.contexts_each)
    return find_contexts(texts, counted, places, per_term=options.contexts_each)
