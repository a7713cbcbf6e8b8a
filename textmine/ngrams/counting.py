"""Level-wise exact counting.

An n-gram can be frequent only if its parts are (the apriori property; Agrawal & Srikant 1994), so level k + 1 looks
only at places where a frequent k-gram stands. One sort of (k-gram, next unit) yields the right neighbours of all
k-grams and the counts of the next level together; a second one, of (k-gram, unit before), the left neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.corpus import Corpus
from textmine.errors import InputError
from textmine.ngrams import _kernels
from textmine.ngrams.table import NgramTable

__all__ = ["CountOptions", "count_in", "count_ngrams"]

_MAX_GRAMS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class CountOptions:
    """What is counted.

    Attributes
    ----------
    min_count
        An n-gram with fewer occurrences is not kept.
    max_length
        Units of the longest n-gram.
    """

    min_count: int = 5
    max_length: int = 8


@dataclass(slots=True)
class _Level:
    """Where the n-grams of one length stand in the corpus."""

    length: int
    positions: NDArray[np.int64]
    grams: NDArray[np.int32]


@dataclass(slots=True)
class _Growing:
    """The columns of a table while levels are added."""

    prefix: NDArray[np.int32]
    last: NDArray[np.int32]
    counts: NDArray[np.int64]
    first_child: NDArray[np.int64]
    level_ends: list[int]
    suffix: NDArray[np.int32]
    documents: list[NDArray[np.int64]] = field(default_factory=list)
    left_entropy: list[NDArray[np.float64]] = field(default_factory=list)
    right_entropy: list[NDArray[np.float64]] = field(default_factory=list)
    marked: list[NDArray[np.int64]] = field(default_factory=list)


def count_ngrams(
    corpus: Corpus, options: CountOptions | None = None, *, marks: NDArray[np.uint8] | None = None
) -> NgramTable:
    """Count all n-grams that occur at least `min_count` times.

    Parameters
    ----------
    corpus
        The text.
    options
        What is counted.
    marks
        uint8[n + 1], optional: 1 where a word begins or a break stands; see `NgramTable.marked`.

    Raises
    ------
    InputError
        More than 2^31 n-grams are frequent.

    Examples
    --------
    >>> from textmine.corpus import build_corpus
    >>> corpus = build_corpus(["电网，电网，电力"])
    >>> table = count_ngrams(corpus, CountOptions(min_count=2))
    >>> [(corpus.alphabet.render(table.units(g)), int(table.counts[g])) for g in range(len(table))]
    [('电', 3), ('网', 2), ('力', 1), ('电网', 2)]
    """
    options = options or CountOptions()
    n_alphabet = len(corpus.alphabet.units)
    level, table = _first_level(corpus, n_alphabet, options.min_count)
    while True:
        pairs, pair_counts = _neighbours(corpus, level, table, options.min_count)
        _occurrences(corpus, level, table, marks)
        if level.length == options.max_length or len(pairs) == 0:
            break
        _add_level(table, pairs, pair_counts)
        _descend(corpus.units, level, table)
    return _finish(table, n_alphabet, corpus.n_units)


def _first_level(corpus: Corpus, n_alphabet: int, min_count: int) -> tuple[_Level, _Growing]:
    level = _every_unit(corpus)
    counts = np.bincount(level.grams, minlength=n_alphabet).astype(np.int64)
    frequent = counts[level.grams] >= min_count
    level = _Level(1, level.positions[frequent], level.grams[frequent])
    nothing = np.full(n_alphabet, -1, dtype=np.int32)
    first_child = np.full(n_alphabet + 1, n_alphabet, dtype=np.int64)
    unit = np.arange(n_alphabet, dtype=np.int32)
    return level, _Growing(nothing, unit, counts, first_child, [0, n_alphabet], nothing.copy())


def _every_unit(corpus: Corpus) -> _Level:
    positions = np.flatnonzero(corpus.units >= 0)
    return _Level(1, positions, corpus.units[positions])


def _neighbours(
    corpus: Corpus, level: _Level, table: _Growing, min_count: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Add both entropies of a level; return the frequent (n-gram, next unit) keys and their counts."""
    m, base = len(level.grams), table.level_ends[-2]
    keys = np.empty(m, dtype=np.uint64)
    pairs, pair_counts = np.empty(m, dtype=np.uint64), np.empty(m, dtype=np.int64)
    entropy = np.zeros(len(table.counts))
    _kernels.neighbour_keys(corpus.units, level.positions, level.grams, -1, keys)
    keys.sort()
    _kernels.count_runs(keys, m + 1, table.counts, entropy, pairs, pair_counts)
    table.left_entropy.append(entropy[base:].copy())
    _kernels.neighbour_keys(corpus.units, level.positions, level.grams, level.length, keys)
    keys.sort()
    n_pairs = _kernels.count_runs(keys, min_count, table.counts, entropy, pairs, pair_counts)
    table.right_entropy.append(entropy[base:])
    return pairs[:n_pairs].copy(), pair_counts[:n_pairs].copy()


def _occurrences(corpus: Corpus, level: _Level, table: _Growing, marks: NDArray[np.uint8] | None) -> None:
    """Add document frequencies and marked occurrences of a level."""
    size, base = len(table.counts), table.level_ends[-2]
    documents, marked = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    latest = np.full(size, -1, dtype=np.int32)
    _kernels.count_documents(level.positions, level.grams, corpus.documents[1:], latest, documents)
    if marks is not None:
        _kernels.count_marked(level.positions, level.grams, level.length, marks, marked)
    table.documents.append(documents[base:])
    table.marked.append(marked[base:])


def _add_level(table: _Growing, pairs: NDArray[np.uint64], pair_counts: NDArray[np.int64]) -> None:
    """Append the frequent pairs, which are sorted, as n-grams one unit longer."""
    begin = len(table.counts)
    end = begin + len(pairs)
    if end > _MAX_GRAMS:
        raise InputError("corpus", None, "more than 2^31 frequent n-grams", "raise --min-count")
    parents = (pairs >> np.uint64(32)).astype(np.int32)
    table.prefix = np.concatenate((table.prefix, parents))
    table.last = np.concatenate((table.last, (pairs & np.uint64(0xFFFFFFFF)).astype(np.int32) - 1))
    table.counts = np.concatenate((table.counts, pair_counts))
    n_children = np.bincount(parents, minlength=begin)
    table.first_child[: begin + 1][table.level_ends[-2] :] = begin + np.concatenate(
        ([0], np.cumsum(n_children[table.level_ends[-2] :]))
    )
    table.first_child = np.concatenate((table.first_child, np.full(len(pairs), end, dtype=np.int64)))
    table.suffix = np.concatenate((table.suffix, np.full(len(pairs), -1, dtype=np.int32)))
    table.level_ends.append(end)
    _kernels.link_suffixes(begin, end, table.prefix, table.last, table.first_child, table.suffix)


def _descend(units: NDArray[np.int32], level: _Level, table: _Growing) -> None:
    n_next = _kernels.descend(
        units,
        level.positions,
        level.grams,
        level.length,
        table.first_child,
        table.last,
        level.positions,
        level.grams,
    )
    level.positions, level.grams = level.positions[:n_next], level.grams[:n_next]
    level.length += 1


def _finish(table: _Growing, n_alphabet: int, n_units: int) -> NgramTable:
    ends = table.level_ends
    lengths = np.repeat(np.arange(1, len(ends), dtype=np.uint8), np.diff(ends))
    return NgramTable(
        n_alphabet=n_alphabet,
        n_units=n_units,
        lengths=lengths,
        prefix=table.prefix,
        suffix=table.suffix,
        last=table.last,
        first_child=table.first_child,
        counts=table.counts,
        documents=np.concatenate(table.documents),
        left_entropy=np.concatenate(table.left_entropy),
        right_entropy=np.concatenate(table.right_entropy),
        marked=np.concatenate(table.marked),
    )


def count_in(table: NgramTable, corpus: Corpus) -> NDArray[np.int64]:
    """Count the n-grams of a table in another corpus that shares its unit ids.

    Returns
    -------
    int64[G]
        Exact occurrences in `corpus` of each n-gram of `table`.

    Examples
    --------
    >>> from textmine.corpus import build_corpus
    >>> corpus = build_corpus(["电网，电网"])
    >>> table = count_ngrams(corpus, CountOptions(min_count=2))
    >>> count_in(table, build_corpus(["电网和电力"], share=corpus)).tolist()
    [2, 1, 1]
    """
    level = _every_unit(corpus)
    known = level.grams < table.n_alphabet
    level = _Level(1, level.positions[known], level.grams[known])
    counts = np.zeros(len(table), dtype=np.int64)
    while len(level.grams):
        counts += np.bincount(level.grams, minlength=len(table))
        n_next = _kernels.descend(
            corpus.units,
            level.positions,
            level.grams,
            level.length,
            table.first_child,
            table.last,
            level.positions,
            level.grams,
        )
        level = _Level(level.length + 1, level.positions[:n_next], level.grams[:n_next])
    return counts
