"""Senses of terms, and the links of a graph between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.graph import Graph, StateNetwork, build_states
from textmine.senses.choosing import Split
from textmine.senses.company import Company

__all__ = ["Senses"]

_SHOWN, _OF_NAME = 8, 3


@dataclass(frozen=True, slots=True)
class Senses:
    """Senses of the terms of a graph, as states of its nodes.

    Attributes
    ----------
    names
        The terms.
    term
        int32[S]: the term of each sense, ascending; a term with one sense stands once.
    share
        float64[S]: the sense's share of the documents that tell which it is; 1 for the only sense.
    likeness
        float64[S]: how alike the company of the senses of a term is at most, a cosine; 1 for the only sense.
    near
        The neighbours of each sense with the heaviest links, at most eight; none for the only sense.
    sources, targets
        int32[m]: the sense at either end of each link, in the order of the links of the graph.
    """

    names: Sequence[str]
    term: Ids
    share: Floats
    likeness: Floats
    near: Sequence[Sequence[str]]
    sources: Ids
    targets: Ids

    def __repr__(self) -> str:
        return f"<Senses of {len(self.names)} terms, {len(self.split())} of them with two or more>"

    def split(self) -> Ids:
        """Return the terms with two senses or more, those first whose senses are least alike."""
        places = np.flatnonzero(np.diff(self.term, prepend=-1) == 0)
        terms = np.unique(self.term[places])
        least = self.likeness[np.searchsorted(self.term, terms)]
        return terms[np.argsort(least, kind="stable")]

    def rows(self) -> Iterator[tuple[str, int, float, float, str]]:
        """Yield a row for each sense of terms with two or more: term, sense, share, likeness, neighbours."""
        for term in self.split().tolist():
            first = int(np.searchsorted(self.term, term))
            last = int(np.searchsorted(self.term, term, side="right"))
            for number, place in enumerate(range(first, last), 1):
                shown = " ".join(self.near[place])
                yield self.names[term], number, float(self.share[place]), float(self.likeness[place]), shown

    def network(self, graph: Graph) -> StateNetwork:
        """Return the graph they were found in with senses as states.

        A state that shares its term is called by term and first neighbours, `线路: 电压 绝缘 跳闸`. A link gives
        its whole weight to the senses that it is about. `communities` of the network may have a term in several places.
        """
        several = np.bincount(self.term, minlength=len(self.names)) > 1
        shown = [
            f"{self.names[term]}: {' '.join(self.near[place][:_OF_NAME])}" if several[term] else self.names[term]
            for place, term in enumerate(self.term.tolist())
        ]
        return build_states(
            (self.sources, self.targets, graph.weights),
            self.term,
            self.names,
            names=shown,
            ids=(np.arange(1, len(self.term) + 1), np.arange(1, len(self.names) + 1)),
            directed=graph.directed,
        )

    @classmethod
    def of(cls, graph: Graph, splits: Sequence[Split], company: Company) -> Senses:
        """Return the senses of terms, in their order, and which of them each link is about."""
        n = graph.n_nodes
        sizes = np.ones(n, np.int64)
        for split in splits:
            sizes[split.grouped.term] = len(split.senses)
        first = np.concatenate(([0], np.cumsum(sizes)))
        term = np.repeat(np.arange(n, dtype=np.int32), sizes)
        share, likeness = np.ones(len(term)), np.ones(len(term))
        near: list[Sequence[str]] = [()] * len(term)
        sources, targets = graph.sources, graph.targets
        ends = [first[:-1][sources].astype(np.int32), first[:-1][targets].astype(np.int32)]
        for split in splits:
            own = slice(first[split.grouped.term], first[split.grouped.term + 1])
            share[own] = np.array(split.documents) / sum(split.documents)
            likeness[own] = split.likeness
            near[own] = [_heaviest(split, sense, graph.names) for sense in split.senses]
            members = [split.grouped.neighbours[np.isin(split.grouped.group, sense)] for sense in split.senses]
            for end, here, there in ((0, sources, targets), (1, targets, sources)):
                links = np.flatnonzero(here == split.grouped.term)
                ends[end][links] += company.nearest(there[links], members)
        return cls(graph.names, term, share, likeness, near, ends[0], ends[1])


def _heaviest(split: Split, sense: list[int], names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the neighbours of a sense with the heaviest links."""
    inside = np.flatnonzero(np.isin(split.grouped.group, sense))
    order = inside[np.argsort(-split.grouped.weights[inside], kind="stable")][:_SHOWN]
    return tuple(names[place] for place in split.grouped.neighbours[order].tolist())
