"""The formats that communities are written in.

A format is one record below: the choices of the command line, the endings of files, and whether `--bootstrap` makes
sense follow from it. Nothing heavy is imported here, because the command line reads the records when it starts; a
writer imports what it needs when it is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.errors import OptionError
from textmine.io.rows import ROW_FORMATS

if TYPE_CHECKING:
    from textmine.communities.communities import GraphCommunities

__all__ = ["COMMUNITY_FORMATS", "CommunityFormat", "communities_lines", "communities_rows", "format_by_ending"]

DEFAULT = "tsv"


@dataclass(frozen=True, slots=True)
class CommunityFormat:
    """One way of writing communities.

    Attributes
    ----------
    name
        What it is called in options.
    endings
        Of names of files that are written so where no format is named.
    writer
        Yields the lines of the document. None for rows under a header; see `communities_rows`.
    stability
        Whether it has a place for what `bootstrap` finds.
    """

    name: str
    endings: tuple[str, ...]
    writer: Callable[[GraphCommunities], Iterator[str]] | None
    stability: bool = False

    def check_stability(self) -> None:
        """Raise `OptionError` where there is no place for what `bootstrap` finds: before it is searched for."""
        if not self.stability:
            able = ", ".join(form.name for form in COMMUNITY_FORMATS.values() if form.stability)
            raise OptionError(f"{self.name} has no place for the stability of communities", f"use one of: {able}")


def _tree(found: GraphCommunities) -> Iterator[str]:
    from textmine.communities.formats import tree_lines

    return tree_lines(found, directed=found.network.directed)


def _ftree(found: GraphCommunities) -> Iterator[str]:
    from textmine.communities.ftree import ftree_lines

    return ftree_lines(found, found.links(), directed=found.network.directed)


def _clu(found: GraphCommunities) -> Iterator[str]:
    from textmine.communities.formats import clu_lines

    return clu_lines(found, directed=found.network.directed)


def _json(found: GraphCommunities) -> Iterator[str]:
    import json

    from textmine.communities.formats import json_document

    yield json.dumps(json_document(found, found.stability), ensure_ascii=False) + "\n"


def _newick(found: GraphCommunities) -> Iterator[str]:
    from textmine.communities.newick import newick_lines

    return newick_lines(found)


def _graphml(found: GraphCommunities) -> Iterator[str]:
    from textmine.graph.xmlformats import graphml_lines

    return graphml_lines(found.graph, found.attributes())


def _gexf(found: GraphCommunities) -> Iterator[str]:
    from textmine.graph.xmlformats import gexf_lines

    return gexf_lines(found.graph, found.attributes())


_RECORDS = (
    # Rows: a table for people goes to a terminal, and no file is called so.
    *(CommunityFormat(name, (f".{name}",) if name != "table" else (), None, stability=True) for name in ROW_FORMATS),
    CommunityFormat("tree", (".tree",), _tree),
    CommunityFormat("ftree", (".ftree",), _ftree),
    CommunityFormat("clu", (".clu",), _clu),
    CommunityFormat("json", (".json",), _json, stability=True),
    CommunityFormat("newick", (".newick", ".nwk"), _newick),
    CommunityFormat("graphml", (".graphml",), _graphml, stability=True),
    CommunityFormat("gexf", (".gexf",), _gexf, stability=True),
)
COMMUNITY_FORMATS = {form.name: form for form in _RECORDS}


def format_by_ending(path: str) -> str:
    """Return the format that the end of a file's name stands for, compressed or not; `tsv` where it says nothing.

    Examples
    --------
    >>> format_by_ending("out.nwk.gz"), format_by_ending("-")
    ('newick', 'tsv')
    """
    from textmine.io.sources import bare_suffix

    suffix = bare_suffix(path)
    return next((form.name for form in COMMUNITY_FORMATS.values() if suffix in form.endings), DEFAULT)


def communities_rows(found: GraphCommunities) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the columns, and the rows under them, of all formats that are rows; with stability where it is known."""
    from textmine.communities.formats import TSV_COLUMNS, tsv_rows
    from textmine.communities.stability import STABILITY_COLUMNS

    return TSV_COLUMNS + (STABILITY_COLUMNS if found.stability else ()), tsv_rows(found, found.stability)


def communities_lines(found: GraphCommunities, kind: str) -> Iterator[str]:
    r"""Yield communities in one of `COMMUNITY_FORMATS`, line ends included; all but `table`, which needs a terminal.

    Raises
    ------
    OptionError
        The communities have stability, and the format has no place for it.

    Examples
    --------
    >>> from textmine.communities import cluster
    >>> from textmine.graph import read_graph
    >>> found = cluster(read_graph("a b\n", "links"))
    >>> "".join(communities_lines(found, "newick")), "".join(communities_lines(found, "tsv"))
    ('((a:0.5,b:0.5):1.0):1.0;\n', 'path\tterm\tflow\n1:1\ta\t0.5\n1:2\tb\t0.5\n')
    """
    from textmine.io import table_lines

    form = COMMUNITY_FORMATS[kind]
    if found.stability is not None:
        form.check_stability()
    return table_lines(*communities_rows(found), kind) if form.writer is None else form.writer(found)
