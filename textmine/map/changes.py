"""What is different about a map after it was edited: terms and communities that came or went."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.errors import TextmineError
from textmine.io import decode, read_bytes, read_table
from textmine.map.files import COMMUNITIES, TERMS, THEMES
from textmine.progress import Progress

__all__ = ["MapBefore", "map_before", "note_changes"]

_NAMED = 5  # names that a note shows


@dataclass(frozen=True, slots=True)
class MapBefore:
    """The terms of a map, those of them in its graph, and the names of its communities."""

    terms: Sequence[str]
    nodes: Sequence[str]
    communities: Sequence[str]


def map_before(directory: str) -> MapBefore | None:
    """Return what a folder holds; None where it holds no map."""
    try:
        terms, communities, themes = (_rows(directory, name) for name in (TERMS, COMMUNITIES, THEMES))
        listed = zip(communities["term"], communities["path"], strict=True)
        nodes = [*dict.fromkeys(term for term, path in listed if path)]  # a term may be in several communities
        return MapBefore(terms["term"], nodes, themes["name"])
    except (TextmineError, KeyError):
        return None


def _rows(directory: str, name: str) -> dict[str, list[str]]:
    path = os.path.join(directory, name)
    table = read_table(decode(read_bytes(path), path, None), path)
    return {column: table.column(column) for column in table.columns}


def note_changes(before: MapBefore, after: MapBefore | None, progress: Progress) -> None:
    """Say in a line each which terms, nodes and communities came and went.

    Examples
    --------
    >>> class Printed:
    ...     def note(self, message): print(message)
    >>> old, new = MapBefore(["a", "b"], ["a", "b"], ["a · b"]), MapBefore(["b"], ["b"], ["b"])
    >>> note_changes(old, new, Printed())
    changed: terms 1 (before 2); gone: a
    changed: terms in the graph 1 (before 2); gone: a
    changed: communities 1 (before 1); gone: a · b; new: b
    """
    if after is None:
        return
    parts = (("terms", "terms"), ("terms in the graph", "nodes"), ("communities", "communities"))
    lines = [_line(what, getattr(before, name), getattr(after, name)) for what, name in parts]
    for line in filter(None, lines):
        progress.note(line)
    if not any(lines):
        progress.note("no term and no community has changed")


def _line(what: str, before: Sequence[str], after: Sequence[str]) -> str:
    old, new = set(before), set(after)
    gone, come = ([name for name in names if name not in others] for names, others in ((before, new), (after, old)))
    if not gone and not come:
        return ""
    parts = [f"{word}: {_some(names)}" for word, names in (("gone", gone), ("new", come)) if names]
    return f"changed: {what} {len(after):,} (before {len(before):,}); {'; '.join(parts)}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
