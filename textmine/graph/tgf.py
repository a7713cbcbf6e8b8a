"""The Trivial Graph Format, as yEd writes it: nodes with labels, a line with # alone, and links between their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.errors import InputError
from textmine.graph.delimited import is_numeric
from textmine.graph.graph import Graph
from textmine.graph.headers import columns_of
from textmine.graph.reading import GraphFormat, Reading
from textmine.io.sources import bare_suffix

__all__ = ["FORMATS", "is_tgf", "read_tgf"]

_DIVIDER = re.compile(r"(?:^|\n)[^\S\n]*#[^\S\n]*(?:\n|$)")
_REMEDY = "write nodes as id and label, a line with # alone, then links as two ids"


def is_tgf(text: str, *, cut: bool = False) -> bool:
    r"""Return whether a text that might be a table of links is in the Trivial Graph Format.

    All links below the first # that stands alone are between nodes above it, and no label above it is another node's
    id: that would be a link with a comment below it.

    Parameters
    ----------
    text
        The file, or its beginning.
    cut
        Whether it is only the beginning, and the last line perhaps only a part.

    Examples
    --------
    >>> is_tgf("1 pump\n2 seal\n#\n1 2\n"), is_tgf("1 2\n2 3\n#\n1 3\n"), is_tgf("# by hand\n#\n1 2\n")
    (True, False, False)
    """
    between = _DIVIDER.search(text)
    if between is None:
        return False
    nodes: dict[str, str] = {}
    for _, fields in _records(text[: between.start()], 1):
        if fields[0].startswith("#") or fields[0] in nodes or (not nodes and columns_of(fields) is not None):
            return False
        nodes[fields[0]] = fields[1] if len(fields) > 1 else ""
    if any(label in nodes and label != node for node, label in nodes.items()):
        return False
    links = [fields for _, fields in _records(text[between.end() :], 2)]
    if cut and not text.endswith("\n"):
        links = links[:-1]
    return bool(links) and all(len(ends) > 1 and nodes.keys() >= {*ends[:2]} for ends in links)


def read_tgf(text: str, source: str, reading: Reading) -> Graph:
    r"""Read the Trivial Graph Format. Labels of links are their weights if all are numbers, and else are not used.

    Raises
    ------
    InputError
        No line with # alone, a node with two lines, a link that has not two nodes, or a weight below 0.

    Examples
    --------
    >>> list(read_tgf("1 pump\n2 seal\n#\n2 1 0.5\n", "graph.tgf", Reading()).rows())
    [('pump', 'seal', 0.5)]
    """
    from textmine.graph.records import Link, Records, assemble  # loads numpy, which most files do not need here

    between = _DIVIDER.search(text)
    if between is None:
        raise InputError(source, None, "no line with # alone between nodes and links", _REMEDY)
    if bare_suffix(source) != ".tgf":
        said = "read as TGF: nodes, a line with #, links; `delimiter` reads it as a table of links"
        reading.note(source, said)
    records = Records(remedy=_REMEDY)
    for number, fields in _records(text[: between.start()], 1):
        if fields[0] in records.nodes:
            raise InputError(source, number, f"the node {fields[0]} stands here a second time", "drop one of them")
        records.nodes[fields[0]] = {"label": fields[1].strip()} if len(fields) > 1 else {}
    before = text.count("\n", 0, between.end())
    found = [(number + before, fields) for number, fields in _records(text[between.end() :], 2)]
    for number, fields in found:
        if len(fields) < 2:
            raise InputError(source, number, "a link is two ids and perhaps a label", _REMEDY)
    labels = [fields[2] for _, fields in found if len(fields) > 2]
    weighted = all(map(is_numeric, labels))
    if not weighted:
        reading.note(source, "the labels of the links are not used: they are not all numbers")
    for number, (one, other, *label) in found:
        values = {"weight": label[0].strip()} if label and weighted else {}
        records.links.append(Link(one, other, values, line=number))
    return assemble(records, source, reading)


def _records(text: str, most: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line that is not blank, and its fields, split so many times at most."""
    for number, line in enumerate(text.split("\n"), 1):
        fields = line.split(None, most)
        if fields:
            yield number, fields


FORMATS = (GraphFormat("tgf", "TGF", (".tgf",), None, read_tgf),)
