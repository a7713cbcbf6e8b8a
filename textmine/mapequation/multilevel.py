"""Search for modules: local moves, refinement, aggregation, over and over (after Traag, Waltman & van Eck 2019)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.mapequation.level import Level, Modules, Regions, State, aggregate, compact, move, plogp, tally

__all__ = ["better_of", "bits_by_region", "improve", "polish", "singletons"]

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
    modules = modules.copy()
    while True:
        n = len(level)
        current = tally(level, modules, regions, n)
        change = move(level, current, regions, state)
        n_modules = compact(modules, n)
        if n_modules in (1, n):
            return modules[member], current.bits + change
        part, n_parts = _refine(level, tally(level, modules, regions, n_modules), regions, state, own_index=own_index)
        parts = tally(level, part, regions, n_parts)
        level = aggregate(level, part, np.ascontiguousarray(parts.record[:, :3]))
        modules = _carry(modules, part, n_parts)
        regions = Regions(_carry(regions.of, part, n_parts), regions.offset)
        member = part[member]


def _refine(level: Level, modules: Modules, regions: Regions, state: State, *, own_index: bool) -> tuple[Ids, int]:
    """Break each module into parts that grow from single nodes inside it; the whole module where none grow."""
    n, n_modules = len(level), len(modules.record)
    # A part is priced as a sub-module of its module, or as a module in the place of it.
    offset = modules.record[:, 2] if own_index else modules.total[_carry(regions.of, modules.of, n_modules)]
    inner = Regions(modules.of, np.ascontiguousarray(offset))
    part = singletons(n)
    move(level, tally(level, part, inner, n), inner, state)
    n_parts = compact(part, n)
    return (modules.of, n_modules) if n_parts == n else (part, n_parts)


def better_of(level: Level, first: Ids, second: Ids, regions: Regions) -> Ids:
    """In every region take whichever of two partitions costs fewer bits there, the first where they tie."""
    n = len(level)
    gain = bits_by_region(level, first, regions) - bits_by_region(level, second, regions)
    chosen = np.where(gain[regions.of] > 1e-12, second + np.int32(n), first)
    compact(chosen, 2 * n)
    return chosen


def bits_by_region(level: Level, modules: Ids, regions: Regions) -> Floats:
    found = tally(level, modules, regions, len(level))
    home = _carry(regions.of, modules, len(level))
    return plogp(found.total) + np.bincount(home, found.record[:, 3], len(found.total))


def _carry(values: Ids, part: Ids, n_parts: int) -> Ids:
    """Give each part the value that all of its members share."""
    carried = np.zeros(n_parts, np.int32)
    carried[part] = values
    return carried
