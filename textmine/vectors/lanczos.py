"""Greatest eigenvalues of a symmetric matrix that is known by its products, with few vectors at a time.

Lanczos' method builds an orthonormal basis of the vectors x, A x, A A x, ... In it A is a small matrix, whose greatest
eigenvalues come near those of A soon. When the basis is full, it is replaced by its best combinations, and goes on from
there (thick restart; Wu & Simon 2000). Each new vector is made orthogonal to all others.

The basis is larger than anything else here. It lies in a file of the spool where it is above a limit. The vectors are
worked on in the same blocks there and in memory, so that the result is the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from textmine.arraytypes import Floats
from textmine.text.arrays import new_array, release

__all__ = ["MORE", "greatest_eigenvectors"]

MORE = 20  # vectors of the basis beyond those asked for; with 100 more, ARPACK needs as many products
_TOLERANCE = 1e-12  # of an eigenvalue: what is left of A v - l v
_SEED = 0
_ROUNDING = 1e-15  # of the greatest eigenvalue: less than this is left of none
_MOST_RESTARTS = 1000
_BLOCK = 1 << 19  # numbers of the basis that are worked on at a time: they fit the processor's cache
_TINY = 1e-14  # of the greatest number inside: a vector this short leads no further


def greatest_eigenvectors(
    product: Callable[[Floats], Floats], size: int, n: int, limit: int = 1 << 62
) -> tuple[Floats, Floats]:
    """Return the `n` greatest eigenvalues, in descending order, and their eigenvectors.

    Parameters
    ----------
    product
        Returns the product of the symmetric matrix and a vector.
    size
        Number of rows of the matrix, more than n + MORE.
    n
        How many eigenvalues.
    limit
        Greatest size in bytes of a basis in memory.

    Returns
    -------
    float64[n], float64[n, size]
        An eigenvector is a row, of length 1.

    References
    ----------
    Wu & Simon 2000, Thick-restart Lanczos method for large symmetric eigenvalue problems.

    Examples
    --------
    >>> diagonal = np.arange(100.0)
    >>> values, vectors = greatest_eigenvectors(lambda x: diagonal * x, 100, 2)
    >>> values.round(9).tolist(), np.abs(vectors).argmax(axis=1).tolist()
    ([99.0, 98.0], [99, 98])
    """
    basis = _Basis(product, size, n + MORE, limit)
    for restarts in range(_MOST_RESTARTS + 1):
        basis.fill()
        values, combinations, rest = basis.best()
        near_enough = np.maximum(_TOLERANCE * np.abs(values[:n]), _ROUNDING * values[0])
        found = int(np.count_nonzero(rest[:n] <= near_enough))
        if found == n or restarts == _MOST_RESTARTS:
            break
        # The more are found, the more others are kept: those that are asked for come near sooner.
        kept = n + max(min(found, MORE // 2), 1)
        basis.restart(values[:kept], combinations[:, :kept])
    return values[:n], basis.combined(combinations[:, :n])


class _Basis:
    """Orthonormal vectors, and the matrix as it is among them."""

    def __init__(self, product: Callable[[Floats], Floats], size: int, room: int, limit: int) -> None:
        self._product, self._room = product, room
        self._vectors = new_array((room + 1) * size, limit, np.float64).reshape(room + 1, size)
        self._inside = np.zeros((room, room))
        self._used, self._next_length = 0, 0.0
        self._random = np.random.default_rng(_SEED)
        self._rows = max(_BLOCK // size, 1)
        start = self._random.standard_normal(size)
        self._vectors[0] = start / np.linalg.norm(start)

    def fill(self) -> None:
        """Add vectors until the basis is full, and the one that comes next."""
        vectors, inside = self._vectors, self._inside
        for at in range(self._used, self._room):
            ahead = self._product(np.array(vectors[at]))
            # Those nearest take most of it; what is left of the others is rounding, for which one pass is enough.
            near = max(at - 1, 0)
            inside[near : at + 1, at] = self._take_out(ahead, near, at + 1)
            length = _length(ahead)
            inside[: at + 1, at] += self._take_out(ahead, 0, at + 1)
            if _length(ahead) < 0.7 * length:
                inside[: at + 1, at] += self._take_out(ahead, 0, at + 1)
            self._next_length = _length(ahead)
            if self._next_length <= _TINY * float(np.abs(inside).max()):
                # Nothing new: go on from anywhere else.
                self._next_length, ahead = 0.0, self._random.standard_normal(len(ahead))
                for _ in range(2):
                    self._take_out(ahead, 0, at + 1)
            vectors[at + 1] = ahead / _length(ahead)
            release(vectors)
        self._used = self._room

    def best(self) -> tuple[Floats, Floats, Floats]:
        """Return eigenvalues, greatest first, how the basis makes up their vectors, and what is left of each."""
        values, combinations = np.linalg.eigh(self._inside, UPLO="U")
        values, combinations = values[::-1], np.ascontiguousarray(combinations[:, ::-1])
        return values, combinations, self._next_length * np.abs(combinations[-1])

    def restart(self, values: Floats, combinations: Floats) -> None:
        """Begin again with the combinations and the vector that comes next."""
        kept = len(values)
        self.combined(combinations)
        self._vectors[kept] = self._vectors[self._room]
        self._inside[:] = 0.0
        self._inside[np.arange(kept), np.arange(kept)] = values
        self._used = kept

    def combined(self, combinations: Floats) -> Floats:
        """Replace the first vectors by combinations of all; return them."""
        n, size = combinations.shape[1], self._vectors.shape[1]
        turned, step = np.ascontiguousarray(combinations.T), max(_BLOCK // self._room, 1)
        for begin in range(0, size, step):
            here = slice(begin, begin + step)
            self._vectors[:n, here] = turned @ self._vectors[: self._room, here]
            release(self._vectors)
        return self._vectors[:n]

    def _take_out(self, vector: Floats, begin: int, end: int) -> Floats:
        """Make a vector orthogonal to some of the basis; return how much of each it had."""
        shares = np.empty(end - begin)
        for low in range(begin, end, self._rows):
            high = min(low + self._rows, end)
            some = self._vectors[low:high]
            share = some @ vector
            vector -= share @ some
            shares[low - begin : high - begin] = share
            release(self._vectors)
        return shares


def _length(vector: Floats) -> float:
    return float(np.linalg.norm(vector))
