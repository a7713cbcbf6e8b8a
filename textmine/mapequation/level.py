"""A network to search, the regions that its modules must not leave, and typed functions around the kernels."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.lightclasses import NamedTuple, dataclass, field, replace
from textmine.mapequation import _kernels
from textmine.mapequation.contents import Labels, States, plogp
from textmine.mapequation.descent import _kernels as _descent
from textmine.mapequation.descent.layout import JUMP, MODULE, NODE, as_records
from textmine.mapequation.network import FlowNetwork, no_jumps

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = [
    "Labels",
    "Level",
    "Modules",
    "Regions",
    "States",
    "aggregate",
    "base_level",
    "bits_by_region",
    "compact",
    "costs",
    "grouped",
    "is_large",
    "merged",
    "one_region",
    "overlaps",
    "plogp",
    "reorder",
    "restrict",
    "size_of",
    "tally",
]

_LARGE = 200_000  # nodes and link ends: a tenth of a second of work


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
    states : States, optional
        The physical nodes in each node, where the nodes of the network are states.
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
    states: States | None = None
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
        states: Any = self.states.kernel if self.states else None
        labels: Any = self.labels.kernel if self.labels else None
        metadata = (self.labels.n_labels, self.labels.rate) if self.labels else (0, 0.0)
        return _descent.Network(
            self.indptr, self.neighbours, self.weight, as_records(self.nodes, NODE), as_records(self.jumps, JUMP),
            len(self), self.symmetric, len(self.jumps) > 0, self.price, self.inside,
            0 if self.same else -1, states=states, sharing=self.states is not None, labels=labels,
            labelled=self.labels is not None, n_labels=metadata[0], rate=metadata[1],
        )  # fmt: skip


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
    words : float64[rows]
        Bits of the codewords of physical nodes in each module, where nodes are states; otherwise 0. They are part of
        `bits`.
    metadata : float64[rows]
        Bits of the metadata of each module, 0 without metadata. They are part of `bits`.
    """

    of: Ids
    record: npt.NDArray[Any]
    total: Floats
    bits: float
    jumps: Floats
    words: Floats
    metadata: Floats

    @property
    def flows(self) -> Floats:
        """Flow, enter flow and exit flow of each module, float64[rows, 3]."""
        return self.record.view(np.float64).reshape(len(self.record), -1)[:, :3]


def size_of(level: Level) -> int:
    """Return the number of nodes and link ends: what a sweep over the network costs."""
    return len(level) + len(level.neighbours)


def is_large(level: Level) -> bool:
    """Return whether a network is so large that two threads search it faster than one."""
    return size_of(level) >= _LARGE


def base_level(network: FlowNetwork) -> Level:
    """Return the network itself as the lowest level."""
    flow, enter, exit_ = network.node_flow, network.node_enter, network.node_exit
    nodes = np.column_stack((flow, enter, exit_, plogp(exit_ + flow) - plogp(exit_) - plogp(enter)))
    weight = network.link_flow
    if len(weight) > 1 and weight.strides == (0,):
        weight = weight[:1].copy()
    return Level(
        network.indptr, network.neighbours, weight, nodes, not network.directed, network.jumps,
        network.module_price, states=_states(network), labels=_labels(network),
    )  # fmt: skip


def _states(network: FlowNetwork) -> States | None:
    if not len(network.physical):
        return None
    rows = np.arange(network.n_nodes + 1)
    return States(rows, network.physical, network.node_flow, int(network.physical.max()) + 1)


def _labels(network: FlowNetwork) -> Labels | None:
    if not len(network.categories):
        return None
    rows, n_labels = np.arange(network.n_nodes + 1), int(network.categories.max()) + 1
    return Labels(rows, network.categories, network.node_flow, n_labels, network.metadata_rate)


def one_region(n: int) -> Regions:
    """Return the one region of a search without borders."""
    return Regions(np.zeros(n, np.int32), np.zeros(1))


def tally(level: Level, modules: Ids, regions: Regions) -> Modules:
    """Compute flow, enter flow, exit flow and bits of modules 0..k-1 from scratch, in a table of k rows.

    Examples
    --------
    >>> from textmine.mapequation.flow import undirected_flow
    >>> base = base_level(undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3))
    >>> tally(base, np.array([0, 0, 1], np.int32), one_region(3)).flows.tolist()
    [[0.75, 0.25, 0.25], [0.25, 0.25, 0.25]]
    """
    return _tallied(level, modules, regions)[0]


def bits_by_region(level: Level, modules: Ids, regions: Regions) -> Floats:
    """Return the bits of the modules and the index of each region, float64[n_regions]."""
    found, kernel = _tallied(level, modules, regions)
    bits, home = np.empty(len(regions.offset)), np.zeros(len(found.record), np.int32)
    _descent.region_bits(level.kernel, kernel, home, bits)
    if level.states is not None:
        bits += np.bincount(home, found.words, len(bits))
    if level.labels is not None:
        bits += np.bincount(home, found.metadata, len(bits))
    return bits


def _tallied(level: Level, modules: Ids, regions: Regions) -> tuple[Modules, Any]:
    """Return what modules add up to, and the same as the kernels have it."""
    rows = int(modules.max()) + 1
    record, total = np.empty(rows, MODULE), np.empty(len(regions.offset))
    jumps = np.empty((rows if len(level.jumps) else 0, 2))
    found = _descent.Modules(modules, regions.of, record, as_records(jumps, JUMP), total)
    bits = _descent.tally(level.kernel, found, regions.offset, rows, False)
    words = np.zeros(rows) if level.states is None else level.states.merged(modules, rows).bits()
    metadata = np.zeros(rows) if level.labels is None else level.labels.merged(modules, rows).bits()
    bits += float(words.sum()) + float(metadata.sum())
    return Modules(modules, record, total, bits, jumps, words, metadata), found


def overlaps(one: Ids, other: Ids) -> tuple[int, Ids]:
    """Return how many overlaps two partitions have, and which of them each node is in, in order of both.

    Examples
    --------
    >>> count, part = overlaps(np.array([1, 0, 1, 1], np.int32), np.array([0, 0, 2, 0], np.int32))
    >>> count, part.tolist()
    (3, [1, 0, 2, 1])
    """
    start = np.empty(max(int(one.max()), int(other.max())) + 2, np.int32)
    by_other, order, part = np.empty((3, len(one)), np.int32)
    count: int = _descent.overlaps(one, other, start, by_other, order, part)
    return count, part


def costs(level: Level, found: Modules) -> Floats:
    """Return the bits ``C`` of each module in the table, without its price, codewords and metadata."""
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


def grouped(values: npt.NDArray[np.integer[Any]]) -> tuple[Ids, Ids]:
    """Return the first position of each distinct value, in order of the values, and the rank of each item.

    The values are not negative and not much above their number.

    Examples
    --------
    >>> [part.tolist() for part in grouped(np.array([7, 3, 7]))]
    [[1, 0], [1, 0, 1]]
    """
    values = np.ascontiguousarray(values, np.int32)
    first, ranks = np.empty((2, len(values)), np.int32)
    place = np.empty(int(values.max(initial=-1)) + 1, np.int32)
    k: int = _kernels.rank(values, place, first, ranks)
    return first[:k], ranks


def aggregate(level: Level, part: Ids, nodes: Floats) -> Level:
    """Return the network whose nodes are the parts; `nodes` float64[n_parts, 4] are their columns of `Level.nodes`."""
    return _aggregate(level, part, nodes, filled=True)


def merged(level: Level, part: Ids, n_parts: int) -> Level:
    """Return the network whose nodes are the parts; each of them, as a module, is what its nodes add up to."""
    nodes = np.empty((n_parts, 4))
    if len(level.jumps):
        tallied = tally(level, part, one_region(len(level)))
        nodes[:, :3], nodes[:, 3] = tallied.flows, costs(level, tallied)
    return _aggregate(level, part, nodes, filled=len(level.jumps) > 0)


def _aggregate(level: Level, part: Ids, nodes: Floats, *, filled: bool) -> Level:
    n_parts, room = len(nodes), len(level.neighbours) + 1
    indptr, neighbours, weight = np.empty(n_parts + 1, np.int64), np.empty(room, np.int32), np.empty(room)
    start, members = np.empty(n_parts + 1, np.int32), np.empty(len(level), np.int32)
    sums, inner = np.zeros((2, n_parts))
    n_links = _descent.aggregate(
        level.kernel, part, n_parts, indptr, neighbours, weight, start, members, sums, inner
    )  # fmt: skip
    if not filled:
        _descent.total_up(level.kernel, n_parts, start, members, inner, as_records(nodes, NODE))
    jumps = no_jumps()
    if len(level.jumps):
        jumps = np.column_stack([np.bincount(part, each, n_parts) for each in level.jumps.T])
    states = None if level.states is None else level.states.merged(part, n_parts)
    labels = None if level.labels is None else level.labels.merged(part, n_parts)
    links = indptr, neighbours[:n_links], weight[:n_links]
    return Level(*links, nodes, level.symmetric, jumps, level.price, states=states, labels=labels)


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
    states = None if level.states is None else level.states.chosen(chosen)
    labels = None if level.labels is None else level.labels.chosen(chosen)
    links = indptr, neighbours[:n_links], weight
    return Level(*links, nodes, level.symmetric, jumps, level.price, states=states, labels=labels)
