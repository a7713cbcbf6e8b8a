"""Repeated passages are counted once, so that boilerplate and form letters do not dominate the counts."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import _kernels
from textmine.text import Corpus
from textmine.text.arrays import array_limit, new_array, ranges, release
from textmine.text.scripts import is_traditional, merged_units, script_classes

__all__ = ["REPEAT_LENGTH", "drop_repeats"]

REPEAT_LENGTH = 10


def drop_repeats(corpus: Corpus, min_length: int = REPEAT_LENGTH, *, memory: int | None = None) -> Corpus:
    """Return the corpus with every repeated clause of `min_length` units or more turned into breaks.

    A clause is the text between two breaks. Its first occurrence stays. Clauses are compared by a 64-bit hash: with ten
    million different clauses, the odds that any two of them have the same hash are 1 to 400,000.

    Parameters
    ----------
    corpus
        The text.
    min_length
        Least length, in units, of a clause that is counted once.
    memory
        Bytes to use; None means a quarter of the machine's memory.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["甲乙丙，甲乙，甲乙丙，甲乙"])
    >>> drop_repeats(corpus, 3).units.tolist()
    [0, 1, 2, -1, 0, 1, -1, -1, -1, -1, -1, 0, 1, -3]
    """
    compared = corpus
    if is_traditional(corpus):  # a clause may recur in the other script
        compared = merged_units(corpus, script_classes(corpus.table), memory, corpus.table)
    units = new_array(len(corpus.units), array_limit(memory))
    seen = np.zeros(1024, dtype=np.uint64)
    n_seen = 0
    done = 0
    for begin, end in ranges(corpus.units):
        units[begin:end] = compared.units[begin:end]
        edge = _last_break(units, done, end)
        seen = _with_room(seen, n_seen + (edge - done) // min_length + 1)
        n_seen += _kernels.blank_repeats(units, done, edge, min_length, seen)
        done = edge
        release(units, corpus.units)
    if compared is not corpus:
        for begin, end in ranges(units):
            units[begin:end] = np.where(units[begin:end] < 0, units[begin:end], corpus.units[begin:end])
            release(units, corpus.units)
    return dataclasses.replace(corpus, units=units)


def _last_break(units: NDArray[np.int32], begin: int, end: int) -> int:
    """Return the end of the last complete clause."""
    while end > begin and units[end - 1] >= 0:
        end -= 1
    return end


def _with_room(seen: NDArray[np.uint64], n_keys: int) -> NDArray[np.uint64]:
    """Return the set, enlarged if `n_keys` would fill more than half of it."""
    if 2 * n_keys <= len(seen):
        return seen
    larger = np.zeros(1 << (2 * n_keys).bit_length(), dtype=np.uint64)
    _kernels.insert_all(seen, larger)
    return larger
