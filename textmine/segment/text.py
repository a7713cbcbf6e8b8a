"""Text with blanks between its words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from textmine.progress import SILENT, Progress
from textmine.segment import _kernels
from textmine.segment.autonomy import learn_lexicon
from textmine.segment.newwords import dictionary_lexicon
from textmine.segment.numbers import Numbers
from textmine.segment.paths import best_path
from textmine.segment.words import Words, as_words
from textmine.text import build_corpus
from textmine.text.breaks import INSIDE
from textmine.text.strings import strings
from textmine.text.units import UnitTable, blocks, read_block

__all__ = ["Segmenter", "dictionary_segmenter", "lexicon_free_segmenter", "segment_texts"]

_BLANKS = 0x3001  # the last blank of Unicode is U+3000


class Segmenter:
    """Cuts texts into words, a stretch at a time: it holds the lexicon and no more than 130,000 characters (or a line).

    Parameters
    ----------
    table
        The units that the lexicon counts from 0; it learns those of the texts.
    path
        Where words begin: a function from unit ids to what `best_path` returns.
    """

    def __init__(self, table: UnitTable, path: Callable[[NDArray[np.int32]], NDArray[np.int32]]) -> None:
        self._table = table
        self._path = path

    def segment(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the texts, in stretches of whole lines, with one blank between words; no other character is changed."""
        for text in texts:
            yield from map(self._segment, blocks(text))

    def _segment(self, block: str) -> str:
        read = read_block(block, self._table)
        starts, ends = read.items.as_written(read.folded)
        path = self._path(read.units)
        begins = np.flatnonzero(path != INSIDE)
        last = np.append(begins[1:], len(path)) - 1
        is_word = path[begins] >= 0
        return _with_blanks(block, starts[begins[is_word]], ends[last[is_word]])


def dictionary_segmenter(terms: Words | None = None, *, whole_terms: bool = False) -> Segmenter:
    r"""Return a segmenter by jieba's dictionary and terms; which terms, and at what cost, `dictionary_lexicon` says.

    Raises
    ------
    InputError
        As `jieba_dictionary`.

    Examples
    --------
    >>> list(dictionary_segmenter().segment(["变压器绕组\n"]))
    ['变压器 绕组\n']
    """
    corpus = build_corpus([])
    lexicon = dictionary_lexicon(corpus, None if terms is None else as_words(terms), whole_terms=whole_terms)
    return Segmenter(corpus.table, functools.partial(best_path, lexicon=lexicon))


def lexicon_free_segmenter(texts: Iterable[str], progress: Progress = SILENT) -> Segmenter:
    r"""Return a segmenter that has no dictionary: its words are learned from the texts, as `learn_lexicon` says.

    Parameters
    ----------
    texts
        The texts to be cut, and more like them.
    progress
        Told of the stages.

    Examples
    --------
    >>> texts = ["电网和电力\n", "电力和电网\n电网，电力"]
    >>> list(lexicon_free_segmenter(texts).segment(texts))
    ['电网 和 电力\n', '电力 和 电网\n电网 ， 电力']
    """
    corpus = build_corpus(texts)
    lexicon, numbers = learn_lexicon(corpus, progress), Numbers(corpus.table)

    def path(units: NDArray[np.int32]) -> NDArray[np.int32]:
        joined = numbers.joined(units)
        words = np.full(len(units), INSIDE, dtype=np.int32)
        words[~joined] = best_path(units[~joined], lexicon)
        return words

    return Segmenter(corpus.table, path)


def segment_texts(texts: Iterable[str], terms: Words | None = None, *, whole_terms: bool = False) -> list[str]:
    """Return the texts with one blank between words; no other character is changed, lines stay lines.

    Parameters
    ----------
    texts
        Texts of any length.
    terms
        Terms to add to jieba's dictionary, those that are new words: what `discover` found, a `WordList` or strings.
    whole_terms
        Keep every term in one piece, phrases of known words too.

    Examples
    --------
    >>> segment_texts(["变压器油色谱，１０ kV"], ["油色谱"], whole_terms=True)
    ['变压器 油色谱 ， １０ kV']
    """
    given = strings(texts, "text")
    segmenter = dictionary_segmenter(terms, whole_terms=whole_terms)
    return ["".join(segmenter.segment([text])) for text in given]


def _with_blanks(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> str:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    out = np.empty(2 * len(codes), dtype=np.uint32)
    written = _kernels.join_words(codes, _blanks(), starts, ends, out)
    return out[:written].tobytes().decode("utf-32-le", "surrogatepass")


@functools.cache
def _blanks() -> NDArray[np.uint8]:
    """Return uint8[0x3001]: 1 for the characters that are blanks."""
    return np.array([chr(code).isspace() for code in range(_BLANKS)], dtype=np.uint8)
