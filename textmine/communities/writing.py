"""The formats that communities are written in.

Each format is one record below. The choices of `--format`, the extensions of files, and the formats that `--bootstrap`
takes follow from the records. The command line reads them when it starts, so nothing heavy is imported here. A writer
imports what it needs when it is called.
"""

from __future__ import annotations

from textmine.errors import OptionError
from textmine.io.rows import ROW_FORMATS
from textmine.lightclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from textmine.communities.communities import GraphCommunities

__all__ = [
    "COMMUNITY_FORMATS",
    "CommunityFormat",
    "WriteOptions",
    "communities_lines",
    "communities_rows",
    "communities_text",
    "file_format",
]

DEFAULT = "tsv"


@dataclass(frozen=True)
class CommunityFormat:
    """A format of communities.

    Attributes
    ----------
    name
        Its name in options.
    endings
        Extensions of file names that choose this format, if no format is named.
    writer
        Function that yields the document in pieces, each of one line or more. None for a table; see
        `communities_rows`.
    stability
        True if the format can hold the stability that `bootstrap` measures.
    """

    name: str
    endings: tuple[str, ...]
    writer: Callable[[GraphCommunities, WriteOptions], Iterator[str]] | None
    stability: bool = False

    def check_stability(self) -> None:
        """Raise `OptionError` if the format cannot hold stability, so that no bootstrap runs in vain."""
        if not self.stability:
            able = ", ".join(form.name for form in COMMUNITY_FORMATS.values() if form.stability)
            raise OptionError(f"{self.name} has no place for the stability of communities", f"use one of: {able}")


@dataclass(frozen=True, kw_only=True)
class WriteOptions:
    """Options of some formats.

    Attributes
    ----------
    attributes
        If True, tables have a column for each attribute of the nodes.
    clu_level
        Level of the modules in a `.clu`: 1 for the top modules, 2 for the modules in these; 0 for the lowest.
    """

    attributes: bool = False
    clu_level: int = 1


def _tree(found: GraphCommunities, _: WriteOptions) -> Iterator[str]:
    from textmine.communities.formats import tree_text

    return tree_text(found, directed=found.network.directed)


def _ftree(found: GraphCommunities, _: WriteOptions) -> Iterator[str]:
    from textmine.communities.communities import link_flows
    from textmine.communities.ftree import ftree_text

    return ftree_text(found, link_flows(found), directed=found.network.directed)


def _clu(found: GraphCommunities, options: WriteOptions) -> Iterator[str]:
    from textmine.communities.formats import clu_text

    return clu_text(found, directed=found.network.directed, level=options.clu_level)


def _json(found: GraphCommunities, _: WriteOptions) -> Iterator[str]:
    import json

    from textmine.communities.document import json_document

    yield json.dumps(json_document(found, found.stability), ensure_ascii=False) + "\n"


def _newick(found: GraphCommunities, _: WriteOptions) -> Iterator[str]:
    from textmine.communities.newick import newick_lines

    return newick_lines(found)


def _graphml(found: GraphCommunities, _: WriteOptions) -> Iterator[str]:
    from textmine.graph.graphml import graphml_lines

    return graphml_lines(found.graph, found.attributes())


def _gexf(found: GraphCommunities, _: WriteOptions) -> Iterator[str]:
    from textmine.graph.gexf import gexf_lines

    return gexf_lines(found.graph, found.attributes())


_RECORDS = (
    # Tables. `table` is for terminals, so no extension chooses it.
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


def file_format(path: str) -> str:
    """Return the format that the extension of a file chooses, compressed or not; `tsv` if there is no extension.

    Raises
    ------
    OptionError
        No format has this extension.

    Examples
    --------
    >>> file_format("out.nwk.gz"), file_format("-")
    ('newick', 'tsv')
    """
    from textmine.io.output import by_ending

    endings = {ending: form.name for form in COMMUNITY_FORMATS.values() for ending in form.endings}
    return by_ending(path, endings | {".txt": DEFAULT, "": DEFAULT})


def communities_rows(
    found: GraphCommunities, options: WriteOptions | None = None
) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """Return the columns and the rows of the formats that are tables; with stability if it is known."""
    from textmine.communities.formats import communities_table

    return communities_table(found, found.stability, attributes=bool(options and options.attributes))


def communities_lines(found: GraphCommunities, kind: str, options: WriteOptions | None = None) -> Iterator[str]:
    r"""Yield the lines of communities in a format, line ends included.

    Parameters
    ----------
    found
        The communities.
    kind
        One of `COMMUNITY_FORMATS` except `table`, which only the command line can draw.
    options
        Options of some formats.

    Raises
    ------
    OptionError
        The communities have stability, and the format cannot hold it.

    Examples
    --------
    >>> from textmine.communities import cluster
    >>> from textmine.graph import read_graph
    >>> found = cluster(read_graph("a b\n", "links"))
    >>> "".join(communities_lines(found, "newick")), "".join(communities_lines(found, "tsv"))
    ('((a:0.5,b:0.5):1.0):1.0;\n', 'path\tterm\tflow\n1:1\ta\t0.5\n1:2\tb\t0.5\n')
    """
    from textmine.communities.columns import in_lines

    return in_lines(communities_text(found, kind, options))


def communities_text(found: GraphCommunities, kind: str, options: WriteOptions | None = None) -> Iterator[str]:
    """Yield what `communities_lines` yields, many lines in a piece."""
    from textmine.communities.formats import tsv_text
    from textmine.io.rows import table_lines

    form = COMMUNITY_FORMATS[kind]
    if found.stability is not None:
        form.check_stability()
    if kind == "tsv" and found.stability is None and not (options and options.attributes):
        return tsv_text(found)
    if form.writer is None:
        return table_lines(*communities_rows(found, options), kind)
    return form.writer(found, options or WriteOptions())
