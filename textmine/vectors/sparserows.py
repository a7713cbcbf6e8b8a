"""Sparse matrices that may be larger than memory: rows one behind the other, in mapped files where they are large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from textmine.arraytypes import Floats, Ids, Longs
from textmine.text.arrays import release
from textmine.vectors import _kernels

__all__ = ["SparseRows"]

_ENTRIES = 1 << 20  # of a mapped matrix that are worked on before their pages are released


@dataclass(frozen=True, slots=True)
class SparseRows:
    """A sparse matrix.

    Attributes
    ----------
    indptr
        int64[n + 1]: the entries of row i are at indptr[i] to indptr[i + 1] - 1.
    indices
        int32[e]: column of each entry.
    values
        float64[e].
    n_columns
        Number of columns.

    Examples
    --------
    >>> rows = SparseRows(np.array([0, 1, 2]), np.array([1, 0], np.int32), np.array([2.0, 3.0]), 2)
    >>> rows.times(np.array([1.0, 10.0])).tolist(), rows.transposed_times(np.array([1.0, 10.0])).tolist()
    ([20.0, 3.0], [30.0, 2.0])
    """

    indptr: Longs
    indices: Ids
    values: Floats
    n_columns: int

    @classmethod
    def of(cls, matrix: Any) -> SparseRows:
        """Return a sparse matrix of scipy's; one that is stored in this way is returned as it is."""
        if isinstance(matrix, cls):
            return matrix
        rows = matrix.tocsr()
        rows.sum_duplicates()
        indptr, indices = rows.indptr.astype(np.int64), rows.indices.astype(np.int32)
        return cls(indptr, indices, rows.data.astype(np.float64), rows.shape[1])

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.indptr) - 1, self.n_columns

    def toarray(self) -> Floats:
        """Return the matrix with its zeros."""
        whole = np.zeros(self.shape)
        rows = np.repeat(np.arange(self.shape[0]), np.diff(self.indptr))
        whole[rows, self.indices] = self.values
        return whole

    def times(self, x: Floats) -> Floats:
        """Return the product with a vector."""
        y = np.empty(self.shape[0])
        self._each(lambda begin, end: _kernels.times(*self._stored(), begin, end, x, y))
        return y

    def transposed_times(self, x: Floats) -> Floats:
        """Return the product of the transposed matrix with a vector."""
        y = np.zeros(self.n_columns)
        self._each(lambda begin, end: _kernels.add_transposed(*self._stored(), begin, end, x, y))
        return y

    def gram_times(self, x: Floats) -> Floats:
        """Return the product of the transposed matrix, the matrix and a vector; the matrix is read once."""
        y, here = np.zeros(self.n_columns), np.empty(self.shape[0])

        def work(begin: int, end: int) -> None:
            _kernels.times(*self._stored(), begin, end, x, here)
            _kernels.add_transposed(*self._stored(), begin, end, here, y)

        self._each(work)
        return y

    def _stored(self) -> tuple[Longs, Ids, Floats]:
        return self.indptr, self.indices, self.values

    def _each(self, work: Callable[[int, int], None]) -> None:
        for begin, end in self._ranges():
            work(begin, end)
            release(self.indices, self.values)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        n_rows = self.shape[0]
        step = _ENTRIES if isinstance(self.values, np.memmap) else max(len(self.values), 1)
        begin = 0
        while begin < n_rows:
            end = int(np.searchsorted(self.indptr, self.indptr[begin] + step, side="right")) - 1
            yield begin, min(max(end, begin + 1), n_rows)
            begin = max(end, begin + 1)
