"""What a map shows as groups: communities of terms and documents, and the themes that these are part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    "document_starts",
    "group",
    "theme_rows",
]

COMMUNITY_COLUMNS = ("name", "community", "theme", "path", "term", "flow")
THEME_COLUMNS = ("name", "community", "theme_name", "theme", "terms", "documents", "recurrence")
DOCUMENT_COLUMNS = ("document", "community", "share", "theme", "name", "start")

_NAMED_BY = 3  # terms in the name of a community
_START = 200  # characters of a document that its row shows


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
        The communities of the graph; each of its nodes is one of the words.
    """
    place = {word: number for number, word in enumerate(words)}
    if not topics.reason:
        named = [[words[term] for term in name] for name in topics.names]
        themes = [[words[term] for term in name] for name in topics.theme_names]
        terms, documents = topics.term_topic, topics.document_topic
        return Grouping(named, topics.topic_theme, themes, terms, documents, topics.document_share, topics.recurrence)
    terms = np.full(len(words), -1, np.int32)
    names: list[list[str]] = [[] for _ in range(found.n_top_modules)]
    tops = found.top_module.tolist()
    for node in found.order().tolist():
        terms[place[found.names[node]]] = tops[node] - 1
        names[tops[node] - 1].append(found.names[node])
    none = np.full(len(names), -1, np.int32)
    return Grouping(names, none, [], terms, topics.document_topic, topics.document_share, np.full(len(names), np.nan))


def community_rows(found: GraphCommunities, words: Sequence[str], groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a node under `COMMUNITY_COLUMNS`, in order of the paths."""
    home = dict(zip(words, groups.terms.tolist(), strict=True))
    for path, term, flow in tsv_rows(found):
        community = home[term]
        yield groups.name(community), *_numbers(groups, community), path, term, flow


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


def document_rows(groups: Grouping, starts: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Yield a row a document under `DOCUMENT_COLUMNS`; what a document without evidence has not is empty."""
    for number, (community, start) in enumerate(zip(groups.documents.tolist(), starts, strict=True), 1):
        share = "" if community < 0 else round(float(groups.shares[number - 1]), 4)
        own, theme = _numbers(groups, community)
        yield number, own, share, theme, groups.name(community), start


def document_starts(texts: Sequence[str], offsets: Sequence[int]) -> Iterator[str]:
    r"""Yield the first 200 characters of each document, with a blank for each run of blanks, tabs and line ends.

    Parameters
    ----------
    texts
        The texts; each line is a document.
    offsets
        Offset of the first unit of each document in the concatenated texts, in ascending order.

    Examples
    --------
    >>> list(document_starts(["a  b.\n\n", "c\td"], [0, 8]))
    ['a b.', 'c d']
    """
    number, base = 0, 0
    for offset in offsets:
        while offset - base >= len(texts[number]):
            base += len(texts[number])
            number += 1
        text, at = texts[number], offset - base
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        # Blanks may be many: four times as many characters are enough but for a text that is mostly blank.
        yield " ".join(text[begin : end if end >= 0 else len(text)][: 4 * _START].split())[:_START]


def _numbers(groups: Grouping, community: int) -> tuple[int | str, int | str]:
    """Return the numbers of a community and its theme as files have them: from 1, and empty for none."""
    theme = -1 if community < 0 else int(groups.themes[community])
    return community + 1 if community >= 0 else "", theme + 1 if theme >= 0 else ""
