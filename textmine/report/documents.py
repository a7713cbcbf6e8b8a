"""The documents of the page: where each belongs, what is known of it, and its text or the start of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np

from textmine.map.folder import Documents
from textmine.report.labels import label

__all__ = ["page_documents", "shown_documents", "taken_documents", "typical_documents"]

_DOCUMENTS = 20_000
_TEXT = 500  # characters of a text at most
_TEXT_BYTES = 2_000_000  # bytes of all texts: the page stays below 6 MB
_START = 200  # characters of the column `start` where there is more
_WORD = 20  # a word is hardly longer
_TITLE = 160
_FACTS = ("id", "title", "date")
_NO_GROUPS = {*_FACTS, "second", "second_share", "terms", "start", "text"}
_VALUES = 200  # of a group that can be chosen from
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
    return Documents([documents.communities[at] for at in shown], [documents.shares[at] for at in shown], fields)


def page_documents(documents: Documents, *, text: bool = True) -> dict[str, Any]:
    """Return the columns of the documents for the page: `community share`, and what there is of `_FACTS` and text.

    `groups` are the groups: `name`, `values`, and `of`, the value of each document, -1 for none. Those of many values
    are together in `about`, a line for each document.

    Parameters
    ----------
    documents
        What `textmine map` wrote.
    text
        Whether texts are part of the page.
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
    texts = _texts(documents)
    if text and any(texts):
        found["text"] = _shortened(texts, math.inf if documents.fields.get("text") else _START)
    return found


def _groups(documents: Documents) -> tuple[dict[str, Sequence[str]], list[tuple[str, ...]]]:
    """Return the groups of some values, by name, and what other columns say of each document."""
    columns = {name: values for name, values in documents.fields.items() if name not in _NO_GROUPS}
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


def _texts(documents: Documents) -> Sequence[str]:
    return documents.fields.get("text") or documents.fields.get("start") or ()


def _shortened(texts: Sequence[str], given: float) -> list[str]:
    """Return texts, all of them cut at the greatest length at which they find room.

    Texts of `given` characters are the start of longer ones.
    """
    longest = _TEXT
    while longest > 50 and sum(len(text[:longest].encode()) for text in texts) > _TEXT_BYTES:
        longest = longest * 9 // 10
    return [_cut(text, longest) if len(text) > longest or len(text) >= given else text for text in texts]


def _cut(text: str, longest: int) -> str:
    """Return the start of a text, up to the end of a word where one is near, and a sign that there is more."""
    shown = text[:longest]
    last = shown.rfind(" ", len(shown) - _WORD)
    return f"{shown[:last] if last > 0 else shown}…"


def typical_documents(documents: Documents, n_communities: int, each: int = 2) -> list[list[int]]:
    """Return the documents, from 0, that speak most for each community; those of few words come last.

    Examples
    --------
    >>> from textmine.map.folder import Documents
    >>> typical_documents(Documents([0, 0, -1, 0], [0.5, 0.25, 0, 0.75], {}), 2)
    [[3, 0], []]
    """
    texts = _texts(documents)
    n = len(texts) or len(documents.shares)
    short = np.fromiter((len(text) < _TYPICAL_LENGTH for text in texts), bool) if texts else np.zeros(n, bool)
    shares = np.fromiter(documents.shares, float, n)
    found: list[list[int]] = [[] for _ in range(n_communities)]
    for place in map(int, np.lexsort((-shares, short))):
        community = documents.communities[place]
        if community >= 0 and len(found[community]) < each:
            found[community].append(place)
    return found
