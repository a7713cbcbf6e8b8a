"""Search for modules: local moves, refinement, aggregation, over and over (after Traag, Waltman & van Eck 2019)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from textmine.mapequation.descent import _kernels
from textmine.mapequation.level import Level, Regions, aggregate, compact, one_region, plogp, tally
from textmine.mapequation.scratch import Scratch

__all__ = ["better_of", "bits_by_region", "carry", "cross", "improve", "polish", "singletons"]

Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]

_LEAST_GAIN = 1e-11  # bits; a smaller gain of a single move is rounding
_BLOCK = 64  # nodes that are visited together
_ALL = 1000  # sweeps, which is more than any network takes
_REFINE_SWEEPS = 2


def singletons(n: int) -> Ids:
    """Return the partition in which every node is a module."""
    return np.arange(n, dtype=np.int32)


def polish(
    level: Level, modules: Ids | None, regions: Regions, scratch: Scratch, *, passes: int, least_gain: float = 0.0
) -> tuple[Ids, float]:
    """Repeat `improve` until two passes running gain less than `least_gain` bits; return modules and their bits.

    Each pass starts from the modules found and breaks them up anew, in another random order; refining against the
    module's own index in one pass and against the whole index in the next finds what either of them alone misses.
    """
    bits, idle = np.inf, 0
    for n_pass in range(passes):
        modules, found = improve(level, modules, regions, scratch, own_index=n_pass % 2 == 0)
        idle = idle + 1 if bits - found <= least_gain else 0
        bits = found
        if idle == 2:
            break
    assert modules is not None  # there is a pass at least
    return modules, bits


def improve(
    level: Level,
    modules: Ids | None,
    regions: Regions,
    scratch: Scratch,
    *,
    own_index: bool = True,
    refine: bool = True,
) -> tuple[Ids, float]:
    """One pass: move nodes, break modules into parts, let the parts move as nodes, until nothing joins any more.

    Modules never cross a region's border and their bits never grow. Without `modules`, it begins with single nodes;
    without `refine`, modules are never broken up, which is faster. Returns modules 0..k-1 and their bits.
    """
    n, single = len(level), modules is None
    found = singletons(n) if modules is None else modules.copy()
    scratch.reserve(n, len(level.neighbours), len(regions.offset))
    # Parts that are not quite settled are found faster, and often leave the next level more to find.
    sweeps = (1 if own_index else _REFINE_SWEEPS) if refine else 0
    bits = _kernels.improve(
        level.indptr, level.neighbours, level.weight, level.nodes.reshape(-1), found, regions.of, regions.offset,
        scratch.ints, scratch.records, scratch.tables, scratch.totals, scratch.sums, scratch.active,
        scratch.indptr, scratch.neighbours, scratch.weight, scratch.state,
        level.symmetric, own_index, single, _ALL, sweeps, _BLOCK, _LEAST_GAIN,
    )  # fmt: skip
    return found, bits


def cross(level: Level, modules: Ids, others: Ids, scratch: Scratch) -> tuple[Ids, float]:
    """Search on with the overlaps of two partitions as nodes, beginning from the first; return modules and bits.

    What both put together is seldom wrong; where they differ, whole overlaps move at once. There is one region.
    """
    n = len(level)
    part = modules.astype(np.int64) * n + others
    part = np.unique(part, return_inverse=True)[1].astype(np.int32)
    n_parts = int(part.max()) + 1
    table = tally(level, part, one_region(n)).record[:n_parts, :4]
    above = aggregate(level, part, np.ascontiguousarray(table))
    found, bits = improve(above, carry(modules, part, n_parts), one_region(n_parts), scratch)
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
