"""Passages that were seen before: counted once, so that boilerplate and form letters do not win."""

from __future__ import annotations

import dataclasses

import numpy as np

from textmine.corpus import Corpus
from textmine.corpus.corpus import CLAUSE_END
from textmine.ngrams import _kernels

__all__ = ["REPEAT_LENGTH", "drop_repeats"]

REPEAT_LENGTH = 10


def drop_repeats(corpus: Corpus, min_length: int = REPEAT_LENGTH) -> Corpus:
    """Return the corpus with every repeated clause of `min_length` units or more turned into a break.

    A clause is what stands between two breaks; its first occurrence stays.

    Examples
    --------
    >>> from textmine.corpus import build_corpus
    >>> corpus = build_corpus(["甲乙丙，甲乙，甲乙丙，甲乙"])
    >>> drop_repeats(corpus, 3).units.tolist()
    [0, 1, 2, -1, 0, 1, -1, -1, -1, -1, -1, 0, 1, -3]
    """
    room = len(corpus.units) // max(min_length, 1) + 1
    starts, ends = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    hashes = np.empty(room, dtype=np.uint64)
    n_clauses = _kernels.hash_clauses(corpus.units, min_length, starts, ends, hashes)
    first = np.unique(hashes[:n_clauses], return_index=True)[1]
    again = np.ones(n_clauses, dtype=bool)
    again[first] = False
    # +1 where a repeated clause starts, -1 behind its end: the running sum is 1 inside.
    edges = np.zeros(len(corpus.units) + 1, dtype=np.int8)
    edges[starts[:n_clauses][again]] += 1
    edges[ends[:n_clauses][again]] -= 1
    repeated = np.cumsum(edges[:-1], dtype=np.int8).view(bool)
    return dataclasses.replace(corpus, units=np.where(repeated, np.int32(CLAUSE_END), corpus.units))
