"""The evidence for each candidate: all statistics for and against it as a term."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background
from textmine.ngrams import NgramTable, cohesion, extension_counts
from textmine.segment import Lexicon
from textmine.terms.boundaries import weak_units
from textmine.text import Corpus

__all__ = ["Evidence", "gather_evidence", "log_contrast", "mean_containers", "words_in"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Candidates and their evidence. Every array has one entry per candidate.

    Attributes
    ----------
    grams
        int64: ids of the candidates in the n-gram table.
    length
        int64: number of units.
    count, documents
        int64: occurrences in the corpus, and documents that contain the candidate.
    background
        float64: occurrences in the background, or an estimate; zeros without a background.
    contrast
        float64: log2 of the ratio of relative frequencies, in bits.
    cohesion
        float64: least pointwise mutual information over all splits, in bits; 0 for single units.
    left_entropy, right_entropy
        float64: entropy of the unit before and of the unit after, in bits.
    left_breaks, right_breaks
        float64: share of occurrences after a break, and before a break.
    word_edges, nestedness
        float64: share of occurrences at word boundaries, and inside the most frequent n-gram one unit longer.
    known
        bool: True if it is in the dictionary.
    first, last
        int32: first and last unit.
    spaced
        bool: True if all units are words between blanks.
    weak_boundaries
        int64: how many of its first and last unit are numbers or single letters, 0 to 2.
    company
        float64: company of the first and the last unit, in bits; zeros if not computed yet; see `Company`.
    containers
        float64: mean count of the longer candidates that contain it; zeros if not requested.
    n_units, n_documents
        Size of the corpus.
    n_background
        Number of units in the background; 0 without one.
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
    left_breaks: NDArray[np.float64]
    right_breaks: NDArray[np.float64]
    word_edges: NDArray[np.float64]
    nestedness: NDArray[np.float64]
    known: NDArray[np.bool_]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    spaced: NDArray[np.bool_]
    weak_boundaries: NDArray[np.int64]
    company: NDArray[np.float64]
    containers: NDArray[np.float64]
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
        """Return the evidence of some candidates, given by indices or by a mask."""
        return dataclasses.replace(self, **{name: column[places] for name, column in self.columns().items()})

    def followed_by(self, other: Evidence, shift: int) -> Evidence:
        """Return these candidates, then others of the same corpus with `shift` added to their n-gram ids."""
        other = dataclasses.replace(other, grams=other.grams + shift)
        mine, theirs = self.columns(), other.columns()
        both: dict[str, Any] = {name: np.concatenate((mine[name], theirs[name])) for name in mine}
        return dataclasses.replace(self, **both)


def log_contrast(
    count: NDArray[np.int64], n_units: int, background: NDArray[np.int64] | NDArray[np.float64], n_background: int
) -> NDArray[np.float64]:
    """Return log2 of the ratio of relative frequencies in corpus and background.

    One occurrence is added to each background count, so that words missing there have a finite contrast. The counts may
    be estimates.

    Returns
    -------
    float64
        Bits; zeros without a background (`n_background` 0).

    Examples
    --------
    >>> log_contrast(np.array([8]), 1000, np.array([1]), 1000).tolist()
    [2.0]
    """
    if n_background == 0:
        return np.zeros(len(count))
    ratio: NDArray[np.float64] = np.log2(count / n_units) - np.log2((background + 1) / n_background)
    return ratio


def words_in(lexicon: Lexicon, table: NgramTable) -> NDArray[np.bool_]:
    """Return bool[G]: True for n-grams of a table that are words of a lexicon over the same units."""
    nodes = lexicon.find(table.prefix, table.last, table.lengths)
    found: NDArray[np.bool_] = (nodes >= 0) & np.isfinite(lexicon.costs[nodes])
    return found


def gather_evidence(
    table: NgramTable,
    grams: NDArray[np.int64],
    corpus: Corpus,
    background: Background | None,
    lexicon: Lexicon,
    extensions: NDArray[np.int64] | None = None,
) -> Evidence:
    """Return the evidence for some n-grams.

    Parameters
    ----------
    table
        The n-grams of `corpus`, counted with the word boundaries of its best segmentation as marks.
    grams
        int64[n]: ids of the candidates.
    corpus
        The text of the domain.
    background
        The background.
    lexicon
        The known words.
    extensions
        int64[G]: count of the most frequent n-gram one unit longer, if the table itself is not complete.
    """
    if extensions is None:
        extensions = extension_counts(table)
    count = table.counts[grams]
    of_all = np.maximum(count, 1)
    first, last = table.first_unit()[grams], table.last[grams]
    weak = weak_units(corpus.alphabet, np.concatenate((first, last)))
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
        left_breaks=table.left_breaks[grams] / of_all,
        right_breaks=table.right_breaks[grams] / of_all,
        word_edges=table.marked[grams] / of_all,
        nestedness=extensions[grams] / of_all,
        known=words_in(lexicon, table)[grams],
        first=first,
        last=last,
        spaced=table.all_units(corpus.alphabet.spaced)[grams],
        weak_boundaries=weak[first].astype(np.int64) + weak[last],
        company=np.zeros(len(grams)),
        containers=np.zeros(len(grams)),
        n_units=table.n_units,
        n_documents=corpus.n_documents,
        n_background=n_background,
    )


def mean_containers(tables: Sequence[NgramTable], grams: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean count of the longer candidates that contain each candidate; 0 if there are none.

    Parameters
    ----------
    tables
        The n-grams. Only candidates of the first table are used; those of other tables get 0.
    grams
        int64[n]: ids of the candidates, counted across the tables.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.ngrams import CountOptions, count_ngrams
    >>> table = count_ngrams(build_corpus(["电网，电网，电网和"]), CountOptions(min_count=1))
    >>> mean_containers([table], np.arange(6)).tolist()  # 电 网 和 电网 网和 电网和: 电 in 电网 (3), 电网和 (1)
    [2.0, 1.6666666666666667, 1.0, 1.0, 1.0, 0.0]
    """
    table = tables[0]
    mean, found = np.zeros(len(grams)), grams < len(table)
    candidates = grams[found]
    totals, numbers = np.zeros(len(table)), np.zeros(len(table), dtype=np.int64)
    for length in range(2, int(table.lengths[candidates].max(initial=1)) + 1):
        longer = candidates[table.lengths[candidates] == length]
        row = longer[np.newaxis]
        for _ in range(1, length):
            # The parts one unit shorter: all prefixes, and the suffix of the last. A part that occurs twice in a
            # candidate (甲乙 in 甲乙甲乙) counts once.
            row = np.concatenate((table.prefix[row], table.suffix[row[-1:]]))
            parts = np.sort(row, axis=0)
            first = np.ones(parts.shape, dtype=bool)
            np.not_equal(parts[1:], parts[:-1], out=first[1:])
            counts = np.broadcast_to(table.counts[longer], parts.shape)
            totals += np.bincount(parts[first], counts[first], len(table))
            numbers += np.bincount(parts[first], minlength=len(table))
    mean[found] = (totals / np.maximum(numbers, 1))[candidates]
    return mean
