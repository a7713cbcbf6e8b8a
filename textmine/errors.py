"""What can go wrong, in one line each: the command line prints `str(error)` and exits 1."""

from __future__ import annotations

from textmine.lightclasses import dataclass

__all__ = [
    "GraphError",
    "InputError",
    "OptionError",
    "TextmineError",
    "has_half_character",
    "printable",
    "system_reason",
]

_LONGEST = 1000  # characters of one part of a message


class TextmineError(Exception):
    """Base of every error that textmine raises on purpose."""


@dataclass(eq=False)
class InputError(TextmineError):
    """Data that cannot be used.

    Parameters
    ----------
    path
        The file as the user named it (`-` is standard input), or what stands for it in the API.
    line
        Line number from 1, or None where no line is to blame.
    reason
        What is wrong.
    hint
        What the user can do about it; may be empty.

    Examples
    --------
    >>> str(InputError("graph.tsv", 3, "the weight 'x' is not a number", "write a positive number"))
    "graph.tsv:3: the weight 'x' is not a number; write a positive number"
    """

    path: str
    line: int | None
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        path = printable(self.path) or "''"  # an empty name, as "$FILE" may be
        place = path if self.line is None else f"{path}:{self.line}"
        return f"{place}: {_with_hint(self.reason, self.hint)}"


@dataclass(eq=False)
class OptionError(TextmineError, ValueError):
    """An option that makes no sense by itself or beside another one."""

    reason: str
    hint: str = ""

    def __str__(self) -> str:
        return _with_hint(self.reason, self.hint)


@dataclass(eq=False)
class GraphError(TextmineError, ValueError):
    """A graph on which the map equation is not defined."""

    reason: str
    hint: str = ""

    def __str__(self) -> str:
        return _with_hint(self.reason, self.hint)


def printable(text: str) -> str:
    r"""Return `text` with control characters and lone surrogates escaped, and cut, so that an error stays one line.

    Examples
    --------
    >>> printable("two\nlines")
    'two\\nlines'
    """
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + " ..."
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def has_half_character(text: str) -> bool:
    r"""Return whether text has half a surrogate pair, which JSON can name and UTF-8 cannot hold.

    Examples
    --------
    >>> has_half_character("变压器"), has_half_character("\ud83d")
    (False, True)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def system_reason(error: OSError) -> str:
    """Return why the system refused, in lower case, to stand within a message.

    Examples
    --------
    >>> system_reason(FileNotFoundError(2, "No such file or directory"))
    'no such file or directory'
    """
    return (error.strerror or str(error)).lower()


def _with_hint(reason: str, hint: str) -> str:
    return "; ".join(map(printable, filter(None, (reason, hint))))
