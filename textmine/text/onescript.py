"""Documents in traditional Chinese characters among simplified ones: the same units, in every text that is read.

Where a whole text is traditional, or one character in a hundred, its scripts are joined everywhere (`scripts`). A few
traditional documents, such as the oldest of a series, are below that; but they would have no word in common with the
others.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from textmine.arraytypes import Bools, Ids, Longs
from textmine.text.arrays import release
from textmine.text.breaks import document_ranges
from textmine.text.characters import simple_units
from textmine.text.corpus import Corpus
from textmine.text.scripts import is_simplified, is_traditional, traditional_characters

__all__ = ["as_read", "in_one_script"]

_SHARE = 0.05  # of traditional characters in a document that is traditional; mostly it is a third
_STRETCH = 1 << 20  # units looked at together, or one document


def in_one_script(corpus: Corpus) -> Corpus:
    """Write the units of simplified characters over those of the traditional documents of a text.

    The corpus stays as it is where its scripts are joined anyway, and where no document is traditional. One traditional
    character beside simplified ones makes no document traditional: it is a name.

    Parameters
    ----------
    corpus
        A text that was just read: `Corpus.units` is written in place, so that large text is not copied.

    Returns
    -------
    The corpus, in which `n_simplified` is the number of these documents.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["经济发展" * 100, "經濟發展"])
    >>> corpus.n_simplified, corpus.units[-5:-1].tolist() == corpus.units[:4].tolist()
    (1, True)
    """
    names = list(corpus.table.units)
    if traditional_characters().isdisjoint(names) or is_traditional(corpus):
        return corpus
    documents = _traditional_documents(corpus, names)
    if not len(documents):
        return corpus
    simple, units = _simple_ids(names), corpus.units
    for document in documents.tolist():
        inside = slice(int(corpus.documents[document]), int(corpus.documents[document + 1]))
        units[inside] = np.where(units[inside] >= 0, simple[np.maximum(units[inside], 0)], units[inside])
    release(units)
    # A copy, since units were counted.
    return dataclasses.replace(corpus, n_simplified=len(documents))


def as_read(units: Ids, corpus: Corpus) -> Ids:
    """Return the units of terms that are looked up in a text some of whose documents were read as simplified.

    A traditional character that the text has nowhere else is the simplified one there, so it is in terms, too.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["经济发展" * 100, "經濟發展"])
    >>> term = np.array([corpus.table.units.index(character) for character in "發展"], np.int32)
    >>> "".join(corpus.table.units[unit] for unit in as_read(term, corpus))
    '发展'
    """
    if not corpus.n_simplified:
        return units
    names = list(corpus.table.units)
    gone = np.array([name in traditional_characters() for name in names])
    counts = corpus.unit_counts()
    gone[: len(counts)] &= counts == 0
    inside = np.maximum(units, 0)
    found: Ids = np.where((units >= 0) & gone[inside], _simple_ids(names)[inside], units)
    return found


def _simple_ids(names: list[str]) -> Ids:
    """Return, for each unit, the one with simplified characters."""
    number = {name: at for at, name in enumerate(names)}
    return np.array([number.get(name, at) for at, name in enumerate(simple_units(names))], dtype=np.int32)


def _traditional_documents(corpus: Corpus, names: list[str]) -> Longs:
    """Return the documents that have the share of traditional characters."""
    # The last is for breaks.
    traditional: Bools = np.array([*(name in traditional_characters() for name in names), False])
    simplified: Bools = np.array([*map(is_simplified, names), False])
    parts = [np.empty(0, np.int64)]
    for first, last in document_ranges(corpus.documents, _STRETCH):
        edges = corpus.documents[first : last + 1]
        units = np.maximum(corpus.units[int(edges[0]) : int(edges[-1])], -1)
        places = np.flatnonzero(traditional[units]) + edges[0]
        counts = np.bincount(np.searchsorted(edges, places, side="right") - 1, minlength=last - first)
        # Few documents have any: only their units are counted.
        for at in np.flatnonzero(counts).tolist():
            own = units[int(edges[at] - edges[0]) : int(edges[at + 1] - edges[0])]
            if counts[at] >= _SHARE * np.count_nonzero(own >= 0) and (counts[at] > 1 or not simplified[own].any()):
                parts.append(np.array([first + at]))
        release(corpus.units)
    return np.concatenate(parts)
