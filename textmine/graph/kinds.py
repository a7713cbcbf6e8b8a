"""Graphs of two kinds of nodes, made of tables whose columns are the kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from textmine.errors import GraphError, InputError
from textmine.graph.adopting import as_graph
from textmine.graph.delimited import is_numeric
from textmine.graph.graph import Graph
from textmine.graph.links import ends_and_lines
from textmine.graph.reading import Reading

__all__ = ["kinds_of_table", "two_kinds"]

_HEAD = 1 << 16  # bytes that have the first record


def two_kinds(graph: Graph, source: str | None = None, *, directed: bool = False) -> Graph:
    """Return a graph whose sources are nodes of a first kind and whose targets are nodes of a second one.

    Parameters
    ----------
    graph
        With directed links, which say what is source and what target.
    source
        Its file, for messages.
    directed
        Whether links lead from source to target only in what is returned.

    Raises
    ------
    InputError, GraphError
        A node is both a source and a target.

    Examples
    --------
    >>> from textmine.graph import build_graph
    >>> ends = np.array([0, 1]), np.array([2, 2])
    >>> two_kinds(build_graph(["a", "b", "x"], *ends, np.ones(2), directed=True)).first_kind.tolist()
    [True, True, False]
    """
    both = _in_both(graph)
    if len(both):
        reason = f"the node '{graph.names[both[0]]}' is both a source and a target"
        hint = "give the nodes of the two kinds names of their own"
        raise InputError(source, None, reason, hint) if source else GraphError(reason, hint)
    found, _ = as_graph(graph, directed=directed)
    return replace(found, first_kind=~_are_ends(graph.targets, graph))


def _are_ends(ends: npt.NDArray[np.int32], graph: Graph) -> npt.NDArray[np.bool_]:
    """Return for each node whether it is among these ends of links."""
    return np.asarray(np.bincount(ends, minlength=graph.n_nodes) > 0)


def _in_both(graph: Graph) -> npt.NDArray[np.intp]:
    """Return the nodes that are both a source and a target."""
    return np.flatnonzero(_are_ends(graph.sources, graph) & _are_ends(graph.targets, graph))


def kinds_of_table(graph: Graph, source: str, reading: Reading, text_of: Callable[[int | None], str]) -> Graph:
    """Return the graph of two kinds of nodes of a table, and say where the first row could be a header.

    Parameters
    ----------
    graph
        Read from the table, with directed links.
    source
        The file, for messages.
    reading
        How to read it.
    text_of
        Returns the text of the file: all, or the lines in so many bytes at its beginning.

    Raises
    ------
    InputError
        A node is both a source and a target; with the line that shows it.
    """
    try:
        found = two_kinds(graph, source, directed=bool(reading.directed))
    except InputError as error:
        node = graph.names[int(_in_both(graph)[0])]
        line = _line_of_both(node, *ends_and_lines(text_of(None), source, reading.delimiter)[:3])
        raise InputError(source, line, error.reason, error.hint) from error
    try:
        sources, targets, lines, bare = ends_and_lines(text_of(_HEAD), source, reading.delimiter)
    except InputError:  # what is wrong with a part of the file
        return found
    if bare and len(lines) > 2 and _is_apart(graph, sources[0], targets[0]):
        reading.note(
            source,
            f"the first row is read as a link; if '{sources[0]}' and '{targets[0]}' are the names of the columns,"
            " call them source and target",
        )
    return found


def _line_of_both(node: str, sources: list[str], targets: list[str], lines: Sequence[int]) -> int:
    """Return the line by which a node has been both a source and a target."""
    return max(lines[sources.index(node)], lines[targets.index(node)])


def _is_apart(graph: Graph, first: str, second: str) -> bool:
    """Return whether two nodes have no link but one with each other, which stands in the file once."""
    if is_numeric(first) or is_numeric(second):  # no name of a column
        return False
    once = [np.bincount(ends, minlength=graph.n_nodes)[ends] == 1 for ends in (graph.sources, graph.targets)]
    at = np.flatnonzero(once[0] & once[1] & (graph.weights == 1.0))
    pairs = zip(graph.sources[at].tolist(), graph.targets[at].tolist(), strict=True)
    return any((graph.names[one], graph.names[other]) == (first, second) for one, other in pairs)
