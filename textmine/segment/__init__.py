"""Word segmentation: the cheapest way to write a text with the entries of a lexicon."""

from textmine.segment.autonomy import learn_lexicon
from textmine.segment.dictionary import jieba_dictionary, with_dictionary
from textmine.segment.lexicon import Lexicon, Spelling, build_lexicon
from textmine.segment.newwords import dictionary_lexicon
from textmine.segment.paths import best_path, word_marks
from textmine.segment.text import dictionary_segmenter, lexicon_free_segmenter, segment_texts
from textmine.segment.words import WordList, Words, as_words

__all__ = [
    "Lexicon",
    "Spelling",
    "WordList",
    "Words",
    "as_words",
    "best_path",
    "build_lexicon",
    "dictionary_lexicon",
    "dictionary_segmenter",
    "jieba_dictionary",
    "learn_lexicon",
    "lexicon_free_segmenter",
    "segment_texts",
    "with_dictionary",
    "word_marks",
]
