"""The documents of the page: where each belongs, and what is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from textmine.map.folder import Documents
from textmine.report.labels import label

__all__ = ["document_heads", "page_documents", "shown_documents", "taken_documents", "typical_documents"]

_DOCUMENTS = 20_000
_TITLE = 160
_FACTS = ("id", "title", "date")
_NO_GROUPS = {*_FACTS, "second", "second_share", "terms", "start"}
_VALUES = 200  # of a group that can be chosen from
_ALIKE = 60  # texts that begin with the same characters are taken for copies
_TYPICAL_LENGTH = 60  # a shorter document says too little to stand for others


def shown_documents(n: int, wanted: Iterable[int], most: int = _DOCUMENTS) -> list[int]:
    """Return the documents of the page, from 0: all, or where they are too many the wanted ones and the first others.

    Examples
    --------
    >>> shown_documents(6, [4], 3), shown_documents(2, [1])
    ([0, 1, 4], [0, 1])
    """
    if n <= most:
        return list(range(n))
    kept = set(sorted({document for document in wanted if 0 <= document < n})[:most])
    others = (document for document in range(n) if document not in kept)
    return sorted([*kept, *islice(others, most - len(kept))])


def taken_documents(documents: Documents, shown: Sequence[int]) -> Documents:
    """Return some documents, by their numbers from 0."""
    if len(shown) == len(documents.communities):
        return documents
    fields = {name: [values[at] for at in shown] for name, values in documents.fields.items()}
    return Documents(
        [documents.communities[at] for at in shown],
        [documents.shares[at] for at in shown],
        fields,
        [documents.texts[at] for at in shown] if documents.texts else (),
        [documents.lengths[at] for at in shown] if documents.lengths else (),
    )


def page_documents(documents: Documents) -> dict[str, Any]:
    """Return the columns of the documents for the page: `community share`, and what there is of `_FACTS`.

    `groups` are the groups: `name`, `values`, and `of`, the value of each document, -1 for none. Those of many values
    are together in `about`, a line for each document.

    Parameters
    ----------
    documents
        What `textmine map` wrote.
    """
    found: dict[str, Any] = {
        "community": documents.communities,
        "share": [round(share, 3) for share in documents.shares],
    }
    facts = {name: documents.fields.get(name, ()) for name in _FACTS}
    groups, others = _groups(documents)
    found["groups"] = [_coded(name, values) for name, values in groups.items()]
    for name, values in (facts | {"about": [" · ".join(filter(None, row)) for row in others]}).items():
        shown = [value[:_TITLE] for value in values]
        if any(shown):
            found[name] = shown
    return found


def document_heads(documents: Documents, wanted: Iterable[int]) -> dict[int, str]:
    """Return the start of the text of some documents, by their numbers from 0, where they have no title.

    Examples
    --------
    >>> document_heads(Documents([0, 0], [1.0, 1.0], {"title": ["", "A"], "start": ["one two", "b"]}), [0, 1])
    {0: 'one two'}
    """
    starts, titles = documents.fields.get("start", ()), documents.fields.get("title", ())
    found = {place: starts[place][: _TITLE + 1] for place in wanted if place < len(starts)}
    return {place: head for place, head in found.items() if head and not (titles and titles[place])}


def _groups(documents: Documents) -> tuple[dict[str, Sequence[str]], list[tuple[str, ...]]]:
    """Return the groups of some values, by name, and what other columns say of each document."""
    facts = [documents.fields.get(name) for name in _FACTS]  # a field may be both a date and a group
    columns = {
        name: values for name, values in documents.fields.items() if name not in _NO_GROUPS and values not in facts
    }
    few = {name: values for name, values in columns.items() if len({*values}) <= _VALUES}
    others = [values for name, values in columns.items() if name not in few]
    return few, list(zip(*others, strict=True))


def _coded(name: str, values: Sequence[str]) -> dict[str, Any]:
    """Return a group with its values in the order of their numbers of documents.

    Examples
    --------
    >>> _coded("by", ["a", "b", "", "b"])
    {'name': 'by', 'values': ['b', 'a'], 'of': [1, 0, -1, 0]}
    """
    sizes = Counter(filter(None, values))
    number = {value: at for at, value in enumerate(sorted(sizes, key=lambda value: (-sizes[value], value)))}
    shown = [label(value, _TITLE) for value in number]
    return {"name": label(name, _TITLE), "values": shown, "of": [number.get(value, -1) for value in values]}


def typical_documents(documents: Documents, n_communities: int, each: int = 2) -> list[list[int]]:
    """Return the documents, from 0, that speak most for each community; those of few words come last.

    Of documents that begin alike, as the copies of a text do, a community has the first.

    Examples
    --------
    >>> from textmine.map.folder import Documents
    >>> typical_documents(Documents([0, 0, -1, 0], [0.5, 0.25, 0, 0.75], {}), 2)
    [[3, 0], []]
    """
    texts = documents.fields.get("start", ())
    n = len(texts) or len(documents.shares)
    short = np.fromiter((len(text) < _TYPICAL_LENGTH for text in texts), bool) if texts else np.zeros(n, bool)
    shares = np.fromiter(documents.shares, float, n)
    found: list[list[int]] = [[] for _ in range(n_communities)]
    for place in map(int, np.lexsort((-shares, short))):
        community = documents.communities[place]
        if community < 0 or len(found[community]) == each:
            continue
        if not texts or texts[place][:_ALIKE] not in [texts[other][:_ALIKE] for other in found[community]]:
            found[community].append(place)
    return found
