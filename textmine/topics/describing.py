"""Describes topics that were found: what each document and term belongs to, how well topics recur, their names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats, Hashes, Ids, Longs
from textmine.topics.agreement import agreement, cross_table
from textmine.topics.choosing import Halves
from textmine.topics.directions import Clusters, Directions, directions, weighted
from textmine.topics.nearness import Nearness
from textmine.topics.options import TopicOptions
from textmine.topics.ordering import term_ranks
from textmine.topics.rows import DocumentTerms
from textmine.topics.speaking import second_topics, speaking_terms
from textmine.topics.termtopics import at_home, name_scores, names_of
from textmine.topics.topics import N_SPEAKING, Topics

__all__ = ["Found", "described"]

_OF_THEME = 4.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the search leaves.

    Attributes
    ----------
    near, rows
        The nearest terms, and all pieces as directions.
    topics, themes, parents
        The clusters of both levels, and int32[k]: the theme of each topic.
    halves, sampled
        The clusterings of the two halves, and the pieces that were clustered.
    keys
        Random numbers, one a piece.
    """

    near: Nearness
    rows: Directions
    topics: Clusters
    themes: Clusters
    parents: Ids
    halves: Halves
    sampled: Longs
    keys: Hashes

    def assign(self, rows: Directions) -> Ids:
        """Return the topic of each row: by the cosine with it and four times that with its theme."""
        return rows.assign(self.topics.centres() + _OF_THEME * self.themes.centres()[:, self.parents])[0]


def described(
    found: Found,
    pieces: DocumentTerms,
    document: Longs,
    n_documents: int,
    words: Sequence[str],
    options: TopicOptions,
    complete: Callable[[Ids], Ids],
) -> Topics:
    """Assign documents and terms, and name the topics; parameters as in `find_topics`.

    `complete` gives documents without a topic one by other evidence.
    """
    whole = pieces if len(pieces) == n_documents else pieces.joined(document, n_documents)
    values = weighted(whole, found.near.specificity(), pieces)
    topic = of_piece = found.assign(found.rows)
    if whole is not pieces:
        topic = found.assign(directions(whole, values, found.rows.smoother, threads=options.threads))
    topic = complete(topic)
    theme = _renumbered(topic, found.parents)
    home, bits = at_home(pieces, of_piece, len(found.parents), found.near.links)
    rank, theme_rank = _ranks(topic, theme, found.parents)
    topic, home, of_piece = (_renumbered(each, rank) for each in (topic, home, of_piece))
    of_sampled = of_piece[found.sampled]
    parents = _renumbered(found.parents, theme_rank)[np.argsort(rank)]
    term_theme, sampled_theme = (_renumbered(each, parents) for each in (home, of_sampled))
    halves, theme_halves = found.halves.at(len(parents)), found.halves.at(len(theme_rank))
    scores, theme_scores = (name_scores(each.centres()) for each in (found.topics, found.themes))
    second, second_share = second_topics(whole, values, topic, home)
    return Topics(
        document_topic=topic,
        document_share=_shares(whole, values, topic, home),
        document_second=second,
        document_second_share=second_share,
        document_terms=speaking_terms(whole, values, topic, home, N_SPEAKING),
        term_topic=home,
        term_rank=term_ranks(pieces, of_piece, home, found.keys),
        term_bits=bits,
        topic_theme=parents,
        recurrence=_recurrence(of_sampled, halves, len(parents)),
        theme_recurrence=_recurrence(sampled_theme, theme_halves, len(theme_rank)),
        names=names_of(scores[:, np.argsort(rank)], home, words, options.name_terms),
        theme_names=names_of(theme_scores[:, np.argsort(theme_rank)], term_theme, words, options.name_terms),
        agreement=agreement(*halves).ami,
    )


def _renumbered(labels: Ids, numbers: Ids) -> Ids:
    """Return the new number of each label; -1 stays."""
    return np.where(labels >= 0, numbers[labels], np.int32(-1))


def _ranks(topic: Ids, theme: Ids, parents: Ids) -> tuple[Ids, Ids]:
    """Return the rank of each topic and theme: themes by documents, topics by theme, then by documents."""
    theme_sizes = np.bincount(theme[theme >= 0], minlength=int(parents.max()) + 1)
    theme_rank = np.argsort(np.argsort(-theme_sizes, kind="stable")).astype(np.int32)
    sizes = np.bincount(topic[topic >= 0], minlength=len(parents))
    order = np.lexsort((-sizes, theme_rank[parents]))
    return np.argsort(order).astype(np.int32), theme_rank


def _shares(rows: DocumentTerms, values: Floats, topic: Ids, home: Ids) -> Floats:
    """Return how much of the weight of each row is in terms at home in its topic."""
    document = rows.rows()
    of_entry = topic[document]
    own = (home[rows.terms] == of_entry) & (of_entry >= 0)
    totals = np.bincount(document, values, len(rows))
    inside = np.bincount(document[own], values[own], len(rows))
    return np.divide(inside, totals, out=np.zeros(len(rows)), where=totals > 0)


def _recurrence(labels: Ids, halves: Ids, k: int) -> Floats:
    """Return, for each cluster, its greatest overlap (Jaccard) with one of either half's, the mean of the two."""
    mean = np.zeros(k)
    for other in halves:
        table = cross_table(labels, other, k)
        union = table.sum(axis=1, keepdims=True) + table.sum(axis=0) - table
        mean += (table / np.maximum(union, 1)).max(axis=1) / len(halves)
    return mean
