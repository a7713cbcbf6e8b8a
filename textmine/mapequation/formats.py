"""Communities as rows, lines and documents; nothing here opens a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from textmine.mapequation.communities import Communities

__all__ = ["TSV_COLUMNS", "clu_lines", "json_document", "tree_lines", "tsv_rows"]

TSV_COLUMNS = ("path", "term", "flow")
# What some readers take for the end of a line beside what JSON escapes.
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def tsv_rows(communities: Communities) -> Iterator[tuple[str, str, float]]:
    """Yield a row a node under `TSV_COLUMNS`, in order of the paths.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> network = undirected_flow([0, 1, 2], [1, 2, 0], [1.0, 1.0, 2.0], 3)
    >>> next(tsv_rows(search(network, ["a", "b", "c"])))
    ('1:1', 'a', 0.375)
    """
    paths, flows = communities.paths(), communities.node_flow.tolist()
    for node in communities.order().tolist():
        yield _colons(paths[node]), communities.names[node], flows[node]


def tree_lines(communities: Communities, *, directed: bool = False) -> Iterator[str]:
    r"""Yield the lines of a `.tree` file as Infomap writes it, line ends included.

    Names stand in double quotes with the escapes of JSON, so that a record is one line whatever the name.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> print(*tree_lines(search(undirected_flow([0], [1], [1.0], 2), ["a", "b"])), sep="", end="")
    # codelength 1.0 bits
    # index codelength 0.0 bits
    # module codelength 1.0 bits
    # one-level codelength 1.0 bits
    # relative codelength savings 0.0%
    # flow model undirected
    # levels 2
    # top modules 1
    # path flow name node_id
    1:1 0.5 "a" 0
    1:2 0.5 "b" 1
    """
    yield from _headers(communities, directed=directed)
    yield "# path flow name node_id\n"
    paths, flows = communities.paths(), communities.node_flow.tolist()
    for node in communities.order().tolist():
        yield f"{_colons(paths[node])} {flows[node]!r} {_quoted(communities.names[node])} {node}\n"


def clu_lines(communities: Communities, *, directed: bool = False) -> Iterator[str]:
    r"""Yield the lines of a `.clu` file: node, the module below the root it belongs to, flow; line ends included.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> list(clu_lines(search(undirected_flow([0], [1], [1.0], 2))))[-2:]
    ['0 1 0.5\n', '1 1 0.5\n']
    """
    yield from _headers(communities, directed=directed)
    yield "# node_id module flow\n"
    modules, flows = communities.top_module.tolist(), communities.node_flow.tolist()
    for node in communities.order().tolist():
        yield f"{node} {modules[node]} {flows[node]!r}\n"


def json_document(communities: Communities) -> dict[str, Any]:
    """Return what a JSON file says of communities: codelengths in bits, counts, and the nodes in order of their paths.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> json_document(search(undirected_flow([0], [1], [1.0], 2), ["a", "b"]))["nodes"][1]
    {'id': 1, 'name': 'b', 'path': [1, 2], 'flow': 0.5, 'module': 1}
    """
    bits, paths = communities.codelength, communities.paths()
    modules, flows = communities.top_module.tolist(), communities.node_flow.tolist()
    return {
        "codelength": bits.total,
        "index_codelength": bits.index,
        "module_codelength": bits.module,
        "one_level_codelength": bits.one_level,
        "levels": communities.levels,
        "top_modules": communities.n_top_modules,
        "nodes": [
            {
                "id": node,
                "name": communities.names[node],
                "path": list(paths[node]),
                "flow": flows[node],
                "module": modules[node],
            }
            for node in communities.order().tolist()
        ],
    }


def _headers(communities: Communities, *, directed: bool) -> Iterator[str]:
    bits = communities.codelength
    savings = 100.0 * (1.0 - bits.total / bits.one_level) if bits.one_level > 0.0 else 0.0
    yield f"# codelength {bits.total!r} bits\n"
    yield f"# index codelength {bits.index!r} bits\n"
    yield f"# module codelength {bits.module!r} bits\n"
    yield f"# one-level codelength {bits.one_level!r} bits\n"
    yield f"# relative codelength savings {savings!r}%\n"
    yield f"# flow model {'directed' if directed else 'undirected'}\n"
    yield f"# levels {communities.levels}\n"
    yield f"# top modules {communities.n_top_modules}\n"


def _colons(path: tuple[int, ...]) -> str:
    return ":".join(map(str, path))


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).translate(_LINE_ENDS)
