"""Occurrences of terms in a text, and the text around them."""

from textmine.concordance.absence import absence_noted, no_term_occurs, refuse_absent
from textmine.concordance.contexts import Context, find_contexts
from textmine.concordance.places import Places, enough_places, labelled_places, term_places

__all__ = [
    "Context",
    "Places",
    "absence_noted",
    "enough_places",
    "find_contexts",
    "labelled_places",
    "no_term_occurs",
    "refuse_absent",
    "term_places",
]
