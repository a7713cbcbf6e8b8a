"""Starts of a search: from single nodes up and from one module down, crossed; small networks start many times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from textmine.arraytypes import Floats, Ids
from textmine.mapequation.level import Level, grouped, one_region, plogp, size_of, tally
from textmine.mapequation.multilevel import Passes, carry, cross, improve, joined, polish, refinements
from textmine.mapequation.options import Plan
from textmine.mapequation.scratch import Scratch

__all__ = [
    "Found",
    "Way",
    "cross_all",
    "first_modules",
    "from_above",
    "from_below",
    "is_small",
    "is_tiny",
    "many_starts",
    "meet",
    "pass_over",
    "together",
    "two_ways",
]

Found = tuple[Ids, float]  # modules and their bits

_LEAST_GAIN = 1e-7  # bits a pass must gain to be worth another
_SMALL = 25_000  # nodes plus twice the links; smaller networks start again
_TINY = 6_000  # below this, a start is one way from single nodes or from one module, above it is both ways, crossed
# Tiny networks start no more when so many starts gained nothing: from this size on. The smallest cost next to nothing.
_MOST_IDLE = ((3_000, 20), (1_500, 16), (0, 150))
_MOST_STARTS, _START_WORK = 300, 400_000  # or when they have visited so many nodes and links
# Other small networks start no more when the last start gained less than this share of the one-level codelength.
_WORTH, _MOST_WHOLE_STARTS = 1e-3, 6
_ENOUGH, _ENOUGH_SHARE = 10, 0.33  # a small network starts no more when its best modules were found so often
_SAME = 1e-9  # bits; modules that differ by less are the same
_MOST_GROWN = 24  # further starts of a small network that are grown into a hierarchy
_GROWN_WORK = 100_000
_SWEEPS = 4  # over single nodes in a pass; later passes gain the rest faster


def first_modules(base: Level, scratch: Scratch) -> Found:
    """Join single nodes once, without refinement."""
    return improve(base, None, one_region(len(base)), scratch, Passes((0,), sweeps=_SWEEPS))


class Way(NamedTuple):
    """What one way of searching found: modules, their bits, and the parts that they were last broken into."""

    modules: Ids
    bits: float
    parts: Ids


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
    least_gain = max(_LEAST_GAIN, plan.least_share * (bits - float(plogp(base.nodes[:, 0]).sum())))
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
        modules, bits = improve(
            cores, start, one_region(len(cores)), scratch, _passes(base, plan, refinements(plan.cores))
        )
        modules = modules[core]
        if bits > min(below.bits, above.bits) - _LEAST_GAIN:
            return modules, bits  # neither way had anything that the other missed
    else:
        modules = with_satellites(base, _joined(base, below[:2], above[:2], scratch)[0])
    return improve(base, modules, one_region(len(base)), scratch, _passes(base, plan, refinements(plan.after)))


def with_satellites(base: Level, modules: Ids) -> Ids:
    """Merge modules with those around them whose strongest links lead to them, where that pays for many at once.

    A hub and hundreds of small modules around it, as in the web, may be shorter as one module although each of them
    alone would make it longer: only the last ones that join keep the flow inside. No move of one module finds this.
    Of each hub's satellites, those that have the greatest share of their flow with it are merged, as many as are best.
    """
    level, part = joined(base, modules)
    satellite = np.flatnonzero(np.diff(level.indptr))
    if not len(satellite):
        return modules
    weight = np.maximum.reduceat(level.weight, level.indptr[satellite])
    hits = np.flatnonzero(level.weight == np.repeat(weight, np.diff(level.indptr)[satellite]))
    hub = level.neighbours[hits[np.searchsorted(hits, level.indptr[satellite])]]
    flow, enter, exit_, alone = level.nodes.T
    share = weight / np.maximum(enter + exit_, 1e-300)[satellite]  # nodes without flow may have links of 1e-300
    order = np.lexsort((-share, hub))
    order = order[(flow[hub] > flow[satellite])[order]]
    satellite, hub, weight = satellite[order], hub[order], weight[order]
    begins = np.flatnonzero(np.concatenate(([True], hub[1:] != hub[:-1])))[: len(hub)]
    if len(begins) == len(hub):
        return modules  # no hub has two satellites
    of = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(hub))))

    def running(values: Floats) -> Floats:
        sums = np.cumsum(values)
        return sums - (sums - values)[begins][of]

    inner = running(weight)
    inside = enter[hub] + running(enter[satellite]) - inner, exit_[hub] + running(exit_[satellite]) - inner
    total = enter.sum()
    change = plogp(inside[1] + flow[hub] + running(flow[satellite])) - plogp(inside[0]) - plogp(inside[1])
    change += plogp(total - inner) - plogp(total) - alone[hub] - running(alone[satellite])
    order = np.lexsort((change, of))
    best = order[begins]  # the number of satellites with which the change is least
    taken = (np.arange(len(hub)) <= best[of]) & (change[best] < -_LEAST_GAIN)[of]
    taken &= ~np.isin(hub, satellite[taken])  # a hub that goes to another one takes nobody along
    if not taken.any():
        return modules
    group = np.arange(len(level), dtype=np.int32)
    group[satellite[taken]] = hub[taken]
    merged = grouped(group)[1][part]
    region = one_region(len(base))
    return merged if tally(base, merged, region).bits < tally(base, modules, region).bits else modules


def is_small(base: Level) -> bool:
    """Return True for a network so small that one start may miss the best modules, and many starts cost little."""
    return size_of(base) < _SMALL


def is_tiny(base: Level) -> bool:
    """Return True for a network so small that a start is one way from single nodes or from one module."""
    return size_of(base) < _TINY


def many_starts(base: Level, plan: Plan, scratch: Scratch) -> tuple[Found, list[Ids]]:
    """Start many times, because one start often misses the best modules; return the best, crossed, and other ones.

    It ends when the best modules were found by so many of the starts that better ones are unlikely, or when the last
    starts, crossed with the best modules, gained nothing (on a network that is not tiny: little).
    """
    size, tiny = size_of(base), is_tiny(base)
    if tiny:
        most = min(_MOST_STARTS, _START_WORK // size)
        most_idle, worth = next(starts for least, starts in _MOST_IDLE if size >= least), _SAME
    else:
        most, most_idle, worth = _MOST_WHOLE_STARTS, 1, -_WORTH * float(plogp(base.nodes[:, 0]).sum())
    found: list[Found] = []
    best, gained = (together(base), np.inf), 0
    for start in range(most):
        if tiny:
            found.append(pass_over(base, together(base) if start % 2 else None, scratch, (1, 4, 6)[start % 3]))
        else:
            found.append(two_ways(base, first_modules(base, scratch), plan, scratch))
        crossed = _crossed(base, best, found[-1], scratch)
        gained = start if crossed[1] < best[1] - worth else gained
        best = crossed
        if _often(found) or start - gained >= most_idle:
            break
    found.sort(key=lambda each: each[1])
    distinct = {round(bits, 9): (each, bits) for each, bits in reversed(found)}
    ranked = [distinct[bits] for bits in sorted(distinct)]
    best = min(best, ranked[0], key=lambda each: each[1])
    best = pass_over(base, cross_all(base, best, ranked, scratch), scratch, 4)
    return best, _to_grow(ranked, base)


def _crossed(base: Level, best: Found, new: Found, scratch: Scratch) -> Found:
    """Return the best modules crossed with those of a new start, which may be the first, or the same."""
    if best[1] == np.inf:
        return new
    return best if abs(new[1] - best[1]) < _SAME else _joined(base, best, new, scratch)


def _often(found: list[Found]) -> bool:
    """Return whether the best modules are those of so many starts that better ones are unlikely."""
    bits = [each[1] for each in found]
    least = min(bits)
    return sum(each < least + _SAME for each in bits) >= max(_ENOUGH, _ENOUGH_SHARE * len(bits))


def _to_grow(ranked: list[Found], base: Level) -> list[Ids]:
    """Return the modules from which hierarchies are grown beside the best: half of them next to it, half far from it.

    On directed links a hierarchy may grow better from modules that are not the best; elsewhere that seldom pays.
    """
    if base.symmetric:
        return []
    n_grown = min(_GROWN_WORK // size_of(base), _MOST_GROWN)
    chosen = {*range(n_grown // 2), *np.linspace(0, len(ranked) - 1, n_grown // 2).astype(int).tolist()}
    return [ranked[at][0] for at in sorted(chosen) if at < len(ranked)]


def cross_all(base: Level, best: Found, others: list[Found], scratch: Scratch) -> Ids:
    """Cross the best modules with each of the others in turn; return the best result."""
    for each in others:
        best = _joined(base, best, each, scratch)
    return best[0]


def _joined(base: Level, first: Found, second: Found, scratch: Scratch) -> Found:
    """Cross two partitions, starting from the better one."""
    better, other = (first, second) if first[1] <= second[1] else (second, first)
    return cross(base, better[0], other[0], scratch)


def pass_over(level: Level, modules: Ids | None, scratch: Scratch, n: int) -> Found:
    """Make up to n passes, from given modules or from single nodes."""
    return polish(level, modules, one_region(len(level)), scratch, passes=n, least_gain=_LEAST_GAIN)


def together(base: Level) -> Ids:
    """Return one module for all nodes with links or jumps, and one module for each of the others."""
    linked = (np.diff(base.indptr) > 0) | (base.nodes[:, 2] > 0.0)
    modules = np.zeros(len(base), np.int32)
    first = int(linked.any())  # self-links do not count here, so there may be no linked nodes
    modules[~linked] = np.arange(first, first + (~linked).sum())
    return modules
