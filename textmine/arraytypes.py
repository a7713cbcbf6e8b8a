"""Short names for arrays by the type of their items, for annotations."""

from __future__ import annotations

__all__ = ["Bools", "Bytes", "Floats", "Hashes", "Ids", "Longs"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    import numpy as np

    # NDArray of numpy.typing is the same.
    Bools = np.ndarray[Any, np.dtype[np.bool_]]
    Floats = np.ndarray[Any, np.dtype[np.float64]]  # weights, flows, bits
    Ids = np.ndarray[Any, np.dtype[np.int32]]  # units, nodes, modules
    Longs = np.ndarray[Any, np.dtype[np.int64]]  # counts and offsets
    Hashes = np.ndarray[Any, np.dtype[np.uint64]]
    Bytes = np.ndarray[Any, np.dtype[np.uint8]]
else:  # numpy is not loaded for its name
    Bools = Floats = Ids = Longs = Hashes = Bytes = object
