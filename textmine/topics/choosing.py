"""Chooses how many topics and themes there are: the numbers at which two halves of the documents agree best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.arraytypes import Bools, Floats, Hashes, Ids, Longs
from textmine.topics.agreement import Agreement, agreement
from textmine.topics.directions import Directions
from textmine.topics.keys import drawn, of_groups
from textmine.topics.merging import first_clusters, merging

__all__ = ["Halves", "ladder", "split_halves"]

_STEP = 1.2
_FEW = 100  # documents
_FIRST = 100  # clusters that each half begins with
_ROWS_A_CLUSTER = 5  # least number of rows, on average, of the first clusters


def ladder(least: int, most: int) -> list[int]:
    """Return the numbers of clusters that are compared, descending, each about a fifth above the next.

    Examples
    --------
    >>> ladder(4, 20)
    [18, 15, 12, 10, 9, 7, 6, 5, 4]
    """
    numbers, exact = [least], float(least)
    while numbers[-1] <= most:
        exact = max(exact * _STEP, numbers[-1] + 1)
        numbers.append(round(exact))
    return [number for number in reversed(numbers) if number <= most]


@dataclass(frozen=True, slots=True)
class Halves:
    """Two clusterings of the same documents, each made of one half of them alone, for several numbers of clusters.

    Attributes
    ----------
    numbers
        Numbers of clusters, descending.
    agreements
        How much the two tell about each other, one a number.
    labels
        int32[2, n] for each number: the clusters of all documents by either half; -1 for none.
    drawn
        int64[n]: which rows these documents are.
    """

    numbers: Sequence[int]
    agreements: Sequence[Agreement]
    labels: Sequence[Ids]
    drawn: Longs

    def most_bits(self, least: int, most: int) -> int:
        """Return the number of clusters, in a range, at which the halves agree on most information.

        Each agreement is averaged with those of the numbers beside, for it varies by chance.
        """
        bits = np.array([each.bits for each in self.agreements])
        return self._best(_smoothed(bits), least, most)

    def greatest_share(self, least: int, most: int) -> int:
        """Return the number of clusters, in a range, at which the halves agree on the greatest share of it (AMI)."""
        return self._best(np.array([each.ami for each in self.agreements]), least, most)

    def at(self, number: int) -> Ids:
        """Return the two clusterings with about so many clusters, int32[2, n]."""
        return self.labels[int(np.argmin(np.abs(np.array(self.numbers) - number)))]

    def _best(self, figures: Floats, least: int, most: int) -> int:
        numbers = np.array(self.numbers)
        inside = (numbers >= least) & (numbers <= most)
        if not inside.any():
            return int(numbers[np.argmin(np.abs(numbers - least))])
        return int(numbers[inside][np.argmax(figures[inside])])


def split_halves(rows: Directions, groups: Longs, numbers: Sequence[int], keys: Hashes, most: int) -> Halves:
    """Cluster two random halves of the rows apart, and classify all rows by both.

    Parameters
    ----------
    rows
        Documents, or pieces of them.
    groups
        int64[D]: the document of each row; its rows are in the same half, unless there are few documents.
    numbers
        Numbers of clusters, descending.
    keys
        uint64[D]: random numbers; they draw the halves, and the first clusters of each.
    most
        Greatest number of rows in both; so many are drawn where there are more.
    """
    some = drawn(keys, most)
    rows, groups, keys = rows.take(some), groups[some], keys[some]
    if len(np.unique(groups)) < _FEW:
        groups = np.arange(len(rows))
    group = np.unique(groups, return_inverse=True)[1]
    of_group = of_groups(keys, group)
    in_first = (of_group <= np.sort(of_group)[(len(of_group) - 1) // 2])[group]
    sides = [_clustered(rows, np.flatnonzero(half), numbers, keys) for half in (in_first, ~in_first)]
    labels = [np.stack(pair) for pair in zip(*sides, strict=True)]
    return Halves(numbers, [agreement(*pair) for pair in labels], labels, some)


def _clustered(rows: Directions, places: Longs, numbers: Sequence[int], keys: Hashes) -> list[Ids]:
    half = rows.take(places)
    first = first_clusters(half, max(min(_FIRST, len(half) // _ROWS_A_CLUSTER), numbers[-1]), keys[places])
    return [rows.assign(clusters.centres())[0] for _labels, clusters in merging(half, first, numbers)]


def _smoothed(values: Floats) -> Floats:
    """Return the mean of each value and those beside it."""
    sums = np.convolve(values, np.ones(3), "same")
    present: Bools = np.ones(len(values), bool)
    means: Floats = sums / np.convolve(present, np.ones(3), "same")
    return means
