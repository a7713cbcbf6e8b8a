"""Texts of documents as rows: whole, or their start where there is too much of them for a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from textmine.arraytypes import Longs

__all__ = ["MOST_DOCUMENTS", "TEXT_COLUMNS", "document_lines", "fair_length", "text_rows"]

TEXT_COLUMNS = ("document", "characters", "text")
MOST_DOCUMENTS = 20_000  # with texts: of more documents a page has no room for more than the starts

_LONGEST = 50_000  # characters of a document
_MOST_BYTES = 10_000_000  # of all documents: more than a page has room for


def document_lines(texts: Sequence[str], offsets: Longs, longest: int) -> Iterator[tuple[int, str]]:
    r"""Yield the length and the first characters of each document, with a blank for each run of blanks and line ends.

    Parameters
    ----------
    texts
        The texts; each line is a document.
    offsets
        int64[d]: offset of the first unit of each document in the concatenated texts, in ascending order.
    longest
        Characters that are shown at most.

    Examples
    --------
    >>> list(document_lines(["a  b.\n\n", "c\td"], np.array([0, 8]), 2))
    [(4, 'a '), (3, 'c ')]
    """
    number, base = 0, 0
    for offset in offsets.tolist():
        while offset - base >= len(texts[number]):
            base += len(texts[number])
            number += 1
        text, at = texts[number], offset - base
        begin, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        # Blanks may be many: four times as many characters are enough but for a text that is mostly blank.
        last = min(end, begin + 4 * longest)
        line = " ".join(text[begin:last].split())
        yield len(line) if last == end else end - begin, line[:longest]


def fair_length(lengths: Longs, most: int) -> int:
    """Return the greatest length at which texts that are cut there have `most` characters in all at most.

    Parameters
    ----------
    lengths
        int64[d]: characters of each text.
    most
        Characters of all.

    Examples
    --------
    >>> fair_length(np.array([10, 2, 30]), 20), fair_length(np.array([1, 2]), 20)
    (9, 2)
    """
    order = np.sort(lengths)
    shorter = np.concatenate(([0], np.cumsum(order)))[:-1]
    rest = len(order) - np.arange(len(order))
    over = np.flatnonzero(shorter + order * rest > most)
    if not len(over):
        return int(order[-1]) if len(order) else 0
    first = int(over[0])
    return max(0, (most - int(shorter[first])) // int(rest[first]))


def text_rows(texts: Sequence[str], offsets: Longs) -> Iterator[tuple[Any, ...]]:
    r"""Yield a row a document under `TEXT_COLUMNS`: its number from 1, its characters, and its text.

    Texts are read twice, so that none but the one at hand is in memory. All are cut at the same length where they are
    too much; there are no rows where there are more than `MOST_DOCUMENTS`.

    Parameters
    ----------
    texts, offsets
        As in `document_lines`.

    Examples
    --------
    >>> list(text_rows(["a  b.\n\n", "c\td"], np.array([0, 8])))
    [(1, 4, 'a b.'), (2, 3, 'c d')]
    """
    if len(offsets) > MOST_DOCUMENTS:
        return
    lengths, size = np.zeros(len(offsets), np.int64), 0
    for place, (_, line) in enumerate(document_lines(texts, offsets, _LONGEST)):
        lengths[place] = len(line)
        size += len(line.encode())
    longest = _LONGEST
    if size > _MOST_BYTES:
        longest = fair_length(lengths, int(lengths.sum()) * _MOST_BYTES // size)
    for place, (length, line) in enumerate(document_lines(texts, offsets, longest)):
        yield place + 1, length, line
