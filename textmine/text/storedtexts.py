"""Texts that may be larger than memory: above a limit they lie in a file of the spool."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, overload

import numpy as np

from textmine.arraytypes import Longs
from textmine.text.arrays import GrowingArray, release

__all__ = ["StoredTexts", "stored_texts"]


class StoredTexts(Sequence[str]):
    """Texts in a file, one behind the other; the last that was asked for is in memory.

    Parameters
    ----------
    content
        uint8: the texts in UTF-8.
    ends
        int64: where each ends.
    """

    def __init__(self, content: Any, ends: Longs) -> None:
        self._content, self._ends = content, ends
        self._last: tuple[int, str] = (-1, "")

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        if self._last[0] != number:
            begin, end = int(self._ends[number - 1]) if number else 0, int(self._ends[number])
            self._last = (number, self._content[begin:end].tobytes().decode("utf-8", "surrogatepass"))
            release(self._content)
        return self._last[1]


def stored_texts(texts: Iterable[str], limit: int) -> Sequence[str]:
    """Return texts to be read several times: as a list, or from a file if they have more than `limit` bytes.

    Examples
    --------
    >>> list(stored_texts(["变压器", "绕组"], 4))
    ['变压器', '绕组']
    """
    kept: list[str] = []
    texts, size = iter(texts), 0
    for text in texts:
        kept.append(text)
        size += len(text.encode("utf-8", "surrogatepass"))
        if size > limit:
            break
    else:
        return kept
    content, ends = GrowingArray(0, np.uint8), []
    kept.reverse()
    for text in chain((kept.pop() for _ in range(len(kept))), texts):
        content.append(np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8))
        ends.append(len(content))
    return StoredTexts(content.finish(), np.array(ends, dtype=np.int64))
