"""What readers of graphs share: what they are told, what they say, and the record by which a format is known."""

from __future__ import annotations

import math
from itertools import islice

from textmine.errors import InputError
from textmine.lightclasses import dataclass
from textmine.progress import SILENT, Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator

    from textmine.graph.graph import Graph

__all__ = ["LINK_ENDINGS", "GraphFormat", "Reading", "listed", "not_a_graph", "refusing", "weight_fault"]

LINK_ENDINGS = (".tsv", ".csv", ".txt", ".edges", ".edgelist", ".ncol")  # of tables of links
_SHOWN = 5


@dataclass(frozen=True)
class Reading:
    """How to read a graph.

    Attributes
    ----------
    directed
        Whether links lead from source to target only; None where the file decides, and no where it does not say.
    delimiter
        What stands between the fields of a table of links; None where that is to be found out.
    progress
        Told what the file has that is not used, and what was decided.
    threads
        How many parts of a large table of links are read at a time; they change nothing.
    """

    directed: bool | None = None
    delimiter: str | None = None
    progress: Progress = SILENT
    threads: int = 1

    def ways(self, source: str, declared: bool | None) -> bool:
        """Return whether links have a direction, given what the file says of it."""
        if self.directed is not None:
            return self.directed
        if declared:
            self.note(source, "the file says that links are directed; `undirected` takes them both ways")
        return bool(declared)

    def note(self, source: str, message: str) -> None:
        """Say something about the file."""
        self.progress.note(f"{source}: {message}")


@dataclass(frozen=True)
class GraphFormat:
    """A format of graphs. A module of this folder whose `FORMATS` has one makes it known to all commands.

    Attributes
    ----------
    name
        What `--format` calls it.
    title
        What people call it.
    endings
        Of the names of its files, in lower case.
    sign
        Matches the beginning of its text; None where nothing tells.
    read
        From text and name of the file to the graph.
    write
        The lines of a graph, ends included; None where it is not written.
    carries
        What it holds beside nodes and weighted links: direction, ids, counts, attributes.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    sign: re.Pattern[str] | None
    read: Callable[[str, str, Reading], Graph]
    write: Callable[[Graph], Iterator[str]] | None = None
    carries: frozenset[str] = frozenset({"direction"})


def refusing(title: str, hint: str) -> Callable[[str, str, Reading], Graph]:
    """Return a reader for a format that is known but not read."""

    def refuse(text: str, source: str, reading: Reading) -> Graph:
        raise InputError(source, None, f"{title} is not read", hint)

    return refuse


def not_a_graph(source: str) -> InputError:
    """Return the error about a file that has communities where a graph is wanted."""
    hint = "give the network itself; `initial` takes communities as tree, clu or TSV"
    return InputError(source, None, "these are communities, not a graph", hint)


def weight_fault(weight: float) -> str:
    """Return what is wrong with a weight that is not a number of 0 or more.

    Examples
    --------
    >>> weight_fault(-1.0), weight_fault(math.nan)
    ('negative', 'not a number')
    """
    if weight < 0:
        return "negative"
    return "infinite" if math.isinf(weight) else "not a number"


def listed(things: Iterable[object]) -> str:
    """Return things in words, a few of them where they are many.

    Examples
    --------
    >>> listed("ab"), listed(range(9))
    ('a, b', '0, 1, 2, 3, 4 and 4 more')
    """
    rest = iter(things)
    shown = ", ".join(map(str, islice(rest, _SHOWN)))
    more = sum(1 for _ in rest)
    return f"{shown} and {more} more" if more else shown
