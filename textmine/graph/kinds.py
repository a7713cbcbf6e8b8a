"""Graphs of two kinds of nodes, made of tables whose columns are the kinds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from textmine.errors import GraphError, InputError
from textmine.graph.adopting import as_graph
from textmine.graph.graph import Graph

__all__ = ["two_kinds"]


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
    first, second = (np.bincount(ends, minlength=graph.n_nodes) > 0 for ends in (graph.sources, graph.targets))
    both = np.flatnonzero(first & second)
    if len(both):
        reason = f"the node '{graph.names[both[0]]}' is both a source and a target"
        hint = "give the nodes of the two kinds names of their own"
        raise InputError(source, None, reason, hint) if source else GraphError(reason, hint)
    found, _ = as_graph(graph, directed=directed)
    return replace(found, first_kind=~second)
