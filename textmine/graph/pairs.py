"""Which terms occur together: a window over the segmented text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.corpus.corpus import CLAUSE_END, DOCUMENT_END, SENTENCE_END
from textmine.errors import OptionError
from textmine.graph import _kernels
from textmine.graph.graph import Graph, build_graph
from textmine.graph.weights import WEIGHTS, edge_weights
from textmine.segment import INSIDE, WordList, best_path, with_dictionary

__all__ = ["WITHIN", "CooccurrenceOptions", "cooccurrence", "count_pairs", "default_nodes", "label_terms"]

# How far pairs may reach: the break that ends it.
WITHIN = {"clause": CLAUSE_END, "sentence": SENTENCE_END, "document": DOCUMENT_END}
_OTHER = -9
_CHUNK = 1 << 22  # pairs sorted at a time


@dataclass(frozen=True, slots=True)
class CooccurrenceOptions:
    """What makes a link.

    Attributes
    ----------
    window
        Words from one term to the other at most.
    within
        What a pair may not step over the end of: `clause`, `sentence` or `document`.
    weight
        How links are weighted; one of `WEIGHTS`.
    min_count
        Least number of co-occurrences.
    directed
        Keep the order of the words.
    """

    window: int = 20
    within: str = "sentence"
    weight: str = "npmi"
    min_count: int = 2
    directed: bool = False

    def __post_init__(self) -> None:
        if self.window < 1:
            raise OptionError("the window is below 1", "use --window 20")
        if self.within not in WITHIN:
            raise OptionError(f"'{self.within}' is no stretch of text", f"use one of: {', '.join(WITHIN)}")
        if self.weight not in WEIGHTS:
            raise OptionError(f"'{self.weight}' is no edge weight", f"use one of: {', '.join(WEIGHTS)}")
        if self.min_count < 1:
            raise OptionError("the least count is below 1", "use --min-count 1 or more")


def default_nodes(n_units: int) -> int:
    """Return how many terms a graph of a text is made of: one for each 150 units, but 200 to 2000.

    A term needs company: with more nodes than that, most of them meet no other one twice.
    """
    return min(max(n_units // 150, 200), 2000)


def cooccurrence(corpus: Corpus, terms: WordList, options: CooccurrenceOptions | None = None) -> Graph:
    """Return the graph of the terms that occur together in a corpus.

    Parameters
    ----------
    corpus
        The text.
    terms
        The nodes, with their counts in the corpus, which help the segmentation to see them.
    options
        What makes a link.

    Returns
    -------
    Graph
        Its nodes are the terms that have a link, in the order of `terms`.

    Examples
    --------
    >>> from textmine.corpus import build_corpus
    >>> corpus = build_corpus(["变压器的绕组过热。变压器和绕组受潮"])
    >>> terms = WordList(["变压器", "绕组"], np.array([2.0, 2.0]))
    >>> list(cooccurrence(corpus, terms, CooccurrenceOptions(weight="count")).rows())
    [('变压器', '绕组', 2.0, 2)]
    """
    options = options or CooccurrenceOptions()
    return count_pairs(label_terms(corpus, terms), terms.words, options)


def label_terms(corpus: Corpus, terms: WordList) -> NDArray[np.int32]:
    """Segment a corpus with jieba's dictionary and the terms, and mark the terms.

    Returns
    -------
    int32[n]
        At the place where a term begins its index, where another word begins -9, within a word -4, breaks as they are.
    """
    lexicon = with_dictionary(terms, corpus.n_units).lexicon(corpus)
    words = best_path(corpus.units, lexicon)
    index = np.full(len(lexicon.last), _OTHER, dtype=np.int32)
    nodes = lexicon.nodes[: len(terms.words)]
    # Written backwards, so that of two terms with the same units the first has the node.
    present = np.flatnonzero(nodes >= 0)[::-1]
    index[nodes[present]] = present
    labels: NDArray[np.int32] = np.where(words >= 0, index[np.maximum(words, 0)], words)
    return labels


def count_pairs(labels: NDArray[np.int32], names: Sequence[str], options: CooccurrenceOptions) -> Graph:
    """Return the graph of the labelled terms that stand near one another."""
    words = labels[labels != INSIDE]
    keys, counts = _count(words, options)
    sources, targets = (keys >> np.uint64(32)).astype(np.int32), (keys & np.uint64(0xFFFFFFFF)).astype(np.int32)
    weights = edge_weights(options.weight, sources, targets, counts, len(names))
    kept = (counts >= options.min_count) & (weights > 0)
    sources, targets, weights, counts = sources[kept], targets[kept], weights[kept], counts[kept]
    linked = np.unique(np.concatenate((sources, targets)))
    sources = np.searchsorted(linked, sources).astype(np.int32)
    targets = np.searchsorted(linked, targets).astype(np.int32)
    nodes = [names[node] for node in linked.tolist()]
    return build_graph(nodes, sources, targets, weights, counts=counts, directed=options.directed)


def _count(words: NDArray[np.int32], options: CooccurrenceOptions) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Distinct pairs in ascending order and how often each occurs; sorted and merged a chunk at a time."""
    buffer = np.empty(max(_CHUNK, options.window), dtype=np.uint64)
    keys, counts = np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    at = 0
    while at < len(words):
        at, written = _kernels.near_pairs(words, at, options.window, WITHIN[options.within], options.directed, buffer)
        new_keys, new_counts = np.unique(buffer[:written], return_counts=True)
        keys, inverse = np.unique(np.concatenate((keys, new_keys)), return_inverse=True)
        merged = np.zeros(len(keys), dtype=np.int64)
        np.add.at(merged, inverse, np.concatenate((counts, new_counts)))
        counts = merged
    return keys, counts
