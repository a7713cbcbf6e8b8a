"""Formats of graphs that are known, so that their files are refused by name and not taken for lists of links."""

from __future__ import annotations

import re

from textmine.graph.graph import Graph
from textmine.graph.reading import GraphFormat, Reading, not_a_graph, refusing

__all__ = ["FORMATS", "refuse_communities"]

_TABLE = "write its links as a table: source, target, weight"


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


# Comments and the header of a .clu; or comments and a line of a tree; the header of a table; or Newick.
_COMMUNITIES = re.compile(
    r"(?:#[^\n]*+\n)*?#[ ](?:node|state)_id[ ]module\b"
    r"|(?:#[^\n]*+\n)*+[0-9]+(?::[0-9]+)+[ ]\S+[ ]\""
    r"|path[\t,](?:term|flow)[\t,]"
    r"|\(+(?:'[^\n']*+'|[^\s(),:']++):[0-9]"
)
FORMATS = (
    GraphFormat("communities", "communities", (), _COMMUNITIES, refuse_communities),
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
    _known("tgf", "TGF", (".tgf",), None, f"export GraphML from yEd, or {_TABLE}"),
    _known(
        "xgmml", "XGMML", (".xgmml",), r"\s*+<(?:[?!][^>]*+>\s*+<)*+graph\b[^>]*xgmml", "export GraphML from Cytoscape"
    ),
    _known("cx", "CX (NDEx)", (".cx", ".cx2"), r'\s*\[\s*\{\s*"(?:CXVersion|numberVerification)"', "export GraphML"),
    _known("vna", "VNA (NetDraw)", (".vna",), r"\s*\*node data", "export Pajek from NetDraw"),
    _known("metis", "METIS", (".metis",), None, _TABLE),
    _known("graph6", "graph6", (".g6", ".s6"), r">>(?:graph6|sparse6)<<", "write GraphML with networkx"),
    _known("leda", "LEDA", (".lgr", ".gw"), r"LEDA\.GRAPH", "write GraphML with networkx"),
    _known("gephi", "Gephi's project file", (".gephi",), None, "export GEXF from Gephi"),
    _known("lgl", "LGL", (".lgl",), None, f"write GraphML with igraph, or {_TABLE}"),
    _known("html", "HTML", (".html", ".htm"), r"\s*<(?:!doctype html|html)\b", "download the file itself"),
    _known("xml", "XML of another kind", (), r"\s*<\?xml\b", "export GraphML or GEXF"),
    _known("cys", "Cytoscape's session file", (".cys",), None, "export GraphML from Cytoscape"),
)
