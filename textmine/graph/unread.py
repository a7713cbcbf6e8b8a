"""Formats of graphs that are known, so that their files are refused by name and not taken for lists of links."""

from __future__ import annotations

import re

from textmine.graph.graph import Graph
from textmine.graph.reading import GraphFormat, Reading, not_a_graph, refusing

__all__ = ["FORMATS", "refuse_communities"]

_TABLE = "write its links as a table: source, target, weight"
_TREE = "give the network it was made from, or its branches as a table: source, target, weight"


def _known(name: str, title: str, endings: tuple[str, ...], sign: str | None, hint: str) -> GraphFormat:
    pattern = None if sign is None else re.compile(sign, re.IGNORECASE)
    return GraphFormat(name, title, endings, pattern, refusing(title, hint))


def refuse_communities(text: str, source: str, reading: Reading) -> Graph:
    """Refuse what was found in a graph where the graph itself is wanted.

    Raises
    ------
    InputError
        Always.
    """
    raise not_a_graph(source)


# Comments and the header of a .clu; or comments and a line of a tree; or the header of a table.
_COMMUNITIES = re.compile(
    r"(?:#[^\n]*+\n)*?#[ ](?:node|state)_id[ ]module\b"
    r"|(?:#[^\n]*+\n)*+[0-9]+(?::[0-9]+)+[ ]\S+[ ]\""
    r"|path[\t,](?:term|flow)[\t,]"
)
# A length behind the first name; or brackets with a comma within, up to a semicolon that ends a line.
_NEWICK = r"\(+(?:'[^\n']*+'|[^\s(),:']++):[0-9]|(?=\([^;\t]*,)\((?:'[^\n']*+'|[^';\t])*+;[^\S\n]*(?:\n|\Z)"
# What stands below *Vertices in a network is the vertices; in Pajek's other files it is a number each.
_NUMBERED = r"(?:[%#][^\n]*+\n|\s)*+\*vertices[^\S\n]+[0-9]+\s*+(?:[-+.0-9eE]++\s*+)++\Z"
_PAJEK = "Pajek's partition or vector (one number for each vertex)"
FORMATS = (
    GraphFormat("communities", "communities", (), _COMMUNITIES, refuse_communities),
    _known("newick", "a tree in the Newick format", (".nwk", ".newick"), _NEWICK, _TREE),
    _known("pajek-partition", _PAJEK, (), _NUMBERED, "give the network itself (.net); `initial` takes a partition"),
    _known("sif", "SIF", (".sif", ".nnf"), None, f"export GraphML from Cytoscape, or {_TABLE}"),
    _known(
        "dot",
        "DOT (Graphviz)",
        (".dot", ".gv"),
        r"\s*+(?:(?:(?://|#)[^\n]*+\n|/\*(?:[^*]|\*(?!/))*+\*/)\s*+)*+(?:strict\s+)?(?:di)?graph\b\s*(?:\"[^\"]*\"|\w*)\s*\{",
        "convert it with: gv2gml g.dot > g.gml",
    ),
    _known("matrix-market", "Matrix Market", (".mtx",), "%%MatrixMarket", f"read it with scipy.io.mmread, or {_TABLE}"),
    _known("dl", "DL (UCINET)", (".dl",), r"\s*dl\b[\s,]*(?:n|nr|nm|format)\s*=", "export Pajek from UCINET"),
    _known("ucinet", "UCINET's system file", (".##h", ".##d"), None, "export Pajek from UCINET"),
    _known("gdf", "GDF (GUESS)", (".gdf",), r"\s*nodedef>", "export GEXF or GraphML from Gephi"),
    _known(
        "xgmml", "XGMML", (".xgmml",), r"\s*+<(?:[?!][^>]*+>\s*+<)*+graph\b[^>]*xgmml", "export GraphML from Cytoscape"
    ),
    _known("cx", "CX (NDEx)", (".cx", ".cx2"), r'\s*\[\s*\{\s*"(?:CXVersion|numberVerification)"', "export GraphML"),
    _known("vna", "VNA (NetDraw)", (".vna",), r"\s*\*node data", "export Pajek from NetDraw"),
    _known("nexus", "NEXUS", (".nex", ".nexus"), r"#nexus\b", _TREE),
    _known("graph6", "graph6", (".g6", ".s6"), r">>(?:graph6|sparse6)<<", "write GraphML with networkx"),
    _known("leda", "LEDA", (".lgr", ".gw"), r"LEDA\.GRAPH", "write GraphML with networkx"),
    _known("gephi", "Gephi's project file", (".gephi",), None, "export GEXF from Gephi"),
    _known("lgl", "LGL", (".lgl",), None, f"write GraphML with igraph, or {_TABLE}"),
    _known("html", "HTML", (".html", ".htm"), r"\s*<(?:!doctype html|html)\b", "download the file itself"),
    _known("xml", "XML of another kind", (), r"\s*<\?xml\b", "export GraphML or GEXF"),
    _known("cys", "Cytoscape's session file", (".cys",), None, "export GraphML from Cytoscape"),
)
