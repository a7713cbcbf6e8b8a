"""Headers of tables of links: which column is the source, which the target, the weight, the type."""

from __future__ import annotations

import re

from textmine.lightclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Columns", "columns_of", "fold", "is_plain", "may_be_number", "weight_name"]

# Names of the two ends, as they are written without case, blanks and underscores.
_ENDS = (
    ("source", "target"),
    ("from", "to"),
    ("src", "dst"),
    ("src", "dest"),
    ("src", "tgt"),
    ("src", "trg"),
    ("node1", "node2"),
    ("nodea", "nodeb"),
    ("vertex1", "vertex2"),
    ("v1", "v2"),
    ("id1", "id2"),
    ("term1", "term2"),
    ("word1", "word2"),
    ("item1", "item2"),
    ("sender", "receiver"),
    ("origin", "destination"),
    ("start", "end"),
    ("head", "tail"),
    ("i", "j"),
    ("u", "v"),
)
_WEIGHTS = ("weight", "weights", "edgeweight", "linkweight", "value", "w", "strength", "count", "frequency")
_SUFFIX = "(?<=.)(?:node|vertex)?(?:id|name|label)?$"
_NUMBER = r"\s*[+-]?[0-9.,]+(?:[eE][+-]?[0-9]+)?\s*"
_FIRST = frozenset("+-.,0123456789")  # characters of numbers


@dataclass(eq=False)
class Columns:
    """Places of the columns that have a meaning, and whether the names of the ends could be nodes as well."""

    source: int
    target: int
    weight: int | None
    count: int | None
    kind: int | None
    weak: bool


def columns_of(head: Sequence[str]) -> Columns | None:
    """Return what the columns are where the record is a header; None where it is a link.

    Examples
    --------
    >>> columns_of(["Id", "Source", "Target", "Weight"])
    Columns(source=1, target=2, weight=3, count=None, kind=None, weak=False)
    >>> columns_of(["from", "to", "3"]), columns_of(["a", "b"])
    (None, None)
    """
    if any(may_be_number(name) and (is_plain(name) or re.fullmatch(_NUMBER, name)) for name in head):
        return None
    folded = [fold(name) for name in head]
    bare = [re.sub(_SUFFIX, "", name) for name in folded]
    for names in (folded, bare):
        for first, second in _ENDS:
            if first in names and second in names:
                source, target = names.index(first), names.index(second)
                return _columns(head, folded, source, target, weak=first != "source")
    return None


def fold(name: object) -> str:
    """Return the name of a column or key without what is written one way or the other.

    Examples
    --------
    >>> fold("Edge Weight"), fold("edge_weight")
    ('edgeweight', 'edgeweight')
    """
    return re.sub(r"[\W_]", "", str(name).casefold())


def weight_name(names: Iterable[str]) -> str | None:
    """Return the key that has the weights, of the keys of a record.

    Examples
    --------
    >>> weight_name(["value", "Weight"]), weight_name(["colour"])
    ('Weight', None)
    """
    known = {fold(name): name for name in reversed(list(names))}
    return next((known[name] for name in _WEIGHTS if name in known), None)


def may_be_number(field: str) -> bool:
    """Return whether a field begins as a number; most are told apart without a pattern.

    Examples
    --------
    >>> may_be_number(" -x"), may_be_number("x")
    (True, False)
    """
    return field.lstrip()[:1] in _FIRST


def is_plain(field: str) -> bool:
    """Return whether a field is figures and nothing else.

    Examples
    --------
    >>> is_plain("10"), is_plain("1.5")
    (True, False)
    """
    return field.isascii() and field.isdecimal()


def _columns(head: Sequence[str], folded: list[str], source: int, target: int, *, weak: bool) -> Columns:
    rest = {name: place for place, name in reversed(list(enumerate(head))) if place not in (source, target)}
    weight = weight_name(rest)
    kind = next((place for place, name in enumerate(folded) if name == "type" and place in rest.values()), None)
    count = next((place for name, place in rest.items() if fold(name) == "count"), None)
    return Columns(source, target, None if weight is None else rest[weight], count, kind, weak)
