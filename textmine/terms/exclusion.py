"""Terms to leave out: words as they are, patterns of words, and words in too few or too many documents."""

from __future__ import annotations

import functools
import operator
import os
import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.backgrounds.scripts import join_scripts
from textmine.errors import InputError
from textmine.io import PathNames, as_paths, decode, read_bytes
from textmine.io.signatures import is_workbook
from textmine.ngrams.given import given_documents
from textmine.progress import SILENT, Progress
from textmine.segment import WordList
from textmine.terms.files import load_terms, read_terms, terms_as_read
from textmine.text import Corpus, ReadOptions
from textmine.text.characters import simple_units
from textmine.text.folding import fold

__all__ = ["Patterns", "documents_of", "in_documents", "is_pattern", "load_excluded", "without"]

_EXPRESSION = "re:"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns of terms, compared after NFKC and in lower case.

    Attributes
    ----------
    patterns
        In each, `*` stands for any characters, or none; behind `re:` is a regular expression of Python's.

    Examples
    --------
    >>> unwanted = Patterns(("*年月日", "re:^第.*条$", "fig*"))
    >>> [unwanted.fits(term) for term in ("某年月日", "第十二条", "第十二条款", "FIG 3", "config")]
    [True, True, False, True, False]
    """

    patterns: tuple[str, ...]

    def fits(self, term: str) -> bool:
        """Return True if one of the patterns fits a term."""
        return self.fitting(term) is not None

    def fitting(self, term: str) -> str | None:
        """Return the first of the patterns that fits a term; None if none does."""
        folded = _folded(term)
        return next((pattern for pattern in self.patterns if _compiled(pattern).search(folded)), None)


@functools.lru_cache(1 << 12)
def _compiled(pattern: str) -> re.Pattern[str]:
    if pattern.startswith(_EXPRESSION):
        return re.compile(pattern[len(_EXPRESSION) :], re.IGNORECASE)
    return re.compile(r"\A" + ".*".join(map(re.escape, _folded(pattern).split("*"))) + r"\Z")


def _folded(term: str) -> str:
    return fold(term).text.lower()


def excluded_by(term: str, excluded: WordList | None, patterns: Patterns | None) -> str | None:
    """Return what excludes a term, as a message says it; None if nothing does.

    Examples
    --------
    >>> words, patterns = WordList(["sf6"], np.ones(1)), Patterns(("第*条",))
    >>> [excluded_by(term, words, patterns) for term in ("SF6", "第一条", "绕组")]
    ['a list of `exclude`', "the pattern '第*条' of `exclude`", None]
    """
    if excluded is not None and _folded(term) in map(_folded, excluded.words):
        return "a list of `exclude`"
    pattern = None if patterns is None else patterns.fitting(term)
    return None if pattern is None else f"the pattern '{pattern}' of `exclude`"


def load_excluded(
    sources: PathNames, reading: ReadOptions | None = None, progress: Progress = SILENT
) -> tuple[WordList | None, Patterns | None]:
    """Read files of terms to exclude; return the plain terms, and the patterns; None where there are none.

    Lines that begin with `re:` are regular expressions; terms with a `*` are patterns. A source may be such a pattern
    itself.

    Raises
    ------
    InputError
        A file cannot be read, has no term, or has a faulty regular expression.
    """
    lists: list[WordList] = []
    patterns: list[str] = []
    for source in as_paths(sources):
        if is_pattern(source):
            patterns.append(_checked(source, source, None))
            continue
        words, expressions = _one_file(source, progress)
        patterns += expressions
        if words is not None:
            patterns += [word for word in words.words if "*" in word]
            plain = words.where(["*" not in word for word in words.words])
            lists += [plain] if plain.words else []
    found = functools.reduce(operator.add, lists) if lists else None
    if found is not None and reading is not None:
        found = terms_as_read(found, reading)
    return found, Patterns(tuple(dict.fromkeys(patterns))) if patterns else None


def _one_file(source: str, progress: Progress) -> tuple[WordList | None, list[str]]:
    """Return the terms of a file, and its regular expressions, which may hold any sign."""
    data = read_bytes(source)
    if is_workbook(data, source):
        return load_terms(source, progress), []
    lines = decode(data, source, None, progress).split("\n")
    expressions = []
    for number, line in enumerate(lines, 1):
        if line.startswith(_EXPRESSION):
            expressions.append(_checked(line.rstrip("\r"), source, number))
            lines[number - 1] = ""
    text = "\n".join(lines)
    return (None if expressions and not text.strip() else read_terms(text, source, progress)), expressions


def is_pattern(source: str) -> bool:
    """Return True for a pattern in the place of a file: it has a star or begins with `re:`, and no file is called so.

    Examples
    --------
    >>> is_pattern("*年月日"), is_pattern("re:^第.*条$"), is_pattern("names.txt")
    (True, True, False)
    """
    return (source.startswith(_EXPRESSION) or "*" in source) and not os.path.exists(source)


def _checked(pattern: str, source: str, line: int | None) -> str:
    try:
        _compiled(pattern)
    except re.error as error:
        reason = f"the regular expression is faulty: {error}"
        raise InputError(source, line, reason, "mend it, or leave out `re:` for plain text") from error
    return pattern


def without(words: WordList, excluded: WordList | None, patterns: Patterns | None) -> WordList:
    """Return words without those that a list or a pattern excludes.

    Examples
    --------
    >>> words = WordList(["绕组", "第一条", "SF6"], np.array([3.0, 2.0, 1.0]))
    >>> without(words, WordList(["sf6"], np.ones(1)), Patterns(("第*条",))).words
    ['绕组']
    """
    unwanted = set() if excluded is None else set(map(_folded, excluded.words))
    return words.where([_folded(w) not in unwanted and not (patterns and patterns.fits(w)) for w in words.words])


def documents_of(words: WordList, corpus: Corpus, memory: int | None = None) -> NDArray[np.int64]:
    r"""Return int64[w]: the number of documents in which each word stands, within longer words too.

    Examples
    --------
    >>> from textmine.text import build_corpus
    >>> documents_of(WordList(["电网", "油"], np.ones(2)), build_corpus(["电网，电网\n电网和油"])).tolist()
    [2, 1]
    """
    scripts = join_scripts(corpus, None, memory)
    if scripts is not None:
        corpus, words = scripts.corpus, replace(words, words=simple_units(words.words))
    grams = words.spell(corpus).grams(len(corpus.alphabet.units))
    wanted = sorted({gram for gram in grams if gram})
    found = dict(zip(wanted, given_documents(corpus, wanted, memory).tolist(), strict=True))
    return np.array([found.get(gram, 0) for gram in grams], dtype=np.int64)


def in_documents(
    words: WordList, corpus: Corpus, least: int = 1, max_share: float = 1.0, *, memory: int | None = None
) -> WordList:
    """Return the words that stand in `least` documents or more, and in `max_share` of all documents or less."""
    if least <= 1 and max_share >= 1:
        return words
    documents = documents_of(words, corpus, memory)
    return words.where((documents >= least) & (documents <= max_share * corpus.n_documents))
