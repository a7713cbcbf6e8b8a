"""Where terms may begin and end in a text, by the best segmentation with a dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine, LocalEngine
from textmine.ngrams.partitioned import sent
from textmine.segment import Lexicon, best_path
from textmine.segment.lexicon import LexiconHandles
from textmine.text import Corpus
from textmine.text.arrays import Handle, array_limit, handle, new_array, release
from textmine.text.breaks import INSIDE, clause_ranges
from textmine.text.partitions import PARTITION, partitions

__all__ = ["term_marks"]

_BEGIN, _END = 1, 2  # bits of a mark; see `NgramTable.marked`
_STRETCH = 1 << 20


def term_marks(
    corpus: Corpus, lexicon: Lexicon, is_function: NDArray[np.bool_], memory: int | None = None
) -> NDArray[np.uint8]:
    """Return uint8[n + 1]: bit 0 if a term may begin at this place, bit 1 if one may end before it.

    Characters begin and end terms at the word boundaries of the best segmentation. A word between blanks begins (ends)
    a term if a function word, a break or a character comes before (after) it, like the phrases between stop words of
    Rose et al. 2010, Automatic keyword extraction from individual documents.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.segment import WordList
    >>> corpus = build_corpus(["the wind turbine"])
    >>> lexicon = WordList(["wind"], np.ones(1)).lexicon(corpus)
    >>> term_marks(corpus, lexicon, np.array([True, False, False])).tolist()  # wind turbine, not wind
    [3, 1, 0, 3, 3]
    """
    spaced = np.append(corpus.alphabet.spaced, False)  # the last entry stands for breaks
    borders = np.append(~corpus.alphabet.spaced | is_function, True)
    engine = corpus.engine or LocalEngine()
    if engine.apart:
        return _on_engine(corpus, lexicon, spaced, borders, engine)
    marks: NDArray[np.uint8] = new_array(len(corpus.units) + 1, array_limit(memory), np.uint8)
    marks[-1] = _BEGIN | _END
    _mark(corpus.units, lexicon, spaced, borders, marks, 0, len(corpus.units))
    return marks


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text, the lexicon that segments it, and the array of marks that tasks fill.

    Attributes
    ----------
    spaced, borders
        bool[A + 1]: words between blanks, and units beside which such a word may begin or end a term; the last entry
        stands for breaks.
    """

    units: Handle
    lexicon: LexiconHandles
    spaced: Handle
    borders: Handle
    marks: Handle


def _on_engine(
    corpus: Corpus, lexicon: Lexicon, spaced: NDArray[np.bool_], borders: NDArray[np.bool_], engine: Engine
) -> NDArray[np.uint8]:
    marks: NDArray[np.uint8] = new_array(len(corpus.units) + 1, 0, np.uint8)
    marks[-1] = _BEGIN | _END
    arrays = (corpus.units, lexicon.first_child, lexicon.last, lexicon.costs, spaced, borders)
    opened = [sent(array, engine) for array in arrays]  # the files exist as long as this list does
    units, first_child, last, costs, is_spaced, is_border = (found for found, _kept in opened)
    found = LexiconHandles(first_child, last, costs, lexicon.unknown)
    text = MarkedText(units, found, is_spaced, is_border, handle(marks))
    parts = pairwise(partitions(corpus.units, corpus.documents, PARTITION).tolist())
    release(corpus.units, corpus.documents)
    for _ in engine.run(mark_partition, ((text, *part) for part in parts)):
        pass
    return marks


def mark_partition(text: MarkedText, begin: int, end: int) -> None:
    """Fill in the marks of a partition."""
    arrays = text.units.open(), text.spaced.open(), text.borders.open(), text.marks.open()
    units, spaced, borders, marks = arrays
    _mark(units, text.lexicon.open(), spaced, borders, marks, begin, end)
    release(*arrays)


def _mark(
    units: NDArray[np.int32],
    lexicon: Lexicon,
    spaced: NDArray[np.bool_],
    borders: NDArray[np.bool_],
    marks: NDArray[np.uint8],
    begin: int,
    end: int,
) -> None:
    """Fill in the marks at the places `begin` to `end` - 1, which are whole clauses. Each is written once."""
    any_spaced = spaced.any()
    for start, stop in clause_ranges(units[begin:end], _STRETCH):
        start, stop = begin + start, begin + stop
        is_edge = best_path(units[start:stop], lexicon) != INSIDE
        if not any_spaced:
            marks[start:stop] = is_edge * np.uint8(_BEGIN | _END)
            release(marks, units)
            continue
        part = np.maximum(units[start:stop], -1)
        before = np.concatenate(([max(int(units[start - 1]), -1) if start else -1], part[:-1]))
        begins, ends = (
            np.where(spaced[part], borders[before], is_edge),
            np.where(spaced[before], borders[part], is_edge),
        )
        marks[start:stop] = begins * np.uint8(_BEGIN) + ends * np.uint8(_END)
        release(marks, units)
