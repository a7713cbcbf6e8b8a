"""The map equation: flow on a network, the bits a tree of modules costs, and the search for the cheapest tree."""

from textmine.mapequation.codelength import Codelength, codelength, one_level_codelength
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.flow import FlowNetwork, directed_flow, undirected_flow
from textmine.mapequation.search import SearchOptions, search

__all__ = [
    "Codelength",
    "Communities",
    "FlowNetwork",
    "SearchOptions",
    "codelength",
    "communities_of",
    "directed_flow",
    "one_level_codelength",
    "search",
    "undirected_flow",
]
