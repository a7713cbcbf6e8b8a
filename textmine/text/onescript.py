"""Documents in traditional Chinese characters among simplified ones: the same units, so that the two can be compared.

Where a whole text is traditional, or one character in a hundred, its scripts are joined everywhere (`scripts`). A few
traditional documents, such as the oldest of a series, are below that; but beside the others they would differ in every
word.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from textmine.arraytypes import Bools, Ids, Longs
from textmine.text.arrays import array_limit, new_array, ranges, release
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
    documents = _traditional_documents(corpus, traditional)
    if not len(documents):
        return corpus, 0
    written = new_array(len(corpus.units), array_limit(memory))
    for begin, end in ranges(corpus.units):
        written[begin:end] = corpus.units[begin:end]
        release(corpus.units, written)
    for document in documents.tolist():
        inside = slice(int(corpus.documents[document]), int(corpus.documents[document + 1]))
        units = np.asarray(corpus.units[inside])
        written[inside] = np.where(units >= 0, simple[np.maximum(units, 0)], units)
    release(corpus.units, written)
    return dataclasses.replace(corpus, units=written), len(documents)


def _simple_ids(corpus: Corpus) -> tuple[Ids, Bools]:
    """Return, for each unit, the one with simplified characters, and whether simplified text does not use it."""
    names = list(corpus.table.units)
    simple = simple_units(names)
    number = {name: at for at, name in enumerate(names)}
    ids = np.array([number.get(name, at) for at, name in enumerate(simple)], dtype=np.int32)
    return ids, np.array([name in traditional_characters() for name in names], dtype=bool)


def _traditional_documents(corpus: Corpus, traditional: Bools) -> Longs:
    """Return the documents that have the share of traditional characters."""
    is_traditional = np.append(traditional, False)  # the last is for breaks
    parts = [np.empty(0, np.int64)]
    for first, last in document_ranges(corpus.documents, _STRETCH):
        edges = corpus.documents[first : last + 1]
        units = np.asarray(corpus.units[int(edges[0]) : int(edges[-1])])
        places = np.flatnonzero(is_traditional[np.maximum(units, -1)]) + edges[0]
        counts = np.bincount(np.searchsorted(edges, places, side="right") - 1, minlength=last - first)
        # Few documents have any: only their units are counted.
        for at in np.flatnonzero(counts).tolist():
            n_units = np.count_nonzero(units[int(edges[at] - edges[0]) : int(edges[at + 1] - edges[0])] >= 0)
            if counts[at] >= max(_SHARE * n_units, 1):
                parts.append(np.array([first + at]))
        release(corpus.units)
    return np.concatenate(parts)
