"""Positive pointwise mutual information of words and contexts."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Longs
from textmine.text.arrays import GrowingArray, array_limit
from textmine.vectors.contexts import Neighbourhood
from textmine.vectors.sparserows import SparseRows

__all__ = ["near_information", "ppmi"]


def ppmi(counts: Any, smoothing: float = 0.75, shift: float = 1.0) -> Any:
    """Return the positive pointwise mutual information of each pair in bits, minus log2 of the shift.

    Parameters
    ----------
    counts
        Sparse, n by m, not negative: count of each word (row) with each context (column).
    smoothing
        Exponent of the context counts, which makes rare contexts less surprising; 1 for no smoothing.
    shift
        Factor on the probability by chance: the number of negative samples of word2vec; 1 for no shift.

    Returns
    -------
    scipy.sparse.csr_array
        float64, n by m: max(0, log2 (p(word, context) / (p(word) p(context))) - log2 shift).

    References
    ----------
    Levy & Goldberg 2014, Neural word embedding as implicit matrix factorization; Levy, Goldberg & Dagan 2015, Improving
    distributional similarity with lessons learned from word embeddings (smoothing 0.75).

    Examples
    --------
    >>> from scipy import sparse
    >>> pairs = sparse.csr_array([[0, 3], [1, 0]])
    >>> ppmi(pairs, smoothing=1.0).toarray().round(3).tolist()  # log2 (3/4 / (3/4 x 3/4)), log2 (1/4 / (1/4 x 1/4))
    [[0.0, 0.415], [2.0, 0.0]]
    """
    from scipy import sparse

    pairs = sparse.coo_array(counts)
    rows, columns = pairs.coords
    of_word = np.bincount(rows, pairs.data, counts.shape[0])
    share = _shares(np.bincount(columns, pairs.data, counts.shape[1]), smoothing)
    kept, bits = _positive(pairs.data, of_word[rows] * share[columns], shift)
    return sparse.csr_array((bits, (rows[kept], columns[kept])), counts.shape)


def near_information(
    near: Neighbourhood, smoothing: float = 0.75, shift: float = 1.0, *, memory: int | None = None
) -> SparseRows:
    """Return `ppmi` of words and their neighbours, without their counts in memory at one time.

    Parameters
    ----------
    near
        The words of a text, and what a neighbour is.
    smoothing, shift
        As in `ppmi`.
    memory
        Bytes to use; None means a quarter of the machine's memory.

    Examples
    --------
    >>> text = np.array([0, 1, -3, 0, 1, -3, 2, 2], np.int32)
    >>> near_information(Neighbourhood(text, 3, 1), 1.0).toarray().round(3).tolist()  # log2 (2/6 / (2/6 x 2/6))
    [[0.0, 1.585, 0.0], [1.585, 0.0, 0.0], [0.0, 0.0, 1.585]]
    """
    earlier, later = near.count_sides()
    of_word = (earlier + later).astype(np.float64)
    share = _shares(np.concatenate((earlier, later)) if near.sides else of_word, smoothing)
    limit = array_limit(memory)
    indices, values = GrowingArray(limit), GrowingArray(limit, np.float64)
    sizes = np.zeros(near.n_words + 1, dtype=np.int64)
    for rows, columns, counts in near.counts(earlier, later, memory=memory):
        kept, bits = _positive(counts, of_word[rows] * share[columns], shift)
        indices.append(columns[kept])
        values.append(bits)
        sizes[1:] += np.bincount(rows[kept], minlength=near.n_words)
    return SparseRows(np.cumsum(sizes), indices.finish(), values.finish(), len(share))


def _shares(of_context: Longs | Floats, smoothing: float) -> Floats:
    """Return the smoothed probability of each context from its count."""
    smooth = of_context.astype(np.float64) ** smoothing
    share: Floats = smooth / max(float(smooth.sum()), 1e-300)
    return share


def _positive(counts: Longs, chance: Floats, shift: float) -> tuple[Any, Floats]:
    """Return which pairs occur more often than by chance, and their information in bits."""
    kept = (counts > 0) & (counts > chance * shift)
    bits: Floats = np.log2(counts[kept] / (chance[kept] * shift))
    return kept, bits
