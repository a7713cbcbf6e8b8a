"""Knows METIS's files of graphs, whose rows of numbers look like links."""

from __future__ import annotations

import re

from textmine.graph.reading import GraphFormat, refusing

__all__ = ["FORMATS", "is_metis"]

_REMARKS = re.compile(r"(?:%[^\n]*\n)*")
_HEADER = re.compile(
    r"[^\S\n]*([0-9]{1,18})[^\S\n]+([0-9]{1,18})(?:[^\S\n]+([01]{1,3})(?:[^\S\n]+([0-9]{1,3}))?)?[^\S\n]*\n"
)
_DIGITS = 18
_HINT = "write its links as a table: source, target, weight"


def is_metis(text: str, *, cut: bool = False) -> bool:
    r"""Return whether a text is a METIS file: a line with the numbers of nodes and links, then the neighbours of each.

    Each link must stand at both of its nodes, as it does in METIS and hardly ever in a table of links.

    Parameters
    ----------
    text
        The file, or its beginning.
    cut
        Whether it is only the beginning, and the last line perhaps only a part.

    Examples
    --------
    >>> is_metis("3 2\n2\n1 3\n2\n"), is_metis("3 2\n2\n1 3\n1\n"), is_metis("1 2\n2 3\n")
    (True, False, False)
    """
    remarks = _REMARKS.match(text)
    said = _HEADER.match(text, remarks.end() if remarks else 0)
    if said is None:
        return False
    lines = [line for line in text[said.end() :].split("\n") if not line.startswith("%")]
    n_nodes, n_links = int(said[1]), int(said[2])
    while len(lines) > n_nodes and not lines[-1].strip():
        lines.pop()
    if len(lines) > n_nodes or (len(lines) < n_nodes and not cut):
        return False
    form = (said[3] or "").zfill(3)
    skipped = int(form[0]) + int(said[4] or 1) * int(form[1])  # sizes and weights of the node
    n_ends = _ends_of(lines[:-1] if cut else lines, n_nodes, skipped, 1 + int(form[2]))
    return n_ends is not None and (cut or n_ends == 2 * n_links > 0)


def _ends_of(lines: list[str], n_nodes: int, skipped: int, step: int) -> int | None:
    """Return how many neighbours the rows name; None where they are no rows of neighbours."""
    found: list[set[int]] = [set()]
    for node, line in enumerate(lines, 1):
        fields = line.split()[skipped::step]
        if not all(field.isascii() and field.isdecimal() and len(field) <= _DIGITS for field in fields):
            return None
        here = set(map(int, fields))
        if any(not 0 < other <= n_nodes or other == node for other in here):
            return None
        if any(other < node and node not in found[other] for other in here):
            return None
        found.append(here)
    return sum(map(len, found))


FORMATS = (GraphFormat("metis", "METIS", (".metis",), None, refusing("METIS", _HINT)),)
