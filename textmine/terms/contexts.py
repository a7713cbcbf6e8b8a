"""Keyword in context: nobody trusts a term without its sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.corpus.folding import fold
from textmine.corpus.units import cut
from textmine.segment import INSIDE

__all__ = ["Context", "find_contexts"]


@dataclass(frozen=True, slots=True)
class Context:
    """One occurrence of a term.

    Attributes
    ----------
    term
        Index of the term.
    left, keyword, right
        The text before it, itself as written there, and behind it.
    document
        Number of the document, from 1.
    """

    term: int
    left: str
    keyword: str
    right: str
    document: int


def find_contexts(
    texts: Sequence[str], corpus: Corpus, labels: NDArray[np.int32], *, per_term: int = 5, width: int = 40
) -> Iterator[Context]:
    """Yield the first occurrences of each term, one a document, in order of term and place.

    Parameters
    ----------
    texts
        The texts that `corpus` was built from.
    corpus
        Where the terms were found.
    labels
        int32[n]: at the place where a term begins in `corpus.units`, its index; negative elsewhere.
    per_term
        How many occurrences of each term.
    width
        Characters on either side.
    """
    places = np.flatnonzero(labels >= 0)
    documents = np.searchsorted(corpus.documents, places, side="right") - 1
    pairs = labels[places].astype(np.int64) * corpus.n_documents + documents
    first = np.unique(pairs, return_index=True)[1]
    terms = labels[places[first]]
    rank = np.arange(len(first)) - np.searchsorted(terms, terms)
    text = _Text(texts)
    for index in first[rank < per_term].tolist():
        place, document = int(places[index]), int(documents[index])
        line, spans = _line(text, corpus, document)
        start = spans[place - int(corpus.documents[document])][0]
        end = spans[_last_unit(labels, place) - int(corpus.documents[document])][1]
        left, right = line[max(start - width, 0) : start], line[end : end + width]
        yield Context(int(labels[place]), left, line[start:end], right, document + 1)


def _last_unit(labels: NDArray[np.int32], place: int) -> int:
    """Place of the last unit of the term that begins at `place`."""
    while place + 1 < len(labels) and labels[place + 1] == INSIDE:
        place += 1
    return place


class _Text:
    """Texts written one after the other, addressed by offset."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.bases = np.cumsum([0, *map(len, texts)])

    def line_at(self, offset: int) -> str:
        """Return the line in which `offset` lies."""
        number = int(np.searchsorted(self.bases, offset, side="right")) - 1
        text, at = self.texts[number], offset - int(self.bases[number])
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        return text[start : end if end >= 0 else len(text)]


def _line(text: _Text, corpus: Corpus, document: int) -> tuple[str, list[tuple[int, int]]]:
    """Text of a document and where in it each of its items (units and breaks) stands."""
    line = text.line_at(int(corpus.offsets[document]))
    folded = fold(line)
    items = cut(folded).without_leading_break()
    starts, ends = items.starts, items.ends
    if folded.origin is not None:
        starts, ends = folded.origin[starts], np.maximum(folded.origin[ends], folded.origin[ends - 1] + 1)
    return line, list(zip(starts.tolist(), ends.tolist(), strict=True))
