"""From the name of a scheduler to an engine."""

from __future__ import annotations

import importlib.util
import os
import re
import tempfile
from collections.abc import Callable

from textmine.engine.engine import Engine
from textmine.errors import OptionError

__all__ = ["open_engine"]

_MOST = 64  # workers on one machine of fewer processors
_LOCAL = re.compile(r"local:([0-9]+)")
_ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://\S+")


def open_engine(
    scheduler: str,
    *,
    folder: Callable[[], str] = tempfile.gettempdir,
    note: Callable[[str], None] = lambda message: None,
) -> Engine:
    """Return the engine that a scheduler stands for. It starts, or connects, when it has its first task.

    Parameters
    ----------
    scheduler
        `local:N` for N worker processes on this machine, or the address of a Dask scheduler, such as
        `tcp://10.0.0.1:8786`.
    folder
        Returns the folder of temporary files, which all workers must see.
    note
        Receives where the workers and the dashboard are.

    Raises
    ------
    OptionError
        It is neither, there are too many workers, or Dask is not installed.

    Examples
    --------
    >>> open_engine("spark://here")
    Traceback (most recent call last):
    textmine.errors.OptionError: 'spark://here' is no scheduler; write local:2 or an address such as tcp://10.0.0.1:8786
    """
    local = _LOCAL.fullmatch(scheduler)
    if not (local and int(local[1])) and not _ADDRESS.fullmatch(scheduler):
        hint = "write local:2 or an address such as tcp://10.0.0.1:8786"
        raise OptionError(f"'{scheduler}' is no scheduler", hint)
    most = max(_MOST, os.cpu_count() or 1)
    if local and int(local[1]) > most:
        raise OptionError(f"{int(local[1])} workers are too many for this machine", f"use local:{most} or fewer")
    if importlib.util.find_spec("distributed") is None:
        raise OptionError("a scheduler needs Dask", "pip install 'textmine[dask]'")
    from textmine.engine.cluster import DaskEngine

    return DaskEngine(int(local[1]) if local else scheduler, folder, note)
