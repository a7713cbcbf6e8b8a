"""Finds topics: documents as directions, clusters from many to few, and how many of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Hashes, Ids, Longs
from textmine.options import given
from textmine.progress import SILENT, Progress
from textmine.text.arrays import give_back
from textmine.topics.agreement import cross_table
from textmine.topics.choosing import ladder, split_halves
from textmine.topics.describing import Found, described
from textmine.topics.directions import Directions, directions, weighted
from textmine.topics.keys import content_keys, drawn, seeded
from textmine.topics.merging import compact, first_clusters, merging
from textmine.topics.nearness import Nearness, nearest_terms
from textmine.topics.options import TopicOptions
from textmine.topics.rows import DocumentTerms, count_terms, count_words, cut_documents
from textmine.topics.splitting import split_large
from textmine.topics.starting import clusters_by_terms, term_modules
from textmine.topics.termtopics import at_home
from textmine.topics.topics import Topics, no_topics
from textmine.topics.weak import by_weak_evidence

__all__ = ["find_topics"]

_MIN_PIECES = 3  # with a term; rarer ones tell nothing about other pieces
_PIECES = 1000  # what a short text is cut into, if pieces keep at least the shortest length
_SHORTEST, _LONGEST = 30, 200  # words of a piece
_ROWS_A_TOPIC = 10
_FIRST = 100
_OF_HALVES = 4000
_WEAK = 0.2


def find_topics(
    labels: Ids,
    starts: Longs,
    words: Sequence[str],
    options: TopicOptions | None = None,
    progress: Progress = SILENT,
    units: Ids | None = None,
    **keywords: Any,
) -> Topics:
    """Find topics of documents and terms, and themes of topics.

    Documents are directions: sparse rows of terms, weighted by rarity and by how specific their company is, smoothed by
    the terms they are near to. Long documents are cut into pieces. Clusters begin with the modules of the graph of
    terms and are merged, those first whose union loses least, and refined on the way (spherical k-means). Two halves of
    the documents, clustered apart, tell how many topics there are (they agree on most information), and how many themes
    (on the greatest share of it). The cost is linear in documents; what is clustered, is a sample of bounded size.

    Parameters
    ----------
    labels
        int32[n]: the term at each place of the text, as `label_terms` returns it for the terms of `topic_terms`.
    starts
        int64[D + 1]: where each document begins, as `Corpus.documents`.
    words
        The V terms.
    options, keywords
        A `TopicOptions`, or its fields as keywords.
    progress
        Gets a note where topics hardly come back in halves, and of documents without one.
    units
        int32[n]: the unit at each place, as `Corpus.units`. With it, documents without terms get the topic that
        these and the documents beside them speak for (`by_weak_evidence`).

    Examples
    --------
    >>> text = np.array([0, 1, 2, -3] * 100 + [3, 4, 5, -3] * 100 + [6, 7, 8, -3] * 100, np.int32)
    >>> words = ["风", "叶", "塔", "煤", "炉", "汽", "水", "坝", "闸"]
    >>> found = find_topics(text, np.arange(0, len(text) + 1, 4), words, topics=(3, 8), themes=(3, 8))
    >>> found.n_topics, found.term_topic.tolist()
    (3, [0, 0, 0, 1, 1, 1, 2, 2, 2])
    """
    options = given(TopicOptions, options, keywords)
    n_documents = len(starts) - 1
    begins, document = cut_documents(labels, starts, _piece_length(labels))
    pieces = count_terms(labels, begins, len(words))
    used = np.flatnonzero(pieces.spread() >= _MIN_PIECES)
    pieces = pieces.of_terms(used)
    near = nearest_terms(pieces, options.neighbours, threads=options.threads)
    module = term_modules(near, options.seed)
    # Terms of a module beside each other in memory: passes over near terms take two thirds of the time.
    order = np.argsort(module, kind="stable")
    used, pieces, near = used[order], pieces.of_terms(order), near.renumbered(order)
    memory = 0 if isinstance(labels, np.memmap) else None  # a text that is larger than memory
    give_back(memory)
    chosen = [words[term] for term in used.tolist()]
    keys = content_keys(pieces, chosen)
    found = _search(pieces, document, near, module[order], keys, options)
    if isinstance(found, str):
        return no_topics(n_documents, len(words), found)

    def complete(topic: Ids) -> Ids:
        give_back(memory)
        after = topic if units is None else by_weak_evidence(topic, starts, units)
        give_back(memory)
        _note_documents(topic, after, progress)
        return after

    topics = described(found, pieces, document, n_documents, chosen, options, complete)
    if topics.agreement < _WEAK:
        share = f"{topics.agreement:.2f}"
        progress.note(f"the communities hardly come back in two halves of the text (AMI {share}): read them with care")
    return topics.with_terms(used, len(words))


def _note_documents(before: Ids, after: Ids, progress: Progress) -> None:
    """Say how many documents have no topic, or have one by weak evidence."""
    without = np.count_nonzero(after < 0)
    weak = np.count_nonzero(before < 0) - without
    if weak:
        said = "have none of the terms of communities; their other words and the lines beside decided"
        progress.note(f"{weak} documents {said}")
    if without:
        progress.note(f"{without} of {len(after)} documents belong to no community, for lack of evidence")


def _piece_length(labels: Ids) -> int:
    return min(max(count_words(labels) // _PIECES, _SHORTEST), _LONGEST)


def _search(
    pieces: DocumentTerms, document: Longs, near: Nearness, module: Ids, keys: Hashes, options: TopicOptions
) -> Found | str:
    """Return what the search finds, or why there is nothing."""
    values = weighted(pieces, near.specificity())
    rows = directions(pieces, values, near.smoother(options.smoothing), threads=options.threads)
    sampled = _sample(rows, keys, options.sample)
    if len(sampled) < _ROWS_A_TOPIC * options.topics[0]:
        wanted = _ROWS_A_TOPIC * options.topics[0]
        return f"{len(sampled)} documents or pieces of them have terms that tell them apart, and {wanted} are needed"
    keys = seeded(keys, options.seed)
    some, own = rows.take(sampled), keys[sampled]
    n_most = min(options.topics[1], len(some) // _ROWS_A_TOPIC)
    least = min(options.themes[0], options.topics[0])
    halves = split_halves(some, document[sampled], ladder(least, n_most), own, _OF_HALVES)
    n_topics = halves.most_bits(options.topics[0], n_most)
    n_themes = min(halves.greatest_share(least, min(options.themes[1], max(n_topics // 2, least))), n_topics)
    first = compact(clusters_by_terms(pieces, values, module)[sampled])
    if int(first.max(initial=-1)) + 1 < n_topics:
        first = first_clusters(some, max(n_topics, min(_FIRST, len(some) // 5)), own)
    (topics, _), (themes, _) = merging(some, first, [n_topics, n_themes])
    shares = _shares(pieces, near, sampled, topics)
    topics = compact(split_large(some, first, topics, shares, options.topics[1], own))
    parents = _parents(topics, themes)
    # A theme that is no topic's is left out.
    themes = compact(np.where(np.isin(themes, parents), themes, np.int32(-1)))
    clusters = [some.clusters(each, int(each.max()) + 1) for each in (topics, themes)]
    return Found(near, rows, clusters[0], clusters[1], compact(parents), halves, sampled[halves.drawn], keys)


def _sample(rows: Directions, keys: Hashes, most: int) -> Longs:
    """Return the rows that are clustered: all that have a direction, or those with the least keys."""
    before = np.concatenate(([0], np.cumsum(rows.values != 0)))
    filled = np.flatnonzero(before[rows.indptr[1:]] > before[rows.indptr[:-1]])
    return filled[drawn(keys[filled], most)]


def _shares(pieces: DocumentTerms, near: Nearness, sampled: Longs, topics: Ids) -> Floats:
    """Return the size of each topic: its share of documents or of terms, whichever is greater."""
    labels = np.full(len(pieces), -1, np.int32)
    labels[sampled] = topics
    k = int(topics.max()) + 1
    home, _bits = at_home(pieces, labels, k, near.links)
    counts = np.stack([np.bincount(each[each >= 0], minlength=k) for each in (topics, home)])
    greater: Floats = (counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)).max(axis=0)
    return greater


def _parents(topics: Ids, themes: Ids) -> Ids:
    """Return the theme that most rows of each topic have."""
    most: Ids = cross_table(topics, themes).argmax(axis=1).astype(np.int32)
    return most
