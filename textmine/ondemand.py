"""Rooms whose names load when one of them is first used.

The command line reads the registries of several rooms (which weights there are, which formats) before it knows what is
to be done. Those modules import nothing heavy; a room that loaded everything on import would undo that. So what a room
offers is imported in its module `public`, and its `__init__` hands the names out:

    if TYPE_CHECKING:
        from textmine.pairs.public import *
    else:
        __getattr__, __dir__ = on_first_use(__name__)

No name that a room offers may be the name of one of its modules: the import of that module would take its place.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["on_first_use"]


def on_first_use(room: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` (PEP 562) of a package that offers what its module `public` names.

    Examples
    --------
    >>> load, names = on_first_use("textmine.pairs")
    >>> "pmi" in load("WEIGHTS"), "cooccurrence" in names()
    (True, True)
    """

    def load(name: str) -> Any:
        # A module of the room is imported by itself: it may be what `public` is waiting for. Names such as __path__,
        # for which Python asks every package, are nobody's.
        if name == "__all__" or not (name.startswith("_") or _is_module(room, name)):
            import importlib

            public = importlib.import_module(f"{room}.public")
            if name == "__all__":
                return public.__all__
            if name in public.__all__:
                value = getattr(public, name)
                setattr(sys.modules[room], name, value)
                return value
        raise AttributeError(f"module '{room}' has no attribute '{name}'")

    return load, lambda: sorted(load("__all__"))


def _is_module(room: str, name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(f"{room}.{name}") is not None
