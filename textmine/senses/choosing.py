"""Decides which groups of neighbours are senses."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np

from textmine.arraytypes import Longs
from textmine.senses.contexts import Grouped
from textmine.senses.options import MOST_SENSES, SenseOptions

__all__ = ["Split", "split_of"]

_MASKS = np.arange(1 << MOST_SENSES)


class Split(NamedTuple):
    """The senses of a term, as groups of its neighbours.

    Attributes
    ----------
    grouped
        The term and its neighbours.
    senses
        The groups of each sense.
    documents
        In how many documents the term stands near each.
    likeness
        The greatest cosine of the company of two senses.
    """

    grouped: Grouped
    senses: list[list[int]]
    documents: list[int]
    likeness: float


def split_of(grouped: Grouped, counts: Longs, options: SenseOptions) -> Split | None:
    """Join groups, those first that are most alike, until all pairs are senses; None where one is left.

    Parameters
    ----------
    grouped
        The neighbours of a term in groups.
    counts
        int64[16]: in how many documents the term stands near just these groups.
    """
    senses = [[group] for group in range(int(grouped.group.max()) + 1)]
    while len(senses) > 1:
        pairs = list(combinations(range(len(senses)), 2))
        alike = [grouped.cosine(senses[one], senses[other]) for one, other in pairs]
        worst = int(np.argmax(alike))
        if alike[worst] < options.likeness and all(_apart(senses[i], senses[j], counts, options) for i, j in pairs):
            return Split(grouped, senses, [_having(sense, counts) for sense in senses], alike[worst])
        one, other = pairs[worst]
        senses[one] = senses[one] + senses.pop(other)
    return None


def _having(sense: list[int], counts: Longs) -> int:
    return int(counts[(_MASKS & _mask(sense)) > 0].sum())


def _mask(sense: list[int]) -> int:
    return sum(1 << group for group in sense)


def _apart(one: list[int], other: list[int], counts: Longs, options: SenseOptions) -> bool:
    """Tell whether the term is near both often enough, and seldom near both in one document."""
    first, second, total = _having(one, counts), _having(other, counts), int(counts.sum())
    both = int(counts[((_MASKS & _mask(one)) > 0) & ((_MASKS & _mask(other)) > 0)].sum())
    least = max(options.min_documents, options.min_share * (total - int(counts[0])))
    return min(first, second) >= least and both * total < options.overlap * first * second
