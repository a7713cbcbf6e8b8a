"""Progress on standard error: stages on a terminal only, notes always."""

from __future__ import annotations

import sys

__all__ = ["Terminal", "say"]


def say(message: str) -> None:
    """Print a message on standard error, if there is one (2>&- closes it)."""
    if sys.stderr is not None:
        print(f"textmine: {message}", file=sys.stderr)


class Terminal:
    """Shows the current stage on a terminal, on one line that is wiped at the end."""

    def __init__(self) -> None:
        self._live = sys.stderr is not None and sys.stderr.isatty()

    def stage(self, name: str) -> None:
        """Show a stage in place of the last one."""
        if self._live:
            print(f"\r\x1b[K{name} ...", end="", file=sys.stderr, flush=True)

    def note(self, message: str) -> None:
        """Print a message on a line of its own."""
        self.clear()
        say(message)

    def clear(self) -> None:
        """Wipe the stage."""
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
