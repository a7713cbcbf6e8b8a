"""Find communities: several starts, each a search for modules and then for a hierarchy over them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from textmine.errors import OptionError
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.flow import FlowNetwork
from textmine.mapequation.hierarchy import grow
from textmine.mapequation.level import Level, State, base_level, one_region
from textmine.mapequation.multilevel import cross, polish, singletons
from textmine.mapequation.tree import Tree, flat_tree, survey

__all__ = ["SearchOptions", "search"]

Ids = npt.NDArray[np.int32]

_PASSES = 4
_LEAST_GAIN = 1e-5  # bits a pass must gain to be worth another
_SMALL = 12_000  # nodes and twice the links; smaller networks start again until they have visited `_START_WORK`
_START_WORK = 80_000
_MOST_STARTS = 20
_GROWN = 3  # further starts of a small network from which a hierarchy is grown


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

    Raises
    ------
    OptionError
        If a number is out of range.
    """

    two_level: bool = False
    trials: int = 1
    seed: int = 123
    threads: int = 1

    def __post_init__(self) -> None:
        for name, least in (("trials", 1), ("seed", 0), ("threads", 1)):
            if getattr(self, name) < least:
                raise OptionError(f"{name} is {getattr(self, name)}, below {least}", f"use --{name} {least} or more")


def search(
    network: FlowNetwork, names: Sequence[str] | None = None, options: SearchOptions | None = None
) -> Communities:
    """Find the tree of modules with which the walk on `network` takes the fewest bits to describe.

    Parameters
    ----------
    network : FlowNetwork
    names : sequence of str, optional
        One a node; the node ids where None.
    options : SearchOptions, optional

    Returns
    -------
    Communities
        Never worse than one module for all; a hierarchy never worse than the modules that a two-level search with the
        same seed finds. Nodes without links are modules of their own.

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

    def attempt(trial: int) -> tuple[float, int, Tree]:
        bits, tree = _trial(base, options, trial)
        return bits, trial, tree

    with ThreadPoolExecutor(min(options.threads, options.trials)) as pool:
        found = list(pool.map(attempt, range(options.trials)))
    return communities_of(network, min(found, key=lambda each: each[:2])[2], names)


def _trial(base: Level, options: SearchOptions, trial: int) -> tuple[float, Tree]:
    """One trial: the best of what grows from several starts, or of the starts themselves."""
    best_bits, best = 0.0, _one_module(base)
    for rank, modules in enumerate(_starts(base, options, trial)):
        tree = flat_tree(modules)
        if not options.two_level:
            tree = grow(base, tree, _random_state(options.seed, trial, rank + _MOST_STARTS))
        bits = survey(base, tree).bits
        if bits < best_bits - 1e-12:
            best_bits, best = bits, tree
    return best_bits, best


def _starts(base: Level, options: SearchOptions, trial: int) -> list[Ids]:
    """Search for modules from single nodes several times; return the best, after crossing it with the others, first.

    Small networks start more often, because a single start often stops short of the best.
    """
    n = len(base)
    regions = one_region(n)
    work = n + len(base.neighbours)
    small = work < _SMALL
    n_starts = min(_MOST_STARTS, _START_WORK // work) if small else 2
    found = []
    for start in range(n_starts):
        # From below, single nodes join; from above, one module comes apart. Each finds what the other cannot: a large
        # module that pays only once it is large, and many small ones.
        first = singletons(n) if start % 2 == 0 else np.zeros(n, np.int32)
        state = _random_state(options.seed, trial, start)
        passes = _PASSES if small else 2
        found.append(polish(base, first, regions, state, passes=passes, least_gain=_LEAST_GAIN))
    found.sort(key=lambda each: each[1])
    state = _random_state(options.seed, trial, n_starts)
    best = found[0][0]
    for others, _ in found[1:]:
        best, _ = cross(base, best, others, state)
    best, _ = polish(base, best, regions, state, passes=_PASSES, least_gain=_LEAST_GAIN)
    return [best, *(modules for modules, _ in found[: _GROWN if small else 0])]


def _one_module(base: Level) -> Tree:
    """One module for all nodes with links, and one for each node without."""
    linked = np.diff(base.indptr) > 0
    modules = np.zeros(len(base), np.int32)
    modules[~linked] = np.arange(1, 1 + (~linked).sum())
    return flat_tree(modules)


def _random_state(*numbers: int) -> State:
    """Mix seed, trial and start into 64 bits (splitmix64, Steele et al. 2014); an xorshift state must not be zero."""
    mask, z = (1 << 64) - 1, 0
    for number in numbers:
        z = (z + number * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & mask
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
    return np.array([z or 1], np.uint64)
