"""The files of a map: their names and their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.communities import TSV_COLUMNS, tree_lines, tsv_rows
from textmine.concordance import Context
from textmine.graph import Graph
from textmine.io import table_lines
from textmine.mapequation import Communities
from textmine.terms import Terms

__all__ = [
    "COMMUNITIES",
    "CONTEXTS",
    "CONTEXT_COLUMNS",
    "GRAPH",
    "MAP_FILES",
    "RECORD",
    "REPORT",
    "TERMS",
    "TREE",
    "community_files",
    "context_files",
    "graph_files",
    "term_files",
]

TERMS, GRAPH = "terms.tsv", "graph.tsv"
COMMUNITIES, TREE = "communities.tsv", "communities.tree"
CONTEXTS, RECORD, REPORT = "contexts.jsonl", "run.json", "report.html"
MAP_FILES = (TERMS, GRAPH, COMMUNITIES, TREE, CONTEXTS, RECORD, REPORT)
CONTEXT_COLUMNS = ("term", "left", "keyword", "right", "document")

Files = dict[str, Iterator[str]]


def term_files(terms: Terms) -> Files:
    """Return the lines of the file of the terms, by its name."""
    return {TERMS: table_lines(terms.columns(), terms.rows())}


def graph_files(graph: Graph) -> Files:
    """Return the lines of the file of the graph, by its name."""
    return {GRAPH: table_lines(graph.columns(), graph.rows())}


def community_files(communities: Communities, *, directed: bool) -> Files:
    """Return the lines of the files of the communities, by their names."""
    return {
        COMMUNITIES: table_lines(TSV_COLUMNS, tsv_rows(communities)),
        TREE: tree_lines(communities, directed=directed),
    }


def context_files(terms: Terms, contexts: Sequence[Context]) -> Files:
    """Return the lines of the file of the contexts, by its name."""
    rows = (
        (terms.terms[context.term], context.left, context.keyword, context.right, context.document)
        for context in contexts
    )
    return {CONTEXTS: table_lines(CONTEXT_COLUMNS, rows, "jsonl")}
