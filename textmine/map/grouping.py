"""What a map shows as groups: communities of terms and documents, and the themes that these are part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.communities import GraphCommunities, tsv_rows

if TYPE_CHECKING:
    from textmine.topics import Topics

__all__ = [
    "COMMUNITY_COLUMNS",
    "DOCUMENT_COLUMNS",
    "THEME_COLUMNS",
    "Grouping",
    "community_rows",
    "document_rows",
    "group",
    "theme_rows",
]

COMMUNITY_COLUMNS = ("name", "community", "theme", "path", "term", "flow")
THEME_COLUMNS = ("name", "community", "theme_name", "theme", "terms", "documents", "recurrence")
DOCUMENT_COLUMNS = ("document", "community", "share", "theme", "name")

_NAMED_BY = 3  # terms in the name of a community


@dataclass(frozen=True, slots=True)
class Grouping:
    """Communities of terms and documents, numbered from 0; -1 stands for none.

    Attributes
    ----------
    names
        The terms that name each community, the best first.
    themes : int32[k]
        The theme of each community.
    theme_names
        The terms that name each theme.
    terms : int32[n]
        The community of each term.
    documents : int32[d]
        The community of each document.
    shares : float64[d]
        How much of a document speaks for its community, 0 to 1.
    recurrence : float64[k]
        How well each community comes back in two halves of the documents, 0 to 1; not a number where nobody knows.
    """

    names: Sequence[Sequence[str]]
    themes: Ids
    theme_names: Sequence[Sequence[str]]
    terms: Ids
    documents: Ids
    shares: Floats
    recurrence: Floats

    def name(self, community: int) -> str:
        """Return the name of a community: its best terms, or its number where it has none; empty for -1."""
        return _joined(self.names, community)

    def theme_name(self, community: int) -> str:
        """Return the name of the theme of a community, empty where it has none."""
        return _joined(self.theme_names, int(self.themes[community]))


def _joined(names: Sequence[Sequence[str]], number: int) -> str:
    if number < 0:
        return ""
    return " · ".join(names[number][:_NAMED_BY]) or str(number + 1)


def group(words: Sequence[str], topics: Topics, found: GraphCommunities) -> Grouping:
    """Return the groups of a map: the topics, or where a text has none the top modules of its graph.

    Parameters
    ----------
    words
        The terms that topics were looked for with.
    topics
        What was found.
    found
        The communities of the graph.
    """
    if not topics.reason:
        named = [[words[term] for term in name] for name in topics.names]
        themes = [[words[term] for term in name] for name in topics.theme_names]
        terms, documents = topics.term_topic, topics.document_topic
        return Grouping(named, topics.topic_theme, themes, terms, documents, topics.document_share, topics.recurrence)
    top = dict(zip(found.names, found.top_module.tolist(), strict=True))
    terms = np.array([top.get(word, 0) - 1 for word in words], np.int32)
    names: list[list[str]] = [[] for _ in range(found.n_top_modules)]
    for node in found.order().tolist():
        names[top[found.names[node]] - 1].append(found.names[node])
    none = np.full(len(names), -1, np.int32)
    return Grouping(names, none, [], terms, topics.document_topic, topics.document_share, np.full(len(names), np.nan))


def community_rows(found: GraphCommunities, words: Sequence[str], groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a node under `COMMUNITY_COLUMNS`, in order of the paths; then the other terms that have a community.

    These are not in the graph: their path and flow are empty.
    """
    home = dict(zip(words, groups.terms.tolist(), strict=True))
    for path, term, flow in tsv_rows(found):
        community = home.pop(term, -1)
        yield groups.name(community), *_numbers(groups, community), path, term, flow
    for term, community in home.items():
        if community >= 0:
            yield groups.name(community), *_numbers(groups, community), "", term, ""


def theme_rows(groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a community under `THEME_COLUMNS`: names, numbers of terms and documents, recurrence."""
    sizes = [
        np.bincount(labels[labels >= 0], minlength=len(groups.names)) for labels in (groups.terms, groups.documents)
    ]
    for community, (terms, documents) in enumerate(zip(*(size.tolist() for size in sizes), strict=True)):
        number, theme = _numbers(groups, community)
        known = float(groups.recurrence[community])
        recurrence = "" if np.isnan(known) else round(known, 4)
        yield groups.name(community), number, groups.theme_name(community), theme, terms, documents, recurrence


def document_rows(groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a document under `DOCUMENT_COLUMNS`; what a document without evidence has not is empty."""
    for number, community in enumerate(groups.documents.tolist(), 1):
        share = "" if community < 0 else round(float(groups.shares[number - 1]), 4)
        own, theme = _numbers(groups, community)
        yield number, own, share, theme, groups.name(community)


def _numbers(groups: Grouping, community: int) -> tuple[int | str, int | str]:
    """Return the numbers of a community and its theme as files have them: from 1, and empty for none."""
    theme = -1 if community < 0 else int(groups.themes[community])
    return community + 1 if community >= 0 else "", theme + 1 if theme >= 0 else ""
