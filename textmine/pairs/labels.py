"""Finds the terms in a text: segmentation with the terms, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice

import numpy as np

from textmine.arraytypes import Ids
from textmine.backgrounds.scripts import join_scripts
from textmine.segment import Lexicon, WordList, best_path, with_dictionary
from textmine.text import Corpus
from textmine.text.arrays import GrowingArray, array_limit, new_array, release
from textmine.text.breaks import INSIDE, OTHER, clause_ranges
from textmine.text.characters import simple_units

__all__ = ["label_terms", "label_words"]

_STRETCH = 1 << 18  # units segmented at a time


def label_terms(corpus: Corpus, terms: WordList, *, threads: int = 1, memory: int | None = None) -> Ids:
    """Segment a corpus with jieba's dictionary and the terms, and label the terms.

    Returns
    -------
    int32[n]
        Index of the term where a term begins, -9 where another word begins, -4 within a word. Breaks stay. The array is
        in a file if it is larger than an eighth of `memory`.
    """
    labels: Ids = new_array(len(corpus.units), array_limit(memory))
    at = 0
    for part in _labelled(corpus, terms, threads, memory):
        labels[at : at + len(part)] = part
        at += len(part)
        release(labels)
    return labels


def label_words(corpus: Corpus, terms: WordList, *, threads: int = 1, memory: int | None = None) -> Ids:
    """Return the labels of `label_terms` without those within words; in a file if above an eighth of `memory`."""
    words = GrowingArray(array_limit(memory))
    for part in _labelled(corpus, terms, threads, memory):
        words.append(part[part != INSIDE])
    return words.finish()


def _labelled(corpus: Corpus, terms: WordList, threads: int, memory: int | None) -> Iterator[Ids]:
    scripts = join_scripts(corpus, memory=memory)
    if scripts is not None:
        corpus, terms = scripts.corpus, replace(terms, words=simple_units(terms.words))
    lexicon = with_dictionary(terms, corpus.n_units).lexicon(corpus)
    label = _labeller(lexicon, len(terms.words))
    if threads == 1:
        for begin, end in clause_ranges(corpus.units, _STRETCH):
            yield label(best_path(corpus.units[begin:end], lexicon))
            release(corpus.units)
        return
    with ThreadPoolExecutor(threads) as pool:
        # One block per thread at a time: pool.map would submit the whole text at once.
        stretches = clause_ranges(corpus.units, _STRETCH)
        while some := list(islice(stretches, threads)):
            yield from pool.map(lambda edge: label(best_path(corpus.units[edge[0] : edge[1]], lexicon)), some)
            release(corpus.units)


def _labeller(lexicon: Lexicon, n_terms: int) -> Callable[[Ids], Ids]:
    index = np.full(len(lexicon.last), OTHER, dtype=np.int32)
    nodes = lexicon.nodes[:n_terms]
    # Written backwards, so that the first of several terms with the same units gets the node.
    present = np.flatnonzero(nodes >= 0)[::-1]
    index[nodes[present]] = present

    def label(words: Ids) -> Ids:
        # Units that are not words of the lexicon have nodes too, unless the corpus grew.
        labels: Ids = np.where(words >= 0, index[np.maximum(words, 0)], words)
        return labels

    return label
