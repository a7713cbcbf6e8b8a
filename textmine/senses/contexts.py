"""Counts the documents of each term by the groups of neighbours it stands near."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.senses import _kernels
from textmine.senses.options import MOST_SENSES, SenseOptions
from textmine.text.breaks import WITHIN

__all__ = ["Grouped", "count_contexts"]


@dataclass(frozen=True, slots=True)
class Grouped:
    """The neighbours of a term in groups.

    Attributes
    ----------
    term
        The term.
    neighbours
        int32[k]: its neighbours, ascending.
    weights
        float64[k]: of their links with the term.
    alike
        float64[k, k]: how alike the company of two neighbours is.
    group
        int32[k]: the group of each, from 0.
    """

    term: int
    neighbours: Ids
    weights: Floats
    alike: Floats
    group: Ids

    def cosine(self, first: list[int], second: list[int]) -> float:
        """Return the cosine of the company of two unions of groups."""
        one, other = np.isin(self.group, first), np.isin(self.group, second)
        own = self.alike[np.ix_(one, one)].sum() * self.alike[np.ix_(other, other)].sum()
        return float(self.alike[np.ix_(one, other)].sum() / np.sqrt(max(own, 1e-300)))


def count_contexts(words: Ids, begins: Longs, grouped: list[Grouped], n_terms: int, options: SenseOptions) -> Longs:
    """Return int64[V, 16]: in how many documents each term stands near just these groups, bit g being group g.

    Parameters
    ----------
    words, begins
        Labels of the words, and where each document begins, its end added.
    grouped
        Terms, ascending.
    n_terms
        Number of terms, V.
    options
        How near, and how many threads.
    """
    sizes = np.zeros(n_terms + 1, np.int64)
    sizes[[each.term + 1 for each in grouped]] = [len(each.neighbours) for each in grouped]
    neighbours = np.concatenate([each.neighbours for each in grouped])
    bits = np.concatenate([1 << each.group for each in grouped]).astype(np.uint8)
    edges = np.linspace(0, len(begins) - 1, options.threads + 1).astype(np.int64)

    def count(part: int) -> Longs:
        found = np.zeros((n_terms, 1 << MOST_SENSES), np.int64)
        _kernels.count_documents(
            words, begins, edges[part], edges[part + 1], options.window, WITHIN[options.within], np.cumsum(sizes),
            neighbours, bits, np.full(n_terms, -1, np.int64), np.zeros(n_terms, np.uint8), found,
        )  # fmt: skip
        return found

    with ThreadPoolExecutor(options.threads) as pool:
        total: Longs = np.sum(list(pool.map(count, range(options.threads))), axis=0)
    return total
