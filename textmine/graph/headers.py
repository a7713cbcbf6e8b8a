"""Headers of tables of links: which column is the source, which the target, the weight, the type."""

from __future__ import annotations

from textmine.lightclasses import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Columns", "columns_of", "fold", "is_plain", "mantissa", "weight_name"]

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
_SUFFIXES = (("id", "name", "label"), ("node", "vertex"))  # of the names of ends, the last first
_FIRST = frozenset("+-.,0123456789")  # characters of numbers
_SIGNS = ("+", "-")


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
    if any(is_plain(name) or is_plain(mantissa(name).replace(",", "0").replace(".", "0")) for name in head):
        return None
    folded = [fold(name) for name in head]
    bare = list(map(_without_suffix, folded))
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
    return "".join(filter(str.isalnum, str(name).casefold()))


def weight_name(names: Iterable[str]) -> str | None:
    """Return the key that has the weights, of the keys of a record.

    Examples
    --------
    >>> weight_name(["value", "Weight"]), weight_name(["colour"])
    ('Weight', None)
    """
    known = {fold(name): name for name in reversed(list(names))}
    return next((known[name] for name in _WEIGHTS if name in known), None)


def mantissa(field: str) -> str:
    """Return a number without sign, exponent and blanks; nothing where the field cannot be a number.

    It does without a pattern, because loading `re` takes longer than reading a small table.

    Examples
    --------
    >>> mantissa(" -1,5e+3"), mantissa("x"), mantissa("1e")
    ('1,5', '', '')
    """
    text = field.strip()
    if text[:1] not in _FIRST:
        return ""
    figures, e, exponent = text[text[0] in _SIGNS :].replace("E", "e").partition("e")
    return figures if not e or is_plain(exponent[exponent[:1] in _SIGNS :]) else ""


def is_plain(field: str) -> bool:
    """Return whether a field is figures and nothing else.

    Examples
    --------
    >>> is_plain("10"), is_plain("1.5")
    (True, False)
    """
    return field.isascii() and field.isdecimal()


def _without_suffix(name: str) -> str:
    """Return the name of a column without what only says that it has names or ids of nodes."""
    for suffixes in _SUFFIXES:
        found = next((suffix for suffix in suffixes if name.endswith(suffix) and name != suffix), "")
        name = name.removesuffix(found)
    return name


def _columns(head: Sequence[str], folded: list[str], source: int, target: int, *, weak: bool) -> Columns:
    rest = {name: place for place, name in reversed(list(enumerate(head))) if place not in (source, target)}
    weight = weight_name(rest)
    kind = next((place for place, name in enumerate(folded) if name == "type" and place in rest.values()), None)
    count = next((place for name, place in rest.items() if fold(name) == "count"), None)
    return Columns(source, target, None if weight is None else rest[weight], count, kind, weak)
