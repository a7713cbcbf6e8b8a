"""Lists of strings at the border of the library: anything else is refused in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["check_list", "strings"]


def strings(items: Iterable[str], what: str) -> Iterator[str]:
    """Return an iterator over strings that refuses everything else.

    Parameters
    ----------
    items
        Any iterable: a list, a generator, a column of a data frame.
    what
        What one of them is, for messages: `text`.

    Raises
    ------
    TypeError
        `items` is a single string, a data frame or a mapping, or nothing to iterate over; or one of them is no string,
        which is said when its turn comes.

    Examples
    --------
    >>> list(strings(["a", None], "text"))
    Traceback (most recent call last):
    TypeError: text 1 is of type NoneType, not a string (counted from 0)
    """
    check_list(items, what)
    return _checked(items, what)


def check_list(items: Any, what: str) -> None:
    """Refuse what is no list of things: a single string, a data frame or a mapping, or nothing to iterate over.

    Raises
    ------
    TypeError
        It is one of these.
    """
    if isinstance(items, (str, bytes)):
        raise TypeError(f"a list of {what}s is wanted, not a single {type(items).__name__}; write [{what}]")
    if _has_columns(items):
        raise TypeError(f"a list of {what}s is wanted, not a {type(items).__name__}; give the column with the {what}s")
    if not hasattr(items, "__iter__") and not hasattr(items, "__getitem__"):
        raise TypeError(f"a list of {what}s is wanted, and this is of type {type(items).__name__}")


def _has_columns(items: Any) -> bool:
    # Any library's data frame: its loop would go over the names of the columns.
    return isinstance(items, Mapping) or (hasattr(items, "columns") and hasattr(items, "shape"))


def _checked(items: Iterable[str], what: str) -> Iterator[str]:
    for number, item in enumerate(items):
        if not isinstance(item, str):
            raise TypeError(f"{what} {number} is of type {type(item).__name__}, not a string (counted from 0)")
        yield item
