"""What --memory allowed, and whether it was enough."""

from __future__ import annotations

import contextlib
import re

__all__ = ["allow", "say_peak"]

# What the program needs beside the budget: the interpreter, the libraries, the alphabet of a text, a dictionary.
_BESIDE = 100 << 20
_PEAK = re.compile(r"^VmHWM:\s*(\d+) kB", re.MULTILINE)
_allowed: int | None = None


def allow(memory: int | None) -> None:
    """Note the budget of this run, in bytes; None where no budget is named."""
    global _allowed
    _allowed = memory


def say_peak() -> None:
    """Say that the run needed more than its budget and 100 MB, if it did and the system tells."""
    if _allowed is None:
        return
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as file:
        found = _PEAK.search(file.read())
        if found is not None and (peak := 1024 * int(found[1])) > _allowed + _BESIDE:
            from textmine.cli.progress import Terminal

            needed, allowed, beside = -(-peak >> 20), _allowed >> 20, _BESIDE >> 20
            Terminal().note(
                f"the run needed {needed} MB, but `memory={allowed}M` allows {allowed + beside} MB "
                f"({beside} MB are for the program itself); write `memory={needed - beside}M` or more"
            )
