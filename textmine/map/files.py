"""The files of a map: their names and their lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textmine.arraytypes import Longs
from textmine.communities import GraphCommunities, tree_lines
from textmine.comparison import Comparison
from textmine.concordance import Context
from textmine.concordance.table import CONTEXT_COLUMNS, context_columns, context_rows
from textmine.graph import Graph
from textmine.io import table_lines
from textmine.map.documents import document_columns, document_rows
from textmine.map.grouping import (
    COMMUNITY_COLUMNS,
    SENSED_COLUMNS,
    THEME_COLUMNS,
    Grouping,
    community_rows,
    theme_rows,
)
from textmine.map.senses import SENSES_COLUMNS, sense_rows
from textmine.map.tables import GROUP_COLUMNS, PERIODS_COLUMNS, TRENDS_COLUMNS, TimeTables, comparison_rows
from textmine.map.texts import TEXT_COLUMNS, text_rows
from textmine.streams import ALLUVIAL_COLUMNS, Alluvial
from textmine.terms import Terms
from textmine.text.records import Records

__all__ = [
    "ALLUVIAL",
    "COMMUNITIES",
    "COMPARISON",
    "CONTEXTS",
    "CONTEXT_COLUMNS",
    "DOCUMENTS",
    "GRAPH",
    "MAP_FILES",
    "MORE_FILES",
    "PERIODS",
    "RECORD",
    "REPORT",
    "SENSES",
    "TERMS",
    "TEXTS",
    "THEMES",
    "TREE",
    "TRENDS",
    "alluvial_files",
    "community_files",
    "comparison_files",
    "context_files",
    "document_files",
    "graph_files",
    "sense_files",
    "term_files",
    "text_files",
    "time_files",
]

TERMS, GRAPH = "terms.tsv", "graph.tsv"
COMMUNITIES, TREE = "communities.tsv", "communities.tree"
THEMES, DOCUMENTS = "themes.tsv", "documents.tsv"
TEXTS = "texts.tsv"  # of the documents, for the report
CONTEXTS, RECORD, REPORT = "contexts.jsonl", "run.json", "report.html"
ALLUVIAL = "alluvial.tsv"  # only where a date is asked for
TRENDS, PERIODS = "trends.tsv", "periods.tsv"  # only where a date is asked for
COMPARISON = "comparison.tsv"  # only where there are groups
SENSES = "senses.tsv"  # only where they are asked for
MAP_FILES = (TERMS, GRAPH, COMMUNITIES, TREE, THEMES, DOCUMENTS, TEXTS, CONTEXTS, RECORD, REPORT)
MORE_FILES = (SENSES, TRENDS, PERIODS, ALLUVIAL, COMPARISON)  # of some maps

Files = dict[str, Iterator[str]]


def term_files(terms: Terms) -> Files:
    """Return the lines of the file of the terms, by its name."""
    return {TERMS: table_lines(terms.columns(), terms.rows())}


def graph_files(graph: Graph) -> Files:
    """Return the lines of the file of the graph, by its name."""
    return {GRAPH: table_lines(graph.columns(), graph.rows())}


def community_files(communities: GraphCommunities, groups: Grouping) -> Files:
    """Return the lines of the files of communities and themes, by their names.

    Parameters
    ----------
    communities
        Of the graph.
    groups
        Communities and themes.
    """
    columns = COMMUNITY_COLUMNS if groups.parts is None else SENSED_COLUMNS
    return {
        COMMUNITIES: table_lines(columns, community_rows(communities, groups)),
        TREE: tree_lines(communities, directed=communities.graph.directed),
        THEMES: table_lines(THEME_COLUMNS, theme_rows(groups)),
    }


def sense_files(groups: Grouping) -> Files:
    """Return the lines of the file of the senses of terms with several, by its name."""
    return {SENSES: table_lines(SENSES_COLUMNS, sense_rows(groups))}


def document_files(groups: Grouping, records: Records, starts: Iterable[str]) -> Files:
    """Return the lines of the file of the documents, by its name; parameters as in `document_rows`."""
    return {DOCUMENTS: table_lines(document_columns(records), document_rows(groups, records, starts))}


def text_files(texts: Sequence[str], offsets: Longs) -> Files:
    """Return the lines of the file of the texts of documents, by its name; parameters as in `text_rows`."""
    return {TEXTS: table_lines(TEXT_COLUMNS, text_rows(texts, offsets))}


def alluvial_files(found: Alluvial | None) -> Files:
    """Return the lines of the file of communities by period, by its name; without rows where there are no periods."""
    return {ALLUVIAL: table_lines(ALLUVIAL_COLUMNS, iter(()) if found is None else found.rows())}


def time_files(found: TimeTables | None) -> Files:
    """Return the lines of the files of trends and periods, by their names; without rows where there are no periods."""
    trend_rows, period_rows = (iter(()), iter(())) if found is None else (found.trend_rows(), found.period_rows())
    return {TRENDS: table_lines(TRENDS_COLUMNS, trend_rows), PERIODS: table_lines(PERIODS_COLUMNS, period_rows)}


def comparison_files(found: Sequence[tuple[str, Sequence[Comparison]]]) -> Files:
    """Return the lines of the file of compared groups, by its name."""
    return {COMPARISON: table_lines(GROUP_COLUMNS, comparison_rows(found))}


def context_files(terms: Terms, contexts: Sequence[Context], records: Records) -> Files:
    """Return the lines of the file of the contexts, by its name."""
    return {CONTEXTS: table_lines(context_columns(records), context_rows(contexts, terms.terms, records), "jsonl")}
