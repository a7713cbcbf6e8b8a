"""Progress on standard error: stages on a terminal, their seconds with --verbose, notes unless --quiet."""

from __future__ import annotations

import sys
import time

from textmine.errors import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textmine.cli.bars import Bar

__all__ = ["Terminal", "say", "set_loudness"]

_REFRESH = 0.1  # seconds
_shown: Terminal | None = None
_quiet = _verbose = False


def set_loudness(*, quiet: bool = False, verbose: bool = False) -> None:
    """Set what later `Terminal`s print: only errors, or also the seconds of each stage."""
    global _quiet, _verbose
    _quiet, _verbose = quiet, verbose


def say(message: str) -> None:
    """Print a message on standard error, unless it is closed (2>&-)."""
    if _shown is not None:
        _shown.wipe()
    if sys.stderr is None:
        return
    try:
        print(f"textmine: {printable(message)}", file=sys.stderr)
    except OSError:
        pass  # a closed pipe or a full disk must not stop the data


class Terminal:
    """Shows the current stage on one line of a terminal, with rate and time left if they are known.

    Parameters
    ----------
    verbose
        If True, print the seconds of each stage when it ends, also to pipes and files; otherwise as --verbose says.
    """

    def __init__(self, verbose: bool = False) -> None:
        self._live = not _quiet and sys.stderr is not None and sys.stderr.isatty()
        self._quiet, self._verbose = _quiet, verbose or _verbose
        self._stage: str | None = None
        self._bar: Bar | None = None
        self._wall = self._cpu = self._next = 0.0
        if self._live:
            import atexit

            atexit.register(self.wipe)  # a bar hides the cursor

    def stage(self, name: str) -> None:
        """End the last stage and show the next one."""
        self._end()
        self._stage = name
        self._wall, self._cpu, self._next = time.perf_counter(), time.process_time(), 0.0
        self._show(0, None, "B")

    def advance(self, done: int, total: int | None = None, unit: str = "B") -> None:
        """Show how far the stage has come, at most ten times a second."""
        if self._live and self._stage is not None and time.perf_counter() >= self._next:
            self._show(done, total, unit)

    def note(self, message: str) -> None:
        """Print a message on a line of its own."""
        if not self._quiet:
            from textmine.cli.naming import with_options

            say(with_options(message))

    def clear(self) -> None:
        """End the last stage and leave the terminal to others."""
        self._end()
        self._stage = None

    def wipe(self) -> None:
        """Remove the bar until the stage is shown again."""
        global _shown
        if self._bar is not None:
            self._bar.close()
            self._bar = _shown = None

    def _end(self) -> None:
        self.wipe()
        if self._verbose and self._stage is not None:
            wall, cpu = time.perf_counter() - self._wall, time.process_time() - self._cpu
            say(f"{self._stage}: {wall:.3f} s, {cpu:.3f} s CPU")

    def _show(self, done: int, total: int | None, unit: str) -> None:
        global _shown
        if not self._live or self._stage is None:
            return
        if self._bar is None:
            from textmine.cli.bars import Bar

            self._bar, _shown = Bar(), self
        now = time.perf_counter()
        self._bar.show(self._stage, done, total, unit, now - self._wall)
        self._next = now + _REFRESH
