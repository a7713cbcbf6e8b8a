"""Truncated singular value decomposition with the same result in every run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["truncated_svd"]

_SMALL = 500  # up to this many rows, a full decomposition is faster
_SEED = 0


def truncated_svd(matrix: Any, dimensions: int, power: float = 0.5) -> NDArray[np.float64]:
    """Return the left singular vectors of the greatest singular values, each times a power of its value.

    The sign of a vector is arbitrary: its entry of greatest absolute value is made positive. The search (Lanczos, by
    ARPACK) starts from a fixed vector. So the same matrix gives the same bytes, as long as numpy's linear algebra adds
    up in the same order: on the same machine, with the same number of threads.

    Parameters
    ----------
    matrix
        Sparse float64, n by m.
    dimensions
        Number of vectors; fewer if the matrix has fewer rows or columns.
    power
        Exponent of the singular values: 1 projects the rows to the space of best approximation, 0 makes all directions
        equally important, 0.5 is between (Levy, Goldberg & Dagan 2015).

    Returns
    -------
    float64[n, k]
        Greatest singular value first.

    Examples
    --------
    >>> from scipy import sparse
    >>> truncated_svd(sparse.csr_array([[0.0, -4.0], [9.0, 0.0]]), 2).round(9).tolist()
    [[0.0, 2.0], [3.0, 0.0]]
    """
    from scipy.sparse.linalg import svds

    smaller = min(matrix.shape)
    if smaller <= max(_SMALL, dimensions + 1):
        left, values, _ = np.linalg.svd(matrix.toarray(), full_matrices=False)
        left, values = left[:, :dimensions], values[:dimensions]
    else:
        start = np.random.default_rng(_SEED).standard_normal(smaller)
        left, values, _ = svds(matrix.tocsr(), k=dimensions, v0=start)
        # ARPACK returns the smallest first.
        left, values = left[:, ::-1], np.maximum(values[::-1], 0.0)
    greatest = np.argmax(np.abs(left), axis=0)
    signs = np.where(left[greatest, np.arange(left.shape[1])] < 0, -1.0, 1.0)
    placed: NDArray[np.float64] = left * (signs * values**power)
    return placed + 0.0  # no negative zeros
