"""Finds topics: documents as directions, clusters from many to few, how many of them, terms and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.options import given
from textmine.progress import SILENT, Progress
from textmine.topics.agreement import agreement
from textmine.topics.choosing import Halves, ladder, split_halves
from textmine.topics.directions import Clusters, Directions, directions, weighted
from textmine.topics.merging import compact, merging
from textmine.topics.nearness import Nearness, nearest_terms
from textmine.topics.options import TopicOptions
from textmine.topics.rows import DocumentTerms, count_terms, cut_documents
from textmine.topics.speaking import second_topics, speaking_terms
from textmine.topics.starting import clusters_by_terms
from textmine.topics.termtopics import at_home, name_scores, names_of
from textmine.topics.topics import N_SPEAKING, Topics, no_topics

__all__ = ["find_topics"]

_MIN_DOCUMENTS = 3
_PIECES = 1000  # what a short text is cut into, if pieces keep at least the shortest length
_SHORTEST, _LONGEST = 30, 200  # words of a piece
_ROWS_A_TOPIC = 10
_NAME_TERMS = 5


def find_topics(
    labels: Ids,
    starts: Longs,
    words: Sequence[str],
    options: TopicOptions | None = None,
    progress: Progress = SILENT,
    **keywords: Any,
) -> Topics:
    """Find topics of documents and terms, and themes of topics.

    Documents are directions: sparse rows of terms, weighted by rarity and by how specific their company is, smoothed by
    the terms they are near to. Clusters begin with the modules of the graph of terms and are merged, those first whose
    union loses least, and refined on the way (spherical k-means). Two halves of the documents, clustered apart, tell
    how many topics there are (they agree on most information), and how many themes (on the greatest share of it).

    Parameters
    ----------
    labels
        int32[n]: the term at each place of the text, as `label_terms` returns it.
    starts
        int64[D + 1]: where each document begins, as `Corpus.documents`.
    words
        The V terms.
    options, keywords
        A `TopicOptions`, or its fields as keywords.
    progress
        Gets a note where there are no topics, or they do not come back in halves.
    """
    options = given(TopicOptions, options, keywords)
    n_documents, n_terms = len(starts) - 1, len(words)
    begins, document = cut_documents(labels, starts, _piece_length(labels))
    pieces = count_terms(labels, begins, n_terms)
    used = np.flatnonzero(pieces.spread() >= _MIN_DOCUMENTS)
    pieces = pieces.of_terms(used)
    n_filled = int(np.count_nonzero(np.diff(pieces.indptr)))
    if n_filled < _ROWS_A_TOPIC * options.topics[0]:
        reason = f"only {n_filled} pieces of text share terms with others, and {_ROWS_A_TOPIC} a topic are needed"
        progress.note(f"no topics: {reason}")
        return no_topics(n_documents, n_terms, reason)
    found = _search(pieces, document, options)
    return _described(found, pieces, document, n_documents, used, words, options)


def _piece_length(labels: Ids) -> int:
    n_words = int(np.count_nonzero((labels >= 0) | (labels == -9)))
    return min(max(n_words // _PIECES, _SHORTEST), _LONGEST)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the search leaves: pieces as directions, the clusters of both levels, and the halves."""

    near: Nearness
    rows: Directions
    topics: Clusters
    themes: Clusters
    parents: Ids
    halves: Halves
    sampled: Longs


def _search(pieces: DocumentTerms, document: Longs, options: TopicOptions) -> _Found:
    near = nearest_terms(pieces, options.neighbours, threads=options.threads)
    values = weighted(pieces, near.specificity())
    rows = directions(pieces, values, near.smoother(options.smoothing), threads=options.threads)
    sampled = _sample(rows, options)
    some = rows.take(sampled)
    n_most = min(options.topics[1], len(some) // _ROWS_A_TOPIC)
    numbers = ladder(options.themes[0], n_most)
    halves = split_halves(some, document[sampled], numbers, options.seed)
    n_topics = halves.most_bits(options.topics[0], n_most)
    n_themes = halves.greatest_share(options.themes[0], min(options.themes[1], n_topics // 2))
    first = clusters_by_terms(pieces, values, near, options.seed)[sampled]
    topics, themes = merging(some, compact(first), [n_topics, n_themes])
    parents = _parents(topics, themes)
    kept = np.unique(parents)
    themes_kept = compact(np.where(np.isin(themes, kept), themes, np.int32(-1)))
    clusters = [some.clusters(labels, int(labels.max()) + 1) for labels in (topics, themes_kept)]
    return _Found(near, rows, clusters[0], clusters[1], compact(parents), halves, sampled)


def _sample(rows: Directions, options: TopicOptions) -> Longs:
    """Return the rows that are clustered: all with a term, or as many as the options say, drawn at random."""
    filled = np.flatnonzero(np.diff(rows.indptr))
    if len(filled) <= options.sample:
        return filled
    return np.sort(np.random.default_rng(options.seed).choice(filled, options.sample, replace=False))


def _parents(topics: Ids, themes: Ids) -> Ids:
    """Return the theme that most rows of each topic have."""
    both = (topics >= 0) & (themes >= 0)
    table = np.zeros((int(topics.max()) + 1, int(themes.max()) + 1), np.int64)
    np.add.at(table, (topics[both], themes[both]), 1)
    return table.argmax(axis=1).astype(np.int32)


def _nested(rows: Directions, found: _Found) -> tuple[Ids, Ids]:
    """Return the topic and the theme of each row: first the theme, then the topic within it."""
    theme, _cosines = rows.assign(found.themes)
    topic, _cosines = rows.assign(found.topics, found.parents, theme)
    return topic, np.where(topic >= 0, theme, np.int32(-1))


def _described(
    found: _Found,
    pieces: DocumentTerms,
    document: Longs,
    n_documents: int,
    used: Longs,
    words: Sequence[str],
    options: TopicOptions,
) -> Topics:
    whole = pieces if len(pieces) == n_documents else pieces.joined(document, n_documents)
    rows = found.rows
    if whole is not pieces:
        rows = directions(whole, weighted(whole, found.near.specificity()), rows.smoother, threads=options.threads)
    of_piece, _theme = _nested(found.rows, found)
    topic, theme = _nested(rows, found)
    term_topic, bits = at_home(pieces, of_piece, len(found.parents))
    values = weighted(whole, found.near.specificity())
    share = _shares(whole, values, topic, term_topic)
    order, theme_order = _order(topic, theme, found.parents)
    topic, theme, term_topic = (
        renumbered(*each) for each in ((topic, order), (theme, theme_order), (term_topic, order))
    )
    second, second_share = second_topics(whole, values, topic, term_topic)
    speaking = speaking_terms(whole, values, topic, term_topic, N_SPEAKING)
    parents = renumbered(found.parents, theme_order)[np.argsort(order)]
    centres = found.topics.centres()[:, np.argsort(order)]
    theme_centres = found.themes.centres()[:, np.argsort(theme_order)]
    term_theme = np.where(term_topic >= 0, parents[term_topic], np.int32(-1))
    some = [words[term] for term in used.tolist()]
    names = names_of(name_scores(centres), term_topic, some, _NAME_TERMS)
    theme_names = names_of(name_scores(theme_centres), term_theme, some, _NAME_TERMS)
    at_topics, at_themes = found.halves.at(len(parents)), found.halves.at(len(theme_names))
    sampled_topic, sampled_theme = renumbered(of_piece, order)[found.sampled], None
    sampled_theme = np.where(sampled_topic >= 0, parents[sampled_topic], np.int32(-1))
    return Topics(
        document_topic=topic,
        document_theme=theme,
        document_share=share,
        document_second=second,
        document_second_share=second_share,
        document_terms=renumbered(speaking, used.astype(np.int32)),
        term_topic=_spread(term_topic, used, len(words), -1),
        term_theme=_spread(term_theme, used, len(words), -1),
        term_bits=_spread(bits, used, len(words), 0.0),
        topic_theme=parents,
        recurrence=_recurrence(sampled_topic, at_topics, len(parents)),
        theme_recurrence=_recurrence(sampled_theme, at_themes, len(theme_names)),
        names=[tuple(used[list(name)].tolist()) for name in names],
        theme_names=[tuple(used[list(name)].tolist()) for name in theme_names],
        agreement=agreement(*at_topics).ami,
    )


def renumbered(labels: Ids, order: Ids) -> Ids:
    """Return the new number of each label; -1 stays."""
    return np.where(labels >= 0, order[labels], np.int32(-1))


def _order(topic: Ids, theme: Ids, parents: Ids) -> tuple[Ids, Ids]:
    """Return the rank of each topic and theme: themes by documents, topics by theme, then documents."""
    n_themes = int(parents.max()) + 1
    theme_sizes = np.bincount(theme[theme >= 0], minlength=n_themes)
    theme_rank = np.argsort(np.argsort(-theme_sizes, kind="stable")).astype(np.int32)
    sizes = np.bincount(topic[topic >= 0], minlength=len(parents))
    order = np.lexsort((-sizes, theme_rank[parents]))
    return np.argsort(order).astype(np.int32), theme_rank


def _shares(rows: DocumentTerms, values: Floats, topic: Ids, term_topic: Ids) -> Floats:
    document = rows.rows()
    own = (term_topic[rows.terms] == topic[document]) & (topic[document] >= 0)
    totals = np.bincount(document, values, len(rows))
    inside = np.bincount(document[own], values[own], len(rows))
    return np.divide(inside, totals, out=np.zeros(len(rows)), where=totals > 0)


def _recurrence(labels: Ids, halves: Ids, k: int) -> Floats:
    """Return, for each cluster, its greatest overlap (Jaccard) with one of either half's, the mean of the two."""
    mean = np.zeros(k)
    for other in halves:
        both = (labels >= 0) & (other >= 0)
        table = np.zeros((k, int(other.max()) + 1))
        np.add.at(table, (labels[both], other[both]), 1)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0) - table
        mean += (table / np.maximum(union, 1)).max(axis=1) / len(halves)
    return mean


def _spread(values: Any, places: Longs, n: int, empty: float) -> Any:
    """Return an array of `n` entries with `values` at `places` and `empty` elsewhere."""
    spread = np.full(n, empty, values.dtype)
    spread[places] = values
    return spread
