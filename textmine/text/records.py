"""What the input says of documents beside their text: an id, a title, a date, the groups they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from textmine.errors import OptionError
from textmine.io import data_frame
from textmine.text.columnstore import Strings
from textmine.text.dates import NO_DATE, Dates

if TYPE_CHECKING:
    import pandas

    from textmine.text.corpus import Corpus

__all__ = ["SOURCE", "Group", "Records", "build_records", "group_of", "records_of"]

SOURCE: Final = "source"  # the group of the file that a document is from


@dataclass(frozen=True, slots=True)
class Group:
    """A way to group documents, such as by author.

    Attributes
    ----------
    codes
        int32[d]: the value of each document, a number of `values`; -1 where the document has none.
    values
        The values, in order of first appearance.
    """

    codes: NDArray[np.int32]
    values: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def texts(self) -> list[str]:
        """Return the value of each document, empty where it has none.

        Examples
        --------
        >>> Group(np.array([0, -1, 0], np.int32), ["oil"]).texts()
        ['oil', '', 'oil']
        """
        values = [*self.values, ""]  # the last is for the code -1
        return [values[code] for code in self.codes.tolist()]


@dataclass(frozen=True, slots=True)
class Records:
    """Document number -> id, title, date and groups; each is empty or None where the input says nothing of it.

    Attributes
    ----------
    n_documents
        Number of documents.
    ids, titles
        Of each document; None if there are none.
    dates
        When the documents were written; None if there are no dates.
    groups
        Groups by name.
    """

    n_documents: int
    ids: Sequence[str] | None = None
    titles: Sequence[str] | None = None
    dates: Dates | None = None
    groups: Mapping[str, Group] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.n_documents

    def check(self, n_documents: int) -> None:
        """Refuse to be taken for the records of another number of documents.

        Raises
        ------
        OptionError
            The numbers differ.
        """
        if self.n_documents != n_documents:
            raise OptionError(f"{self.n_documents} records for {n_documents} documents", "give one a document")

    def columns(self, taken: Collection[str] = ()) -> dict[str, Sequence[str]]:
        """Return what is known of the documents as columns of text: `id`, `title`, `date` and the groups.

        The file is left out where it is the id of a single document. A group that is called as another column, or as
        one of `taken`, gets `group_` before its name.

        Examples
        --------
        >>> build_records(2, ids=["a", "b"], groups={"id": group_of(["x", None])}).columns()
        {'id': ['a', 'b'], 'group_id': ['x', '']}
        """
        dates = None if self.dates is None else self.dates.texts()
        known = {"id": self.ids, "title": self.titles, "date": dates}
        found = {name: part for name, part in known.items() if part is not None}
        for name, group in self.groups.items():
            if name == SOURCE and self.ids is not None and len(group.values) >= self.n_documents:
                continue
            found[f"group_{name}" if name in known or name in taken else name] = group.texts()
        return found

    def to_pandas(self) -> pandas.DataFrame:
        """Return `columns` as a data frame; needs pandas."""
        return data_frame(self.columns())

    def take(self, documents: NDArray[np.int64]) -> Records:
        """Return the records of some documents, in the order of their numbers.

        Examples
        --------
        >>> records = build_records(3, ids=["a", "b", "c"], groups={"by": group_of(["x", None, "y"])})
        >>> some = records.take(np.array([2, 0]))
        >>> some.ids, some.groups["by"].codes.tolist()
        (['c', 'a'], [1, 0])
        """
        return replace(
            self,
            n_documents=len(documents),
            ids=None if self.ids is None else _taken(self.ids, documents),
            titles=None if self.titles is None else _taken(self.titles, documents),
            dates=None if self.dates is None else self.dates.take(documents),
            groups={name: Group(group.codes[documents], group.values) for name, group in self.groups.items()},
        )


def _taken(strings: Sequence[str], documents: NDArray[np.int64]) -> Sequence[str]:
    return strings.take(documents) if isinstance(strings, Strings) else [strings[at] for at in documents.tolist()]


def group_of(values: Sequence[str | None]) -> Group:
    """Return a group from the value of each document; None and empty strings are no value.

    Examples
    --------
    >>> group = group_of(["oil", None, "gas", "oil"])
    >>> group.codes.tolist(), group.values
    ([0, -1, 1, 0], ['oil', 'gas'])
    """
    number = {value: at for at, value in enumerate(dict.fromkeys(filter(None, values)))}
    codes = np.fromiter((number.get(value or "", -1) for value in values), np.int32, len(values))
    return Group(codes, list(number))


def build_records(
    n_documents: int,
    *,
    ids: Sequence[str] | None = None,
    titles: Sequence[str] | None = None,
    dates: Dates | None = None,
    groups: Mapping[str, Group] | None = None,
) -> Records:
    """Return records whose parts were checked: the border below which they are trusted.

    Raises
    ------
    OptionError
        A part is not as long as there are documents, a date is out of range, or a code names no value.

    Examples
    --------
    >>> build_records(2, ids=["a"])
    Traceback (most recent call last):
    textmine.errors.OptionError: 1 ids for 2 documents; give one a document
    """
    groups = dict(groups or {})
    for name, part in {"ids": ids, "titles": titles, "dates": dates, **groups}.items():
        if part is not None and len(part) != n_documents:
            raise OptionError(f"{len(part)} {name} for {n_documents} documents", "give one a document")
    for name, group in groups.items():
        if len(group.codes) and not -1 <= group.codes.min() <= group.codes.max() < len(group.values):
            raise OptionError(f"a code of the group '{name}' names no value", "give -1 for none, else a number from 0")
    if dates is not None and bool(((dates.days == NO_DATE) != (dates.precision == 0)).any()):
        raise OptionError("a date without a precision, or a precision without a date", "make dates with read_dates")
    return Records(n_documents, ids, titles, dates, groups)


def records_of(corpus: Corpus) -> Records:
    """Return what is known of the documents of a corpus; records without anything where the input says nothing."""
    return corpus.records or build_records(corpus.n_documents)
