"""Repeated passages are counted once, so that boilerplate and form letters do not dominate the counts."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine, LocalEngine
from textmine.ngrams.clauses import ClauseText, _kernels, drop_later, write_clauses
from textmine.ngrams.partitioned import parts_of, sent
from textmine.text import Corpus
from textmine.text.arrays import handle, new_array
from textmine.text.partitions import PARTITION
from textmine.text.scripts import is_traditional, merged_units, script_classes
from textmine.text.spool import work_folder

__all__ = ["REPEAT_LENGTH", "drop_repeats"]

REPEAT_LENGTH = 10
_PARTITIONS_A_RANGE = 4  # about the number of clauses of so many partitions are compared at a time


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
    engine = corpus.engine or LocalEngine()
    if engine.apart or isinstance(corpus.units, np.memmap):
        return dataclasses.replace(
            corpus, units=_dropped_by_partitions(corpus, compared, min_length, engine, PARTITION)
        )
    units = compared.units.copy()
    # Twice as many slots as clauses that may come.
    seen = np.zeros(1 << max(10, (2 * (len(units) // min_length + 1)).bit_length()), dtype=np.uint64)
    _kernels.blank_repeats(units, 0, len(units), min_length, seen)
    if compared is not corpus:
        units = np.where(units < 0, units, corpus.units)
    return dataclasses.replace(corpus, units=units)


def _dropped_by_partitions(
    corpus: Corpus, compared: Corpus, min_length: int, engine: Engine, size: int
) -> NDArray[np.int32]:
    parts = parts_of(corpus.units, size)
    kept = new_array(len(corpus.units), 0)
    (units, _units), (others, _others) = sent(corpus.units, engine), sent(compared.units, engine)
    n_ranges = max(len(parts) // _PARTITIONS_A_RANGE, engine.size, 1)
    with work_folder("clauses") as folder:
        text = ClauseText(folder, units, others, handle(kept), min_length, n_ranges)
        cuts = list(engine.run(write_clauses, ((text, *part) for part in parts)))
        if len(cuts) > 1:
            table = np.array(cuts)
            ranges = ((text, table[:, at : at + 2], table[:, -1]) for at in range(n_ranges))
            for _ in engine.run(drop_later, ranges):
                pass
    return kept
