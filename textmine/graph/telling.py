"""What readers of tables of links say of them: columns that are not used, names that look like mistakes."""

from __future__ import annotations

from textmine.graph.delimited import is_numeric
from textmine.graph.headers import Columns, is_plain
from textmine.graph.naming import Names
from textmine.graph.reading import Reading, listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SAMPLE", "WAYS", "are_counts", "name_blanks", "name_decimals", "name_unused"]

SAMPLE = 100  # records by which a column is judged
WAYS = {"directed": True, "undirected": False, "mutual": False, "": False}
_MOST_FIGURES = 18  # of a count, which has 64 bits


def name_unused(head: Sequence[str], body: list[list[str]], columns: Columns, source: str, reading: Reading) -> None:
    """Say which columns are not used; a column without a name has the numbers of rows."""
    used = {columns.source, columns.target, columns.weight}
    if columns.count is not None and are_counts(body[columns.count]):
        used.add(columns.count)
    kinds = [] if columns.kind is None else body[columns.kind]
    unknown = next((kind for kind in kinds if kind.strip().casefold() not in WAYS), None)
    if columns.kind is not None:
        used.add(columns.kind)
        if unknown is not None:
            column = head[columns.kind]
            reading.note(source, f"the column {column} is not used: '{unknown}' is neither Directed nor Undirected")
    names: dict[str, list[str]] = {"numbers": [], "text": []}
    for place, (name, fields) in enumerate(zip(head, body, strict=True)):
        some = [field for field in fields[:SAMPLE] if field.strip()]
        if place not in used and name and some:
            names["numbers" if all(map(is_numeric, some)) else "text"].append(name)
    for what, found in names.items():
        if found:
            reading.note(source, f"columns of {what} that are not used: {listed(found)}")


def name_blanks(names: Sequence[str], source: str, reading: Reading) -> None:
    """Say which names are empty, or differ from another only by blanks around them: mostly these are mistakes."""
    odd = names.maybe_blank() if isinstance(names, Names) else names
    if "" in odd:
        reading.note(source, "some links have an end without a name; it is taken for one node, whose name is empty")
    around = [name for name in odd if name and (name[0].isspace() or name[-1].isspace())]
    if around:
        from collections import Counter

        known = set(names)
        spellings = Counter(name.strip() for name in around)
        doubled = [name for name in around if name.strip() in known or spellings[name.strip()] > 1]
        if doubled:
            nodes = listed(map(repr, doubled))
            reading.note(source, f"names that differ from others only by blanks are nodes of their own: {nodes}")


def name_decimals(names: Sequence[str], source: str, reading: Reading) -> None:
    """Say which names differ from another only by .0 at the end, as when a program has made numbers of some."""
    if isinstance(names, Names) and b".0\n" not in names.lines:
        return
    pointed = [name for name in names if name.endswith(".0") and is_plain(name[:-2])]
    known = set(names) if pointed else set()
    doubled = [name for name in pointed if name[:-2] in known]
    if doubled:
        nodes = listed(doubled)
        reading.note(source, f"names that differ from others only by .0 at the end are nodes of their own: {nodes}")


def are_counts(fields: Sequence[str]) -> bool:
    """Return whether all fields are counts: whole numbers above 0.

    Examples
    --------
    >>> are_counts(["3", "10"]), are_counts(["3", "0.5"])
    (True, False)
    """
    return all(is_plain(field) and field[0] != "0" and len(field) <= _MOST_FIGURES for field in fields)
