"""A network to search, the regions that its modules must not leave, and typed functions around the kernels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from textmine.arraytypes import Floats, Ids
from textmine.mapequation import _kernels
from textmine.mapequation.descent import _kernels as _descent
from textmine.mapequation.descent.layout import JUMP, MODULE, NODE, as_records
from textmine.mapequation.network import FlowNetwork, no_jumps

__all__ = [
    "Labels",
    "Level",
    "Modules",
    "Regions",
    "aggregate",
    "base_level",
    "compact",
    "costs",
    "grouped",
    "one_region",
    "plogp",
    "reorder",
    "restrict",
    "tally",
]


@dataclass(eq=False, repr=False)
class Level:
    """A network to search.

    Attributes
    ----------
    indptr : int64[n + 1]
    neighbours : int32[m]
    weight : float64[m] or float64[1]
        Rows of links (CSR); the weight is the flow in both directions, one number where all links have the same.
    nodes : float64[n, 4]
        Flow, enter flow and exit flow of each node, and the bits of a module with only this node.
    symmetric : bool
        Enter flow equals exit flow for all nodes, as on undirected links.
    jumps : float64[n, 2]
        With recorded teleportation: the flow that jumps from each node, and the share of all jumps that lands on it. No
        rows if jumps are not recorded.
    price : float
        Bits that each module costs in addition to the map equation.
    inside : bool
        Links between the regions that are searched have been left out.
    labels : Labels, optional
        The categories of metadata in each node.
    """

    indptr: npt.NDArray[np.int64]
    neighbours: Ids
    weight: Floats
    nodes: Floats
    symmetric: bool
    jumps: Floats = field(default_factory=no_jumps)
    price: float = 0.0
    inside: bool = False
    labels: Labels | None = None

    def __len__(self) -> int:
        return len(self.nodes)

    @property
    def same(self) -> bool:
        """Whether all links have one weight."""
        return len(self.weight) != len(self.neighbours)

    @cached_property
    def kernel(self) -> Any:
        """The network as the kernels see it; it shares the arrays."""
        return _descent.Network(
            self.indptr, self.neighbours, self.weight, as_records(self.nodes, NODE), as_records(self.jumps, JUMP),
            len(self), self.symmetric, len(self.jumps) > 0, self.price, self.inside,
            0 if self.same else -1, self.labels is not None, _kernel_of(self.labels),
        )  # fmt: skip


def _kernel_of(labels: Labels | None) -> Any:
    return None if labels is None else labels.kernel


class Regions(NamedTuple):
    """Regions that modules must not leave, and the flow that the index of each codes besides entering its modules.

    Attributes
    ----------
    of : int32[n]
        The region of each node.
    offset : float64[n_regions]
        The exit flow of the module that is the region; 0 for the whole network.
    """

    of: Ids
    offset: Floats


class Modules(NamedTuple):
    """Modules of a level: the module of each node, the kernel's table of modules, and their bits.

    Attributes
    ----------
    of : int32[n]
    record : MODULE[rows]
    total : float64[n_regions]
        Flow that the index of each region codes.
    bits : float
        ``sum plogp(total)`` plus the bits of all modules.
    jumps : float64[rows, 2]
        Jumps from and to each module; no rows if jumps are not recorded.
    metadata : float64[rows]
        Bits of the metadata of each module, 0 without metadata. They are part of `bits`.
    """

    of: Ids
    record: npt.NDArray[Any]
    total: Floats
    bits: float
    jumps: Floats
    metadata: Floats

    @property
    def flows(self) -> Floats:
        """Flow, enter flow and exit flow of each module, float64[rows, 3]."""
        return self.record.view(np.float64).reshape(len(self.record), -1)[:, :3]


def base_level(network: FlowNetwork) -> Level:
    """Return the network itself as the lowest level."""
    flow, enter, exit_ = network.node_flow, network.node_enter, network.node_exit
    nodes = np.column_stack((flow, enter, exit_, plogp(exit_ + flow) - plogp(exit_) - plogp(enter)))
    weight = network.link_flow
    if len(weight) > 1 and weight.strides == (0,):
        weight = weight[:1].copy()
    return Level(
        network.indptr, network.neighbours, weight, nodes, not network.directed, network.jumps,
        network.module_price, labels=_labels(network),
    )  # fmt: skip


def _labels(network: FlowNetwork) -> Labels | None:
    if not len(network.categories):
        return None
    rows, n_labels = np.arange(network.n_nodes + 1), int(network.categories.max()) + 1
    return Labels(rows, network.categories, network.node_flow, n_labels, network.metadata_rate)


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

    indptr: npt.NDArray[np.int64]
    label: Ids
    flow: Floats
    n_labels: int
    rate: float

    @property
    def kernel(self) -> Any:
        """The rows as the kernels see them; they share the arrays."""
        return _descent.Labels(self.indptr, self.label, self.flow, self.n_labels, self.rate)

    def merged(self, part: Ids, n_parts: int) -> Labels:
        """Return the categories in each part of the nodes.

        Examples
        --------
        >>> labels = Labels(np.arange(4), np.array([0, 0, 1], np.int32), np.array([0.25, 0.5, 0.25]), 2, 1.0)
        >>> [rows.tolist() for rows in labels.merged(np.array([0, 0, 1], np.int32), 2)[:3]]
        [[0, 1, 2], [0, 1], [0.75, 0.25]]
        """
        at = np.repeat(part.astype(np.int64), np.diff(self.indptr)) * self.n_labels + self.label
        first, rank = grouped(at)
        home = at[first] // self.n_labels
        indptr = np.concatenate(([0], np.cumsum(np.bincount(home, minlength=n_parts))))
        flow = np.bincount(rank, self.flow, len(first)).astype(np.float64)
        return self._replace(indptr=indptr, label=self.label[first], flow=flow)

    def chosen(self, nodes: Ids) -> Labels:
        """Return the rows of some nodes."""
        size = np.diff(self.indptr)[nodes]
        indptr = np.concatenate(([0], np.cumsum(size)))
        at = np.repeat(self.indptr[nodes] - indptr[:-1], size) + np.arange(indptr[-1])
        return self._replace(indptr=indptr, label=self.label[at], flow=self.flow[at])

    def bits(self) -> Floats:
        """Return ``rate * (plogp(flow) - sum plogp(flow of each category))`` of each row, float64[n]."""
        n, row = len(self.indptr) - 1, np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))
        flow = np.bincount(row, self.flow, n).astype(np.float64)
        return np.maximum(self.rate * (plogp(flow) - np.bincount(row, plogp(self.flow), n)), 0.0)


def one_region(n: int) -> Regions:
    """Return the one region of a search without borders."""
    return Regions(np.zeros(n, np.int32), np.zeros(1))


def plogp(x: Floats) -> Floats:
    """Return ``x log2 x``, and 0 if x is not positive.

    Examples
    --------
    >>> plogp(np.array([0.0, 0.25, 2.0])).tolist()
    [0.0, -0.5, 2.0]
    """
    positive = np.where(x > 0.0, x, 1.0)
    return np.asarray(positive * np.log2(positive))


def tally(level: Level, modules: Ids, regions: Regions) -> Modules:
    """Compute flow, enter flow, exit flow and bits of modules 0..k-1 from scratch, in a table of k rows.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> base = base_level(undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3))
    >>> tally(base, np.array([0, 0, 1], np.int32), one_region(3)).flows.tolist()
    [[0.75, 0.25, 0.25], [0.25, 0.25, 0.25]]
    """
    rows = int(modules.max()) + 1
    record, total = np.empty(rows, MODULE), np.empty(len(regions.offset))
    jumps = np.empty((rows if len(level.jumps) else 0, 2))
    found = _descent.Modules(modules, regions.of, record, as_records(jumps, JUMP), total)
    bits = _descent.tally(level.kernel, found, regions.offset, rows, False)
    metadata = np.zeros(rows) if level.labels is None else level.labels.merged(modules, rows).bits()
    return Modules(modules, record, total, bits + float(metadata.sum()), jumps, metadata)


def costs(level: Level, found: Modules) -> Floats:
    """Return the bits ``C`` of each module in the table, without its price and its metadata."""
    flow, enter, exit_ = found.flows.T
    bits = plogp(exit_ + flow) - plogp(exit_) - plogp(enter)
    alone = found.record["members"] == 1
    bits[alone] = level.nodes[found.record["ids"][alone], 3]
    return np.asarray(bits)


def compact(modules: Ids, n_ids: int) -> Ids:
    """Renumber ids below `n_ids` to 0..k-1 in order of appearance, in place; return the old id of each new one."""
    renumbered, kept = np.empty((2, n_ids), np.int32)
    k: int = _descent.compact(modules, renumbered, kept, len(modules), n_ids)
    return kept[:k]


def grouped(values: npt.NDArray[np.integer[Any]]) -> tuple[npt.NDArray[np.intp], Ids]:
    """Return the first position of each distinct value, in order of the values, and the rank of each item.

    np.unique does the same, but loads masked arrays, which takes 10 ms: as long as a search of 10,000 links.

    Examples
    --------
    >>> [part.tolist() for part in grouped(np.array([7, 3, 7]))]
    [[1, 0], [1, 0, 1]]
    """
    order = np.argsort(values, kind="stable")
    new = np.empty(len(values), np.bool_)
    new[:1] = True
    new[1:] = np.diff(values[order]) != 0
    rank = np.empty(len(values), np.int32)
    rank[order] = np.cumsum(new, dtype=np.int32) - 1
    return order[new], rank


def aggregate(level: Level, part: Ids, nodes: Floats) -> Level:
    """Return the network whose nodes are the parts; `nodes` float64[n_parts, 4] are their columns of `Level.nodes`."""
    n_parts, room = len(nodes), len(level.neighbours) + 1
    indptr, neighbours, weight = np.empty(n_parts + 1, np.int64), np.empty(room, np.int32), np.empty(room)
    n_links = _descent.aggregate(
        level.kernel, part, n_parts, indptr, neighbours, weight, np.empty(n_parts + 1, np.int32),
        np.empty(len(level), np.int32), np.zeros(n_parts),
    )  # fmt: skip
    jumps = no_jumps()
    if len(level.jumps):
        jumps = np.column_stack([np.bincount(part, each, n_parts) for each in level.jumps.T])
    labels = None if level.labels is None else level.labels.merged(part, n_parts)
    links = indptr, neighbours[:n_links], weight[:n_links]
    return Level(*links, nodes, level.symmetric, jumps, level.price, labels=labels)


def restrict(level: Level, regions: Regions, chosen: Ids) -> tuple[Level, Regions]:
    """Return the network of the chosen nodes (whole regions), with only the links inside regions.

    A search ignores links between regions anyway, but meets each of them in every sweep.
    """
    inner = replace(_chosen(level, regions.of, chosen), inside=True)
    return inner, Regions(regions.of[chosen], regions.offset)


def reorder(level: Level, order: Ids) -> Level:
    """Return the same network with its nodes in another order, so that nodes of a module are close in memory."""
    return _chosen(level, np.zeros(len(level), np.int32), order)


def _chosen(level: Level, region: Ids, chosen: Ids) -> Level:
    room = len(level.neighbours)
    number = np.full(len(level), -1, np.int32)
    number[chosen] = np.arange(len(chosen), dtype=np.int32)
    indptr, neighbours = np.empty(len(chosen) + 1, np.int64), np.empty(room, np.int32)
    weight = np.empty(0 if level.same else room)
    n_links = _kernels.restrict(
        level.indptr, level.neighbours, level.weight, region, chosen, number, indptr, neighbours, weight, level.same
    )
    weight = level.weight if level.same else weight[:n_links]
    jumps = level.jumps[chosen] if len(level.jumps) else no_jumps()
    nodes = level.nodes[chosen]
    labels = None if level.labels is None else level.labels.chosen(chosen)
    return Level(indptr, neighbours[:n_links], weight, nodes, level.symmetric, jumps, level.price, labels=labels)
