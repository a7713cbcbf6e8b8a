"""Metadata of nodes: a category for each, read from a table, and their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Ids
from textmine.communities.nodes import NodeIndex
from textmine.errors import GraphError, InputError
from textmine.io import PathName, as_path, decode, read_bytes
from textmine.progress import SILENT, Progress

__all__ = ["categories_of", "load_metadata", "read_metadata"]

_REMEDY = "write the node, a tab, and its category"
_HEADS = frozenset(("node", "name", "term", "id", "node_id", "label"))


def read_metadata(text: str, source: str, names: Sequence[str], ids: Sequence[int] | None = None) -> list[str | None]:
    r"""Return the category of each node; None for nodes that the text does not name.

    A line has a node and its category, separated by a tab, or by blanks where neither has any (as in the `.clu` files
    that Infomap takes). A node is its name, or, where no node has that name, its id. Lines that begin with `#` and a
    first line such as ``node<tab>category`` are skipped.

    Parameters
    ----------
    text
        Content of the file.
    source
        Name of the file, for messages.
    names
        Names of the nodes of the graph.
    ids
        Ids of the nodes in the file of the graph, if it has ids; see `Graph.node_ids`.

    Returns
    -------
    list
        One category or None for each node.

    Raises
    ------
    InputError
        A line has no category, the graph has no such node, a node appears twice, or no node has a category.

    Examples
    --------
    >>> read_metadata("a\tnoun\nc\tverb\n", "classes.tsv", "abc")
    ['noun', None, 'verb']
    """
    found: list[str | None] = [None] * len(names)
    nodes = NodeIndex(names, ids)
    begun = False
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t") if "\t" in line else line.split()
        node = nodes.find(fields[0])
        first, begun = not begun, True
        if node is None and first and fields[0].casefold() in _HEADS:
            continue
        if len(fields) != 2 or not fields[1]:
            raise InputError(source, number, "not a node and its category", _REMEDY)
        if node is None:
            reason = f"the graph has no node {fields[0]!r}"
            raise InputError(source, number, reason, "use the names or ids of its nodes")
        if found[node] is not None:
            raise InputError(source, number, f"the node '{names[node]}' stands here a second time", "drop one of them")
        found[node] = fields[1]
    if not any(found):
        raise InputError(source, None, "no node has a category", _REMEDY)
    return found


def load_metadata(
    path: PathName, names: Sequence[str], ids: Sequence[int] | None = None, *, progress: Progress = SILENT
) -> list[str | None]:
    """Read the categories of nodes from a file or, for `-`, from standard input; see `read_metadata`."""
    source = as_path(path)
    found = read_metadata(decode(read_bytes(source), source, None, progress), source, names, ids)
    if missing := found.count(None):
        progress.note(f"{source}: nodes without a category ({missing} of {len(found)}) form one of their own")
    return found


def categories_of(metadata: Sequence[Any], n_nodes: int) -> Ids:
    """Return the number of the category of each node, in the order of their texts; None is the last category.

    Raises
    ------
    GraphError
        The number of categories is not that of the nodes.

    Examples
    --------
    >>> categories_of(["verb", None, "noun"], 3).tolist()
    [1, 2, 0]
    """
    if len(metadata) != n_nodes:
        raise GraphError(f"{len(metadata)} categories do not fit {n_nodes} nodes", "give each node one, or None")
    distinct = sorted({str(each) for each in metadata if each is not None})
    number = {each: place for place, each in enumerate(distinct)}
    return np.array([len(number) if each is None else number[str(each)] for each in metadata], dtype=np.int32)
