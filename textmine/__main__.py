"""The program: ends at once and without a trace when it is interrupted, then everything else.

Nothing is imported before that but what Python itself has loaded.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

__all__ = ["main"]

_ENDINGS = {"SIGINT": b"interrupted", "SIGTERM": b"terminated", "SIGHUP": b"the terminal is gone"}
_SIGNALS = {getattr(signal, name): said for name, said in _ENDINGS.items() if hasattr(signal, name)}


def main() -> None:
    """Run the program and exit."""
    for number in _SIGNALS:
        # What the parent chose to ignore (nohup, a job in the background) stays ignored.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    from textmine.cli import main as run

    run()


def _end(number: int, frame: object) -> None:
    """Leave no temporary file and one line, whatever the program was at.

    Not by an exception: one can come up in the middle of an import or of a destructor, where it is lost or becomes
    another.
    """
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    # Of a module that is being loaded there may be half.
    drop = getattr(sys.modules.get("textmine.io.output"), "drop_unfinished", None)
    if drop is not None:
        drop()
    bar = getattr(sys.modules.get("textmine.cli.progress"), "_shown", None) is not None
    wipe = b"\r\x1b[2K\x1b[?25h" if bar else b""  # and give the cursor back
    with contextlib.suppress(OSError):
        os.write(2, wipe + b"textmine: " + _SIGNALS[signal.Signals(number)] + b"\n")
    os._exit(128 + number)


if __name__ == "__main__":
    main()
