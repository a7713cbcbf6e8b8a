"""Lists of terms from a user: known terms, terms to include, terms to exclude."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.errors import OptionError
from textmine.io import PathNames, as_paths
from textmine.ngrams import GivenCounts, NgramTable, count_given
from textmine.progress import SILENT, Progress
from textmine.segment import WordList, Words, as_words
from textmine.terms.evidence import words_in
from textmine.terms.exclusion import Patterns, load_excluded
from textmine.terms.files import load_terms, terms_as_read
from textmine.text import Corpus, ReadOptions
from textmine.text.characters import simple_units

__all__ = ["TermLists", "find_included", "listed", "load_lists"]

_LONGEST = 256  # units of a term; the cost is the square, because all parts are counted
_NAMED = 5  # terms that a note names before it says "..."


@dataclass(frozen=True, slots=True)
class TermLists:
    """Lists of terms by their use. They are compared like text, after NFKC and in lower case.

    Attributes
    ----------
    known
        Known words, in place of jieba's; None for jieba's. Word boundaries still come from jieba's dictionary.
    include
        Terms that are always printed, with any count and score.
    exclude
        Terms that are never printed, even if they are in `include`.
    excluded_patterns
        Patterns of more such terms.
    """

    known: WordList | None = None
    include: WordList | None = None
    exclude: WordList | None = None
    excluded_patterns: Patterns | None = None

    def simplified(self) -> TermLists:
        """Return the lists with traditional characters made simplified ones, as look-ups need them."""

        def simple(words: WordList | None) -> WordList | None:
            return None if words is None else replace(words, words=simple_units(words.words))

        return replace(self, known=simple(self.known), include=simple(self.include), exclude=simple(self.exclude))

    def __post_init__(self) -> None:
        for name in ("known", "include", "exclude"):
            words: Words | None = getattr(self, name)
            if words is not None:  # terms or strings will do
                object.__setattr__(self, name, as_words(words))

    def names(self) -> list[str]:
        """Return all listed terms, for texts to be read with: `build_corpus(texts, names=lists.names())`."""
        given = (words for words in (self.known, self.include, self.exclude) if words is not None)
        return [word for words in given for word in words.words]


def load_lists(
    known: PathNames,
    include: PathNames,
    exclude: PathNames,
    *,
    reading: ReadOptions | None = None,
    progress: Progress = SILENT,
) -> TermLists:
    """Read files of terms with `load_terms`. Several files for one purpose become one list.

    They are simplified and merged as the text is that is read with the options `reading`. In files of terms to exclude
    a term with a `*` stands for all that it fits, and `re:` begins a regular expression; see `Patterns`.

    Raises
    ------
    InputError
        A file cannot be read, or has no term.
    """

    def read(sources: PathNames) -> WordList | None:
        lists = [load_terms(source, progress) for source in as_paths(sources)]
        words = functools.reduce(operator.add, lists) if lists else None
        return terms_as_read(words, reading) if words and reading else words

    plain, patterns = load_excluded(exclude, reading, progress)
    return TermLists(read(known), read(include), plain, patterns)


def listed(words: WordList | None, corpus: Corpus, tables: Sequence[NgramTable]) -> NDArray[np.bool_]:
    """Return bool[G]: True for n-grams in a list, over all tables of a corpus in turn; all False for None."""
    if words is None:
        return np.zeros(sum(map(len, tables)), dtype=bool)
    lexicon = words.lexicon(corpus)
    return np.concatenate([words_in(lexicon, table) for table in tables])


def find_included(
    words: WordList, corpus: Corpus, marks: NDArray[np.uint8], memory: int | None = None, progress: Progress = SILENT
) -> GivenCounts:
    """Count the terms to include. A note names those that the corpus lacks.

    Parameters
    ----------
    words
        The terms. A term that is listed several times is counted once.
    corpus
        The text.
    marks
        uint8[n + 1]: word boundaries, as from `word_marks`.
    memory
        Bytes to use; None means a quarter of the machine's memory.
    progress
        Receives a note about terms that do not occur.

    Returns
    -------
    GivenCounts
        Its `ids` are the ids of the terms that occur, ascending.

    Raises
    ------
    OptionError
        A term has more than 256 units.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> corpus = build_corpus(["电网，电网，电力"])
    >>> words = WordList(["电网", "火力", "电力，电网"], np.ones(3))
    >>> found = find_included(words, corpus, np.ones(len(corpus.units) + 1, np.uint8))
    >>> [corpus.alphabet.render(found.table.units(gram)) for gram in found.ids.tolist()]
    ['电网']
    """
    spelling = words.spell(corpus)
    longest = int((spelling.ends - spelling.starts).max(initial=0))
    if longest > _LONGEST:
        raise OptionError(f"a term to include has {longest} units", f"give terms of {_LONGEST} at most, one a line")
    possible = spelling.grams(len(corpus.alphabet.units))
    given = count_given(corpus, sorted({gram for gram in possible if gram}), marks=marks, memory=memory)
    occurs = {tuple(given.table.units(gram)) for gram in given.ids.tolist() if given.table.counts[gram] > 0}
    absent = [word for word, gram in zip(words.words, possible, strict=True) if gram not in occurs]
    if absent:
        names = ", ".join(absent[:_NAMED]) + (", ..." if len(absent) > _NAMED else "")
        progress.note(f"{len(absent)} of {len(words.words)} terms to include do not occur in the text: {names}")
    kept = np.sort(given.ids[given.table.counts[given.ids] > 0])
    return GivenCounts(given.table, kept, given.extensions)
