"""Find communities: several starts, each a search for modules and then for a hierarchy over them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from textmine.errors import GraphError, OptionError
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.flow import FlowNetwork
from textmine.mapequation.hierarchy import Growth, grow
from textmine.mapequation.initial import tree_of
from textmine.mapequation.level import Level, base_level, one_region
from textmine.mapequation.multilevel import cross, improve, polish
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.tree import Ground, Tree, flat_tree, survey

__all__ = ["Effort", "SearchOptions", "score", "search"]

Ids = npt.NDArray[np.int32]
_Found = tuple[Ids, float]  # modules and their bits

_LEAST_GAIN = 1e-7  # bits a pass must gain to be worth another
_SMALL = 25_000  # nodes and twice the links; smaller networks start again until they have visited `_START_WORK`
_START_WORK = 400_000
_MOST_STARTS = 300
_GROWN = 10  # further starts of a small network from which a hierarchy is grown
_NOISE = 1e-12  # bits; less is rounding


class Effort(StrEnum):
    """How long to search: one start, what finds as good modules as ten trials of others, or all that helps."""

    FAST = "fast"
    DEFAULT = "default"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an effort means.

    Attributes
    ----------
    below, above : int
        Passes from single nodes up, and from one module down.
    after : int
        Passes after the two are crossed.
    growth : Growth
        Work put into a hierarchy.
    again : bool
        Whether small networks start several times.
    """

    below: int
    above: int
    after: int
    growth: Growth
    again: bool = True


_PLANS = {
    Effort.FAST: _Plan(1, 0, 0, Growth(rounds=2, passes=1, anew=False), again=False),
    Effort.DEFAULT: _Plan(2, 2, 2, Growth(rounds=2, passes=1, anew=False)),
    Effort.BEST: _Plan(4, 4, 10, Growth()),
}


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """How to search.

    Attributes
    ----------
    two_level : bool
        Modules of nodes only, no modules of modules.
    trials : int
        Independent searches, of which the best is kept.
    seed : int
        Not negative. The same seed finds the same communities.
    threads : int
        Trials searched at the same time; changes the time, never the result.
    effort : {"fast", "default", "best"}
        How long to search in each trial.

    Raises
    ------
    OptionError
        If a number is out of range.
    """

    two_level: bool = False
    trials: int = 1
    seed: int = 123
    threads: int = 1
    effort: Effort | str = Effort.DEFAULT

    def __post_init__(self) -> None:
        if self.effort not in list(Effort):
            raise OptionError(f"no effort is called {self.effort!r}", f"choose {', '.join(Effort)}")
        for name, least in (("trials", 1), ("seed", 0), ("threads", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"{name} is {getattr(self, name)}, below {least}", f"use --{name} {least} or more")


def search(
    network: FlowNetwork,
    names: Sequence[str] | None = None,
    options: SearchOptions | None = None,
    initial: Sequence[tuple[int, ...] | None] | None = None,
) -> Communities:
    """Find the tree of modules with which the walk on `network` takes the fewest bits to describe.

    Parameters
    ----------
    network : FlowNetwork
    names : sequence of str, optional
        One a node; the node ids where None.
    options : SearchOptions, optional
    initial : sequence of paths, optional
        The path of each node's module, ranks from the top down: where every trial begins, in place of single nodes. A
        node with None is a module of its own.

    Returns
    -------
    Communities
        Never worse than one module for all; a hierarchy never worse than the modules that a two-level search with the
        same seed finds, nor than `initial` (with two levels, than its top modules). Nodes without links are modules of
        their own.

    Raises
    ------
    GraphError
        If `initial` does not fit the network, or a module of it holds both nodes and modules.

    Notes
    -----
    The map equation (Rosvall & Bergstrom 2008, 2011) is minimised by local moves with refinement (Traag et al. 2019).

    Examples
    --------
    >>> from textmine.mapequation import undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> search(network, "abcdef").top_module.tolist()
    [1, 1, 1, 2, 2, 2]
    """
    options = options or SearchOptions()
    base = base_level(network)

    plan = _PLANS[Effort(options.effort)]
    given = None if initial is None else _given(initial, network.n_nodes, options.two_level)

    def attempt(trial: int) -> Tree:
        return _trial(base, options, plan, trial, given)

    with ThreadPoolExecutor(min(options.threads, options.trials)) as pool:
        found = list(pool.map(attempt, range(options.trials)))
    return communities_of(network, _best(base, found), names)


def _best(base: Level, trees: list[Tree]) -> Tree:
    """Return the tree of fewest bits, the first of those, or one module where none pays."""
    best_bits, best = 0.0, _one_module(base)
    for tree in trees:
        bits = survey(Ground(base), tree).bits
        if bits < best_bits - _NOISE:
            best_bits, best = bits, tree
    return best


def score(
    network: FlowNetwork, initial: Sequence[tuple[int, ...] | None], names: Sequence[str] | None = None
) -> Communities:
    """Return given communities with their flows and codelength, as they are; see `search` for `initial`.

    Examples
    --------
    >>> from textmine.mapequation import undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> round(score(network, [(1,), (1,), (1,), (2,), (2,), (2,)]).codelength.total, 9)
    2.320730357
    """
    return communities_of(network, _given(initial, network.n_nodes, False), names)


def _given(initial: Sequence[tuple[int, ...] | None], n_nodes: int, two_level: bool) -> Tree:
    if len(initial) != n_nodes:
        raise GraphError(f"{len(initial)} paths do not fit {n_nodes} nodes", "give each node one, or None")
    return tree_of([path[:1] if path and two_level else path for path in initial])


def _trial(base: Level, options: SearchOptions, plan: _Plan, trial: int, given: Tree | None) -> Tree:
    """One trial: the best of what grows from the modules found, or of the modules themselves."""
    scratch = Scratch(options.seed, trial)
    if given is not None:
        modules, _ = _passes(base, given.part, scratch, plan.below + plan.after)
        if options.two_level:
            return _best(base, [given, flat_tree(modules)])
        growth = Growth() if _is_small(base) else plan.growth
        grown = [grow(base, tree, scratch, growth) for tree in (given, flat_tree(modules))]
        return _best(base, [given, *grown])
    flat = [flat_tree(modules) for modules in _modules(base, plan, scratch)]
    if options.two_level:
        return _best(base, flat)
    growth = Growth() if _is_small(base) and plan.again else plan.growth
    return _best(base, [grow(base, tree, scratch, growth) for tree in flat])


def _modules(base: Level, plan: _Plan, scratch: Scratch) -> list[Ids]:
    """Search for modules from several starts; return the best and, of small networks, the next ones."""
    if _is_small(base) and plan.again:
        return _small(base, scratch)
    below, above = _starts(base, plan, scratch)
    if above is None or abs(below[1] - above[1]) < _LEAST_GAIN:
        return [below[0]]  # two ways that end in the same modules: there is nothing left to find
    modules, _ = _joined(base, below, above, scratch)
    return [_passes(base, modules, scratch, plan.after)[0]]


def _starts(base: Level, plan: _Plan, scratch: Scratch) -> tuple[_Found, _Found | None]:
    """Search once from below, where single nodes join, and once from above, where one module comes apart.

    Each finds what the other cannot: a large module that pays only once it is large, and many small ones.
    """
    first, _ = improve(base, None, one_region(len(base)), scratch, refine=False)
    below = _passes(base, first, scratch, plan.below)
    if not plan.above:
        return below, None
    return below, _passes(base, _together(base), scratch, plan.above)


def _is_small(base: Level) -> bool:
    return len(base) + len(base.neighbours) < _SMALL


def _small(base: Level, scratch: Scratch) -> list[Ids]:
    """Start often, because a single start often stops short of the best; return the best, crossed, and the next."""
    found: list[_Found] = []
    n_starts = min(_MOST_STARTS, _START_WORK // (len(base) + len(base.neighbours)))
    for start in range(n_starts):
        first = None if start % 2 == 0 else _together(base)
        found.append(_passes(base, first, scratch, (1, 4, 6)[start % 3]))
    found.sort(key=lambda each: each[1])
    best = found[0]
    for others in found[1:]:
        best = _joined(base, best, others, scratch)
    modules, _ = _passes(base, best[0], scratch, 4)
    # A hierarchy may grow better from other modules than the best, so it is tried from those that differ.
    distinct = {round(bits, 9): each for each, bits in reversed(found)}
    return [modules, *(distinct[bits] for bits in sorted(distinct)[:_GROWN])]


def _joined(base: Level, first: _Found, second: _Found, scratch: Scratch) -> _Found:
    """Cross two partitions, from the better one."""
    better, other = (first, second) if first[1] <= second[1] else (second, first)
    return cross(base, better[0], other[0], scratch)


def _passes(level: Level, modules: Ids | None, scratch: Scratch, n: int) -> _Found:
    if n == 0:
        assert modules is not None
        return modules, 0.0
    return polish(level, modules, one_region(len(level)), scratch, passes=n, least_gain=_LEAST_GAIN)


def _one_module(base: Level) -> Tree:
    return flat_tree(_together(base))


def _together(base: Level) -> Ids:
    """One module for all nodes with links, and one for each node without."""
    linked = np.diff(base.indptr) > 0
    modules = np.zeros(len(base), np.int32)
    first = int(linked.any())  # links of nodes to themselves are none here: there may be no module of linked ones
    modules[~linked] = np.arange(first, first + (~linked).sum())
    return modules
