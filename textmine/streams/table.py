"""The table behind an alluvial diagram: communities of periods, and the flow that they share with the next period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.communities import GraphCommunities, ftree_lines
from textmine.communities.naming import joined_terms
from textmine.comparison.cells import Row, frame_of

if TYPE_CHECKING:
    import pandas

__all__ = ["ALLUVIAL_COLUMNS", "Alluvial"]

ALLUVIAL_COLUMNS: Final = (
    "period",
    "community",
    "name",
    "flow",
    "size",
    "terms",
    "next_period",
    "next_community",
    "shared_terms",
    "shared_flow",
    "next_flow",
)
_TERMS = 5  # of a community, in its row
_DECIMALS = 12  # of flows that decide an order: a smaller difference comes from the order of summing


@dataclass(frozen=True, slots=True)
class Alluvial:
    """Communities of the terms in each period.

    Attributes
    ----------
    periods
        What the p periods are called; those without a link between terms are left out.
    terms
        The t terms.
    communities
        int32[p, t]: community of each term in each period, from 0; -1 where it has none.
    flows
        float64[p, t]: share of the random walk on the network of the period that is at the term; 0 where it is not in
        the network.
    names
        What each community is called.
    networks
        The network of each period with its modules.
    without
        The periods that have no network.
    """

    periods: Sequence[str]
    terms: Sequence[str]
    communities: Ids
    flows: Floats
    names: Sequence[str]
    networks: Sequence[GraphCommunities] = ()
    without: Sequence[str] = ()

    def __repr__(self) -> str:
        return f"<Alluvial of {len(self.periods)} periods, {len(self.names)} communities, {len(self.terms)} terms>"

    def flow(self, period: int) -> Floats:
        """Return float64[k]: the flow of each community in a period."""
        own = self.communities[period]
        inside = own >= 0
        return np.bincount(own[inside], self.flows[period][inside], len(self.names)).astype(np.float64)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of `ALLUVIAL_COLUMNS`: by period, then by flow, the largest first.

        A community of a period has a row for each community of the next period that shares a term with it, the
        largest shared flow first; one row with empty cells where there is none.
        """
        for period, label in enumerate(self.periods):
            flow, own = self.flow(period), self.communities[period]
            sizes = np.bincount(own[own >= 0], minlength=len(self.names))
            streams = self._streams(period)
            present = np.flatnonzero(sizes)
            for number in present[np.argsort(-np.round(flow[present], _DECIMALS), kind="stable")].tolist():
                about = (
                    label, number + 1, self.names[number], float(flow[number]), int(sizes[number]),
                    self._said(period, number),
                )  # fmt: skip
                for stream in streams.get(number, [("", "", "", "", "")]):
                    yield (*about, *stream)

    def ftree(self, period: int) -> Iterator[str]:
        """Yield the lines of the network of a period as `.ftree`: what the alluvial generator of mapequation.org reads.

        A term has the same name and number in all periods.
        """
        found = self.networks[period]
        return ftree_lines(found, found.links(), directed=found.network.directed)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame; needs pandas."""
        return frame_of(ALLUVIAL_COLUMNS, self.rows())

    def _said(self, period: int, number: int) -> str:
        """Return the terms of a community that have most flow in a period."""
        inside = np.flatnonzero(self.communities[period] == number)
        flow = np.round(self.flows[period][inside], _DECIMALS)
        return joined_terms(self.terms[term] for term in inside[np.argsort(-flow, kind="stable")[:_TERMS]].tolist())

    def _streams(self, period: int) -> dict[int, list[tuple[Any, ...]]]:
        """Return the last columns of the rows of each community."""
        if period + 1 == len(self.periods):
            return {}
        here, there = self.communities[period], self.communities[period + 1]
        both = np.flatnonzero((here >= 0) & (there >= 0))
        pairs, place = np.unique(here[both].astype(np.int64) * len(self.names) + there[both], return_inverse=True)
        begins, ends = (np.bincount(place, self.flows[at][both], len(pairs)) for at in (period, period + 1))
        numbers = np.bincount(place, minlength=len(pairs))
        found: dict[int, list[tuple[Any, ...]]] = {}
        for pair in np.argsort(-np.round(begins, _DECIMALS), kind="stable").tolist():
            own, other = divmod(int(pairs[pair]), len(self.names))
            row = (self.periods[period + 1], other + 1, int(numbers[pair]), float(begins[pair]), float(ends[pair]))
            found.setdefault(own, []).append(row)
        return found
