"""Documents in traditional Chinese characters among simplified ones: the same units, so that the two can be compared.

Where a whole text is traditional, or one character in a hundred, its scripts are joined everywhere (`scripts`). A few
traditional documents, such as the oldest of a series, are below that; but beside the others they would differ in every
word.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Bools, Ids, Longs
from textmine.text.arrays import array_limit, new_array, release
from textmine.text.breaks import document_ranges
from textmine.text.characters import simple_units
from textmine.text.corpus import Corpus
from textmine.text.scripts import is_traditional, traditional_characters

__all__ = ["in_one_script"]

_SHARE = 0.05  # of traditional characters in a document that is traditional; mostly it is a third
_STRETCH = 1 << 20  # units looked at together, or one document


def in_one_script(corpus: Corpus, memory: int | None = None) -> tuple[Corpus, int]:
    """Return a corpus whose traditional documents have the units of simplified characters, and the number of these.

    The corpus stays as it is where its scripts are joined anyway, and where no document is traditional.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus, n_documents = in_one_script(build_corpus(["经济发展" * 100, "經濟發展"]))
    >>> n_documents, corpus.units[-5:-1].tolist() == corpus.units[:4].tolist()
    (1, True)
    """
    simple, traditional = _simple_ids(corpus)
    if not traditional.any() or is_traditional(corpus):
        return corpus, 0
    written = new_array(len(corpus.units), array_limit(memory))
    n_traditional = 0
    for first, last in document_ranges(corpus.documents, _STRETCH):
        begin, end = int(corpus.documents[first]), int(corpus.documents[last])
        units = np.asarray(corpus.units[begin:end])
        chosen = _traditional_documents(units, corpus.documents[first : last + 1] - begin, traditional)
        inside = np.repeat(chosen, np.diff(corpus.documents[first : last + 1]))
        written[begin:end] = np.where(inside & (units >= 0), simple[np.maximum(units, 0)], units)
        n_traditional += int(chosen.sum())
        release(corpus.units, written)
    return (dataclasses.replace(corpus, units=written), n_traditional) if n_traditional else (corpus, 0)


def _simple_ids(corpus: Corpus) -> tuple[Ids, Bools]:
    """Return, for each unit, the one with simplified characters, and whether simplified text does not use it."""
    names = list(corpus.table.units)
    simple = simple_units(names)
    number = {name: at for at, name in enumerate(names)}
    ids = np.array([number.get(name, at) for at, name in enumerate(simple)], dtype=np.int32)
    return ids, np.array([name in traditional_characters() for name in names], dtype=bool)


def _traditional_documents(units: NDArray[np.int32], edges: Longs, traditional: Bools) -> Bools:
    """Return bool[d]: whether each document has the share of traditional characters."""
    found = (units >= 0) & traditional[np.maximum(units, 0)]
    sums = np.concatenate(([0], np.cumsum(found)))
    sizes = np.concatenate(([0], np.cumsum(units >= 0)))
    chosen: Bools = np.diff(sums[edges]) >= np.maximum(_SHARE * np.diff(sizes[edges]), 1)
    return chosen
