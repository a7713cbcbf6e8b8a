"""Graphs from files and to files, in any format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from textmine.errors import GraphError, InputError
from textmine.graph.graph import Graph
from textmine.graph.links import link_lines, read_links
from textmine.graph.nodelink import from_networkx, node_link_lines, read_node_link
from textmine.graph.pajek import pajek_lines, read_pajek
from textmine.graph.xmlformats import gexf_lines, graphml_lines, read_xml
from textmine.io import PathName, as_path, decode, read_bytes
from textmine.io.sources import bare_suffix
from textmine.progress import SILENT, Progress

__all__ = ["GRAPH_FORMATS", "graph_format", "graph_lines", "load_graph", "read_graph"]

_WRITERS: dict[str, Callable[[Graph], Iterator[str]]] = {
    "tsv": link_lines,
    "pajek": pajek_lines,
    "graphml": graphml_lines,
    "gexf": gexf_lines,
    "json": node_link_lines,
}
GRAPH_FORMATS = tuple(_WRITERS)

_SUFFIXES = {".net": "pajek", ".graphml": "graphml", ".gexf": "gexf", ".json": "json"}
_SIGNS = {
    "pajek": re.compile(r"(?:\s*%[^\n]*\n)*\s*\*vertices\s+\d", re.IGNORECASE),
    "graphml": re.compile(r"\s*<(?:[?!][^>]*>\s*<)*graphml\b"),
    "gexf": re.compile(r"\s*<(?:[?!][^>]*>\s*<)*gexf\b"),
    "json": re.compile(r'\s*\{\s*"(?:directed|multigraph|graph|nodes|edges|links)"\s*:'),
}


def graph_lines(graph: Graph, kind: str) -> Iterator[str]:
    r"""Yield the lines of a graph in one of `GRAPH_FORMATS`, line ends included.

    Examples
    --------
    >>> next(graph_lines(read_graph("a b\n", "links"), "pajek"))
    '*Vertices 2\n'
    """
    return _WRITERS[kind](graph)


def graph_format(text: str, source: str) -> str:
    r"""Return the format of a graph: by the end of its file's name, else by how it begins; else it is a link list.

    Examples
    --------
    >>> graph_format("*Vertices 2\n", "-"), graph_format("a b\n", "graph.net"), graph_format("a b\n", "-")
    ('pajek', 'pajek', 'tsv')
    """
    named = _SUFFIXES.get(bare_suffix(source))
    return named or next((kind for kind, sign in _SIGNS.items() if sign.match(text)), "tsv")


def read_graph(text: str, source: str, *, directed: bool = False) -> Graph:
    r"""Read a graph in the format that `graph_format` finds; a link list as `read_links` says.

    Parameters
    ----------
    text
        The file.
    source
        Its name, for messages and for its end.
    directed
        Whether a link leads from its source to its target only; formats other than a link list can say so themselves.

    Raises
    ------
    InputError
        The file does not have the format.

    Examples
    --------
    >>> list(read_graph('*Vertices 2\n1 "a"\n2 "b"\n*Edges\n1 2 0.5\n', "-").rows())
    [('a', 'b', 0.5)]
    """
    kind = graph_format(text, source)
    if kind == "tsv":
        return read_links(text, source, directed=directed)
    if kind == "pajek":
        return read_pajek(text, source, directed=directed)
    if kind == "json":
        return read_node_link(text, source, directed=directed)
    return from_networkx(read_xml(text, source, kind), source, directed=directed)


def load_graph(path: PathName, *, directed: bool = False, progress: Progress = SILENT) -> Graph:
    """Read a graph from a file or, for `-`, from standard input.

    Raises
    ------
    InputError
        As `read_graph`; or the file cannot be read.
    """
    source = as_path(path)
    try:
        return read_graph(decode(read_bytes(source), source, None, progress), source, directed=directed)
    except GraphError as error:
        raise InputError(source, None, error.reason, error.hint) from error
