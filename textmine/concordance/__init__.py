"""Occurrences of terms in a text, and the text around them."""

from textmine.concordance.absence import Occurs, absence_noted, no_term_occurs, note_absence, refuse_absent
from textmine.concordance.bydocument import DocumentCounts, count_by_document, merged_counts
from textmine.concordance.contexts import Context, find_contexts
from textmine.concordance.places import Places, enough_places, labelled_places, term_places
from textmine.concordance.table import ContextOptions, ContextTable, contexts

__all__ = [
    "Context",
    "ContextOptions",
    "ContextTable",
    "DocumentCounts",
    "Occurs",
    "Places",
    "absence_noted",
    "contexts",
    "count_by_document",
    "enough_places",
    "find_contexts",
    "labelled_places",
    "merged_counts",
    "no_term_occurs",
    "note_absence",
    "refuse_absent",
    "term_places",
]
