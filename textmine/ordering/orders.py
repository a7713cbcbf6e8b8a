"""Stable orders of numbers, and ids taken in an order or put back, without numpy."""

from __future__ import annotations

from textmine.buffers import Doubles, Ints, ints
from textmine.ordering import _kernels

__all__ = ["numbered", "order_by_doubles", "order_by_ints", "order_inside", "put", "taken"]


def numbered(n: int) -> Ints:
    """Return int32[n]: 0, 1, 2 ...

    Examples
    --------
    >>> numbered(3).tolist()
    [0, 1, 2]
    """
    found = ints(n)
    _kernels.number(found)
    return found


def order_by_doubles(keys: Doubles, given: Ints | None = None) -> Ints:
    """Return the places of `keys` (some of them: `given`) in order of the keys; those of equal keys stay as they were.

    Sorting by several keys is sorting by the last one first.

    Parameters
    ----------
    keys
        float64[n], no NaN.
    given
        int32[k], each below n; it stays as it is.

    Returns
    -------
    Ints
        int32[k], or int32[n] of all places.

    Examples
    --------
    >>> import numpy as np
    >>> order_by_doubles(np.array([0.5, 0.25, 0.5])).tolist()
    [1, 0, 2]
    """
    order = numbered(len(keys))
    if given is not None:
        order = ints(len(given))
        order[:] = given
    _kernels.sort_doubles(keys, order, ints(len(order)))
    return order


def order_by_ints(keys: Ints, n_keys: int, given: Ints | None = None) -> Ints:
    """Do what `order_by_doubles` does for keys int32[n] from 0 to ``n_keys - 1``, in linear time.

    Examples
    --------
    >>> import numpy as np
    >>> order_by_ints(np.array([1, 0, 1], np.int32), 2).tolist()
    [1, 0, 2]
    """
    given = numbered(len(keys)) if given is None else given
    order = ints(len(given))
    _kernels.sort_ints(keys, given, ints(n_keys + 1), order)
    return order


def order_inside(home: Ints, n_homes: int, keys: Doubles) -> Ints:
    """Return the places of all homes, int32[n] from 0 to ``n_homes - 1``, in their order, those of one by their keys.

    It is `order_by_ints` after `order_by_doubles`, but what is sorted at a time stays small.

    Examples
    --------
    >>> import numpy as np
    >>> order_inside(np.array([1, 0, 1], np.int32), 2, np.array([0.5, 0.25, 0.25])).tolist()
    [1, 2, 0]
    """
    order = order_by_ints(home, n_homes)
    _kernels.sort_inside(keys, home, order, ints(len(order)))
    return order


def taken(values: Ints, at: Ints) -> Ints:
    """Return the values at some places, int32[k]: those of items in an order, or for each item that of its group.

    Examples
    --------
    >>> import numpy as np
    >>> taken(np.array([7, 8, 9], np.int32), np.array([2, 0], np.int32)).tolist()
    [9, 7]
    """
    found = ints(len(at))
    _kernels.take(values, at, found)
    return found


def put(values: Ints, at: Ints, into: Ints) -> Ints:
    """Write each value to its place in `into`, and return that; of several values for a place, the last one stays.

    Examples
    --------
    >>> import numpy as np
    >>> put(np.array([9, 7], np.int32), np.array([2, 0], np.int32), ints(3)).tolist()
    [7, 0, 9]
    """
    _kernels.put(values, at, into)
    return into
