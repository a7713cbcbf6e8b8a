"""Places of terms in a corpus: all of them, or those of the best segmentation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.scripts import join_scripts
from textmine.concordance.matching import TermTrie
from textmine.concordance.spread import spread_places
from textmine.segment import WordList
from textmine.text import Corpus
from textmine.text.breaks import INSIDE
from textmine.text.characters import simple_units

__all__ = ["Places", "enough_places", "labelled_places", "occur", "term_places"]

_AT_A_TIME = 1000  # terms that are looked for together


@dataclass(frozen=True, slots=True)
class Places:
    """Occurrences of terms, sorted by term, then place.

    Attributes
    ----------
    terms
        int64[m]: index of the term.
    starts, ends
        int64[m]: begin and end of the occurrence in `Corpus.units`; the end is after the last unit.
    """

    terms: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.terms)


def labelled_places(labels: NDArray[np.int32]) -> Places:
    """Return the places of the terms in a segmentation.

    Parameters
    ----------
    labels
        int32[n]: index of the term where a term begins in `Corpus.units`; negative elsewhere, and `INSIDE` after the
        first unit of each word.

    Examples
    --------
    >>> found = labelled_places(np.array([1, INSIDE, -3, 0], dtype=np.int32))
    >>> found.terms.tolist(), found.starts.tolist(), found.ends.tolist()
    ([0, 1], [3, 0], [4, 2])
    """
    begins = np.append(np.flatnonzero(labels != INSIDE), len(labels))
    starts = np.flatnonzero(labels >= 0)
    starts = starts[np.argsort(labels[starts], kind="stable")]
    ends = begins[np.searchsorted(begins, starts, side="right")]
    return Places(labels[starts].astype(np.int64), starts, ends)


def term_places(corpus: Corpus, terms: Sequence[str], memory: int | None = None) -> Places:
    """Return all places where the units of a term occur, even if they overlap or are part of a longer word.

    Case and width make no difference, nor do blanks next to a Han character, nor the script in a text of traditional
    Chinese characters. A mark within a term matches every mark that ends a clause (or a sentence) like it.

    Parameters
    ----------
    corpus
        The corpus to search.
    terms
        Any strings; a string without a letter, digit or ideograph has no places.
    memory
        Bytes to use for a copy of the text in one script; None means a quarter of the machine's memory.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> found = term_places(build_corpus(["ＡＢ哈哈哈"]), ["哈哈", "ab"])
    >>> found.terms.tolist(), found.starts.tolist(), found.ends.tolist()
    ([0, 0, 1], [1, 2, 0], [3, 4, 1])
    """
    scripts = join_scripts(corpus, memory=memory)
    if scripts is not None:
        corpus, terms = scripts.corpus, simple_units(terms)
    spelling = WordList(terms, np.ones(len(terms))).spell(corpus)
    starts, found = TermTrie(spelling).places(corpus.units)
    order = np.argsort(found, kind="stable")
    starts, numbers = starts[order], found[order].astype(np.int64)
    return Places(numbers, starts, starts + (spelling.ends - spelling.starts)[numbers])


def occur(corpus: Corpus, terms: Sequence[str]) -> bool:
    """Tell whether any of the terms stands in the corpus, as `term_places` looks for them.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> occur(build_corpus(["变压器过热"]), ["绕组", "过热"]), occur(build_corpus(["变压器"]), ["变 12 n"])
    (True, False)
    """
    # A few at a time: mostly one of the first is there.
    return any(
        len(term_places(corpus, terms[first : first + _AT_A_TIME])) for first in range(0, len(terms), _AT_A_TIME)
    )


def enough_places(
    corpus: Corpus, labels: NDArray[np.int32], terms: Sequence[str], least: int, *, spread: bool = False
) -> Places:
    """Return the places of terms in a segmentation; a term with fewer than `least` of them gets all its places.

    Parameters
    ----------
    corpus
        The corpus that contains the terms.
    labels
        int32[n]: labels as for `labelled_places`.
    terms
        The terms. Labels of `len(terms)` or more are other words.
    least
        Number of places that is enough.
    spread
        Leave out the places that `find_contexts` does not take with the same, and with `least` places a term.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["油色谱和色谱"])
    >>> labels = np.array([0, INSIDE, INSIDE, -3, 1, INSIDE], dtype=np.int32)
    >>> [enough_places(corpus, labels, ["油色谱", "色谱"], least).starts.tolist() for least in (1, 2)]
    [[0, 4], [0, 1, 4]]
    """
    if spread:
        counts, found_places = spread_places(labels, corpus.documents, len(terms), least)
        given = Places(*found_places)
    else:
        given = labelled_places(np.where(labels < len(terms), labels, -1).astype(np.int32))
        counts = np.bincount(given.terms, minlength=len(terms))
    has_few = counts < least
    few = np.flatnonzero(has_few).tolist()
    every = term_places(corpus, [terms[term] for term in few])
    kept = ~has_few[given.terms]
    found = np.concatenate((given.terms[kept], np.array(few, np.int64)[every.terms]))
    order = np.argsort(found, kind="stable")
    starts, ends = (
        (np.concatenate((a[kept], b)))[order] for a, b in ((given.starts, every.starts), (given.ends, every.ends))
    )
    return Places(found[order], starts, ends)
