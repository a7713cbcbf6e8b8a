"""The map equation: flow on a network, the bits a tree of modules costs, and the search for the cheapest tree."""

from textmine.mapequation.codelength import Codelength, codelength, one_level_codelength
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.flow import directed_flow, flow_of, undirected_flow
from textmine.mapequation.formats import TSV_COLUMNS, clu_lines, json_document, tree_lines, tsv_rows
from textmine.mapequation.network import FlowNetwork, FlowOptions
from textmine.mapequation.options import Effort, SearchOptions
from textmine.mapequation.search import score, search

__all__ = [
    "TSV_COLUMNS",
    "Codelength",
    "Communities",
    "Effort",
    "FlowNetwork",
    "FlowOptions",
    "SearchOptions",
    "clu_lines",
    "codelength",
    "communities_of",
    "directed_flow",
    "flow_of",
    "json_document",
    "one_level_codelength",
    "score",
    "search",
    "tree_lines",
    "tsv_rows",
    "undirected_flow",
]
