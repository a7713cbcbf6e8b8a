"""Communities of a graph: finding them, their stability, their file formats."""

from textmine.communities.clustering import bootstrap, cluster
from textmine.communities.communities import GraphCommunities, communities_lines
from textmine.communities.formats import (
    TSV_COLUMNS,
    clu_lines,
    communities_table,
    json_document,
    node_ids,
    tree_lines,
    tsv_rows,
)
from textmine.communities.ftree import ftree_lines
from textmine.communities.newick import newick_lines
from textmine.communities.partitions import load_partition, read_partition
from textmine.communities.stability import STABILITY_COLUMNS, BootstrapOptions, Stability, expected_events, resample

__all__ = [
    "STABILITY_COLUMNS",
    "TSV_COLUMNS",
    "BootstrapOptions",
    "GraphCommunities",
    "Stability",
    "bootstrap",
    "clu_lines",
    "cluster",
    "communities_lines",
    "communities_table",
    "expected_events",
    "ftree_lines",
    "json_document",
    "load_partition",
    "newick_lines",
    "node_ids",
    "read_partition",
    "resample",
    "tree_lines",
    "tsv_rows",
]
