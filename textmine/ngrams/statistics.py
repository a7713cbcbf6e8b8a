"""Statistics of n-grams that follow from the counts of a table: cohesion and the most frequent extension."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.ngrams import _kernels
from textmine.ngrams.table import NgramTable
from textmine.text.arrays import release

__all__ = ["cohesion", "extension_counts"]


def cohesion(table: NgramTable) -> NDArray[np.float64]:
    """Return the least pointwise mutual information over all splits of each n-gram in two.

    For w = ab it is log2 (N c(w) / (c(a) c(b))): the bits saved by writing w as one entry and not as two.

    Returns
    -------
    float64[G]
        Bits; 0 for single units, which have no split.

    References
    ----------
    Church & Hanks 1990, Word association norms, mutual information, and lexicography.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> from textmine.ngrams import CountOptions, count_ngrams
    >>> table = count_ngrams(build_corpus(["电网，电网，电力，火力"]), CountOptions(min_count=2))
    >>> round(float(cohesion(table)[-1]), 6)  # log2 (8 x 2 / (3 x 2))
    1.415037
    """
    bits = np.zeros(len(table))
    if len(table) > table.n_alphabet:
        chain = np.empty(int(table.lengths[-1]), dtype=np.float64)
        log_counts = np.log2(np.maximum(table.counts, 1))
        release(table.counts)
        log_total = float(np.log2(table.n_units))
        _kernels.least_split_information(
            table.n_alphabet, table.prefix, table.suffix, log_counts, log_total, chain, bits
        )
        table.release()
    return bits


def extension_counts(table: NgramTable) -> NDArray[np.int64]:
    """Return, for each n-gram, the count of the most frequent n-gram that contains it and is one unit longer.

    The nestedness is this count divided by that of the n-gram. It is near 1 for a fragment of one longer expression.

    Returns
    -------
    int64[G]
        Occurrences; 0 if no longer n-gram in the table contains it.
    """
    largest = np.zeros(len(table), dtype=np.int64)
    _kernels.largest_extension(table.n_alphabet, table.prefix, table.suffix, table.counts, largest)
    table.release()
    return largest
