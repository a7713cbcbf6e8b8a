"""What is known of each candidate: everything that speaks for and against its being a term."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.ngrams import Background, NgramTable, cohesion, extension_counts
from textmine.segment import Lexicon
from textmine.terms.ranking import log_contrast

__all__ = ["Evidence", "gather_evidence"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Candidates and their evidence; every array has one entry a candidate.

    Attributes
    ----------
    grams
        int64: the candidates' ids in the n-gram table.
    length
        int64: units.
    count, documents
        int64: occurrences in the corpus, and documents with one.
    background
        float64: occurrences in the background, or an estimate; zeros where there is none.
    contrast
        float64: log2 of the ratio of relative frequencies, bits.
    cohesion
        float64: least pointwise mutual information over all splits, bits; 0 for single units.
    left_entropy, right_entropy
        float64: of the unit before and behind, bits.
    word_edges, nestedness
        float64: share of occurrences at word edges, and inside the most frequent n-gram one unit longer.
    known
        bool: whether the dictionary has it.
    n_units, n_documents
        Size of the corpus.
    n_background
        Units of the background; 0 where there is none.
    """

    grams: NDArray[np.int64]
    length: NDArray[np.int64]
    count: NDArray[np.int64]
    documents: NDArray[np.int64]
    background: NDArray[np.float64]
    contrast: NDArray[np.float64]
    cohesion: NDArray[np.float64]
    left_entropy: NDArray[np.float64]
    right_entropy: NDArray[np.float64]
    word_edges: NDArray[np.float64]
    nestedness: NDArray[np.float64]
    known: NDArray[np.bool_]
    n_units: int
    n_documents: int
    n_background: int

    def __len__(self) -> int:
        return len(self.grams)

    def columns(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}

    def take(self, places: NDArray[Any]) -> Evidence:
        """Return the evidence of some candidates, by their places or by a mask."""
        return dataclasses.replace(self, **{name: column[places] for name, column in self.columns().items()})


def gather_evidence(
    table: NgramTable, grams: NDArray[np.int64], corpus: Corpus, background: Background | None, lexicon: Lexicon
) -> Evidence:
    """Return what is known of some n-grams.

    Parameters
    ----------
    table
        The n-grams of `corpus`, counted with the word edges of its best segmentation.
    grams
        int64[n]: ids of the candidates.
    corpus
        The text of the domain.
    background
        The world at large.
    lexicon
        The words that count as known.
    """
    count = table.counts[grams]
    found = np.zeros(len(table)) if background is None else background.counts_of(table, corpus)
    in_background = found[grams].astype(np.float64)
    n_background = 0 if background is None else background.n_units
    return Evidence(
        grams=grams,
        length=table.lengths[grams].astype(np.int64),
        count=count,
        documents=table.documents[grams],
        background=in_background,
        contrast=log_contrast(count, table.n_units, in_background, n_background),
        cohesion=cohesion(table)[grams],
        left_entropy=table.left_entropy[grams],
        right_entropy=table.right_entropy[grams],
        word_edges=table.marked[grams] / np.maximum(count, 1),
        nestedness=extension_counts(table)[grams] / np.maximum(count, 1),
        known=_known(table, lexicon)[grams],
        n_units=table.n_units,
        n_documents=corpus.n_documents,
        n_background=n_background,
    )


def _known(table: NgramTable, lexicon: Lexicon) -> NDArray[np.bool_]:
    """Tell which n-grams are words of the lexicon."""
    nodes = lexicon.find(table.prefix, table.last, table.lengths)
    known: NDArray[np.bool_] = (nodes >= 0) & np.isfinite(lexicon.costs[nodes])
    return known
