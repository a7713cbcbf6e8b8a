"""What the room offers; its names load when one is first used."""

from textmine.text.cleaning import clean_texts
from textmine.text.corpus import Alphabet, Corpus, build_corpus
from textmine.text.reading import ReadOptions, TextReader, read_corpus, read_texts
from textmine.text.spellings import Spellings, load_spellings, read_spellings, spellings_of

__all__ = [
    "Alphabet",
    "Corpus",
    "ReadOptions",
    "Spellings",
    "TextReader",
    "build_corpus",
    "clean_texts",
    "load_spellings",
    "read_corpus",
    "read_spellings",
    "read_texts",
    "spellings_of",
]
