"""How library functions report what they do: a callback, never a print."""

from __future__ import annotations

from typing import Protocol

__all__ = ["SILENT", "Progress"]


class Progress(Protocol):
    """What the library tells whoever called it."""

    def stage(self, name: str) -> None:
        """Say that a stage of the work begins, e.g. `counting`."""

    def note(self, message: str) -> None:
        """Say something the user should know although nothing failed, e.g. which encoding was chosen."""


class _Silent:
    def stage(self, name: str) -> None:
        pass

    def note(self, message: str) -> None:
        pass


SILENT: Progress = _Silent()
