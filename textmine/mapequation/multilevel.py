"""Search for modules: passes of local moves, refinement and aggregation (after Traag, Waltman & van Eck 2019)."""

from __future__ import annotations

from textmine.buffers import Ints, copied, ints, written
from textmine.lightclasses import NamedTuple
from textmine.mapequation import _kernels as _loops
from textmine.mapequation.descent import _kernels
from textmine.mapequation.level import Level, Regions, bits_by_region, compact, merged, one_region, overlaps
from textmine.ordering import numbered, put, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.mapequation.scratch import Scratch

__all__ = [
    "Passes",
    "better_of",
    "carry",
    "cross",
    "improve",
    "joined",
    "polish",
    "refinements",
    "singletons",
]


_LEAST_GAIN = 1e-11  # bits; a smaller gain of a single move is a rounding error
_BLOCK = 64  # nodes visited together
_NOISE = 1e-12  # bits; smaller differences are rounding errors

# How a pass refines: not at all; into parts priced as sub-modules, with one sweep; or into parts priced as modules that
# replace theirs, with two sweeps. So few sweeps are fast, and often leave the next level more to find.
_WHOLE, _SUB_MODULES, _IN_PLACE = 0, 1, 2


class Passes(NamedTuple):
    """The passes to make, and when to stop.

    Attributes
    ----------
    plan : sequence of int
        How each pass refines: 0 not at all, which is faster; 1 into parts priced as sub-modules; 2 into parts priced as
        modules that replace theirs.
    least_gain : float
        In bits; a pass that gains no more than this is idle.
    patience : int
        Number of idle passes in a row after which the search stops.
    sweeps : int
        Greatest number of sweeps over single nodes in a pass. After that, the levels above find the rest at lower cost.
    settled : bool
        If True, the first pass does not move single nodes, and the search stops at the first idle pass.
    """

    plan: Sequence[int]
    least_gain: float = 0.0
    patience: int = 2
    sweeps: int = 1000
    settled: bool = False


def singletons(n: int) -> Ints:
    """Return the partition in which every node is its own module."""
    return numbered(n)


def polish(
    level: Level, modules: Ints | None, regions: Regions, scratch: Scratch, *, passes: int, least_gain: float = 0.0
) -> tuple[Ints, float]:
    """Make up to `passes` passes of `improve`; stop after two in a row that gain at most `least_gain` bits."""
    return improve(level, modules, regions, scratch, Passes(refinements(passes), least_gain=least_gain))


def refinements(passes: int) -> tuple[int, ...]:
    """Return how each pass refines: the two ways alternate, because each finds modules that the other misses."""
    return tuple(_SUB_MODULES if n_pass % 2 == 0 else _IN_PLACE for n_pass in range(passes))


def improve(
    level: Level, modules: Ints | None, regions: Regions, scratch: Scratch, passes: Passes
) -> tuple[Ints, float]:
    """Make passes: move nodes, split modules into parts, and move parts as nodes, until no parts join.

    Each pass starts from the modules found so far and splits them again, in another random order. Modules never cross
    the border of a region, and their bits never grow. Without `modules`, the search starts from single nodes. Returns
    modules 0..k-1 and their bits.
    """
    n = len(level)
    found = singletons(n) if modules is None else copied(modules)
    shared = (len(level.states.physical), level.states.n_physical) if level.states else (0, 0)
    labelled = (len(level.labels.label), level.labels.n_labels) if level.labels else (0, 0)
    n_jumps = len(level.jumps) // 2
    scratch.reserve(n, len(level.neighbours), len(regions.offset), n_jumps, shared=shared, labelled=labelled)
    rules = _kernels.Rules(
        written(ints(len(passes.plan)), passes.plan), modules is None, passes.settled, passes.sweeps, passes.patience,
        passes.least_gain, _LEAST_GAIN, _BLOCK,
    )  # fmt: skip
    bits = _kernels.improve(level.kernel, found, regions.of, regions.offset, scratch.buffers, rules)
    return found, bits


def cross(level: Level, modules: Ints, others: Ints, scratch: Scratch) -> tuple[Ints, float]:
    """Search with the overlaps of two partitions as nodes, starting from the first; return modules and bits.

    Nodes together in both partitions seldom belong apart. Elsewhere, whole overlaps move at once. There is one region.
    """
    above, part = joined(level, modules, others)
    start = carry(modules, part, len(above))
    found, bits = improve(above, start, one_region(len(above)), scratch, Passes((_SUB_MODULES,)))
    return taken(found, part), bits


def joined(level: Level, *partitions: Ints) -> tuple[Level, Ints]:
    """Return the network whose nodes are the overlaps of partitions, and which of them each node is in."""
    part, count = partitions[0], 0
    for other in partitions[1:]:
        count, part = overlaps(part, other)
    return merged(level, part, count or _loops.largest(part) + 1), part


def better_of(level: Level, first: Ints, second: Ints, regions: Regions) -> Ints:
    """Return the better of two partitions in each region, by its bits there; the first if they tie."""
    n = len(level)
    gain = bits_by_region(level, first, regions)
    _loops.subtract(bits_by_region(level, second, regions), gain)
    chosen = ints(n)
    _loops.choose_by_region(gain, regions.of, first, second, chosen, _NOISE)
    compact(chosen, 2 * n)
    return chosen


def carry(values: Ints, part: Ints, n_parts: int) -> Ints:
    """Return for each part the value that all its members share."""
    return put(values, part, ints(n_parts))
