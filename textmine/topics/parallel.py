"""Divides work on rows among threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import numpy as np

from textmine.arraytypes import Longs

__all__ = ["in_parts"]

_Result = TypeVar("_Result")


def in_parts(work: Callable[[int, int], _Result], done_before: Longs, threads: int) -> list[_Result]:
    """Call `work(begin, end)` on as many ranges of rows as there are threads; return the results in order.

    Parameters
    ----------
    work
        Must release the GIL to run in parallel.
    done_before
        int64[n + 1]: ascending; how much work the rows before each row are.
    threads
        Number of ranges.

    Examples
    --------
    >>> in_parts(lambda begin, end: (begin, end), np.array([0, 8, 9, 10, 16]), 2)
    [(0, 1), (1, 4)]
    """
    n_rows = len(done_before) - 1
    if threads == 1:
        return [work(0, n_rows)]
    wanted = done_before[-1] * np.arange(1, threads) // threads
    edges = [0, *np.searchsorted(done_before, wanted).tolist(), n_rows]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda edge: work(*edge), pairwise(edges)))
