"""The texts of the documents and the contexts of the terms, packed: the page unpacks them when they are first needed.

A text is on the page once: contexts are places in it. Where a text is cut before a context, this is there in full.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from textmine.map.folder import Documents
from textmine.map.texts import fair_length

__all__ = ["PackedTexts", "packed_texts", "shortened"]

Context = tuple[str, str, str, int]

_START = 200  # characters of the column `start` where there is more
_WORD = 20  # a word is hardly longer
_LONGEST = 200  # characters of a context; needed because words may have any length
_FEWEST = 3  # contexts that a term keeps in any case
_LEAST_ROOM = 500_000  # bytes, where the rest of the page has taken all
_CONTEXTS = 0.7  # bytes of contexts in full, as a share of the room before packing


class PackedTexts(NamedTuple):
    """Packed texts and contexts, the encoding within, and how many texts are cut at how many characters."""

    packed: str
    encoding: str
    n_cut: int
    longest: int


def packed_texts(
    documents: Documents, contexts: Mapping[int, Sequence[Context]], place_of: Mapping[int, int], room: int
) -> PackedTexts:
    """Pack texts and contexts into `room` bytes; all texts are cut at the same length where they are too much.

    Parameters
    ----------
    documents
        The documents of the page.
    contexts
        Text before, term, text after and number of the document, from 1; by the index of the term.
    place_of
        Place on the page of each document, by its number.
    room
        Bytes at most; texts without which contexts alone take more are left out.

    Returns
    -------
    PackedTexts
        JSON in base64, compressed by raw deflate (RFC 1951): `texts`; `contexts` by term, of each the number of the
        document and either its three parts, or where it begins in the text and how long its parts are, in UTF-16 units;
        `longest`, where texts are cut (0: nowhere).
    """
    texts = documents.texts or documents.fields.get("start", ())
    whole = documents.lengths or [len(text) + (len(text) >= _START) for text in texts]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    room, longest = max(room, _LEAST_ROOM), int(lengths.max(initial=0))
    while True:
        shown = [shortened(text, longest, size) for text, size in zip(texts, whole, strict=True)]
        n_cut = int((np.minimum(lengths, longest) < whole).sum())
        found = _fitting(contexts, shown, place_of, int(_CONTEXTS * room))
        at = min(longest, _START) if n_cut and not documents.lengths else longest
        encoding, packed = _packed({"texts": shown, "contexts": found, "longest": at if n_cut else 0})
        if len(packed) <= room or longest == 0:
            return PackedTexts(packed, encoding, n_cut, at)
        share = 0.97 * room / len(packed)
        longest = min(longest - 1, fair_length(lengths, int(np.minimum(lengths, longest).sum() * share)))


def shortened(text: str, longest: int, whole: int) -> str:
    """Return the start of a text, up to the end of a word where one is near, and a sign where there is more.

    Parameters
    ----------
    text
        A text of `whole` characters, or the start of it.
    longest
        Characters at most.
    whole
        Characters of the text that this is the start of.

    Examples
    --------
    >>> shortened("one two three", 9, 13), shortened("one two", 9, 7)
    ('one two…', 'one two')
    """
    shown = text[:longest]
    if len(shown) == whole:
        return text
    last = shown.rfind(" ", max(0, len(shown) - _WORD))
    return f"{shown[:last] if last > 0 else shown}…"


def _packed(data: Any) -> tuple[str, str]:
    """Return data as compressed JSON in base64, and its encoding: the shorter one by the script of its text."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    content, encoding = text.encode(), "utf-8"
    if len(content) > 1.7 * len(text):  # Chinese: two bytes a character, not three
        content, encoding = text.encode("utf-16-le"), "utf-16le"
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15, 9)
    return encoding, base64.b64encode(deflate.compress(content) + deflate.flush()).decode()


def _fitting(
    contexts: Mapping[int, Sequence[Context]], texts: Sequence[str], place_of: Mapping[int, int], most_bytes: int
) -> dict[int, list[list[Any]]]:
    """Return the contexts as places in texts, or themselves; where these are too long, all terms have fewer of them."""
    found = {term: [_located(row, texts, place_of) for row in rows] for term, rows in contexts.items()}
    sizes = [
        [sum(len(part.encode()) for part in row if isinstance(part, str)) for row in some] for some in found.values()
    ]
    most = max(map(len, sizes), default=0)
    while most > _FEWEST and sum(sum(_spread(rows, most)) for rows in sizes) > most_bytes:
        most -= 1
    return {term: _spread(rows, most) for term, rows in found.items()}


def _located(context: Context, texts: Sequence[str], place_of: Mapping[int, int]) -> list[Any]:
    *parts, number = context
    place = place_of.get(number, -1)
    at = texts[place].find("".join(parts)) if 0 <= place < len(texts) else -1
    if at >= 0:
        return [number, _units(texts[place][:at]), *map(_units, parts)]
    left, key, right = parts
    return [number, left[-_LONGEST:], key[:_LONGEST], right[:_LONGEST]]


def _units(text: str) -> int:
    """Return the length of a text in UTF-16 units, which scripts of the page count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _spread(rows: list[Any], most: int) -> list[Any]:
    """Return rows at equal steps, `most` of them."""
    return rows if len(rows) <= most else [rows[place * len(rows) // most] for place in range(most)]
