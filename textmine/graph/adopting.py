"""Graphs of other libraries as ours: networkx, scipy's sparse matrices, numpy's arrays."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from textmine.errors import GraphError, InputError
from textmine.graph.graph import Graph, build_graph
from textmine.lightclasses import replace

__all__ = ["as_graph"]


def as_graph(graph: Any, *, directed: bool | None = None) -> tuple[Graph, Sequence[Any]]:
    """Return a graph as ours, and what its nodes are called where it comes from.

    Parameters
    ----------
    graph
        A `Graph`; a networkx graph, where `weight` is 1 if it is missing, parallel edges add up, and nodes with the
        same text, such as 1 and "1", stay apart; a square scipy sparse matrix or numpy array with weights from row to
        column, 0 being no link.
    directed
        Whether links lead from source to target only. Where None, a matrix is undirected if it is symmetric, each link
        then standing twice; other graphs know. An undirected matrix that is not symmetric has its entries added up.

    Raises
    ------
    GraphError
        The matrix is not square, or a weight is negative, infinite or not a number; or it is no graph at all.

    Examples
    --------
    >>> import scipy.sparse
    >>> found, nodes = as_graph(scipy.sparse.csr_array([[0, 2], [2, 0]]))
    >>> found.directed, list(found.rows()), list(nodes)
    (False, [('0', '1', 2.0)], [0, 1])
    """
    if isinstance(graph, Graph):
        return _turned(graph, graph.directed if directed is None else directed), graph.names
    # A caller who has such a graph has imported its package.
    networkx, sparse = sys.modules.get("networkx"), sys.modules.get("scipy.sparse")
    if networkx is not None and isinstance(graph, networkx.Graph):
        from textmine.graph.nodelink import from_networkx

        try:
            found = from_networkx(_with_own_names(graph))
        except InputError as error:  # there is no file to name
            raise GraphError(error.reason, error.hint) from None
        return _turned(found, found.directed if directed is None else directed), list(graph.nodes)
    if isinstance(graph, np.ndarray) or (sparse is not None and sparse.issparse(graph)):
        return _from_matrix(graph, directed)
    reason = f"a {type(graph).__name__} is no graph"
    raise GraphError(reason, "give a textmine.Graph, a networkx graph or a square scipy sparse matrix")


def _with_own_names(graph: Any) -> Any:
    """Return a networkx graph in which no two nodes have the same text: 1 and "1" become 1 and "'1'"."""
    times = Counter(map(str, graph.nodes))
    if len(times) == len(graph):
        return graph
    names: dict[str, Any] = {str(node): node for node in graph.nodes if times[str(node)] == 1}
    for node in graph.nodes:
        if times[str(node)] > 1:
            name, number = repr(node), 1
            while name in names:
                name, number = f"{node!r} ({number + 1})", number + 1
            names[name] = node
    import networkx

    return networkx.relabel_nodes(graph, {node: name for name, node in names.items()})


def _turned(graph: Graph, directed: bool) -> Graph:
    if directed == graph.directed:
        return graph
    ends = graph.sources, graph.targets, graph.weights
    found = build_graph(graph.names, *ends, counts=graph.counts, directed=directed)
    return replace(found.with_nodes(graph.node_counts, graph.node_scores), first_kind=graph.first_kind)


def _from_matrix(matrix: Any, directed: bool | None) -> tuple[Graph, Sequence[int]]:
    import scipy.sparse

    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or np.dtype(matrix.dtype).kind not in "biuf":
        shape = " x ".join(map(str, matrix.shape))
        raise GraphError(f"a matrix of {shape} ({matrix.dtype}) is no graph", "give a square matrix of real numbers")
    rows = scipy.sparse.csr_array(matrix)
    symmetric = (rows != rows.T).nnz == 0
    links = cast(Any, scipy.sparse.triu(rows) if symmetric and not directed else rows).tocoo()
    n = int(matrix.shape[0])
    ends = links.row.astype(np.int32), links.col.astype(np.int32)
    weights, ways = links.data.astype(np.float64), not symmetric if directed is None else directed
    return build_graph(list(map(str, range(n))), *ends, weights, directed=ways), range(n)
