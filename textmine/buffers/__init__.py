"""Plain memory for numbers, which kernels read and write, without numpy."""

from textmine.buffers.memory import (
    Doubles,
    Flags,
    Ints,
    Longs,
    as_buffer,
    as_ints,
    copied,
    doubles,
    flags,
    ints,
    longs,
    written,
)

__all__ = [
    "Doubles",
    "Flags",
    "Ints",
    "Longs",
    "as_buffer",
    "as_ints",
    "copied",
    "doubles",
    "flags",
    "ints",
    "longs",
    "written",
]
