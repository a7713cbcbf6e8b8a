"""The records of the kernels: their size in bytes, and their fields as PEP 3118 describes them."""

from __future__ import annotations

from textmine.buffers import _kernels
from textmine.lightclasses import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["CODEWORD", "JUMP", "MODULE", "NODE", "Layout", "as_records"]

_Records: Any = _kernels.Records


class Layout(NamedTuple):
    """How a record lies in memory.

    Attributes
    ----------
    size : int
        Bytes.
    fields : bytes
        Types and names, in order and without gaps.
    """

    size: int
    fields: bytes


NODE = Layout(32, b"T{d:flow:d:enter:d:exit:d:alone:}")
JUMP = Layout(16, b"T{d:leaving:d:landing:}")
MODULE = Layout(64, b"T{d:flow:d:enter:d:exit:i:members:i:ids:d:log_inside:d:log_exit:d:log_enter:d:between:}")
CODEWORD = Layout(32, b"T{d:flow:d:bits:i:module:i:region:q:members:}")


def as_records(values: Any, layout: Layout) -> Any:
    """Return numbers that lie in a row as records in the same memory.

    Examples
    --------
    >>> import numpy as np
    >>> np.asarray(as_records(np.array([0.25, 0.5]), JUMP))["landing"].tolist()
    [0.5]
    """
    return _Records(values, layout.size, layout.fields)
