"""What the room offers; its names load when one is first used."""

from textmine.terms.content import content_words
from textmine.terms.dictionaries import dictionary_lines
from textmine.terms.discovery import discover
from textmine.terms.files import (
    load_scored,
    load_table,
    load_terms,
    read_terms,
    simplified_terms,
    terms_as_read,
    words_of,
)
from textmine.terms.formats import DICTIONARIES, TERM_FORMATS, TermFormat
from textmine.terms.lists import TermLists, load_lists
from textmine.terms.measures import MEASURES
from textmine.terms.options import DiscoverOptions
from textmine.terms.ranking import CHARACTERS, WORDS, Exponents
from textmine.terms.terms import Term, Terms, load_evidence, read_evidence

__all__ = [
    "CHARACTERS",
    "DICTIONARIES",
    "MEASURES",
    "TERM_FORMATS",
    "WORDS",
    "DiscoverOptions",
    "Exponents",
    "Term",
    "TermFormat",
    "TermLists",
    "Terms",
    "content_words",
    "dictionary_lines",
    "discover",
    "load_evidence",
    "load_lists",
    "load_scored",
    "load_table",
    "load_terms",
    "read_evidence",
    "read_terms",
    "simplified_terms",
    "terms_as_read",
    "words_of",
]
