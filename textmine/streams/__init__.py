"""Communities from period to period: a network for each, communities that are matched, and what they share."""

from textmine.streams.finding import AlluvialOptions, alluvial, alluvial_of_labels
from textmine.streams.matching import match_communities
from textmine.streams.table import ALLUVIAL_COLUMNS, Alluvial
from textmine.streams.whole import Reference

__all__ = [
    "ALLUVIAL_COLUMNS",
    "Alluvial",
    "AlluvialOptions",
    "Reference",
    "alluvial",
    "alluvial_of_labels",
    "match_communities",
]
