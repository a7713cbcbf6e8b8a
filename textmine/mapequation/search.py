"""Finds communities: several starts, each a search for modules and then for a hierarchy above them."""

from __future__ import annotations

import math

from textmine.buffers import Ints, ints
from textmine.errors import GraphError
from textmine.lightclasses import NamedTuple, replace
from textmine.mapequation import _kernels
from textmine.mapequation.codelength import codelength
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.hierarchy import Growth, Rated, grow
from textmine.mapequation.level import Level, base_level, is_large, is_small, is_tiny, reorder
from textmine.mapequation.options import PLANS, Plan, SearchOptions
from textmine.mapequation.scratch import Scratch
from textmine.mapequation.starts import (
    Found,
    Way,
    cross_all,
    first_modules,
    from_above,
    from_below,
    many_starts,
    meet,
    pass_over,
    together,
    two_ways,
)
from textmine.mapequation.tree import Ground, Tree, flat_tree, survey, unwrapped
from textmine.ordering import order_by_ints, put, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textmine.mapequation.network import FlowNetwork

__all__ = ["SearchOptions", "score", "search"]


_ROUNDS, _PASSES = 2, 2  # rounds of crossing the modules of all trials, and passes after each
_NOISE = 1e-12  # bits; smaller differences are rounding errors
_PRICES = 24  # number of module prices that are tried for a preferred number of modules


def search(
    network: FlowNetwork,
    names: Sequence[str] | None = None,
    options: SearchOptions | None = None,
    initial: Sequence[tuple[int, ...] | None] | None = None,
) -> Communities:
    """Find the tree of modules with the shortest codelength for the walk on `network`.

    Parameters
    ----------
    network : FlowNetwork
    names : sequence of str, optional
        One per node; None means the node ids.
    options : SearchOptions, optional
    initial : sequence of paths, optional
        Path of the module of each node (ranks from the root down). Every trial starts from these modules, and not from
        single nodes. A node with None is a module of its own.

    Returns
    -------
    Communities
        Never worse than one module for all nodes. A hierarchy is never worse than the modules of a two-level search
        with the same seed, nor than `initial` (with two levels: its top modules). Nodes without links are modules of
        their own.

    Raises
    ------
    GraphError
        If `initial` does not fit the network, or one of its modules contains both nodes and modules.

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
    kept = _base(network) if options.trials > 1 or options.preferred_modules is not None else None
    two_level = options.two_level or options.preferred_levels == 2
    given = None if initial is None else _given(initial, network.n_nodes, two_level)
    if options.preferred_modules is not None:
        return _preferred(network, kept or _base(network), names, options, given)
    return _named(network, names, *_search(lambda: kept or _base(network), options, given))


def _base(network: FlowNetwork) -> Level:
    """Return the level to search, with bridges where the walk jumps."""
    base = base_level(network)
    if not len(base.jumps):
        return base
    from textmine.mapequation.bridges import bridged

    return bridged(base)


def _named(network: FlowNetwork, names: Sequence[str] | None, best: Tree, trials: list[Tree]) -> Communities:
    """Return the best tree as communities, with the codelength of each trial."""
    found = communities_of(network, best, names)
    bits = [codelength(network, tree).total for tree in trials] if len(trials) > 1 else [found.codelength.total]
    return replace(found, trials=tuple(bits))


def _search(base: Callable[[], Level], options: SearchOptions, given: Tree | None) -> tuple[Tree, list[Tree]]:
    """Return the best tree, and that of each trial.

    `base` returns the network, which a large search lays out anew and then needs no more: it is not held meanwhile.
    """
    plan = PLANS[options.effort]
    threads = min(options.threads, options.trials)

    def attempt(trial: int) -> Trial:
        scratch = Scratch(options.seed, trial, threads=options.threads // threads)
        return _trial([base()], options, plan, scratch, given)

    if threads == 1:
        trials = [attempt(trial) for trial in range(options.trials)]
    else:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            trials = list(pool.map(attempt, range(options.trials)))
    found = [each.best for each in trials]
    if options.trials > 1:
        found.append(_combined(base(), [each.modules for each in trials], options, plan))
    trees = [each.best.tree for each in trials]
    if options.preferred_levels is not None:
        return _of_levels(base(), found, options), trees
    return _best(base(), found), trees


def _of_levels(base: Level, found: list[Rated], options: SearchOptions) -> Tree:
    """Return the best tree of as many levels as are wanted, or, where none has so many, of nearly so many."""
    from textmine.mapequation.shallow import fitted, levels_of

    scratch, wanted = Scratch(options.seed, options.trials + 1), options.preferred_levels or 2
    cut = [fitted(base, unwrapped(each.tree), wanted, scratch) for each in found]
    most = max(levels_of(each.tree) for each in cut)
    if most == 2:
        return _best(base, cut)
    return _least([each for each in cut if levels_of(each.tree) == most]).tree


def _combined(base: Level, found: list[Found], options: SearchOptions, plan: Plan) -> Rated:
    """Cross the modules of all trials: what they share is seldom wrong. Where they differ, the better part wins."""
    scratch = Scratch(options.seed, options.trials, threads=options.threads)
    best, *others = sorted(found, key=lambda each: each[1])
    for _ in range(_ROUNDS):
        best = pass_over(base, cross_all(base, best, others, scratch), scratch, _PASSES)
    return _grown(base, [best[0]], scratch, options, plan.growth)


def _preferred(
    network: FlowNetwork, base: Level, names: Sequence[str] | None, options: SearchOptions, given: Tree | None
) -> Communities:
    """Search with a price per module, in bits, that gives the preferred number of modules; it may be negative.

    The price is added to that of the network. It grows fourfold until there are too few (or too many) modules; then it
    is found by bisection. Of the results closest to the number, the one with the shortest codelength is kept.
    """
    wanted, low, high, price = options.preferred_modules, 0.0, 0.0, 0.0
    best: tuple[int, float, Communities] | None = None
    for _ in range(_PRICES):
        found = _named(network, names, *_search(_always(replace(base, price=base.price + price)), options, given))
        missed = found.n_top_modules - (wanted or 0)
        if best is None or (abs(missed), found.codelength.total) < best[:2]:
            best = abs(missed), found.codelength.total, found
        if missed == 0:
            break
        if price == 0.0:
            high, low = (math.inf, 0.0) if missed > 0 else (0.0, -math.inf)
        elif missed > 0:
            low = price
        else:
            high = price
        if math.isfinite(low) and math.isfinite(high):
            price = (low + high) / 2.0
        else:
            price = 4.0 * price if price else math.copysign(1e-6, missed)
    assert best is not None  # at least one price was tried
    return best[2]


def _always(base: Level) -> Callable[[], Level]:
    return lambda: base


def _best(base: Level, found: list[Rated]) -> Tree:
    """Return the tree with the fewest bits (the first if several tie), or one module if no tree is shorter."""
    whole = flat_tree(together(base))
    bits = base.price * (len(whole) - 1)
    if base.states or base.labels or len(whole) > 2:
        bits = survey(Ground(base), whole).bits
    return unwrapped(_least([Rated(whole, bits), *found]).tree)


def _least(found: list[Rated]) -> Rated:
    """Return the tree with the fewest bits; of trees equal up to rounding, the first."""
    best = found[0]
    for each in found[1:]:
        if each.bits < best.bits - _NOISE:
            best = each
    return best


def score(
    network: FlowNetwork, initial: Sequence[tuple[int, ...] | None], names: Sequence[str] | None = None
) -> Communities:
    """Return given communities, unchanged, with their flows and codelength; see `search` for `initial`.

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
    from textmine.mapequation.initial import tree_of

    return tree_of([path[:1] if path and two_level else path for path in initial])


class Trial(NamedTuple):
    """Result of a trial: its best tree, and the modules it grew from."""

    best: Rated
    modules: Found


def _trial(held: list[Level], options: SearchOptions, plan: Plan, scratch: Scratch, given: Tree | None) -> Trial:
    """Run one trial: find modules, grow hierarchies from them, and keep the best of both.

    `held` has the network, which is taken out, so that it can go when it is not needed any more.
    """
    small = is_small(held[0])
    if given is None and small and plan.again:
        found, others = many_starts(held[0], plan, scratch)
        growth = Growth() if is_tiny(held[0]) else Growth(passes=2)
        return Trial(_grown(held[0], [found[0], *others], scratch, options, growth), found)
    if given is None:
        near, order, found = _without_start(held, plan, scratch)
    else:
        near, order, (start, _) = _near(held.pop(), (given.part, 0.0))
        found = pass_over(near, start, scratch, plan.given)
    trees = [] if given is None else [Tree(given.parent, given.leaf, start)]
    growth = Growth() if trees and small else plan.growth
    best = _grown(near, [found[0]], scratch, options, growth, trees)
    return Trial(_back(best, order), (put(found[0], order, ints(len(order))), found[1]))


def _without_start(held: list[Level], plan: Plan, scratch: Scratch) -> tuple[Level, Ints, Found]:
    """Find modules both ways; return the network in the order of first modules, that order, and the modules there.

    On a large network the ways do not know of each other.
    """
    if not is_large(held[0]) or not plan.above:
        first = first_modules(held[0], scratch)
        near, order, start = _near(held.pop(), first)
        return near, order, two_ways(near, start, plan, scratch)

    def up(scratch: Scratch) -> tuple[Level, Ints, Way]:
        near, order, start = _near(held[0], first_modules(held[0], scratch))
        return near, order, from_below(near, start, plan, scratch)

    (near, order, below), above = scratch.both(up, lambda scratch: from_above(held[0], plan, scratch))
    held.clear()
    above = Way(taken(above.modules, order), above.bits, taken(above.parts, order))
    return near, order, meet(near, below, above, plan, scratch)


def _near(base: Level, start: Found) -> tuple[Level, Ints, Found]:
    """Lay the network out again, so that nodes of the same first module are neighbours in memory."""
    order = order_by_ints(start[0], _kernels.largest(start[0]) + 1)
    return reorder(base, order), order, (taken(start[0], order), start[1])


def _back(found: Rated, order: Ints) -> Rated:
    """Return a tree found on reordered nodes as a tree over the nodes in their original order."""
    return Rated(Tree(found.tree.parent, found.tree.leaf, put(found.tree.part, order, ints(len(order)))), found.bits)


def _grown(
    base: Level,
    modules: list[Ints],
    scratch: Scratch,
    options: SearchOptions,
    growth: Growth,
    given: Sequence[Tree] = (),
) -> Rated:
    """Return the best of the given trees and modules, and of the hierarchies grown from them."""
    rated: list[Rated] = []
    grown: list[Rated] = []
    for tree in [*given, *(flat_tree(each) for each in modules)]:
        ground = Ground(base)
        rated.append(Rated(tree, survey(ground, tree).bits))
        if not (options.two_level or options.preferred_levels == 2):
            shortest = min((each.bits for each in grown), default=math.inf)
            grown.append(grow(ground, rated[-1], scratch, growth, shortest))
    return _least([*rated, *grown])
