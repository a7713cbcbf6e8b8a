"""Link lists whose nodes are whole numbers, read as numbers, which takes a part of the time and memory of text."""

from __future__ import annotations

import io
import re

import numpy as np
from numpy.typing import NDArray

__all__ = ["read_numbered"]

_ALLOWED = frozenset("0123456789.\n")
_MOST_DIGITS = 1e15  # what a float holds exactly
# A name with a point or with a 0 before other digits is no number to us: 07 and 7, 1.0 and 1 are different names.
_OTHER_NAMES = re.compile(r"^[\t ,]*(?:0[0-9]|[0-9]*\.|[0-9]*[\t ,]+(?:0[0-9]|[0-9]*\.))", re.MULTILINE)


def read_numbered(
    text: str,
) -> tuple[list[str], NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]] | None:
    r"""Return names, sources, targets and weights of a list of two or three columns of numbers; None for other lists.

    It knows what it cannot read, and then says None, so that a reader of text finds the line that is wrong, or right.

    Examples
    --------
    >>> [list(map(str, part)) for part in read_numbered("10 9\n9 7\n")]
    [['7', '9', '10'], ['2', '1'], ['1', '0'], ['1.0', '1.0']]
    >>> read_numbered("a b\n"), read_numbered("07 7\n"), read_numbered("1 2 3\n4\n")
    (None, None, None)
    """
    head = text.split("\n", 1)[0]
    separator = next((sign for sign in "\t," if sign in head), " ")
    if not head.strip() or not set(text) <= _ALLOWED | {separator} or _OTHER_NAMES.search(text):
        return None
    try:
        table = np.loadtxt(io.BytesIO(text.encode()), delimiter=None if separator == " " else separator, ndmin=2)
    except ValueError:
        return None
    if table.shape[1] not in (2, 3) or table[:, :2].max() >= _MOST_DIGITS or not np.isfinite(table).all():
        return None
    values, places = np.unique(table[:, :2], return_inverse=True)
    ends: NDArray[np.int32] = places.reshape(-1, 2).astype(np.int32)
    weights = table[:, 2].copy() if table.shape[1] == 3 else np.ones(len(table))
    return [str(int(value)) for value in values.tolist()], ends[:, 0].copy(), ends[:, 1].copy(), weights
