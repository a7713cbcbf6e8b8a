"""The documents of a map, and those of them that belong somewhere, speak of a term, or are of a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textmine.communities.naming import parted_terms
from textmine.errors import InputError, OptionError
from textmine.io import PathName, Table, as_path, data_frame, decode, read_bytes, read_table
from textmine.map.documents import BELONGS, document_columns, document_rows, document_starts
from textmine.map.files import DOCUMENTS, THEMES
from textmine.map.folder import check_folder
from textmine.map.grouping import theme_rows
from textmine.text.dates import read_dates
from textmine.text.records import records_of

if TYPE_CHECKING:
    import pandas

    from textmine.map.termmap import TermMap

__all__ = ["DocumentTable", "documents"]

Row = tuple[Any, ...]
_NUMBERS = {"document": int, "community": int, "second": int, "theme": int, "share": float, "second_share": float}
_MANY = 5  # names that a message shows
_REMEDY = "make the folder with textmine map"


@dataclass(frozen=True, slots=True)
class DocumentTable:
    """Documents of a map, a row each.

    Attributes
    ----------
    columns
        `document` (the number from 1), `id`, `title`, `date` and groups where the input has them, `community` (its
        number from 1), `share` (of the document's weight that speaks for it), `second` (the community that comes
        next), `second_share`, `theme`, `name` (of the community), `terms` (that speak most for it), `start` (of the
        text).
    rows
        Values; an empty string where there is none.
    """

    columns: Sequence[str]
    rows: Sequence[Row]

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<{len(self)} documents>"

    def column(self, name: str) -> list[Any]:
        """Return the values of a column.

        Raises
        ------
        OptionError
            There is no such column.
        """
        if name not in self.columns:
            raise OptionError(f"the documents have no '{name}'", f"they have: {', '.join(self.columns)}")
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame; needs pandas."""
        return data_frame(
            {name: [None if value == "" else value for value in self.column(name)] for name in self.columns}
        )

    def keep(self, column: str, wanted: Callable[[Any], bool]) -> DocumentTable:
        """Return the documents with a wanted value in a column."""
        kept = [wanted(value) for value in self.column(column)]
        return DocumentTable(self.columns, [row for row, is_kept in zip(self.rows, kept, strict=True) if is_kept])


def documents(
    found: PathName | TermMap,
    *,
    community: int | str | None = None,
    theme: int | str | None = None,
    term: str | None = None,
    since: str | None = None,
    until: str | None = None,
    where: Mapping[str, str | Sequence[str]] | None = None,
) -> DocumentTable:
    """Return the documents of a map, or those of them that are asked for.

    Parameters
    ----------
    found
        A map, or the folder that one was written to.
    community, theme
        Number, name, or a term of the name.
    term
        A term that speaks for the community of the documents.
    since, until
        The first and the last day, as `read_dates` reads them; a year or month alone stands for all its days.
        Documents without a date are left out then.
    where
        Value of each of some columns, such as a group; or several values.

    Returns
    -------
    DocumentTable
        In their order; where a community, a theme or a term is asked for, those with the greatest share first.

    Raises
    ------
    InputError
        The folder is not what `textmine map` writes.
    OptionError
        There is no such community, theme, term, column, value of a column or date.
    """
    made: Any = found  # TermMap is not loaded for a folder
    table, themes = _of_map(made) if hasattr(made, "groups") else _of_folder(as_path(made))
    whole = table
    by_topic = not (community is None and theme is None and term is None)
    if by_topic and all(value == "" for value in table.column("community")):
        raise OptionError("no document of this map has a community", "leave out `community`, `theme` and `term`")
    if community is not None:
        named = {int(row[0]): row[1] for row in themes}
        number = _number(community, named, "community")
        table = table.keep("community", lambda value: value == number)
    if theme is not None:
        named = {int(row[2]): row[3] for row in themes if row[2] != ""}
        of_theme = _number(theme, named, "theme")
        table = table.keep("theme", lambda value: value == of_theme)
    if term is not None:
        table = _of_term(table, whole, term)
    for name, values in (where or {}).items():
        table = _with_values(table, whole, name, {values} if isinstance(values, str) else {*values})
    table = _in_period(table, since, until)
    if not by_topic:
        return table
    at = table.columns.index("share")
    return DocumentTable(table.columns, sorted(table.rows, key=lambda row: -(row[at] or 0.0)))


def _of_term(table: DocumentTable, whole: DocumentTable, term: str) -> DocumentTable:
    """Return the documents of a part of a map for whose community a term speaks most."""
    folded = term.strip().casefold()
    told = {each for value in whole.column("terms") for each in parted_terms(value.casefold())}
    if folded not in told:
        raise OptionError(f"no document has '{term}' among its terms", _near(folded, told))
    return table.keep("terms", lambda value: folded in parted_terms(value.casefold()))


def _with_values(table: DocumentTable, whole: DocumentTable, name: str, wanted: set[str]) -> DocumentTable:
    """Return the documents of a part of a map that have one of some values in a column."""
    if name in _NUMBERS or name in BELONGS or name not in table.columns:
        groups = [column for column in table.columns if column not in _NUMBERS and column not in BELONGS]
        known = f"they have: {', '.join(groups)}" if groups else "make the map with `id`, `title`, `date` or `group`"
        raise OptionError(f"the documents have no '{name}'", known)
    there = set(whole.column(name))
    for value in sorted(wanted - there):
        raise OptionError(f"no document has the {name} '{value}'", _near(value, there))
    return table.keep(name, lambda value: value in wanted)


def _of_folder(directory: str) -> tuple[DocumentTable, list[Row]]:
    """Return the documents of a folder, and number and name of each community with those of its theme."""
    check_folder(directory)
    table, themes = (_table(os.path.join(directory, name)) for name in (DOCUMENTS, THEMES))
    columns = [
        _numbers(table, name, _NUMBERS[name]) if name in _NUMBERS else table.column(name) for name in table.columns
    ]
    for name in ("document", *BELONGS):
        table.column(name)  # refuses a file that is something else
    named = [
        _numbers(themes, name, int) if name in ("community", "theme") else themes.column(name)
        for name in ("community", "name", "theme", "theme_name")
    ]
    return DocumentTable(table.columns, list(zip(*columns, strict=True))), list(zip(*named, strict=True))


def _table(path: str) -> Table:
    return read_table(decode(read_bytes(path), path, None), path)


def _numbers(table: Table, name: str, kind: Callable[[str], Any]) -> list[Any]:
    values = table.column(name)
    try:
        return [kind(value) if value else "" for value in values]
    except ValueError as error:
        raise InputError(table.source, None, f"a {name} is no number: {error}", _REMEDY) from error


def _of_map(found: TermMap) -> tuple[DocumentTable, list[Row]]:
    groups, corpus = found.groups, found.corpus
    records = records_of(corpus)
    rows = document_rows(groups, records, document_starts(found.texts, corpus.offsets))
    themes = [(number, name, theme, theme_name) for name, number, theme_name, theme, *_ in theme_rows(groups)]
    return DocumentTable(document_columns(records), list(rows)), themes


def _number(asked: int | str, names: Mapping[int, str], what: str) -> int:
    """Return the number of a community or theme that is asked for by number, name, or a term of its name."""
    if isinstance(asked, int) or (asked.isdecimal() and int(asked) in names):
        if int(asked) in names:
            return int(asked)
        found: list[int] = []
    else:
        folded = asked.strip().casefold()
        found = [number for number, name in names.items() if name.casefold() == folded] or [
            number for number, name in names.items() if folded in parted_terms(name.casefold())
        ]
    if len(found) == 1:
        return found[0]
    if found:
        several = "; ".join(f"{number}: {names[number]}" for number in found[:_MANY])
        raise OptionError(
            f"'{asked}' is in the names of {len(found)} of them: {several}", f"give the number of one {what}"
        )
    if not names:
        raise OptionError(f"no {what} is called '{asked}'", "the map has none")
    terms = {term: number for number, name in names.items() for term in parted_terms(name)}
    near = _close(str(asked), terms)
    shown = dict.fromkeys([terms[term] for term in near] or names)
    some = "; ".join(f"{number}: {names[number]}" for number in [*shown][:_MANY])
    some = f"near it: {some}" if near else f"there are {len(names)}, such as {some}"
    raise OptionError(f"no {what} is called '{asked}'", some)


def _close(asked: str, names: Iterable[str]) -> list[str]:
    """Return the names that are like what is asked for, the most alike first, three at most."""
    import difflib

    written = {name.casefold(): name for name in names}
    return [written[name] for name in difflib.get_close_matches(asked.strip().casefold(), written)]


def _near(asked: str, names: Iterable[str]) -> str:
    """Return the hint that names what is like the thing asked for, or some of all there are."""
    names = sorted({name for name in names if name})
    found = _close(asked, names)
    return f"near it: {', '.join(found)}" if found else f"there are {len(names)}, such as {', '.join(names[:_MANY])}"


def _in_period(table: DocumentTable, since: str | None, until: str | None) -> DocumentTable:
    if since is None and until is None:
        return table
    if "date" not in table.columns:
        raise OptionError("the documents have no dates", "make the map with `date`, or `date_from_name`")
    # Dates in ISO form are compared as texts; those that are as precise as the end count to its last day.
    first = "" if since is None else _iso(since)
    last = "9999" if until is None else _iso(until)
    if first[: len(last)] > last:
        raise OptionError(f"`since` {first} is later than `until` {last}", "exchange the two dates")
    return table.keep("date", lambda date: bool(date) and date >= first and date[: len(last)] <= last)


def _iso(date: str) -> str:
    (found,) = read_dates([date]).texts()
    if not found:
        raise OptionError(f"'{date}' is no date", "write it as 1979 or 1979-01-01")
    return found
