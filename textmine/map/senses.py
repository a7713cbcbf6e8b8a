"""The communities of terms with several senses: one for each, and that with most of the flow is the term's home."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.communities import GraphCommunities
from textmine.graph import Graph
from textmine.map.grouping import Grouping, Part, numbers_of

if TYPE_CHECKING:
    from textmine.senses import Senses

__all__ = ["SENSES_COLUMNS", "sense_rows", "with_senses"]

SENSES_COLUMNS = ("term", "sense", "share", "flow", "likeness", "name", "community", "theme", "path", "near")

# A sense of a general kind has neighbours in all communities: the first of many is no home.
_LEAST = 0.2


@dataclass(frozen=True, slots=True)
class _Found:
    """The senses of a graph: the community, path and flow of each."""

    senses: Senses
    communities: Ids
    paths: Sequence[str]
    flows: Floats


def with_senses(groups: Grouping, senses: Senses, graph: Graph, found: GraphCommunities, *, modules: bool) -> Grouping:
    """Return the groups of a map with the communities of the terms that have several senses.

    Where the modules of the graph are shown, the community of a sense is its module. Otherwise it is the community that
    most of the weight of its links to terms of communities leads to; a sense has none if that is less than a fifth of
    it, or if its term may have none. The home of a term is the community, or none, that has the greatest share of its
    flow; of equal ones the first. A term that gets another home than `groups` has for it comes last there.

    Parameters
    ----------
    groups
        Communities of terms, each with one.
    senses
        The senses of the terms of `graph`.
    graph
        The graph of terms.
    found
        The communities of the network of senses.
    modules
        Whether its top modules are the communities.
    """
    number = {term: place for place, term in enumerate(groups.words)}
    communities: Ids = (found.top_module - 1).astype(np.int32)
    if not modules:
        at = np.array([number.get(term, -1) for term in graph.names], np.int64)
        homes = np.append(groups.terms, np.int32(-1))[at]
        communities = _communities(senses, graph, homes, len(groups.names))
        communities[at[senses.term] < 0] = -1
    paths = [":".join(map(str, path)) for path in found.paths()]
    of_senses = _Found(senses, communities, paths, found.node_flow)
    parts = {senses.names[term]: _parts(of_senses, term) for term in sorted(senses.split().tolist())}
    terms, ranks = groups.terms.copy(), groups.ranks.copy()
    for term, shares in parts.items():
        home = max(shares, key=lambda part: part.flow).community
        place = number.get(term, -1)
        if place >= 0 and terms[place] != home:
            terms[place] = home
            ranks[place] = ranks.max() + 1 if home >= 0 else -1
    return replace(groups, terms=terms, ranks=ranks, parts=parts, senses=tuple(_rows(of_senses)))


def _communities(senses: Senses, graph: Graph, homes: Ids, n: int) -> Ids:
    """Return the community of each sense: where most of the weight of its links leads, -1 if that is little."""
    weights = np.zeros((len(senses.term), n + 1))
    for here, there in ((senses.sources, graph.targets), (senses.targets, graph.sources)):
        np.add.at(weights, (here, homes[there]), graph.weights)  # the last column is for terms in none
    if not n:
        return np.full(len(weights), -1, np.int32)
    of_each = weights[:, :n]
    most, total = of_each.max(axis=1), of_each.sum(axis=1)
    return np.where((most > 0) & (most >= _LEAST * total), of_each.argmax(axis=1), -1).astype(np.int32)


def _parts(found: _Found, term: int) -> tuple[Part, ...]:
    """Return the communities of a term, in order of their numbers, none last."""
    of_term = np.flatnonzero(found.senses.term == term)
    whole = float(found.flows[of_term].sum()) or 1.0
    own = found.communities[of_term]
    parts = []
    for community in sorted(set(own.tolist()), key=lambda each: (each < 0, each)):
        inside = of_term[own == community]
        flow = float(found.flows[inside].sum())
        first = int(inside[np.argmax(found.flows[inside])])
        parts.append(Part(community, found.paths[first], flow, flow / whole))
    return tuple(parts)


def _rows(found: _Found) -> Iterator[tuple[Any, ...]]:
    """Yield term, number, share and flow, likeness, community, path and neighbours of each sense of several."""
    senses = found.senses
    for term in senses.split().tolist():
        of_term = np.flatnonzero(senses.term == term)
        whole = float(found.flows[of_term].sum()) or 1.0
        for number, place in enumerate(of_term.tolist(), 1):
            flow = float(found.flows[place])
            figures = round(flow / whole, 4), flow, round(float(senses.likeness[place]), 4)
            where = int(found.communities[place]), found.paths[place]
            yield senses.names[term], number, *figures, *where, " ".join(senses.near[place])


def sense_rows(groups: Grouping) -> Iterator[tuple[Any, ...]]:
    """Yield a row a sense under `SENSES_COLUMNS`, of terms with two or more, those first whose senses differ most."""
    for term, number, share, flow, likeness, community, path, near in groups.senses or ():
        place = numbers_of(groups, community)
        yield term, number, share, flow, likeness, groups.name(community), *place, path, near
