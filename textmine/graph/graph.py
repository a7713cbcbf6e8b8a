"""A weighted graph with named nodes."""

from __future__ import annotations

from textmine.buffers import copied, doubles, ints, longs
from textmine.errors import GraphError
from textmine.graph.naming import Names, natural_order
from textmine.graph.rows import _kernels
from textmine.lightclasses import array, buffer_of, dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    import networkx
    import numpy as np
    import pandas
    from numpy.typing import NDArray
    from scipy import sparse

    from textmine.notebook import Frame

__all__ = ["Graph", "Names", "build_graph", "in_rows", "natural_order"]

_SHOWN, _FRAMED = 10, 1000  # links that a notebook shows, in a frame more
_MOST_LINKS = 2**31 - 1  # ids of nodes have 32 bits too
# Weights whose sums, products and quotients are numbers still.
_LEAST, _GREATEST = 1e-100, 1e100


@dataclass(frozen=True)
class Graph:
    """Nodes with names, links with weights, in compressed sparse rows.

    Attributes
    ----------
    names
        Name of each node.
    indptr
        int64[n + 1]: the links of node u are indptr[u] to indptr[u + 1] - 1.
    targets
        int32[m]: where each link leads; ascending within a row. A link of an undirected graph stands once, in the row
        of the node with the smaller id.
    weights
        float64[m]: positive and finite.
    counts
        int64[m]: how many co-occurrences are behind each link; None where nothing was counted.
    directed
        Whether links have a direction.
    node_counts
        int64[n]: how often each node occurs in the text; None where that is not known.
    node_scores
        float64[n]: what the nodes are ranked by, NaN for none; None where they are not.
    node_ids
        int64[n]: the numbers by which a Pajek file names its nodes; None where nodes have no numbers of their own.
    node_weights
        float64[n]: the weights that a Pajek file gives its vertices; None where it gives none.
    attributes
        What else a file says of its nodes: a value a node under each name, None where it says nothing. `id` and `label`
        are no attributes but ways to write the name.
    first_kind
        bool[n]: in a bipartite network, whether a node is of the first kind; None in other graphs.
    """

    names: Sequence[str]
    indptr: NDArray[np.int64] = array()
    targets: NDArray[np.int32] = array()
    weights: NDArray[np.float64] = array()
    counts: NDArray[np.int64] | None = array()
    directed: bool
    node_counts: NDArray[np.int64] | None = array(default=None)
    node_scores: NDArray[np.float64] | None = array(default=None)
    node_ids: NDArray[np.int64] | None = array(default=None)
    node_weights: NDArray[np.float64] | None = array(default=None)
    attributes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    first_kind: NDArray[np.bool_] | None = array(default=None)

    def __repr__(self) -> str:
        return f"<{'Directed' if self.directed else 'Undirected'} Graph of {self.n_nodes} nodes, {self.n_links} links>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the heaviest links."""
        from textmine.notebook import html_table

        return html_table(*self._table(_SHOWN))

    def show(self, height: int = 400) -> Frame:
        """Return the thousand heaviest links as a table in a frame of a notebook; `height` in pixels."""
        from textmine.notebook import table_frame

        return table_frame(*self._table(_FRAMED), height)

    def _table(self, most: int) -> tuple[str, Sequence[str], Sequence[Sequence[Any]], int]:
        """Return caption, headings, rows of the heaviest links, and the number of links."""
        import numpy as np

        heaviest = np.argsort(-self.weights, kind="stable")[:most].tolist()
        sources = self.sources
        rows = [
            (self.names[sources[link]], self.names[self.targets[link]], float(self.weights[link])) for link in heaviest
        ]
        caption = f"{self.n_nodes:,} nodes, {self.n_links:,} links, the heaviest first"
        return caption, ("source", "target", "weight"), rows, self.n_links

    @property
    def n_nodes(self) -> int:
        """How many nodes there are, isolated ones included."""
        return len(self.names)

    @property
    def n_links(self) -> int:
        """How many links there are."""
        return len(buffer_of(self, "targets"))

    @property
    def sources(self) -> NDArray[np.int32]:
        """int32[m]: where each link begins."""
        import numpy as np

        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.indptr))

    def with_nodes(self, counts: NDArray[np.int64] | None, scores: NDArray[np.float64] | None) -> Graph:
        """Return the graph with other attributes of its nodes."""
        return replace(self, node_counts=counts, node_scores=scores)

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns of `rows`."""
        return ("source", "target", "weight") if self.counts is None else ("source", "target", "weight", "count")

    def rows(self) -> Iterator[tuple[str | int | float, ...]]:
        """Yield one record a link: source, target, weight and, where there are counts, the count."""
        names = self.names
        columns: list[list[Any]] = [
            [names[source] for source in self.sources.tolist()],
            [names[target] for target in self.targets.tolist()],
            self.weights.tolist(),
        ]
        if self.counts is not None:
            columns.append(self.counts.tolist())
        yield from zip(*columns, strict=True)

    def to_networkx(self) -> networkx.Graph[Any]:
        """Return a networkx graph: nodes are the names, with their attributes; links have `weight` and `count`."""
        import networkx

        graph: networkx.Graph[Any] = networkx.DiGraph() if self.directed else networkx.Graph()
        graph.add_nodes_from(self.node_records())
        for source, target, *values in self.rows():
            graph.add_edge(source, target, **dict(zip(self.columns()[2:], values, strict=True)))
        return graph

    def to_pandas(self) -> pandas.DataFrame:
        """Return the columns of `rows` as a data frame, a row a link; needs pandas."""
        import numpy as np

        from textmine.io.frames import data_frame

        names = np.array([*self.names, None], dtype=object)[:-1]  # None: or numpy would look into the strings
        found = {"source": names[self.sources], "target": names[self.targets], "weight": self.weights}
        return data_frame(found if self.counts is None else found | {"count": self.counts})

    def to_scipy(self) -> sparse.csr_array[Any]:
        """Return float64[n, n], sparse: weights from row to column; of an undirected graph symmetric.

        Examples
        --------
        >>> import numpy as np
        >>> build_graph("ab", np.array([0]), np.array([1]), np.array([2.0])).to_scipy().todense().tolist()
        [[0.0, 2.0], [2.0, 0.0]]
        """
        from scipy import sparse

        shape = (self.n_nodes, self.n_nodes)
        matrix = sparse.csr_array((self.weights, self.targets, self.indptr), shape=shape)
        if self.directed:
            return matrix
        return sparse.csr_array(matrix + sparse.triu(matrix, 1).T)  # each link stands in the upper triangle

    def node_columns(self) -> dict[str, Sequence[Any]]:
        """Return the attributes of the nodes by name: count and score, where they are known, and those of a file."""
        found: dict[str, Sequence[Any]] = {}
        if self.node_counts is not None:
            found["count"] = self.node_counts.tolist()
        if self.node_scores is not None:
            found["score"] = [None if score != score else score for score in self.node_scores.tolist()]  # NaN: none
        return found | dict(self.attributes)

    def node_records(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield each node's name and those of its attributes that are known."""
        columns = self.node_columns()
        rows = zip(*columns.values(), strict=True) if columns else iter([()] * self.n_nodes)
        for name, values in zip(self.names, rows, strict=True):
            yield name, {key: value for key, value in zip(columns, values, strict=True) if value is not None}


def build_graph(
    names: Sequence[str],
    sources: NDArray[np.int32],
    targets: NDArray[np.int32],
    weights: NDArray[np.float64],
    *,
    counts: NDArray[np.int64] | None = None,
    directed: bool = False,
) -> Graph:
    """Build a graph from a list of links; links given several times, in an undirected graph either way, add up.

    Parameters
    ----------
    names
        Name of each node; the nodes are numbered in this order.
    sources, targets
        int32[k]: node ids.
    weights
        float64[k]: not negative, finite; links of weight 0 are dropped.
    counts
        int64[k], optional.
    directed
        Whether links have a direction.

    Raises
    ------
    GraphError
        A weight that is negative, infinite, not a number, or beyond 1e-100 to 1e100, a node id that is no whole number
        or out of range, a name given twice, arrays of different lengths, or more than 2,147,483,647 links.

    Examples
    --------
    >>> import numpy as np
    >>> graph = build_graph("ab", np.array([0, 1]), np.array([1, 0]), np.array([2.0, 0.5]))
    >>> list(graph.rows())
    [('a', 'b', 2.5)]
    """
    import numpy as np

    sources, targets, weights = np.asarray(sources), np.asarray(targets), np.asarray(weights)
    _check(names, sources, targets, weights, counts)
    ends = np.array(sources, np.int32), np.array(targets, np.int32)
    counts = None if counts is None else np.array(counts, np.int64)
    return in_rows(tuple(names), *ends, np.array(weights, np.float64), counts, directed=directed)


def in_rows(
    names: Sequence[str],
    sources: Any,
    targets: Any,
    weights: Any,
    counts: Any,
    *,
    directed: bool,
) -> Graph:
    """Do what `build_graph` does with links that were checked, in arrays or buffers of these types, which are used up.

    Links are sorted by counting, first by target and then by source: 32 bytes a link, with the links themselves.
    """
    _check_number(len(sources))
    found = longs(2)
    links: list[Any] = [
        memoryview(each) for each in (sources, targets, weights, longs(0) if counts is None else counts)
    ]
    _kernels.prepare(*links, directed, found)
    n = found[0]
    columns = [column[:n] for column in links]
    if not found[1]:
        spare = [ints(n), ints(n), doubles(n), longs(len(columns[3]))]
        _distributed(columns, spare, len(names), 1)
        _distributed(spare, columns, len(names), 0)
    indptr: Any = longs(len(names) + 1)
    m = _kernels.add_up(*columns, indptr)
    if m < len(sources):
        columns = [copied(column[:m]) for column in columns]
    extreme = _kernels.extreme(columns[2], _LEAST, _GREATEST)
    if extreme >= 0:
        reason = f"a weight of {columns[2][extreme]:g} is too small or too large"
        raise GraphError(reason, f"scale all weights to between {_LEAST:g} and {_GREATEST:g}")
    return Graph(names, indptr, columns[1], columns[2], None if counts is None else columns[3], directed)


def _distributed(links: list[Any], into: list[Any], n_nodes: int, key: int) -> None:
    """Write links in order of one of their ends, those with the same end as they were."""
    place = longs(n_nodes + 1)
    by = slice(None, None, -1) if key else slice(None)
    _kernels.distribute(*links[:2][by], *links[2:], place, *into[:2][by], *into[2:])


def _check_number(n_links: int) -> None:
    if n_links > _MOST_LINKS:
        raise GraphError(f"{n_links} links are more than {_MOST_LINKS}", "drop those of little weight")


def _check(
    names: Sequence[str],
    sources: NDArray[np.int32],
    targets: NDArray[np.int32],
    weights: NDArray[np.float64],
    counts: NDArray[np.int64] | None,
) -> None:
    import numpy as np

    _check_number(len(sources))
    sizes = [len(column) for column in (sources, targets, weights, counts) if column is not None]
    if len(set(sizes)) > 1:
        raise GraphError(f"columns of {', '.join(map(str, sizes))} links do not fit", "give each link all of them")
    if len(set(names)) != len(names):
        raise GraphError("two nodes have the same name", "give each node a name of its own")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise GraphError("a weight is negative, infinite or not a number", "use weights of 0 or more")
    for ends in (sources, targets):
        if len(ends) and not np.issubdtype(ends.dtype, np.integer):
            raise GraphError("the numbers of nodes are not whole", "number the nodes from 0")
        if len(ends) and (ends.min() < 0 or ends.max() >= len(names)):
            raise GraphError("a link names a node that does not exist", "number the nodes from 0")
