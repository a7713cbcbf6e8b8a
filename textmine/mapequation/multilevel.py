"""Search for modules: local moves, refinement, aggregation, over and over (after Traag, Waltman & van Eck 2019)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.mapequation.level import (
    Level,
    Modules,
    Regions,
    State,
    aggregate,
    compact,
    move,
    one_region,
    plogp,
    tally,
)

__all__ = ["better_of", "bits_by_region", "carry", "cross", "improve", "polish", "singletons"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]


def singletons(n: int) -> Ids:
    """Return the partition in which every node is a module."""
    return np.arange(n, dtype=np.int32)


def polish(
    level: Level, modules: Ids, regions: Regions, state: State, *, passes: int, least_gain: float
) -> tuple[Ids, float]:
    """Repeat `improve` until two passes running gain less than `least_gain` bits; return modules and their bits.

    Each pass starts from the modules found and breaks them up anew, in another random order; refining against the
    module's own index in one pass and against the whole index in the next finds what either of them alone misses.
    """
    bits, idle = np.inf, 0
    for n_pass in range(passes):
        modules, found = improve(level, modules, regions, state, own_index=n_pass % 2 == 0)
        idle = idle + 1 if bits - found < least_gain else 0
        bits = found
        if idle == 2:
            break
    return modules, bits


def improve(level: Level, modules: Ids, regions: Regions, state: State, *, own_index: bool) -> tuple[Ids, float]:
    """One pass: move nodes, break modules into parts, let the parts move as nodes, until nothing joins any more.

    Modules never cross a region's border and their bits never grow. Returns modules 0..k-1 and their bits.
    """
    member = singletons(len(level))
    current = tally(level, modules.copy(), regions)
    bits, idle = current.bits, 0
    while True:
        change = move(level, current, regions, state)
        bits += change
        idle = idle + 1 if change == 0.0 else 0
        record = current.record[compact(current.of, len(level))]
        if len(record) == len(level) or idle == 2:
            return current.of[member], bits
        part, parts = _refine(level, Modules(current.of, record, current.total, bits), regions, state, own_index)
        modules = carry(current.of, part, len(parts))
        regions = Regions(carry(regions.of, part, len(parts)), regions.offset)
        level = aggregate(level, part, np.ascontiguousarray(parts[:, :4]))
        current = _lift(record, modules, current)
        member = part[member]


def _refine(
    level: Level, modules: Modules, regions: Regions, state: State, own_index: bool
) -> tuple[Ids, npt.NDArray[np.float64]]:
    """Break each module into parts that grow from single nodes inside it; the whole module where none grow."""
    n, n_modules = len(level), len(modules.record)
    # A part is priced as a sub-module of its module, or as a module in the place of it.
    offset = modules.record[:, 2] if own_index else modules.total[carry(regions.of, modules.of, n_modules)]
    inner = Regions(modules.of, np.ascontiguousarray(offset))
    parts = tally(level, singletons(n), inner, single=True)
    # One visit a node is faster, and parts that are not quite settled often leave the next level more to find.
    move(level, parts, inner, state, once=own_index)
    kept = compact(parts.of, n)
    return (modules.of, modules.record) if len(kept) == n else (parts.of, parts.record[kept])


def _lift(record: Floats, modules: Ids, below: Modules) -> Modules:
    """Take the modules of a level over to the next, where they have fewer members but the same flow."""
    lifted = np.zeros((len(modules), 7))
    lifted[: len(record)] = record
    lifted[: len(record), 5] = np.bincount(modules)
    lifted[: len(record), 6] = np.bincount(modules, np.arange(len(modules)))
    return Modules(modules, lifted, below.total, below.bits)


def cross(level: Level, modules: Ids, others: Ids, state: State) -> tuple[Ids, float]:
    """Search on with the overlaps of two partitions as nodes, beginning from the first; return modules and bits.

    What both put together is seldom wrong; where they differ, whole overlaps move at once. There is one region.
    """
    n = len(level)
    part = modules.astype(np.int64) * n + others
    part = np.unique(part, return_inverse=True)[1].astype(np.int32)
    n_parts = int(part.max()) + 1
    table = tally(level, part, one_region(n)).record[:n_parts, :4]
    above = aggregate(level, part, np.ascontiguousarray(table))
    found, bits = improve(above, carry(modules, part, n_parts), one_region(n_parts), state, own_index=True)
    return found[part], bits


def better_of(level: Level, first: Ids, second: Ids, regions: Regions) -> Ids:
    """In every region take whichever of two partitions costs fewer bits there, the first where they tie."""
    n = len(level)
    gain = bits_by_region(level, first, regions) - bits_by_region(level, second, regions)
    chosen = np.where(gain[regions.of] > 1e-12, second + np.int32(n), first)
    compact(chosen, 2 * n)
    return chosen


def bits_by_region(level: Level, modules: Ids, regions: Regions) -> Floats:
    """Return what the modules of each region and its index cost, float64[n_regions]."""
    found = tally(level, modules, regions)
    home = carry(regions.of, modules, len(level))
    return plogp(found.total) + np.bincount(home, found.record[:, 3], len(found.total))


def carry(values: Ids, part: Ids, n_parts: int) -> Ids:
    """Give each part the value that all of its members share."""
    carried = np.zeros(n_parts, np.int32)
    carried[part] = values
    return carried
