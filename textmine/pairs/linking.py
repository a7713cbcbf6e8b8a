"""Builds the co-occurrence graph of a text: counting pairs of terms, weighting links, pruning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.errors import OptionError
from textmine.graph.graph import Graph, build_graph
from textmine.options import check_threads, given, require
from textmine.pairs.counting import PairCounts, Reach, count_near
from textmine.pairs.labels import label_terms, label_words
from textmine.pairs.pruning import disparity, heaviest, is_significant
from textmine.pairs.weights import WEIGHTS, edge_weights
from textmine.segment import WordList, Words, as_words
from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, ranges, release
from textmine.text.breaks import INSIDE, WITHIN

__all__ = ["CooccurrenceOptions", "cooccurrence", "count_pairs", "default_nodes", "label_terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CooccurrenceOptions:
    """Options for the links of a co-occurrence graph.

    Attributes
    ----------
    window
        Greatest distance between two terms, in words; None for no limit but `within`.
    within
        Part of the text that contains both terms of a pair: `clause`, `sentence` or `document`.
    weight
        Weight of links; one of `WEIGHTS`.
    min_count
        Least number of co-occurrences.
    directed
        Keep the order of the words.
    false_discovery_rate
        Keep links that are significant at this false discovery rate; None for all.
    backbone
        Keep links whose disparity is below this value; None for all.
    top_links
        Number of heaviest links to keep; 0 for all.
    threads
        Number of text blocks, and of ranges of terms, processed in parallel; changes the time, never the result.
    memory
        Bytes to use; None means a quarter of the machine's memory.
    """

    window: int | None = 10
    within: str = "sentence"
    weight: str = "npmi"
    min_count: int = 2
    directed: bool = False
    false_discovery_rate: float | None = None
    backbone: float | None = None
    top_links: int = 0
    threads: int = 1
    memory: int | None = None

    def __post_init__(self) -> None:
        if self.window is not None and self.window < 1:
            raise OptionError("the window is below 1", "use `window=10`")
        if self.within not in WITHIN:
            raise OptionError(f"'{self.within}' is not a part of the text", f"use one of: {', '.join(WITHIN)}")
        if self.weight not in WEIGHTS:
            raise OptionError(f"'{self.weight}' is not a link weight", f"use one of: {', '.join(WEIGHTS)}")
        if self.min_count < 1:
            raise OptionError("the least count is below 1", "use `min_count=1` or more")
        check_threads(self.threads)
        if self.top_links < 0:
            raise OptionError("the number of links is negative", "use `top_links=0` for all")
        for name, share in (("false_discovery_rate", self.false_discovery_rate), ("backbone", self.backbone)):
            if share is not None and not 0 < share <= 1:
                raise OptionError(f"`{name}={share}` is not a share above 0 and up to 1", f"use `{name}=0.05`")

    def reach(self, n_words: int) -> Reach:
        """Return the definition of a pair for a text of `n_words` words."""
        return Reach(n_words if self.window is None else self.window, WITHIN[self.within], self.directed)


def default_nodes(n_units: int) -> int:
    """Return the number of terms in the graph of a text: one for each 150 units, but 200 to 2000.

    With more nodes, most terms do not co-occur with any other term twice.
    """
    return min(max(n_units // 150, 200), 2000)


def cooccurrence(
    corpus: Corpus,
    terms: Words,
    options: CooccurrenceOptions | None = None,
    **keywords: Any,
) -> Graph:
    """Return the graph of the terms that co-occur in a corpus.

    Parameters
    ----------
    corpus
        The text.
    terms
        The nodes, with their counts in the corpus: what `discover` found, a `WordList`, or strings, which count as 1
        each. The segmentation uses them too.
    options, keywords
        Distance, weight and pruning of links: a `CooccurrenceOptions`, or its fields as keywords.

    Returns
    -------
    Graph
        The nodes are the terms with a link, in the order of `terms`.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["变压器的绕组过热。变压器和绕组受潮"])
    >>> terms = WordList(["变压器", "绕组"], np.array([2.0, 2.0]))
    >>> list(cooccurrence(corpus, terms, weight="count").rows())
    [('变压器', '绕组', 2.0, 2)]
    """
    options, nodes = given(CooccurrenceOptions, options, keywords), as_words(terms)
    require(corpus, Corpus, "read_corpus")
    words = label_words(corpus, nodes, threads=options.threads, memory=options.memory)
    counting = _Counting(options.threads, options.memory, corpus.engine)
    return _graph_of(words, nodes, options, counting)


def count_pairs(
    labels: NDArray[np.int32],
    names: Sequence[str] | WordList,
    options: CooccurrenceOptions,
    *,
    threads: int = 1,
    memory: int | None = None,
    engine: Engine | None = None,
) -> Graph:
    """Return the graph of the terms that co-occur in a text labelled by `label_terms`.

    Pairs are counted by an engine, if it has other processes.
    """
    terms = names if isinstance(names, WordList) else WordList(names, np.ones(len(names)))
    words = GrowingArray(array_limit(memory))
    for begin, end in ranges(labels):
        part = labels[begin:end]
        words.append(part[part != INSIDE])
        release(labels)
    return _graph_of(words.finish(), terms, options, _Counting(threads, memory, engine))


class _Counting(NamedTuple):
    """How pairs are counted."""

    threads: int
    memory: int | None
    engine: Engine | None


def _graph_of(words: NDArray[np.int32], terms: WordList, options: CooccurrenceOptions, counting: _Counting) -> Graph:
    n_terms = len(terms.words)
    reach = options.reach(len(words))
    pairs = count_near(words, n_terms, reach, options.min_count, **counting._asdict())
    counts = np.zeros(n_terms, dtype=np.int64)
    for begin, end in ranges(words):
        part = words[begin:end]
        counts += np.bincount(part[part >= 0], minlength=n_terms)
        release(words)
    return _linked(_links(pairs, options), terms, counts)


@dataclass(frozen=True, slots=True)
class _Links:
    sources: NDArray[np.int32]
    targets: NDArray[np.int32]
    weights: NDArray[np.float64]
    counts: NDArray[np.int64]
    directed: bool

    def only(self, kept: NDArray[np.bool_] | NDArray[np.intp]) -> _Links:
        columns = (self.sources[kept], self.targets[kept], self.weights[kept], self.counts[kept])
        return _Links(*columns, self.directed)


def _links(pairs: PairCounts, options: CooccurrenceOptions) -> _Links:
    """Return the links that are kept, with their weights."""
    links = _weighted(pairs, options)
    kept = links.weights > WEIGHTS[options.weight].least
    if options.false_discovery_rate is not None:
        significant = is_significant(pairs, options.false_discovery_rate)
        kept &= np.resize(significant, len(kept))  # repeated if each pair has two links
    links = links.only(kept)
    if options.backbone is not None:
        n_nodes = len(pairs.first)
        alpha = disparity(links.sources, links.targets, links.weights, n_nodes, directed=links.directed)
        links = links.only(alpha < options.backbone)
    return links.only(heaviest(links.weights, options.top_links)) if options.top_links else links


def _weighted(pairs: PairCounts, options: CooccurrenceOptions) -> _Links:
    weights = edge_weights(options.weight, pairs)
    if not WEIGHTS[options.weight].two_way or pairs.directed:
        return _Links(pairs.sources, pairs.targets, weights, pairs.counts, pairs.directed)
    turned = PairCounts(pairs.targets, pairs.sources, pairs.counts, pairs.first, pairs.second, directed=False)
    return _Links(
        np.concatenate((pairs.sources, pairs.targets)),
        np.concatenate((pairs.targets, pairs.sources)),
        np.concatenate((weights, edge_weights(options.weight, turned))),
        np.tile(pairs.counts, 2),
        True,
    )


def _linked(links: _Links, terms: WordList, counts: NDArray[np.int64]) -> Graph:
    """Return the graph of the terms with a link."""
    linked = np.unique(np.concatenate((links.sources, links.targets)))
    graph = build_graph(
        [terms.words[node] for node in linked.tolist()],
        np.searchsorted(linked, links.sources).astype(np.int32),
        np.searchsorted(linked, links.targets).astype(np.int32),
        links.weights,
        counts=links.counts,
        directed=links.directed,
    )
    scores = None if terms.scores is None else terms.scores[linked]
    return graph.with_nodes(counts[linked], scores)
