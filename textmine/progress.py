"""How library functions report what they do: a callback, never a print."""

from __future__ import annotations

from textmine.lightclasses import Protocol

__all__ = ["SILENT", "Progress"]


class Progress(Protocol):
    """What the library tells whoever called it."""

    def stage(self, name: str) -> None:
        """Say that a stage of the work begins, e.g. `counting`."""

    def advance(self, done: int, total: int | None = None, unit: str = "B") -> None:
        """Say how far the stage has come.

        Parameters
        ----------
        done
            What has been done since the stage began.
        total
            What there is to do; None where nobody knows.
        unit
            What is counted: `B` for bytes, else a plural such as `terms`.
        """

    def note(self, message: str) -> None:
        """Say something the user should know although nothing failed, e.g. which encoding was chosen."""


class _Silent:
    def stage(self, name: str) -> None:
        pass

    def advance(self, done: int, total: int | None = None, unit: str = "B") -> None:
        pass

    def note(self, message: str) -> None:
        pass


SILENT: Progress = _Silent()
