"""The program: ends at once and without a trace when it is interrupted, then everything else.

Nothing is imported before that but small modules of Python's own.
"""

from __future__ import annotations

import _thread
import gc
import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal
else:
    import _signal  # `signal` makes enumerations of its numbers, which takes a tenth of the start

__all__ = ["main"]

_ENDINGS = {"SIGINT": b"interrupted", "SIGTERM": b"terminated", "SIGHUP": b"the terminal is gone"}
_PATIENCE = 0.2  # seconds
_OBJECTS = 100_000  # new ones after which Python looks for garbage
_ending = _thread.allocate_lock()
_SIGNALS = {getattr(_signal, name): said for name, said in _ENDINGS.items() if hasattr(_signal, name)}


def main() -> None:
    """Run the program and exit."""
    # What is loaded stays: looking for garbage among it takes a tenth of the start.
    gc.set_threshold(_OBJECTS)
    for number in _SIGNALS:
        # What the parent chose to ignore (nohup, a job in the background) stays ignored.
        if _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, _end)
    _watch_over()
    from textmine.cli import main as run

    run()
    _leave()


def _leave() -> None:
    """End the process without taking apart what was loaded, which takes as long as to search a small graph."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # Python reports a closed pipe or a full disk when it ends
    os._exit(0)


def _watch_over() -> None:
    """End the program from another thread where the main one is busy.

    Python calls handlers between two steps of the main thread: not within a kernel, and not where a signal came just
    before a read that waits for ever.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    _signal.set_wakeup_fd(writer, warn_on_full_buffer=False)

    def watch() -> None:
        number = os.read(reader, 1)[0]
        time.sleep(_PATIENCE)
        _end(number, None)

    try:
        _thread.start_new_thread(watch, ())  # by `threading`, starting would take longer
    except RuntimeError:
        pass  # no more threads: then without


def _end(number: int, frame: object) -> None:
    """Leave no temporary file and one line, whatever the program was at.

    Not by an exception: one can come up in the middle of an import or of a destructor, where it is lost or becomes
    another.
    """
    if not _ending.acquire(blocking=False):
        time.sleep(_PATIENCE)  # the other thread is about to end the program
    # Of a module that is being loaded there may be half.
    for module, name in (("textmine.io.output", "drop_unfinished"), ("textmine.text.spool", "drop_spool")):
        drop = getattr(sys.modules.get(module), name, None)
        if drop is not None:
            drop()
    bar = getattr(sys.modules.get("textmine.cli.progress"), "_shown", None) is not None
    wipe = b"\r\x1b[2K\x1b[?25h" if bar else b""  # and give the cursor back
    try:
        os.write(2, wipe + b"textmine: " + _SIGNALS[number] + b"\n")
    except OSError:
        pass  # standard error is closed
    os._exit(128 + number)


if __name__ == "__main__":
    main()
