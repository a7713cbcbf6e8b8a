"""Reads communities from files: a partition for a search to start from, or to be scored."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence

from textmine.communities.nodes import NodeIndex
from textmine.errors import InputError
from textmine.io import PathName, as_path, decode, read_bytes, unescape_fields
from textmine.progress import SILENT, Progress

__all__ = ["load_partition", "read_partition"]

Path = tuple[int, ...]

_REMEDY = "write a tree (path flow name), a clu (node_id module) or what cluster writes (path term flow)"


def read_partition(
    text: str, source: str, names: Sequence[str], ids: Sequence[int] | None = None, *, states: bool = False
) -> list[Path | None]:
    r"""Return the path of each node's module, from the top down; None for nodes that the text does not name.

    The text is a `.tree` (path, flow, name in double quotes, node id), a `.clu` (node id, module), or the TSV that
    ``textmine cluster`` writes (columns path, term, flow). The links of an `.ftree` are ignored. Pajek's own `.clu`
    (`*Vertices`, then one module in each line) has the modules in the order of the nodes.

    In a `.clu`, a node id is an id of the graph. If the graph has no ids, it is a name if all names are whole numbers,
    and otherwise a number from 0. In a `.tree`, the name identifies the node. The id is used only if the graph has ids
    and no node has the name.

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
    states
        The nodes are states, and `ids` their numbers. Then the text must be about states: a `.tree` with state ids
        before those of nodes, a `.clu` of state ids, or a TSV with a column `state_id`.

    Returns
    -------
    list
        One path or None for each node.

    Raises
    ------
    InputError
        A line is in none of these formats, the graph has no such node, a node appears twice, or no node has a module.

    Examples
    --------
    >>> read_partition("# node_id module flow\n0 1 0.5\n1 1 0.2\n2 2 0.3\n", "old.clu", "abcd")
    [(1,), (1,), (2,), None]
    >>> read_partition('1:1:1 0.5 "b" 1\n1:2:1 0.5 "a" 0\n', "old.tree", "ab")
    [(1, 2), (1, 1)]
    """
    found: list[Path | None] = [None] * len(names)
    if states:
        _check_states(text, source)
    for number, node, path in _records(text, source, names, ids, states=states):
        if found[node] is not None:
            raise InputError(source, number, f"the node '{names[node]}' stands here a second time", "drop one of them")
        found[node] = path
    if not any(found):
        raise InputError(source, None, "no node has a module", _REMEDY)
    return found


def load_partition(
    path: PathName,
    names: Sequence[str],
    ids: Sequence[int] | None = None,
    *,
    states: bool = False,
    progress: Progress = SILENT,
) -> list[Path | None]:
    """Read communities from a file or, for `-`, from standard input; see `read_partition`."""
    source = as_path(path)
    found = read_partition(decode(read_bytes(source), source, None, progress), source, names, ids, states=states)
    if missing := found.count(None):
        what = "states" if states else "nodes"
        progress.note(f"{source}: {what} without a module ({missing} of {len(found)}) are modules of their own")
    return found


def _check_states(text: str, source: str) -> None:
    """Raise an error if a file says that it is about nodes: which of their states is meant, nobody can tell."""
    for number, line in enumerate(text.split("\n"), 1):
        head = line.startswith("#") or "path\t" in line
        if head and ("node_id" in line or "term" in line.split("\t")) and "state_id" not in line:
            hint = "give the file about states, such as Infomap's _states.tree"
            raise InputError(source, number, "the file is about nodes, and the network has states", hint)


def _records(
    text: str, source: str, names: Sequence[str], ids: Sequence[int] | None, *, states: bool = False
) -> Iterator[tuple[int, int, Path]]:
    """Yield line number, node and path of its module."""
    nodes = NodeIndex(names, ids)
    if text.lstrip()[:9].casefold() == "*vertices":
        yield from _of_pajek(text, source, len(names))
        return
    table: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("*"):
            return  # the links of an .ftree
        if not line.strip() or line.startswith("#"):
            continue
        if table is None and "path" in line.split("\t") and "term" in line.split("\t"):
            table = line.split("\t")
            continue
        if table and not unescape_fields(line)[table.index("path")]:
            continue  # what `map` writes of a term that is not in its graph
        try:
            if states:
                node, path = _from_states(line, table, nodes)
            elif table:
                node, path = _from_table(line, table, nodes)
            else:
                node, path = _from_line(line, nodes)
        except KeyError as error:
            reason = f"the graph has no {'state' if states else 'node'} {error.args[0]!r}"
            raise InputError(source, number, reason, "use the names or ids of its nodes") from error
        except (ValueError, IndexError) as error:
            raise InputError(source, number, "not a line of communities", _REMEDY) from error
        yield number, node, path


def _from_table(line: str, columns: Sequence[str], nodes: NodeIndex) -> tuple[int, Path]:
    fields = unescape_fields(line)
    return nodes.named(fields[columns.index("term")]), _path(fields[columns.index("path")])[:-1]


def _from_states(line: str, columns: Sequence[str] | None, nodes: NodeIndex) -> tuple[int, Path]:
    if columns:
        fields = unescape_fields(line)
        return nodes.numbered(int(fields[columns.index("state_id")])), _path(fields[columns.index("path")])[:-1]
    if '"' in line:
        return nodes.numbered(int(line[line.rindex('"') + 1 :].split()[0])), _path(line.split(maxsplit=1)[0])[:-1]
    fields = line.split()
    return nodes.numbered(int(fields[0])), (int(fields[1]),)


def _of_pajek(text: str, source: str, n_nodes: int) -> Iterator[tuple[int, int, Path]]:
    """Yield the lines of Pajek's own .clu: the module of each vertex, in order of the vertices."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()][1:]
    if len(lines) != n_nodes:
        reason = f"{len(lines)} modules do not fit {n_nodes} nodes"
        raise InputError(source, None, reason, "write the module of each vertex on a line of its own")
    for node, (number, line) in enumerate(lines):
        try:
            yield number, node, (int(line),)
        except ValueError:
            raise InputError(source, number, "not a line of communities", _REMEDY) from None


def _from_line(line: str, nodes: NodeIndex) -> tuple[int, Path]:
    if '"' in line:
        path, _, rest = line.split(maxsplit=2)
        name, behind = rest[1 : rest.rindex('"')], rest[rest.rindex('"') + 1 :].split()
        with contextlib.suppress(json.JSONDecodeError):  # names of other programs may have quotes inside
            name = json.loads(f'"{name}"')
        if nodes.has_ids and name not in nodes and behind:
            return nodes.numbered(int(behind[-1])), _path(path)[:-1]
        return nodes.named(name), _path(path)[:-1]
    fields = line.split()
    return nodes.numbered(int(fields[0])), (int(fields[1]),)


def _path(text: str) -> Path:
    return tuple(map(int, text.split(":")))
