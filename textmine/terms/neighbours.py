"""Neighbours of units counted on an engine: each part of the text apart, then put together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.engine import Engine
from textmine.ngrams.partitioned import parts_of, sent
from textmine.terms import _kernels
from textmine.text.arrays import Handle, handle, new_array, ranges, release

__all__ = ["add_neighbours_of_parts", "count_part"]

_LEAST_PART = 1 << 16  # units


@dataclass(frozen=True, slots=True)
class NeighbourText:
    """A text and the kinds of its units, as tasks open them; see the kernel `count_neighbours`."""

    n_kinds: int
    step: int
    units: Handle
    kinds: Handle
    rows: Handle


def add_neighbours_of_parts(
    units: NDArray[np.int32],
    kinds: NDArray[np.int32],
    n_kinds: int,
    step: int,
    rows: NDArray[np.int64],
    cells: NDArray[np.int64],
    engine: Engine,
) -> None:
    """Add the neighbours of all units to their rows; parameters as in the kernel `count_neighbours`.

    There are as many parts as tasks run at a time, because each has all rows.
    """
    opened = [sent(array, engine) for array in (units, kinds, rows)]  # the files exist as long as this list does
    text = NeighbourText(n_kinds, step, *(found for found, _kept in opened))
    parts = parts_of(units, max(-(-len(units) // engine.size), _LEAST_PART))
    counted = [(new_array(len(cells), 0, np.int64), new_array(len(rows) - 1, 0, np.int64)) for _ in parts]
    tasks = ((text, *map(handle, found), *part[1:]) for found, part in zip(counted, parts, strict=True))
    for _ in engine.run(count_part, tasks):
        pass
    sizes = np.diff(rows)
    is_sum = sizes == n_kinds  # other rows are lists of kinds, which are put one behind the other
    in_sum = np.repeat(is_sum, sizes)
    begins = rows[:-1].copy()
    for found, filled in counted:
        cells[in_sum] += found[in_sum]
        used = np.where(is_sum, 0, filled)
        within = np.arange(int(used.sum())) - np.repeat(np.cumsum(used) - used, used)
        cells[np.repeat(begins, used) + within] = found[np.repeat(rows[:-1], used) + within]
        begins += used
        release(found, filled)


def count_part(text: NeighbourText, cells: Handle, filled: Handle, begin: int, end: int) -> None:
    """Write the rows of a part of the text, and how many of the cells of each list are in use."""
    units, kinds, rows = text.units.open(), text.kinds.open(), text.rows.open()
    counted, used = np.zeros(int(rows[-1]), dtype=np.int64), np.zeros(len(rows) - 1, dtype=np.int64)
    for start, stop in ranges(units, begin, end):
        _kernels.count_neighbours(units, start, stop, kinds, text.n_kinds, text.step, rows, used, counted)
        release(units)
    targets = cells.open(), filled.open()
    targets[0][:], targets[1][:] = counted, used
    release(kinds, rows, *targets)
