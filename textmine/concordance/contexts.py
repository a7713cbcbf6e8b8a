"""Keyword in context: the occurrences of terms with the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.concordance.places import Places
from textmine.errors import OptionError
from textmine.text import Corpus
from textmine.text.folding import fold
from textmine.text.units import cut

__all__ = ["Context", "find_contexts"]


@dataclass(frozen=True, slots=True)
class Context:
    """One occurrence of a term.

    Attributes
    ----------
    term
        Index of the term.
    left, keyword, right
        The text before the term, the term as it is written there, and the text after it.
    document
        Number of the document, from 1.
    """

    term: int
    left: str
    keyword: str
    right: str
    document: int


def find_contexts(
    texts: Sequence[str],
    corpus: Corpus,
    places: Places,
    *,
    per_term: int | None = 5,
    width: int = 40,
    spread: bool = False,
    whole_words: bool = False,
) -> list[Context]:
    """Return occurrences of each term with the text around them, sorted by term, then place.

    If a term has more than `per_term` places, the first place of every document comes before the second of any. So a
    few contexts show many documents.

    Parameters
    ----------
    texts
        The texts that `corpus` was built from.
    corpus
        The corpus that contains the terms.
    places
        The places of the terms in the corpus.
    per_term
        Greatest number of occurrences of each term; None for all.
    width
        Number of characters on each side.
    spread
        Where more documents than asked for have a term, take those at equal steps from the first to the last, not the
        first ones.
    whole_words
        Leave out a part of a word at either end.

    Raises
    ------
    OptionError
        The width or the number of occurrences is negative.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.concordance.places import term_places
    >>> texts = ["检修变压器，更换变压器油"]
    >>> corpus = build_corpus(texts)
    >>> [(found.left, found.right) for found in find_contexts(texts, corpus, term_places(corpus, ["变压器"]), width=3)]
    [('检修', '，更换'), ('，更换', '油')]
    """
    if width < 0 or (per_term or 0) < 0:
        raise OptionError("the width or the number of contexts is negative", "use `width=40` and `per_term=5`")
    documents = np.searchsorted(corpus.documents, places.starts, side="right") - 1
    chosen = np.arange(len(places)) if per_term is None else _chosen(places.terms, documents, per_term, spread)
    found: dict[int, Context] = {}
    text, document = _Text(texts), -1
    # Each document is cut once, and only one is in memory.
    for index in chosen[np.argsort(documents[chosen], kind="stable")].tolist():
        if documents[index] != document:
            document = int(documents[index])
            line, starts, ends = _line(text, corpus, document)
            first = int(corpus.documents[document])
        start, end = int(starts[places.starts[index] - first]), int(ends[places.ends[index] - 1 - first])
        begin, stop = max(start - width, 0), min(end + width, len(line))
        if whole_words:
            begin, stop = _whole(line, begin, start, 1), _whole(line, stop, end, -1)
        left, right = line[begin:start], line[end:stop]
        found[index] = Context(int(places.terms[index]), left, line[start:end], right, document + 1)
    return [found[index] for index in chosen.tolist()]


def _chosen(terms: NDArray[np.int64], documents: NDArray[np.intp], per_term: int, spread: bool) -> NDArray[np.intp]:
    """Return the places to show: for each term, the first place of each document, then the second, and so on."""
    ranks = _rank(terms, documents)
    order = np.lexsort((ranks, terms))
    number = _rank(terms[order])
    kept = number < per_term
    if spread:
        firsts = np.bincount(terms[ranks == 0], minlength=int(terms.max(initial=-1)) + 1)[terms[order]]
        step = (number + 1) * per_term // np.maximum(firsts, 1) > number * per_term // np.maximum(firsts, 1)
        kept = np.where(firsts > per_term, (number < firsts) & step, kept)
    return np.sort(order[kept])


def _whole(line: str, at: int, towards: int, step: int) -> int:
    """Return where a line may be cut: `at`, or further towards the term where that is within a word."""
    while at != towards and 0 < at < len(line) and _joined(line[at - 1], line[at]):
        at += step
    return at


def _joined(before: str, after: str) -> bool:
    """Tell whether two characters stand in one word; those of Chinese and Japanese stand alone."""
    return all(character.isalnum() and not "\u2e80" <= character <= "\uffef" for character in (before, after))


def _rank(*keys: NDArray[np.signedinteger]) -> NDArray[np.intp]:
    """Return the number of each item, from 0, in its run of consecutive items with the same keys."""
    number = np.arange(len(keys[0]))
    is_first = np.ones(len(number), dtype=bool)
    is_first[1:] = np.logical_or.reduce([key[1:] != key[:-1] for key in keys])
    return number - np.maximum.accumulate(np.where(is_first, number, 0))


class _Text:
    """Texts that are read as one long text, by offset."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.bases = np.cumsum([0, *map(len, texts)])

    def line_at(self, offset: int) -> str:
        """Return the line that contains `offset`."""
        number = int(np.searchsorted(self.bases, offset, side="right")) - 1
        text, at = self.texts[number], offset - int(self.bases[number])
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        return text[start : end if end >= 0 else len(text)]


def _line(text: _Text, corpus: Corpus, document: int) -> tuple[str, NDArray[np.int64], NDArray[np.int64]]:
    """Return the text of a document, and the begin and end in it of each of its items (units and breaks)."""
    line = text.line_at(int(corpus.offsets[document]))
    folded = fold(line)
    items = cut(folded).without_leading_break()
    return line, *items.as_written(folded)
