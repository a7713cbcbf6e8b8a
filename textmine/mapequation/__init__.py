"""The map equation: flow on a network, the bits a tree of modules costs, and the search for the cheapest tree."""

from textmine.mapequation.bootstrap import STABILITY_COLUMNS, BootstrapOptions, Stability, bootstrap, expected_events
from textmine.mapequation.codelength import Codelength, check_flow, codelength, one_level_codelength
from textmine.mapequation.communities import Communities, communities_of
from textmine.mapequation.flow import directed_flow, flow_of, undirected_flow
from textmine.mapequation.formats import TSV_COLUMNS, clu_lines, json_document, node_ids, tree_lines, tsv_rows
from textmine.mapequation.ftree import ftree_lines
from textmine.mapequation.links import Links
from textmine.mapequation.network import FlowNetwork, FlowOptions
from textmine.mapequation.newick import newick_lines
from textmine.mapequation.options import Effort, SearchOptions
from textmine.mapequation.search import score, search

__all__ = [
    "STABILITY_COLUMNS",
    "TSV_COLUMNS",
    "BootstrapOptions",
    "Codelength",
    "Communities",
    "Effort",
    "FlowNetwork",
    "FlowOptions",
    "Links",
    "SearchOptions",
    "Stability",
    "bootstrap",
    "check_flow",
    "clu_lines",
    "codelength",
    "communities_of",
    "directed_flow",
    "expected_events",
    "flow_of",
    "ftree_lines",
    "json_document",
    "newick_lines",
    "node_ids",
    "one_level_codelength",
    "score",
    "search",
    "tree_lines",
    "tsv_rows",
    "undirected_flow",
]
