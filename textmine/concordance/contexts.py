"""Keyword in context: the occurrences of terms with the text around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import combining

import numpy as np
from numpy.typing import NDArray

from textmine.concordance.places import Places
from textmine.concordance.spread import rank
from textmine.errors import OptionError
from textmine.text import Corpus
from textmine.text.breaks import shown
from textmine.text.folding import HAN, fold, kind_of
from textmine.text.items import cut

__all__ = ["Context", "find_contexts"]

_MARKS = "_'\u2019"  # within words


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
    chosen: NDArray[np.intp] | None = None,
    spread: bool = False,
) -> list[Context]:
    """Return occurrences of each term with the text around them, sorted by term, then place.

    If a term has more than `per_term` places, the first place of every document comes before the second of any. So a
    few contexts show many documents. No word is cut at the ends.

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
        Number of characters on each side, or a few less where a word would be cut.
    chosen
        Numbers of the places to show, in ascending order; None to choose `per_term`.
    spread
        Where more documents than asked for have a term, take those at equal steps from the first to the last, not the
        first ones.

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
    if chosen is None:
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
        first_shown, last_shown = _at_words(line, start, end, width)
        left, keyword, right = map(shown, (line[first_shown:start], line[start:end], line[end:last_shown]))
        found[index] = Context(int(places.terms[index]), left, keyword, right, document + 1)
    return [found[index] for index in chosen.tolist()]


def _at_words(line: str, start: int, end: int, width: int) -> tuple[int, int]:
    """Return begin and end of the text around a term, without the part of a word at either end."""
    first, last = max(start - width, 0), min(end + width, len(line))
    begin, stop = first, last
    while 0 < begin < start and _goes_on(line[begin - 1], line[begin]):
        begin += 1
    while end < stop < len(line) and _goes_on(line[stop - 1], line[stop]):
        stop -= 1
    # A single long word is cut all the same.
    return begin if begin < start else first, stop if stop > end else last


def _goes_on(left: str, right: str) -> bool:
    """Tell whether two characters may be of one word that blanks separate from others."""
    return all(kind_of(sign) != HAN and (sign.isalnum() or sign in _MARKS or combining(sign)) for sign in (left, right))


def _chosen(terms: NDArray[np.int64], documents: NDArray[np.intp], per_term: int, spread: bool) -> NDArray[np.intp]:
    """Return the places to show: for each term, the first place of each document, then the second, and so on."""
    ranks = rank(terms, documents)
    order = np.lexsort((ranks, terms))
    number = rank(terms[order])
    kept = number < per_term
    if spread:
        firsts = np.bincount(terms[ranks == 0], minlength=int(terms.max(initial=-1)) + 1)[terms[order]]
        step = (number + 1) * per_term // np.maximum(firsts, 1) > number * per_term // np.maximum(firsts, 1)
        kept = np.where(firsts > per_term, (number < firsts) & step, kept)
    return np.sort(order[kept])


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
    items = corpus.table.names.kept(folded, cut(folded)).without_leading_break()
    return line, *items.as_written(folded)
