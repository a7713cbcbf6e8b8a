"""Positive pointwise mutual information of words and contexts."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["ppmi"]


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
    of_context = np.bincount(columns, pairs.data, counts.shape[1]) ** smoothing
    chance = of_word[rows] * (of_context / max(float(of_context.sum()), 1e-300))[columns]
    kept = (pairs.data > 0) & (pairs.data > chance * shift)
    bits = np.log2(pairs.data[kept] / (chance[kept] * shift))
    return sparse.csr_array((bits, (rows[kept], columns[kept])), counts.shape)
