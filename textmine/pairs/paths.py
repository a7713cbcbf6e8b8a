"""Paths of terms through a text, as a network of states: where a walk goes on depends on where it came from."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Ids, Longs
from textmine.graph import StateNetwork, build_states
from textmine.options import given, require
from textmine.pairs.labels import label_words
from textmine.pairs.linking import CooccurrenceOptions
from textmine.segment import Words, as_words
from textmine.text import Corpus

__all__ = ["term_paths"]


def term_paths(
    corpus: Corpus, terms: Words, options: CooccurrenceOptions | None = None, **keywords: Any
) -> StateNetwork:
    """Return the network of steps from term to term, each state being a term and the term before it.

    Where the terms a, b, c follow each other, with other words between them or none, the state of b after a is linked
    with the state of c after b (second-order Markov dynamics, Rosvall et al. 2014). A term that leads a path on to
    different terms, by where the path came from, can stand in several communities.

    Parameters
    ----------
    corpus
        The text.
    terms
        The nodes: what `discover` found, a `WordList`, or strings. The segmentation uses them too.
    options, keywords
        Of `CooccurrenceOptions`, `window` (words from a term to the next at most), `within`, `min_count` (of the three
        terms in order), `threads` and `memory`.

    Raises
    ------
    GraphError
        No three terms follow each other as often as asked.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> term_paths(build_corpus(["变压器绕组过热。" * 2]), ["变压器", "绕组", "过热"])
    <Directed StateNetwork of 2 states of 2 nodes, 1 links>
    """
    options, nodes = given(CooccurrenceOptions, options, keywords), as_words(terms)
    require(corpus, Corpus, "read_corpus")
    words = label_words(corpus, nodes, threads=options.threads, memory=options.memory)
    paths, counts = _paths(words, len(nodes.words), options)
    ends = np.concatenate((paths[:, :2], paths[:, 1:]))
    states, place = np.unique(ends, axis=0, return_inverse=True)
    place = place.reshape(2, -1).astype(np.int32)
    used, physical = np.unique(states[:, 1], return_inverse=True)
    names = [nodes.words[node] for node in used.tolist()]
    return build_states(
        (place[0], place[1], counts.astype(np.float64)),
        physical.astype(np.int32),
        names,
        names=[f"{nodes.words[before]} {nodes.words[term]}" for before, term in states.tolist()],
        ids=(np.arange(1, len(states) + 1), np.arange(1, len(used) + 1)),
    )


def _paths(words: Ids, n_terms: int, options: CooccurrenceOptions) -> tuple[Longs, Longs]:
    """Return int64[m, 3], terms that follow each other as often as asked, sorted, and int64[m] how often."""
    reach = options.reach(len(words))
    places = np.flatnonzero(words >= 0)
    term = words[places].astype(np.int64)
    is_break = (words < 0) & (words > -9)
    breaks = np.cumsum(is_break & (words <= reach.stop))[places]
    distance = np.diff(places - np.cumsum(is_break)[places])  # in words: breaks add nothing
    joined = (np.diff(breaks) == 0) & (distance <= reach.window) & (np.diff(term) != 0)
    first = np.flatnonzero(joined[:-1] & joined[1:])
    found, counts = np.unique((term[first] * n_terms + term[first + 1]) * n_terms + term[first + 2], return_counts=True)
    found, counts = found[counts >= options.min_count], counts[counts >= options.min_count]
    return np.stack((found // n_terms**2, found // n_terms % n_terms, found % n_terms), axis=1), counts
