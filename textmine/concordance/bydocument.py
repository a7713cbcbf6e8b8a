"""How often each term occurs in each document, as sparse counts."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from textmine.arraytypes import Bools, Ids, Longs
from textmine.backgrounds.scripts import join_scripts
from textmine.concordance import _kernels
from textmine.concordance.matching import TermTrie
from textmine.options import require
from textmine.pairs import label_words
from textmine.segment import WordList, Words, as_words
from textmine.text import Corpus
from textmine.text.arrays import ranges, release
from textmine.text.breaks import DOCUMENT_END, document_ranges
from textmine.text.characters import simple_units

__all__ = ["DocumentCounts", "count_by_document", "merged_counts"]

_STRETCH: Final = 1 << 20  # units in which terms are looked for at a time


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Occurrences of terms by document; only pairs of a term and a document that has it are held.

    Attributes
    ----------
    terms
        The terms.
    offsets
        int64[t + 1]: where the entries of each term begin.
    documents, counts
        int32[m], int64[m]: entries, sorted by term, then document; a document and the occurrences of the term in it.
    n_units
        int64[d]: units of each document.
    """

    terms: Sequence[str]
    offsets: Longs
    documents: Ids
    counts: Longs
    n_units: Longs

    @property
    def n_documents(self) -> int:
        """Number of documents."""
        return len(self.n_units)

    def term_numbers(self) -> NDArray[np.int64]:
        """Return int64[m]: the term of each entry."""
        return np.repeat(np.arange(len(self.terms)), np.diff(self.offsets))

    def totals(self) -> Longs:
        """Return int64[t]: occurrences of each term."""
        return np.bincount(self.term_numbers(), self.counts, len(self.terms)).astype(np.int64)

    def take_documents(self, kept: Bools) -> DocumentCounts:
        """Return the counts in the documents for which bool[d] `kept` is True; they are numbered anew.

        Examples
        --------
        >>> from textmine.text import build_corpus
        >>> counts = count_by_document(build_corpus(["变压器", "绕组和变压器"]), ["变压器", "绕组"])
        >>> counts.take_documents(np.array([False, True])).totals().tolist()
        [1, 1]
        """
        inside = kept[self.documents]
        ends = np.concatenate(([0], np.cumsum(inside)))[self.offsets]
        numbers = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        return DocumentCounts(
            self.terms, ends, numbers[self.documents[inside]], self.counts[inside], self.n_units[kept]
        )

    def take_terms(self, kept: NDArray[np.int64]) -> DocumentCounts:
        """Return the counts of some terms, in the order of their numbers."""
        sizes = np.diff(self.offsets)[kept]
        ends = np.concatenate(([0], np.cumsum(sizes)))
        entries = np.repeat(self.offsets[kept] - ends[:-1], sizes) + np.arange(ends[-1])
        terms = [self.terms[at] for at in kept.tolist()]
        return DocumentCounts(terms, ends, self.documents[entries], self.counts[entries], self.n_units)


def count_by_document(
    corpus: Corpus, terms: Words, *, nested: bool = True, threads: int = 1, memory: int | None = None
) -> DocumentCounts:
    """Count the terms in each document of a corpus.

    Traditional and simplified characters are one. Repeated passages count each time.

    Parameters
    ----------
    corpus
        The text.
    terms
        What `discover` found, a `WordList`, or strings.
    nested
        Count a term wherever its units stand, in longer terms too, so that its count does not depend on what other
        terms there are. Otherwise the text is segmented with the terms and a dictionary, as for the graph, and no unit
        counts for two terms.
    threads, memory
        Stretches of text that are looked at in parallel; bytes for the words of a segmented text, see `build_corpus`.
        Neither changes a number. The counts take 20 bytes for each term in a document.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> counts = count_by_document(build_corpus(["变压器，新变压器", "绕组和变压器"]), ["变压器", "绕组"])
    >>> counts.term_numbers().tolist(), counts.documents.tolist(), counts.counts.tolist(), counts.n_units.tolist()
    ([0, 0, 1], [0, 1, 1], [2, 1, 1], [7, 6])
    """
    require(corpus, Corpus, "read_corpus")
    words = as_words(terms)
    if nested:
        return _of_places(corpus, list(words.words), threads)
    return _of_labels(corpus, words, threads, memory)


def _of_places(corpus: Corpus, terms: list[str], threads: int) -> DocumentCounts:
    """Count all places, some documents at a time."""
    scripts = join_scripts(corpus)
    text, spelled = (corpus, terms) if scripts is None else (scripts.corpus, simple_units(terms))
    trie = TermTrie(WordList(spelled, np.ones(len(spelled))).spell(text))

    def count(edge: tuple[int, int]) -> tuple[Ids, Ids, Longs, Longs]:
        first, last = edge
        edges = text.documents[first : last + 1]
        found = trie.counts(np.asarray(text.units[int(edges[0]) : int(edges[-1])]), edges - edges[0])
        return found[0], found[1] + np.int32(first), found[2], found[3]

    stretches = document_ranges(text.documents, _STRETCH)
    parts = []
    with ThreadPoolExecutor(threads) as pool:
        # One stretch per thread at a time, to hold the memory down.
        while some := list(islice(stretches, threads)):
            parts += list(pool.map(count, some))
            release(text.units)
    none = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64))
    numbers, documents, counts, n_units = (np.concatenate(column) for column in zip(none, *parts, strict=True))
    del parts
    return _by_term(terms, numbers, documents, counts, n_units)


def _of_labels(corpus: Corpus, words: WordList, threads: int, memory: int | None) -> DocumentCounts:
    """Count the labels of a segmented text; a document may lie in two parts."""
    labels, names = label_words(corpus, words, threads=threads, memory=memory), list(words.words)
    parts, document = [], 0
    for begin, end in ranges(labels):
        part = labels[begin:end]
        numbers = document + np.cumsum(part == DOCUMENT_END, dtype=np.int64)
        found = part >= 0
        parts.append(_distinct(numbers[found] * np.int64(len(names)) + part[found]))
        document = int(numbers[-1])
        release(labels)
    return _by_key(names, parts, _units(corpus))


def merged_counts(counts: DocumentCounts, labels: Sequence[str | None]) -> DocumentCounts:
    """Return the counts of groups of terms, such as communities: all occurrences of their terms.

    Parameters
    ----------
    counts
        The counts of terms.
    labels
        The group of each term; None for a term that is in no group. Groups are in order of first appearance.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> counts = count_by_document(build_corpus(["变压器，绕组，触头", "绕组"]), ["变压器", "绕组", "触头"])
    >>> merged = merged_counts(counts, ["a", "a", None])
    >>> merged.terms, merged.documents.tolist(), merged.counts.tolist()
    (['a'], [0, 1], [2, 1])
    """
    names = list(dict.fromkeys(label for label in labels if label is not None))
    number = {name: at for at, name in enumerate(names)}
    codes = np.array([-1 if label is None else number[label] for label in labels], dtype=np.int64)
    groups = codes[counts.term_numbers()]
    kept = groups >= 0
    keys = groups[kept] + counts.documents[kept].astype(np.int64) * len(names)
    return _by_key(names, [(keys, counts.counts[kept])], counts.n_units)


def _units(corpus: Corpus) -> Longs:
    """Return the units of each document: its items without the breaks."""
    nowhere = TermTrie(WordList([], np.empty(0)).spell(corpus))
    parts = [np.empty(0, np.int64)]
    for first, last in document_ranges(corpus.documents, _STRETCH):
        edges = corpus.documents[first : last + 1]
        parts.append(nowhere.counts(np.asarray(corpus.units[int(edges[0]) : int(edges[-1])]), edges - edges[0])[3])
        release(corpus.units)
    return np.concatenate(parts)


def _distinct(keys: Longs) -> tuple[Longs, Longs]:
    """Return the different keys, ascending, and how often each is there."""
    different, counts = np.unique(keys, return_counts=True)
    return different.astype(np.int64), counts.astype(np.int64)


def _by_key(terms: list[str], parts: list[tuple[Longs, Longs]], n_units: Longs) -> DocumentCounts:
    """Return the counts of parts by key: the document times the number of terms, and the term."""
    none = np.empty(0, dtype=np.int64)
    keys = np.concatenate([none, *(part[0] for part in parts)])
    counts = np.concatenate([none, *(part[1] for part in parts)])
    keys, place = np.unique(keys, return_inverse=True)
    sums = np.bincount(place, counts, len(keys)).astype(np.int64)  # float64 holds whole numbers to 2^53
    documents, numbers = np.divmod(keys, max(len(terms), 1))
    return _by_term(terms, numbers.astype(np.int32), documents.astype(np.int32), sums, n_units)


def _by_term(terms: list[str], numbers: Ids, documents: Ids, counts: Longs, n_units: Longs) -> DocumentCounts:
    """Return entries, which are in order of documents, sorted by term."""
    offsets = np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=len(terms)))))
    sorted_documents, sorted_counts = np.empty_like(documents), np.empty_like(counts)
    _kernels.sort_by_term(numbers, documents, counts, offsets[:-1].copy(), sorted_documents, sorted_counts)
    return DocumentCounts(terms, offsets, sorted_documents, sorted_counts, n_units)
