"""Occurrences of terms in a text, and the text around them."""

from textmine.concordance.contexts import Context, find_contexts
from textmine.concordance.places import Places, enough_places, labelled_places, term_places

__all__ = [
    "Context",
    "Places",
    "enough_places",
    "find_contexts",
    "labelled_places",
    "term_places",
]
