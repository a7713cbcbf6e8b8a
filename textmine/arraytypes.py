"""Short names for arrays by the type of their items."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["Bools", "Bytes", "Floats", "Hashes", "Ids", "Longs"]

# NDArray of numpy.typing is the same. It is not loaded here, because that takes as long as to search a small graph.
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]  # weights, flows, bits
Ids = np.ndarray[Any, np.dtype[np.int32]]  # units, nodes, modules
Longs = np.ndarray[Any, np.dtype[np.int64]]  # counts and offsets
Hashes = np.ndarray[Any, np.dtype[np.uint64]]
Bytes = np.ndarray[Any, np.dtype[np.uint8]]
