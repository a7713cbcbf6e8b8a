"""Terms of a domain: candidates, evidence, contrast with a background, ranking, contexts."""

from textmine.terms.contexts import Context, find_contexts
from textmine.terms.discovery import DiscoverOptions, discover
from textmine.terms.files import load_terms, read_terms, simplified_terms
from textmine.terms.lists import TermLists
from textmine.terms.measures import MEASURES
from textmine.terms.ranking import Exponents
from textmine.terms.terms import Terms

__all__ = [
    "MEASURES",
    "Context",
    "DiscoverOptions",
    "Exponents",
    "TermLists",
    "Terms",
    "discover",
    "find_contexts",
    "load_terms",
    "read_terms",
    "simplified_terms",
]
