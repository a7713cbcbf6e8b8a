"""Starts of a search: from single nodes up and from one module down, crossed; small networks start many times."""

from __future__ import annotations

import math

from textmine.buffers import Ints, doubles, flags, ints
from textmine.lightclasses import NamedTuple
from textmine.mapequation.growth import _kernels
from textmine.mapequation.level import Level, grouped, is_tiny, one_region, size_of, tally
from textmine.mapequation.multilevel import Passes, carry, cross, improve, joined, polish, refinements
from textmine.ordering import numbered, order_by_doubles, order_by_ints, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textmine.mapequation.options import Plan
    from textmine.mapequation.scratch import Scratch

__all__ = [
    "Found",
    "Way",
    "cross_all",
    "first_modules",
    "from_above",
    "from_below",
    "many_starts",
    "meet",
    "pass_over",
    "together",
    "two_ways",
]

Found = tuple[Ints, float]  # modules and their bits

_LEAST_GAIN = 1e-7  # bits a pass must gain to be worth another
# Tiny networks start no more when so many starts gained nothing: from this size on. The smallest cost next to nothing.
_MOST_IDLE = ((3_000, 20), (1_500, 16), (0, 150))
_MOST_STARTS, _START_WORK = 300, 400_000  # or when they have visited so many nodes and links
# Other small networks start no more when the last start gained less than this share of the one-level codelength.
_WORTH, _MOST_WHOLE_STARTS = 1e-3, 6
# A small network starts no more when its best modules were found so often (from this size on) and in this share.
_ENOUGH, _ENOUGH_SHARE = ((1_000, 10), (300, 16), (0, 32)), 0.33
_SAME = 1e-9  # bits; modules that differ by less are the same
_MOST_GROWN = 24  # further starts of a small network that are grown into a hierarchy
_GROWN_WORK = 100_000
_SMALLEST = 300  # nodes and link ends; below, growing from other starts costs nothing
_SWEEPS = 4  # over single nodes in a pass; later passes gain the rest faster


def first_modules(base: Level, scratch: Scratch) -> Found:
    """Join single nodes once, without refinement."""
    return improve(base, None, one_region(len(base)), scratch, Passes((0,), sweeps=_SWEEPS))


class Way(NamedTuple):
    """What one way of searching found: modules, their bits, and the parts that they were last broken into."""

    modules: Ints
    bits: float
    parts: Ints


def two_ways(base: Level, start: Found, plan: Plan, scratch: Scratch) -> Found:
    """Search once from the bottom up, joining single nodes, and once from the top down, splitting one module.

    Each finds modules that the other misses: large ones that pay off only when they are large, or many small ones.
    """
    below = from_below(base, start, plan, scratch)
    if not plan.above:
        return below[:2]
    return meet(base, below, from_above(base, plan, scratch), plan, scratch)


def from_below(base: Level, start: Found, plan: Plan, scratch: Scratch) -> Way:
    """Search from the bottom up, from the first modules."""
    passes = _passes(base, plan, refinements(plan.below), start[1])
    return Way(*improve(base, start[0], one_region(len(base)), scratch, passes), scratch.parts(len(base)))


def from_above(base: Level, plan: Plan, scratch: Scratch) -> Way:
    """Search from the top down."""
    passes = _passes(base, plan, refinements(plan.above))._replace(settled=True)
    return Way(*improve(base, together(base), one_region(len(base)), scratch, passes), scratch.parts(len(base)))


def _passes(base: Level, plan: Plan, ways: Sequence[int], bits: float = 0.0) -> Passes:
    """Return the passes of a plan, which end at those that gain a small share of a codelength."""
    least_gain = max(_LEAST_GAIN, plan.least_share * (bits + base.one_level))
    return Passes(ways, least_gain, plan.patience, _SWEEPS)


def meet(base: Level, below: Way, above: Way, plan: Plan, scratch: Scratch) -> Found:
    """Cross what the two ways found, and search on from there."""
    if abs(below.bits - above.bits) < _LEAST_GAIN:
        return below[:2]  # both ways give the same modules: there is nothing to cross
    if plan.cores:
        # The modules of each way are made of its parts: crossing them on cores is the same as on nodes, and cheaper.
        cores, core = joined(base, below.parts, above.parts)
        first, second = ((carry(way.modules, core, len(cores)), way.bits) for way in (below, above))
        start = with_satellites(cores, _joined(cores, first, second, scratch)[0])
        passes = _passes(base, plan, refinements(plan.cores))
        improved, bits = improve(cores, start, one_region(len(cores)), scratch, passes)
        modules = taken(improved, core)
        if bits > min(below.bits, above.bits) - _LEAST_GAIN:
            return modules, bits  # neither way had anything that the other missed
    else:
        modules = with_satellites(base, _joined(base, below[:2], above[:2], scratch)[0])
    return improve(base, modules, one_region(len(base)), scratch, _passes(base, plan, refinements(plan.after)))


def with_satellites(base: Level, modules: Ints) -> Ints:
    """Merge modules with those around them whose strongest links lead to them, where that pays for many at once.

    A hub and hundreds of small modules around it, as in the web, may be shorter as one module although each of them
    alone would make it longer: only the last ones that join keep the flow inside. No move of one module finds this.
    Of each hub's satellites, those that have the greatest share of their flow with it are merged, as many as are best.
    """
    level, part = joined(base, modules)
    group, n = numbered(len(level)), len(level)
    room, hub, between, rank = ints(n), ints(n), doubles(n), doubles(n)
    n_satellites = _kernels.strongest_links(
        level.indptr, level.neighbours, level.weight, level.nodes, room, hub, between, rank
    )
    satellites = order_by_ints(hub, n, order_by_doubles(rank, room[:n_satellites]))
    if not _kernels.choose_satellites(level.nodes, satellites, hub, between, _LEAST_GAIN, group, flags(n)):
        return modules
    merged, region = taken(grouped(group)[1], part), one_region(len(base))
    return merged if tally(base, merged, region).bits < tally(base, modules, region).bits else modules


def many_starts(base: Level, plan: Plan, scratch: Scratch) -> tuple[Found, list[Ints]]:
    """Start many times, because one start often misses the best modules; return the best, crossed, and other ones.

    It ends when the best modules were found by so many of the starts that better ones are unlikely, or when the last
    starts, crossed with the best modules, gained nothing (on a network that is not tiny: little).
    """
    size, tiny = size_of(base), is_tiny(base)
    if tiny:
        most = min(_MOST_STARTS, _START_WORK // size)
        most_idle, worth = next(starts for least, starts in _MOST_IDLE if size >= least), _SAME
    else:
        most, most_idle, worth = _MOST_WHOLE_STARTS, 1, _WORTH * base.one_level
    enough = next(starts for least, starts in _ENOUGH if size >= least)
    found: list[Found] = []
    best, gained = (together(base), math.inf), 0
    for start in range(most):
        if tiny:
            found.append(pass_over(base, together(base) if start % 2 else None, scratch, (1, 4, 6)[start % 3]))
        else:
            found.append(two_ways(base, first_modules(base, scratch), plan, scratch))
        crossed = _crossed(base, best, found[-1], scratch)
        gained = start if crossed[1] < best[1] - worth else gained
        best = crossed
        if _often(found, enough) or start - gained >= most_idle:
            break
    found.sort(key=lambda each: each[1])
    distinct = {round(bits, 9): (each, bits) for each, bits in reversed(found)}
    ranked = [distinct[bits] for bits in sorted(distinct)]
    best = min(best, ranked[0], key=lambda each: each[1])
    best = pass_over(base, cross_all(base, best, ranked, scratch), scratch, 4)
    return best, _to_grow(ranked, base)


def _crossed(base: Level, best: Found, new: Found, scratch: Scratch) -> Found:
    """Return the best modules crossed with those of a new start, which may be the first, or the same."""
    if best[1] == math.inf:
        return new
    return best if abs(new[1] - best[1]) < _SAME else _joined(base, best, new, scratch)


def _often(found: list[Found], enough: int) -> bool:
    """Return whether the best modules are those of so many starts that better ones are unlikely."""
    bits = [each[1] for each in found]
    least = min(bits)
    return sum(each < least + _SAME for each in bits) >= max(enough, _ENOUGH_SHARE * len(bits))


def _to_grow(ranked: list[Found], base: Level) -> list[Ints]:
    """Return the modules from which hierarchies are grown beside the best: half of them next to it, half far from it.

    On directed links a hierarchy may grow better from modules that are not the best. Elsewhere that seldom pays, and is
    tried where it costs nothing.
    """
    if base.symmetric and size_of(base) >= _SMALLEST:
        return []
    n_grown = min(_GROWN_WORK // size_of(base), _MOST_GROWN)
    chosen = {*range(n_grown // 2), *_spread(len(ranked) - 1, n_grown // 2)}
    return [ranked[at][0] for at in sorted(chosen) if at < len(ranked)]


def _spread(last: int, count: int) -> list[int]:
    """Return so many numbers from 0 to the last, as far from each other as can be; a single one is 0."""
    if count < 2:
        return [0] * count
    step = last / (count - 1)
    return [*(int(at * step) for at in range(count - 1)), last]


def cross_all(base: Level, best: Found, others: list[Found], scratch: Scratch) -> Ints:
    """Cross the best modules with each of the others in turn; return the best result."""
    for each in others:
        best = _joined(base, best, each, scratch)
    return best[0]


def _joined(base: Level, first: Found, second: Found, scratch: Scratch) -> Found:
    """Cross two partitions, starting from the better one."""
    better, other = (first, second) if first[1] <= second[1] else (second, first)
    return cross(base, better[0], other[0], scratch)


def pass_over(level: Level, modules: Ints | None, scratch: Scratch, n: int) -> Found:
    """Make up to n passes, from given modules or from single nodes."""
    return polish(level, modules, one_region(len(level)), scratch, passes=n, least_gain=_LEAST_GAIN)


def together(base: Level) -> Ints:
    """Return one module for all nodes with links or jumps, and one module for each of the others."""
    modules = ints(len(base))
    _kernels.together(base.indptr, base.nodes, modules)
    return modules
