"""The community of each term in a table of terms: what `cluster` or `map` writes."""

from __future__ import annotations

from textmine.errors import InputError
from textmine.io import Table

__all__ = ["Home", "homes_of"]

Home = tuple[int, str]  # number and name of a community

_DIGITS = 7  # of a number
_REMEDY = "give what textmine cluster or map writes, as TSV"


def homes_of(table: Table) -> dict[str, Home]:
    """Return the community of each term that has one.

    Tables of a map have the communities that it shows in the columns `community` and `name`. Where they are empty, and
    in tables of `cluster`, the top modules of the column `path` are the communities, each named by its first term.

    Parameters
    ----------
    table
        Rows with the column `term`.

    Raises
    ------
    InputError
        A number or a path is none.

    Examples
    --------
    >>> homes_of(Table("c.tsv", ("path", "term"), [["1:1", "oil"], ["1:2", "gas"], ["2:1", "coal"]], [2, 3, 4]))
    {'oil': (1, 'oil'), 'gas': (1, 'oil'), 'coal': (2, 'coal')}
    >>> homes_of(Table("c.tsv", ("name", "community", "term"), [["fuels", "3", "oil"], ["", "", "gas"]], [2, 3]))
    {'oil': (3, 'fuels')}
    """
    found: dict[str, Home] = {}
    if {"community", "name"} <= {*table.columns}:
        columns = (table.column(name) for name in ("term", "community", "name"))
        for line, term, number, name in zip(table.lines, *columns, strict=True):
            if number:
                found[term] = _number(table, line, number), name
    if found or "path" not in table.columns:
        return found
    first: dict[int, str] = {}
    for line, term, path in zip(table.lines, table.column("term"), table.column("path"), strict=True):
        if path:
            top = _number(table, line, path.partition(":")[0])
            found[term] = top, first.setdefault(top, term)
    return found


def _number(table: Table, line: int, text: str) -> int:
    if not (text.isdecimal() and len(text) <= _DIGITS and int(text)):
        raise InputError(table.source, line, f"'{text}' is no number of a community", _REMEDY)
    return int(text)
