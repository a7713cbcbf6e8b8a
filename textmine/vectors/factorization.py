"""Truncated singular value decomposition with the same result in every run."""

from __future__ import annotations

from typing import Any

import numpy as np

from textmine.arraytypes import Floats
from textmine.text.arrays import array_limit, default_memory, new_array, release
from textmine.vectors.lanczos import MORE, greatest_eigenvectors
from textmine.vectors.sparserows import SparseRows

__all__ = ["truncated_svd"]

_SMALL = 500  # up to this many rows, a full decomposition is faster
_ROWS = 1 << 12  # rows of the result that are written at a time
_LEAST = 1e-7  # of the greatest singular value: rounding of its square hides smaller ones


def truncated_svd(matrix: Any, dimensions: int, power: float = 0.5, *, memory: int | None = None) -> Floats:
    """Return the left singular vectors of the greatest singular values, each times a power of its value.

    The sign of a vector is arbitrary: its entry of greatest absolute value is made positive. The search (Lanczos)
    starts from a fixed vector. So the same matrix gives the same bytes, as long as numpy's linear algebra adds up in
    the same order: on the same machine, with the same number of threads.

    Parameters
    ----------
    matrix
        Sparse float64, n by m: of scipy's, or `SparseRows`.
    dimensions
        Number of vectors; fewer if the matrix has fewer rows or columns.
    power
        Exponent of the singular values: 1 projects the rows to the space of best approximation, 0 makes all directions
        equally important, 0.5 is between (Levy, Goldberg & Dagan 2015).
    memory
        Bytes to use beside the matrix; None means a quarter of the machine's memory. Half of it may hold the vectors of
        the search, of which there are 20 more than dimensions. Larger arrays, the result too, are in files of the
        spool.

    Returns
    -------
    float64[n, k]
        Greatest singular value first. A singular value of 0 has a column of zeros.

    Examples
    --------
    >>> from scipy import sparse
    >>> truncated_svd(sparse.csr_array([[0.0, -4.0], [9.0, 0.0]]), 2).round(9).tolist()
    [[0.0, 2.0], [3.0, 0.0]]
    """
    rows = SparseRows.of(matrix)
    if min(rows.shape) <= max(_SMALL, dimensions + MORE):
        left, values, _ = np.linalg.svd(rows.toarray(), full_matrices=False)
        vectors, values = np.ascontiguousarray(left[:, :dimensions].T), values[:dimensions]
    else:
        vectors, values = _greatest(rows, dimensions, memory)
    factors = np.where(values > 0, values**power, 0.0)
    for number, vector in enumerate(vectors):
        factors[number] *= -1.0 if vector[np.argmax(np.abs(vector))] < 0 else 1.0
        release(vectors)
    return _turned(vectors, factors, memory)


def _turned(vectors: Floats, factors: Floats, memory: int | None) -> Floats:
    """Return the vectors, each times a factor, as columns."""
    n, size = vectors.shape
    turned: Floats = new_array(size * n, array_limit(memory), np.float64).reshape(size, n)
    for begin in range(0, size, _ROWS):
        here = slice(begin, begin + _ROWS)
        # Zero is added: no negative zeros.
        turned[here] = vectors[:, here].T * factors + 0.0
        release(vectors, turned)
    return turned


def _greatest(rows: SparseRows, dimensions: int, memory: int | None) -> tuple[Floats, Floats]:
    """Return the left singular vectors of the greatest singular values, a row each, and these, in descending order."""
    is_tall = rows.shape[0] >= rows.shape[1]

    def gram(x: Floats) -> Floats:
        return rows.gram_times(x) if is_tall else rows.times(rows.transposed_times(x))

    limit = (default_memory() if memory is None else memory) // 2
    squares, vectors = greatest_eigenvectors(gram, min(rows.shape), dimensions, limit)
    values = np.sqrt(np.maximum(squares, 0.0))
    values[values < _LEAST * values[0]] = 0.0
    return (_images(rows, vectors, memory) if is_tall else vectors), values


def _images(rows: SparseRows, vectors: Floats, memory: int | None) -> Floats:
    """Return the left singular vectors that belong to right ones."""
    n, size = len(vectors), rows.shape[0]
    images: Floats = new_array(n * size, array_limit(memory), np.float64).reshape(n, size)
    for number, vector in enumerate(vectors):
        image = rows.times(np.array(vector))
        length = float(np.linalg.norm(image))
        images[number] = image / max(length, 1e-300)
        release(vectors, images)
    return images
