"""Truncated singular value decomposition with the same result in every run."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats
from textmine.vectors.sparserows import SparseRows

__all__ = ["truncated_svd"]

_SMALL = 500  # up to this many rows, a full decomposition is faster
_SEED = 0


def truncated_svd(matrix: Any, dimensions: int, power: float = 0.5) -> Floats:
    """Return the left singular vectors of the greatest singular values, each times a power of its value.

    The sign of a vector is arbitrary: its entry of greatest absolute value is made positive. The search (Lanczos, by
    ARPACK) starts from a fixed vector. So the same matrix gives the same bytes, as long as numpy's linear algebra adds
    up in the same order: on the same machine, with the same number of threads.

    Memory: twice `dimensions` vectors of the length of the smaller side, and then three times `dimensions` columns; the
    matrix is read a part at a time.

    Parameters
    ----------
    matrix
        Sparse float64, n by m: of scipy's, or `SparseRows`.
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
    rows = SparseRows.of(matrix)
    if min(rows.shape) <= max(_SMALL, dimensions + 1):
        left, values, _ = np.linalg.svd(rows.toarray(), full_matrices=False)
        left, values = left[:, :dimensions], values[:dimensions]
    else:
        left, values = _greatest(rows, dimensions)
    greatest = [int(np.argmax(np.abs(column))) for column in left.T]
    signs = np.where(left[greatest, np.arange(left.shape[1])] < 0, -1.0, 1.0)
    left *= signs * values**power
    left += 0.0  # no negative zeros
    return left


def _greatest(rows: SparseRows, dimensions: int) -> tuple[Floats, Floats]:
    """Return the left singular vectors of the greatest singular values, and these, in descending order.

    The steps are those of scipy's `svds`, which holds several copies of the vectors at a time.
    """
    from scipy.linalg import svd
    from scipy.sparse.linalg import LinearOperator, eigsh

    smaller = min(rows.shape)
    is_tall = rows.shape[0] >= rows.shape[1]

    def gram(x: Floats) -> Floats:
        x = np.ascontiguousarray(x).reshape(-1)
        return rows.gram_times(x) if is_tall else rows.times(rows.transposed_times(x))

    start = np.random.default_rng(_SEED).standard_normal(smaller)
    product = LinearOperator(matvec=gram, dtype=np.float64, shape=(smaller, smaller))
    vectors = eigsh(product, k=dimensions, tol=0, v0=start)[1]
    # Row by row, as the product reads them; a copy is let go before the next is made.
    vectors = np.ascontiguousarray(_orthonormal(vectors))
    other = rows.times_columns(vectors) if is_tall else rows.transposed_times_columns(vectors)
    if is_tall:
        del vectors
        left, values, _ = svd(other, full_matrices=False, overwrite_a=True)
        return left, np.maximum(values, 0.0)
    _, values, right = svd(other, full_matrices=False, overwrite_a=True)
    return np.ascontiguousarray((vectors @ right[::-1].T)[:, ::-1]), np.maximum(values, 0.0)


def _orthonormal(vectors: Floats) -> Floats:
    """Return what `numpy.linalg.qr` does, in the place of the vectors."""
    from scipy.linalg import lapack

    vectors = np.asfortranarray(vectors)
    room = int(lapack.dgeqrf_lwork(*vectors.shape)[0])
    vectors, factors, _, _ = lapack.dgeqrf(vectors, lwork=room, overwrite_a=True)
    found: Floats = lapack.dorgqr(vectors, factors, lwork=room, overwrite_a=True)[0]
    return found
