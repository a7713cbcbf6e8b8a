"""The files of a map: what they are called, and the lines that each holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textmine.communities import GraphCommunities, tree_lines
from textmine.concordance import Context
from textmine.graph import Graph
from textmine.io import table_lines
from textmine.map.grouping import (
    COMMUNITY_COLUMNS,
    DOCUMENT_COLUMNS,
    THEME_COLUMNS,
    Grouping,
    community_rows,
    document_rows,
    theme_rows,
)
from textmine.terms import Terms

__all__ = [
    "COMMUNITIES",
    "CONTEXTS",
    "CONTEXT_COLUMNS",
    "DOCUMENTS",
    "GRAPH",
    "MAP_FILES",
    "RECORD",
    "REPORT",
    "TERMS",
    "THEMES",
    "TREE",
    "community_files",
    "context_files",
    "graph_files",
    "term_files",
]

TERMS, GRAPH = "terms.tsv", "graph.tsv"
COMMUNITIES, TREE = "communities.tsv", "communities.tree"
THEMES, DOCUMENTS = "themes.tsv", "documents.tsv"
CONTEXTS, RECORD, REPORT = "contexts.jsonl", "run.json", "report.html"
MAP_FILES = (TERMS, GRAPH, COMMUNITIES, TREE, THEMES, DOCUMENTS, CONTEXTS, RECORD, REPORT)
CONTEXT_COLUMNS = ("term", "left", "keyword", "right", "document")

Files = dict[str, Iterator[str]]


def term_files(terms: Terms) -> Files:
    """Return the lines of the file of the terms, by its name."""
    return {TERMS: table_lines(terms.columns(), terms.rows())}


def graph_files(graph: Graph) -> Files:
    """Return the lines of the file of the graph, by its name."""
    return {GRAPH: table_lines(graph.columns(), graph.rows())}


def community_files(
    communities: GraphCommunities, words: Sequence[str], groups: Grouping, starts: Iterable[str]
) -> Files:
    """Return the lines of the files of communities, themes and documents, by their names.

    Parameters
    ----------
    communities
        Of the graph.
    words
        The terms that have groups.
    groups
        Communities and themes.
    starts
        The first words of each document.
    """
    return {
        COMMUNITIES: table_lines(COMMUNITY_COLUMNS, community_rows(communities, words, groups)),
        TREE: tree_lines(communities, directed=communities.graph.directed),
        THEMES: table_lines(THEME_COLUMNS, theme_rows(groups)),
        DOCUMENTS: table_lines(DOCUMENT_COLUMNS, document_rows(groups, starts)),
    }


def context_files(terms: Terms, contexts: Sequence[Context]) -> Files:
    """Return the lines of the file of the contexts, by its name."""
    rows = (
        (terms.terms[context.term], context.left, context.keyword, context.right, context.document)
        for context in contexts
    )
    return {CONTEXTS: table_lines(CONTEXT_COLUMNS, rows, "jsonl")}
