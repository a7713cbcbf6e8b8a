"""Texts that were read apart, in the unit ids of one of them."""

from __future__ import annotations

import dataclasses

import numpy as np

from textmine.text.arrays import array_limit, new_array, ranges, release
from textmine.text.corpus import Alphabet, Corpus, no_forms

__all__ = ["translated"]


def translated(text: Corpus, corpus: Corpus, memory: int | None = None) -> Corpus:
    """Return a text in the unit ids of a corpus; the text itself where it has them already.

    Units that the corpus does not have get ids behind all that its table knows, as they do where the text is read with
    `share=corpus`.

    Parameters
    ----------
    text
        The text to translate.
    corpus
        Whose ids are used.
    memory
        Bytes to use; a quarter of the machine's where None.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网和电力"])
    >>> translated(build_corpus(["网和水"]), corpus).units.tolist()
    [1, 2, 4, -3]
    """
    if text.table is corpus.table:
        return text
    alphabet = text.alphabet
    ids = corpus.table.adopt(alphabet.units, alphabet.spaced)
    units = new_array(len(text.units), array_limit(memory))
    for begin, end in ranges(text.units):
        part = text.units[begin:end]
        # A break would index from the end: it looks up unit 0, and the result is not used.
        units[begin:end] = np.where(part < 0, part, ids[np.maximum(part, 0)]) if len(ids) else part
        release(units, text.units)
    table = corpus.table
    surfaces = list(table.units)
    for unit, surface in zip(ids.tolist(), alphabet.surfaces, strict=True):
        surfaces[unit] = surface
    known = Alphabet(tuple(table.units), tuple(surfaces), np.array(table.spaced, dtype=bool))
    # The forms are numbered in the other table.
    return dataclasses.replace(text, units=units, alphabet=known, table=table, written=no_forms())
