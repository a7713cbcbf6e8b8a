"""Communities of all periods together: what those of a single period are matched with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.communities import GraphCommunities
from textmine.communities.homes import Home
from textmine.communities.naming import joined_terms

__all__ = ["Reference", "name_of", "of_communities"]

_NAMED_BY = 3  # terms in a name


@dataclass(frozen=True, slots=True)
class Reference:
    """Communities of all periods together.

    Attributes
    ----------
    communities
        int32[t]: community of each term, from 0; -1 for none.
    names
        What the communities are called.
    """

    communities: Ids
    names: Sequence[str]

    @classmethod
    def of_homes(cls, homes: Sequence[Home | None]) -> Reference:
        """Return the communities of terms that are known by number, from 1, and name; None for a term of none.

        Examples
        --------
        >>> Reference.of_homes([(2, "oil"), None, (1, "coal")])
        Reference(communities=array([ 1, -1,  0], dtype=int32), names=['coal', 'oil'])
        """
        named = dict(home for home in homes if home is not None)
        numbers = np.array([0 if home is None else home[0] for home in homes], np.int32)
        return cls(numbers - np.int32(1), [named.get(number, "") for number in range(1, max(named, default=0) + 1)])


def of_communities(found: GraphCommunities, nodes: Ids, terms: Sequence[str]) -> Reference:
    """Return the top modules of a graph whose nodes are some of the terms.

    Parameters
    ----------
    found
        Communities of the graph.
    nodes
        int32[n]: the term of each node.
    terms
        All terms.
    """
    home, flow = np.full(len(terms), -1, np.int32), np.zeros(len(terms))
    home[nodes], flow[nodes] = found.top_module - 1, found.node_flow
    return Reference(home, [name_of(home == number, flow, terms) for number in range(found.n_top_modules)])


def name_of(members: Ids, flow: Floats, terms: Sequence[str]) -> str:
    """Return the terms with the largest flow among the members, three at most.

    Examples
    --------
    >>> name_of(np.array([True, False, True]), np.array([0.2, 0.5, 0.3]), ["oil", "gas", "coal"])
    'coal · oil'
    """
    inside = np.flatnonzero(members)
    best = inside[np.argsort(-flow[inside], kind="stable")[:_NAMED_BY]]
    return joined_terms(terms[term] for term in best.tolist())
