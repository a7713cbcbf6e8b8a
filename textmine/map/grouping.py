"""What a map shows as groups: communities of terms and documents, and the themes that these are part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.communities import GraphCommunities, tsv_rows
from textmine.communities.naming import joined_terms

if TYPE_CHECKING:
    from textmine.topics import Topics

__all__ = [
    "COMMUNITY_COLUMNS",
    "SENSED_COLUMNS",
    "THEME_COLUMNS",
    "Grouping",
    "Part",
    "community_rows",
    "group",
    "numbers_of",
    "theme_rows",
]

COMMUNITY_COLUMNS = ("name", "community", "theme", "path", "term", "flow")
SENSED_COLUMNS = (*COMMUNITY_COLUMNS, "share")  # where terms may be in several communities
THEME_COLUMNS = ("name", "community", "theme_name", "theme", "terms", "documents", "recurrence")

_NAMED_BY = 3  # terms in the name of a community


class Part(NamedTuple):
    """What one community, or none (-1), has of a term with several senses.

    Attributes
    ----------
    community
        Its number.
    path
        The place of the sense in the graph; of several here, of that with the largest flow.
    flow
        Of the senses that are here.
    share
        Their share of the flow of the term.
    """

    community: int
    path: str
    flow: float
    share: float


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
    words
        The terms that may have a community.
    terms : int32[n]
        The community of each of these.
    ranks : int32[n]
        The rank of each in its community, from 0; -1 for none.
    documents : int32[d]
        The community of each document.
    shares : float64[d]
        How much of a document speaks for its community, 0 to 1.
    seconds, second_shares : int32[d], float64[d]
        The community that comes next, and how much speaks for it.
    speaking : int32[d, 5]
        Numbers of the terms that speak most for the community of each document; -1 for none.
    recurrence : float64[k]
        How well each community comes back in two halves of the documents, 0 to 1; not a number where nobody knows.
    parts
        The communities of each term with several senses; its home, in `terms`, is the one with most of its flow. None
        where senses were not looked for.
    senses
        Of these terms: term, number from 1, share of the flow, flow, likeness, community, path and neighbours of each
        sense.
    """

    names: Sequence[Sequence[str]]
    themes: Ids
    theme_names: Sequence[Sequence[str]]
    words: Sequence[str]
    terms: Ids
    ranks: Ids
    documents: Ids
    shares: Floats
    seconds: Ids
    second_shares: Floats
    speaking: Ids
    recurrence: Floats
    parts: Mapping[str, Sequence[Part]] | None = None
    senses: Sequence[tuple[Any, ...]] = ()

    def name(self, community: int) -> str:
        """Return the name of a community: its best terms, or its number where it has none; empty for -1."""
        return _joined(self.names, community)

    def theme_name(self, community: int) -> str:
        """Return the name of the theme of a community, empty where it has none."""
        return _joined(self.theme_names, int(self.themes[community]))


def _joined(names: Sequence[Sequence[str]], number: int) -> str:
    if number < 0:
        return ""
    return joined_terms(names[number][:_NAMED_BY]) or str(number + 1)


def group(words: Sequence[str], topics: Topics, found: GraphCommunities) -> Grouping:
    """Return the groups of a map: the topics, or where there are none the top modules of its graph.

    Parameters
    ----------
    words
        The terms that topics were looked for with.
    topics
        What was found.
    found
        The communities of the graph.
    """
    of_documents: dict[str, Any] = {
        "documents": topics.document_topic,
        "shares": topics.document_share,
        "seconds": topics.document_second,
        "second_shares": topics.document_second_share,
        "speaking": topics.document_terms,
    }
    if not topics.reason:
        named = [[words[term] for term in name] for name in topics.names]
        themes = [[words[term] for term in name] for name in topics.theme_names]
        of_terms = words, topics.term_topic, topics.term_rank
        return Grouping(named, topics.topic_theme, themes, *of_terms, **of_documents, recurrence=topics.recurrence)
    words, terms, ranks, names = _modules(found)
    none, unknown = np.full(len(names), -1, np.int32), np.full(len(names), np.nan)
    return Grouping(names, none, [], words, terms, ranks, **of_documents, recurrence=unknown)


def _modules(found: GraphCommunities) -> tuple[Sequence[str], Ids, Ids, list[list[str]]]:
    """Return the nodes, the top module of each and its rank there, and the nodes of each module by rank.

    A node with several states has the module of the one with the largest flow, and stands in all of theirs.
    """
    words = found.names if found.states is None else found.states.names
    places = range(len(words)) if found.states is None else found.states.physical.tolist()
    terms, ranks, most = np.empty(len(words), np.int32), np.empty(len(words), np.int32), np.full(len(words), -1.0)
    names: list[list[str]] = [[] for _ in range(found.n_top_modules)]
    for at in found.order().tolist():
        node, module = places[at], int(found.top_module[at]) - 1
        if found.node_flow[at] > most[node]:
            terms[node], ranks[node], most[node] = module, len(names[module]), found.node_flow[at]
        names[module].append(words[node])
    return words, terms, ranks, [list(dict.fromkeys(members)) for members in names]


def community_rows(found: GraphCommunities, groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a term under `COMMUNITY_COLUMNS`: those of each community by rank, then general nodes by path.

    Path and flow are empty for terms that are not in the graph. Where senses were looked for, the columns are
    `SENSED_COLUMNS`, and a term with several has a row in each of its communities: after the terms that are at home
    there, in order of flow, and with the general terms for the senses that are in none.
    """
    if groups.parts is not None:
        yield from _sensed_rows(found, groups, groups.parts)
        return
    nodes = {term: (path, flow) for path, term, flow in tsv_rows(found)}
    order = np.lexsort((groups.ranks, groups.terms))
    for place in order[groups.terms[order] >= 0].tolist():
        community, term = int(groups.terms[place]), groups.words[place]
        path, flow = nodes.pop(term, ("", ""))
        yield groups.name(community), *numbers_of(groups, community), path, term, flow
    for term, (path, flow) in nodes.items():
        yield "", *numbers_of(groups, -1), path, term, flow


def _sensed_rows(
    found: GraphCommunities, groups: Grouping, parts: Mapping[str, Sequence[Part]]
) -> Iterator[tuple[Any, ...]]:
    nodes = {term: (path, flow) for path, term, flow, *_ in tsv_rows(found)}
    homes = dict(zip(groups.words, groups.terms.tolist(), strict=True))
    guests: dict[int, list[tuple[str, Part]]] = {}
    for term, shares in parts.items():
        for part in shares:
            if part.community != homes.get(term, -1):
                guests.setdefault(part.community, []).append((term, part))
    order = np.lexsort((groups.ranks, groups.terms))
    order = order[groups.terms[order] >= 0]
    for community in range(len(groups.names)):
        said = groups.name(community), *numbers_of(groups, community)
        for place in order[groups.terms[order] == community].tolist():
            term = groups.words[place]
            path, flow = nodes.pop(term, ("", ""))
            yield *said, *_part_of(term, community, path, flow, parts)
        for term, part in sorted(guests.get(community, ()), key=lambda guest: -guest[1].flow):
            yield *said, part.path, term, part.flow, round(part.share, 4)
    none = "", *numbers_of(groups, -1)
    for term, (path, flow) in nodes.items():
        yield *none, *_part_of(term, -1, path, flow, parts)
    for term, part in guests.get(-1, ()):
        yield *none, part.path, term, part.flow, round(part.share, 4)


def _part_of(
    term: str, community: int, path: str, flow: float | str, parts: Mapping[str, Sequence[Part]]
) -> tuple[Any, ...]:
    """Return path, term, flow and share of what a community has of a term that is at home there."""
    for part in parts.get(term, ()):
        if part.community == community:
            return part.path, term, part.flow, round(part.share, 4)
    return path, term, flow, 1.0


def theme_rows(groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a community under `THEME_COLUMNS`: names, numbers of terms and documents, recurrence."""
    sizes = [
        np.bincount(labels[labels >= 0], minlength=len(groups.names)) for labels in (groups.terms, groups.documents)
    ]
    for community, (terms, documents) in enumerate(zip(*(size.tolist() for size in sizes), strict=True)):
        number, theme = numbers_of(groups, community)
        known = float(groups.recurrence[community])
        recurrence = "" if np.isnan(known) else round(known, 4)
        yield groups.name(community), number, groups.theme_name(community), theme, terms, documents, recurrence


def numbers_of(groups: Grouping, community: int) -> tuple[int | str, int | str]:
    """Return the numbers of a community and its theme as files have them: from 1, and empty for none."""
    theme = -1 if community < 0 else int(groups.themes[community])
    return community + 1 if community >= 0 else "", theme + 1 if theme >= 0 else ""
