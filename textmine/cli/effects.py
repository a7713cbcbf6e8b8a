"""Says which options of `textmine cluster` have no effect on the network at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textmine.communities.writing import COMMUNITY_FORMATS
from textmine.errors import OptionError

if TYPE_CHECKING:
    from textmine.cli.finding import Request
    from textmine.communities import GraphCommunities
    from textmine.graph import Graph, StateNetwork
    from textmine.progress import Progress

__all__ = ["check_together", "note_level", "note_missed", "note_unused"]

_LAYERS = ("relax_rate", "relax_limit", "relax_limit_up", "relax_limit_down", "relax_by_similarity")
_JUMPS = ("teleportation", "to_nodes")
_SEARCH = ("two_level", "trials", "effort", "preferred_modules", "preferred_levels")


def check_together(asked: Request) -> None:
    """Refuse options that contradict each other.

    Raises
    ------
    OptionError
        Two levels and another number of them, or a level below all.
    """
    if asked.two_level and asked.preferred_levels not in (None, 2):
        reason = f"--two-level and --preferred-levels {asked.preferred_levels} exclude each other"
        raise OptionError(reason, "leave out one of them")
    if asked.clu_level < -1:  # -1 is the lowest level for Infomap
        raise OptionError(f"--clu-level is {asked.clu_level}, below 0", "use 1 for the top modules, 0 for the lowest")


def note_unused(asked: Request, kinds: Sequence[str], network: Graph | StateNetwork, progress: Progress) -> None:
    """Say which options have no effect on a network, and why.

    Raises
    ------
    OptionError
        --bipartite, and the file has states or layers.
    """
    states: Any = network if hasattr(network, "physical") else None
    graph: Any = network if states is None else states.graph

    def note(names: Iterable[str], reason: str) -> None:
        found = [f"--{name.replace('_', '-')}" for name in names if getattr(asked, name) != getattr(type(asked), name)]
        if found:
            have = "has" if len(found) == 1 else "have"
            progress.note(f"{asked.graph}: {' and '.join(found)} {have} no effect: {reason}")

    if states is not None and asked.bipartite:
        what = "layers" if states.layers is not None else "states"
        raise OptionError(f"--bipartite is for two kinds of nodes, and {asked.graph} has {what}", "leave it out")
    if states is None or not states.relaxed:
        multilayer = states is not None and states.layers is not None
        note(_LAYERS, "its links are those of the walk" if multilayer else "the network has no layers")
    if graph.first_kind is None:
        note(("both_kinds",), "all nodes are of one kind")
    jumps = _JUMPS[:1] if asked.weights_as_flow else _JUMPS
    if not graph.directed:
        note(jumps, "links lead both ways, and the walk does not jump")
    elif asked.rawdir or asked.undirdir or asked.outdirdir:
        note(jumps, "the weights are the flow, and the walk does not jump")
    elif asked.regularized:
        note(("teleportation",), "the prior network says how often the walk jumps")
    if not graph.node_columns():
        note(("attributes",), "the nodes have no attributes")
    elif not any(COMMUNITY_FORMATS[kind].writer is None for kind in kinds):
        note(("attributes",), "it is for tsv, csv, jsonl and table")
    if "clu" not in kinds:
        note(("clu_level",), "clu is not among the formats")
    if asked.no_search and not asked.bootstrap:
        note(_SEARCH, "with --no-search nothing is searched")


def note_level(asked: Request, found: GraphCommunities, progress: Progress) -> None:
    """Say if the level of the modules in clu is lower than any there is."""
    lowest = found.levels - 1  # the last level is that of the nodes
    if asked.clu_level > lowest:
        have = "is 1 level" if lowest == 1 else f"are {lowest} levels"
        progress.note(f"there {have} of modules; clu has the lowest, not level {asked.clu_level} of --clu-level")


def note_missed(asked: Request, found: GraphCommunities, progress: Progress) -> None:
    """Say if there are not as many top modules or levels as the search was to aim for."""
    for option, wanted, has, what in (
        ("modules", asked.preferred_modules, found.n_top_modules, "top module"),
        ("levels", asked.preferred_levels, found.levels, "level"),
    ):
        if wanted not in (None, has):
            nearest = f"{has} {what}{'s' * (has > 1)}"
            progress.note(f"--preferred-{option} {wanted} was not reached: the nearest that was found has {nearest}")
