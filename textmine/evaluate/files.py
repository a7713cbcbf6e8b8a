"""Reads rankings, gold lists, segmentations and partitions from files."""

from __future__ import annotations

from textmine.errors import InputError
from textmine.evaluate.segmentation import Segmentation, read_segmentation
from textmine.io import Table, decode, read_any_table, read_bytes, records_table
from textmine.io.jsonvalues import looks_like_json
from textmine.progress import SILENT, Progress
from textmine.terms.recognition import term_table

__all__ = ["load_gold", "load_groups", "load_ranking", "load_segmentation", "read_column", "read_groups"]

_PARTITION = "write a node and its group in each line, separated by a tab"
_NODES = ("term", "name", "node", "id")
_GROUPS = ("path", "community", "module", "label", "group", "class")


def read_column(text: str, source: str, progress: Progress = SILENT) -> list[str]:
    r"""Return the terms of a list in any format; of a table without a column `term`, its first column.

    Examples
    --------
    >>> read_column("rank\tterm\n1\t变压器\n", "terms.tsv"), read_column("变压器\t部件\n", "gold.tsv")
    (['变压器'], ['变压器'])
    """
    if not text or text.isspace():
        return []
    return term_table(text, source, progress, first_column=True).column("term")


def load_ranking(source: str, progress: Progress = SILENT) -> list[str]:
    """Read a ranking, best first, with `read_column`. Lines that begin with `#` are comments. `-` is standard input.

    Raises
    ------
    InputError
        The file cannot be read or decoded.
    """
    return read_column(_without_comments(_text(source, progress)), source, progress)


def load_gold(source: str, progress: Progress = SILENT) -> list[str]:
    """Read gold terms in any format, with `read_column`.

    Raises
    ------
    InputError
        The file cannot be read or decoded.
    """
    return read_column(_text(source, progress), source, progress)


def load_segmentation(source: str, progress: Progress = SILENT) -> Segmentation:
    """Read sentences, one per line, with blanks between words.

    Raises
    ------
    InputError
        The file cannot be read or decoded, or has no word.
    """
    return read_segmentation(_text(source, progress), source)


def load_groups(source: str, progress: Progress = SILENT) -> dict[str, str]:
    """Read the group of each node with `read_groups`. `-` is standard input.

    Raises
    ------
    InputError
        The file cannot be read or decoded, or a node has no group, or two.
    """
    return read_groups(_text(source, progress), source)


def read_groups(text: str, source: str = "partition") -> dict[str, str]:
    r"""Read the group of each node from the output of `cluster`, or from any table of nodes and groups.

    With columns `path` and `term`, the group is the first number of the path (the top-level community). Else it is the
    column `community`, `module`, `label`, `group` or `class` beside `term`, `name`, `node` or `id`. Without such a
    header, the first column is the node and the second the group. Lines with a leading `#` are comments.

    Raises
    ------
    InputError
        A row has no group, a node has two groups, or there is no node.

    Examples
    --------
    >>> read_groups("path\tterm\tflow\n1:2\ta\t0.5\n2:1\tb\t0.5\n"), read_groups("a\tx\nb\ty\n")
    ({'a': '1', 'b': '2'}, {'a': 'x', 'b': 'y'})
    """
    text = _without_comments(text)
    if not text or text.isspace():
        raise InputError(source, None, "the file holds no node", _PARTITION)
    table = records_table(text, source, "term") if looks_like_json(text) else read_any_table(text, source)
    node, group, has_header = _partition_columns(table)
    rows = table.rows if has_header else [list(table.columns), *table.rows]
    lines = table.lines if has_header else [1, *table.lines]
    is_path = has_header and table.columns[group] == "path"
    groups: dict[str, str] = {}
    for row, line in zip(rows, lines, strict=True):
        if len(row) <= max(node, group):
            raise InputError(source, line, "the row has no group", _PARTITION)
        value = row[group].split(":")[0] if is_path else row[group]
        if groups.setdefault(row[node], value) != value:
            raise InputError(source, line, f"'{row[node]}' is in two groups", "give each node one group")
    return groups


def _partition_columns(table: Table) -> tuple[int, int, bool]:
    """Return the column of the node, the column of the group, and True if the first row is a header."""
    nodes = [table.columns.index(name) for name in _NODES if name in table.columns]
    groups = [table.columns.index(name) for name in _GROUPS if name in table.columns]
    return (nodes[0], groups[0], True) if nodes and groups else (0, 1, False)


def _without_comments(text: str) -> str:
    """Put a blank line in place of a comment: the numbers of the others stay."""
    return "\n".join(["" if line.startswith("#") else line for line in text.split("\n")])


def _text(source: str, progress: Progress) -> str:
    return decode(read_bytes(source), source, None, progress)
