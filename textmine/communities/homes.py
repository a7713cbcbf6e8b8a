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
    in tables of `cluster`, the top modules of the column `path` are the communities, each named by its first term. A
    term that stands in several rows has the community of the one with the largest flow, of equal ones the first.

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
    >>> rows = [["1", "fuels", "oil", ".2"], ["2", "paint", "oil", ".3"]]
    >>> homes_of(Table("c.tsv", ("community", "name", "term", "flow"), rows, [2, 3]))
    {'oil': (2, 'paint')}
    """
    found: dict[str, Home] = {}
    own = _largest(table)
    if {"community", "name"} <= {*table.columns}:
        columns = (table.column(name) for name in ("term", "community", "name"))
        for at, (line, term, number, name) in enumerate(zip(table.lines, *columns, strict=True)):
            if number and own.get(term, at) == at:
                found[term] = _number(table, line, number), name
    if found or "path" not in table.columns:
        return found
    first: dict[int, str] = {}
    paths = zip(table.lines, table.column("term"), table.column("path"), strict=True)
    for at, (line, term, path) in enumerate(paths):
        if path:
            top = _number(table, line, path.partition(":")[0])
            name = first.setdefault(top, term)
            if own.get(term, at) == at:
                found[term] = top, name
    return found


def _largest(table: Table) -> dict[str, int]:
    """Return the row with the largest flow of each term that stands in several rows; none where no flow is known."""
    terms = table.column("term")
    if "flow" not in table.columns or len({*terms}) == len(terms):
        return {}
    best: dict[str, tuple[float, int]] = {}
    for at, (term, flow) in enumerate(zip(terms, table.column("flow"), strict=True)):
        best[term] = max(best.get(term, (-1.0, 0)), (_flow(flow), -at))
    return {term: -at for term, (_, at) in best.items()}


def _flow(text: str) -> float:
    try:
        return float(text)
    except ValueError:  # a term that is not in the graph has none
        return 0.0


def _number(table: Table, line: int, text: str) -> int:
    if not (text.isdecimal() and len(text) <= _DIGITS and int(text)):
        raise InputError(table.source, line, f"'{text}' is no number of a community", _REMEDY)
    return int(text)
