"""The evidence for each candidate: all statistics for and against it as a term."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds import Background
from textmine.ngrams import NgramTable, cohesion, extension_counts
from textmine.segment import Lexicon
from textmine.terms.boundaries import weak_units
from textmine.text import Corpus
from textmine.text.arrays import array_limit, give_back, release, spooled

__all__ = ["Evidence", "by_blocks", "gather_evidence", "log_contrast", "mean_containers", "words_in"]

_BLOCK = 1 << 16  # candidates judged at a time
_BYTES = 138  # of a candidate in all columns


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

    def take(self, places: NDArray[Any] | slice) -> Evidence:
        """Return the evidence of some candidates, given by indices, by a mask or by a slice."""
        found: dict[str, Any] = {}
        for name, column in self.columns().items():
            found[name] = column[places]
            if not isinstance(places, slice):
                release(column)
        return dataclasses.replace(self, **found)

    def kept(self, mask: NDArray[np.bool_]) -> Evidence:
        """Return the evidence of the candidates of a mask, in the spool if that of all is."""
        found: dict[str, Any] = {}
        for name, column in self.columns().items():
            found[name] = self._stored(column[mask])
            release(column)
        return dataclasses.replace(self, **found)

    def with_columns(self, **columns: NDArray[Any]) -> Evidence:
        """Return the evidence with other columns, in the spool if the others are."""
        stored: dict[str, Any] = {name: self._stored(column) for name, column in columns.items()}
        return dataclasses.replace(self, **stored)

    def release(self) -> None:
        """Release the memory of columns in the spool."""
        release(*self.columns().values())

    def _stored(self, column: NDArray[Any]) -> NDArray[Any]:
        return spooled(column) if isinstance(self.grams, np.memmap) else column

    def followed_by(self, other: Evidence, shift: int) -> Evidence:
        """Return these candidates, then others of the same corpus with `shift` added to their n-gram ids."""
        other = dataclasses.replace(other, grams=other.grams + shift)
        mine, theirs = self.columns(), other.columns()
        return self.with_columns(**{name: np.concatenate((mine[name], theirs[name])) for name in mine})


def by_blocks(function: Callable[[Evidence], NDArray[np.float64]], evidence: Evidence) -> NDArray[np.float64]:
    """Return a function of each candidate, float64[n], computed for some candidates at a time.

    So its intermediate results need little memory, and they fit the cache.
    """
    values = np.empty(len(evidence))
    for begin in range(0, len(evidence), _BLOCK):
        part = slice(begin, begin + _BLOCK)
        values[part] = function(evidence.take(part))
        evidence.release()
    return values


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
    found: NDArray[np.bool_] = nodes >= 0
    inside = np.flatnonzero(found)
    found[inside] = np.isfinite(lexicon.costs[nodes[inside]])
    return found


def gather_evidence(
    table: NgramTable,
    grams: NDArray[np.int64],
    corpus: Corpus,
    background: Background | None,
    lexicon: Lexicon,
    extensions: NDArray[np.int64] | None = None,
    memory: int | None = None,
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
    memory
        Bytes to use; None means a quarter of the machine's memory. Columns that have more than an eighth of it together
        are in the spool.
    """
    in_spool = _BYTES * len(grams) > array_limit(memory)
    made: list[NDArray[Any]] = []

    def stored(column: NDArray[Any]) -> NDArray[Any]:
        made.append(spooled(column) if in_spool else column)
        table.release()
        release(*made)
        give_back(memory)
        return made[-1]

    # One array over all n-grams at a time is in memory, each only as long as its candidates are looked up.
    count = stored(table.counts[grams])
    of_all = np.maximum(count, 1)
    first, last = stored(table.first_unit()[grams]), stored(table.last[grams])
    weak = weak_units(corpus.alphabet, first) | weak_units(corpus.alphabet, last)
    in_background = np.zeros(len(grams))
    if background is not None:
        in_background = stored(background.counts_of(table, corpus)[grams].astype(np.float64, copy=False))
    n_background = 0 if background is None else background.n_units
    return Evidence(
        grams=stored(grams),
        length=stored(table.lengths[grams].astype(np.int64)),
        count=count,
        documents=stored(table.documents[grams]),
        background=in_background,
        contrast=stored(log_contrast(count, table.n_units, in_background, n_background)),
        cohesion=stored(cohesion(table)[grams]),
        left_entropy=stored(table.left_entropy[grams]),
        right_entropy=stored(table.right_entropy[grams]),
        left_breaks=stored(table.left_breaks[grams] / of_all),
        right_breaks=stored(table.right_breaks[grams] / of_all),
        word_edges=stored(table.marked[grams] / of_all),
        nestedness=stored((extension_counts(table) if extensions is None else extensions)[grams] / of_all),
        known=stored(words_in(lexicon, table)[grams]),
        first=first,
        last=last,
        spaced=stored(table.all_units(corpus.alphabet.spaced)[grams]),
        weak_boundaries=stored(weak[first].astype(np.int64) + weak[last]),
        company=stored(np.zeros(len(grams))),
        containers=stored(np.zeros(len(grams))),
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
