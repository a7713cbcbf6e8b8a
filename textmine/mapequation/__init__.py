"""The map equation: flow on a network, the codelength of a tree of modules, and the search for the shortest one."""

from textmine.mapequation.codelength import Codelength, check_flow, codelength, one_level_codelength
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.flow import directed_flow, flow_of, undirected_flow
from textmine.mapequation.links import Links
from textmine.mapequation.network import FlowNetwork, FlowOptions
from textmine.mapequation.options import SearchOptions
from textmine.mapequation.search import score, search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.mapequation.effort import Effort

__all__ = [
    "Codelength",
    "Communities",
    "Effort",
    "FlowNetwork",
    "FlowOptions",
    "Links",
    "SearchOptions",
    "check_flow",
    "codelength",
    "communities_of",
    "directed_flow",
    "flow_of",
    "one_level_codelength",
    "score",
    "search",
    "undirected_flow",
]


def __getattr__(name: str) -> type:
    if name == "Effort":
        from textmine.mapequation.effort import Effort

        return Effort
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
