"""Segmented text: the text with a blank between words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.scripts import join_scripts
from textmine.progress import SILENT, Progress
from textmine.segment import _kernels
from textmine.segment.autonomy import learn_lexicon
from textmine.segment.newwords import dictionary_lexicon
from textmine.segment.pathfinding import DictionaryPath, LearnedPath, Path
from textmine.segment.words import WordList, Words, as_words
from textmine.text import Corpus, build_corpus
from textmine.text.arrays import give_back
from textmine.text.breaks import INSIDE
from textmine.text.characters import simple_units
from textmine.text.names import end_marks
from textmine.text.parts import Part
from textmine.text.strings import strings
from textmine.text.units import UnitTable, blocks, read_block

__all__ = ["Segmenter", "dictionary_segmenter", "learned_segmenter", "lexicon_free_segmenter", "segment_texts"]

_BLANKS = 0x3001  # the last blank of Unicode is U+3000


class Segmenter:
    """Cuts texts into words, block by block. Memory: the lexicon and a block of 130,000 to 260,000 characters.

    Parameters
    ----------
    table
        Table of units that begins with the units of the lexicon. New units of the texts are added.
    path
        Cuts units into words.
    names
        Words that keep the marks at their ends, such as `U.S.`; see `end_marks`.

    Attributes
    ----------
    table, path
        As given.
    names
        Those of the names that have marks at their ends.
    """

    def __init__(self, table: UnitTable, path: Path, names: Iterable[str] = ()) -> None:
        self.table = table
        self.path = path
        self.names = sorted({"".join(parts) for parts in map(end_marks, names) if parts[0] or parts[2]}, key=len)
        self._marked = re.compile("|".join(map(re.escape, self.names[::-1])), re.IGNORECASE) if self.names else None

    def segment(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the texts in blocks, with one blank between words. No other character changes."""
        for text in texts:
            for block in blocks(text):
                segmented = self._segment(block)
                # A line is cut between two words.
                cut = isinstance(block, Part) and block.goes_on and not segmented[-1:].isspace()
                yield segmented + " " if cut else segmented

    def _segment(self, block: str) -> str:
        read = read_block(block, self.table)
        starts, ends = read.items.as_written(read.folded)
        path = self.path(read.units)
        begins = np.flatnonzero(path != INSIDE)
        last = np.append(begins[1:], len(path)) - 1
        is_word = path[begins] >= 0
        starts, ends = starts[begins[is_word]], ends[last[is_word]]
        if self._marked is not None:
            _keep_end_marks(block, self._marked, starts, ends)
        return _with_blanks(block, starts, ends)


def dictionary_segmenter(terms: Words | None = None, *, whole_terms: bool = False) -> Segmenter:
    r"""Return a segmenter that uses jieba's dictionary and terms; `dictionary_lexicon` describes which terms it adds.

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
    added = None if terms is None else as_words(terms)
    if added is not None:
        # A term in one script is found in the other, too.
        words = list(dict.fromkeys([*added.words, *simple_units(added.words)]))
        added = WordList(words, np.ones(len(words)))
    lexicon = dictionary_lexicon(corpus, added, whole_terms=whole_terms)
    return Segmenter(corpus.table, DictionaryPath(lexicon, corpus.table), [] if added is None else added.words)


def lexicon_free_segmenter(
    texts: Iterable[str], progress: Progress = SILENT, *, memory: int | None = None
) -> Segmenter:
    r"""Return a segmenter without a dictionary: `learn_lexicon` learns its words from the texts.

    Parameters
    ----------
    texts
        The texts to be segmented; more texts of the same kind help.
    progress
        Receives progress reports.
    memory
        Bytes to use for the texts and for counting; None means a quarter of the machine's memory.

    Examples
    --------
    >>> texts = ["电网和电力\n", "电力和电网\n电网，电力"]
    >>> list(lexicon_free_segmenter(texts).segment(texts))
    ['电网 和 电力\n', '电力 和 电网\n电网 ， 电力']
    """
    return learned_segmenter(build_corpus(texts, memory=memory), progress, memory=memory)


def learned_segmenter(corpus: Corpus, progress: Progress = SILENT, *, memory: int | None = None) -> Segmenter:
    """Return what `lexicon_free_segmenter` returns, from the corpus of its texts."""
    scripts = join_scripts(corpus, memory=memory)
    if scripts is not None:
        corpus = scripts.corpus
    lexicon = learn_lexicon(corpus, progress, memory=memory)
    give_back(memory)
    # The corpus itself is not needed any more.
    return Segmenter(corpus.table, LearnedPath(lexicon, corpus.table))


def segment_texts(texts: Iterable[str], terms: Words | None = None, *, whole_terms: bool = False) -> list[str]:
    """Return the texts with one blank between words. No other character changes, and lines stay lines.

    Parameters
    ----------
    texts
        Texts of any length.
    terms
        Terms, as `discover` returns them, a `WordList` or strings; those that are new words are added to jieba's
        dictionary.
    whole_terms
        Keep every term in one piece, also a phrase of known words.

    Examples
    --------
    >>> segment_texts(["变压器油色谱，１０ kV"], ["油色谱"], whole_terms=True)
    ['变压器 油色谱 ， １０ kV']
    """
    given = strings(texts, "text")
    segmenter = dictionary_segmenter(terms, whole_terms=whole_terms)
    return ["".join(segmenter.segment([text])) for text in given]


def _keep_end_marks(text: str, names: re.Pattern[str], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
    """Move begins and ends of words so that marks at the ends of a name are inside, where the text has them."""
    for found in names.finditer(text):
        before, core, _ = end_marks(found[0])
        begin = found.start() + len(before)
        word = int(np.searchsorted(starts, begin))
        if word < len(starts) and starts[word] == begin and ends[word] == begin + len(core):
            starts[word], ends[word] = found.span()


def _with_blanks(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> str:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    out = np.empty(2 * len(codes), dtype=np.uint32)
    written = _kernels.join_words(codes, _blanks(), starts, ends, out)
    return out[:written].tobytes().decode("utf-32-le", "surrogatepass")


@functools.cache
def _blanks() -> NDArray[np.uint8]:
    """Return uint8[0x3001]: 1 for characters that are blanks."""
    return np.array([chr(code).isspace() for code in range(_BLANKS)], dtype=np.uint8)
