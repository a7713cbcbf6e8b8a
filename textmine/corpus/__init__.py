"""From files to documents to units: the text as arrays of numbers."""

from textmine.corpus.corpus import Alphabet, Corpus, build_corpus
from textmine.corpus.reading import ReadOptions, read_texts
from textmine.corpus.units import UnitTable

__all__ = ["Alphabet", "Corpus", "ReadOptions", "UnitTable", "build_corpus", "read_texts"]
