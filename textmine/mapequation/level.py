"""A network to search, the regions that its modules must not leave, and typed functions around the kernels."""

from __future__ import annotations

from textmine.buffers import Doubles, Ints, Longs, as_buffer, doubles, flags, ints, longs
from textmine.lightclasses import NamedTuple, buffer_of, cached_property, dataclass, replace
from textmine.mapequation import _kernels
from textmine.mapequation.descent import _kernels as _descent
from textmine.mapequation.descent import layout
from textmine.mapequation.descent.layout import JUMP, MODULE, NODE
from textmine.mapequation.network import link_rows
from textmine.ordering import taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from textmine.mapequation.contents import Labels, States
    from textmine.mapequation.network import FlowNetwork

__all__ = [
    "Level",
    "Modules",
    "Regions",
    "aggregate",
    "base_level",
    "bits_by_region",
    "compact",
    "flat",
    "grouped",
    "is_large",
    "is_small",
    "is_tiny",
    "merged",
    "one_region",
    "overlaps",
    "reorder",
    "restrict",
    "size_of",
    "tally",
]

# Nodes and link ends.
_TINY, _SMALL = 6_000, 25_000
_LARGE = 200_000  # a tenth of a second of work


@dataclass(eq=False, repr=False)
class Level:
    """A network to search.

    Attributes
    ----------
    indptr : int64[n + 1]
    neighbours : int32[m]
    weight : float64[m] or float64[1]
        Rows of links (CSR); the weight is the flow in both directions, one number where all links have the same.
    nodes : float64[4 n]
        Flow, enter flow and exit flow of each node, and the bits of a module with only this node.
    symmetric : bool
        Enter flow equals exit flow for all nodes, as on undirected links.
    jumps : float64[2 n]
        With recorded teleportation: the flow that jumps from each node, and the share of all jumps that lands on it.
        Nothing if jumps are not recorded.
    price : float
        Bits that each module costs in addition to the map equation.
    inside : bool
        Links between the regions that are searched have been left out.
    states : States, optional
        The physical nodes in each node, where the nodes of the network are states.
    labels : Labels, optional
        The categories of metadata in each node.
    """

    indptr: Longs
    neighbours: Ints
    weight: Doubles
    nodes: Doubles
    symmetric: bool
    jumps: Doubles
    price: float = 0.0
    inside: bool = False
    states: States | None = None
    labels: Labels | None = None

    def __len__(self) -> int:
        return len(self.indptr) - 1

    @property
    def same(self) -> bool:
        """Whether all links have one weight."""
        return len(self.weight) != len(self.neighbours)

    @cached_property
    def one_level(self) -> float:
        """The entropy of the flow of nodes, in bits: the codelength with one codebook for all."""
        bits: float = _kernels.sum_plogp(self.nodes, 4)
        return -bits

    @cached_property
    def kernel(self) -> Any:
        """The network as the kernels see it; it shares the arrays."""
        states: Any = self.states.kernel if self.states else None
        labels: Any = self.labels.kernel if self.labels else None
        metadata = (self.labels.n_labels, self.labels.rate) if self.labels else (0, 0.0)
        return _descent.Network(
            self.indptr, self.neighbours, self.weight, layout.as_records(self.nodes, NODE),
            layout.as_records(self.jumps, JUMP), len(self), self.symmetric, len(self.jumps) > 0, self.price,
            self.inside, 0 if self.same else -1, states=states, sharing=self.states is not None, labels=labels,
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

    of: Ints
    offset: Doubles


class Modules(NamedTuple):
    """Modules of a level: the module of each node, the kernel's table of modules, and their bits.

    Attributes
    ----------
    of : int32[n]
    record : MODULE[rows]
        As the kernels have them.
    total : float64[n_regions]
        Flow that the index of each region codes.
    bits : float
        ``sum plogp(total)`` plus the bits of all modules.
    jumps : float64[2 rows]
        Jumps from and to each module; nothing if jumps are not recorded.
    words : float64[rows]
        Bits of the codewords of physical nodes in each module, where nodes are states; otherwise 0. They are part of
        `bits`.
    metadata : float64[rows]
        Bits of the metadata of each module, 0 without metadata. They are part of `bits`.
    """

    of: Ints
    record: Any
    total: Doubles
    bits: float
    jumps: Doubles
    words: Doubles
    metadata: Doubles

    @property
    def flows(self) -> Doubles:
        """Flow, enter flow and exit flow of each module, float64[3 rows]."""
        found = doubles(3 * len(self.record))
        _descent.flows_of(self.record, found)
        return found


def size_of(level: Level) -> int:
    """Return the number of nodes and link ends: what a sweep over the network costs."""
    return len(level) + len(level.neighbours)


def is_tiny(level: Level) -> bool:
    """Return whether a network is so small that a start is one way from single nodes or from one module."""
    return size_of(level) < _TINY


def is_small(level: Level) -> bool:
    """Return whether a network is so small that one start may miss the best modules, and many starts cost little."""
    return size_of(level) < _SMALL


def is_large(level: Level) -> bool:
    """Return whether a network is so large that two threads search it faster than one."""
    return size_of(level) >= _LARGE


def flat(values: Any) -> Any:
    """Return a buffer of rows as one of their numbers, in the same memory."""
    view = as_buffer(values)
    if view.ndim == 1:
        return view
    return view.cast("B").cast(view.format) if len(view) else doubles(0)


def base_level(network: FlowNetwork) -> Level:
    """Return the network itself as the lowest level."""
    flow, enter, exit_ = (buffer_of(network, name) for name in ("node_flow", "node_enter", "node_exit"))
    nodes, (indptr, neighbours, weight) = doubles(4 * len(flow)), link_rows(network)
    _kernels.as_nodes(flow, enter, exit_, nodes)
    return Level(
        indptr, neighbours, weight, nodes, not network.directed,
        flat(buffer_of(network, "jumps")), network.module_price, states=_states(network), labels=_labels(network),
    )  # fmt: skip


def _states(network: FlowNetwork) -> States | None:
    if not len(buffer_of(network, "physical")):
        return None
    from textmine.mapequation.contents import states_of

    return states_of(network.physical, network.node_flow)


def _labels(network: FlowNetwork) -> Labels | None:
    if not len(buffer_of(network, "categories")):
        return None
    from textmine.mapequation.contents import labels_of

    return labels_of(network.categories, network.node_flow, network.metadata_rate)


def one_region(n: int) -> Regions:
    """Return the one region of a search without borders."""
    return Regions(ints(n), doubles(1))


def tally(level: Level, modules: Ints, regions: Regions) -> Modules:
    """Compute flow, enter flow, exit flow and bits of modules 0..k-1 from scratch, in a table of k rows.

    Examples
    --------
    >>> import numpy as np
    >>> from textmine.mapequation.flow import undirected_flow
    >>> base = base_level(undirected_flow([0, 1], [1, 2], [1.0, 1.0], 3))
    >>> tally(base, np.array([0, 0, 1], np.int32), one_region(3)).flows.tolist()
    [0.75, 0.25, 0.25, 0.25, 0.25, 0.25]
    """
    return _tallied(level, modules, regions)[0]


def bits_by_region(level: Level, modules: Ints, regions: Regions) -> Doubles:
    """Return the bits of the modules and the index of each region, float64[n_regions]."""
    found, kernel = _tallied(level, modules, regions)
    bits, home = doubles(len(regions.offset)), ints(len(found.record))
    _descent.region_bits(level.kernel, kernel, home, bits)
    for contents, of_module in ((level.states, found.words), (level.labels, found.metadata)):
        if contents is not None:
            _kernels.add_by(home, of_module, bits)
    return bits


def _tallied(level: Level, modules: Ints, regions: Regions) -> tuple[Modules, Any]:
    """Return what modules add up to, and the same as the kernels have it."""
    rows = _kernels.largest(modules) + 1
    record, total = layout.as_records(flags(rows * MODULE.size), MODULE), doubles(len(regions.offset))
    jumps = doubles(2 * rows if len(level.jumps) else 0)
    found = _descent.Modules(modules, regions.of, record, layout.as_records(jumps, JUMP), total)
    bits = _descent.tally(level.kernel, found, regions.offset, rows, False)
    words, metadata = (
        doubles(rows) if each is None else as_buffer(each.merged(modules, rows).bits())
        for each in (level.states, level.labels)
    )
    bits += _kernels.add_up(words) + _kernels.add_up(metadata)
    return Modules(modules, record, total, bits, jumps, words, metadata), found


def overlaps(one: Ints, other: Ints) -> tuple[int, Ints]:
    """Return how many overlaps two partitions have, and which of them each node is in, in order of both.

    Examples
    --------
    >>> import numpy as np
    >>> count, part = overlaps(np.array([1, 0, 1, 1], np.int32), np.array([0, 0, 2, 0], np.int32))
    >>> count, part.tolist()
    (3, [1, 0, 2, 1])
    """
    n = len(one)
    start, part = ints(max(_kernels.largest(one), _kernels.largest(other)) + 2), ints(n)
    count: int = _descent.overlaps(one, other, start, ints(n), ints(n), part)
    return count, part


def compact(modules: Ints, n_ids: int) -> Ints:
    """Renumber ids below `n_ids` to 0..k-1 in order of appearance, in place; return the old id of each new one."""
    kept = ints(n_ids)
    k: int = _descent.compact(modules, ints(n_ids), kept, len(modules), n_ids)
    return kept[:k]


def grouped(values: Ints) -> tuple[Ints, Ints]:
    """Return the first position of each distinct value, in order of the values, and the rank of each item.

    The values are not negative and not much above their number.

    Examples
    --------
    >>> import numpy as np
    >>> [part.tolist() for part in grouped(np.array([7, 3, 7], np.int32))]
    [[1, 0], [1, 0, 1]]
    """
    first, ranks = ints(len(values)), ints(len(values))
    k: int = _kernels.rank(values, ints(_kernels.largest(values) + 1), first, ranks)
    return first[:k], ranks


def aggregate(level: Level, part: Ints, nodes: Doubles) -> Level:
    """Return the network whose nodes are the parts; `nodes` float64[4 n_parts] is as in `Level`."""
    return _aggregate(level, part, nodes, filled=True)


def merged(level: Level, part: Ints, n_parts: int) -> Level:
    """Return the network whose nodes are the parts; each of them, as a module, is what its nodes add up to."""
    nodes = doubles(4 * n_parts)
    if len(level.jumps):
        found = _tallied(level, part, one_region(len(level)))[1]
        _descent.nodes_of(level.kernel, found, layout.as_records(nodes, NODE))
    return _aggregate(level, part, nodes, filled=len(level.jumps) > 0)


def _aggregate(level: Level, part: Ints, nodes: Doubles, *, filled: bool) -> Level:
    n_parts, room = len(nodes) // 4, len(level.neighbours) + 1
    indptr, neighbours, weight = longs(n_parts + 1), ints(room), doubles(room)
    start, members, inner = ints(n_parts + 1), ints(len(level)), doubles(n_parts)
    n_links = _descent.aggregate(
        level.kernel, part, n_parts, indptr, neighbours, weight, start, members, doubles(n_parts), inner
    )
    if not filled:
        _descent.total_up(level.kernel, n_parts, start, members, inner, layout.as_records(nodes, NODE))
    jumps = doubles(2 * n_parts if len(level.jumps) else 0)
    if len(level.jumps):
        _kernels.add_pairs(part, level.jumps, jumps)
    states = None if level.states is None else level.states.merged(part, n_parts)
    labels = None if level.labels is None else level.labels.merged(part, n_parts)
    links = indptr, neighbours[:n_links], weight[:n_links]
    return Level(*links, nodes, level.symmetric, jumps, level.price, states=states, labels=labels)


def restrict(level: Level, regions: Regions, chosen: Ints) -> tuple[Level, Regions]:
    """Return the network of the chosen nodes (whole regions), with only the links inside regions.

    A search ignores links between regions anyway, but meets each of them in every sweep.
    """
    within = Regions(taken(regions.of, chosen), regions.offset)
    return replace(_chosen(level, regions.of, chosen), inside=True), within


def reorder(level: Level, order: Ints) -> Level:
    """Return the same network with its nodes in another order, so that nodes of a module are close in memory."""
    return _chosen(level, ints(len(level)), order)


def _chosen(level: Level, region: Ints, chosen: Ints) -> Level:
    room = len(level.neighbours)
    indptr, neighbours = longs(len(chosen) + 1), ints(room)
    weight = doubles(0 if level.same else room)
    n_links = _kernels.restrict(
        level.indptr, level.neighbours, level.weight, region, chosen, ints(len(level)), indptr, neighbours, weight,
        level.same,
    )  # fmt: skip
    weight = level.weight if level.same else weight[:n_links]
    nodes, jumps = doubles(4 * len(chosen)), doubles(2 * len(chosen) if len(level.jumps) else 0)
    _kernels.take_rows(level.nodes, chosen, nodes, 4)
    if len(jumps):
        _kernels.take_rows(level.jumps, chosen, jumps, 2)
    states = None if level.states is None else level.states.chosen(chosen)
    labels = None if level.labels is None else level.labels.chosen(chosen)
    links = indptr, neighbours[:n_links], weight
    return Level(*links, nodes, level.symmetric, jumps, level.price, states=states, labels=labels)
