"""Trees of modules in the Newick format, which programs for phylogenies and dendrograms read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.mapequation.communities import Communities

__all__ = ["newick_lines"]

_PLAIN = re.compile(r"[^\s()\[\]':;,_]+")


def newick_lines(communities: Communities) -> Iterator[str]:
    """Yield the parts of a Newick tree, which is one line. The length of a branch is the flow of its module or node.

    Names are in single quotes only if they contain blanks, brackets, quotes, colons, semicolons, commas or underscores.
    Modules have no names.

    Examples
    --------
    >>> from textmine.mapequation import search, undirected_flow
    >>> network = undirected_flow([0, 0, 1, 2, 3, 3, 4], [1, 2, 2, 3, 4, 5, 5], [1] * 7, 6)
    >>> print("".join(newick_lines(search(network, ["a", "b", "c 1", "d", "e", "f"])))[:66])
    (('c 1':0.21428571428571427,a:0.14285714285714285,b:0.142857142857
    """
    depth, flows = communities.depth.tolist(), communities.module_flow.tolist()
    members: list[list[int]] = [[] for _ in depth]
    for node in communities.order().tolist():
        members[communities.node_module[node]].append(node)
    node_flow, open_ = communities.node_flow.tolist(), list[int]()
    before = ""
    for module, steps in enumerate(depth):  # depth first: the open modules are the ancestors of this one
        while len(open_) > steps:
            yield f"):{flows[open_.pop()]!r}"
            before = ","
        yield f"{before}("
        open_.append(module)
        before = ""
        for node in members[module]:
            yield f"{before}{_label(communities.names[node])}:{node_flow[node]!r}"
            before = ","
    while open_:
        yield f"):{flows[open_.pop()]!r}"
    yield ";\n"


def _label(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else "'" + name.replace("'", "''") + "'"
