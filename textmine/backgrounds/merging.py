"""Saved counts with some units merged, and counts of pairs of adjacent units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.saved import SavedCounts, assembled
from textmine.text import Corpus

__all__ = ["adjacent_units", "merged_counts"]


def adjacent_units(
    saved: SavedCounts, corpus: Corpus
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the saved pairs of units that occur in a corpus: first units, second units, counts.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.backgrounds import count_background
    >>> saved = count_background(build_corpus(["电网，电网，电力，电力"]))
    >>> [column.tolist() for column in adjacent_units(saved, build_corpus(["网电"]))]
    [[1], [0], [2]]
    """
    known = saved.find_units(corpus)
    unit_of = np.full(len(saved) + 1, -1, dtype=np.int64)
    unit_of[known[known >= 0]] = np.flatnonzero(known >= 0)
    first, second, counts = saved.pairs()
    one, two = unit_of[first], unit_of[second]
    inside = (one >= 0) & (two >= 0)
    return one[inside], two[inside], counts[inside]


def merged_counts(saved: SavedCounts, units: Sequence[str], classes: NDArray[np.int32]) -> SavedCounts:
    """Return counts in which units[classes[i]] replaces units[i]. The counts of n-grams that become equal add up.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.backgrounds import count_background
    >>> saved = count_background(build_corpus(["old bee, old bee, old bees, old bees"]))
    >>> merged = merged_counts(saved, ["bee", "bees"], np.array([0, 0], np.int32))
    >>> merged.units(), merged.counts.tolist()
    (['old', 'bee'], [4, 4, 4])
    """
    number, names = _numbered(saved.units(), dict(zip(units, (units[c] for c in classes.tolist()), strict=True)))
    begin, size = len(number), len(names)
    end = int(saved.first_child[begin])
    numbers = np.concatenate((number, np.zeros(len(saved) - begin, dtype=np.int64)))
    levels = [np.zeros(0, dtype=np.int64)], [np.arange(size)], [_sums(number, saved.counts[:begin], size)]
    parents = saved.parents()
    while begin < end:
        keys = numbers[parents[begin:end]] << 32 | numbers[saved.last[begin:end].astype(np.int64)]
        kept, which = np.unique(keys, return_inverse=True)
        for level, column in zip(
            levels, (kept >> 32, kept & 0xFFFFFFFF, _sums(which, saved.counts[begin:end], len(kept))), strict=True
        ):
            level.append(column)
        numbers[begin:end] = size + which
        size += len(kept)
        begin, end = end, int(saved.first_child[end])
    return assembled(saved, names, levels)


def _numbered(units: Sequence[str], stands_for: dict[str, str]) -> tuple[NDArray[np.int64], list[str]]:
    """Return the number of the unit that replaces each unit, and the names of the new units."""
    ids: dict[str, int] = {}
    numbers = [ids.setdefault(stands_for.get(unit, unit), len(ids)) for unit in units]
    return np.array(numbers, dtype=np.int64), list(ids)


def _sums(which: NDArray[np.int64], counts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.bincount(which, counts, size).astype(np.int64)
