"""What the nodes of a level contain: states of physical nodes, and categories of metadata."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.lightclasses import NamedTuple
from textmine.mapequation.descent import _kernels as _descent

__all__ = ["Labels", "States", "labels_of", "plogp", "states_of"]


def plogp(x: Floats) -> Floats:
    """Return ``x log2 x``, and 0 if x is not positive.

    Examples
    --------
    >>> plogp(np.array([0.0, 0.25, 2.0])).tolist()
    [0.0, -0.5, 2.0]
    """
    positive = np.where(x > 0.0, x, 1.0)
    return np.asarray(positive * np.log2(positive))


def states_of(physical: Ids, flow: Floats) -> States:
    """Return the physical node of each state."""
    return States(np.arange(len(physical) + 1), physical, flow, int(physical.max()) + 1)


def labels_of(categories: Ids, flow: Floats, rate: float) -> Labels:
    """Return the category of each node."""
    return Labels(np.arange(len(categories) + 1), categories, flow, int(categories.max()) + 1, rate)


class States(NamedTuple):
    """The physical nodes in each node of a level, each once, in rows (CSR), with the flow of their states there.

    Attributes
    ----------
    indptr : int64[n + 1]
    physical : int32[m]
    flow : float64[m]
    n_physical : int
        Number of physical nodes.
    """

    indptr: Longs
    physical: Ids
    flow: Floats
    n_physical: int

    @property
    def kernel(self) -> Any:
        """The rows as the kernels see them; they share the arrays."""
        return _descent.Contents(self.indptr, self.physical, self.flow)

    def merged(self, part: Any, n_parts: int) -> States:
        """Return the physical nodes in each part.

        Examples
        --------
        >>> states = States(np.arange(4), np.array([0, 0, 1], np.int32), np.array([0.25, 0.5, 0.25]), 2)
        >>> [rows.tolist() for rows in states.merged(np.array([0, 0, 1], np.int32), 2)[:3]]
        [[0, 1, 2], [0, 1], [0.75, 0.25]]
        """
        return States(*_merged(self[:3], self.n_physical, part, n_parts), self.n_physical)

    def chosen(self, nodes: Any) -> States:
        """Return the rows of some nodes."""
        indptr, at = _chosen(self.indptr, nodes)
        return States(indptr, self.physical[at], self.flow[at], self.n_physical)

    def bits(self) -> Floats:
        """Return the codewords of each node as a module of its own, ``- sum plogp(flow)``, float64[n]."""
        return _sums(self.indptr, -plogp(self.flow))


class Labels(NamedTuple):
    """The categories of metadata in each node of a level, each once, in rows (CSR), with their flow there.

    Attributes
    ----------
    indptr : int64[n + 1]
    label : int32[m]
    flow : float64[m]
    n_labels : int
        Number of categories.
    rate : float
        Bits of metadata for each bit of the walk.
    """

    indptr: Longs
    label: Ids
    flow: Floats
    n_labels: int
    rate: float

    @property
    def kernel(self) -> Any:
        """The rows as the kernels see them; they share the arrays."""
        return _descent.Contents(self.indptr, self.label, self.flow)

    def merged(self, part: Any, n_parts: int) -> Labels:
        """Return the categories in each part of the nodes.

        Examples
        --------
        >>> labels = Labels(np.arange(4), np.array([0, 0, 1], np.int32), np.array([0.25, 0.5, 0.25]), 2, 1.0)
        >>> [rows.tolist() for rows in labels.merged(np.array([0, 0, 1], np.int32), 2)[:3]]
        [[0, 1, 2], [0, 1], [0.75, 0.25]]
        """
        return Labels(*_merged(self[:3], self.n_labels, part, n_parts), self.n_labels, self.rate)

    def chosen(self, nodes: Any) -> Labels:
        """Return the rows of some nodes."""
        indptr, at = _chosen(self.indptr, nodes)
        return self._replace(indptr=indptr, label=self.label[at], flow=self.flow[at])

    def bits(self) -> Floats:
        """Return ``rate * (plogp(flow) - sum plogp(flow of each category))`` of each row, float64[n]."""
        flow = _sums(self.indptr, self.flow)
        return np.maximum(self.rate * (plogp(flow) - _sums(self.indptr, plogp(self.flow))), 0.0)


def _sums(indptr: Longs, values: Floats) -> Floats:
    """Return the sum of each row."""
    n = len(indptr) - 1
    return np.bincount(np.repeat(np.arange(n), np.diff(indptr)), values, n).astype(np.float64)


Rows = tuple[Longs, Ids, Floats]


def _merged(rows: Rows, n_items: int, part: Any, n_parts: int) -> Rows:
    """Return what each part contains: rows added up."""
    start, members = np.empty(n_parts + 1, np.int32), np.empty(len(part), np.int32)
    _descent.sort_by_part(part, start, members, len(part), n_parts)
    indptr, room = np.empty(n_parts + 1, np.int64), len(rows[1])
    item, flow = np.empty(room, np.int32), np.empty(room)
    merged = _descent.Contents(indptr, item, flow)
    n = _descent.merge(_descent.Contents(*rows), start, members, n_parts, merged, np.zeros(n_items, np.int64))
    return indptr, item[:n], flow[:n]


def _chosen(indptr: Longs, nodes: Any) -> tuple[Longs, Longs]:
    """Return where the rows of some nodes begin, one after the other, and where their items stood."""
    nodes = np.asarray(nodes)
    size = np.diff(indptr)[nodes]
    begin = np.concatenate(([0], np.cumsum(size)))
    return begin, np.repeat(indptr[nodes] - begin[:-1], size) + np.arange(begin[-1])
