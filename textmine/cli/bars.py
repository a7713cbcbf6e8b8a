"""Progress on one line of a terminal: the stage, a bar if the total is known, rate and time left."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

__all__ = ["Bar", "describe"]

_PREFIXES = ("", "k", "M", "G", "T")


class Bar:
    """A line on standard error that changes in place. Only `show` draws it; there is no thread."""

    def __init__(self) -> None:
        # Neither stream is redirected: the data on standard output must not be touched.
        self._live = Live(
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._live.start()

    def show(self, stage: str, done: int, total: int | None, unit: str, seconds: float) -> None:
        """Draw a stage that has run for `seconds` and has done `done` of `total`."""
        line = Table.grid(padding=(0, 1))
        cells: list[Text | ProgressBar] = [Text(stage, overflow="ellipsis", no_wrap=True)]
        if total:
            cells.append(ProgressBar(total, min(done, total), width=24))
        if done:
            cells.append(Text(describe(done, total, unit, seconds), no_wrap=True))
        line.add_row(*cells)
        self._live.update(line, refresh=True)

    def close(self) -> None:
        """Clear the line and show the cursor again."""
        self._live.stop()


def describe(done: int, total: int | None, unit: str, seconds: float) -> str:
    """Return how much was done, how fast, and how long the rest will take.

    Examples
    --------
    >>> describe(12_000_000, 24_000_000, "B", 2.0)
    '12.0 MB of 24.0 MB, 6.0 MB/s, 0:02 left'
    >>> describe(300, None, "terms", 2.0)
    '300 terms, 150 terms/s'
    """
    text = _amount(done, unit)
    if total:
        text += f" of {_amount(total, unit)}"
    if seconds > 0 and done > 0:
        rate = done / seconds
        text += f", {_amount(rate, unit)}/s"
        if total and total > done:
            left = round((total - done) / rate)
            text += f", {left // 60}:{left % 60:02d} left"
    return text


def _amount(number: float, unit: str) -> str:
    """Return a number with about three digits, such as `12.0 MB` or `300 terms`."""
    prefix = 0
    while number >= 1000 and prefix < len(_PREFIXES) - 1:
        number /= 1000
        prefix += 1
    figures = f"{number:.1f}" if prefix else f"{number:.0f}"
    return f"{figures} {_PREFIXES[prefix]}{unit}" if unit == "B" else f"{figures}{_PREFIXES[prefix]} {unit}"
