"""What the room offers; its names load when one is first used."""

from textmine.communities.clustering import bootstrap, cluster
from textmine.communities.communities import GraphCommunities
from textmine.communities.document import json_document
from textmine.communities.formats import (
    TSV_COLUMNS,
    clu_lines,
    communities_table,
    node_ids,
    tree_lines,
    tsv_rows,
)
from textmine.communities.ftree import ftree_lines
from textmine.communities.homes import homes_of
from textmine.communities.metadata import load_metadata, read_metadata
from textmine.communities.newick import newick_lines
from textmine.communities.partitions import load_partition, read_partition
from textmine.communities.stability import STABILITY_COLUMNS, BootstrapOptions, Stability, expected_events, resample
from textmine.communities.writing import (
    COMMUNITY_FORMATS,
    CommunityFormat,
    WriteOptions,
    communities_lines,
    communities_rows,
)

__all__ = [
    "COMMUNITY_FORMATS",
    "STABILITY_COLUMNS",
    "TSV_COLUMNS",
    "BootstrapOptions",
    "CommunityFormat",
    "GraphCommunities",
    "Stability",
    "WriteOptions",
    "bootstrap",
    "clu_lines",
    "cluster",
    "communities_lines",
    "communities_rows",
    "communities_table",
    "expected_events",
    "ftree_lines",
    "homes_of",
    "json_document",
    "load_metadata",
    "load_partition",
    "newick_lines",
    "node_ids",
    "read_metadata",
    "read_partition",
    "resample",
    "tree_lines",
    "tsv_rows",
]
