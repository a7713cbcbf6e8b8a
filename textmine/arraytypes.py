"""Short names for arrays by the type of their items."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bools", "Floats", "Ids", "Longs"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]  # weights, flows, bits
Ids = NDArray[np.int32]  # units, nodes, modules
Longs = NDArray[np.int64]  # counts and offsets
Hashes = NDArray[np.uint64]
