"""The records of the kernels as numpy has them: the same fields in the same order, without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["CODEWORD", "JUMP", "MODULE", "NODE", "as_records"]

# Items of type np.record have their fields as attributes, as those of the kernels have.
NODE = np.dtype((np.record, [(name, np.float64) for name in ("flow", "enter", "exit", "alone")]))
JUMP = np.dtype((np.record, [(name, np.float64) for name in ("leaving", "landing")]))
MODULE = np.dtype(
    (
        np.record,
        [
            *((name, np.float64) for name in ("flow", "enter", "exit")),
            *((name, np.int32) for name in ("members", "ids")),
            *((name, np.float64) for name in ("log_inside", "log_exit", "log_enter", "between")),
        ],
    )
)
CODEWORD = np.dtype(
    (
        np.record,
        [
            ("flow", np.float64),
            ("bits", np.float64),
            ("module", np.int32),
            ("region", np.int32),
            ("members", np.int64),
        ],
    )
)


def as_records(table: npt.NDArray[np.float64], record: np.dtype[Any]) -> npt.NDArray[Any]:
    """Return the rows of a table as records in the same memory; it must lie there row after row.

    Examples
    --------
    >>> as_records(np.array([[0.25, 0.5]]), JUMP)[0].landing.item()
    0.5
    """
    return table.view(record)[:, 0]
