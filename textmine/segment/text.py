"""Text with blanks between its words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.corpus.corpus import build_corpus
from textmine.corpus.folding import fold
from textmine.corpus.units import cut
from textmine.segment.dictionary import jieba_dictionary, with_dictionary
from textmine.segment.paths import INSIDE, best_path
from textmine.segment.words import WordList

__all__ = ["segment_texts"]

# A run of one sign (……, ——) is one token; every other character that is in no unit stands alone.
_SIGNS = re.compile(r"\n|(\S)\1*")
_AROUND_LINE_END = re.compile(r" ?\n ?")


def segment_texts(texts: Sequence[str], terms: WordList | None = None) -> list[str]:
    """Return the texts with one blank between words; no other character is changed, lines stay lines.

    Parameters
    ----------
    texts
        Texts of any length.
    terms
        Terms to add to jieba's dictionary, with their counts in the texts.

    Examples
    --------
    >>> segment_texts(["变压器油色谱，１０ kV"], WordList(["油色谱"], np.array([2.0])))
    ['变压器 油色谱 ， １０ kV']
    """
    corpus = build_corpus(texts)
    words = jieba_dictionary() if terms is None else with_dictionary(terms, corpus.n_units)
    path = best_path(corpus.units, words.lexicon(corpus))
    segmented = []
    done = 0
    for text in texts:
        spans, n_items = _words(text, path[done:])
        segmented.append(_with_blanks(text, spans))
        done += n_items
    return segmented


def _words(text: str, path: NDArray[np.int32]) -> tuple[list[tuple[int, int]], int]:
    """Offsets of the words of a text, whose items are the first of `path`; and how many items it has."""
    folded = fold(text if text.endswith("\n") else text + "\n")
    items = cut(folded).without_leading_break()
    starts, ends = items.starts, items.ends
    if folded.origin is not None:
        # Up to the next folded character: marks that were merged into the last one belong to it.
        starts, ends = folded.origin[starts], np.maximum(folded.origin[ends], folded.origin[ends - 1] + 1)
    path = path[: len(starts)]
    begins = np.flatnonzero(path != INSIDE)
    last = np.append(begins[1:], len(path)) - 1
    is_word = path[begins] >= 0
    return list(zip(starts[begins[is_word]].tolist(), ends[last[is_word]].tolist(), strict=True)), len(starts)


def _with_blanks(text: str, spans: list[tuple[int, int]]) -> str:
    pieces = []
    done = 0
    for start, end in spans:
        if start < done:
            continue  # a second unit of one character, as the 2 of ½
        pieces.extend(_signs(text[done:start]))
        pieces.append(text[start:end])
        done = end
    pieces.extend(_signs(text[done:]))
    return _AROUND_LINE_END.sub("\n", " ".join(pieces))


def _signs(between: str) -> list[str]:
    """Tokens of the text between two words: line ends, and runs of one sign."""
    return [match[0] for match in _SIGNS.finditer(between)]
