"""Documents as rows: what is known of each, its community, and what speaks for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from textmine.arraytypes import Longs
from textmine.communities.naming import joined_terms
from textmine.map.grouping import Grouping, numbers_of
from textmine.map.texts import document_lines
from textmine.text.records import Records

__all__ = ["BELONGS", "document_columns", "document_rows", "document_starts"]

BELONGS = ("community", "share", "second", "second_share", "theme", "name", "terms", "start")
_OWN = ("document", *BELONGS)
_START = 200  # characters of a document that its row shows


def document_columns(records: Records) -> tuple[str, ...]:
    """Return the columns of `document_rows`: those that the input does not have are left out.

    A group that is called as another column gets `group_` before its name.
    """
    return ("document", *records.columns(_OWN), *BELONGS)


def document_rows(groups: Grouping, records: Records, starts: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Yield a row a document under `document_columns`; what a document without evidence has not is empty.

    Parameters
    ----------
    groups
        Communities and themes.
    records
        What is known of the documents beside their text.
    starts
        The begin of the text of each document.
    """
    columns = records.columns(_OWN).values()
    said = zip(*columns, strict=True) if columns else iter([()] * len(records))
    for number, (known, start) in enumerate(zip(said, starts, strict=True)):
        community, second = int(groups.documents[number]), int(groups.seconds[number])
        own, theme = numbers_of(groups, community)
        next_best, _theme = numbers_of(groups, second)
        terms = joined_terms(groups.words[term] for term in groups.speaking[number].tolist() if term >= 0)
        shares = [
            "" if of < 0 else round(float(share[number]), 4)
            for of, share in ((community, groups.shares), (second, groups.second_shares))
        ]
        yield (
            number + 1, *known, own, shares[0], next_best, shares[1], theme, groups.name(community), terms, start
        )  # fmt: skip


def document_starts(texts: Sequence[str], offsets: Longs) -> Iterator[str]:
    r"""Return the first 200 characters of each document, with a blank for each run of blanks, tabs and line ends.

    Parameters
    ----------
    texts
        The texts; each line is a document.
    offsets
        int64[d]: offset of the first unit of each document in the concatenated texts, in ascending order.

    Examples
    --------
    >>> import numpy as np
    >>> list(document_starts(["a  b.\n\n", "c\td"], np.array([0, 8])))
    ['a b.', 'c d']
    """
    return (start for _, start in document_lines(texts, offsets, _START))
